"""PNC identifier: year, serial, check letter, as in ``2199/0000012?`` or ``99/12?``.

Source: the CJS data standards catalogue's modulus 23 letter, and the Ministry of Justice's public
services that check it. The letter is that of the last two digits of the year followed by the serial
padded to seven digits. The slash may be left out: then eleven digits are a year of four and a full
serial, and fewer are a year of two and the serial (the reading of those services).

No range is kept for tests. What can never have been issued: a four-digit year from 2100 on, and
serial nought. A two-digit year proves nothing.
"""

from __future__ import annotations

from cfgovern.identifiers import form
from cfgovern.identifiers.written import AFTER, BEFORE, BLANK, DIGIT

__all__ = [
    "ALPHABET",
    "CUED",
    "FORM",
    "MISTYPED",
    "WRITTEN",
    "check_letter",
    "classify",
    "is_unreal",
    "normalise",
    "parse",
]

ALPHABET = "ZABCDEFGHJKLMNPQRTUVWXY"
"""Letter of each remainder modulo 23: no I, O or S."""

_CENTURY = "(?:19|[2-9][0-9])"
_SLASHED = f"({_CENTURY}?)([0-9]{{2}})/([0-9]{{1,7}})([A-Z])"
_LONG = f"({_CENTURY})([0-9]{{2}})([0-9]{{7}})([A-Z])"
_SHORT = "()([0-9]{2})([0-9]{1,7})([A-Z])"
_NUMBER = ((2, 0), (3, 7))

FORM = form.Form(
    strip=form.BLANKS,
    shapes=(_SLASHED, _LONG, _SHORT),
    unreal=(
        "(?:2[1-9]|[3-9][0-9])[0-9]{2}/[0-9]{1,7}[A-Z]",
        "(?:2[1-9]|[3-9][0-9])[0-9]{9}[A-Z]",
        f"{_CENTURY}?[0-9]{{2}}/0{{1,7}}[A-Z]",
        f"{_CENTURY}[0-9]{{2}}0{{7}}[A-Z]",
        "[0-9]{2}0{1,7}[A-Z]",
    ),
    check=form.LetterMod(
        alphabet=ALPHABET,
        variants=tuple(form.Variant(pattern, _NUMBER, 4) for pattern in (_SLASHED, _LONG, _SHORT)),
    ),
)

WRITTEN: tuple[str, ...] = (
    f"{BEFORE}(?<![0-9]/)(?:[0-9]{{2}}){{1,2}}{BLANK}{{0,3}}/{BLANK}{{0,3}}[0-9]{{1,7}}{BLANK}{{0,3}}"
    f"[A-Za-z]{AFTER}",
    f"{BEFORE}(?:[0-9]{{11}}[A-Za-z]|[0-9]{{6,9}}[A-Z]){AFTER}",
)
"""With its slash; or without, a capital at the end where it is short."""

CUED: tuple[str, ...] = (f"{BEFORE}(?:[0-9]{{2}}){{1,2}}[-/ ]?[0-9]{{1,7}}[A-Za-z]{AFTER}",)
MISTYPED: tuple[str, ...] = (
    f"{BEFORE}{DIGIT}{{2,4}}{BLANK}?[-/\\\\]{BLANK}?{DIGIT}{{1,8}}{BLANK}?[A-Za-z]?{AFTER}(?!/[0-9])",
)
"""Another stroke, a serial too long, no letter, or a letter for a figure."""


def classify(text: str) -> form.Status:
    """Judge ``text`` as a PNC identifier."""
    return form.classify(FORM, text)


def is_unreal(text: str) -> bool:
    """Whether ``text`` can never have been issued."""
    return classify(text) == "unreal"


def normalise(text: str) -> str | None:
    """``YY/NNNNNNNL``, or None. The check letter is not judged.

    A year of four digits loses its century, which people leave out and the letter does not cover;
    not so a year from 2100 on, which would turn into one that is in use.
    """
    for pattern in FORM.shapes:
        parts = form.groups(pattern, form.compact(FORM, text))
        if parts:
            century, year, serial, letter = parts
            kept = "" if century in ("19", "20") else century
            return f"{kept}{year}/{serial.zfill(7)}{letter}"
    return None


def parse(text: str) -> str | None:
    """The canonical text of a PNC identifier whose check letter is right, or None."""
    return normalise(text) if classify(text) in ("valid", "unreal") else None


def check_letter(year: str, serial: str) -> str:
    """The check letter for a year of two or four digits and a serial of up to seven."""
    return form.letter_of(ALPHABET, year[-2:] + serial.zfill(7))
