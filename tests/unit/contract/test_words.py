"""What roles, treatments and names are called."""

from __future__ import annotations

import pytest

from cfgovern.contract import words
from cfgovern.contract.model import Column
from cfgovern.contract.words import humanised, treatment_words


@pytest.mark.parametrize(
    ("name", "words"),
    [("date_of_birth", "Date of birth"), ("e-mail", "E mail"), ("", "")],
)
def test_names_as_words(name: str, words: str) -> None:
    assert humanised(name) == words


@pytest.mark.parametrize(
    ("treatment", "told", "said"),
    [
        (None, "", ""),
        ("month", "", words.TREATMENTS["month"]),
        ("age_band", "", "Only an age band is sent"),
        ("age_band", "10", "Only an age band of 10 years is sent"),
        ("top_code", "20", "A number above 20 is sent as 20"),
        ("lookup", "tenths", "Only a broader group is sent, from the list tenths"),
        ("mystery", "", "mystery"),
    ],
)
def test_what_is_done_to_a_column(treatment: str | None, told: str, said: str) -> None:
    column = Column(name="x", path=(), treatment=treatment, treatment_of=told)
    assert treatment_words(column) == said
