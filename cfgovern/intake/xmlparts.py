"""Streams the XML parts of a workbook under absolute budgets; nothing in them is ever expanded.

Sizes that a zip file declares are not believed: real bytes are counted as they come.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Any, Never
from xml.parsers import expat

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.limits import Limits

__all__ = ["Archive", "Handler", "damaged", "local", "refuse", "too_large"]

_PIECE = 1 << 16
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


class Handler:
    """What is done with the events of one part."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """A piece of text."""


class Archive:
    """The zip file: its entries judged at once, its parts streamed when asked for."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
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
        parser = self._parser(handler or Handler())
        fed = 0
        try:
            with self._zip.open(real) as stream:
                while piece := stream.read(_PIECE):
                    fed += len(piece)
                    self.unpacked += len(piece)
                    if fed > self.limits.part_bytes or self.unpacked > self.limits.unpacked_bytes:
                        raise too_large("data")
                    parser.Parse(piece, False)
                    if fed - max(parser.CurrentByteIndex, 0) > self.limits.token_chars:
                        raise too_large("text in one place")
                parser.Parse(b"", True)
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


def _doctype(*_: object) -> None:
    refuse("doctype", "The workbook holds a document type, which no spreadsheet program writes.")


def _declaration(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.casefold() not in ("utf-8", "utf8", "us-ascii"):
        refuse("encoding", "A part of the workbook is not saved as UTF-8.")
