"""Streams the XML parts of a workbook under absolute budgets; nothing in them is ever expanded.

Sizes that a zip file declares are not believed: real bytes are counted as they come.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Never
from xml.parsers import expat

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.limits import Limits

__all__ = ["Archive", "Handler", "Nesting", "damaged", "is_count", "local", "refuse", "too_large"]

_PIECE = 1 << 16  # with the rest of the one before it, below what the memory is asked for page by page
_MOST_FIGURES = 9
_HELD = 1 << 20  # bytes that wait for the end of a row
_WIDE = re.compile(rb"\xff\xfe|\xfe\xff|.{0,3}\0", re.DOTALL)  # how a part in UTF-16 or UTF-32 begins
_ASCII = re.compile(rb"[^>]*ascii", re.IGNORECASE)
_SAVE = "Open it in Excel or LibreOffice, save it as a new workbook (.xlsx), and send that."
_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,
)


def refuse(code: str, what: str, where: str = "", fix: str = _SAVE) -> Never:
    """Refuse the workbook."""
    raise SubmissionRefused(f"file.{code}", what, where=where, fix=fix)


def damaged(where: str = "") -> SubmissionRefused:
    """The refusal of a workbook that does not hold together."""
    return SubmissionRefused("file.damaged", "The workbook is damaged or incomplete.", where=where, fix=_SAVE)


def too_large(what: str) -> SubmissionRefused:
    """The refusal of a workbook that is over a budget; ``what`` there is too much of."""
    return SubmissionRefused(
        "file.too_large",
        f"The workbook holds more {what} than one submission may.",
        fix="Send only the tables and rows that are asked for. If it looks small, copy its cells as values "
        "into a new workbook and send that.",
    )


def local(name: str) -> str:
    """The name of an element without its prefix."""
    return name.rpartition(":")[2]


def is_count(text: str) -> bool:
    """Whether ``text`` is a whole number as a count, an index or a row has it."""
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_FIGURES


class Nesting:
    """Whether elements stand ``within`` others as the format says: readers differ where they do not."""

    def __init__(self, within: Mapping[str, Sequence[str]], *, leaves: Sequence[str]) -> None:
        self.within, self.leaves = within, leaves
        self._open: list[str] = [""]

    def begin(self, name: str) -> bool:
        """An element of that full name begins; False where it may not stand there."""
        around = self._open[-1]
        self._open.append(name)
        may = self.within.get(name)
        if may is None:
            return around not in self.leaves and local(name) not in self.within
        return around in may

    def end(self) -> None:
        """An element ends."""
        self._open.pop()


class Handler:
    """What is done with the events of one part.

    A handler that names the ``opening`` of an element knows stretches of such elements by their bytes:
    where it stands ``between`` two of them, :meth:`plain` takes what goes past the parser.
    """

    opening = b""
    between = False

    def plain(self, data: bytes, at: int) -> int:
        """Take whole elements from ``at`` on into account; where they end. The rest is left to the parser."""
        return at

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """A piece of text."""


class Archive:
    """The zip file: its entries judged at once, its parts streamed when asked for."""

    def __init__(self, path: Path, limits: Limits, *, plain: bool = True) -> None:
        self.limits = limits
        self.plain = plain
        self.unpacked = 0
        try:
            self._zip = zipfile.ZipFile(path)
        except _ERRORS:
            raise damaged() from None
        self.names = self._checked_names()

    def _checked_names(self) -> dict[str, str]:
        """Entry names by their folded form. Refuses doubled, escaping and encrypted entries."""
        entries = self._zip.infolist()
        if len(entries) > self.limits.entries:
            raise too_large("parts")
        names: dict[str, str] = {}
        for entry in entries:
            folded = entry.filename.replace("\\", "/").casefold()
            steps = folded.split("/")
            if entry.flag_bits & 1:
                refuse("password", "A part of the workbook is protected by a password.")
            if folded.startswith("/") or ".." in steps or ":" in folded or "\0" in folded:
                refuse("unsafe_name", "A part of the workbook has a name that leads out of it.")
            if folded in names:
                refuse("doubled_part", "A part of the workbook is there twice.")
            names[folded] = entry.filename
        return names

    def parse(self, name: str, handler: Handler | None = None) -> bool:
        """Stream the part ``name`` through ``handler``; False where there is no such part.

        Raises SubmissionRefused for markup that no spreadsheet program writes, or over a budget.
        """
        real = self.names.get(name.casefold())
        if real is None:
            return False
        handler = handler or Handler()
        feed = _Feed(self._parser(handler), handler if self.plain else Handler(), self.limits.token_chars)
        unpacked = 0
        try:
            with self._zip.open(real) as stream:
                while piece := stream.read(_PIECE):
                    unpacked += len(piece)
                    self.unpacked += len(piece)
                    if unpacked > self.limits.part_bytes or self.unpacked > self.limits.unpacked_bytes:
                        raise too_large("data")
                    feed.take(piece)
            feed.end()
        except expat.ExpatError:
            raise damaged() from None
        except _ERRORS:
            raise damaged() from None
        return True

    def _parser(self, handler: Handler) -> Any:
        parser = expat.ParserCreate()
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.buffer_text = True
        depth = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > self.limits.depth:
                raise too_large("levels")
            handler.start(name, attributes)

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1
            handler.end(name)

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = handler.text
        parser.StartDoctypeDeclHandler = _doctype
        parser.XmlDeclHandler = _declaration
        return parser

    def parse_the_rest(self, done: set[str]) -> None:
        """Look through every other XML part, so that none holds what the reader must not meet."""
        for folded in self.names:
            if folded.endswith((".xml", ".rels", ".vml")) and folded not in done:
                self.parse(folded)


class _Feed:
    """Gives a parser the bytes of a part, but for stretches that its handler knows by their form."""

    def __init__(self, parser: Any, handler: Handler, token_chars: int) -> None:
        self._parser, self._handler, self._token_chars = parser, handler, token_chars
        self._opening = handler.opening
        self._rest = b""
        self._fed = 0
        if self._opening:
            parser.StartCdataSectionHandler = self._leave_off

    def take(self, piece: bytes) -> None:
        """The next bytes. Raises what the parser and the handler raise."""
        if not self._fed and _WIDE.match(piece):
            _not_utf_8()
        if not self._fed and _ASCII.match(piece):
            self._leave_off()
        data, at = self._rest + piece, 0
        while self._opening and (begin := data.find(self._opening, at)) >= 0:
            self._parse(data[at:begin])
            at = begin
            if self._is_between() and (end := self._handler.plain(data, begin)) > begin:
                at = end
                continue
            next_one = data.find(self._opening, begin + 1)
            if next_one < 0:
                if len(data) - at > _HELD:
                    break
                self._rest = data[at:]
                return
            self._parse(data[at:next_one])
            at = next_one
        self._rest = b""
        self._parse(data[at:])

    def end(self) -> None:
        """There are no more bytes."""
        self._parse(self._rest)
        self._parser.Parse(b"", True)

    def _is_between(self) -> bool:
        """Whether an element may begin here: nothing, such as a comment, waits for its end."""
        return self._handler.between and bool(self._parser.CurrentByteIndex == self._fed)

    def _parse(self, data: bytes) -> None:
        if data:
            self._fed += len(data)
            self._parser.Parse(data, False)
            if self._fed - max(self._parser.CurrentByteIndex, 0) > self._token_chars:
                raise too_large("text in one place")

    def _leave_off(self) -> None:
        self._opening = b""


def _doctype(*_: object) -> None:
    refuse("doctype", "The workbook holds a document type, which no spreadsheet program writes.")


def _declaration(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.casefold() not in ("utf-8", "utf8", "us-ascii"):
        _not_utf_8()


def _not_utf_8() -> Never:
    refuse("encoding", "A part of the workbook is not saved as UTF-8.")
