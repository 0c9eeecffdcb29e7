"""Number of a payment card: the ranges of the issuers, and the check digit of ISO/IEC 7812 (Luhn)."""

from __future__ import annotations

from cfgovern.identifiers import form
from cfgovern.identifiers.written import AFTER, ALONE, BEFORE, DIGIT, EITHER, ENDED

__all__ = ["FORM", "MISTYPED", "WRITTEN", "check_holds", "classify"]

FORM = form.Form(
    strip=form.BLANKS + form.DASHES,
    shapes=(
        "4[0-9]{12}(?:[0-9]{3}){0,2}",  # Visa
        "5[1-5][0-9]{14}|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}",  # Mastercard
        "3[47][0-9]{13}",  # American Express
        "3(?:0[0-5]|[689][0-9])[0-9]{11}",  # Diners Club
        "(?:6011|64[4-9][0-9]|65[0-9]{2})[0-9]{12}",  # Discover
        "35(?:2[89]|[3-8][0-9])[0-9]{12}",  # JCB
        "(?:50|5[6-9]|6[0-9])[0-9]{14}(?:[0-9]{3})?",  # Maestro, UnionPay
    ),
)

_TWELVE = f"[2-6][0-9]{{3}}(?:{EITHER}[0-9]{{4}}){{2}}{EITHER}"
WRITTEN: tuple[str, ...] = (
    f"{ALONE}{_TWELVE}(?:[0-9]{{4}}(?:{EITHER}[0-9]{{3}})?|[0-9]){ENDED}",
    f"{ALONE}3[0-9]{{3}}{EITHER}[0-9]{{6}}{EITHER}[0-9]{{4,5}}{ENDED}",
)
"""Solid, or in the groups that stand on the card."""
MISTYPED: tuple[str, ...] = (
    f"{ALONE}{_TWELVE}[0-9]{{3,5}}{ENDED}",
    f"{BEFORE}{DIGIT}{{4}}(?:{EITHER}{DIGIT}{{4}}){{3}}{AFTER}",
)
"""A figure too few or too many, or a letter for one."""


def classify(text: str) -> form.Status:
    """Judge ``text`` as the number of a card."""
    status = form.classify(FORM, text)
    return "bad_check" if status == "valid" and not check_holds(form.compact(FORM, text)) else status


def check_holds(word: str) -> bool:
    """Whether the last of the digits of ``word`` is the right one."""
    total = 0
    for place, digit in enumerate(reversed(word)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
