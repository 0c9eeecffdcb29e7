"""``cfgovern documents verify`` and ``diff``: what of drafts is not so any more, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cfgovern.errors import UsageError
from cfgovern.governance.changes import changes
from cfgovern.governance.consistency import mismatches, unmentioned
from cfgovern.governance.draft import context_of
from cfgovern.governance.outline import load_tables
from cfgovern.governance.readback import must_have_controls, rows_shown
from cfgovern.governance.verifying import stale
from cfgovern.journeys.documents import DocumentRequest, load_content, material_of
from cfgovern.journeys.readdrafts import read_draft, small_file
from cfgovern.journeys.wordtemplates import digest_of, template_bytes

__all__ = ["Verified", "diff_documents", "verify_documents"]


@dataclass(frozen=True, slots=True)
class Verified:
    """Sentences: what is stale, what two places say otherwise, and what the notice does not mention."""

    stale: tuple[str, ...]
    inconsistent: tuple[str, ...]
    unmentioned: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether there is nothing of that."""
        return not (self.stale or self.inconsistent or self.unmentioned)


def verify_documents(
    files: Sequence[Path], asked: DocumentRequest, *, notice: Path | None = None, template: Path | None = None
) -> Verified:
    """Hold drafted ``files`` (Word or JSON) and the text of a ``notice`` to what is so now.

    ``template``: the Word template of your own that they were drafted with. Raises OperatorFileError for a
    faulty contract, profile or answers file, SubmissionRefused for a Word file that is not sound, and
    UsageError ``documents.nothing``, ``documents.no_draft`` or ``documents.unreadable``.
    """
    if not files and notice is None:
        raise UsageError(
            "documents.nothing",
            "There is nothing to verify.",
            fix="Name drafted documents, or a notice with --notice.",
        )
    pack = load_content()
    read = [read_draft(path, pack.tables) for path in files]
    told = None if notice is None else small_file(notice).decode("utf-8-sig", "replace")
    material = material_of(asked, pack)
    old: list[str] = []
    other: list[str] = []
    for one in read:
        now = dict(material.digests)
        if "template" in one.digests:
            now["template"] = digest_of(template_bytes(one.kind, template))
        old += stale(one, now)
        rows = rows_shown(context_of(pack.outlines[one.kind], material))
        other += mismatches(one, rows, pack.tables)
    silent = [] if told is None or notice is None else unmentioned(told, notice.name, material.facts)
    return Verified(tuple(old), tuple(other), tuple(silent))


def diff_documents(old: Path, new: Path) -> list[str]:
    """What changed from one drafted document to another of the same kind, a sentence each.

    Raises UsageError ``documents.other_kind`` for documents of two kinds, and as :func:`verify_documents`.
    """
    tables = load_tables()
    before, after = (read_draft(path, tables) for path in (old, new))
    for one in (before, after):
        must_have_controls(one)
    if before.kind != after.kind:
        raise UsageError(
            "documents.other_kind",
            "One of them is an assessment and the other an agreement.",
            fix="Compare two of the same kind.",
        )
    return changes(before, after, tables)
