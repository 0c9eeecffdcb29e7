"""Links, and how often they are right."""

from __future__ import annotations

import pytest

from cfgovern.linkage.quality import Quality, by_group, groups_of, links, quality
from cfgovern.linkage.scoring import Pair

PAIRS = [Pair(0, 0, 0.999, 10), Pair(0, 1, 0.995, 8), Pair(1, 1, 0.991, 7), Pair(2, 2, 0.5, 0)]


def test_a_link_is_at_least_as_likely_as_the_threshold() -> None:
    assert links(PAIRS, 0.99) == PAIRS[:3]
    assert links(PAIRS, 0.5) == PAIRS


def test_one_to_one_links_nobody_twice_and_the_likeliest_first() -> None:
    assert links(PAIRS, 0.99, one_to_one=True) == [PAIRS[0], PAIRS[2]]


def test_figures_of_found_false_and_missed() -> None:
    told = quality({(0, 0), (1, 1), (2, 3)}, {(0, 0), (1, 1), (2, 2), (3, 3)})
    assert told == Quality(found=2, false=1, missed=2)
    assert told.precision == pytest.approx(2 / 3) and told.recall == 0.5 and told.f1 == pytest.approx(4 / 7)


def test_nothing_can_be_said_of_nothing() -> None:
    told = quality(set(), set())
    assert (told.precision, told.recall, told.f1) == (None, None, None)


LEFT = [{"sex": "female", "nino": "a"}, {"sex": "x", "nino": "b"}]
RIGHT = [{"nino": "a"}, {}]
ASKED: dict[str, list[str]] = {"sex": ["female", "male"], "nino": []}


def test_a_pair_is_in_one_group_of_each_kind_and_no_other_code_is_shown() -> None:
    assert groups_of((0, 0), LEFT, RIGHT, ASKED) == {"sex": "female", "nino": "there"}
    assert groups_of((1, 1), LEFT, RIGHT, ASKED) == {"sex": "other", "nino": "missing"}


def test_each_group_has_its_own_figures() -> None:
    told = by_group({(0, 0), (0, 1)}, {(0, 0), (1, 1)}, LEFT, RIGHT, ASKED)
    assert told["sex"] == {"female": Quality(1, 1, 0), "other": Quality(0, 0, 1)}
    assert told["nino"] == {"missing": Quality(0, 1, 1), "there": Quality(1, 0, 0)}


def test_groups_that_only_the_truth_tells_of_are_all_told_apart() -> None:
    left, right = [{"ethnicity": "White"}, {}], [{"ethnicity": "Asian"}, {}]
    asked = {"ethnicity": None}
    assert groups_of((0, 1), left, right, asked) == {"ethnicity": "White"}
    assert groups_of((0, 0), left, right, asked) == {"ethnicity": "not the same in both"}
    assert groups_of((1, 0), left, right, asked) == {"ethnicity": "Asian"}
    assert groups_of((1, 1), left, right, asked) == {"ethnicity": "not known"}
