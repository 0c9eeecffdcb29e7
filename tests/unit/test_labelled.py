"""The labelled sets are whole, their slots hold what they say, and the scoring counts as its page says."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import pytest

from cfgovern.identifiers import classify
from tests.labelled.fill import (
    ENTITIES,
    POSITIVE,
    Case,
    cases,
    hostile_cases,
    hostile_entities,
)
from tests.labelled.forms import FORMS
from tests.labelled.official import card, iban
from tests.labelled.scoring import BARS, Found, Search, score, score_hostile
from tests.labelled.values import SLOTS

STRICT = [entity for entity in ENTITIES if BARS[entity].false_alarms == 1]


# --- The sets -------------------------------------------------------------------------------------
@pytest.mark.parametrize("entity", ENTITIES)
def test_a_set_has_forty_positives_and_forty_negatives_that_differ(entity: str) -> None:
    made = cases(entity)
    assert [case.number for case in made] == list(range(1, 81))
    assert sum(case.setting in POSITIVE for case in made) == 40
    assert len({(case.heading, case.text) for case in made}) == 80
    assert all((case.heading is not None) for case in made if case.setting == "cells")


@pytest.mark.parametrize("seed", [0, 7])
@pytest.mark.parametrize("entity", ENTITIES)
def test_positives_hold_the_entity_and_negatives_none(entity: str, seed: int) -> None:
    for case in cases(entity, seed):
        kinds = {kind for _, _, kind in case.spans}
        assert (entity in kinds) == (case.setting in POSITIVE), case.number
        assert kinds <= set(ENTITIES), case.number
        assert all(case.text[start:end].strip() for start, end, _ in case.spans), case.number
        assert not any(mark in case.text for mark in ("{{", "}}", "[[", "]]")), case.number


def test_spans_stand_in_order_and_apart() -> None:
    for entity in ENTITIES:
        for case in cases(entity):
            edges = [edge for start, end, _ in case.spans for edge in (start, end)]
            assert edges == sorted(edges), (entity, case.number)


def test_a_seed_gives_the_same_again_and_another_seed_other_values() -> None:
    assert cases("UK_PNC_ID", 3) == cases("UK_PNC_ID", 3)
    assert cases("UK_PNC_ID", 3) != cases("UK_PNC_ID", 4)


@pytest.mark.parametrize("name", ["nhs_number", "nino", "pnc_id", "cro", "crn", "prison_number", "postcode"])
def test_values_are_right_in_the_eyes_of_the_package_as_well(name: str) -> None:
    """Two readings of what the owners publish, written apart, agree."""
    _, maker = SLOTS[name]
    assert {classify(name, maker(Random(seed), "")) for seed in range(200)} <= {"valid", "unreal"}


def test_ten_digits_are_never_an_nhs_number() -> None:
    _, maker = SLOTS["ten_digits"]
    assert {classify("nhs_number", maker(Random(seed), "")) for seed in range(200)} == {"bad_check"}


@pytest.mark.parametrize("country", ["GB", "DE", "FR", "NL"])
def test_an_iban_is_one_by_97(country: str) -> None:
    made = iban(Random(1), country)
    moved = made[4:] + made[:4]
    assert int("".join(str(int(one, 36)) for one in moved)) % 97 == 1


def test_a_card_passes_the_check_of_luhn() -> None:
    for seed in range(20):
        figures = [int(one) for one in reversed(card(Random(seed), "joined"))]
        doubled = [sum(divmod(2 * one, 10)) for one in figures[1::2]]
        assert (sum(figures[::2]) + sum(doubled)) % 10 == 0


@pytest.mark.parametrize("entity", hostile_entities())
def test_a_hostile_value_stands_where_the_span_says(entity: str) -> None:
    made = hostile_cases(entity)
    assert len(made) >= 12
    for case in made:
        ((start, end, kind),) = case.spans
        assert kind == entity
        assert case.setting in FORMS
        assert "<cue>" not in case.text
        assert case.text[start:end].strip()


def test_every_strict_entity_has_hostile_forms() -> None:
    assert set(STRICT) <= set(hostile_entities())


# --- The scoring ----------------------------------------------------------------------------------
ENTITY = "UK_PNC_ID"


def _search(made: Iterable[Case], *, half: float = 1.0, severity: str = "error", name: str = "") -> Search:
    """Finds the marked spans of those cases, or that part of each, and nothing else."""
    known = {(case.text, case.heading): case.spans for case in made}

    def search(text: str, heading: str | None) -> list[Found]:
        return [
            (start, start + round(half * (end - start)), name or kind, severity)
            for start, end, kind in known.get((text, heading), ())
        ]

    return search


def _everything(text: str, heading: str | None) -> list[Found]:
    return [(0, len(text), ENTITY, "error"), (0, 1, "UK_CRO", "warning"), (0, 1, "DATE_TIME", "error")]


def test_a_search_that_finds_what_is_marked_has_all() -> None:
    result = score(ENTITY, _search(cases(ENTITY)))
    assert set(result.recall) == {*POSITIVE, "all"}
    assert set(result.recall.values()) == {1.0}
    assert (result.misses, result.false_alarms, result.other_alarms) == ((), (), {})
    assert result.enough


def test_a_search_that_finds_nothing_misses_every_positive() -> None:
    result = score(ENTITY, lambda text, heading: [])
    assert result.recall == dict.fromkeys((*POSITIVE, "all"), 0.0)
    assert result.misses == tuple(range(1, 41))
    assert not result.enough


def test_recall_is_told_by_setting() -> None:
    cells = [case for case in cases(ENTITY) if case.setting == "cells"]
    result = score(ENTITY, _search(cells))
    assert (result.recall["cells"], result.recall["cued"], result.recall["bare"]) == (1.0, 0.0, 0.0)
    assert 0 < result.recall["all"] < 1


def test_a_setting_without_cases_has_nothing_to_miss() -> None:
    assert score("UK_UPRN", lambda text, heading: []).recall["bare"] == 1.0


@pytest.mark.parametrize(("half", "hits"), [(0.6, 1.0), (0.3, 0.0)])
def test_half_of_a_span_is_a_hit_and_less_is_none(half: float, hits: float) -> None:
    assert score(ENTITY, _search(cases(ENTITY), half=half)).recall["all"] == hits


def test_a_span_may_be_found_in_two_stretches() -> None:
    whole = _search(cases(ENTITY))

    def two(text: str, heading: str | None) -> Iterable[Found]:
        for start, end, kind, severity in whole(text, heading):
            third = (end - start) // 3
            yield (start, start + third, kind, severity)
            yield (end - third, end, kind, severity)

    assert score(ENTITY, two).recall["all"] == 1.0


def test_another_entity_is_no_hit() -> None:
    assert score(ENTITY, _search(cases(ENTITY), name="UK_CRO")).recall["all"] == 0.0


def test_a_person_is_a_third_party() -> None:
    entity = "PERSON_THIRD_PARTY"
    assert score(entity, _search(cases(entity), name="PERSON")).recall["all"] == 1.0


def test_information_is_neither_a_hit_nor_an_alarm() -> None:
    assert score(ENTITY, _search(cases(ENTITY), severity="info")).recall["all"] == 0.0
    silent = score(ENTITY, lambda text, heading: [(0, len(text), ENTITY, "info")])
    assert silent.false_alarms == ()


def test_every_negative_that_is_taken_for_one_is_a_false_alarm() -> None:
    result = score(ENTITY, _everything)
    assert result.recall["all"] == 1.0
    assert result.false_alarms == tuple(range(41, 81))
    assert result.other_alarms == {"UK_CRO": 40}
    assert not result.enough


@pytest.mark.parametrize("entity", ["UK_CRN", "UK_BANK_ACCOUNT"])
def test_what_a_negative_marks_is_no_alarm(entity: str) -> None:
    negatives = [case for case in cases(entity) if case.setting == "negatives"]
    assert any(case.spans for case in negatives)
    assert score(entity, _search(negatives)).other_alarms == {}


def test_the_words_of_a_score_hold_no_text_of_a_case() -> None:
    told = str(score(ENTITY, _everything))
    assert "false alarms in cases [41, 42," in told
    assert not any(case.text in told for case in cases(ENTITY) if len(case.text) > 3)


def test_hostile_forms_that_are_passed_over_are_named() -> None:
    nothing = score_hostile(ENTITY, lambda text, heading: [])
    made = hostile_cases(ENTITY)
    assert nothing.passed_over == tuple(case.setting for case in made)
    assert nothing.cases == len(made)
    assert score_hostile(ENTITY, _search(made)).passed_over == ()


def test_a_refusal_counts_as_found() -> None:
    refused = score_hostile(
        ENTITY, lambda text, heading: [(0, 1, "UNREADABLE", "error")], refusals={"UNREADABLE"}
    )
    assert refused.passed_over == ()
