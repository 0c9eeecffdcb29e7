"""Identifiers that belong to nobody, for whole arrays of person numbers.

Two sorts, told apart on the page ``docs/reference/unreal-identifiers.md``. :func:`cells` makes what can
*certainly* never be issued: NHS numbers of 999, NINO prefixes out of use, Ofcom's numbers for drama, names
of RFC 2606, postcode areas that are not there. The other identifiers have no range kept for tests:
:func:`broken_cells` makes an evidently broken form of them, for whoever asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from cfgovern.cohort.draw import Ints
from cfgovern.cohort.frame import EMPTY, Cells, whole
from cfgovern.identifiers import classify
from cfgovern.identifiers.form import WeightedDigits
from cfgovern.identifiers.nhs_number import FORM as _NHS_FORM
from cfgovern.identifiers.phone import DRAMA
from cfgovern.identifiers.pnc_id import ALPHABET

__all__ = ["BROKEN", "CERTAIN", "NHS_NUMBERS", "broken", "broken_cells", "cells", "postcodes", "unreal"]

NHS_NUMBERS = 909_091
"""How many NHS numbers of 999 have a check digit: one stem in eleven has none."""

# HMRC gives out none of these (NIM39110); QQ is its own example. Not TN: temporary numbers had it once.
_PREFIXES = (
    "QQ", "BG", "GB", "KN", "NK", "NT", "ZZ", "QV", "VQ",
    "QX", "QZ", "UQ", "DQ", "IQ", "QD", "QU", "QF", "VZ",
)  # fmt: skip
_SUFFIXES = "ABCD"
_MAILBOXES = ("person.", "p", "me.", "contact-")
_DOMAINS = ("@example.org", "@example.com", "@example.net")
# Two letters that are no postcode area and never were, one of them Q, V or X, which no area begins with
# but those with no place (QC, XX).
_AREAS = (
    "QA", "QB", "QD", "QE", "QF", "QH", "QK", "QL", "QM", "QP", "QR", "QT", "QV", "QW", "QX", "QY",
    "VA", "VD", "VE", "VH", "VK", "VN", "VR", "VT", "VW", "VX", "XA", "XD", "XE", "XH", "XQ", "XW",
)  # fmt: skip
_DISTRICTS = 9
_UNITS = tuple(f"{first}{last}" for first in "ABDEGHLN" for last in "ABDEGHJLNPRSTUWXY")


def unreal(identifier: str, number: int) -> str | None:
    """The made-up identifier of that kind for person ``number`` (from 1), as :func:`cells` makes it.

    None for a kind of which no range is certain to belong to nobody, and where the range has no more.
    """
    if identifier not in CERTAIN:
        return None
    return _one(cells(identifier, np.array([number])), identifier) or None


def broken(identifier: str, number: int) -> str:
    """An evidently broken identifier of a kind without such a range. Raises KeyError for another kind."""
    return _one(broken_cells(identifier, np.array([number])), identifier)


def cells(identifier: str, numbers: Ints) -> Cells:
    """Identifiers of a kind in ``CERTAIN`` for person ``numbers``, each from 1 to 10**8.

    The same number always has the same. NHS numbers differ for the first 909,091 people, NINOs for the first
    18 million, e-mail addresses for all; beyond that the cell is empty. Telephone numbers come round again
    after some 1,333 people and postcodes after 391,680: there are no more. Raises KeyError for another kind.
    """
    return CERTAIN[identifier](numbers)


def broken_cells(identifier: str, numbers: Ints) -> Cells:
    """The same for a kind in ``BROKEN``; they come round after as many people as the form has figures."""
    return BROKEN[identifier](numbers)


def postcodes(numbers: Ints, area: int | Ints) -> Cells:
    """Postcodes for person ``numbers`` of an ``area`` (from 0), which has two letters of its own.

    There are 12,240 an area; after 32 areas the letters come round again.
    """
    places = (numbers * 611_953) % (_DISTRICTS * 10 * len(_UNITS))
    stem, sector = places // 10, places % 10
    first = (area % len(_AREAS)) * (_DISTRICTS * len(_UNITS))
    return Cells((first + stem) * 10 + sector, "stem", stems=_postcode_stems(), width=1)


def _one(made: Cells, identifier: str) -> str:
    text = made.text()[0]
    if text and classify(identifier, text) != "unreal":
        raise AssertionError(f"a made-up {identifier} could be somebody's")
    return text


def _nhs_number(numbers: Ints) -> Cells:
    places = (numbers * 611_953 + 271_828) % NHS_NUMBERS
    return whole(np.where(numbers <= NHS_NUMBERS, _nhs_numbers()[places], EMPTY))


@cache
def _nhs_numbers() -> Ints:
    """All NHS numbers from 999 000 0000 that have a check digit, in order."""
    check = _NHS_FORM.check
    assert isinstance(check, WeightedDigits)
    first, second, third = (_weighted(check.weights[place : place + 3]) for place in (0, 3, 6))
    digits = (-(first[999] + second[:, np.newaxis] + third) % check.modulus).ravel()
    numbers: Ints = (np.arange(999_000_000, 1_000_000_000, dtype=np.int64) * 10 + digits)[digits < 10]
    return numbers


def _weighted(weights: Sequence[int]) -> Ints:
    """The sum of the digits of 0 to 999, each times its weight."""
    three = np.arange(1_000, dtype=np.int64)
    return weights[0] * (three // 100) + weights[1] * (three // 10 % 10) + weights[2] * (three % 10)


def _nino(numbers: Ints) -> Cells:
    """QQ for three people in four of the first million; each later million has the prefix after that."""
    block = (numbers - 1) // 1_000_000
    figures = (numbers * 611_953) % 1_000_000
    shift = np.where(figures % 4 == 0, figures // 4, 0)
    prefix = (block + shift) % len(_PREFIXES)
    stem = prefix * len(_SUFFIXES) + (figures >> 4) % len(_SUFFIXES)
    values = np.where(block < len(_PREFIXES), stem * 1_000_000 + figures, EMPTY)
    return Cells(values, "stem", stems=_NINO_STEMS, width=6)


_NINO_STEMS = tuple((prefix, suffix) for prefix in _PREFIXES for suffix in _SUFFIXES)


def _phone(numbers: Ints) -> Cells:
    """A mobile number for three people in four, in the three ways they are written; else any other range."""
    block, lane = (numbers - 1) // 4, (numbers - 1) % 4
    mobile = block * 3 + lane
    stem = np.where(lane < 3, (mobile // 7) % len(_MOBILE), len(_MOBILE) + block % len(_OTHER))
    figures = np.where(lane < 3, mobile, block // len(_OTHER)) * 619 % 1_000
    return Cells(stem * 1_000 + figures, "stem", stems=_PHONE_STEMS, width=3)


def _grouped(figures: str) -> str:
    """The figures of a range with the gaps that people leave."""
    if figures.startswith("2"):
        return f"0{figures[:2]} {figures[2:6]} {figures[6:]}"
    code = 4 if figures.startswith(("1632", "7", "3")) else 3
    return (
        f"0{figures[:code]} {figures[code:6]} {figures[6:]}" if code == 3 else f"0{figures[:4]} {figures[4:]}"
    )


_MOBILE = ("07700 900", "07700900", "+44 7700 900")
_OTHER = tuple(_grouped(figures) for figures in DRAMA if not figures.startswith("7"))
_PHONE_STEMS = tuple((before, "") for before in (*_MOBILE, *_OTHER))


def _email(numbers: Ints) -> Cells:
    stem = (numbers * 7 + numbers // 100) % len(_EMAIL_STEMS)
    return Cells(stem * 10**8 + numbers % 10**8, "stem", stems=_EMAIL_STEMS, width=8)


_EMAIL_STEMS = tuple((box, domain) for box in _MAILBOXES for domain in _DOMAINS)


def _postcode(numbers: Ints) -> Cells:
    return postcodes(numbers, numbers // 7)


@cache
def _postcode_stems() -> tuple[tuple[str, str], ...]:
    districts = range(1, _DISTRICTS + 1)
    return tuple((f"{area}{district} ", unit) for area in _AREAS for district in districts for unit in _UNITS)


def _crn(numbers: Ints) -> Cells:
    return Cells(numbers % 10**6, "stem", stems=(("QQ", ""),), width=6)


def _prison_number(numbers: Ints) -> Cells:
    stem = numbers // 10**4 % len(_UNITS)
    return Cells(stem * 10**4 + numbers % 10**4, "stem", stems=tuple(("QQ", two) for two in _UNITS), width=4)


def _pnc_id(numbers: Ints) -> Cells:
    """A year to come, and the letter that is right for it: any other fault would hide this one."""
    serial = numbers % 10**7
    letter = serial % len(ALPHABET)  # year 00 adds nothing to the number
    return Cells(letter * 10**7 + serial, "stem", stems=tuple(("2100/", end) for end in ALPHABET), width=7)


def _cro(numbers: Ints) -> Cells:
    serial = numbers % 10**6
    letter = serial % len(ALPHABET)
    return Cells(
        letter * 10**6 + serial, "stem", stems=tuple(("QQ", f"/00{end}") for end in ALPHABET), width=6
    )


def _uprn(numbers: Ints) -> Cells:
    return whole(999_999_999_000 + numbers % 1_000)


CERTAIN: dict[str, Callable[[Ints], Cells]] = {
    "nhs_number": _nhs_number,
    "nino": _nino,
    "phone": _phone,
    "email": _email,
    "postcode": _postcode,
}
BROKEN: dict[str, Callable[[Ints], Cells]] = {
    "crn": _crn,
    "prison_number": _prison_number,
    "pnc_id": _pnc_id,
    "cro": _cro,
    "uprn": _uprn,
}
