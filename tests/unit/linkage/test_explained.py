"""Why pairs are links, told of many pairs and never of one."""

from __future__ import annotations

import pytest

from cfgovern.evidence.links import Explained, Step
from cfgovern.linkage.explained import explained, weight_of
from cfgovern.linkage.quality import FEW, links
from cfgovern.linkage.scoring import Pair, Scored
from cfgovern.linkage.settings import load_settings

USED = load_settings("clear").over(("given_full", "dob_year", "dob"))
WORTH = ((8.0, 3.0, -6.0), (14.0, -1.0, -7.0))
ALL, NAME_ALONE, BORN_ALONE = (0, 0), (0, 2), (None, 0)


def pair(number: int, weight: float, levels: tuple[int | None, ...]) -> Pair:
    return Pair(number, number, round(1 / (1 + 2**-weight), 6), weight, levels)


def told(pairs: list[Pair], truth: set[tuple[int, int]] | None = None) -> Explained:
    scored = Scored(sorted(pairs, key=lambda one: -one.weight), -9.0, WORTH)
    kept = links(scored.pairs, USED.threshold)
    made = explained(scored, USED, kept, truth, one_to_one=False)
    assert made is not None
    return made


SURE = [pair(number, 14.0 + number % 2, ALL) for number in range(12)]


def test_the_typical_link_is_how_most_links_are_alike_with_what_names_add_on_average() -> None:
    found = told([*SURE, pair(20, 30.0, BORN_ALONE)]).typical
    assert found is not None and (found.levels, found.pairs) == (ALL, 12)
    assert found.rarity == pytest.approx(14.5 - (-9 + 8 + 14))


def test_of_few_pairs_nothing_is_told_but_how_they_are_alike() -> None:
    found = told([pair(number, 20.0, ALL) for number in range(FEW - 1)])
    assert found.typical is not None and (found.typical.pairs, found.typical.rarity) == (None, None)


def test_the_borderline_is_what_most_pairs_near_the_threshold_are() -> None:
    edge = [pair(number, 5.5, BORN_ALONE) for number in range(100, 110)]
    found = told([*SURE, *edge, pair(200, 6.0, ALL)]).borderline
    assert found is not None and (found.levels, found.pairs) == (BORN_ALONE, 10)
    assert found.rarity == pytest.approx(5.5 - (-9 + 14))


def test_where_too_few_are_near_it_is_the_way_that_comes_nearest() -> None:
    found = told([*SURE, pair(100, 6.0, ALL), pair(101, -6.0, NAME_ALONE)]).borderline
    # -9 + 8 + 14 = 13 is nearer to 6.6 than -9 + 8 - 7 = -8.
    assert found is not None and (found.levels, found.pairs, found.rarity) == (ALL, None, None)


def test_each_comparison_is_told_level_by_level() -> None:
    [name, born] = told(SURE).worth
    assert (name.name, name.differ) == ("given_name", -6.0)
    assert [(one.way, one.weight) for one in name.levels] == [("same", 8.0), ("like", 3.0)]
    assert [one.weight for one in born.levels] == [14.0, -1.0] and born.differ == -7.0


def test_other_thresholds_and_how_often_they_are_right() -> None:
    pairs = [pair(1, 20.0, ALL), pair(2, 9.0, ALL), pair(3, 1.0, NAME_ALONE)]
    steps = {one.weight: one for one in told(pairs, {(1, 1), (3, 3), (9, 9)}).steps}
    assert steps[0.0] == Step(0.0, 3, 0.6667, 0.6667)
    assert steps[weight_of(0.99)] == Step(weight_of(0.99), 2, 0.5, 0.3333)
    assert steps[20.0].links == 1 and [*steps] == sorted(steps)
    assert told(pairs).steps[0] == Step(-6.0, 3)


def test_nobody_twice_at_any_threshold() -> None:
    pairs = [Pair(1, 1, 0.999, 12.0, ALL), Pair(1, 2, 0.9, 3.5, ALL), Pair(2, 2, 0.8, 2.5, ALL)]
    scored = Scored(pairs, -9.0, WORTH)
    made = explained(scored, USED, pairs[:1], None, one_to_one=True)
    assert made is not None and made.steps[0].links == 2


def test_where_nobody_was_compared_nothing_is_explained() -> None:
    assert explained(Scored([]), USED, [], None, one_to_one=False) is None


@pytest.mark.parametrize(("probability", "weight"), [(0.5, 0.0), (0.99, 6.6294), (1.0, 39.8632)])
def test_the_weight_of_a_probability(probability: float, weight: float) -> None:
    assert weight_of(probability) == weight
