"""Sorts of values in words."""

from __future__ import annotations

import pytest

from cfgovern.yamlkinds import kind, rewritten, wanted_kinds


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "true or false"),
        (1, "a number"),
        ("a", "text"),
        ({}, "keys and values"),
        ([], "a list"),
        (None, "nothing"),
    ],
)
def test_a_value_is_of_a_kind(value: object, words: str) -> None:
    assert kind(value) == words


def test_what_was_wanted_is_told_once() -> None:
    assert wanted_kinds(["integer", "number", "null"]) == "a number or nothing"
    assert wanted_kinds("yes_no") == "yes or no"


@pytest.mark.parametrize(
    ("value", "types", "words"),
    [
        (1, "string", "Put it in quotation marks."),
        (
            "007",
            ["integer"],
            "Write it as a plain number, such as 10 or 0.5, without quotation marks or needless zeros.",
        ),
        ("seven", ["integer"], ""),
        ("7", "string", ""),
    ],
)
def test_how_to_write_it_is_told_where_it_can_be(value: object, types: str | list[str], words: str) -> None:
    assert rewritten(value, types) == words
