"""What people type where a number is asked for and none is known: it stands in for one, and is nobody's."""

from __future__ import annotations

from cfgovern.identifiers.written import AFTER, BEFORE

__all__ = ["LEAST", "WRITTEN"]

LEAST = 10
"""Figures of the shortest."""
_UP = "".join(str(digit) for digit in range(1, 10))
_AGAIN = "|".join(f"7{digit}{{9}}" for digit in (0, 7, 9))

WRITTEN: tuple[str, ...] = (
    f"{BEFORE}(?:{'|'.join(f'{digit}{{{LEAST},12}}' for digit in range(10))}){AFTER}",
    f"{BEFORE}(?:0{_UP}[09]?|{_UP}[09]|0?7(?:{_UP})|0?(?:{_AGAIN})){AFTER}",
)
"""One figure over and over, all in their order, or both behind the first of a mobile."""
