"""Made-up tables as the two things an area sends: text of a CSV file, typed cells of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from cfgovern.cohort.frame import Cells, texts
from cfgovern.contract.model import Column, Table

__all__ = ["as_columns", "as_csv", "as_rows", "as_typed", "csv_head", "csv_lines", "first_lines"]

Columns = Mapping[str, Cells]
"""The cells of one table by the name of their column."""
Value = str | int | float | date | None
_QUOTED = re.compile('[",\\r\\n]')
_KINDS = {"integer": (int,), "number": (int, float), "date": (date.fromisoformat,)}


def csv_head(table: Table) -> bytes:
    """The first line of the canonical CSV: the names of the columns in contract order."""
    return (",".join(_quoted(column.name) for column in table.collected) + "\n").encode()


def csv_lines(table: Table, columns: Columns) -> bytes:
    """The records of the canonical CSV: UTF-8, lines ended by LF, RFC 4180 quoting, contract order.

    A cell is quoted where it has to be and nowhere else, as by Python's own ``csv``.
    """
    cells = [columns[column.name].written(_quoted) for column in table.collected]
    if len(cells) == 1:  # an empty line would be no record
        return "".join(f"{cell or chr(34) * 2}\n" for cell in cells[0]).encode()
    return "".join(map("%s\n".__mod__, map(",".join, zip(*cells, strict=True)))).encode()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def as_csv(table: Table, rows: Sequence[Mapping[str, str]]) -> bytes:
    """The canonical CSV of ``rows``: see :func:`csv_lines`."""
    return csv_head(table) + csv_lines(table, as_columns(table, rows))


def as_columns(table: Table, rows: Sequence[Mapping[str, str]]) -> Columns:
    """``rows`` as columns."""
    return {column.name: texts([row[column.name] for row in rows]) for column in table.collected}


def as_rows(table: Table, columns: Columns) -> list[dict[str, str]]:
    """``columns`` as rows: column -> text, in contract order."""
    names = [column.name for column in table.collected]
    return [dict(zip(names, row, strict=True)) for row in _across(columns[name].text() for name in names)]


def _across(columns: Iterable[list[str]]) -> Iterator[tuple[str, ...]]:
    return zip(*columns, strict=True)


def first_lines(rows: Sequence[Mapping[str, str]]) -> list[int]:
    """The line of the CSV file on which each record starts; the headings are line 1."""
    lines, line = [], 2
    for row in rows:
        lines.append(line)
        line += 1 + sum(text.count("\n") for text in row.values())
    return lines


def as_typed(table: Table, rows: Sequence[Mapping[str, str]]) -> list[list[Value]]:
    """Cells as a person's spreadsheet holds them: dates and numbers, and text where it is neither."""
    columns = as_columns(table, rows)
    typed = [_typed(column, columns[column.name]) for column in table.collected]
    return [list(row) for row in zip(*typed, strict=True)]


def _typed(column: Column, cells: Cells) -> list[Value]:
    known: dict[str, Value] = {}
    return [
        known[text] if text in known else known.setdefault(text, _value(column, text))
        for text in cells.text()
    ]


def _value(column: Column, text: str) -> Value:
    """``text`` as a value of the column's type, where that value is written so and no other way."""
    for kind in _KINDS.get(column.type, ()):
        try:
            value = kind(text)
        except ValueError:
            continue
        if str(value) == text:
            return value
    return text or None
