"""Draws are the same for ever, within their limits, and depend on nothing but seed and place."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from cfgovern.cohort.draw import Draw, Weights


def test_a_draw_is_the_same_on_any_machine() -> None:
    # Written down once: if these change, every made-up area ever made changes too.
    assert [Draw(1).below(1000, "participants", "sex", row) for row in range(5)] == [477, 231, 562, 657, 802]
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


def test_splitmix64_gives_the_published_numbers() -> None:
    # The sequence of seed 1234567 in the reference code of Sebastiano Vigna (splitmix64.c).
    from cfgovern.cohort.draw import _STEP, Stream

    first = Stream(1234567 + _STEP).bits(np.arange(3))
    assert first.tolist() == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_one_row_alone_is_the_row_of_an_array() -> None:
    rows = np.array([0, 1, 7, 10**6, 10**12])
    drawn = Draw(3).stream("participants", "sex").below(97, rows)
    assert drawn.tolist() == [Draw(3).below(97, "participants", "sex", int(row)) for row in rows]
    assert Draw(3).stream("participants", "sex").below(97, rows[3:]).tolist() == drawn[3:].tolist()


def test_an_outcome_comes_up_as_its_weight_says_and_never_without_one() -> None:
    picked = Draw(1).stream("weighted").pick(Weights.of([0, 1, 2, 7, 0]), np.arange(100_000))
    counts = np.bincount(picked, minlength=5).tolist()
    assert counts[0] == counts[4] == 0
    assert [round(count / 10_000) for count in counts[1:4]] == [1, 2, 7]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 2]])
def test_weights_that_say_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Weights.of(weights)


def test_the_spread_has_mean_nought_and_deviation_a_thousand() -> None:
    drawn = Draw(1).stream("spread").spread(np.arange(200_000))
    assert abs(drawn.mean()) < 10
    assert abs(drawn.std() - 1000) < 10


def test_a_chance_of_nought_never_comes_and_of_one_always_does() -> None:
    stream, rows = Draw(1).stream("chance"), np.arange(10_000)
    assert not stream.chance(0, rows).any()
    assert stream.chance(1, rows).all()
    assert 0.18 < stream.chance(0.2, rows).mean() < 0.22
