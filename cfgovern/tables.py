"""The frozen table that everybody hands on: what was sent, as text, and where each row stands."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "EXACT",
    "NO_HEADINGS",
    "ODD",
    "RECORD_CHARS",
    "SEPARATOR",
    "SPACES",
    "Lines",
    "Seen",
    "SourceTable",
    "cell_address",
    "column_letters",
    "means_itself",
]

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
EXACT = 10**15  # a spreadsheet, as any float, keeps fifteen figures of a number for certain, and no more
NO_HEADINGS = 0  # the row of the headings in a file that has none, so that its first record is row 1


@dataclass(frozen=True, slots=True)
class Lines:
    """On which line of its file a row stands: from row ``rows[n]`` on, ``shifts[n]`` lines below its number.

    There is a new entry only where a record has line breaks in it or lines were passed over. ``rows``
    rises from 1.
    """

    rows: Sequence[int]
    shifts: Sequence[int]

    def of(self, row: int) -> int:
        """The line on which the record ``row`` starts; the first line is 1."""
        return row + self.shifts[bisect_right(self.rows, row) - 1]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a plain file showed: ``rows`` records, the other fields as those of a SourceTable."""

    columns: tuple[str, ...]
    rows: int
    size: int
    stamp: tuple[int, int]
    spaced: bool
    odd: bool
    broken: bool
    header_row: int = NO_HEADINGS
    lines: Lines | None = None
    typed: tuple[tuple[str, str], ...] = ()
    longest: int = RECORD_CHARS


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One table of a submission, every cell as text, in the file ``path``.

    ``_row`` is the record number below the header, first is 1; the spreadsheet row of a record is
    ``header_row + _row`` (:data:`NO_HEADINGS`: the file has records, and no cells). ``lines`` tells its line
    (None in a workbook or Parquet file). The file has one of three forms:

    * *written* (``stamp`` is None): made by intake in the job folder, a UTF-8 CSV without a header, its
      fields parted by :data:`SEPARATOR` and its records ended by CR LF: ``_row``, then one field a column of
      ``columns`` in the order sent. Blank rows are left out, and their numbers with them.
    * *as sent* (``stamp`` is the size in bytes and the time of change in nanoseconds that it had): the plain
      CSV file that somebody sent, found to hold the headings and then exactly ``rows_read`` records, none of
      them blank; ``_row`` is the place of a record among them. Who reads it holds both to be so, or goes back
      to the strict reader.
    * *as sent, typed* (``typed`` is the name and the type of each column as the engine has them): a plain
      Parquet file, for which the same holds.

    ``columns`` holds the headers as sent (None: neither a heading nor anything below it): they may
    carry anything, and never leave the child process that read them unless they match the
    contract. ``source`` and ``sheet`` are safe to show. ``spaced`` is False where no cell has white
    space around it, ``odd`` where none holds what :data:`ODD` finds, ``broken`` where none has a line
    break. No record has more than ``longest`` characters, and all of them have ``size`` bytes, about.
    ``no_records``: rows of totals and notes below the headings, as a spreadsheet counts rows; they count as
    read and ignored. ``rows_above``: rows above the headings that look like records; ``titles``: the other
    filled ones there.
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
    lines: Lines | None = None
    stamp: tuple[int, int] | None = None
    typed: tuple[tuple[str, str], ...] = ()
    size: int = 0
    hidden: bool = False
    spaced: bool = True
    odd: bool = True
    broken: bool = True
    longest: int = RECORD_CHARS
    rows_above: int = 0
    titles: int = 0
    no_records: tuple[int, ...] = ()
    windows_text: bool = False
    hidden_columns: bool = False
    hidden_rows: bool = False
    ranges: tuple[tuple[str, str], ...] = ()


_PATTERN = re.compile(r"[*?\[\]{}]")


def means_itself(path: Path) -> bool:
    """Whether an engine takes the name of a file for no other: for no pattern of names, that is."""
    name = os.fspath(path)
    try:
        name.encode()
    except UnicodeError:
        return False
    return not _PATTERN.search(name)


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
