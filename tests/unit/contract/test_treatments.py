"""A treatment is one word, or one word with what it needs to know."""

from __future__ import annotations

from typing import Any

import pytest

from cfgovern.contract.treatments import PARAMETERS, TREATMENTS, said


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, ("", "")),
        ("month", ("month", "")),
        ({"age_band": 10}, ("age_band", "10")),
        ({"top_code": 2.5}, ("top_code", "2.5")),
        ({"lookup": {"list": "tenths"}}, ("lookup", "tenths")),
        ({"lookup": "tenths"}, ("lookup", "tenths")),
        ({"shift": 180}, ("shift", "180")),
        ({}, None),
        ({"age_band": 10, "top_code": 20}, None),
        ({"lookup": {"file": "tenths"}}, None),
        ({"lookup": {"list": "tenths", "of": "x"}}, None),
        ({"top_code": {"list": 20}}, None),
        ({"month": None}, None),
        ({"top_code": True}, None),
        (["month"], None),
        (True, None),
    ],
)
def test_what_a_contract_says(value: Any, told: tuple[str, str] | None) -> None:
    assert said(value) == told


@pytest.mark.parametrize(
    ("word", "right", "wrong"),
    [
        ("age_band", ("2", "5", "10", "50"), ("0", "1", "51", "-5", "5.0", "05", "five", "")),
        ("top_code", ("0", "20", "-3", "2.5", "-0.25"), ("020", "1e3", "20 ", "", "-", "2.", "1" * 16)),
        ("lookup", ("lsoa_decile", "IMD-2025"), ("", "../codes", "a b", "a.csv")),
        ("shift", ("30", "99", "180", "999", "2000", "3650"), ("0", "29", "3651", "9999", "030", "-30", "")),
    ],
)
def test_what_fits_a_treatment(word: str, right: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    assert word in TREATMENTS
    assert [text for text in right if not PARAMETERS[word].fits(text)] == []
    assert [text for text in wrong if PARAMETERS[word].fits(text)] == []
