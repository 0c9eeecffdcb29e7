"""Calendar quarters, by day, by number and by name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.quarters import days_of, numbered, ordinal, quarter


@pytest.mark.parametrize(
    ("day", "name", "first", "last"),
    [
        ("2026-01-01", "2026-Q1", "2026-01-01", "2026-03-31"),
        ("2024-06-30", "2024-Q2", "2024-04-01", "2024-06-30"),
        ("2026-08-15", "2026-Q3", "2026-07-01", "2026-09-30"),
        ("9999-12-31", "9999-Q4", "9999-10-01", "9999-12-31"),
    ],
)
def test_the_quarter_of_a_day(day: str, name: str, first: str, last: str) -> None:
    told = (name, date.fromisoformat(first), date.fromisoformat(last))
    assert quarter(date.fromisoformat(day)) == told
    assert days_of(name) == told[1:]


@given(st.dates(max_value=date(9999, 9, 30)))
def test_quarters_follow_each_other_without_a_gap(day: date) -> None:
    number = ordinal(day)
    name, first, last = numbered(number)
    assert first <= day <= last
    assert numbered(number + 1)[1].toordinal() == last.toordinal() + 1
    assert days_of(name) == (first, last)


@pytest.mark.parametrize("name", ["2026-Q5", "2026-Q0", "2026", "26-Q1", "2026-Q1 ", "0000-Q1", ""])
def test_what_is_no_quarter(name: str) -> None:
    with pytest.raises(ValueError):
        days_of(name)
