"""Number of a payment card: the ranges of the issuers, and the check digit of ISO/IEC 7812 (Luhn).

No range is kept for tests. Nobody's are the numbers that card schemes and payment services publish for them,
and one figure over and over.
"""

from __future__ import annotations

from cfgovern.identifiers import form
from cfgovern.identifiers.written import AFTER, ALONE, BEFORE, DIGIT, EITHER, ENDED

__all__ = ["FORM", "MISTYPED", "WRITTEN", "check_holds", "classify", "is_unreal"]

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


_FOR_TESTS = frozenset(
    (
        "4111111111111111", "4012888888881881", "4222222222222", "4242424242424242", "4000056655665556",
        "5555555555554444", "5105105105105100", "5200828282828210", "2223003122003222", "378282246310005",
        "371449635398431", "378734493671000", "6011111111111117", "6011000990139424", "30569309025904",
        "38520000023237", "3530111333300000", "3566002020360505",
    )
)  # fmt: skip


def is_unreal(text: str) -> bool:
    """Whether ``text`` is a number that is published for tests, or one figure over and over."""
    word = form.compact(FORM, text)
    return word in _FOR_TESTS or len(set(word)) == 1


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
