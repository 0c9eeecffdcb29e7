"""``cfgovern templates``: whether a Word template of your own can be used, and a new one to start from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from cfgovern import content
from cfgovern.atomic import write_atomic
from cfgovern.errors import Fault, UsageError
from cfgovern.governance.outline import KINDS, Outline, load_outline, load_tables
from cfgovern.governance.templates import kind_of, template_faults
from cfgovern.governance.word import must_be_there
from cfgovern.governance.wordtemplate import made_template
from cfgovern.journeys.readdrafts import small_file

__all__ = ["check_template", "digest_of", "new_template", "read_template", "template_bytes"]


def check_template(path: Path, kind: str | None = None) -> list[Fault]:
    """Every fault of the Word template at ``path``; ``line`` of a fault is the number of its paragraph.

    ``kind``: dpia or dsa; without it, whichever has more of its headings there. Raises UsageError
    ``draft.template`` where the file cannot be read, and ``draft.no_docxtpl`` without the extra.
    """
    must_be_there()
    outlines = {name: load_outline(name) for name in KINDS}
    data = read_template(path)
    return template_faults(data, path.name, _outline(data, kind, outlines), load_tables())


def _outline(data: bytes, kind: str | None, outlines: Mapping[str, Outline]) -> Outline:
    return outlines[kind or kind_of(data, outlines.values())]


def new_template(kind: str, out: Path) -> None:
    """Write a new template of the document ``kind`` to ``out``.

    Raises UsageError ``templates.there`` where something stands there: nothing that an officer edited is
    written over.
    """
    must_be_there()
    if out.exists():
        raise UsageError(
            "templates.there",
            "A file of that name is there already, and it may be one that somebody edited.",
            where=out.name,
            fix="Give --out another name.",
        )
    write_atomic(out, made_template(load_outline(kind), load_tables()))


def template_bytes(kind: str, own: Path | None) -> bytes:
    """A template of your ``own``, or the one of the pack. Raises UsageError ``draft.template``."""
    return content.file("dpia_templates", f"{kind}.docx").read_bytes() if own is None else read_template(own)


def digest_of(template: bytes) -> str:
    """The digest by which a document knows its template."""
    return "sha256:" + hashlib.sha256(template).hexdigest()


def read_template(path: Path) -> bytes:
    """A template of the user's own. Raises UsageError ``draft.template`` where it cannot be read."""
    return small_file(path, "draft.template", "Word template")
