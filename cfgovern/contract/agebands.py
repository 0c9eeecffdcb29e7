"""Bands of ages: what an age falls into, and what the bands are called."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["AgeBands"]


class AgeBands(NamedTuple):
    """Bands of ``width`` years from nought on. The last one is open, for ``oldest`` and over."""

    width: int
    oldest: int

    @property
    def last(self) -> int:
        """Where the open band begins: at a band's first year, and never above ``oldest``."""
        return self.oldest // self.width * self.width

    def of(self, age: int) -> str:
        """The band of an age of nought or more: ``20-24``, or ``65+``."""
        if age >= self.last:
            return f"{self.last}+"
        low = age // self.width * self.width
        return f"{low}-{low + self.width - 1}"

    def names(self) -> tuple[str, ...]:
        """Every band there is, the youngest first."""
        return tuple(self.of(age) for age in range(0, self.last + 1, self.width))
