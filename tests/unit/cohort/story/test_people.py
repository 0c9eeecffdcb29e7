"""Who the people are: what is said of one person holds together, and groups differ as they should."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from cfgovern.cohort.frame import years
from cfgovern.cohort.story.people import NEEDS
from tests.unit.cohort.story.told import DAY, Texts, profile, tell

PEOPLE = "participants"
GAPS = ("", "declined", "not_asked", "not_known")


def text(concept: str) -> Texts:
    return tell().text(PEOPLE, concept)


@pytest.mark.parametrize("need", NEEDS)
def test_a_need_of_now_was_there_at_some_time(need: str) -> None:
    who = tell().who
    assert not (who.current[need] & ~who.ever[need]).any()
    assert not ((text(f"{need}_current") == "yes") & (text(f"{need}_ever") == "no")).any()


def test_needs_come_together_more_than_by_chance() -> None:
    many = np.stack([tell().who.ever[need] for need in NEEDS]).astype(int)
    by_chance = sum(float(share * (1 - share)) for share in many.mean(axis=1))
    assert many.sum(axis=0).var() > 1.1 * by_chance


def test_a_judgement_and_its_reason_belong_to_fewer_than_three_needs() -> None:
    absent = sum((text(f"{need}_current") == "no").astype(int) for need in NEEDS)
    few = absent >= 3
    assert ((text("below_three_reason") != "") == few).all()
    assert ((text("eligibility_route") == "professional_judgement") == few).all()
    assert 0.02 < few.mean() < 0.1


def test_the_way_somebody_was_taken_on_is_borne_out_by_the_other_answers() -> None:
    route, point, crisis = (
        text(c) for c in ("eligibility_route", "transition_point", "repeated_crisis_contact")
    )
    assert not np.isin(point[route == "transition_point"], ("none", *GAPS)).any()
    assert set(crisis[route == "not_yet_in_data"]) == {"no"}
    assert "no" not in crisis[route == "definition_met"]
    assert set(route) == {"definition_met", "transition_point", "not_yet_in_data", "professional_judgement"}


@pytest.mark.parametrize(
    ("concept", "codes", "need"),
    [
        ("transition_point", ("leaving_prison", "prolific_offending"), "criminal_justice"),
        ("referral_source", ("prison", "probation"), "criminal_justice"),
        ("referral_source", ("domestic_abuse",), "domestic_abuse"),
        ("referral_source", ("drug_alcohol",), "substance_misuse"),
    ],
)
def test_a_code_that_tells_of_a_need_is_of_somebody_who_lived_with_it(
    concept: str, codes: tuple[str, ...], need: str
) -> None:
    those = np.isin(text(concept), codes)
    assert those.any() and tell().who.ever[need][those].all()


def test_leaving_care_and_services_for_the_young_is_for_the_young() -> None:
    who = tell().who
    age = (who.start - who.born) / 365.25
    point = text("transition_point")
    young = np.isin(point, ("leaving_care", "youth_to_adult"))
    young |= text("below_three_reason") == "leaving_youth_services"
    assert young.any() and age[young].max() < 25.1
    assert set(text("care_experience")[point == "leaving_care"]) == {"yes"}


def test_everybody_is_an_adult_and_nobody_is_older_than_the_profile_says() -> None:
    who = tell().who
    age = (who.start - who.born) / 365.25
    assert age.min() >= 18 and age.max() < 76
    assert 35 < np.median(age) < 45


def test_the_year_of_birth_is_that_of_the_day() -> None:
    told = tell()
    known = told.values(PEOPLE, "year_of_birth") >= 0
    assert (told.values(PEOPLE, "year_of_birth")[known] == years(told.who.born)[0][known]).all()


def test_the_decision_comes_before_the_start_and_the_start_before_the_day_of_the_data() -> None:
    told = tell()
    start = told.values(PEOPLE, "start_date")
    before = start - told.values(PEOPLE, "decision_date")
    assert before.min() == 0 and before.max() == 20
    assert start.max() < DAY


def test_refused_not_asked_and_left_empty_are_apart() -> None:
    for concept, states in profile().missing.items():
        if concept not in ("default", "needs", "date_of_birth"):
            cells = set(text(concept))
            assert {state for state, share in states.items() if share > 0.2} <= cells, concept
            assert "" not in cells or concept in ("brain_injury", "neurodiversity", "learning_disability")
    assert {"", "declined", "not_asked", "not_known", "yes", "no"} == set(text("trauma"))


def test_more_is_refused_and_less_is_asked_of_what_is_more_private() -> None:
    unsaid = {concept: np.isin(text(concept), GAPS).mean() for concept in ("sexual_orientation", "sex")}
    assert unsaid["sexual_orientation"] > 0.15 and unsaid["sex"] < 0.02


def test_how_far_somebody_is_limited_is_asked_of_those_with_a_condition() -> None:
    limited = text("activity_limitation") != ""
    assert (limited == (text("long_term_condition") == "yes")).all()


def test_only_younger_women_are_pregnant() -> None:
    who = tell().who
    pregnant = text("pregnancy_maternity") == "yes"
    assert pregnant.any() and who.female[pregnant].all()
    assert ((who.start - who.born)[pregnant] < 46 * 365.25).all()


def test_domestic_abuse_goes_with_sex_and_a_protected_place_with_domestic_abuse() -> None:
    who = tell().who
    abused = who.ever["domestic_abuse"]
    assert abused[who.female].mean() - abused[~who.female].mean() > 0.4
    hidden = text("location_protected") == "yes"
    now = who.current["domestic_abuse"]
    assert hidden[now].mean() > 5 * hidden[~now].mean()


def test_sleeping_rough_is_a_need_of_now() -> None:
    rough = text("accommodation_at_start") == "rough_sleeping"
    assert rough.any() and tell().who.current["homelessness"][rough].all()


@pytest.mark.parametrize("latent", ["need", "engaged"])
def test_areas_differ_by_more_than_chance(latent: str) -> None:
    who = tell().who
    values, areas = getattr(who, latent), np.unique(who.area)
    means = np.array([values[who.area == area].mean() for area in areas])
    by_chance = np.mean([values[who.area == area].var() / (who.area == area).sum() for area in areas])
    assert means.var(ddof=1) > 4 * by_chance


def test_religion_and_nationality_go_with_community() -> None:
    ethnic, religion, nation = (text(c) for c in ("ethnic_group", "religion", "nationality_group"))
    assert (religion[ethnic == "asian_pakistani"] == "muslim").mean() > 0.5
    assert (religion[ethnic == "white_british"] == "muslim").mean() < 0.05
    uk = nation == "uk"
    assert uk[ethnic == "white_british"].mean() > uk[ethnic == "white_other"].mean() + 0.3


def test_one_person_alone_is_the_same_person() -> None:
    from cfgovern.cohort import story

    told = tell()
    place = 1234
    number = told.who.numbers[place : place + 1]
    _, alone = story.tell(told.world, number)
    for (table, frame), concept in product(
        alone.items(), ("start_date", "ndta_total", "period", "given_name")
    ):
        if concept in frame.columns:
            mine = told.frames[table].columns[concept].taken(np.flatnonzero(told.person(table) == place))
            assert frame.columns[concept].text() == mine.text()


def test_nobody_is_nobody() -> None:
    from cfgovern.cohort import story

    who, frames = story.tell(tell().world, np.array([], dtype=np.int64))
    assert len(who.numbers) == 0
    assert set(frames) == set(story.TABLES)
    assert all(len(cells.text()) == 0 for frame in frames.values() for cells in frame.columns.values())


def test_who_is_young_has_seldom_been_married() -> None:
    who, status = tell().who, text("marital_status")
    young = who.start - who.born < 25 * 365
    never = status == "never_married"
    assert never[young].mean() > 0.85 and never[~young].mean() < 0.75
