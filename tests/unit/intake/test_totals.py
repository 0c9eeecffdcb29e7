"""Rows of totals and notes are known by what they say of themselves; a record never is one of them."""

from __future__ import annotations

import pytest

from cfgovern.intake.totals import NoRecords

HEADING = ["Person ID", "Name", "Visits", "Cost"]


def left_out(row: list[str], heading: list[str] = HEADING, keys: tuple[str, ...] = ("person_id",)) -> bool:
    others = NoRecords(heading, keys)
    kept = list(others.without([(2, 2, ["P1", "Ann", "1", "2"]), (3, 3, row)]))
    assert [number for number, _, _ in kept] == ([2] if others.rows else [2, 3])
    return others.rows == [3]


@pytest.mark.parametrize("word", [
    "Total", "TOTALS:", "Grand total", " Sub-total ", "subtotal", "Sub total", "Count", "Row count", "Sum",
    "Average", "Total  participants", "Number of rows", "total =",
])  # fmt: skip
@pytest.mark.parametrize("place", [0, 1])
def test_a_row_of_totals(word: str, place: int) -> None:
    row = ["", "", "12", "340"]
    row[place] = word
    assert left_out(row)


@pytest.mark.parametrize("row", [
    ["Source: our case system", "", "", ""], ["", "Notes: see the letter"], ["N.B. late"],
    ["Note 1. Not all are in", "", "", ""], ["Prepared by us", "", "", ""], ["End of report", "", "", ""],
])  # fmt: skip
def test_a_note_that_stands_alone(row: list[str]) -> None:
    assert left_out(row)


@pytest.mark.parametrize("row", [
    ["P2", "Total", "1", "2"],  # it has a key
    ["Total", "P2", "", ""][::-1], ["Totally", "", "1", "2"], ["Total support", "", "1", "2"],
    ["T", "", "1", "2"], ["Source: x", "", "1", ""], ["Notes", "", "", ""], ["", "", "1", "2"],
    ["", "Countess", "1", ""], ["", "", "", ""],
])  # fmt: skip
def test_a_record(row: list[str]) -> None:
    key_last = row[-1] == "Total"
    assert not left_out(row, HEADING[::-1] if key_last else HEADING)


def test_without_a_key_only_a_row_that_is_half_empty_is_one_of_totals() -> None:
    assert left_out(["Total", "", "12", ""], keys=())
    assert not left_out(["Total", "Ann", "12", "340"], keys=())
    assert not left_out(["", "Total", "12", ""], keys=())


def test_in_a_table_of_one_column_every_row_is_a_record() -> None:
    assert not left_out(["Total"], ["Name"], ())
    assert not left_out(["Source: x"], ["Name"], ())
