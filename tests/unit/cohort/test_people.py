"""The story holds together: nothing after the end or the day, nights that add up, needs that fit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.people import Story, story

AS_OF = date(2026, 10, 1)
NEEDS = ("homelessness", "substance_misuse", "mental_health", "domestic_abuse", "criminal_justice")
DATED = ("agreement_date", "assessment_date", "outcome_date", "period_end", "support_start_date")


@pytest.fixture(scope="module")
def told() -> Story:
    return story(Draw(1), 300, AS_OF)


@pytest.fixture(scope="module")
def people(told: Story) -> dict[str, dict[str, str]]:
    return {row["participant_id"]: row for row in told["participants"]}


def dated(told: Story) -> Iterator[tuple[str, str, str]]:
    """(person, column, day) of all that is recorded about anybody."""
    for rows in told.values():
        for row in rows:
            yield from ((row["participant_id"], column, row[column]) for column in DATED if column in row)


def test_every_kind_of_person_is_there(people: dict[str, dict[str, str]]) -> None:
    assert len(people) == 300
    endings = {row["exit_destination"] for row in people.values()}
    assert {"", "died", "prison", "disengaged"} <= endings
    assert {row["enrolment_number"] for row in people.values()} == {"1", "2"}
    assert {row["location_protected"] for row in people.values()} == {"yes", "no"}


def test_nothing_is_recorded_before_the_start_or_after_the_end_or_the_day(
    told: Story, people: dict[str, dict[str, str]]
) -> None:
    for person, column, day in dated(told):
        row = people[person]
        assert row["start_date"] <= day <= (row["end_date"] or AS_OF.isoformat()), (person, column)


def test_needs_are_three_or_more_unless_a_reason_is_given(people: dict[str, dict[str, str]]) -> None:
    for row in people.values():
        current = sum(row[f"{need}_current"] == "yes" for need in NEEDS)
        assert (current < 3) == bool(row["below_three_reason"])
        assert all(row[f"{need}_ever"] == "yes" for need in NEEDS if row[f"{need}_current"] == "yes")
    assert {bool(row["below_three_reason"]) for row in people.values()} == {True, False}


def test_identifiers_stand_for_those_whose_last_word_on_linking_is_yes(told: Story) -> None:
    last = {
        row["participant_id"]: row["agreement_state"]
        for row in told["agreements"]
        if row["agreement_scope"] == "linking"
    }
    agreed = {person for person, state in last.items() if state == "agreed"}
    assert {row["participant_id"] for row in told["identifiers"]} == agreed
    assert set(last.values()) == {"agreed", "declined", "not_asked", "withdrawn"}


def test_every_night_is_spent_in_one_place(told: Story) -> None:
    for row in told["service_use"]:
        days = (date.fromisoformat(row["period_end"]) - date.fromisoformat(row["period_start"])).days + 1
        nights = [int(row[name]) for name in row if name.startswith("nights_")]
        assert len(nights) == 9 and sum(nights) == days


def test_ndta_totals_are_the_sum_of_ten_scores_two_of_them_even(told: Story) -> None:
    totals = 0
    for row in told["assessments"]:
        scores = [row[name] for name in row if name.startswith("ndt") and name != "ndta_total"]
        assert len(scores) == 10
        if row["ndta_total"]:
            totals += 1
            assert int(row["ndta_total"]) == sum(map(int, scores))
            assert int(row["ndtrto"]) % 2 == int(row["ndtrfo"]) % 2 == 0
        else:
            assert "not_known" in scores or row["not_assessed_reason"]
    assert 0 < totals < len(told["assessments"])
