"""What a sentence may say of a person, which entity that is, and the ways in which people write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from cfgovern.evidence.spans import ENTITY_OF
from cfgovern.identifiers import normalise

__all__ = ["LAYOUT_FIELDS", "PARTS", "Part", "laid_out"]

_FIGURES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip

LAYOUT_FIELDS = ("d", "dd", "nth", "m", "mm", "mon", "month", "yy", "yyyy")
"""The fields that a layout of a day is made of."""


@dataclass(frozen=True, slots=True)
class Part:
    """``ways`` maps each form to how it is written. ``by_chance``: any will do where none is asked."""

    entity: str
    ways: Mapping[str, Callable[[str], str]]
    by_chance: bool = False


def laid_out(layout: str, day: date) -> str:
    """``day`` as ``layout`` has it, in English whatever the machine speaks."""
    month = _MONTHS[day.month - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
    values = (
        str(day.day), f"{day.day:02}", f"{day.day}{ending}", str(day.month), f"{day.month:02}", month[:3],
        month, f"{day.year % 100:02}", str(day.year),
    )  # fmt: skip
    return layout.format_map(dict(zip(LAYOUT_FIELDS, values, strict=True)))


def _grouped(text: str, *sizes: int, by: str = " ") -> str:
    """Groups of that many characters, the rest in the last one."""
    groups, rest = [], text
    for size in sizes:
        groups.append(rest[:size])
        rest = rest[size:]
    return by.join(group for group in (*groups, rest) if group)


def _national(phone: str) -> str:
    """A number of this country as figures alone, from its first nought on."""
    return f"0{(normalise('phone', phone) or phone).removeprefix('+44')}"


def _international(phone: str) -> str:
    return f"+44 {_grouped(_national(phone)[1:], 4)}"


def _in_words(phone: str) -> str:
    return " ".join(_FIGURES[int(digit)] for digit in _national(phone))


_PLAIN: dict[str, Callable[[str], str]] = {"plain": str, "lower": str.lower, "upper": str.upper}
_WAYS: dict[str, dict[str, Callable[[str], str]]] = {
    "phone": {
        "plain": str,
        "international": _international,
        "spaced": lambda text: _grouped(_national(text), 4, 3),
        "dashed": lambda text: _grouped(_national(text), 5, 3, by="-"),
        "bare": _national,
        "words": _in_words,
    },
    "email": {
        "plain": str,
        "at": lambda text: text.replace("@", "(at)"),
        "dot": lambda text: text.replace("@", " at ").replace(".", " dot "),
    },
    "nhs_number": {
        "plain": str,
        "spaced": lambda text: _grouped(text, 3, 3),
        "dashed": lambda text: _grouped(text, 3, 3, by="-"),
    },
    "nino": {
        "plain": str,
        "spaced": lambda text: _grouped(text, 2, 2, 2, 2),
        "short": lambda text: text[:8],
    },
    "postcode": {"plain": str, "bare": lambda text: text.replace(" ", "")},
    "handle": {"plain": str, "bare": lambda text: text.removeprefix("@")},
}
_NAMES = ("given", "family", "full", "reversed", "nick", "initials")

PARTS: Mapping[str, Part] = MappingProxyType(
    {
        **{name: Part("PERSON", _PLAIN) for name in _NAMES},
        **{name: Part(entity, _WAYS.get(name, _PLAIN), name in _WAYS) for name, entity in ENTITY_OF.items()},
        "handle": Part("SOCIAL_HANDLE", _WAYS["handle"], by_chance=True),
        "address": Part("UK_ADDRESS", _PLAIN),
        "whereabouts": Part("UK_ADDRESS", _PLAIN),
        # Its ways are the layouts that the content gives.
        "born": Part("DATE_OF_BIRTH", {}),
    }
)
"""Every part of a person that a slot can ask for."""
