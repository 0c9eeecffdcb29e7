"""How well one way found the pairs of one set of data: a row of a table."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

__all__ = ["HEAD", "Found", "Told", "of_pairs"]


@dataclass(frozen=True, slots=True)
class Found:
    """``cost`` in words."""

    data: str
    way: str
    precision: float
    recall: float
    f1: float
    cost: str = "-"

    def row(self) -> str:
        """As Markdown."""
        figures = (f"{figure:.4f}" for figure in (self.precision, self.recall, self.f1))
        return f"| {' | '.join((self.data, self.way, *figures, self.cost))} |"


HEAD = ("| data | way | precision | recall | F1 | cost |", "|---|---|---|---|---|---|")
Told = Found | str
"""A row, or a line on a promise."""


def of_pairs(data: str, way: str, found: set[Hashable], truth: set[Hashable]) -> Found:
    """The pairs that were ``found``, beside those that are of one person."""
    right = len(found & truth)
    f1 = 2 * right / max(1, len(found) + len(truth))
    return Found(data, way, right / max(1, len(found)), right / max(1, len(truth)), f1)
