"""How far made-up rows reach: codes, limits and pairs of codes, and which rules keep some of them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["BARRED", "Coverage", "Reached", "TableCoverage"]

BARRED = "record_origin"
"""What excludes the codes that no made-up row may have."""


@dataclass(frozen=True, slots=True)
class Reached:
    """``possible`` targets of one kind, ``reached`` of them, and how many each rule excludes."""

    possible: int
    reached: int
    excluded: Mapping[str, int]

    @property
    def missed(self) -> int:
        """Neither reached nor excluded by one rule."""
        return self.possible - self.reached - sum(self.excluded.values())

    def __str__(self) -> str:
        allowed = self.possible - sum(self.excluded.values())
        # A share is cut, not rounded: 100 per cent says that nothing is missed.
        share = f" ({self.reached * 1000 // allowed / 10:g} %)" if allowed else ""
        return f"{self.reached:,} of {allowed:,}{share}"


@dataclass(frozen=True, slots=True)
class TableCoverage:
    """What the ``rows`` rows of one table reach."""

    table: str
    rows: int
    codes: Reached
    limits: Reached
    pairs: Reached


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the rows of a submission reach, table by table."""

    tables: tuple[TableCoverage, ...]

    def lines(self) -> list[str]:
        """In words, a table a line, then what rules exclude, by rule."""
        told = []
        for one in self.tables:
            told.append(
                f"{one.table}: {one.rows:,} rows; codes {one.codes}, limits {one.limits}, pairs {one.pairs}"
            )
        barred = 0
        for one in self.tables:
            for name, reached in (("codes", one.codes), ("limits", one.limits), ("pairs", one.pairs)):
                barred += reached.excluded.get(BARRED, 0)
                told += [
                    f"  {one.table}: {count:,} {name} excluded by {rule}"
                    for rule, count in sorted(reached.excluded.items())
                    if rule != BARRED
                ]
        if barred:
            told.append(f"  all tables: {barred:,} codes and pairs excluded, for made-up rows say so")
        return told
