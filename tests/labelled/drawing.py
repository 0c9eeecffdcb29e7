"""Characters drawn by chance, and the gaps that people leave between them."""

from __future__ import annotations

import string
from collections.abc import Sequence
from random import Random

__all__ = ["digits", "grouped", "letters", "pattern"]

_GAPS = {"spaced": " ", "dashed": "-", "dotted": ".", "slashed": "/"}


def digits(rng: Random, count: int) -> str:
    return "".join(rng.choices(string.digits, k=count))


def letters(rng: Random, count: int, of: str = string.ascii_uppercase) -> str:
    return "".join(rng.choices(of, k=count))


def grouped(text: str, sizes: Sequence[int], style: str) -> str:
    """``text`` in groups of those sizes with the gap of that style; as it is for another style."""
    if style not in _GAPS:
        return text
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    groups = [text[start : start + size] for start, size in zip(starts, sizes, strict=True)]
    return _GAPS[style].join(group for group in groups if group)


def pattern(rng: Random, style: str) -> str:
    """``#`` is any digit and ``@`` any letter; the rest stands as it is."""
    made = {"#": string.digits, "@": "ABCDEFGHJKLMNPRSTUVWXY"}
    return "".join(rng.choice(made.get(one, one)) for one in style)
