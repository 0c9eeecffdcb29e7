"""Whether a name that people gave to a file, a sheet or a column may be shown: it may name another person.

It may where nothing is found in it and every word is an ordinary one, or one of the contract. What has a
word that nobody knows is told by its number instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from cfgovern.detection.cues import cues
from cfgovern.detection.looks import folded
from cfgovern.detection.namecues import load_cues

__all__ = ["masked", "may_be_shown", "words_in"]

_LONGEST = 60  # characters
_FIGURES = 4  # a year or a number of a sheet, and no reference
_WORD = re.compile(r"[^\W\d_]+|[0-9]+")


def words_in(name: str) -> list[str]:
    """The words of ``name``, folded; ``noteID`` and ``note_id`` have two."""
    return [folded(word) for word in _WORD.findall(re.sub("(?<=[a-z])(?=[A-Z])", " ", name))]


def may_be_shown(name: str, finds: Callable[[str], object], known: Collection[str] = ()) -> bool:
    """Whether ``name`` may be shown. ``finds``: what is found in a text, if anything. ``known``: words."""
    if not 0 < len(name) <= _LONGEST or not name.isprintable() or finds(name):
        return False
    ordinary = load_cues().is_ordinary
    headed = {word for _, phrase, _ in cues().headings for word in phrase}
    return all(
        len(word) <= _FIGURES if word.isdecimal() else word in known or word in headed or ordinary(word)
        for word in words_in(name)
    )


def masked(text: str) -> str:
    """The shape of ``text``: 9 for each figure, A and a for letters, any other sign as it is."""
    return "".join(map(_mask, text))


def _mask(sign: str) -> str:
    if sign.isdecimal():
        return "9"
    if sign.isalpha():
        return "A" if sign.isupper() else "a"
    return sign if sign.isprintable() else " "
