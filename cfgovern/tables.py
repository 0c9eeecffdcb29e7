"""The frozen table that everybody hands on: what was sent, as text, and where each row stands."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ODD", "RECORD_CHARS", "SEPARATOR", "SPACES", "SourceTable", "cell_address", "column_letters"]

# White space as everybody judges it: Unicode's White_Space, and what spreadsheets leave unseen.
SPACES = (
    " \t\n\x0b\x0c\r\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff"
)
# What no value has inside it, as a pattern of both engines and of Python: characters that do not show, or
# look like a space; the sign that stands for a lost letter; and UTF-8 that was read as Windows text.
# Joiners (U+200C and U+200D) are left out, because some scripts need them.
ODD = (
    "[\u0080-\u00a0\u00ad\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u2064\u2066-\u2069\u3000\ufeff\ufffd]"
    "|[\u00c2-\u00c5][\u00a1-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|\u00e2\u20ac|\u00ef\u00bf\u00bd"
)
SEPARATOR = "\x1f"  # of the fields of a record handed on: no text has it, so hardly any needs quoting
RECORD_CHARS = 16_000_000  # of a record handed on: up to four bytes each


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One table of a submission, every cell as text, written to ``path``.

    ``path`` is a UTF-8 CSV without a header, its fields parted by :data:`SEPARATOR` and its records
    ended by CR LF: ``_row``, ``_line`` (empty
    in a workbook), then one field a column of ``columns`` in the order sent. ``_row`` is the record
    number below the header, first is 1; the spreadsheet row of a record is ``header_row + _row``.

    ``columns`` holds the headers as sent (None: neither a heading nor anything below it): they may
    carry anything, and never leave the child process that read them unless they match the
    contract. ``source`` and ``sheet`` are safe to show. ``spaced`` is False where no cell has white
    space around it, ``odd`` where none holds what :data:`ODD` finds, ``broken`` where none has a line
    break. No record has more than ``longest`` characters.
    ``rows_above``: rows above the headings that look like records; ``titles``: the other filled ones there.
    ``windows_text``: the file was read as Windows text. ``hidden_columns`` and ``hidden_rows``:
    something stands in a column or row that a spreadsheet does not show. ``ranges``: what the workbook
    itself says of cells at or below the headings, as (kind, range such as ``B1:D1``): ``merged_cells``
    or ``totals_row``.
    """

    name: str
    source: str
    sheet: str | None
    columns: tuple[str | None, ...]
    header_row: int
    rows_read: int
    rows_ignored: int
    path: str
    hidden: bool = False
    spaced: bool = True
    odd: bool = True
    broken: bool = True
    longest: int = RECORD_CHARS
    rows_above: int = 0
    titles: int = 0
    windows_text: bool = False
    hidden_columns: bool = False
    hidden_rows: bool = False
    ranges: tuple[tuple[str, str], ...] = ()


def column_letters(index: int) -> str:
    """Spreadsheet letters of a column counted from 0: 0 is A, 25 is Z, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_address(column_index: int, spreadsheet_row: int) -> str:
    """The address a person sees: column counted from 0, spreadsheet row counted from 1."""
    return f"{column_letters(column_index)}{spreadsheet_row}"
