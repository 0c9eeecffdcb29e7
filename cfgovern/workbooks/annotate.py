"""A copy of a workbook in which each cell at fault is marked and says what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfgovern.workbooks.write import as_text, put

__all__ = ["COMMENTS", "LINES", "Annotated", "Mark", "annotated_bytes"]

COMMENTS = 5_000
"""As many comments as a workbook gets: beyond some thousands Excel takes minutes to open one."""
LINES = 20_000
"""As many lines as the list of findings has; a sheet of Excel takes 65,530 links."""

_AUTHOR = "cfgovern"
_LINE, _BESIDE, _TALLEST = 16, 50, 400  # of a comment: points a line, characters in a line, points
_IN_A_CELL = 8  # findings told in one comment
_FILLS = {"block": "FFF4B6B6", "error": "FFF9D2D2", "warning": "FFFFEDB3", "info": "FFDCE9F7"}
_RED = "FFB00020"
_WIDTHS = (22, 24, 10, 70, 70)
_HEADINGS = ("How grave", "Sheet", "Cell", "What is wrong", "What to do")
_SHEET_CHARS = 31


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding: the ``sheet`` as the workbook calls it (None: of none), and ``shown`` as a report does.

    ``cell``: its address, or None. ``kind``: the severity; ``grave``: in words.
    """

    sheet: str | None
    shown: str
    cell: str | None
    kind: str
    grave: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """What the copy says beside the cells: its ``marking`` and the lines ``about`` it.

    ``more``: the line, with ``{n}`` in it, where there are more findings than are listed; ``left``: how the
    line begins that tells what was left behind.
    """

    marking: str
    about: Sequence[str]
    more: str
    left: str


def annotated_bytes(path: Path, filled: Mapping[str, int], marks: Sequence[Mark], told: Annotated) -> bytes:
    """The copy of the workbook at ``path``. ``marks``: the gravest first.

    ``filled``: how many cells of each sheet hold more than white space, as the check counted them. Raises
    ValueError where the copy would hold others, and whatever openpyxl does where it cannot read the workbook.
    """
    from cfgovern.workbooks.asread import as_read
    from cfgovern.workbooks.package import packed

    book, left = as_read(path)
    if {page.title: _filled(page) for page in book.worksheets} != dict(filled):
        raise ValueError("the workbook was read in two ways")
    untold = _mark(book, marks)
    lines = [*told.about, f"{told.left}{', '.join(['formulas (their results are here)', *left])}."]
    if untold:
        lines.append(
            f"{untold:,} more cells are coloured, and have no comment: a workbook bears {COMMENTS:,}."
        )
    if len(marks) > LINES:
        lines.append(told.more.format(n=f"{len(marks) - LINES:,}"))
    pages = list(book.worksheets)
    _summary(book, lines, marks[:LINES], told.marking)
    for page in [*pages, book.worksheets[0]]:
        _stamp(page, told.marking)
    _open_at_the_first(book)
    book.properties.creator = _AUTHOR
    book.properties.title = told.marking
    return packed(book)


def _filled(page: Any) -> int:
    """How many cells hold more than white space."""
    values = [cell._value for cell in page._cells.values()]
    return sum(value is not None and (not isinstance(value, str) or bool(value.strip())) for value in values)


# -- cells ---------------------------------------------------------------------------------------


def _mark(book: Any, marks: Sequence[Mark]) -> int:
    """Colour the cells and comment on them; how many have no comment because there are too many."""
    by_cell: dict[tuple[str, str], list[Mark]] = {}
    corners = {page.title: _corners(page) for page in book.worksheets}
    for mark in marks:
        if mark.sheet is not None and mark.sheet in corners and mark.cell:
            at = corners[mark.sheet].get(mark.cell, mark.cell)
            by_cell.setdefault((mark.sheet, at), []).append(mark)
    for number, ((sheet, at), found) in enumerate(by_cell.items()):
        _mark_cell(book[sheet], at, found, comment=number < COMMENTS)
    return max(0, len(by_cell) - COMMENTS)


