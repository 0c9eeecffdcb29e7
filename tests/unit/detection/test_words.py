"""Each find has its words: a sentence with no text of it, what to do, and one form for one and for many."""

from __future__ import annotations

from typing import get_args

import pytest

from cfgovern.detection.words import load_words
from cfgovern.evidence.spans import ENTITIES
from cfgovern.intake.everything import Kind

WORDS = load_words()


@pytest.mark.parametrize("entity", [*ENTITIES, "MAC_ADDRESS", "SOMETHING_ELSE"])
def test_every_entity_has_its_words(entity: str) -> None:
    assert WORDS.message(entity, "block", "", "cell").startswith("This cell holds ")
    assert WORDS.summary(entity, "warning", "cell", 2).startswith("2 cells may hold ")


@pytest.mark.parametrize("kind", [*get_args(Kind), "cell"])
def test_every_place_has_its_words(kind: str) -> None:
    one, many = (WORDS.summary("UK_NHS", "block", kind, count) for count in (1, 1200))
    assert one.endswith(" holds an NHS number.") and many.startswith("1,200 ") and "hold NHS numbers" in many


def test_the_evidence_is_told_in_a_sentence_of_its_own() -> None:
    assert WORDS.message("UK_NHS", "block", "check_digit", "cell") == (
        "This cell holds an NHS number. The check digit or letter is right."
    )


def test_what_to_do_depends_on_how_sure_the_find_is() -> None:
    assert len({WORDS.fix(severity) for severity in ("block", "warning", "info")}) == 3
