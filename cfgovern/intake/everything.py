"""Whatever was sent, as tables and texts, for who must look at all of it. Runs in the limited child only.

Where :mod:`read` takes the tables of the contract and lists what is no part of them, nothing is left out
here: sheets and files that the contract does not know are tables of their own, and what stands above, below
and beside the tables comes as texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from cfgovern.errors import SubmissionRefused
from cfgovern.intake import csvfile
from cfgovern.intake.archive import Member, remarks, unpacked
from cfgovern.intake.beside import beside
from cfgovern.intake.documents import paragraphs
from cfgovern.intake.files import cannot_open, must_open, small_enough
from cfgovern.intake.headings import Record
from cfgovern.intake.kinds import is_document, is_packed, is_zip, kind_of, must_be_text
from cfgovern.intake.limits import MIB
from cfgovern.intake.onetable import Asked, Spot, of_file, of_sheet
from cfgovern.intake.walk import all_within
from cfgovern.intake.workbook import SheetRows, read_sheets
from cfgovern.tables import SourceTable, cell_address

__all__ = ["Aside", "Everything", "Held", "Kind", "Told", "everything"]

Kind = Literal[
    "file_name", "folder_name", "sheet_name", "heading", "above_table", "below_table", "comment", "printed",
    "name", "property", "drawing", "unshown", "look", "other", "text",
]  # fmt: skip
_TABLES = {".csv", ".tsv", ".parquet", ".jsonl", ".ndjson"}
_PIECE, _LONGEST, _OVERLAP = 1 << 18, 1 << 21, 1 << 10  # characters of a text that is handed on at once
# What a part of a workbook holds beside the cells, by how its name begins.
_PARTS: tuple[tuple[str, Kind], ...] = (
    ("xl/comments", "comment"),
    ("xl/threadedcomments/", "comment"),
    ("xl/persons/", "comment"),
    ("docprops/", "property"),
    ("xl/workbook.xml", "name"),
    ("xl/worksheets/", "printed"),
    ("xl/drawings/", "drawing"),
    ("xl/charts/", "drawing"),
    ("xl/diagrams/", "drawing"),
    ("xl/sharedstrings.xml", "unshown"),
    ("xl/styles.xml", "look"),
    ("xl/theme/", "look"),
    ("[content_types].xml", "look"),
)
_LEADS = ".rels"  # parts that say where others are
# What the formats themselves put into every file.
_OF_THE_FORMAT = re.compile(
    r"https?://(?:schemas[.](?:openxmlformats[.]org|microsoft[.]com)|www[.]w3[.]org|purl[.](?:oclc[.])?org)/\S*"
)


@dataclass(frozen=True, slots=True)
class Aside:
    """A text that stands in no row of a table. Of kind ``look`` are names of styles and fonts, and links.

    ``source``: the number, from 0, of the file among those looked at. ``sheet``: its number from 1, and
    ``cell``, where it has one. ``line``: of a text file, or the paragraph of a document, in which it begins.
    """

    kind: Kind
    text: str
    source: int
    sheet: int | None = None
    cell: str | None = None
    line: int | None = None


Told = Callable[[Aside], None]


@dataclass(frozen=True, slots=True)
class Held:
    """One table. ``declared``: the table of the contract that it is. ``name``, as sent, may name anybody.

    ``number``: of the sheet in its workbook from 1, or None. ``source``: of its file, as of an Aside.
    """

    table: SourceTable
    declared: str | None
    name: str
    source: int
    number: int | None = None


@dataclass(slots=True)
class Everything:
    """What was read. ``files``: their names as sent. ``unread``: the number of a file, and why that is so.

    ``filled``: the numbers of those with something in them, zips left out, that could be begun to be read.
    """

    files: list[str] = field(default_factory=list)
    tables: list[Held] = field(default_factory=list)
    unread: list[tuple[int, SubmissionRefused]] = field(default_factory=list)
    filled: set[int] = field(default_factory=set)
    _asides: list[Aside] = field(default_factory=list)
    _later: list[tuple[int, bool, Callable[[Told], None]]] = field(default_factory=list)
    _packed: int = 0  # characters that zips and documents may still give

    def tell(self, told: Told) -> None:
        """Give every text beside the tables to ``told``. What cannot be read after all is added to unread."""

        def within(aside: Aside) -> None:
            self._packed -= len(aside.text)
            if self._packed < 0:
                raise _too_much_text()
            told(aside)

        for aside in self._asides:
            told(aside)
        for source, packed, tell in self._later:
            try:
                if packed and self._packed < 0:
                    raise _too_much_text()
                tell(within if packed else told)
            except SubmissionRefused as refusal:
                self.unread.append((source, refusal))
            except FileNotFoundError:  # it was there a moment ago
                self.unread.append((source, cannot_open("the file")))

    def must_hold_something(self) -> None:
        """Raise the refusal of the one file that could not be read, where there is nothing else; or
        ``file.empty`` where nothing was found to look at."""
        if self.filled - {source for source, _ in self.unread} or len(self.unread) > 1:
            return
        for _, refusal in self.unread:
            raise refusal
        raise SubmissionRefused(
            "file.empty",
            "There is nothing to look at: no file was found, or none with anything in it.",
            fix="Check that the right one was given, and that the files were saved there.",
        )


def everything(asked: Asked, paths: Sequence[Path], table: str | None = None) -> Everything:
    """Read the tables in all of ``paths``, files, folders or zips; :meth:`Everything.tell` reads the rest.

    ``table``: the table that a single file holds. A file that cannot be read is listed as unread. Raises
    SubmissionRefused for a folder with too many files.
    """
    reading = _Reading(asked, table)
    for path in paths:
        if path.is_dir():
            reading.members(all_within(path, asked.limits))
        else:
            reading.file(path.name, path)
    return reading.all


class _Reading:
    """Gathers what was read so far."""

    def __init__(self, asked: Asked, table: str | None) -> None:
        self.asked, self.table = asked, table
        self.all = Everything(_packed=asked.limits.packed_chars)
        self._zips = 0  # around the file at hand
        self._tried = 0  # tables
        self._unpacked = 0  # bytes that were in zips
        self._folders: set[str] = set()  # names of those that were told

    def members(self, members: Sequence[Member]) -> None:
        """The files of a folder or zip."""
        for member in members:
            for name in set(member.folders) - self._folders:
                self._folders.add(name)
                self._aside("folder_name", name, len(self.all.files))
            if member.path is not None:
                self.file(member.name, member.path)
            else:
                self.all.files.append(member.name)
                self.all.unread.append((len(self.all.files) - 1, _too_deep()))

    def file(self, name: str, path: Path) -> None:
        """One file, whatever it is."""
        source = len(self.all.files)
        self.all.files.append(name)
        self._aside("file_name", name, source)
        try:
            must_open(path, "the file")
            small_enough(path, self.asked.limits.file_bytes, "the file")
            if path.stat().st_size:
                self._of_its_kind(name, path, source)
        except SubmissionRefused as refusal:
            self.all.unread.append((source, refusal))
        except FileNotFoundError:  # it was there a moment ago
            self.all.unread.append((source, cannot_open("the file")))

    def _aside(self, kind: Kind, text: str, source: int, **place: Any) -> None:
        self.all._asides.append(Aside(kind, text, source, **place))

    def _of_its_kind(self, name: str, path: Path, source: int) -> None:
        if is_zip(path):
            for text in remarks(path):
                self._aside("property", text, source)
        if is_document(path):
            self._later(source, lambda told: _document(path, source, self.asked, told), packed=True)
        elif self.table is None and _is_text(name, path):
            self._later(source, lambda told: _text(path, source, told))
        elif (kind := kind_of(path)) == "xlsx":
            self._workbook(path, source)
        elif kind == "zip":
            self._zip(path, source)
            return
        else:
            self._file_of_a_table(name, path, kind, source)
        self.all.filled.add(source)

    def _zip(self, path: Path, source: int) -> None:
        """What a zip holds. All zips, those in zips too, have together what is due to one."""
        limits = self.asked.limits
        left = replace(
            limits,
            files=max(limits.files - len(self.all.files), 0),
            unpacked_bytes=max(limits.unpacked_bytes - self._unpacked, 0),
        )
        try:
            members = unpacked(path, self.asked.job / f"unpacked-{source}", left)
        except SubmissionRefused as refusal:
            if refusal.code == "file.too_large" and self._unpacked:
                raise _too_much_packed(limits.unpacked_bytes) from None
            raise
        self._unpacked += sum(member.path.stat().st_size for member in members if member.path is not None)
        self._zips += 1
        self.members(members)
        self._zips -= 1

    def _later(self, source: int, tell: Callable[[Told], None], *, packed: bool = False) -> None:
        self.all._later.append((source, packed or self._zips > 0, tell))

    def _as(self, meant: str | None, source: int) -> tuple[Asked, Spot]:
        """How a table is read that is ``meant`` to be one of the contract, or is none of it."""
        self._tried += 1  # what was refused half way has left a file of its number
        spot = Spot(self._tried, meant or "", f"file {source + 1}", meant or "")
        return (self.asked if meant else replace(self.asked, wanted={"": ()}, keys={})), spot

    def _file_of_a_table(self, name: str, path: Path, kind: str, source: int) -> None:
        stem = Path(name).stem
        only = next(iter(self.asked.wanted)) if len(self.asked.wanted) == 1 else None
        meant = self.table or self.asked.table(stem) or only
        asked, spot = self._as(meant, source)
        try:
            found, _ = of_file(asked, spot, path, kind)
        except SubmissionRefused:
            if meant or kind != "csv":
                raise
            self._later(source, lambda told: _text(path, source, told))  # no table, but words
            return
        if kind == "parquet" and asked.parquet is not None:
            for text in asked.parquet.words(path, asked.job):
                self._aside("property", text, source)
        self.all.tables.append(Held(found, meant, stem, source))
        self._around(found, _again(path, kind, found, self.asked), source)

    def _workbook(self, path: Path, source: int) -> None:
        small_enough(path, self.asked.limits.workbook_bytes, "the workbook")
        sheets = list(read_sheets(path, self.asked.limits))
        filled = [sheet for sheet in sheets if sheet.rows]
        for number, sheet in enumerate(sheets, start=1):
            self._aside("sheet_name", sheet.name, source, sheet=number)
            if sheet.rows:
                alone = self.table if filled == [sheet] else None
                self._sheet(sheet, self.asked.table(sheet.name) or alone, number, source)
        names = {sheet.name for sheet in sheets}
        self._later(source, lambda told: _beside(path, source, names, self.asked, told))

    def _sheet(self, sheet: SheetRows, meant: str | None, number: int, source: int) -> None:
        asked, spot = self._as(meant, source)
        found = of_sheet(asked, spot, sheet)
        self.all.tables.append(Held(found, meant, sheet.name, source, number))
        self._around(found, ((row, None, cells) for row, cells in sheet.rows), source, number)

    def _around(
        self, found: SourceTable, records: Iterator[Record], source: int, sheet: int | None = None
    ) -> None:
        """The headings of a table, and the rows above and below it that are no records."""
        for column, heading in enumerate(found.columns):
            if heading:
                cell = cell_address(column, found.header_row) if found.header_row else None
                self._aside("heading", heading, source, sheet=sheet, cell=cell)
        outside = set(found.no_records)
        for row, line, cells in records:
            if row > found.header_row and not outside:
                return
            if row < found.header_row or row in outside:
                kind: Kind = "above_table" if row < found.header_row else "below_table"
                for column, text in enumerate(cells):
                    if text:
                        place = cell_address(column, row)
                        self._aside(kind, text, source, sheet=sheet, cell=place, line=line)


def _is_text(name: str, path: Path) -> bool:
    """Whether a file is to be read as running text: by its name no table, and by its bytes nothing packed.

    Raises SubmissionRefused for a file of a program that writes words in its own way.
    """
    if Path(name).suffix.casefold() in _TABLES or is_packed(path):
        return False
    must_be_text(path)
    return True


def _again(path: Path, kind: str, found: SourceTable, asked: Asked) -> Iterator[Record]:
    """The records of a CSV file once more, where some of its rows are not in the table."""
    if kind != "csv" or (found.header_row <= 1 and not found.no_records):
        return iter(())
    encoding = csvfile.encoding_of(path, found.source)
    return csvfile.records(path, encoding, found.source, asked.limits)


def _document(path: Path, source: int, asked: Asked, told: Told) -> None:
    for number, text in paragraphs(path, asked.limits):
        told(Aside("text", text, source, line=number))


def _text(path: Path, source: int, told: Told) -> None:
    """Running text, cut at line ends into pieces; only in a line without end is one cut in its middle."""
    line, kept = 1, ""
    with path.open(encoding=csvfile.encoding_of(path, "the file"), newline=None) as stream:
        while piece := stream.read(_PIECE):
            piece = kept + piece
            cut = piece.rfind("\n") + 1 or (len(piece) - _OVERLAP if len(piece) > _LONGEST else 0)
            whole, kept = piece[:cut], piece[cut:]
            if whole:
                told(Aside("text", whole, source, line=line))
                line += whole.count("\n")
    if kept:
        told(Aside("text", kept, source, line=line))


def _beside(path: Path, source: int, sheets: Container[str], asked: Asked, told: Told) -> None:
    """What a workbook holds beside its cells; the names of its ``sheets`` are told already."""

    def tell(part: str, text: str, _shared: bool, cell: str | None) -> None:
        kind = _kind_of(part.casefold())
        if not _OF_THE_FORMAT.fullmatch(text) and not (kind == "name" and text in sheets):
            told(Aside(kind, text, source, cell=cell))

    beside(path, asked.limits, tell)


def _kind_of(part: str) -> Kind:
    """What a part of a workbook holds beside the cells, by its name in small letters."""
    other: Kind = "look" if part.endswith(_LEADS) else "other"
    return next((kind for start, kind in _PARTS if part.startswith(start)), other)


def _too_much_text() -> SubmissionRefused:
    return SubmissionRefused(
        "file.too_large",
        "The zips and documents hold more text than one scan looks at.",
        fix="Unpack the zips and give what was in them, and long documents a few at a time.",
    )


def _too_much_packed(most: int) -> SubmissionRefused:
    return SubmissionRefused(
        "file.too_large",
        f"The zips hold more than {most // MIB} MB together, more than one scan looks at.",
        fix="Give them a few at a time, or unpack them and give what was in them.",
    )


def _too_deep() -> SubmissionRefused:
    return SubmissionRefused(
        "file.too_deep",
        "A folder inside the zip was not looked at.",
        fix="Unpack the zip, and give the folder.",
    )
