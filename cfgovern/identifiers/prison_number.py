"""Prison (NOMS) number: a letter, four digits, two letters. No check digit.

Source: the Ministry of Justice's public services. No range is kept for tests. What can never have
been issued: QQ in the place of the first letter (this project's own mark), and four noughts.
"""

from __future__ import annotations

from cfgovern.identifiers import form
from cfgovern.identifiers.written import AFTER, BEFORE, MAYBE

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
    strip=form.BLANKS + form.DASHES,
    shapes=("[A-Z][0-9]{4}[A-Z]{2}",),
    unreal=("QQ[0-9]{4}[A-Z]{2}", "[A-Z]0{4}[A-Z]{2}"),
)

WRITTEN: tuple[str, ...] = (
    f"{BEFORE}(?:(?:[A-Za-z]|QQ|qq)[0-9]{{4}}[A-Za-z]{{2}}|[A-Z]{MAYBE}[0-9]{{4}}{MAYBE}[A-Z]{{2}}){AFTER}",
)
"""Solid, or capitals."""

CUED: tuple[str, ...] = (
    f"{BEFORE}(?:[A-Za-z]|QQ|qq){MAYBE}[0-9]{{4}}{MAYBE}[A-Za-z]{{2}}{AFTER}",
    f"{BEFORE}[A-Za-z]{{2}}[0-9]{{4}}{AFTER}",
)
"""In small letters too; and the older form, two letters and four digits."""
MISTYPED: tuple[str, ...] = (f"{BEFORE}[A-Za-z][0-9]{{3,5}}[A-Za-z]{{1,3}}{AFTER}",)


def classify(text: str) -> form.Status:
    """Judge ``text`` as a prison number."""
    return form.classify(FORM, text)


def is_unreal(text: str) -> bool:
    """Whether ``text`` can never have been issued."""
    return classify(text) == "unreal"


def normalise(text: str) -> str | None:
    """Letter, four digits, two letters, or None."""
    return form.compact(FORM, text) if classify(text) != "malformed" else None


def parse(text: str) -> str | None:
    """The same as :func:`normalise`: a prison number has no check digit."""
    return normalise(text)