def _corners(page: Any) -> Mapping[str, str]:
    """The cell that shows, for each cell that is merged into another."""
    found = {}
    for merged in page.merged_cells.ranges:
        if merged.size["rows"] * merged.size["columns"] > 100_000:  # a title across a whole sheet
            continue
        corner = merged.coord.partition(":")[0]
        for row in merged.rows:
            for line, column in row:
                found[page.cell(line, column).coordinate] = corner
    return found


def _mark_cell(page: Any, at: str, found: Sequence[Mark], *, comment: bool) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = page[at]
    if not cell.has_style and cell.column_letter in page.column_dimensions:
        cell._style = copy(page.column_dimensions[cell.column_letter]._style)
    cell.fill = PatternFill("solid", fgColor=_FILLS.get(found[0].kind, _FILLS["error"]))
    if comment:
        words = as_text(_words(found))
        lines = sum(1 + len(line) // _BESIDE for line in words.split("\n"))
        cell.comment = Comment(words, _AUTHOR, height=min(_LINE * (lines + 2), _TALLEST), width=340)


def _words(found: Sequence[Mark]) -> str:
    told = [f"{mark.grave}: {mark.message}\n{mark.fix}".strip() for mark in found[:_IN_A_CELL]]
    if len(found) > _IN_A_CELL:
        told.append(f"And {len(found) - _IN_A_CELL} more: see the first sheet.")
    return "\n\n".join(told)


# -- the first sheet -----------------------------------------------------------------------------


def _summary(book: Any, lines: Sequence[str], marks: Sequence[Mark], marking: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(_free_name(book), 0)
    for place, width in enumerate(_WIDTHS, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    for row, line in enumerate([marking, *lines], start=1):
        put(page.cell(row, 1), line)
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_WIDTHS))
        page.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[row].height = _LINE * (1 + len(line) // 190)
    page["A1"].font = Font(name="Calibri", bold=True, size=14, color=_RED)
    page.row_dimensions[1].height = 1.5 * _LINE
    top = len(lines) + 3
    for place, heading in enumerate(_HEADINGS, start=1):
        put(page.cell(top, place), heading)
        page.cell(top, place).font = Font(name="Calibri", bold=True, size=11)
    for row, mark in enumerate(marks, start=top + 1):
        _line(page, row, mark)
        page.cell(row, 1).fill = PatternFill("solid", fgColor=_FILLS.get(mark.kind, _FILLS["error"]))
    page.freeze_panes = f"A{top + 1}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _line(page: Any, row: int, mark: Mark) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    for place, words in enumerate((mark.grave, mark.shown, mark.cell, mark.message, mark.fix), start=1):
        cell = page.cell(row, place)
        if words:
            put(cell, words)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    # A program that opens it does not work out by itself how high a row of words has to be.
    page.row_dimensions[row].height = _LINE * max(
        1 + len(words) // _WIDTHS[-1] for words in (mark.message, mark.fix)
    )
    if mark.sheet is not None:
        cell = page.cell(row, 3 if mark.cell else 2)
        quoted = mark.sheet.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{mark.cell or 'A1'}")
        cell.font = Font(name="Calibri", size=11, underline="single", color="FF0563C1")


def _free_name(book: Any) -> str:
    taken = {name.casefold() for name in book.sheetnames}
    names = ("Findings", *(f"Findings {number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name.casefold() not in taken)[:_SHEET_CHARS]


def _stamp(page: Any, marking: str) -> None:
    """Put the marking on every page that is printed."""
    from openpyxl.worksheet.header_footer import HeaderFooter

    page.HeaderFooter = HeaderFooter()
    page.oddHeader.center.text = page.oddFooter.center.text = marking


def _open_at_the_first(book: Any) -> None:
    book.active = 0
    for view in book.views:
        view.firstSheet = 0
    for number, page in enumerate(book.worksheets):
        for view in page.views.sheetView:
            view.tabSelected = number == 0
