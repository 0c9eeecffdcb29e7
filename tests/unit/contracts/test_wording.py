"""What may be written into a cell, in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from cfgovern.contract.load import ROUTES
from cfgovern.contract.model import MISSING_STATES, Bound, Code, Column, Nested
from cfgovern.contracts import wording

UNSEEN = " as one text; what stands inside is not checked"


@pytest.mark.parametrize(
    ("kind", "limits", "form"),
    [
        ("string", {}, "Text"),
        ("string", {"min_length": 2}, "Text, at least 2 characters"),
        ("string", {"max_length": 1}, "Text, at most 1 character"),
        ("string", {"min_length": 1, "max_length": 9}, "Text, 1 to 9 characters"),
        ("string", {"min_length": 3, "max_length": 3}, "Text, exactly 3 characters"),
        ("string", {"min_length": 0, "max_length": 2000}, "Text, at most 2,000 characters"),
        ("string", {"enum": (("a", ""),)}, "One of the codes below"),
        ("string", {"code_list": "areas"}, "One of the codes below"),
        ("integer", {"enum": (("1", "One"),)}, "Whole number, as a code"),
        ("integer", {"minimum": Bound("0"), "maximum": Bound("8")}, "Whole number, 0 to 8"),
        ("integer", {"minimum": Bound("1")}, "Whole number, 1 or more"),
        ("integer", {"maximum": Bound("9")}, "Whole number, 9 or less"),
        ("number", {"minimum": Bound("0", exclusive=True)}, "Number, more than 0"),
        (
            "number",
            {"minimum": Bound("0", exclusive=True), "maximum": Bound("1"), "multiple_of": "0.5"},
            "Number, more than 0, 1 or less, in steps of 0.5",
        ),
        ("boolean", {}, "true or false"),
        ("string", {"nested": Nested("array", "{}")}, f"List (array){UNSEEN}"),
        ("string", {"nested": Nested("object", "{}")}, f"Several columns in one (object){UNSEEN}"),
        ("string", {"nested": Nested("map", "{}")}, f"Pairs of key and value (map){UNSEEN}"),
        ("string", {"nested": Nested("vector", "{}")}, f"Row of numbers (vector){UNSEEN}"),
        ("time", {}, "Time of day as hh:mm"),
        ("timestamp", {}, "Date and time as YYYY-MM-DDThh:mm:ss"),
        ("date", {"format": "dd/MM/yyyy"}, "Date as DD/MM/YYYY"),
        ("date", {"format": "d MMM yyyy"}, "Date as DD Mmm YYYY"),
        (
            "date",
            {"minimum": Bound("2021-01-01"), "maximum": Bound("2030-01-01")},
            "Date as YYYY-MM-DD, 2021-01-01 to 2030-01-01",
        ),
        ("date", {"minimum": Bound("2021-01-01")}, "Date as YYYY-MM-DD, 2021-01-01 or later"),
        (
            "date",
            {"maximum": Bound("2030-01-01", exclusive=True)},
            "Date as YYYY-MM-DD, earlier than 2030-01-01",
        ),
    ],
)
def test_the_form_of_a_cell(kind: str, limits: dict[str, Any], form: str) -> None:
    assert wording.form_of(Column("x", (), type=kind, **limits)) == form


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (Code("a", "Apple"), "a (Apple)"),
        (Code("a", "a"), "a"),
        (Code("a", ""), "a"),
        (Code("a", "Apple", "2026-01-01"), "a (Apple)"),
        (Code("a", "Apple", None, "2025-12-31"), "a (Apple), until 2025-12-31"),
        (Code("a", "Apple", None, "2025-12-31", "b"), "a (Apple), until 2025-12-31, then b"),
    ],
)
def test_a_code(code: Code, words: str) -> None:
    assert wording.code_words(code) == words


def test_every_word_of_a_contract_is_known() -> None:
    assert set(wording.ROUTES) == set(ROUTES)
    assert tuple(wording.MISSING) == MISSING_STATES


@pytest.mark.parametrize(
    ("name", "words"),
    [("official", "OFFICIAL"), ("Official-Sensitive", "OFFICIAL-SENSITIVE"), ("public", "Public"), ("", "")],
)
def test_a_marking_of_government_is_in_capitals(name: str, words: str) -> None:
    assert wording.classified(name) == words
