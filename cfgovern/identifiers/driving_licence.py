"""Driver number of Great Britain: sixteen characters made of the holder's name, sex and day of birth.

Source: DVLA. Five letters of the family name, filled up with 9; the decade of birth; the month, 50 more for
women; the day; the year; two initials, 9 where there is none; a figure or letter; two letters. Northern
Ireland's number is eight digits: nothing in it tells what it is, so it counts only where a word says so.

What can never have been issued: a family named Qq (this project's own mark).
"""

from __future__ import annotations

from cfgovern.identifiers import form
from cfgovern.identifiers.written import AFTER, BEFORE, MAYBE, WORD, WORD_END

__all__ = ["CUED", "FORM", "MISTYPED", "WRITTEN", "classify"]

_FAMILY = "(?:[A-Z]{5}|[A-Z]{4}9|[A-Z]{3}99|[A-Z]{2}999|[A-Z]9999)"
_BORN = "[0-9](?:[05][1-9]|[16][0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]"
_REST = "(?:[A-Z]{2}|[A-Z]9|99)[A-Z0-9][A-Z]{2}"

FORM = form.Form(
    strip=form.BLANKS + form.DASHES,
    shapes=(f"{_FAMILY}{_BORN}{_REST}",),
    unreal=(f"QQ999{_BORN}{_REST}",),
)

WRITTEN: tuple[str, ...] = (
    f"{BEFORE}[A-Za-z][A-Za-z9]{{4}}{MAYBE}[0-9]{{6}}{MAYBE}[A-Za-z9]{{2}}{MAYBE}[A-Za-z0-9]{MAYBE}[A-Za-z]{{2}}{AFTER}",
)
CUED: tuple[str, ...] = (f"{WORD}[0-9]{{8}}{WORD_END}",)
"""The number of Northern Ireland."""
MISTYPED: tuple[str, ...] = (
    f"{WORD}[A-Za-z][A-Za-z9]{{4}}{MAYBE}[0-9]{{5,7}}{MAYBE}[A-Za-z0-9]{{4,6}}{WORD_END}",
)


def classify(text: str) -> form.Status:
    """Judge ``text`` as a driver number of Great Britain."""
    return form.classify(FORM, text)
