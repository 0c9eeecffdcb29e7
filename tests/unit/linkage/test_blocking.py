"""Blocking rules by what they cost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfgovern.errors import UsageError
from cfgovern.linkage.blocking import chosen, measured
from cfgovern.linkage.settings import load_settings

PEOPLE = [{"dob": str(number), "sex": "female", "postcode": str(number // 2)} for number in range(10)]
SETTINGS = replace(load_settings("clear"), blocking=(("sex",), ("postcode",), ("dob",), ("nino",)))


def used(budget: int) -> dict[tuple[str, ...], tuple[int, str]]:
    rules = measured(replace(SETTINGS, budget=budget), PEOPLE, PEOPLE)
    return {one.columns: (one.pairs, one.use) for one in rules}


def test_the_cheapest_rules_are_used_until_the_budget_is_spent() -> None:
    assert list(used(1000)) == list(SETTINGS.blocking)
    assert used(130)["sex",] == (100, "used")
    assert used(129) == {
        ("sex",): (100, "over_budget"),
        ("postcode",): (20, "used"),
        ("dob",): (10, "used"),
        ("nino",): (0, "not_in_both"),
    }
    assert used(29)["postcode",] == (20, "over_budget") and used(29)["dob",] == (10, "used")


def test_those_that_are_used_are_the_settings_from_there_on() -> None:
    rules = measured(replace(SETTINGS, budget=30), PEOPLE, PEOPLE)
    assert chosen(SETTINGS, rules).blocking == (("postcode",), ("dob",))


def test_nothing_is_compared_where_every_rule_costs_too_much() -> None:
    with pytest.raises(UsageError) as refused:
        used(9)
    assert refused.value.code == "link.too_many_pairs" and refused.value.fix


def test_where_no_rule_can_be_used_nobody_is_compared_and_nothing_is_refused() -> None:
    rules = measured(SETTINGS, [{"phone": "1"}], PEOPLE)
    assert {one.use for one in rules} == {"not_in_both"} and chosen(SETTINGS, rules).blocking == ()
