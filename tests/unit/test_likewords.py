"""A word is taken for the one that it most likely means, and for none where none is near."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.likewords import closest

KEYS = ["required", "name", "description", "date_of_birth", "logicalType", "NHS number", "id"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("requried", "required"),
        ("nmae", "name"),
        ("Date Of-Birth", "date_of_birth"),
        ("date_of_brith", "date_of_birth"),
        ("logical_type", "logicalType"),
        ("nhs_number", "NHS number"),
        ("ＩＤ", "id"),
        ("descripton", "description"),
        ("Smith", None),
        ("Jane", None),
        ("9434765919", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_closest(word: str, meant: str | None) -> None:
    assert closest(word, KEYS) == meant


def test_the_first_of_equals_is_meant() -> None:
    assert closest("area_x", ["area_a", "area_b"]) == closest("area_x", ["area_a", "area_c"]) == "area_a"
    assert closest("anything", []) is None


@given(st.text(max_size=300))
def test_closest_never_fails(word: str) -> None:
    assert closest(word, KEYS) in [None, *KEYS]
