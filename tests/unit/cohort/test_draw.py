"""Draws are the same for ever, within their limits, and depend on nothing but seed and place."""

from __future__ import annotations

from datetime import date

import pytest

from cfgovern.cohort.draw import Draw


def test_a_draw_is_the_same_on_any_machine() -> None:
    # Written down once: if these change, every made-up area ever made changes too.
    assert [Draw(1).below(1000, "participants", "sex", row) for row in range(5)] == [844, 865, 465, 576, 478]
    assert Draw(1).below(1000, "a", "bc") != Draw(1).below(1000, "ab", "c")
    assert Draw(1).below(1000, "a") != Draw(2).below(1000, "a")


@pytest.mark.parametrize(("low", "high"), [(0, 0), (1, 3), (-2, 2)])
def test_between_reaches_both_ends_and_no_further(low: int, high: int) -> None:
    assert {Draw(1).between(low, high, n) for n in range(200)} == set(range(low, high + 1))


def test_days_reach_from_the_first_to_the_last() -> None:
    days = {Draw(1).day(date(2026, 2, 27), date(2026, 3, 1), n) for n in range(100)}
    assert days == {date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1)}


def test_chance_is_near_what_is_asked() -> None:
    assert 800 < sum(Draw(1).one_in(10, n) for n in range(10_000)) < 1200
    picks = [Draw(1).pick("abcd", n) for n in range(10_000)]
    assert all(2300 < picks.count(letter) < 2700 for letter in "abcd")
