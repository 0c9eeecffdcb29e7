"""The rows that a foreign key may name, and which of them a row does name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cfgovern.cohort.plain.columns import Columns
from cfgovern.cohort.rows import Key
from cfgovern.contract.model import Column, ForeignKey, Table
from cfgovern.errors import UsageError

__all__ = ["Link"]


class Link:
    """One foreign key of ``table`` and the keys of ``parent`` that it may hold, in the order of its rows.

    ``empty``: a column that may stay empty, and then the row names none. ``offered``: how many rows the other
    table has.
    """

    def __init__(self, columns: Columns, table: Table, key: ForeignKey, parent: Table) -> None:
        here = [_column(table, name) for name in key.columns]
        there = [_column(parent, name) for name in key.to_columns]
        self.columns, self._to = key.columns, key.to_columns
        self.here, self._table = here, table.name
        self._right = [columns.wanted(table, column).right for column in here]
        self._none = [set(column.missing.values()) for column in there]
        self.empty = next((c.name for c in reversed(here) if not columns.wanted(table, c).filled), None)
        self.offered = 0
        self.keys: list[Key] = []
        self._seen: set[Key] = set()
        self._by: dict[tuple[int, ...], tuple[int, dict[Key, list[Key]]]] = {}

    def nothing(self) -> UsageError:
        """What to say where a row must name another, and there is none that it may name."""
        return UsageError(
            "cohort.link",
            f"{self._table}.{', '.join(self.columns)} must name a row, and there is none whose key is right "
            "by what the contract says of both ends.",
            fix="Give both ends of the foreign key the same limits in the contract.",
        )

    def add(self, row: Mapping[str, str]) -> None:
        """Take in a row of the other table, where this end may hold what it holds."""
        self.offered += 1
        key = self.of(row)
        if key is not None and key not in self._seen:
            self._seen.add(key)
            self.keys.append(key)

    def of(self, row: Mapping[str, str]) -> Key | None:
        """The key of a row of the other table; None where this end may not hold it."""
        key = tuple(row.get(name, "") for name in self._to)
        ends = zip(key, self._right, self._none, strict=True)
        return key if all(text and text not in none and right(text) for text, right, none in ends) else None

    def fitting(self, row: Mapping[str, str]) -> list[Key]:
        """The keys that agree with what ``row`` holds already."""
        places = tuple(place for place, name in enumerate(self.columns) if row.get(name))
        if not places:
            return self.keys
        read, found = self._by.get(places, (0, {}))
        for key in self.keys[read:]:
            found.setdefault(tuple(key[place] for place in places), []).append(key)
        self._by[places] = (len(self.keys), found)
        return found.get(tuple(row[self.columns[place]] for place in places), [])

    def chosen(self, row: Mapping[str, str], pick: Callable[[int], int]) -> dict[str, str] | None:
        """The cells of a fitting key; ``pick(limit)`` gives a number below ``limit``. None: none fits."""
        keys = self.fitting(row)
        return dict(zip(self.columns, keys[pick(len(keys))], strict=True)) if keys else None


def _column(table: Table, name: str) -> Column:
    column = table.column(name)
    assert column is not None  # the contract was read with every end of its keys
    return column
