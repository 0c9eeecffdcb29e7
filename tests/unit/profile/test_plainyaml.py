"""Documents that are written are read back as they were meant, and look as people would write them."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.profile.plainyaml import document
from cfgovern.yamlevents import seen
from cfgovern.yamlfile import loads

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=100).map(
    seen
)
prose = st.lists(st.text("abc #:-'\"{}[]\u00e9", min_size=1, max_size=30), max_size=12).map(" ".join)
scalars = st.one_of(
    words,
    prose,
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.sampled_from(["yes", "no", "on", "null", "", "1.0", "~"]),
)
flat = st.lists(scalars, min_size=1, max_size=4)
maps = st.dictionaries(words.filter(bool), scalars, min_size=1, max_size=4)
nested = st.dictionaries(
    words.filter(bool), st.one_of(scalars, flat, maps, st.lists(maps, min_size=1, max_size=3)), min_size=1
)
documents = st.dictionaries(
    words.filter(bool), st.one_of(scalars, flat, maps, nested, st.lists(nested, min_size=1)), min_size=1
)


@given(told=documents)
def test_what_is_written_is_read_back(told: dict[str, Any]) -> None:
    text = document(told)
    assert loads(text, "x.yaml").data == told
    assert document(loads(text, "x.yaml").data) == text


@given(told=st.dictionaries(words.filter(bool), st.one_of(words, prose, st.booleans()), min_size=1))
def test_other_programs_read_text_as_text(told: dict[str, Any]) -> None:
    assert yaml.safe_load(document(told)) == told


def test_short_things_stand_on_a_line_and_long_text_is_folded() -> None:
    told = {
        "name": "people",
        "long": " ".join(["word"] * 30),
        "answer": "no",
        "keys": [{"property": "unit", "value": 3}, {"inner": [{"a": "b"}]}],
        "list": ["a", "2"],
    }
    assert document(told) == (
        "name: people\n"
        "long: >-\n"
        f"  {' '.join(['word'] * 23)}\n"
        f"  {' '.join(['word'] * 7)}\n"
        'answer: "no"\n'
        "keys:\n"
        "  - {property: unit, value: 3}\n"
        "  - inner:\n"
        "      - {a: b}\n"
        'list: [a, "2"]\n'
    )
