"""Columns of numbers are written as their kind says, however many cells there are."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.cohort.draw import ints
from cfgovern.cohort.frame import EMPTY, EPOCH, Cells, codes, days, texts, whole, years

MISSING = ("declined", "not_asked")
STEMS = (("QA", " 1AB"), ("", ""))


def day(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (codes(ints([1, 0, EMPTY, -2, -3]), ("no", "yes"), MISSING), "yes no  declined not_asked"),
        (whole(ints([0, 7, EMPTY, -2, 10**12]), MISSING), "0 7  declined 1000000000000"),
        (days(ints([0, day("2024-02-29"), EMPTY, -3]), MISSING), "1900-01-01 2024-02-29  not_asked"),
        (Cells(ints([7, 1012, EMPTY]), "stem", stems=STEMS, width=3), "QA007 1AB 012 "),
        (Cells(ints([7, -2]), "stem", missing=MISSING, stems=STEMS, width=1), "QA7 1AB declined"),
        (texts(["b", "", "a", "b"]), "b  a b"),
        (codes(ints([EMPTY, -2]), (), MISSING), " declined"),
    ],
)
def test_each_kind_is_written_as_it_says(cells: Cells, told: str) -> None:
    assert " ".join(cells.text()) == told


@pytest.mark.parametrize("kind", ["word", "whole", "day", "stem"])
def test_a_column_without_rows_has_no_text(kind: str) -> None:
    cells = Cells(ints([]), kind, ("a",), MISSING, STEMS, 2)  # type: ignore[arg-type]
    assert cells.text() == []
    assert cells.taken(ints([])).text() == []


@pytest.mark.parametrize(
    "cells",
    [
        codes(np.arange(300_000) % 5 - 3, ("no", "yes"), MISSING),
        whole(np.arange(300_000) % 1000 - 3, MISSING),  # few numbers
        whole(np.arange(300_000) * 977 - 3, MISSING),  # many
        days(np.arange(300_000) % 40_000 - 3, MISSING),
        Cells(np.arange(300_000) - 3, "stem", (), MISSING, STEMS, 6),
    ],
    ids=["word", "few", "many", "day", "stem"],
)
def test_many_cells_are_written_as_one_by_one(cells: Cells) -> None:
    told = cells.text()
    assert len(told) == 300_000
    some = range(0, 300_000, 9_973)
    assert [told[row] for row in some] == [cells.taken(ints([row])).text()[0] for row in some]


@given(st.lists(st.one_of(st.integers(-3, 40), st.integers(-3, 10**9)), max_size=60))
def test_a_number_is_written_the_same_in_any_company(values: list[int]) -> None:
    expected = [{-1: "", -2: "declined", -3: "not_asked"}.get(value, str(value)) for value in values]
    assert whole(ints(values), MISSING).text() == expected


def test_an_array_of_texts_says_the_same() -> None:
    cells = codes(ints([0, 1, 0, EMPTY, -2, -3]), ("a", "b"), MISSING)
    assert cells.objects().tolist() == cells.text()
    assert whole(ints([])).objects().tolist() == []


def test_a_column_of_words_lists_each_text_once_and_says_which_each_cell_is() -> None:
    places, told = codes(ints([0, 1, 0, EMPTY, -2]), ("a", "b"), MISSING).placed()
    assert told == ["a", "b", "", "declined", "not_asked"]
    assert places.tolist() == [0, 1, 0, 2, 3]


def test_taken_keeps_the_order_that_is_asked() -> None:
    cells = whole(ints([5, 6, 7]), MISSING)
    assert cells.taken(ints([2, 0, 0])).text() == ["7", "5", "5"]
    assert cells.taken(ints([2])).missing == MISSING


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_the_year_of_a_day_and_its_first_day(one: date) -> None:
    year, first = years(ints([(one - EPOCH).days]))
    assert (int(year[0]), int(first[0])) == (one.year, (date(one.year, 1, 1) - EPOCH).days)


def test_the_years_of_no_days_are_none() -> None:
    year, first = years(ints([]))
    assert len(year) == len(first) == 0


def test_a_birthday_is_never_below_nought() -> None:
    assert EPOCH + timedelta(days=0) == date(1900, 1, 1)
    assert days(ints([0])).text() == ["1900-01-01"]
