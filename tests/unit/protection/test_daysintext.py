from __future__ import annotations

from datetime import date

import pytest

from cfgovern.protection.daysintext import Day, coarser, days_in, shifted

MARCH = date(2025, 3, 12)
LAYOUTS = (
    *("12/03/2025", "12/3/25", "12.03.25", "12-03-2025", "2025-03-12", "12 March 2025", "12th Mar 2025"),
    *("March 12, 2025", "12032025", "20250312", "12 03 2025", "12th of March 2025"),
)


@pytest.mark.parametrize("written", LAYOUTS)
def test_a_day_is_read_in_every_layout(written: str) -> None:
    text = f"Seen {written}, well."
    assert list(days_in(text)) == [Day(5, 5 + len(written), MARCH)]


@pytest.mark.parametrize("written", ["12 March", "March 12", "May 5"])
def test_a_day_without_its_year_is_found_and_not_read(written: str) -> None:
    assert list(days_in(f"Seen {written}.")) == [Day(5, 5 + len(written), None)]


def test_a_month_is_its_middle() -> None:
    assert list(days_in("In March 2025 he")) == [Day(3, 13, date(2025, 3, 15), is_month=True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12/3/25-14/3/25 and 1st-3rd March 2025", ["12/3/25", "14/3/25", "1st-3rd March 2025"]),
        ("1st, 2nd and 3rd March 2025", ["1st, 2nd and 3rd March 2025"]),
        ("12-14/03/2025", ["12-14/03/2025"]),
        ("2025-03-12/2025-03-14", ["2025-03-12", "2025-03-14"]),
        ("5-6 May", ["5-6 May"]),
        ("room 2, 3 March 2025", ["3 March 2025"]),
        ("score 3 and 12/03/2025", ["12/03/2025"]),
    ],
)
def test_of_several_days_none_is_left(text: str, found: list[str]) -> None:
    assert sorted(text[one.start : one.end] for one in days_in(text)) == sorted(found)


@pytest.mark.parametrize("text", ["31/02/2025", "00/03/2025"])
def test_what_is_no_day_has_none(text: str) -> None:
    assert [one.day for one in days_in(text)] == [None]


@pytest.mark.parametrize(
    "text",
    ["room 5 may be free", "march 5 miles", "in 2019", "12345678", "score 12/48", "at 14:30", "12.5mg"],
)
def test_these_are_no_days(text: str) -> None:
    assert list(days_in(text)) == []


def test_a_day_is_left_as_coarse_as_asked() -> None:
    day, month, none = Day(0, 1, MARCH), Day(0, 1, date(2025, 3, 15), is_month=True), Day(0, 1, None)
    assert [coarser("month")(one) for one in (day, month, none)] == ["2025-03", "2025-03", None]
    assert [coarser("quarter")(one) for one in (day, month, none)] == ["2025-Q1", "2025-Q1", None]
    assert [coarser("year")(one) for one in (day, month, none)] == ["2025", "2025", None]
    assert coarser("quarter")(Day(0, 1, date(2025, 12, 1))) == "2025-Q4"


def test_days_of_one_person_move_together() -> None:
    assert shifted(20)(Day(0, 1, MARCH)) == "2025-04-01"
    assert shifted(-12)(Day(0, 1, MARCH)) == "2025-02-28"
    assert shifted(20)(Day(0, 1, date(2025, 3, 15), is_month=True)) == "2025-04"
    assert shifted(20)(Day(0, 1, None)) is None
    assert shifted(20)(Day(0, 1, date.max)) is None
