"""NHS number: ten digits, the last a modulus 11 check digit.

Source: NHS Data Dictionary, NHS NUMBER. The range 999 000 0000 to 999 999 9999 is kept for tests
and never issued. Ten equal digits pass modulus 11 and are a filler, never a person. Numbers of
Scotland (CHI) and Northern Ireland (H&C) have the same form and are not told apart.
"""

from __future__ import annotations

from cfgovern.identifiers import form

__all__ = ["FORM", "check_digit", "classify", "is_unreal", "normalise", "parse"]

FORM = form.Form(
    strip=form.BLANKS + form.DASHES,
    shapes=("[0-9]{10}",),
    unreal=("999[0-9]{7}", *(f"{digit}{{10}}" for digit in range(10))),
    # The published rule (11 less the remainder, 11 written 0, 10 never issued) says the same as
    # this sum over all ten digits, the check digit having weight 1.
    check=form.WeightedDigits(weights=(10, 9, 8, 7, 6, 5, 4, 3, 2, 1), modulus=11),
)


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
