"""Which table or column of the old version is which of the new one: by concept first, then by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from cfgovern.contract.extensions import extensions
from cfgovern.contract.model import Column, Contract, Table

__all__ = ["Matched", "Moved", "Names", "match_columns", "match_tables", "moved", "names_of"]

Entry = TypeVar("Entry", Table, Column)


@dataclass(frozen=True, slots=True)
class Matched(Generic[Entry]):
    """Pairs of (old, new) in the order of the new version, what is gone, and what has come."""

    pairs: tuple[tuple[Entry, Entry], ...]
    gone: tuple[Entry, ...]
    come: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What the tables and columns of the old version are called in the new one."""

    tables: Mapping[str, str]
    columns: Mapping[tuple[str, str], str]

    def columns_of(self, table: str, names: Sequence[str]) -> tuple[str, ...]:
        """The new names of columns of the old ``table``; what is gone keeps its name."""
        return tuple(self.columns.get((table, name), name) for name in names)

    def in_query(self, query: str) -> str:
        """An old query with the new names in it, and single spaces."""
        renamed = {old: new for (_, old), new in self.columns.items()} | dict(self.tables)
        words = re.sub(r"[A-Za-z_][A-Za-z0-9_]*", lambda word: renamed.get(word[0], word[0]), query)
        return " ".join(words.split())


@dataclass(frozen=True, slots=True)
class Moved:
    """A column that stands in another table; tables and columns by their names in each version."""

    old_table: Table
    old: Column
    new_table: Table
    new: Column


def match_tables(old: Contract, new: Contract) -> Matched[Table]:
    """The tables of two versions."""
    return _match(old.tables, new.tables)


def match_columns(old: Table, new: Table) -> Matched[Column]:
    """The columns of two versions of one table."""
    return _match(old.columns, new.columns)


def _match(old: Sequence[Entry], new: Sequence[Entry]) -> Matched[Entry]:
    """By concept where one entry each has it; what is left by name."""
    found: dict[str, Entry] = {}  # name in the new version -> entry of the old one
    left = list(old)
    for by in ("concept", "name"):
        for entry in new:
            if entry.name in found:
                continue
            same = [other for other in left if getattr(other, by) == getattr(entry, by)]
            if len(same) == 1:
                found[entry.name] = same[0]
                left.remove(same[0])
    return Matched(
        pairs=tuple((found[entry.name], entry) for entry in new if entry.name in found),
        gone=tuple(left),
        come=tuple(entry for entry in new if entry.name not in found),
    )


def names_of(tables: Matched[Table], columns: Mapping[str, Matched[Column]]) -> Names:
    """What everything that was matched is called now; ``columns`` by the new name of the table."""
    return Names(
        {old.name: new.name for old, new in tables.pairs},
        {
            (old_table.name, old.name): new.name
            for old_table, new_table in tables.pairs
            for old, new in columns[new_table.name].pairs
        },
    )


def moved(
    contracts: tuple[Contract, Contract], tables: Matched[Table], columns: Mapping[str, Matched[Column]]
) -> Iterator[Moved]:
    """Columns that are gone from one table and have come to one other, by a concept that both versions give.

    A name alone does not do: two tables may have a column of one name by chance.
    """
    gone = [(old, column) for old, new in tables.pairs for column in columns[new.name].gone]
    come = [(new, column) for _, new in tables.pairs for column in columns[new.name].come]
    for old_table, old in gone:
        same = [(table, column) for table, column in come if column.concept == old.concept]
        alike = [column for _, column in gone if column.concept == old.concept]
        if len(same) == 1 and len(alike) == 1 and old.collected and same[0][1].collected:
            pairs = zip(contracts, (old, same[0][1]), strict=True)
            if all(_gives_concept(contract, column) for contract, column in pairs):
                yield Moved(old_table, old, *same[0])


def _gives_concept(contract: Contract, column: Column) -> bool:
    node: Any = contract.document.data
    for step in column.path:
        node = node[step]
    return any(name == "cfgovernConcept" for name, _, _ in extensions(node, column.path))
