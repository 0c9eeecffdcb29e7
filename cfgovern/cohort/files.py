"""Made-up rows as the two things an area sends: text of a CSV file, typed cells of a sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date

from cfgovern.contract.model import Column, Table

__all__ = ["as_csv", "as_typed", "first_lines"]

_Kind = Callable[[str], int | float | date]
_KINDS: dict[str, tuple[_Kind, ...]] = {
    "integer": (int,),
    "number": (int, float),
    "date": (date.fromisoformat,),
}


def as_csv(table: Table, rows: Sequence[dict[str, str]]) -> bytes:
    """UTF-8, lines ended by LF, RFC 4180 quoting, columns in contract order."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(column.name for column in table.collected)
    writer.writerows([row[column.name] for column in table.collected] for row in rows)
    return stream.getvalue().encode()


def first_lines(rows: Sequence[dict[str, str]]) -> list[int]:
    """The line of the CSV file on which each record starts; the headings are line 1."""
    lines, line = [], 2
    for row in rows:
        lines.append(line)
        line += 1 + sum(text.count("\n") for text in row.values())
    return lines


def as_typed(table: Table, rows: Sequence[dict[str, str]]) -> list[list[str | int | float | date | None]]:
    """Cells as a person's spreadsheet holds them: dates and numbers, and text where it is neither."""
    return [[_typed(column, row[column.name]) for column in table.collected] for row in rows]


def _typed(column: Column, text: str) -> str | int | float | date | None:
    """``text`` as a value of the column's type, where that value is written so and no other way."""
    for kind in _KINDS.get(column.type, ()):
        try:
            value = kind(text)
        except ValueError:
            continue
        if str(value) == text:
            return value
    return text or None
