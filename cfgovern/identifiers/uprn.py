"""Unique property reference number: up to twelve digits. No check digit, no form of its own.

Zeros in front do not count: systems pad to twelve digits or do not. No range is kept for tests;
999 999 999 000 and up is this project's own, far above the blocks in use. Nought is a filler.
"""

from __future__ import annotations

import re

from cfgovern.identifiers import form
from cfgovern.identifiers.written import AFTER, ALONE, BLANK, WORD, WORD_END

__all__ = [
    "CUED",
    "FORM",
    "WRITTEN",
    "classify",
    "is_unreal",
    "normalise",
    "parse",
]

FORM = form.Form(
    strip=form.BLANKS,
    shapes=("[0-9]{1,12}",),
    unreal=("999999999[0-9]{3}", "0{1,12}"),
)

IN_USE = re.compile("[12]00[0-9]{9}|100[0-9]{8}|999999999[0-9]{3}")
"""The blocks that most are of, and the one kept for tests: what a long number without a word may be."""
WRITTEN: tuple[str, ...] = (f"{ALONE}(?![0-9]{{3,5}}0{{7,}}{AFTER})[0-9]{{10,12}}{AFTER}",)
"""A solid run of ten to twelve digits, unless it is round: seven noughts at its end."""

CUED: tuple[str, ...] = (
    f"{WORD}[0-9]{{4,12}}{WORD_END}",
    f"{WORD}(?!(?:[0-9]{BLANK}?){{13}})[0-9]{{1,4}}(?:{BLANK}[0-9]{{2,4}}){{2,3}}{WORD_END}",
)
"""Fewer digits than stand out by themselves, or in groups."""


def classify(text: str) -> form.Status:
    """Judge ``text`` as a UPRN."""
    return form.classify(FORM, text)


def is_unreal(text: str) -> bool:
    """Whether ``text`` is in the range kept for tests, or nought."""
    return classify(text) == "unreal"


def normalise(text: str) -> str | None:
    """The digits without zeros in front, or None."""
    if classify(text) == "malformed":
        return None
    return form.compact(FORM, text).lstrip("0") or "0"


def parse(text: str) -> str | None:
    """The same as :func:`normalise`: a UPRN has no check digit."""
    return normalise(text)
