"""Telephone number: a number of the United Kingdom as people type it, or a foreign one with + or 00.

Accepted before a UK number: ``0``, ``+44``, ``0044``, ``44``, each also with ``(0)``. UK numbers are
told by their first digits and length (National Telephone Numbering Plan); foreign ones only by E.164
(country code, at most 15 digits). A number without its first nought is malformed: the sheet lost it.

Unreal: the ranges Ofcom keeps for television and radio drama, a thousand numbers each ("Telephone
numbers for use in TV and radio drama programmes", 11 May 2023). 028 9018 0xxx, in many older lists
and made by some generators, is *not* one of them; nor is 0191 496 0xxx.
"""

from __future__ import annotations

import re

from cfgovern.identifiers import form
from cfgovern.identifiers.written import ALONE, CUT, ENDED, ROUND, WORD, WORD_END

__all__ = [
    "CUED",
    "DRAMA",
    "FIGURES",
    "FORM",
    "MISTYPED",
    "SPOKEN",
    "WRITTEN",
    "classify",
    "is_unreal",
    "normalise",
    "parse",
    "spoken",
]

_PREFIX = r"(?:(?:\+|00)440?|440?|0)"
_NATIONAL = (
    "1[1-9][0-9]{7,8}|2[03489][0-9]{8}|3[0347][0-9]{8}|5[56][0-9]{8}|7[0-9]{9}"
    "|8[047][0-9]{8}|800[0-9]{6}|9[018][0-9]{8}"
)
_UK = f"{_PREFIX}({_NATIONAL})"
_FOREIGN = r"(?:\+|00)((?:[1-35-9][0-9]|4[0-35-9])[0-9]{5,13})"
DRAMA = (
    "1134960", "1144960", "1154960", "1164960",  # Leeds, Sheffield, Nottingham, Leicester
    "1174960", "1184960", "1214960", "1314960",  # Bristol, Reading, Birmingham, Edinburgh
    "1414960", "1514960", "1614960",  # Glasgow, Liverpool, Manchester
    "1914980",  # Tyneside, Durham, Sunderland
    "2079460",  # London
    "2896496",  # Northern Ireland
    "2920180",  # Cardiff
    "1632960",  # no area
    "7700900",  # mobile
    "8081570",  # freephone
    "9098790",  # premium rate
    "3069990",  # UK-wide
)  # fmt: skip
"""The first seven figures, after the nought, of the ranges kept for drama: three more follow."""

FORM = form.Form(
    strip=form.BLANKS + form.DASHES + ".()",
    shapes=(_UK, _FOREIGN),
    unreal=(f"{_PREFIX}(?:{'|'.join(DRAMA)})[0-9]{{3}}",),
)

WRITTEN: tuple[str, ...] = (
    rf"(?:\+(?=[0-9(])|(?<![0-9])00(?![.])){ROUND}[0-9](?:{ROUND}[0-9]){{6,22}}{ENDED}",
    rf"{ALONE}\(?0[0-9]{{2,4}}\)?(?:{CUT}[0-9]{{2,8}}){{1,5}}{ENDED}",
    rf"{ALONE}0(?:[0-9]{{8,10}}|{CUT}[0-9]{{3,4}}{CUT}[0-9]{{5,6}}){ENDED}",
    rf"{ALONE}44{ROUND}[0-9]{{2,5}}(?:{ROUND}[0-9]{{3,8}}){{1,3}}{ENDED}",
)
"""With +, 00, 44 or a first group of three digits from 0. It may go on into the next number."""

CUED: tuple[str, ...] = (rf"{WORD}(?:7(?:{ROUND}[0-9]){{9}}|[12][0-9]{{9}}){WORD_END}",)
"""Without its first nought."""
MISTYPED: tuple[str, ...] = (rf"{WORD}\(?0(?:{ROUND}[0-9]){{7,12}}{WORD_END}",)
"""A figure too few or too many."""

FIGURES = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "nil": "0", "one": "1", "two": "2", "three": "3",
    "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_FIGURE = "|".join(FIGURES)
_SPOKEN = f"(?:(?:double|treble|triple)[ -])?(?:{_FIGURE}|[0-9])"
SPOKEN = re.compile(
    rf"(?<![A-Za-z0-9])(?:plus[ -])?{_SPOKEN}(?:(?:[ ,\u00a0-]{{1,3}}){_SPOKEN}){{8,14}}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
"""In words, as it is read out."""


def spoken(text: str) -> str:
    """The figures of what :data:`SPOKEN` found."""
    said, times = "", 1
    for word in re.findall("[a-z]+|[0-9]", text.lower()):
        if word in ("double", "treble", "triple"):
            times = 2 if word == "double" else 3
        else:
            said, times = said + FIGURES.get(word, word if word.isdigit() else "+") * times, 1
    return said


def classify(text: str) -> form.Status:
    """Judge ``text`` as a telephone number."""
    return form.classify(FORM, text)


def is_unreal(text: str) -> bool:
    """Whether ``text`` is in a range kept for drama."""
    return classify(text) == "unreal"


def normalise(text: str) -> str | None:
    """The number as E.164 (``+44…``), or None."""
    word = form.compact(FORM, text)
    for pattern, country in ((_UK, "44"), (_FOREIGN, "")):
        parts = form.groups(pattern, word)
        if parts:
            return f"+{country}{parts[0]}"
    return None


def parse(text: str) -> str | None:
    """The same as :func:`normalise`: a telephone number has no check digit."""
    return normalise(text)
