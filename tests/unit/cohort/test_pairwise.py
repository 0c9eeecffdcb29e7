"""Every pair of values of two columns is in some row, in not many more rows than there must be."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.cohort.pairwise import Pairs

SIZES = st.lists(st.integers(1, 6), min_size=1, max_size=7)


def rows_for(sizes: list[int]) -> list[list[int]]:
    pairs, rows = Pairs(sizes), []
    while (pair := pairs.first()) is not None:
        row = pairs.row(dict(pair))
        pairs.see(row)
        rows.append(row)
    return rows


@given(SIZES)
def test_every_pair_is_seen(sizes: list[int]) -> None:
    rows = rows_for(sizes)
    for one, other in combinations(range(len(sizes)), 2):
        seen = {(row[one], row[other]) for row in rows}
        assert seen == {(a, b) for a in range(sizes[one]) for b in range(sizes[other])}


@given(SIZES)
def test_the_same_rows_every_time(sizes: list[int]) -> None:
    assert rows_for(sizes) == rows_for(sizes)


@pytest.mark.parametrize(("sizes", "most"), [([3] * 4, 14), ([2] * 10, 12), ([20, 20, 5], 440)])
def test_there_are_not_many_more_rows_than_needed(sizes: list[int], most: int) -> None:
    assert len(rows_for(sizes)) <= most


def test_what_is_fixed_stays() -> None:
    row = Pairs([4, 4, 4]).row({0: 3, 2: 1})
    assert (row[0], row[2]) == (3, 1)


def test_what_is_left_is_counted_and_named() -> None:
    pairs = Pairs([2, 2])
    assert (len(pairs), pairs.first()) == (4, ((0, 0), (1, 0)))
    pairs.see([0, 0])
    assert not pairs.brings([0, 0])
    assert not pairs.brings([None, 1])
    assert pairs.brings([0, 1])
    plan = pairs.copy()
    plan.see([1, 1])
    assert (len(pairs), len(plan)) == (3, 2)
    assert pairs.all() == [((0, 0), (1, 1)), ((0, 1), (1, 0)), ((0, 1), (1, 1))]
