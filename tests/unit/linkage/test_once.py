"""A person stands once in each file: what that takes from a pair, and what it adds."""

from __future__ import annotations

from itertools import product

import pytest

from cfgovern.linkage.once import standing_once, undecided
from cfgovern.linkage.scoring import Pair, Scored
from cfgovern.linkage.settings import Once

ONCE = Once(not_brought=0.02, at_most=0.98)
BEFORE = -12.0


def scored(pairs: dict[tuple[int, int], float]) -> Scored:
    return Scored([Pair(*who, 0.5, weight) for who, weight in pairs.items()], BEFORE)


def likely(
    pairs: dict[tuple[int, int], float], left: int, right: int, once: Once | None = ONCE
) -> dict[tuple[int, int], float]:
    told = standing_once(scored(pairs), left, right, once)
    return {(pair.left, pair.right): pair.probability for pair in told.pairs}


def certain(many: int) -> dict[tuple[int, int], float]:
    return {(number, number): 30.0 for number in range(many)}


def test_somebody_who_is_found_is_not_somebody_else_as_well() -> None:
    pairs = {**certain(300), (0, 300): 10.0}
    found = likely(pairs, 1000, 1000)
    assert found[0, 0] > 0.999 and found[0, 300] < 0.001
    del pairs[0, 0]
    assert likely(pairs, 1000, 1000)[0, 300] > 0.99


def test_two_who_are_equally_likely_are_both_no_link_and_are_counted() -> None:
    told = standing_once(scored({**certain(300), (300, 300): 20.0, (300, 301): 20.0}), 1000, 1000, ONCE)
    found = {(pair.left, pair.right): pair.probability for pair in told.pairs}
    assert found[300, 300] == found[300, 301] < 0.51
    assert undecided(told.pairs, 0.99) == 1
    assert undecided(standing_once(scored(certain(300)), 1000, 1000, ONCE).pairs, 0.99) == 0


def test_a_weak_pair_is_a_link_where_nobody_else_is_left() -> None:
    pairs = {**certain(990), (990, 990): 1.0}
    assert likely(pairs, 1000, 1000)[990, 990] > 0.99
    assert likely(pairs, 1000, 9_000)[990, 990] < 0.99


@pytest.mark.parametrize("size", [1, 2, 5])
def test_two_small_files_are_not_taken_for_one(size: int) -> None:
    # Nothing is known of anybody: the weight is what it was before.
    pairs = {(number, number): BEFORE for number in range(size)}
    assert max(likely(pairs, size, size).values()) < 0.1


def test_it_is_what_all_ways_to_link_say_together() -> None:
    pairs = {(0, 0): -9.0, (0, 1): -8.0, (1, 1): -10.0, (2, 1): -7.5, (2, 2): -9.5}
    told = standing_once(scored(pairs), 3, 3, Once(not_brought=0.0, at_most=0.9))
    weigh = {who: 2.0 ** (told.before + weight - BEFORE) for who, weight in pairs.items()}
    whole, having = 0.0, dict.fromkeys(pairs, 0.0)
    for chosen in product((False, True), repeat=len(pairs)):
        way = [who for who, taken in zip(pairs, chosen, strict=True) if taken]
        if any(len({who[side] for who in way}) < len(way) for side in (0, 1)):
            continue
        weight = 1.0
        for who in way:
            weight *= weigh[who]
        whole += weight
        for who in way:
            having[who] += weight
    for pair in told.pairs:
        assert pair.probability == pytest.approx(having[pair.left, pair.right] / whole, abs=0.001)


def test_what_is_in_a_weight_adds_up() -> None:
    before = scored({**certain(20), (0, 20): 8.0})
    told = standing_once(before, 50, 60, ONCE)
    was = {(pair.left, pair.right): pair.weight for pair in before.pairs}
    for pair in told.pairs:
        own = was[pair.left, pair.right] - before.before
        assert pair.weight == pytest.approx(told.before + own + pair.others, abs=0.001)
        assert pair.others <= 0
    assert [pair.weight for pair in told.pairs] == sorted((pair.weight for pair in told.pairs), reverse=True)


def test_each_pair_is_judged_alone_where_a_person_may_stand_twice() -> None:
    alone = scored(certain(3))
    assert standing_once(alone, 5, 5, None) is alone
    assert standing_once(Scored([]), 5, 5, ONCE) == Scored([])
