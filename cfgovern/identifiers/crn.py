"""Probation case reference number (CRN): a letter and six digits. No check digit.

Source: the Ministry of Justice's public services. No range is kept for tests. What can never have
been issued: QQ in the place of the letter (this project's own mark), and six noughts.
"""

from __future__ import annotations

from cfgovern.identifiers import form
from cfgovern.identifiers.written import AFTER, BEFORE, BLANK, WORD, WORD_END

__all__ = [
    "CUED",
    "FORM",
    "MISTYPED",
    "WRITTEN",
    "classify",
    "is_unreal",
    "normalise",
    "parse",
]

FORM = form.Form(
    # No dash: with one, a letter and six digits are an ordinary record id.
    strip=form.BLANKS,
    shapes=("[A-Z][0-9]{6}",),
    unreal=("QQ[0-9]{6}", "[A-Z]0{6}"),
)

WRITTEN: tuple[str, ...] = (f"{BEFORE}(?:[A-Za-z]|[A-Z]{BLANK}{{1,3}}|QQ|qq)[0-9]{{6}}{AFTER}",)
"""Solid, or a capital, a blank and six digits."""

CUED: tuple[str, ...] = (f"{WORD}(?:[A-Za-z]{BLANK}{{0,2}}|QQ|qq)[0-9]{{6}}{WORD_END}",)
MISTYPED: tuple[str, ...] = (f"{WORD}[A-Za-z]{{1,2}}[0-9]{{5,7}}{WORD_END}",)
"""A figure or a letter too few or too many."""


def classify(text: str) -> form.Status:
    """Judge ``text`` as a CRN."""
    return form.classify(FORM, text)


def is_unreal(text: str) -> bool:
    """Whether ``text`` can never have been issued."""
    return classify(text) == "unreal"


def normalise(text: str) -> str | None:
    """Letter and six digits, or None."""
    return form.compact(FORM, text) if classify(text) != "malformed" else None


def parse(text: str) -> str | None:
    """The same as :func:`normalise`: a CRN has no check digit."""
    return normalise(text)
