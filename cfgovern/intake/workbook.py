"""The sheets of a workbook as rows of text, after a look through it, and checked against that look."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from cfgovern import frontsheet
from cfgovern.errors import SubmissionRefused
from cfgovern.intake import preflight
from cfgovern.intake.cellparts import Span
from cfgovern.intake.celltext import CONTROL, control_character
from cfgovern.intake.cellvalues import LostFigures, is_long, moment, number
from cfgovern.intake.limits import Limits
from cfgovern.intake.preflight import SheetCount
from cfgovern.intake.xmlparts import damaged
from cfgovern.tables import cell_address

__all__ = ["SheetRows", "read_sheets"]


@dataclass(frozen=True, slots=True)
class SheetRows:
    """One worksheet. ``rows``: (spreadsheet row from 1, cells as text from column A), filled rows only.

    ``name`` is as sent and may hold anything. ``hidden_columns`` and ``hidden_rows``: something stands
    in a column or row that does not show. ``ranges``: what the sheet says of filled cells, as
    (kind, span): ``merged_cells`` or ``totals_row``.
    ``printed``: it has a header or footer with words of its own.
    """

    name: str
    hidden: bool
    rows: list[tuple[int, list[str]]]
    hidden_columns: bool = False
    hidden_rows: bool = False
    ranges: Sequence[tuple[str, Span]] = ()
    printed: bool = False

    def ranges_from(self, header_row: int, told: Container[int] = ()) -> tuple[tuple[str, str], ...]:
        """The ``ranges`` as (kind, address), without those above the headings, such as a merged title.

        ``told``: rows that are known to be no records, so that their totals need not be told again.
        """
        return tuple(
            (kind, f"{cell_address(left - 1, top)}:{cell_address(right - 1, bottom)}")
            for kind, (top, left, bottom, right) in self.ranges
            if bottom >= header_row and not (kind == "totals_row" and bottom in told)
        )

    @property
    def is_front(self) -> bool:
        """Whether it is the front sheet of a made-up workbook, and holds nothing else."""
        said = [cell for _, cells in self.rows for cell in cells if cell]
        return self.name == frontsheet.NAME and not self.hidden and said == list(frontsheet.LINES)


def read_sheets(path: Path, limits: Limits) -> Iterator[SheetRows]:
    """Every worksheet in order, hidden ones too.

    Raises SubmissionRefused, also where the look through the file and the reader do not count the
    same cells (``file.damaged``): nothing may be lost without a word.
    """
    opened = cache(partial(_open, path))
    for place, count in enumerate(preflight.inspect(path, limits), start=1):
        sheet = f"sheet {place}"
        rows = _rows(opened(), count, sheet) if count.rows is None else count.rows
        filled = sum(len(cells) - cells.count("") - sum(map(str.isspace, cells)) for _, cells in rows)
        if filled != count.cells or (rows[-1][0] if rows else 0) != count.last_row:
            raise damaged(sheet)
        columns_hidden = any(_filled(rows, first - 1, last) for first, last in count.hidden_columns)
        rows_hidden = bool(count.hidden_rows) and any(row in count.hidden_rows for row, _ in rows)
        ranges = _filled_ranges(count, rows)
        yield SheetRows(
            count.name, count.hidden, rows, columns_hidden, rows_hidden, ranges, printed=count.printed
        )


def _filled(rows: list[tuple[int, list[str]]], first: int, last: int) -> bool:
    """Whether a row has more than white space in the columns from ``first`` (from 0) to before ``last``."""
    return any(cell and not cell.isspace() for _, cells in rows for cell in cells[first:last])


def _filled_ranges(count: SheetCount, rows: list[tuple[int, list[str]]]) -> list[tuple[str, Span]]:
    """The merged cells and rows of totals in which something stands."""
    found = [
        *(("merged_cells", cells) for cells in count.merged),
        *(("totals_row", cells) for cells in count.totals),
    ]
    places = [row for row, _ in rows]
    return [
        (kind, cells)
        for kind, cells in found
        for top, left, bottom, right in (cells,)
        if _filled(rows[bisect_left(places, top) : bisect_right(places, bottom)], left - 1, right)
    ]


def _open(path: Path) -> Any:
    from python_calamine import CalamineWorkbook

    with _reading():
        return CalamineWorkbook.from_path(str(path))


@contextmanager
def _reading(where: str = "") -> Iterator[None]:
    """Whatever the reader trips over is the file's doing. A Rust panic derives from BaseException."""
    try:
        yield
    except MemoryError:
        raise
    except BaseException:
        raise damaged(where) from None


def _rows(book: Any, count: SheetCount, sheet: str) -> list[tuple[int, list[str]]]:
    """The filled rows of a sheet as text, as the reader tells them."""
    rows: list[tuple[int, list[str]]] = []
    with _reading(sheet):
        values = book.get_sheet_by_name(count.name).to_python(skip_empty_area=False)
    for (line, column), shown in count.shown.items():
        _put(values, line - 1, column - 1, shown)
    row: list[Any]
    for place, row in enumerate(values, start=1):
        try:
            said = "".join(row)
        except TypeError:  # some cell is no text
            row = _as_text(row, sheet, place)
            said = "".join(row)
        while row and (not row[-1] or row[-1].isspace()):
            row.pop()
        if row:
            if not said.isprintable():  # which no control character is
                _check_characters(row, sheet, place)
            rows.append((place, row))
    return rows


def _as_text(row: list[Any], sheet: str, place: int) -> list[str]:
    try:
        return [value if isinstance(value, str) else _text(value) for value in row]
    except LostFigures:
        at = next(column for column, value in enumerate(row) if is_long(value))
        raise _lost_figures(f"{sheet}, cell {cell_address(at, place)}") from None


def _check_characters(cells: list[str], sheet: str, place: int) -> None:
    # XML holds no control character, but a spreadsheet writes one as _x0007_, and the reader undoes that.
    for at, cell in enumerate(cells):
        if CONTROL.search(cell):
            raise control_character(f"{sheet}, cell {cell_address(at, place)}")


def _put(values: list[list[Any]], row: int, column: int, shown: str) -> None:
    """Set a cell as a spreadsheet shows it, also where the reader stopped before it."""
    values += [[] for _ in range(row + 1 - len(values))]
    values[row] += [""] * (column + 1 - len(values[row]))
    values[row][column] = shown


def _lost_figures(where: str) -> SubmissionRefused:
    return SubmissionRefused(
        "file.long_number",
        "A number has more figures than a spreadsheet can keep, so some of them are lost.",
        where=where,
        fix="Format the column as text, then type the number again.",
    )


def _text(value: object) -> str:
    """A typed cell as text. Raises LostFigures."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        passed = round(value.total_seconds())
        minutes, seconds = divmod(abs(passed), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{'-' if passed < 0 else ''}{hours:02d}:{minutes:02d}:{seconds:02d}"
    return str(value)
