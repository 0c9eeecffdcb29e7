"""A name may be shown only where it can name nobody."""

from __future__ import annotations

import pytest

from cfgovern.detection.shown import masked, may_be_shown, words_in


def nothing(_: str) -> list[str]:
    return []


@pytest.mark.parametrize(
    "name", ["note", "Notes 2026", "first_name", "visits of last year", "contactDetails"]
)
def test_ordinary_words_are_shown(name: str) -> None:
    assert may_be_shown(name, nothing)


@pytest.mark.parametrize(
    "name", ["", "Qvxzjk", "notes of Brzeczyszkowska", "note 12345", "x" * 61, "note\u200b", "note\n"]
)
def test_what_nobody_knows_and_what_is_odd_is_not(name: str) -> None:
    assert not may_be_shown(name, nothing)


def test_a_word_of_the_contract_is_shown_and_one_in_which_something_is_found_is_not() -> None:
    assert not may_be_shown("ndteng", nothing) and may_be_shown("ndteng", nothing, {"ndteng"})
    assert not may_be_shown("note", lambda _: ["a find"])


def test_words_are_told_apart_where_case_or_signs_part_them() -> None:
    assert words_in("noteID_of-2026") == ["note", "id", "of", "2026"]


def test_a_shape_has_no_letter_and_no_figure_of_its_text() -> None:
    assert masked("Zoë 9-1\n\u0663") == "Aaa 9-9 9"
