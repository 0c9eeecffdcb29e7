from __future__ import annotations

import pytest

from cfgovern.identifiers import date_of_birth


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1980", "1980"), ("1980-3", "1980-03"), ("03/1980", "1980-03"), ("March 1980", "1980-03"),
        ("1980-03-05", "1980-03-05"), ("05/03/1980", "1980-03-05"), ("5 March 1980", "1980-03-05"),
        ("5th of March 1980", "1980-03-05"), ("19800305", "1980-03-05"), ("05031980", "1980-03-05"),
        (" 5.3.1980 ", "1980-03-05"), ("1980-03-05 00:00:00.000", "1980-03-05"), ("1980-03-05T00:00Z",
        "1980-03-05"),
    ],
)  # fmt: skip
def test_a_day_of_birth_is_as_exact_as_it_was_said(text: str, expected: str) -> None:
    assert date_of_birth.normalise(text) == date_of_birth.normalise(expected) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "05/03/80", "200385", "3 1980", "1980-13", "1980-02-30", "1900-01-01", "01/01/1970", "11/11/1111",
        "31/12/9999", "about 5 March 1980", "1980-03-05 13:15:00", "5 March", "80",
    ],
)  # fmt: skip
def test_what_is_no_certain_day_of_birth_is_none(text: str) -> None:
    assert date_of_birth.normalise(text) is None
