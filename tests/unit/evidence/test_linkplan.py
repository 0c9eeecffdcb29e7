"""What follows from a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfgovern.evidence.linkplan import NEAR, SharedSet
from cfgovern.evidence.links import Figures
from tests.unit.reporting.linkplansample import NEEDED, NO_NINO, NO_SEX, PLAN, shared


def test_the_smallest_set_is_near_for_everybody_and_with_groups_for_each_of_them() -> None:
    assert PLAN.smallest("clear", groups=False).shared == NEEDED
    assert PLAN.smallest("clear", groups=True).shared == NO_SEX
    # By tokens one group of a hundred loses two more without sex.
    assert PLAN.smallest("tokens", groups=True).shared == PLAN.parts


def test_of_several_the_best_and_all_parts_where_nothing_is_near() -> None:
    better = replace(PLAN, sets=(*PLAN.sets[:2], shared("clear", NO_NINO, 10, 2), *PLAN.sets[3:]))
    assert better.smallest("clear", groups=True).shared == NO_NINO
    alone = replace(PLAN, sets=(PLAN.sets[0], shared("clear", NEEDED, 90, 40)))
    assert alone.smallest("clear", groups=False).shared == PLAN.parts


@pytest.mark.parametrize(("fallen", "near"), [(NEAR, True), (NEAR + 0.0001, False)])
def test_the_edge_is_near(fallen: float, near: bool) -> None:
    whole = SharedSet("clear", PLAN.parts, Figures(9, 1, 1, 0.9, 0.9, 0.9), {})
    less = SharedSet("clear", NEEDED, Figures(9, 1, 1, 0.9, 0.9, round(0.9 - fallen, 4)), {})
    found = replace(PLAN, sets=(whole, less)).smallest("clear", groups=True)
    assert (found is less) is near


def test_the_group_that_is_found_least_and_the_one_that_loses_most() -> None:
    whole, _, no_nino, _ = PLAN.of("clear")
    assert whole.worst and (whole.worst.kind, whole.worst.name) == ("nino", "missing")
    lost = PLAN.lost(no_nino)
    assert lost.before and lost.after and (lost.after.name, lost.after.figures.missed) == ("missing", 8)
    assert lost.f1 == pytest.approx(whole.figures.f1 - no_nino.figures.f1, abs=1e-4)  # type: ignore[operator]


def test_tokens_are_held_against_clear_text_where_that_is_asked() -> None:
    clear, tokens = PLAN.of("clear")[0], PLAN.of("tokens")[0]
    assert PLAN.lost(tokens).f1 == 0 and PLAN.lost(tokens, clear).f1 > 0


def test_where_no_group_is_large_enough_nobody_loses_most() -> None:
    few = replace(PLAN.sets[0], by_group={"sex": {"female": 3}})
    assert few.worst is None and PLAN.lost(few, few).after is None
