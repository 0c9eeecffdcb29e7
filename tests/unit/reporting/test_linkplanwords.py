"""What a plan says in sentences."""

from __future__ import annotations

from dataclasses import replace

from cfgovern.reporting.linkplanwords import group_name, parts_named, sentences, set_name
from tests.unit.reporting.linkplansample import NO_SEX, PLAN


def test_the_smallest_sets_come_first_for_everybody_and_for_each_group() -> None:
    first, second, *_ = sentences(PLAN)
    assert first == (
        "In the clear the smallest set that does as well (F1 within 0.005) for everybody together: "
        "names and date of birth (F1 0.9879 beside 0.9925 with all identifiers)."
    )
    assert second.endswith("for each group too: names, date of birth and National Insurance number.")


def test_who_loses_most_by_what_is_left_out_is_told_with_counts() -> None:
    [said] = (one for one in sentences(PLAN) if one.startswith("Without National Insurance number:"))
    assert said.startswith(
        "Without National Insurance number: F1 0.9925 to 0.9884, missed 10 to 18, false links 5 to 5, "
        "of 1,000; who loses most: no National Insurance number (F1 "
    )
    assert any(
        one.startswith("By tokens instead of in the clear, with all identifiers: F1")
        for one in sentences(PLAN)
    )
    assert any("link nobody: middle names" in one for one in sentences(PLAN))
    assert not any("link nobody" in one for one in sentences(replace(PLAN, unused=())))


def test_where_only_all_will_do_it_is_said() -> None:
    whole, *_, least = PLAN.of("tokens")
    sets = (replace(whole, mode="clear"), replace(least, mode="clear"), whole, least)
    first, second, *_ = sentences(replace(PLAN, sets=sets))
    assert first.startswith("In the clear no smaller set does as well")
    assert second.startswith("By tokens no smaller set does as well")


def test_a_set_that_is_enough_for_all_but_a_group() -> None:
    sets = tuple(one for one in PLAN.sets if one.shared != NO_SEX)
    first, second, *_ = sentences(replace(PLAN, sets=sets))
    assert "for everybody together: names and date of birth (" in first
    assert second.startswith("In the clear no smaller set does as well for each group")


def test_names_of_sets_and_groups() -> None:
    assert [set_name(PLAN, one) for one in PLAN.of("clear")] == [
        "all identifiers",
        "without sex",
        "without National Insurance number",
        "names and date of birth alone",
    ]
    assert parts_named(["names", "sex", "own_number"]) == "names, sex and own number"
    assert group_name("fixed_abode", "missing") == "no fixed abode"
    assert group_name("name_origin", "South Asian") == "names: South Asian"
