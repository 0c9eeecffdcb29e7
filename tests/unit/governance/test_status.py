"""Counts per document, and the four lights: none is complete while one of its questions is open."""

from __future__ import annotations

from typing import Any

import pytest

from cfgovern.governance.law import load_law
from cfgovern.governance.questions import Catalogue, State, load_questions, questions_of
from cfgovern.governance.status import LIMBS, lights, status_of
from cfgovern.governance.vocabulary import load_vocabulary
from cfgovern.profile.answers import About, Answer
from tests.unit.governance.factory import whole


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_questions(load_vocabulary().kinds)


def states(catalogue: Catalogue, *answered: str) -> list[State]:
    said: dict[About, Answer] = {
        (name, None): Answer(name, None, "confirmed", text="Said.", by="DPO", on="2026-11-01")
        for name in answered
    }
    return questions_of(whole(), said, catalogue, load_law())


def of(limb: str, *found: Any) -> list[State]:
    return [State("D1", None, "T", one, (), "", ("dpia",), "sign", "each_party", limb) for one in found]


@pytest.mark.parametrize(
    ("found", "light"),
    [
        (("answered", "derived", "not_applicable"), "complete"),
        (("derived", "confirm"), "confirm"),
        (("derived", "confirm", "open"), "open"),
        ((), "open"),
    ],
)
def test_the_light_of_a_limb(found: tuple[str, ...], light: str) -> None:
    assert lights(of("b", *found))["b"]["light"] == light


def test_an_area_without_answers_is_not_complete(catalogue: Catalogue) -> None:
    found = status_of(states(catalogue), catalogue)
    assert {limb: one["light"] for limb, one in found["limbs"].items()} == {
        "a": "open",  # D3
        "b": "open",  # D11
        "c": "confirm",  # D17
        "d": "complete",
    }
    assert not found["complete_35_7"]


def test_it_is_complete_once_no_limb_has_an_open_question(catalogue: Catalogue) -> None:
    assert not status_of(states(catalogue, "D3"), catalogue)["complete_35_7"]
    found = status_of(states(catalogue, "D3", "D11"), catalogue)
    assert found["complete_35_7"]
    assert [limb for limb in LIMBS if found["limbs"][limb]["light"] == "confirm"] == ["b", "c"]


def test_every_question_is_counted_once_in_each_of_its_documents(catalogue: Catalogue) -> None:
    found = states(catalogue)
    told = status_of(found, catalogue)
    assert list(told["documents"]) == ["dpia", "dsa", "ropa", "notice"]
    for name, one in told["documents"].items():
        there = [state for state in found if name in state.documents]
        assert sum(one["states"].values()) == len(there)
        assert sum(one["waiting"].values()) == one["states"]["open"]
    assert told["documents"]["dsa"]["waiting"] == {"draft": 0, "sign": 1, "share": 3}  # S2; S15 twice, S18
    assert told["catalogue"] == {"questions": 49, "human": 8, "confirm": 11, "derived": 30}
