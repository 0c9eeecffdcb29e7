"""What every cell of a workbook is held to: positions, indexes, cached values, budgets.

Rows in the plain form of real programs go past the parser, to :mod:`cfgovern.intake.plainsheet`; what is
counted is the same, by other means: the parser counts cell by cell, and here the ends of cells are counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from cfgovern.errors import SubmissionRefused
from cfgovern.intake import plainsheet
from cfgovern.intake.cellvalues import Doubtful, Values, is_blank, is_certain
from cfgovern.intake.limits import Limits
from cfgovern.intake.printed import EDGES, Edges
from cfgovern.intake.xmlparts import Handler, Nesting, damaged, is_count, local, refuse, too_large
from cfgovern.tables import cell_address

__all__ = ["Budget", "Sheet", "Span", "column_number", "span"]

Span = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 1."""

ROWS, COLUMNS = 1_048_576, 16_384
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ERRORS = ("#VALUE!", "#N/A", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#DIV/0!")  # that the reader knows
_TRUE = ("1", "true")
_VALUE, _TEXT, _KEPT = "v", "t", "t with all its white space"  # what the text of a cell may stand in
_MERGED = 100_000  # ranges of one sheet: no sheet that people made has more


def column_number(letters: str) -> int:
    """The number, from 1, of the column that a spreadsheet calls ``letters``."""
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    return column


def span(reference: str, where: str) -> Span:
    """The cells of a range such as ``A1:C4``. Raises SubmissionRefused where it is none."""
    ends = [_REFERENCE.fullmatch(end) for end in reference.split(":")]
    if not 1 <= len(ends) <= 2 or None in ends:
        raise damaged(where)
    (top, left), (bottom, right) = (
        (int(end[2]), column_number(end[1])) for end in (ends[0], ends[-1]) if end
    )
    if not (top <= bottom <= ROWS and left <= right <= COLUMNS):
        raise damaged(where)
    return top, left, bottom, right


_WITHIN = {
    "sheetData": ("worksheet",), "row": ("sheetData",), "c": ("row",), "v": ("c",), "f": ("c",), "is": ("c",),
    "t": ("is", "r", "rPh"), "r": ("is",), "rPh": ("is",),
}  # fmt: skip


class Budget:
    """What all sheets of a workbook may hold together."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = 0
        self.text = 0

    def check(self) -> None:
        """Raises SubmissionRefused where there is too much."""
        if self.cells > self.limits.cells:
            raise too_large("cells")
        if self.text > self.limits.text_chars:
            raise too_large("text")


class Sheet(Handler):
    """The cells of one sheet: every position, index and cached value checked, filled cells counted."""

    opening = b"<row "

    def __init__(self, values: Values, budget: Budget, where: str) -> None:
        self.values = values
        self.budget = budget
        self.limits = budget.limits
        self.where = where
        self.filled = self.last_row = 0
        self.rows: list[tuple[int, list[str]]] | None = []
        self.shown: dict[tuple[int, int], str] = {}
        self.hidden_columns: list[tuple[int, int]] = []
        self.hidden_rows: set[int] = set()
        self.merged: list[Span] = []
        self.edges = Edges()
        self._nesting = Nesting(_WITHIN, leaves=("v", "t"))
        self._data = False
        self._row = self._column = self._width = 0
        self._type = self._style = ""
        self._formula = self._phonetic = self._inside = self._valued = False
        self._cells: list[str | None] = []
        self._parts: list[str] = []
        self._pieces: list[str] = []
        self._length = 0
        self._letters: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind = local(name) if ":" in name else name
        if not self._nesting.begin(name) or (kind == "sheetData" and self._data):
            self.rows = None
        if kind == "c":
            self._begin_cell(attributes)
        elif kind == "v":
            if _VALUE in self._pieces:  # the reader would keep one of the two
                raise damaged(self.where)
            self._inside = self._valued = True
            self._pieces.append(_VALUE)
        elif kind == "t" and not self._phonetic:
            self._inside = self._valued = True
            self._pieces.append(_KEPT if attributes.get("xml:space") == "preserve" else _TEXT)
        elif kind == "row":
            self.between = False
            self._begin_row(attributes.get("r"))
            if attributes.get("hidden") in _TRUE:
                self.hidden_rows.add(self._row)
        elif kind == "f":
            self._formula = True
        elif kind == "rPh":
            self._phonetic = True
        elif kind == "col" and attributes.get("hidden") in _TRUE:
            self._hide(attributes)
        elif kind == "sheetData":
            self.between = self._data = True
        elif kind == "mergeCell":
            self.merged.append(span(attributes.get("ref", ""), self.where))
            if len(self.merged) > _MERGED:
                raise too_large("merged cells")
        elif kind.endswith(EDGES):
            self.edges.begin()

    def _hide(self, attributes: dict[str, str]) -> None:
        ends = [attributes.get(end, "") for end in ("min", "max")]
        if not all(is_count(end) for end in ends):
            raise damaged(self.where)
        self.hidden_columns.append((int(ends[0]), int(ends[1])))

    def text(self, data: str) -> None:
        """A piece of text."""
        if self._inside:
            self._parts.append(data)
            self._length += len(data)
            if self._length > self.limits.cell_chars:
                self._refuse(
                    "cell_too_long", f"A cell holds more than {self.limits.cell_chars:,} characters."
                )
        elif self.edges.open:
            self.edges.text(data)

    def end(self, name: str) -> None:
        """An element ends."""
        kind = local(name) if ":" in name else name
        self._nesting.end()
        self._inside = False
        if kind == "c":
            self._end_cell()
            self._forget()
        elif kind == "rPh":
            self._phonetic = False
        elif kind == "row":
            self.between = True
            self._end_row()
        elif kind == "sheetData":
            self.between = False
        elif self.edges.open:
            self.edges.end()

    def plain(self, data: bytes, at: int) -> int:
        """Take a stretch of rows in plain form into account, or leave them to the parser."""
        form = plainsheet.row_form(self._width)
        begin = at
        while form and (found := form.match(data, at)):
            number, more, *written = found.groups(b"")
            if not self._take(int(number), more, written):
                break
            at = found.end()
        if at > begin:
            self.budget.cells += data.count(b"<c ", begin, at)
            self.filled += data.count(b"</c>", begin, at)
            self.budget.check()
        return at

    def _take(self, number: int, more: bytes, written: Sequence[bytes]) -> bool:
        """Take a row, or leave it to the parser."""
        if not self._row < number <= ROWS or not plainsheet.is_harmless(more):
            return False
        try:
            cells = list(map(self.values.told, written))
        except Doubtful:
            return False
        while cells and cells[-1] == "":
            cells.pop()
        if number * self._width > self.limits.area and cells:
            return False
        self._row, self._column = number, 0
        if cells:
            self.last_row = number
            self.budget.text += self._tell(number, cells) or sum(map(len, written))
        return True

    def _tell(self, number: int, cells: list[str | None]) -> int:
        """Keep what a row says; how many characters that are, or 0 where the reader has to tell."""
        told = cast(list[str], cells)
        try:
            length = len("".join(told))
        except TypeError:  # some cell is no text
            self.rows = None
            return 0
        if self.rows is not None:
            self.rows.append((number, told))
        return length

    def _begin_row(self, reference: str | None) -> None:
        number = self._row + 1
        if reference is not None:
            if not is_count(reference):
                raise damaged(self.where)
            number = int(reference)
        if number > ROWS:
            refuse("outside_grid", "A row lies outside the sheet.", self.where)
        if number <= self._row:
            raise damaged(self.where)
        self._row, self._column = number, 0
        self._cells = []

    def _end_row(self) -> None:
        cells = self._cells
        while cells and cells[-1] is not None and (not cells[-1] or cells[-1].isspace()):
            cells.pop()
        if cells:
            self._tell(self._row, cells)
        self._column = 0

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
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._forget()

    def _forget(self) -> None:
        """Nothing of a cell is known outside it."""
        self._formula = self._valued = False
        self._parts.clear()
        self._pieces.clear()
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
            column = self._letters[letters] = column_number(letters)
        return column

    def _end_cell(self) -> None:
        if not (self._valued or self._formula or self._type == "e"):
            return  # a style and nothing else: honest sheets have millions of these
        text = "".join(self._parts)
        if self._valued:
            self._lay_out()
        if self._type == "s":
            filled = self._is_filled_by(text)
        else:
            filled = self._type == "e" or (bool(text) and not is_blank(text))
            if self._formula and not text and self._type not in ("str", "e"):
                self._refuse(
                    "formula",
                    "A cell holds a formula without its result.",
                    "Open it in Excel or LibreOffice, save it and send that, or paste the column as values.",
                )
        said = self._said(text)
        self._cells += [""] * (self._column - 1 - len(self._cells))
        self._cells.append(said)
        self.budget.text += len(text if said is None else said)
        self.budget.check()
        if filled:
            self.filled += 1
            self.last_row = self._row

    def _said(self, text: str) -> str | None:
        """What the cell says; None where the reader has to tell."""
        if self._type == "e" or (self._type == "n" and self._style):
            shown = (
                self._shown_error(text) if self._type == "e" else self.values.clocks.shown(self._style, text)
            )
            if shown is not None:
                self.shown[self._row, self._column] = shown
                return shown
        kept = all(piece == _KEPT for piece in self._pieces)
        if self._type == "inlineStr" and (kept or self._pieces == [_TEXT]):
            return text if is_certain(text, kept=kept) else None
        if self._pieces != [_VALUE]:
            return None if text else ""
        if self._type == "str":
            return text if is_certain(text, kept=True) else None
        if self._type == "s":
            return self.values.shared(int(text)) if text else ""
        return self.values.typed(self._type, self._style, text)

    def _shown_error(self, text: str) -> str:
        if text and text not in _ERRORS:
            what = "A cell holds an error in place of a value."
            self._refuse("error_value", what, "Mend the formula, or type the value in its place.")
        return text or _ERRORS[0]

    def _is_filled_by(self, text: str) -> bool:
        """Whether the shared string of that index holds more than white space."""
        if not text:
            return False
        if not is_count(text) or int(text) >= len(self.values.texts):
            self._refuse("string_index", "A cell points at a text that is not there.")
        return int(text) not in self.values.blanks

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
