"""What every cell of a workbook is held to: positions, indexes, cached values, budgets.

Handlers of the parts that hold cells and shared strings. Stretches in the plain form of real programs
go past the parser, to :mod:`cfgovern.intake.plainsheet`; what is counted is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cfgovern.errors import SubmissionRefused
from cfgovern.intake import plainsheet
from cfgovern.intake.clockstyles import Clocks
from cfgovern.intake.limits import Limits
from cfgovern.intake.printed import EDGES, Edges
from cfgovern.intake.xmlparts import Handler, Unsure, damaged, local, refuse, too_large
from cfgovern.tables import cell_address

__all__ = ["Budget", "Sheet", "Span", "Strings", "column_number", "span"]

Span = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 1."""

ROWS, COLUMNS = 1_048_576, 16_384
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_INDEX = re.compile(r"[0-9]{1,9}")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how a workbook writes a character that XML cannot keep
_ERRORS = ("#VALUE!", "#N/A", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#DIV/0!")  # that the reader knows
_TRUE = ("1", "true")
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


class Budget:
    """What all sheets of a workbook may hold together.

    Counting every character costs as much as half the look through a workbook, so as long as texts
    cannot come near the budget they are ``granted`` by what they may have at most.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = 0
        self.text = 0
        self.granted = 0

    def spend(self, most: int, exact: Callable[[], int]) -> None:
        """Take off texts that have at most ``most`` characters together."""
        if self.granted + most <= self.limits.text_chars // 2:
            self.granted += most
        else:
            self.text += exact()
        self.check()

    def check(self) -> None:
        """Raises SubmissionRefused where there is too much text, Unsure where there may be."""
        if self.text + self.granted > self.limits.text_chars:
            raise Unsure if self.granted else too_large("text")


class Strings(Handler):
    """The shared strings: how many there are, and the length of each; below 0 for white space alone.

    Readers make room for as many as the part says it holds, so that may not be a lie either.
    """

    opening = b"<si>"

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.lengths: list[int] = []
        self.longest = 0
        self.blanks: set[int] = set()
        self.total = 0
        self._inside = False
        self._phonetic = False
        self._length = 0
        self._blank = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind = local(name)
        if kind == "si":
            self.between = False
            self._length = 0
            self._blank = True
        elif kind == "rPh":
            self._phonetic = True
        elif kind == "sst":
            told = [attributes.get(count, "0") for count in ("count", "uniqueCount")]
            if not all(_INDEX.fullmatch(count) and int(count) <= self.limits.cells for count in told):
                raise damaged("the shared texts")
            self.between = True
        self._inside = kind == "t" and not self._phonetic

    def text(self, data: str) -> None:
        """A piece of text."""
        if self._inside:
            self._length += len(data)
            self._blank = self._blank and _is_blank(data)
            self.total += len(data)
            if self._length > self.limits.cell_chars or self.total > self.limits.text_chars:
                raise too_large("text")

    def end(self, name: str) -> None:
        """An element ends."""
        kind = local(name)
        self._inside = False
        if kind == "rPh":
            self._phonetic = False
        elif kind == "si":
            self._keep(self._length, self._blank)
            if len(self.lengths) > self.limits.strings:
                raise too_large("texts")
            self.between = True
        elif kind == "sst":
            self.between = False

    def _keep(self, length: int, blank: bool) -> None:
        if blank:
            self.blanks.add(len(self.lengths))
        self.longest = max(self.longest, length)
        self.lengths.append(-length if blank else length)

    def form(self) -> re.Pattern[bytes]:
        """The plain form, as far as it is known by now."""
        return plainsheet.STRINGS

    def plain(self, run: bytes) -> bool:
        """Take a stretch in plain form into account, or leave it to the parser."""
        found = plainsheet.texts(run)
        if found is None or len(self.lengths) + len(found) > self.limits.strings:
            return False
        lengths = list(map(len, found))
        total = self.total + sum(lengths)
        if max(lengths) > self.limits.cell_chars or total > self.limits.text_chars:
            return False
        self.longest = max(self.longest, *lengths)
        # What begins with a letter or a figure is no white space; an underscore may begin one.
        doubtful = (at for at, text in enumerate(found) if not text[:1].isalnum())
        blank = [at for at in doubtful if not found[at] or _is_blank(found[at])]
        for at in blank:
            self.blanks.add(len(self.lengths) + at)
            lengths[at] = -lengths[at]
        self.total = total
        self.lengths += lengths
        return True


def _is_blank(text: str) -> bool:
    """Whether a reader makes nothing but white space of ``text``."""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
    return plain.isspace()


class Sheet(Handler):
    """The cells of one sheet: every position, index and cached value checked, filled cells counted."""

    opening = b"<row "

    def __init__(self, strings: Strings, budget: Budget, where: str, clocks: Clocks) -> None:
        self.strings = strings
        self.clocks = clocks
        self.budget = budget
        self.limits = budget.limits
        self.where = where
        self.filled = self.last_row = 0
        self.shown: dict[tuple[int, int], str] = {}
        self.hidden_columns: list[tuple[int, int]] = []
        self.hidden_rows: set[int] = set()
        self.merged: list[Span] = []
        self.edges = Edges()
        self._row = self._column = self._width = 0
        self._type = self._style = ""
        self._formula = self._phonetic = self._inside = self._valued = self._told = False
        self._parts: list[str] = []
        self._length = 0
        self._letters: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind = local(name) if ":" in name else name
        if kind == "c":
            self._begin_cell(attributes)
        elif kind == "v":
            if self._told:  # the reader would keep one of the two
                raise damaged(self.where)
            self._inside = self._valued = self._told = True
        elif kind == "t" and not self._phonetic:
            self._inside = self._valued = True
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
            self.between = True
        elif kind == "mergeCell":
            self.merged.append(span(attributes.get("ref", ""), self.where))
            if len(self.merged) > _MERGED:
                raise too_large("merged cells")
        elif kind.endswith(EDGES):
            self.edges.begin()

    def _hide(self, attributes: dict[str, str]) -> None:
        ends = [attributes.get(end, "") for end in ("min", "max")]
        if not all(_INDEX.fullmatch(end) for end in ends):
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
        self._inside = False
        if kind == "c":
            self._end_cell()
        elif kind == "rPh":
            self._phonetic = False
        elif kind in ("row", "sheetData"):
            self.between = kind == "row"
        elif self.edges.open:
            self.edges.end()

    def form(self) -> re.Pattern[bytes] | None:
        """The plain form, as far as it is known by now."""
        days, clocks = self.clocks.days, bool(self.clocks.days or self.clocks.times)
        count = len(self.strings.lengths)
        return plainsheet.form(self._width, self.limits.cell_chars, count, days, clocks=clocks)

    def plain(self, run: bytes) -> bool:
        """Take a stretch in plain form into account, or leave it to the parser."""
        found = plainsheet.look(run)
        budget = self.budget
        if (
            found is None
            or found.first <= self._row
            or found.last > ROWS
            or found.last_filled * self._width > self.limits.area
            or budget.cells + found.cells > self.limits.cells
            or (self.strings.blanks and not self.strings.blanks.isdisjoint(plainsheet.indexes(run)))
        ):
            return False
        budget.cells += found.cells
        budget.spend(len(run) + found.filled * self.strings.longest, lambda: self._characters(run))
        self.filled += found.filled
        self.last_row = found.last_filled or self.last_row
        self._row = found.last
        return True

    def _characters(self, run: bytes) -> int:
        lengths = self.strings.lengths
        return plainsheet.typed(run) + sum(lengths[index] for index in plainsheet.indexes(run))

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
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._formula = self._valued = self._told = False
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
            column = self._letters[letters] = column_number(letters)
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
            elif self._style and self._type == "n":
                self._note_day(text)
            if self._formula and not text and self._type != "str":
                self._refuse(
                    "formula",
                    "A cell holds a formula without its result.",
                    "Open it in Excel or LibreOffice, save it and send that, or paste the column as values.",
                )
        self.budget.check()
        if filled:
            self.filled += 1
            self.last_row = self._row

    def _note_error(self, text: str) -> None:
        if text and text not in _ERRORS:
            what = "A cell holds an error in place of a value."
            self._refuse("error_value", what, "Mend the formula, or type the value in its place.")
        self.shown[self._row, self._column] = text or _ERRORS[0]

    def _note_day(self, text: str) -> None:
        shown = self.clocks.shown(self._style, text)
        if shown is not None:
            self.shown[self._row, self._column] = shown

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
