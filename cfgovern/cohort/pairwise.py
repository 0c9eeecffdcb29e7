"""Rows in which every pair of values of two columns stands at least once: a covering array, made greedily.

Each row takes, one after another, the value that brings most pairs not yet seen with those it has already
(the way of AETG: Cohen, Dalal, Fredman and Patton, 1997). No chance is in it: of equals the first is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["Pairs"]

Pair = tuple[tuple[int, int], tuple[int, int]]  # (column, value) twice, by number


class Pairs:
    """The pairs still to be seen, of columns with so many values each (``sizes``)."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        self._starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        self._column = np.repeat(np.arange(len(sizes)), sizes)
        self.left: NDArray[np.bool_] = self._column[:, None] != self._column[None, :]

    def __len__(self) -> int:
        return int(self.left.sum()) // 2

    def copy(self) -> Pairs:
        """The same pairs, to plan with."""
        other = Pairs(self.sizes)
        other.left = self.left.copy()
        return other

    def see(self, row: Sequence[int | None]) -> None:
        """Take the pairs of ``row`` as seen: the number of the value in each column, None for another."""
        levels = self._levels(row)
        self.left[np.ix_(levels, levels)] = False

    def brings(self, row: Sequence[int | None]) -> bool:
        """Whether ``row`` has a pair that is left."""
        levels = self._levels(row)
        return bool(self.left[np.ix_(levels, levels)].any())

    def first(self) -> Pair | None:
        """The first pair that is left."""
        if not len(self):
            return None
        row = int(self.left.any(axis=1).argmax())
        return self._pair(row, int(self.left[row].argmax()))

    def all(self) -> list[Pair]:
        """Every pair that is left, in order."""
        return [self._pair(int(one), int(other)) for one, other in np.argwhere(np.triu(self.left))]

    def row(self, fixed: Mapping[int, int]) -> list[int]:
        """A row with the values ``fixed`` by column, and elsewhere those that bring most of what is left."""
        levels = len(self._column)
        worth = self.left.sum(axis=1)
        free = np.ones(levels, dtype=np.bool_)
        gain = np.zeros(levels, dtype=np.int64)
        row = [0] * len(self.sizes)
        waiting = [int(self._starts[column]) + value for column, value in fixed.items()]
        for _ in self.sizes:
            # With nothing gained by any, the value that most pairs still need.
            level = (
                waiting.pop() if waiting else int(np.where(free, gain * (levels + 1) + worth, -1).argmax())
            )
            column = int(self._column[level])
            row[column] = level - int(self._starts[column])
            free[self._starts[column] : self._starts[column + 1]] = False
            gain += self.left[level]
        return row

    def _levels(self, row: Sequence[int | None]) -> list[int]:
        return [int(self._starts[column]) + value for column, value in enumerate(row) if value is not None]

    def _pair(self, one: int, other: int) -> Pair:
        return self._named(one), self._named(other)

    def _named(self, level: int) -> tuple[int, int]:
        column = int(self._column[level])
        return column, level - int(self._starts[column])
