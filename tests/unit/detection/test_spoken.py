from __future__ import annotations

import pytest

from cfgovern.detection.namecues import load_cues
from cfgovern.detection.spoken import Spoken, role_called, spoken_of


@pytest.mark.parametrize(
    ("text", "name", "role", "right_before"),
    [
        ("rang his mum Denise today", "Denise", "mum", "mum "),
        ("his ex-partner Sam", "Sam", "former partner", "ex-partner "),
        ("spoke to PC Example", "Example", "police officer", "PC "),
        ("spoke to PC 123 Example", "Example", "police officer", ""),
        ("Dr. Rossi said", "Rossi", "doctor", ""),
        ("keyworker is Sam", "Sam", "keyworker", ""),
        ("Denise (mum) rang", "Denise", "mum", ""),
        ("Denise, his partner", "Denise", "partner", ""),
        ("mum's gran Sam", "Sam", "grandparent", "gran "),
    ],
)
def test_what_somebody_is_stands_before_or_behind(text: str, name: str, role: str, right_before: str) -> None:
    start = text.index(name)
    assert spoken_of(text, start, start + len(name), load_cues()) == Spoken(role, start - len(right_before))


@pytest.mark.parametrize(
    "text", ["Saw Sam", "mum. Sam came", "Mr Sam", "Sam", "\U0001f600 Sam", "Sam (today)"]
)
def test_where_nothing_says_it_nobody_is_anything(text: str) -> None:
    start = text.index("Sam")
    assert spoken_of(text, start, start + 3, load_cues()) is None


def test_a_job_title_is_a_role() -> None:
    assert role_called("Key Worker") == "keyworker"
    assert role_called("Social worker (adults)") == "social worker"
    assert role_called("Former partner") == "former partner"
    assert role_called("PC") == "police officer"
    assert role_called("") is None
    assert role_called("astronaut") is None
