"""People in made-up notes are found: the bars are a little under what ``tests.persons`` measured."""

from __future__ import annotations

import pytest

from tests.persons import Score, noted, score

NOTES, SEED = 1000, 21


@pytest.fixture(scope="module")
def notes() -> Score:
    return score(noted(SEED, NOTES))


@pytest.fixture(scope="module")
def strangers() -> Score:
    return score(noted(SEED, NOTES, strangers=True))


@pytest.mark.parametrize(
    ("kind", "recall"),
    {
        "participant, all": 0.96,
        "participant, exact": 0.99,
        "participant, reversed": 0.99,
        "participant, first name only": 0.97,
        "participant, nickname": 0.92,
        "participant, lower-case": 0.90,
        "participant, misspelt": 0.85,
        "third party, all": 0.93,
        "third party, exact": 0.97,
        "third party, lower-case": 0.85,
    }.items(),
)
def test_so_many_are_found(notes: Score, kind: str, recall: float) -> None:
    assert notes.there[kind] >= 5
    assert notes.recall(kind) >= recall


def test_what_is_found_is_somebody(notes: Score, strangers: Score) -> None:
    assert notes.precision >= 0.98
    assert strangers.precision >= 0.98


def test_third_parties_are_found_whose_names_no_list_has(strangers: Score) -> None:
    assert strangers.recall("third party, all") >= 0.92


def test_a_participant_is_seldom_taken_for_another(notes: Score) -> None:
    assert notes.misplaced <= 0.005 * notes.there["participant, all"]
