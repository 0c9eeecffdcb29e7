"""Addresses as a spreadsheet shows them, and names that mean themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.tables import cell_address, column_letters, means_itself


@pytest.mark.parametrize(
    ("index", "letters"),
    [
        (0, "A"),
        (1, "B"),
        (25, "Z"),
        (26, "AA"),
        (51, "AZ"),
        (52, "BA"),
        (701, "ZZ"),
        (702, "AAA"),
        (16_383, "XFD"),  # the last column of a workbook
    ],
)
def test_column_letters(index: int, letters: str) -> None:
    assert column_letters(index) == letters


def number(letters: str) -> int:
    """What the letters count, by another way than the code's."""
    total = 0
    for letter in letters:
        total = total * 26 + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter) + 1
    return total - 1


@given(st.integers(0, 500_000))
def test_no_two_columns_have_the_same_letters(index: int) -> None:
    assert number(column_letters(index)) == index


@pytest.mark.parametrize(
    ("column", "row", "address"), [(0, 1, "A1"), (2, 13, "C13"), (26, 1_048_576, "AA1048576")]
)
def test_a_cell_address(column: int, row: int, address: str) -> None:
    assert cell_address(column, row) == address


@pytest.mark.parametrize(
    ("name", "itself"),
    [("a.csv", True), ("ä b.csv", True), ("a*.csv", False), ("a?.csv", False), ("[a].csv", False),
     ("{a}.csv", False), ("a\udcff.csv", False)],
)  # fmt: skip
def test_a_name_that_an_engine_could_take_for_others(name: str, itself: bool) -> None:
    assert means_itself(Path("folder") / name) is itself
