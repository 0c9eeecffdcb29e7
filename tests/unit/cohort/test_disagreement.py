"""Each way of disagreeing changes what it says, or nothing where it cannot strike."""

from __future__ import annotations

from datetime import date

import pytest

from cfgovern.cohort.disagreement import WAYS, Dice, of_age
from cfgovern.cohort.draw import Draw
from cfgovern.identifiers import FORMS, classify, normalise

ROBERT = {
    "given_name": "Robert",
    "middle_names": "Seán James",
    "family_name": "O'Brien-Łukasz",
    "alias_given_name": "Smudge",
    "alias_family_name": "Ford",
    "date_of_birth": "1981-04-09",
    "sex": "male",
    "address_line_1": "1 Larkspur Street",
    "address_line_2": "",
    "address_town": "Quillborough",
    "postcode": "QA1 1AA",
    "nino": "QQ123456C",
    "phone": "07700 900123",
    "email": "person.00000001@example.org",
    "start_date": "2025-05-01",
}
GRACE = ROBERT | {
    "given_name": "Mohammed", "family_name": "Ahmed", "sex": "female", "address_line_1": "Flat 9",
    "address_town": "Marrowick", "postcode": "QB2 2BB",
}  # fmt: skip
EMPTY = dict.fromkeys(ROBERT, "")


def changes(way: str, person: dict[str, str], other: dict[str, str] = GRACE) -> list[dict[str, str]]:
    return [WAYS[way](person, other, Dice(Draw(1), (way, number))) for number in range(300)]


def written(way: str, concept: str, person: dict[str, str] = ROBERT) -> set[str]:
    return {change[concept] for change in changes(way, person) if change}


@pytest.mark.parametrize("way", sorted(WAYS))
def test_an_empty_record_disagrees_in_nothing(way: str) -> None:
    assert not any(changes(way, EMPTY, EMPTY))


@pytest.mark.parametrize("way", sorted(WAYS))
def test_words_for_missing_answers_stay(way: str) -> None:
    person = EMPTY | dict.fromkeys(("date_of_birth", "sex", "nino", "phone", "email"), "declined")
    assert not any(changes(way, person))


@pytest.mark.parametrize("way", sorted(WAYS))
def test_every_way_strikes_somebody(way: str) -> None:
    assert any(any(changes(way, person)) for person in (ROBERT, GRACE))


@pytest.mark.parametrize("way", sorted(WAYS))
def test_identifiers_stay_nobodys(way: str) -> None:
    for change in changes(way, ROBERT) + changes(way, GRACE, ROBERT):
        for identifier in FORMS.keys() & change:
            assert not change[identifier] or classify(identifier, change[identifier]) in ("unreal", "pseudo")


@pytest.mark.parametrize("way", ["moved", "no_fixed_abode"])
def test_nobody_is_given_an_address_who_has_none(way: str) -> None:
    hidden = ROBERT | {"address_line_1": "", "address_town": "", "postcode": "ZZ99 3WZ"}
    assert not any(changes(way, hidden))
    assert not any(changes("moved", ROBERT, hidden))


def test_names_change_as_they_do_between_records() -> None:
    assert written("nickname", "given_name") == {"Rob", "Bob", "Bobby", "Robbie", "Bert"}
    assert "Muhammad" in written("other_spelling_given", "given_name", GRACE)
    assert written("middle_name_used", "given_name") == {"Seán"}
    assert written("middle_name_used", "middle_names") == {"James"}
    assert written("alias_used", "given_name") == {"Smudge"}
    assert written("alias_used", "alias_family_name") == {"O'Brien-Łukasz"}
    assert written("half_family_name", "family_name") == {"O'Brien", "Łukasz"}
    assert written("plain_letters", "family_name") == {"OBrien Lukasz"}
    assert written("names_swapped", "family_name") == {"Robert"}
    assert {"Roebrt", "Robbert", "Rbert", "Rovert"} <= written("typing_given", "given_name")
    assert "Rodert" not in written("sound_given", "given_name") and written("sound_given", "given_name")


def test_women_take_new_family_names_and_the_old_one_is_sometimes_kept() -> None:
    assert not any(changes("new_family_name", ROBERT, GRACE))
    made = changes("new_family_name", GRACE, ROBERT | {"family_name": "Baker"})
    assert {change["family_name"] for change in made} == {"Baker", "Ahmed-Baker"}
    assert {change.get("alias_family_name") for change in made} == {None, "Ahmed"}


def test_dates_of_birth_change_as_slips_do() -> None:
    assert written("day_and_month_swapped", "date_of_birth") == {"1981-09-04"}
    assert written("first_of_january", "date_of_birth") == {"1981-01-01"}
    around = {
        "1971-04-09", "1980-04-09", "1982-04-09", "1981-03-09", "1981-05-09", "1981-04-08", "1981-04-10",
    }  # fmt: skip
    assert written("figure_of_birth", "date_of_birth") == around
    assert not any(changes("day_and_month_swapped", ROBERT | {"date_of_birth": "1981-04-19"}))


def test_nobody_becomes_a_child() -> None:
    young = ROBERT | {"date_of_birth": "2006-04-09", "start_date": "2025-05-01"}
    assert all(
        of_age(date.fromisoformat(born), young) for born in written("figure_of_birth", "date_of_birth", young)
    )
    assert of_age(date(2020, 1, 1), EMPTY)  # nothing is known about the start


def test_ninos_are_written_otherwise_and_mean_the_same_or_have_a_slip() -> None:
    assert written("nino_with_gaps", "nino") == {"QQ 12 34 56 C"}
    assert written("nino_without_last_letter", "nino") == {"QQ123456"}
    assert written("nino_missing", "nino") == {""}
    assert {normalise("nino", text) for text in written("nino_figures_swapped", "nino")} == {
        "QQ213456", "QQ132456", "QQ124356", "QQ123546", "QQ123465",
    }  # fmt: skip
