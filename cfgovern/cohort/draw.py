"""Chance that is the same for ever: a number depends on the seed and on what it is for, on nothing else.

No clock, no state and no order of calls: one cell can be made alone, and a new column changes no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from typing import TypeVar

__all__ = ["Draw"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws for one ``seed``. ``place`` names what is drawn, such as table, row and column."""

    seed: int

    def below(self, limit: int, *place: str | int) -> int:
        """A whole number from 0 to ``limit`` - 1."""
        named = "\x1f".join(str(part) for part in (self.seed, *place))
        return int.from_bytes(blake2b(named.encode(), digest_size=8).digest(), "big") % limit

    def between(self, low: int, high: int, *place: str | int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1, *place)

    def one_in(self, many: int, *place: str | int) -> bool:
        """True once in ``many`` times."""
        return self.below(many, *place) == 0

    def pick(self, options: Sequence[T], *place: str | int) -> T:
        """One of ``options``."""
        return options[self.below(len(options), *place)]

    def day(self, first: date, last: date, *place: str | int) -> date:
        """A day from ``first`` to ``last``, both included."""
        return first + timedelta(days=self.between(0, (last - first).days, *place))
