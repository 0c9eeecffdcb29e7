"""NHS number: ten digits, the last a modulus 11 check digit.

Source: NHS Data Dictionary, NHS NUMBER. The range 999 000 0000 to 999 999 9999 is kept for tests
and never issued. Ten equal digits pass modulus 11 and are a filler, never a person. Numbers of
Scotland (CHI) and Northern Ireland (H&C) have the same form and are not told apart.
"""

from __future__ import annotations

import re

from cfgovern.identifiers import form
from cfgovern.identifiers.written import CUT, CUTS, ENDED, ONE, WORD, WORD_END, groups

__all__ = [
    "FORM",
    "MISTYPED",
    "WRITTEN",
    "check_digit",
    "classify",
    "is_unreal",
    "normalise",
    "parse",
]

FORM = form.Form(
    strip=form.BLANKS + form.DASHES,
    shapes=("[0-9]{10}",),
    unreal=("999[0-9]{7}", *(f"{digit}{{10}}" for digit in range(10))),
    # The published rule (11 less the remainder, 11 written 0, 10 never issued) says the same as
    # this sum over all ten digits, the check digit having weight 1.
    check=form.WeightedDigits(weights=(10, 9, 8, 7, 6, 5, 4, 3, 2, 1), modulus=11),
)

_TEN = ((10,), (3, 3, 4), (3, 4, 3), (4, 3, 3), (5, 5), (4, 6), (6, 4), (3, 7), (7, 3))
_DIGIT_BY_DIGIT = f"(?<![0-9]{ONE})[0-9](?:{CUT}[0-9]){{9}}(?!{CUT}[0-9])"
_BREAK = f"[{re.escape(CUTS)}]{{0,2}}\r?\n[{re.escape(CUTS)}]{{0,3}}"
_OVER_LINES = "|".join(
    f"[0-9]{{3}}{one}[0-9]{{3}}{two}[0-9]{{4}}" for one, two in ((_BREAK, CUT), (CUT, _BREAK))
)
WRITTEN: tuple[str, ...] = (
    f"(?<![0-9])(?:{_OVER_LINES}){ENDED}",
    f"(?<![0-9])(?:{'|'.join(groups(*sizes) for sizes in _TEN)}|{_DIGIT_BY_DIGIT}){ENDED}",
)
"""Ten digits, solid or in groups of three and more, or each by itself; over a line break in three groups."""

MISTYPED: tuple[str, ...] = (
    f"{WORD}[0-9]{{9,11}}{WORD_END}",
    f"{WORD}[0-9]{{2,4}}{CUT}[0-9]{{2,4}}{CUT}[0-9]{{3,5}}{WORD_END}",
    f"{WORD}(?=(?:(?:{CUT})?[0-9OoIl]){{10}}(?![0-9A-Za-z]))[0-9OoIl](?:(?:{CUT})?[0-9OoIl]){{9}}",
)
"""A figure too few or too many, or letters for figures: only where a word says what was meant."""


def classify(text: str) -> form.Status:
    """Judge ``text`` as an NHS number."""
    return form.classify(FORM, text)


def is_unreal(text: str) -> bool:
    """Whether ``text`` can never have been issued: a test number or a filler."""
    return classify(text) == "unreal"


def normalise(text: str) -> str | None:
    """The ten digits of any text of the right form, or None. The check digit is not judged."""
    return form.compact(FORM, text) if classify(text) != "malformed" else None


def parse(text: str) -> str | None:
    """The ten digits of an NHS number whose check digit is right, or None."""
    return form.compact(FORM, text) if classify(text) in ("valid", "unreal") else None


def check_digit(first_nine: str) -> int | None:
    """The check digit for nine digits, or None: one stem in eleven has no number."""
    rest = -sum((10 - place) * int(digit) for place, digit in enumerate(first_nine)) % 11
    return None if rest == 10 else rest
