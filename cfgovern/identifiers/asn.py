"""Arrest summons number (ASN): year, force and unit, system, serial, check letter (``99/00QQ/01/12A``).

Source: the CJS data standards catalogue. Force and unit are four characters; the serial has up to eleven
digits and is written full where the strokes are left out. The letter is not checked: letters in force and
unit have no published value.

What can never have been issued: unit QQ (this project's own mark).
"""

from __future__ import annotations

from cfgovern.identifiers import form
from cfgovern.identifiers.written import AFTER, BEFORE, BLANK, DIGIT, EITHER

__all__ = ["FORM", "MISTYPED", "WRITTEN", "classify"]

FORM = form.Form(
    strip=form.BLANKS + form.DASHES,
    shapes=(
        "[0-9]{2}/[0-9]{2}[0-9A-Z]{2}/[0-9]{1,2}/[0-9]{1,11}[A-Z]",
        "[0-9]{4}[0-9A-Z]{2}[0-9]{13}[A-Z]",
    ),
    unreal=("[0-9]{2}/[0-9]{2}QQ/[0-9]{1,2}/[0-9]{1,11}[A-Z]", "[0-9]{4}QQ[0-9]{13}[A-Z]"),
)

_STROKE = f"{BLANK}{{0,2}}/{BLANK}{{0,2}}"
WRITTEN: tuple[str, ...] = (
    f"{BEFORE}[0-9]{{2}}{_STROKE}[0-9]{{2}}[0-9A-Za-z]{{2}}{_STROKE}[0-9]{{1,2}}{_STROKE}[0-9]{{1,11}}"
    f"{EITHER}[A-Za-z]{AFTER}",
    f"{BEFORE}[0-9]{{2}}{BLANK}?[0-9]{{2}}[0-9A-Za-z]{{2}}{BLANK}?[0-9]{{2}}{BLANK}?[0-9]{{11}}{BLANK}?[A-Za-z]{AFTER}",
)
"""With its strokes, or in full."""
MISTYPED: tuple[str, ...] = (
    f"{BEFORE}{DIGIT}{{2}}{_STROKE}[0-9A-Za-z]{{4}}{_STROKE}{DIGIT}{{1,2}}{_STROKE}{DIGIT}{{1,12}}{EITHER}[A-Za-z]?{AFTER}",
)
"""A letter for a figure, or none at the end."""


def classify(text: str) -> form.Status:
    """Judge ``text`` as an arrest summons number."""
    return form.classify(FORM, text)
