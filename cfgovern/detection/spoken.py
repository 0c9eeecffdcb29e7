"""What somebody is by the words around their name: mum Denise, Denise (mum), PC 123 Example."""

from __future__ import annotations

import re
from typing import NamedTuple

from cfgovern.detection.looks import folded, looks
from cfgovern.detection.namecues import ASIDE, Cues, load_cues

__all__ = ["Spoken", "role_called", "spoken_of"]

_BEFORE, _AFTER = 60, 60  # characters
_PASSED_OVER = re.compile("[0-9]{3,6}|[a-z]")  # PC 123, Miss P
_WORDS = r"(?<![^\W_])(?:[^\W_]+[ \u00a0-]){{{}}}$"


class Spoken(NamedTuple):
    """``role``: in the words of ``name-cues.yaml``. ``start``: of the role where it stands right before the
    name, else of the name."""

    role: str
    start: int


def spoken_of(text: str, start: int, end: int, cues: Cues) -> Spoken | None:
    """What the words around say that whoever is called from ``start`` to ``end`` is; None for nothing."""
    before = text[max(0, start - _BEFORE) : start]
    look = next(looks(before))
    words = look.words_before(len(look.text) + 1, cues.titles)
    if found := _role(words, cues):
        role, count = found
        right = re.search(_WORDS.format(count), before)
        return Spoken(role, start - len(before) + right.start() if right else start)
    while words and (words[-1] in cues.links or _PASSED_OVER.fullmatch(words[-1])):
        words = words[:-1]
        if found := _role(words, cues):
            return Spoken(found[0], start)
    aside = ASIDE.match(text, end, end + _AFTER)
    role_behind = _first_role(aside[1] or aside[2], cues) if aside else None
    return Spoken(role_behind, start) if role_behind else None


def role_called(words: str) -> str | None:
    """The role that ``words`` such as a job title or *partner* name, or None: what it is called in a text."""
    cues = load_cues()
    said = folded(words).split()
    if " ".join(said) in cues.spoken_as.values():
        return " ".join(said)
    ends = range(len(said), 0, -1)
    return next((role[0] for end in ends if (role := _role(said[:end], cues))), None)


def _role(words: list[str], cues: Cues) -> tuple[str, int] | None:
    """The role that the last of ``words`` say, and how many say it: as many as can be."""
    for count in range(len(words), 0, -1):
        if role := cues.spoken_as.get(" ".join(words[-count:])):
            return role, count
    return None


def _first_role(said: str, cues: Cues) -> str | None:
    words = folded(said).split()[:3]
    return next((role for word in words if (role := cues.spoken_as.get(word))), None)
