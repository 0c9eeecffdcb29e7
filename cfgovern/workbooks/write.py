"""Rows of plain values as a workbook: text stays text, and the same rows give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from cfgovern.atomic import write_atomic
from cfgovern.tables import EXACT

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Sheet", "Special", "State", "Value", "as_text", "put", "workbook_bytes", "write_workbook"]


@dataclass(frozen=True, slots=True)
class Special:
    """What a cell holds that is no value: an error such as ``#REF!``, or a formula without its result."""

    text: str


State = Literal["visible", "hidden", "veryHidden"]
Value = str | int | float | date | Special | None

# Control characters, and what else XML cannot carry: Excel calls a file that holds it damaged.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")
# Excel reads _x0041_ inside a text as the letter A, unless its first underscore is written so.
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST_TEXT = 32_767
_FIRST_DATE = date(1900, 3, 1)  # the calendar of a spreadsheet has a 29 February 1900
_DAY_ONE = date(1899, 12, 30)  # from which it counts the days after that one
_NARROWEST, _WIDEST = 10, 44


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of ``banner`` (titles, one cell each), the headings, then ``rows``.

    ``name``: at most 31 characters, none of them one of ``[]:*?/\\``. A row may be shorter than the
    headings. None and the empty text leave a cell empty. ``state``: visible, hidden or veryHidden.
    ``hidden_columns``: their places, from 0; ``hidden_rows``: records, from 1. ``merged``: ranges such as
    A1:C1. ``comments``: (record from 1, place of the column from 0, words).
    """

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    banner: Sequence[str] = ()
    state: State = "visible"
    hidden_columns: Sequence[int] = ()
    hidden_rows: Sequence[int] = ()
    merged: Sequence[str] = ()
    comments: Sequence[tuple[int, int, str]] = ()


def write_workbook(path: Path, sheets: Sequence[Sheet], *, title: str = "", subject: str = "") -> None:
    """Write ``sheets`` to ``path`` as .xlsx, completely or not at all.

    ``title`` and ``subject`` are document properties. Raises ValueError for a text too long for a
    cell, UsageError as :func:`cfgovern.atomic.write_atomic`.
    """
    write_atomic(path, workbook_bytes(sheets, title=title, subject=subject))


def workbook_bytes(
    sheets: Sequence[Sheet],
    *,
    title: str = "",
    subject: str = "",
    author: str = "",
    properties: Mapping[str, str] | None = None,
    says_1904: bool = False,
) -> bytes:
    """The workbook itself: the same bytes for the same sheets and version of openpyxl.

    ``author`` and ``properties`` stand among the document properties. ``says_1904``: the workbook says that
    its days are counted from 1904, though its dates are written as counted from 1900.

    Text is always text, whatever it starts with: only a :class:`Special` becomes a formula. Control
    characters are left out and line ends are single line feeds. Numbers of more than fifteen figures and
    dates before March 1900, which a spreadsheet cannot hold, are written as text.
    """
    from openpyxl import Workbook

    from cfgovern.workbooks.package import packed

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book, sheet, serial=says_1904)
    book.properties.creator = author or "cfgovern"
    book.properties.title = title or None
    book.properties.subject = subject or None
    _declare(book, properties or {}, says_1904)
    return packed(book)


def _declare(book: Any, properties: Mapping[str, str], says_1904: bool) -> None:
    from openpyxl.packaging.custom import StringProperty
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    for name, text in properties.items():
        book.custom_doc_props.append(StringProperty(name=name, value=text))
    if says_1904:
        book.epoch = CALENDAR_MAC_1904


def _fill(book: Workbook, sheet: Sheet, *, serial: bool) -> None:
    from openpyxl.styles import Font

    page: Worksheet = book.create_sheet(sheet.name)
    bold = Font(bold=True)
    top = len(sheet.banner) + 1
    for number, words in enumerate(sheet.banner, start=1):
        if words:
            put(page.cell(number, 1), words)
    for place, heading in enumerate(sheet.headings, start=1):
        cell = page.cell(top, place)
        put(cell, heading)
        cell.font = bold
    for number, row in enumerate(sheet.rows, start=top + 1):
        for place, value in enumerate(row, start=1):
            if value is not None and value != "":
                put(page.cell(number, place), value, serial=serial)
    page.freeze_panes = f"A{top + 1}"
    _widen(page, sheet)
    _dress(page, sheet, top)


def _dress(page: Worksheet, sheet: Sheet, top: int) -> None:
    """What a sheet has beside its cells."""
    from openpyxl.comments import Comment
    from openpyxl.utils import get_column_letter

    page.sheet_state = sheet.state
    for place in sheet.hidden_columns:
        page.column_dimensions[get_column_letter(place + 1)].hidden = True
    for record in sheet.hidden_rows:
        page.row_dimensions[top + record].hidden = True
    for cells in sheet.merged:
        page.merge_cells(cells)
    for record, place, words in sheet.comments:
        page.cell(top + record, place + 1).comment = Comment(words, "cfgovern")


def put(cell: Any, value: Value, *, serial: bool = False) -> None:
    """Write ``value``; with ``serial`` a date as the number of days since 1900 that it is."""
    if isinstance(value, Special):
        cell._value = value.text
        cell.data_type = "f" if value.text.startswith("=") else "e"
        return
    plain = _plain(value)
    if serial and isinstance(plain, date):
        cell._value, cell.data_type, cell.number_format = (plain - _DAY_ONE).days, "n", "yyyy-mm-dd"
        return
    # Set past openpyxl's guessing, which makes a formula of a text that starts with =.
    cell._value = plain
    cell.data_type = "s" if isinstance(plain, str) else "d" if isinstance(plain, date) else "n"
    if cell.data_type == "d":
        cell.number_format = "yyyy-mm-dd"


def _plain(value: Value) -> Value:
    """``value`` as a spreadsheet can hold it without loss."""
    if isinstance(value, date) and value < _FIRST_DATE:
        value = value.isoformat()
    if isinstance(value, (int, float)) and abs(value) >= EXACT:
        value = str(value)
    if not isinstance(value, str):
        return value
    text = as_text(value)
    if len(text) > _LONGEST_TEXT:
        raise ValueError(f"a cell holds at most {_LONGEST_TEXT} characters")
    return text


def as_text(words: str) -> str:
    """``words`` as XML and a spreadsheet can hold them."""
    return _ESCAPE_LIKE.sub("_x005F_", _NOT_TEXT.sub("", _LINE_END.sub("\n", words)))


def _widen(page: Worksheet, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    for place, heading in enumerate(sheet.headings):
        cells: list[Any] = [heading, *(row[place] for row in sheet.rows if place < len(row))]
        longest = max(len(str(cell)) for cell in cells if cell is not None and not isinstance(cell, Special))
        page.column_dimensions[get_column_letter(place + 1)].width = min(
            max(longest + 2, _NARROWEST), _WIDEST
        )
