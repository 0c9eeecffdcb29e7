"""The automaton finds of plain names and numbers just what a slow search for each finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from cfgovern.detection.looks import folded
from cfgovern.detection.names import Names
from cfgovern.detection.people import Person
from cfgovern.detection.registry import Registry

# Letters from which names begin, end and overlap alike. None is a word, none has a nickname, and none is a
# slip of another.
NAMES = ("Zorv", "Zorvaqi", "Orvaz", "Vazmu-Zorv", "Rvazopu", "Ázorvim", "O'Zorv")
WRITTEN = st.sampled_from(
    [*NAMES, "zorv", "ZORVAQI", "vazmu", "zorvazorv", "o’zorv", "ozorv", "999 000 0018", "9990000018"]
)
BETWEEN = st.sampled_from([" ", ", ", ". ", "\n", "-", "x", "9", "'", "\u00a0", "(", ""])
TEXTS = st.lists(st.tuples(WRITTEN, BETWEEN), max_size=12).map(lambda parts: "".join(a + b for a, b in parts))
PEOPLE = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), min_size=1, max_size=4)
_WORD = r"(?<![^\W_])(?:{})(?![^\W_])"


def keys(name: str) -> set[str]:
    """A name, without signs as well, and the parts of a family name of four letters or more."""
    return {folded(name), folded(name).replace(" ", "")} | {
        part for part in folded(name).split() if len(part) > 3
    }


def slowly(text: str, names: set[str]) -> set[int]:
    """Every place that is part of a name, by one pattern for each key; any sign is as a blank."""
    plain = "".join(folded(sign) or " " for sign in text)
    places: set[int] = set()
    for key in names:
        for found in re.finditer(rf"(?={_WORD.format(key.replace(' ', '[ ]'))})", plain):
            places.update(range(found.start(), found.start() + len(key)))
    return places


@given(PEOPLE, TEXTS)
def test_the_automaton_agrees_with_a_slow_search(people: list[tuple[str, str]], text: str) -> None:
    registry = Registry.of([Person(row, given, family) for row, (given, family) in enumerate(people, 1)])
    known = {key for given, family in people for name in (given, family) for key in keys(name)}
    known |= {f"{key}s" for given, _ in people for key in keys(given)}
    finds = [one for one in registry.search(text) if one.because == "known"]
    quickly = {place for one in finds for place in range(one.start, one.end) if text[place].isalpha()}
    assert quickly == {place for place in slowly(text, known) if text[place].isalpha()}
    assert all(one.severity == "block" for one in finds)


@given(TEXTS)
def test_a_number_is_found_where_it_stands_by_itself(text: str) -> None:
    registry = Registry.of([Person(1, numbers={"nhs_number": "999 000 0018"})])
    meant = {found.start() for found in re.finditer(_WORD.format("999 ?000 ?0018"), text)}
    assert meant <= {one.start for one in registry.search(text)}


@given(
    st.text(max_size=200),
    st.lists(st.sampled_from(["mum", "Mr", "Denise", "PC", "\u0301", "\u202e", "Zorv"]), max_size=5),
)
def test_every_find_is_a_place_of_the_text(text: str, words: list[str]) -> None:
    text = " ".join([text, *words, text[::-1]])
    for one in (*Registry.of([Person(1, "Zorv", "Zorva")]).search(text), *Names().search(text)):
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip() == text[one.start : one.end]
