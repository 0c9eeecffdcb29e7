"""Rows as CSV and as typed cells: nothing gained, nothing lost."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from cfgovern.cohort.files import as_csv, as_typed, first_lines
from cfgovern.contract.model import Column, Table

TABLE = Table(
    "t",
    (),
    (
        Column("text", ()),
        Column("whole", (), type="integer"),
        Column("number", (), type="number"),
        Column("day", (), type="date"),
        Column("off", (), collected=False),
    ),
)
ROWS = [
    {"text": 'Zoë "Ace",\nand more', "whole": "1", "number": "2.5", "day": "2026-02-28"},
    {"text": "", "whole": "", "number": "", "day": ""},
    {"text": "=1", "whole": "1O", "number": "x", "day": "2026-02-30"},
]


def test_csv_reads_back_and_the_lines_of_records_are_known() -> None:
    data = as_csv(TABLE, ROWS).decode()
    assert list(csv.DictReader(io.StringIO(data, newline=""))) == ROWS
    lines = data.split("\n")
    assert [lines[number - 1][:3] for number in first_lines(ROWS)] == ['"Zo', ",,,", "=1,"]


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("text", "12", "12"),
        ("text", "", None),
        ("whole", "12", 12),
        ("whole", "012", "012"),
        ("whole", "1_000", "1_000"),
        ("whole", "1O", "1O"),
        ("number", "3", 3),
        ("number", "3.5", 3.5),
        ("number", "3.50", "3.50"),
        ("day", "2026-02-28", date(2026, 2, 28)),
        ("day", "2026-02-30", "2026-02-30"),
        ("day", "20260228", "20260228"),
    ],
)
def test_a_cell_is_typed_only_where_the_value_is_written_so(column: str, text: str, value: object) -> None:
    row = {**dict.fromkeys(("text", "whole", "number", "day"), ""), column: text}
    (cells,) = as_typed(TABLE, [row])
    found = dict(zip(("text", "whole", "number", "day"), cells, strict=True))[column]
    assert (found, type(found)) == (value, type(value))
