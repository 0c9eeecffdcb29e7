"""Made-up tables as the two things an area sends: text of a CSV file, typed cells of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

import numpy as np

from cfgovern.cohort.draw import Ints
from cfgovern.cohort.frame import EMPTY, EPOCH, Cells, texts
from cfgovern.contract.model import Column, Table

__all__ = [
    "as_columns",
    "as_csv",
    "as_rows",
    "as_typed",
    "csv_head",
    "csv_lines",
    "first_lines",
    "typed_cells",
]

Columns = Mapping[str, Cells]
"""The cells of one table by the name of their column."""
Value = str | int | float | date | None
Placed = tuple[Ints, list[str]]
_SIGNS = '",\r\n'
_FEW = 1024
Kind = Literal["text", "whole", "day"]
_TYPED: Mapping[str, Literal["whole", "day"]] = {"integer": "whole", "date": "day"}
_KINDS = {"integer": (int,), "number": (int, float), "date": (date.fromisoformat,)}


def csv_head(table: Table) -> bytes:
    """The first line of the canonical CSV: the names of the columns in contract order."""
    return (",".join(_quoted(column.name) for column in table.collected) + "\n").encode()


def csv_lines(table: Table, columns: Columns) -> bytes:
    """The records of the canonical CSV: UTF-8, lines ended by LF, RFC 4180 quoting, contract order.

    A cell is quoted where it has to be and nowhere else, as by Python's own ``csv``.
    """
    names = [column.name for column in table.collected]
    ends = [*("," * (len(names) - 1)), "\n"]
    cells = [_ended(columns[name], end, alone=len(names) == 1) for name, end in zip(names, ends, strict=True)]
    parts = list(_together(cells))
    lines = np.empty((len(parts[0][0]), len(parts)), dtype=object)
    for place, (places, told) in enumerate(parts):
        lines[:, place] = np.array(told, dtype=object)[places]
    return "".join(lines.ravel().tolist()).encode()


def _ended(cells: Cells, end: str, *, alone: bool) -> Placed:
    """Each cell as it is written, with ``end`` behind it."""
    places, told = cells.placed()
    signs = "".join(told)
    if any(sign in signs for sign in _SIGNS):
        told = [_quoted(text) for text in told]
    if alone:  # an empty line would be no record
        told = [text or '""' for text in told]
    return places, [f"{text}{end}" for text in told]


def _together(columns: Iterable[Placed]) -> Iterator[Placed]:
    """Neighbouring columns as one, while all that they can say together is little to write down."""
    held: Placed | None = None
    for places, told in columns:
        if held is None:
            held = places, told
        elif len(held[1]) * len(told) <= max(_FEW, len(places) // 8):
            held = held[0] * len(told) + places, [before + after for before in held[1] for after in told]
        else:
            yield held
            held = places, told
    if held is not None:
        yield held


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in _SIGNS) else text


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


def typed_cells(column: Column, cells: Cells) -> tuple[Kind, Cells]:
    """``cells`` for a file that has types: whole numbers and days where the contract says so, else text.

    A column that may say why an answer is missing is text. So is one with a cell of another form.
    """
    kind = _TYPED.get(column.type)
    if kind is None or column.missing or column.format:
        return "text", cells
    if cells.kind == kind:
        return kind, cells
    if cells.kind != "word":
        return "text", cells
    values = [_value(column, word) for word in cells.words]
    numbers = [(value - EPOCH).days if isinstance(value, date) else value for value in values]
    if not all(isinstance(number, int) and number >= 0 for number in numbers):
        return "text", cells
    known = np.array([*numbers, EMPTY], dtype=np.int64)
    return kind, Cells(known[cells.values], kind)


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
