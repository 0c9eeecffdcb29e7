"""Looks through a workbook before any reader may: budgets, and every lie that a reader falls for.

A crafted cell or count makes native readers ask for hundreds of gigabytes and end the process, or
hand back a value that is not there (measured in November 2026 with calamine and openpyxl). So
everything a reader would trust is checked here first: positions, shared-string indexes, cached
values of formulas. What is counted here is compared with what the reader then gives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from posixpath import join, normpath

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.limits import Limits
from cfgovern.intake.xmlparts import Archive, Handler, damaged, local, refuse, too_large
from cfgovern.tables import cell_address

__all__ = ["SheetCount", "inspect"]

ROWS, COLUMNS = 1_048_576, 16_384
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_INDEX = re.compile(r"[0-9]{1,9}")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how a workbook writes a character that XML cannot keep
_ERRORS = ("#VALUE!", "#N/A", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#DIV/0!")  # that the reader knows
_HIDDEN = ("hidden", "veryHidden")
_TRUE = ("1", "true")
_STRINGS = "xl/sharedStrings.xml"


@dataclass(frozen=True, slots=True)
class SheetCount:
    """One worksheet: cells that hold more than white space, and the last row that has one.

    ``errors`` maps (row, column), from 1, to the spreadsheet error that stands there, such as
    ``#N/A``: the reader gives an empty cell for it. ``hidden_columns``: first and last, from 1, of columns
    that do not show; ``hidden_rows``: rows with cells that do not show.
    """

    name: str
    hidden: bool
    cells: int
    last_row: int
    errors: Mapping[tuple[int, int], str]
    hidden_columns: Sequence[tuple[int, int]] = ()
    hidden_rows: Set[int] = frozenset()


def inspect(path: Path, limits: Limits) -> list[SheetCount]:
    """Every worksheet of the workbook, in order. Raises SubmissionRefused for what must not be read."""
    archive = Archive(path, limits)
    done = {"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
    root, book, links = _Relations(""), _Workbook(), _Relations("xl")
    if not archive.parse("_rels/.rels", root) or not root.leads("officeDocument", "xl/workbook.xml"):
        raise damaged()
    if not archive.parse("xl/workbook.xml", book) or not archive.parse("xl/_rels/workbook.xml.rels", links):
        raise damaged()
    if len(book.sheets) > limits.sheets:
        raise too_large("sheets")
    strings = _Strings(limits)
    if links.leads("sharedStrings", _STRINGS):
        archive.parse(_STRINGS, strings)
        done.add(_STRINGS.casefold())
    links.leads("styles", "xl/styles.xml")
    counts: list[SheetCount] = []
    budget = _Budget(limits)
    seen: set[str] = set()
    for number, (name, relation, state) in enumerate(book.sheets, start=1):
        kind, target = links.targets.get(relation, ("", ""))
        if name.casefold() in seen:
            refuse("doubled_sheet", "Two sheets have the same name.", f"sheet {number}")
        seen.add(name.casefold())
        if kind == "chartsheet":
            continue
        if kind != "worksheet" or target.casefold() in done:
            raise damaged(f"sheet {number}")
        sheet = _Sheet(strings, budget, f"sheet {number}")
        if not archive.parse(target, sheet):
            raise damaged(f"sheet {number}")
        done.add(target.casefold())
        counts.append(sheet.count(name, state in _HIDDEN))
    if not counts:
        refuse("no_sheets", "The workbook has no sheet with cells.")
    archive.parse_the_rest(done)
    return counts


class _Workbook(Handler):
    """The list of sheets: (name, relation id, state)."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), relation, attributes.get("state", "visible")))


class _Relations(Handler):
    """Which part each relation of the parts in ``folder`` leads to: (kind, name of the part)."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.targets: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else normpath(join(self.folder, target))
        if attributes.get("Id", "") in self.targets:
            raise damaged()
        self.targets[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], part)

    def leads(self, kind: str, usual: str) -> bool:
        """Whether there is a part of that kind.

        The reader knows it by its usual name alone, so it may have no other: the reader would show
        other texts or dates than a spreadsheet program does.
        """
        parts = [part.casefold() for found, part in self.targets.values() if found == kind]
        if any(part != usual.casefold() for part in parts):
            raise damaged()
        return bool(parts)


class _Budget:
    """What all sheets of a workbook may hold together."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = 0
        self.text = 0


