"""The frozen table that everybody hands on: what was sent, as text, and where each row stands."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SourceTable", "cell_address", "column_letters"]


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One table of a submission, every cell as text, written to ``path``.

    ``path`` is a UTF-8 CSV without a header, its records ended by CR LF: ``_row``, ``_line`` (empty
    in a workbook), then one field a column of ``columns`` in the order sent. ``_row`` is the record
    number below the header, first is 1; the spreadsheet row of a record is ``header_row + _row``.

    ``columns`` holds the headers as sent (None: neither a heading nor anything below it): they may
    carry anything, and never leave the child process that read them unless they match the
    contract. ``source`` and ``sheet`` are safe to show.
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
