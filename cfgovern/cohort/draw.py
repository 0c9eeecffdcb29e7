"""Chance that is the same for ever: a number depends on the seed, on what it is for and on its row.

No clock, no state and no order of calls, and whole numbers only: one cell can be made alone, in any
chunk and on any machine, and a new column changes no other. Source of the mixing function: Steele,
Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014), SplitMix64.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from itertools import accumulate
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Draw", "Ints", "Stream", "Weights", "ints"]

T = TypeVar("T")
Ints = NDArray[np.int64]
_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_ALL = 2**64 - 1
_SCALE = 2**32


def ints(values: ArrayLike) -> Ints:
    """``values`` as an array of whole numbers."""
    return np.asarray(values, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Weights:
    """How likely each of several outcomes is: ``bounds[k]`` of 2**32 draws give outcome k or one before."""

    bounds: NDArray[np.int64]

    @classmethod
    def of(cls, weights: Sequence[float | int]) -> Weights:
        """In proportion to ``weights``. Raises ValueError if none is above nought or one is below."""
        sums = [0.0, *accumulate(map(float, weights))]  # sum() does not round alike in every Python
        if sums[-1] <= 0 or min(weights) < 0:
            raise ValueError("weights are not below nought, and one of them is above it")
        bounds = [round(each / sums[-1] * _SCALE) for each in sums[1:]]
        return cls(np.array(bounds, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Stream:
    """Draws for one purpose, by row. Each method takes an array of row numbers and gives one value a row."""

    key: int

    def bits(self, rows: Ints) -> NDArray[np.uint64]:
        """64 random bits a row."""
        word = rows.astype(np.int64, copy=False).view(np.uint64) * np.uint64(_STEP)
        word += np.uint64(self.key)
        part = word >> np.uint64(30)
        word ^= part
        word *= np.uint64(_FIRST)
        word ^= np.right_shift(word, np.uint64(27), out=part)
        word *= np.uint64(_SECOND)
        word ^= np.right_shift(word, np.uint64(31), out=part)
        return word

    def of_scale(self, rows: Ints) -> Ints:
        """A whole number from 0 to 2**32 - 1."""
        word = self.bits(rows)
        word >>= np.uint64(32)
        return word.view(np.int64)

    def below(self, limit: int | Ints, rows: Ints) -> Ints:
        """A whole number from 0 to ``limit`` - 1; ``limit`` is at least 1 and at most 2**31."""
        drawn = self.of_scale(rows) * limit
        drawn >>= 32
        return drawn

    def between(self, low: int | Ints, high: int | Ints, rows: Ints) -> Ints:
        """A whole number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1, rows)

    def chance(self, share: float | NDArray[np.float64], rows: Ints) -> NDArray[np.bool_]:
        """True in a ``share`` (0 to 1) of the rows."""
        limit = np.rint(np.asarray(share, dtype=np.float64) * _SCALE).astype(np.int64)
        found: NDArray[np.bool_] = self.of_scale(rows) < limit
        return found

    def pick(self, weights: Weights, rows: Ints) -> Ints:
        """The number of an outcome, as likely as its weight."""
        return np.searchsorted(weights.bounds, self.of_scale(rows), side="right").astype(np.int64, copy=False)

    def spread(self, rows: Ints) -> Ints:
        """About normal, mean 0, standard deviation 1000, never beyond 3464: the sum of four draws."""
        word = self.bits(rows)
        total = sum((word >> np.uint64(shift)) & np.uint64(0xFFFF) for shift in (0, 16, 32, 48))
        # Four uniform draws below 65,536 have mean 131,070 and standard deviation 37,837.
        return ((np.asarray(total).astype(np.int64) - 131_070) * 1000) // 37_837


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws for one ``seed``. ``place`` names what is drawn, such as table, column and row.

    A whole number at the end of ``place`` is the row: the same row of :meth:`stream` gives the same draw.
    """

    seed: int

    def stream(self, *place: str | int) -> Stream:
        """The draws of all rows for one purpose."""
        return Stream(_key(self.seed, place))

    def below(self, limit: int, *place: str | int) -> int:
        """A whole number from 0 to ``limit`` - 1."""
        row = place[-1] if place and isinstance(place[-1], int) else 0
        name = place[:-1] if place and isinstance(place[-1], int) else place
        bits = _mixed((row * _STEP + _key(self.seed, name)) & _ALL)
        return ((bits >> 32) * limit) >> 32 if limit <= _SCALE // 2 else bits % limit

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


@cache
def _key(seed: int, place: tuple[str | int, ...]) -> int:
    named = "\x1f".join(str(part) for part in (seed, *place))
    return int.from_bytes(sha256(named.encode()).digest()[:8], "big")


def _mixed(word: int) -> int:
    word = (word ^ (word >> 30)) * _FIRST & _ALL
    word = (word ^ (word >> 27)) * _SECOND & _ALL
    return word ^ (word >> 31)
