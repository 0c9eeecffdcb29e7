"""What an identifier looks like, as plain data, and the one evaluator of it.

A :class:`Form` holds no code, so that the engine can compile the same form to SQL. What a compiler
has to copy, with DuckDB's words for it:

* **compact**: ``translate(text, a-z || strip, A-Z)``: the characters of ``strip`` are removed
  wherever they stand and, where ``upper``, the 26 ASCII letters are made capital. No other
  character is changed: ``upper()`` would turn some non-ASCII letters into ASCII ones, and Python
  and SQL differ over which.
* **patterns** are unanchored, match the *whole* compacted text (``re.fullmatch``,
  ``regexp_full_match``), and use RE2 syntax with ASCII classes only. Of a tuple, any one counts.
* **order of judging**: a ``pseudo`` pattern: pseudo. No pattern of ``shapes``: unreal where one of
  ``unreal`` matches, else malformed. A check that does not hold: bad_check. Then unreal where one
  of ``unreal`` matches, else valid.
* **WeightedDigits** holds when the digits, each times its weight, add up to a multiple of
  ``modulus``. It is judged only on text that has a shape, so every character is a digit.
* **LetterMod**: the first variant whose pattern matches is taken (none: the check fails). Groups
  count from 1 (``regexp_extract(text, '^(?:pattern)$', group)``). The number groups, each padded with
  zeros on the left to the width given (0: as written), are read as one number; the letter group must
  be the letter of ``alphabet`` at that number modulo its length. A group is never longer than its
  width (``lpad`` would cut it).

Callers hand in text without outer white space, and judge empty cells themselves.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

__all__ = [
    "BLANKS",
    "DASHES",
    "Form",
    "LetterMod",
    "Status",
    "Variant",
    "WeightedDigits",
    "check_holds",
    "classify",
    "compact",
    "groups",
    "letter_of",
    "matches",
    "never_issued",
]

Status = Literal["valid", "unreal", "pseudo", "malformed", "bad_check"]

# White space of one line and characters that take no width. Not a line break: two lines in a cell
# are two values, and joining them would make up a third.
BLANKS = (
    "\t \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
)
# The hyphen, and what word processors put in its place.
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"


@dataclass(frozen=True, slots=True)
class WeightedDigits:
    """A check on digits alone: the weighted sum is a multiple of ``modulus``."""

    weights: tuple[int, ...]
    modulus: int


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to write an identifier with a check letter.

    ``number`` lists (group of ``pattern``, width to pad to with zeros; 0: as written).
    """

    pattern: str
    number: tuple[tuple[int, int], ...]
    letter: int


@dataclass(frozen=True, slots=True)
class LetterMod:
    """A check letter: the one at the number's remainder in ``alphabet``."""

    alphabet: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """How an identifier is written. All patterns match whole compacted text.

    ``pseudo``: codes that stand in for an identifier and are accepted (no fixed abode).
    ``unreal``: what can never have been issued to anybody (test ranges, impossible prefixes).
    """

    shapes: tuple[str, ...]
    strip: str = ""
    upper: bool = True
    pseudo: tuple[str, ...] = ()
    unreal: tuple[str, ...] = ()
    check: WeightedDigits | LetterMod | None = None


def compact(form: Form, text: str) -> str:
    """``text`` without the characters the form strips, its ASCII letters capital where it says so."""
    if text.isascii() and text.isalnum():  # no form strips letters or figures; a table takes longer
        return text.upper() if form.upper else text
    return text.translate(_table(form.strip, form.upper))


def classify(form: Form, text: str) -> Status:
    """Judge ``text`` by ``form``. Never raises, whatever the text."""
    word = compact(form, text)
    if matches(form.pseudo, word):
        return "pseudo"
    unreal = matches(form.unreal, word)
    if not matches(form.shapes, word):
        return "unreal" if unreal else "malformed"
    if form.check is not None and not check_holds(form.check, word):
        return "bad_check"
    return "unreal" if unreal else "valid"


def never_issued(form: Form, text: str) -> bool:
    """Whether ``text`` can be nobody's, whatever its check digit: a slip in a test number is no person."""
    return matches(form.unreal, compact(form, text))


def matches(patterns: tuple[str, ...], word: str) -> bool:
    """Whether one of ``patterns`` matches the whole of ``word``."""
    return bool(patterns) and _matcher(*patterns)(word) is not None


def groups(pattern: str, word: str) -> tuple[str, ...] | None:
    """The groups of ``pattern`` where it matches the whole of ``word``, else None."""
    found = _matcher(pattern)(word)
    return found and tuple(part or "" for part in found.groups())


def check_holds(check: WeightedDigits | LetterMod, word: str) -> bool:
    """Whether the check digit or letter of compacted, rightly shaped ``word`` is right."""
    if isinstance(check, WeightedDigits):
        total = sum(weight * int(digit) for weight, digit in zip(check.weights, word, strict=True))
        return total % check.modulus == 0
    for variant in check.variants:
        parts = groups(variant.pattern, word)
        if parts:
            digits = "".join(parts[group - 1].zfill(width) for group, width in variant.number)
            return letter_of(check.alphabet, digits) == parts[variant.letter - 1]
    return False


def letter_of(alphabet: str, digits: str) -> str:
    """The check letter of a number written as ASCII ``digits``."""
    return alphabet[int(digits) % len(alphabet)]


@cache
def _table(strip: str, upper: bool) -> dict[int, int | None]:
    if upper:
        return str.maketrans(string.ascii_lowercase, string.ascii_uppercase, strip)
    return str.maketrans("", "", strip)


@cache
def _matcher(*patterns: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)).fullmatch
