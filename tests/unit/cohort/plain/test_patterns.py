"""The n-th text of a pattern: all different, all right, and as many as there are."""

from __future__ import annotations

import re

import pytest

from cfgovern.cohort.plain.automata import TooLarge
from cfgovern.cohort.plain.patterns import ENOUGH, fits, language


def texts(*patterns: str, shortest: int = 0, longest: int | None = None) -> list[str]:
    found = language(patterns, shortest, longest)
    return [found.text(number) for number in range(min(found.size, 3_000))] if found else []


@pytest.mark.parametrize(
    ("pattern", "size"),
    [
        ("^[A-Z]-[0-9]{3}$", 26_000),
        ("^(yes|no)$", 2),
        ("^(a|a)b?$", 2),  # two ways to one text count once
        ("^(a?){3}$", 3),
        (r"^a\.b$", 1),
        ("[0-9]", 10),
        ("(?i)^ab$", 4),
        ("[[:digit:]]x", 10),
        (r"^\pL\z", 52),
        (r"^\d\D\w$", None),
        ("^£[0-9]$", 10),
        ("^20[0-9]{2}-Q[1-4]$", 400),
    ],
)
def test_each_number_has_a_text_of_its_own(pattern: str, size: int | None) -> None:
    found = language([pattern])
    assert found is not None
    if size is not None:
        assert found.size == size
    known = [found.text(number) for number in range(min(found.size, 3_000))]
    assert len(set(known)) == len(known)
    assert all(fits(pattern, text) for text in known)
    with pytest.raises(IndexError):
        found.text(found.size)


PYTHON_TOO = (
    "^[A-Z]-[0-9]{3}$", "[0-9]{2,4}x?", r"^\S+@\S+$", "^[^@]+$", r"\bab\b", r"^(a|bc)*d$", "^.{2,5}$",
    r"^a\Bb", "^[a-z]+(-[a-z]+)*$", r"^(?P<year>[0-9]{4})$", "^x??y*?z+?$", "^$|^a$",
)  # fmt: skip


@pytest.mark.parametrize("pattern", PYTHON_TOO)
def test_what_is_made_is_what_pythons_own_engine_finds(pattern: str) -> None:
    made = texts(pattern)
    assert made
    assert all(re.search(pattern.replace("$", r"\Z"), text, re.ASCII) for text in made)


@pytest.mark.parametrize("pattern", PYTHON_TOO)
@pytest.mark.parametrize(
    "text", ["A-001", "ab", "12", "12x", "d", "bcd", "a@b", "é", "a b", "", "2026", "yz", "a\n"]
)
def test_reading_agrees_with_pythons_own_engine(pattern: str, text: str) -> None:
    wanted = re.search(pattern.replace("$", r"\Z"), text, re.ASCII) is not None
    assert fits(pattern, text) == wanted


def test_texts_come_in_the_order_of_their_length_and_the_last_place_turns_fastest() -> None:
    assert texts("^[A-Z]-[0-9]{3}$")[:3] == ["A-000", "A-001", "A-002"]
    lengths = [len(text) for text in texts("^[a-z]+$")]
    assert lengths == sorted(lengths)


def test_lengths_are_kept_and_a_pattern_that_may_stand_anywhere_is_padded() -> None:
    assert {len(text) for text in texts("^[a-z]+$", shortest=3, longest=4)} == {3}
    padded = texts("[0-9]", shortest=3, longest=5)
    assert padded and all(3 <= len(text) <= 5 and re.search("[0-9]", text) for text in padded)


@pytest.mark.parametrize(
    ("patterns", "lengths"),
    [
        (["^z{7}$"], (0, 6)),
        (["^x$"], (2, None)),
        (["^[0-9]+$", "^[a-z]+$"], (0, None)),
        (["^ *$"], (0, None)),  # white space alone is no value
        ([r"a^b"], (0, None)),
    ],
)
def test_where_no_text_is_right_that_is_known(patterns: list[str], lengths: tuple[int, int | None]) -> None:
    assert language(patterns, *lengths) is None


def test_several_patterns_hold_together() -> None:
    made = texts("^[A-Z]", "[0-9]$", longest=3)
    assert made and all(re.search("^[A-Z]", text) and re.search("[0-9]$", text) for text in made)


def test_letters_and_figures_do_where_nearly_anything_is_allowed() -> None:
    assert all(text.isalnum() for text in texts("^.{2,3}$"))
    assert texts("^.!$")[0] == "0!"


def test_nothing_has_white_space_around_it() -> None:
    assert all(text == text.strip() for text in texts("^[a ]{3}$"))
    assert len(texts("^[a ]{3}$")) == 2


def test_what_python_would_try_for_ever_is_read_at_once() -> None:
    assert not fits("^(a+)+$", "a" * 200 + "!")
    assert texts("^(a+)+$")[:3] == ["a", "aa", "aaa"]


def test_a_large_pattern_is_counted_no_further_than_anybody_needs() -> None:
    found = language(["^.{0,255}$"])
    assert found is not None and found.size >= ENOUGH


@pytest.mark.parametrize("pattern", [r"\p{Greek}", "[[:nothing:]]", "(((a{1000}){1000}){1000})"])
def test_what_is_not_worked_out_is_said(pattern: str) -> None:
    with pytest.raises(TooLarge):
        language([pattern])
