"""Forms in which a value hides from a search: what a person sees is the same, or nearly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

__all__ = ["FORMS"]

_LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")  # Cyrillic for Latin
_WIDE = {place: place + 0xFEE0 for place in range(0x21, 0x7F)}
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_BOLD = {ord("0") + digit: 0x1D7CE + digit for digit in range(10)}


def _inside(character: str) -> Callable[[Random, str], str]:
    """Put it after the second character and in the middle."""

    def put(rng: Random, text: str) -> str:
        middle = max(3, len(text) // 2)
        return text[:2] + character + text[2:middle] + character + text[middle:]

    return put


def _gaps(character: str) -> Callable[[Random, str], str]:
    return lambda rng, text: text.replace(" ", character)


def _swapped(rng: Random, text: str) -> str:
    """Two digits that stand side by side and differ, changed about."""
    pairs = [at for at in range(len(text) - 1) if text[at : at + 2].isdigit() and text[at] != text[at + 1]]
    if not pairs:
        return text
    at = rng.choice(pairs)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _last_wrong(rng: Random, text: str) -> str:
    others = "0123456789" if text[-1].isdigit() else "ABCDEFGHJKLMNPQRTUVWXYZ"
    return text[:-1] + rng.choice(others.replace(text[-1], ""))


FORMS: Mapping[str, Callable[[Random, str], str]] = MappingProxyType(
    {
        "lower": lambda rng, text: text.lower(),
        "upper": lambda rng, text: text.upper(),
        "zero_width": _inside("\u200b"),
        "joiner": _inside("\u2060"),
        "byte_order": _inside("\ufeff"),
        "soft_hyphen": _inside("\u00ad"),
        "marks": _inside("\u200f"),
        "nul": _inside("\x00"),
        "isolate": lambda rng, text: f"\u2066{text}\u2069",
        "override": lambda rng, text: f"\u202e{text[::-1]}\u202c",
        "no_break": _gaps("\u00a0"),
        "narrow": _gaps("\u202f"),
        "thin": _gaps("\u2009"),
        "tab": _gaps("\t"),
        "lines": _gaps("\n"),
        "wide": lambda rng, text: text.translate(_WIDE),
        "arabic": lambda rng, text: text.translate(_ARABIC),
        "bold": lambda rng, text: text.translate(_BOLD),
        "lookalike": lambda rng, text: text.translate(_LOOKALIKES),
        "letter_o": lambda rng, text: text.replace("0", "O", 1),
        "letter_l": lambda rng, text: text.replace("1", "l", 1),
        "dashes": lambda rng, text: text.replace("-", "–").replace(" ", "–"),
        "slash": lambda rng, text: text.replace("/", "∕"),
        "swapped": _swapped,
        "last_wrong": _last_wrong,
    }
)
"""By name: what the form does to a value. Those that find nothing to change hand it back as it is."""
