"""The words of a Word document: all of them for who must look at them, or those that a reader sees.

Among all are comments, notes, headers and footers, text boxes, deleted text that is still kept, and the
properties of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.limits import Limits
from cfgovern.intake.xmlparts import Archive, Handler, local

__all__ = ["of_a_document", "paragraphs", "shown_text"]

_BODY = "word/document.xml"
_XML = (".xml", ".rels")
_SAYS_NOTHING = re.compile(r"word/(?:fonts/[^/]+\.odttf|printersettings/[^/]+\.bin)", re.IGNORECASE)
_TEXTS = {"t", "delText", "instrText"}
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SAVE = "Open it in Word or LibreOffice, save it as a new document (.docx), and give that."
_LESS = "Give it in several parts. If it looks small, copy its words into a new document and give that."
_NOT_SHOWN = {"moveFrom", "Fallback"}  # what stands elsewhere by now, and what stands here twice
_SAYS = {"author", "initials", "descr", "title", "name", "Target"}  # attributes that hold words of people


def paragraphs(path: Path, limits: Limits) -> Iterator[tuple[int | None, str]]:
    """(number from 1, text) of each paragraph of the body, then of all other parts with no number.

    Raises SubmissionRefused as the reader of a workbook does, and ``file.not_looked_at`` in the end where a
    part is no XML.
    """
    try:
        yield from _paragraphs(path, limits)
    except SubmissionRefused as refusal:
        raise of_a_document(refusal) from None


def of_a_document(refusal: SubmissionRefused) -> SubmissionRefused:
    """``refusal`` in words for documents: the reader of parts speaks of workbooks."""
    if "workbook" not in refusal.what:
        return refusal
    what = refusal.what.replace("workbook", "document").replace("spreadsheet program", "word processor")
    return SubmissionRefused(refusal.code, what, fix=_LESS if refusal.code == "file.too_large" else _SAVE)


def _paragraphs(path: Path, limits: Limits) -> Iterator[tuple[int | None, str]]:
    archive = Archive(path, limits)
    others = sorted(name for name in archive.names if name.endswith(_XML) and name != _BODY)
    for part in (_BODY, *others):
        words = _Words(all_text=not part.startswith("word/"))
        archive.parse(part, words)
        for number, text in enumerate(words.paragraphs, start=1):
            if text.strip():
                yield (number if part == _BODY else None), text
        yield from ((None, text) for text in words.said)
    if any(not _is_read(name) for name in archive.names):
        raise SubmissionRefused(
            "file.not_looked_at",
            "The document holds a picture or a file of another program, which cannot be looked at.",
            fix="Take it out, or look at it yourself.",
        )


def shown_text(path: Path, limits: Limits) -> str:
    """The paragraphs of the body as a reader sees them, each a line: nothing deleted, no comments or notes.

    Raises SubmissionRefused as the reader of a workbook does.
    """
    words = _Shown()
    Archive(path, limits).parse(_BODY, words)
    return "".join(f"{line}\n" for line in words.paragraphs)


def _is_read(part: str) -> bool:
    return part.endswith((*_XML, "/")) or _SAYS_NOTHING.fullmatch(part) is not None


class _Words(Handler):
    """The paragraphs of one part; where it has none, each of its texts. ``said``: what attributes hold."""

    def __init__(self, *, all_text: bool) -> None:
        self.paragraphs: list[str] = []
        self.said: list[str] = []
        self._all = all_text
        self._open = 0
        self._pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name)
        if kind in _TEXTS:
            self._open += 1
        self._pieces += filter(None, [_BREAKS.get(kind)])
        self.said += [value for key, value in attributes.items() if local(key) in _SAYS]

    def text(self, data: str) -> None:
        if self._open or self._all:
            self._pieces.append(data)

    def end(self, name: str) -> None:
        kind = local(name)
        if kind in _TEXTS:
            self._open -= 1
        if kind == "p" or self._all:
            self.paragraphs.append("".join(self._pieces))
            self._pieces.clear()


class _Shown(Handler):
    """The paragraphs of the body without what a reader does not see."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self._pieces: list[str] = []
        self._text, self._hidden = 0, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name)
        self._text += kind == "t"
        self._hidden += kind in _NOT_SHOWN
        if not self._hidden and kind in _BREAKS:
            self._pieces.append(_BREAKS[kind])

    def text(self, data: str) -> None:
        if self._text and not self._hidden:
            self._pieces.append(data)

    def end(self, name: str) -> None:
        kind = local(name)
        self._text -= kind == "t"
        self._hidden -= kind in _NOT_SHOWN
        if kind == "p":
            self.paragraphs.append("".join(self._pieces))
            self._pieces.clear()
