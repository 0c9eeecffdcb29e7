"""Rows as CSV and as typed cells: nothing gained, nothing lost."""

from __future__ import annotations

import csv
import io
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.cohort.files import as_csv, as_rows, as_typed, csv_lines, first_lines
from cfgovern.cohort.frame import Cells, codes, days, whole
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


def by_python(rows: list[list[str]]) -> bytes:
    """The records as Python's own csv writes them, each ended by LF."""
    lines = []
    for row in rows:
        written = io.StringIO(newline="")
        csv.writer(written).writerow(row)
        lines.append(written.getvalue().removesuffix("\r\n") + "\n")
    return "".join(lines).encode()


texts = st.text(alphabet=st.sampled_from("aé ;,\"\r\n'\u2028Ł"), max_size=4)


@given(st.integers(1, 5).flatmap(lambda wide: st.lists(st.lists(texts, min_size=wide, max_size=wide))))
def test_records_are_those_of_pythons_own_csv(rows: list[list[str]]) -> None:
    names = [f"c{place}" for place in range(len(rows[0]) if rows else 1)]
    table = Table("t", (), tuple(Column(name, ()) for name in names))
    told = [dict(zip(names, row, strict=True)) for row in rows]
    assert as_csv(table, told) == by_python([names, *rows])


@st.composite
def columns(draw: st.DrawFn, size: int) -> Cells:
    missing = ("declined", "not, asked")
    least = draw(st.sampled_from((-3, -1, 0)))
    most = draw(st.sampled_from((2, 300, 10**7)))
    values = np.array(draw(st.lists(st.integers(least, most), min_size=size, max_size=size)), dtype=np.int64)
    kind = draw(st.sampled_from(("word", "whole", "day", "stem")))
    if kind == "word":
        return codes(np.minimum(values, 2), ("one", 'two, "2"', "thrée"), missing)
    if kind == "day":
        return days(np.minimum(values, 60_000), missing)
    if kind == "whole":
        return whole(values, missing)
    return Cells(values, "stem", missing=missing, stems=(("P-", ""), ("Q,", "q")), width=7)


@given(st.integers(0, 40).flatmap(lambda size: st.lists(columns(size), min_size=1, max_size=6)))
def test_numbers_are_written_as_their_texts_are(made: list[Cells]) -> None:
    table = Table("t", (), tuple(Column(f"c{place}", ()) for place in range(len(made))))
    cells = {f"c{place}": each for place, each in enumerate(made)}
    rows = as_rows(table, cells)
    assert csv_lines(table, cells) == by_python([list(row.values()) for row in rows])


def test_each_kind_of_number_is_written_in_its_own_way() -> None:
    values = np.array([0, 7, 10_000_012, -1, -2], dtype=np.int64)
    stem = Cells(values, "stem", missing=("declined",), stems=(("P-", ""), ("Q", "q")), width=7)
    assert stem.text() == ["P-0000000", "P-0000007", "Q0000012q", "", "declined"]
    assert whole(values, ("declined",)).text() == ["0", "7", "10000012", "", "declined"]
    assert days(np.array([0, 46_000, -1])).text() == ["1900-01-01", "2025-12-11", ""]
    assert codes(np.array([1, -1, -2]), ("a", "b"), ("declined",)).text() == ["b", "", "declined"]
