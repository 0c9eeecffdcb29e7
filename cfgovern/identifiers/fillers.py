"""What people type where a number is asked for and none is known: it stands in for one, and is nobody's."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cfgovern.identifiers import form
from cfgovern.identifiers.rooms import ROOMS
from cfgovern.identifiers.written import AFTER, BEFORE

__all__ = ["LEAST", "OF_KIND", "WRITTEN", "stands_in"]

LEAST = 10
"""Figures of the shortest."""
_UP = "".join(str(digit) for digit in range(1, 10))
_AGAIN = "|".join(f"7{digit}{{9}}" for digit in (0, 7, 9))

WRITTEN: tuple[str, ...] = (
    f"{BEFORE}(?:{'|'.join(f'{digit}{{{LEAST},12}}' for digit in range(10))}){AFTER}",
    f"{BEFORE}(?:0{_UP}[09]?|{_UP}[09]|0?7(?:{_UP})|0?(?:{_AGAIN})){AFTER}",
)
"""One figure over and over, all in their order, or both behind the first of a mobile."""

OF_KIND: Mapping[str, str] = MappingProxyType(
    {
        "nino": "[A-Z]{2}(?:0{6}|9{6}|123456)|TN[0-9]{6}",
        "pnc_id": "(?:[0-9]{2}){1,2}/0{7}[A-Z]",
        "cro": "(?:QQ)?0{6}/[0-9]{2}[A-Z]|SF[0-9]{2}/0{1,6}[A-Z]",
        "crn": "[A-Z]{1,2}0{6}",
        "prison_number": "[A-Z]{1,2}0{4}[A-Z]{2}",
        "uprn": "0",
    }
)
"""What stands in for one of a kind, in its canonical form: no serial at all, the number of an example, or
(TN) a number made of a day of birth, which others born on that day have as well."""


def stands_in(kind: str, text: str) -> bool:
    """Whether ``text`` only stands in for an identifier of that ``kind``: the same text for many people.

    A number kept for tests is not meant: made-up people have numbers of their own from there. Raises KeyError
    for a kind without a form.
    """
    room = ROOMS[kind]
    canonical = room.normalise(text) or ""
    ways = (form.compact(room.FORM, text), canonical, canonical.replace("+44", "0"))
    own = kind in OF_KIND and form.matches((OF_KIND[kind],), canonical)
    return own or any(form.matches(WRITTEN, way) for way in ways)
