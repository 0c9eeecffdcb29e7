"""Transcripts of interviews, redacted, each under the reference of its person. In the child only.

Whose one is stands at the start of its file name: the record id, then a blank or an underscore, or nothing
more. File names never go out, and whatever cannot be given to one person for certain stays here.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cfgovern.atomic import write_atomic
from cfgovern.errors import SubmissionRefused
from cfgovern.intake.csvfile import encoding_of
from cfgovern.intake.documents import shown_text
from cfgovern.intake.files import entries_of, must_open, small_enough
from cfgovern.intake.kinds import is_document, is_packed, must_be_text
from cfgovern.intake.limits import Limits
from cfgovern.journeys.freetext import Redactor
from cfgovern.protection.redaction import LONGEST

__all__ = ["Given", "Why", "plan", "redact_transcripts"]

Why = Literal[
    "nobody",
    "not_agreed",
    "protected",
    "not_a_transcript",
    "not_read",
    "hidden_characters",
    "too_long",
    "still_found",
]
"""Why a file stays: its name begins with no record id of the submission; its person has not agreed, or must
not be found by anybody; it is no text and no Word document; it cannot be read; or as of
:data:`cfgovern.protection.redaction.Emptied`."""
_DOCUMENT, _TEXT = ".docx", ".txt"


@dataclass(slots=True)
class Given:
    """What became of the files: ``written`` ones of so many ``people``, and of the others how many are
    ``withheld`` for each reason. ``counts``: by entity, how much was taken out."""

    written: int = 0
    people: int = 0
    withheld: Counter[Why] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)


def plan(
    folder: Path, people: Iterable[str], allowed: Set[str], protected: Set[str] = frozenset()
) -> tuple[list[tuple[str, Path]], Counter[Why]]:
    """(record id, file) of each transcript in ``folder`` that may go, in order, and why others may not.

    ``people``: the record ids of the submission. ``allowed``: of those the adults whose agreement to be
    contacted for interviews stands on the day; nobody else's transcript goes.
    ``protected``: those whose place must not be known, which a transcript may tell in any word.
    """
    whose = _Whose(people)
    may_go: list[tuple[str, Path]] = []
    withheld: Counter[Why] = Counter()
    for entry in entries_of(folder):
        person = whose.of(entry.stem)
        if entry.is_symlink() or not entry.is_file() or entry.suffix.casefold() not in (_DOCUMENT, _TEXT):
            withheld["not_a_transcript"] += 1
        elif person is None:
            withheld["nobody"] += 1
        elif person not in allowed:
            withheld["not_agreed"] += 1
        elif person in protected:
            withheld["protected"] += 1
        else:
            may_go.append((person, entry))
    return may_go, withheld


def redact_transcripts(
    folder: Path,
    people: Mapping[str, str],
    allowed: Set[str],
    redactor: Redactor,
    out: Path,
    limits: Limits,
    protected: Set[str] = frozenset(),
) -> Given:
    """Write each transcript in ``folder`` that may go as ``<person_ref>-<n>.txt`` into the folder ``out``.

    ``people``: the person_ref of each record id. ``allowed`` and ``protected``: as of :func:`plan`. n counts
    the transcripts of one person from 1, in the order of their file names. Raises UsageError where one cannot
    be written.
    """
    may_go, withheld = plan(folder, people, allowed, protected)
    given = Given(withheld=withheld)
    numbers: Counter[str] = Counter()
    for record_id, path in may_go:
        try:
            text = _text(path, limits)
        except (SubmissionRefused, OSError):
            given.withheld["not_read"] += 1
            continue
        done = redactor.redact(text, record_id)
        if done.emptied:
            given.withheld[done.emptied] += 1
            continue
        given.counts.update(done.counts)
        numbers[record_id] += 1
        write_atomic(out / f"{people[record_id]}-{numbers[record_id]}.txt", done.text.encode("utf-8"))
    given.written, given.people = numbers.total(), len(numbers)
    return given


def _text(path: Path, limits: Limits) -> str:
    """The words of one file, lines ended by LF. Raises SubmissionRefused where it cannot be read."""
    must_open(path, "the transcript")
    if path.suffix.casefold() == _DOCUMENT:
        if not is_document(path):
            raise SubmissionRefused("file.wrong_kind", "The file is no Word document.")
        small_enough(path, limits.workbook_bytes, "the transcript")
        return shown_text(path, limits)
    if is_packed(path):
        raise SubmissionRefused("file.wrong_kind", "The file is no text.")
    must_be_text(path)
    with path.open(encoding=encoding_of(path, "the transcript"), newline=None) as stream:
        return stream.read(LONGEST + 1)


class _Whose:
    """Tells whose a file is by the start of its name."""

    def __init__(self, people: Iterable[str]) -> None:
        ids = list(people)
        self._exact, self._folded = _certain(ids, _even), _certain(ids, lambda one: _even(one).casefold())
        # What stands within an id cannot end one: where there is a P_1, P_1_2 may be of somebody else.
        self._ends = [sign for sign in " _" if not any(sign in one for one in self._exact)]

    def of(self, stem: str) -> str | None:
        """The record id with which ``stem`` begins, or None where that is not certain."""
        for start in _starts(_even(stem), self._ends):
            if start in self._exact:
                return self._exact[start]
            if start.casefold() in self._folded:
                return self._folded[start.casefold()]
        return None


def _certain(ids: Iterable[str], read: Callable[[str], str]) -> dict[str, str | None]:
    """Each id by how it is read; None where two are read alike."""
    known: dict[str, str | None] = {}
    for one in ids:
        known[read(one)] = one if known.get(read(one), one) == one else None
    return known


def _starts(name: str, ends: Iterable[str]) -> Iterator[str]:
    """The name, and what stands before each sign that may end an id, longest first."""
    yield name
    for at in range(len(name) - 1, 0, -1):
        if name[at] in ends:
            yield name[:at]


def _even(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
