"""How the names of one person may be written: the keys that are looked for, and what each is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from cfgovern.detection.lists import Lists
from cfgovern.detection.looks import folded
from cfgovern.detection.people import Person

__all__ = ["Evidence", "Part", "spellings"]

Part = Literal["given", "family"]
Evidence = Literal["known", "nickname", "spelling"]
_SHORTEST_PART = 4  # letters of a part of a family name that stands for the whole
_PARTICLES = frozenset(
    (
        *("van", "von", "der", "den", "de", "da", "do", "dos", "du", "la", "le", "el", "al"),
        *("bin", "bint", "ibn", "ben", "abu", "umm", "ul", "st", "mac"),
    )
)
_JOINED = re.compile(r"(?<=\w)['’ʼ`‘\-‐‑–](?=\w)")


Spelling = tuple[str, Part, Evidence]


def spellings(person: Person, lists: Lists) -> Iterator[Spelling]:
    """Each folded key with its part of the name and the evidence that it is.

    A given name has its genitive as well, as it is written in haste (Kevs mum).
    """
    for key, part, evidence in _spellings(person, lists):
        yield key, part, evidence
        if part == "given" and len(key) > 2:
            yield f"{key}s", part, evidence


def _spellings(person: Person, lists: Lists) -> Iterator[Spelling]:
    givens, families = _names_of(person)
    for part, names in (("given", givens), ("family", families)):
        for name in names:
            for key in _written(name):
                yield key, part, "known"  # type: ignore[misc]
    for name in families:
        words = folded(name).split()
        for word in words if len(words) > 1 else ():
            if len(word) >= _SHORTEST_PART and word not in _PARTICLES:
                yield word, "family", "known"
    for name in givens:
        words = folded(name).split()
        for word in words if len(words) > 1 else ():
            if len(word) > 1 and word not in _PARTICLES:
                yield word, "given", "known"
        for short in lists.short.get(folded(name), ()):
            yield short, "given", "nickname"
    for part, names in (("given", givens), ("family", families)):
        for name in names:
            for other in lists.alike.get(folded(name), ()):
                yield other, part, "spelling"  # type: ignore[misc]


def _names_of(person: Person) -> tuple[list[str], list[str]]:
    """Given and family names; of a whole name the last word is the family's, or what a comma follows."""
    givens, families = [person.given], [person.family]
    for whole in filter(None, (person.full, *person.also_known_as)):
        if len(whole.split()) == 1:  # either
            givens.append(whole)
            families.append(whole)
            continue
        before, comma, after = whole.partition(",")
        first, _, last = (after, "", before) if comma else _split(whole)
        givens.append(first)
        families.append(last)
    return list(dict.fromkeys(filter(folded, givens))), list(dict.fromkeys(filter(folded, families)))


def _split(whole: str) -> tuple[str, str, str]:
    words = whole.split()
    at = len(words) - 1
    while at > 1 and folded(words[at - 1]) in _PARTICLES:
        at -= 1
    return (" ".join(words[:at]), " ", " ".join(words[at:])) if at else (whole, "", "")


def _written(name: str) -> Iterator[str]:
    """A name with a blank for each sign inside of it, and without the sign."""
    yield folded(name)
    if _JOINED.search(name):
        yield folded(_JOINED.sub("", name))