class _Strings(Handler):
    """The shared strings: how many there are, and the length of each; below 0 for white space alone.

    Readers make room for as many as the part says it holds, so that may not be a lie either.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.lengths: list[int] = []
        self.total = 0
        self._inside = False
        self._phonetic = False
        self._length = 0
        self._blank = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name)
        if kind == "si":
            self._length = 0
            self._blank = True
        elif kind == "rPh":
            self._phonetic = True
        elif kind == "sst":
            told = [attributes.get(count, "0") for count in ("count", "uniqueCount")]
            if not all(_INDEX.fullmatch(count) and int(count) <= self.limits.cells for count in told):
                raise damaged("the shared texts")
        self._inside = kind == "t" and not self._phonetic

    def text(self, data: str) -> None:
        if self._inside:
            self._length += len(data)
            self._blank = self._blank and _is_blank(data)
            self.total += len(data)
            if self._length > self.limits.cell_chars or self.total > self.limits.text_chars:
                raise too_large("text")

    def end(self, name: str) -> None:
        kind = local(name)
        self._inside = False
        if kind == "rPh":
            self._phonetic = False
        elif kind == "si":
            self.lengths.append(-self._length if self._blank else self._length)
            if len(self.lengths) > self.limits.strings:
                raise too_large("texts")


def _is_blank(text: str) -> bool:
    """Whether a reader makes nothing but white space of ``text``."""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
    return plain.isspace()


class _Sheet(Handler):
    """The cells of one sheet: every position, index and cached value checked, filled cells counted."""

    def __init__(self, strings: _Strings, budget: _Budget, where: str) -> None:
        self.strings = strings
        self.budget = budget
        self.limits = budget.limits
        self.where = where
        self.filled = self.last_row = 0
        self.errors: dict[tuple[int, int], str] = {}
        self.hidden_columns: list[tuple[int, int]] = []
        self.hidden_rows: set[int] = set()
        self._row = self._column = self._width = 0
        self._type = ""
        self._formula = self._phonetic = self._inside = self._valued = False
        self._parts: list[str] = []
        self._length = 0
        self._letters: dict[str, int] = {}

    def count(self, name: str, hidden: bool) -> SheetCount:
        """What was counted, as that of the sheet ``name``."""
        return SheetCount(
            name, hidden, self.filled, self.last_row, self.errors, self.hidden_columns, self.hidden_rows
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name) if ":" in name else name
        if kind == "c":
            self._begin_cell(attributes)
        elif kind == "v" or (kind == "t" and not self._phonetic):
            self._inside = self._valued = True
        elif kind == "row":
            self._begin_row(attributes.get("r"))
            if attributes.get("hidden") in _TRUE:
                self.hidden_rows.add(self._row)
        elif kind == "f":
            self._formula = True
        elif kind == "rPh":
            self._phonetic = True
        elif kind == "col" and attributes.get("hidden") in _TRUE:
            self._hide(attributes)

    def _hide(self, attributes: dict[str, str]) -> None:
        ends = [attributes.get(end, "") for end in ("min", "max")]
        if not all(_INDEX.fullmatch(end) for end in ends):
            raise damaged(self.where)
        self.hidden_columns.append((int(ends[0]), int(ends[1])))

    def text(self, data: str) -> None:
        if self._inside:
            self._parts.append(data)
            self._length += len(data)
            if self._length > self.limits.cell_chars:
                self._refuse(
                    "cell_too_long", f"A cell holds more than {self.limits.cell_chars:,} characters."
                )

    def end(self, name: str) -> None:
        kind = local(name) if ":" in name else name
        self._inside = False
        if kind == "c":
            self._end_cell()
        elif kind == "rPh":
            self._phonetic = False

    def _begin_row(self, reference: str | None) -> None:
        number = self._row + 1
        if reference is not None:
            if not _INDEX.fullmatch(reference):
                raise damaged(self.where)
            number = int(reference)
        if number > ROWS:
            refuse("outside_grid", "A row lies outside the sheet.", self.where)
        if number <= self._row:
            raise damaged(self.where)
        self._row, self._column = number, 0

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        budget = self.budget
        budget.cells += 1
        if budget.cells > self.limits.cells:
            raise too_large("cells")
        column = self._column + 1
        reference = attributes.get("r")
        if reference is not None:
            column = self._column_of(reference)
        if column > COLUMNS:
            refuse("outside_grid", "A cell lies outside the sheet.", self.where)
        if column <= self._column or not self._row:
            raise damaged(self.where)
        self._column = column
        self._type = attributes.get("t", "n")
        self._formula = self._valued = False
        self._parts.clear()
        self._length = 0

    def _column_of(self, reference: str) -> int:
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            refuse("outside_grid", "A cell lies outside the sheet.", self.where)
        if int(found[2]) != self._row:
            raise damaged(self.where)
        letters = found[1]
        column = self._letters.get(letters)
        if column is None:
            column = 0
            for letter in letters:
                column = 26 * column + ord(letter) - 64
            self._letters[letters] = column
        return column

    def _end_cell(self) -> None:
        if not (self._valued or self._formula or self._type == "e"):
            return  # a style and nothing else: honest sheets have millions of these
        text = "".join(self._parts)
        if self._valued:
            self._lay_out()
        if self._type == "s":
            filled = self._shared(text)
        else:
            filled = bool(text) and not _is_blank(text)
            self.budget.text += len(text)
            if self._type == "e":
                filled = True
                self._note_error(text)
            if self._formula and not text and self._type != "str":
                self._refuse(
                    "formula",
                    "A cell holds a formula without its result.",
                    "Open it in Excel or LibreOffice, save it and send that, or paste the column as values.",
                )
        if self.budget.text > self.limits.text_chars:
            raise too_large("text")
        if filled:
            self.filled += 1
            self.last_row = self._row

    def _note_error(self, text: str) -> None:
        if text and text not in _ERRORS:
            what = "A cell holds an error in place of a value."
            self._refuse("error_value", what, "Mend the formula, or type the value in its place.")
        self.errors[self._row, self._column] = text or _ERRORS[0]

    def _shared(self, text: str) -> bool:
        """Whether the shared string of that index holds more than white space."""
        if not text:
            return False
        lengths = self.strings.lengths
        if not _INDEX.fullmatch(text) or int(text) >= len(lengths):
            self._refuse("string_index", "A cell points at a text that is not there.")
        length = lengths[int(text)]
        self.budget.text += abs(length)
        return length > 0

    def _lay_out(self) -> None:
        """Readers make room for every row and column as far as a value goes, be it an empty one."""
        if self._column > self._width:
            self._width = self._column
        if self._width > self.limits.columns:
            self._refuse("too_many_columns", f"A cell stands beyond column {self.limits.columns:,}.")
        if self._row * self._width > self.limits.area:
            raise too_large("rows and columns")

    def _refuse(self, code: str, what: str, fix: str = "") -> SubmissionRefused:
        where = f"{self.where}, cell {cell_address(self._column - 1, self._row)}"
        return refuse(code, what, where, fix) if fix else refuse(code, what, where)
