"""In which order tables are made, so that what a foreign key names is there before it is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from cfgovern.contract.model import Contract, ForeignKey, Table
from cfgovern.errors import UsageError

__all__ = ["Linked", "in_order"]

_MayBeEmpty = Callable[[Table, str], bool]


@dataclass(frozen=True, slots=True)
class Linked:
    """A table and its foreign keys: to ``others`` made before it, to its ``own`` rows, and those ``cut``.

    A foreign key is cut, so that its cells stay empty, where tables name each other.
    """

    table: Table
    others: tuple[ForeignKey, ...]
    own: tuple[ForeignKey, ...]
    cut: tuple[ForeignKey, ...]


def in_order(contract: Contract, may_be_empty: _MayBeEmpty) -> list[Linked]:
    """The tables of ``contract``, each after those it names.

    Raises UsageError ``cohort.circle`` where tables name each other and each must be there first.
    """
    tables = {table.name: table for table in contract.tables}
    links = {
        name: [key for key in table.foreign_keys if _there(tables, table, key)]
        for name, table in tables.items()
    }
    cut: dict[str, list[ForeignKey]] = {name: [] for name in tables}
    while True:
        needs = {name: {key.table for key in keys if key.table != name} for name, keys in links.items()}
        try:
            order = list(TopologicalSorter(needs).static_order())
            break
        except CycleError as cycle:
            table, key = _weakest(tables, links, set(cycle.args[1]), may_be_empty)
            links[table.name].remove(key)
            cut[table.name].append(key)
    return [
        Linked(
            tables[name],
            tuple(key for key in links[name] if key.table != name),
            tuple(key for key in links[name] if key.table == name and key.columns != key.to_columns),
            tuple(cut[name]),
        )
        for name in order
    ]


def _there(tables: dict[str, Table], table: Table, key: ForeignKey) -> bool:
    """Whether every column of both ends is collected: else nobody can follow the key."""
    here, there = ({column.name for column in each.collected} for each in (table, tables[key.table]))
    return set(key.columns) <= here and set(key.to_columns) <= there


def _weakest(
    tables: dict[str, Table],
    links: dict[str, list[ForeignKey]],
    circle: set[str],
    may_be_empty: _MayBeEmpty,
) -> tuple[Table, ForeignKey]:
    """The first foreign key of a circle that may be left empty."""
    within = [
        (tables[name], key)
        for name in tables
        if name in circle
        for key in links[name]
        if key.table in circle and key.table != name
    ]
    for table, key in within:
        if any(may_be_empty(table, name) for name in key.columns):
            return table, key
    named = ", ".join(sorted({f"{table.name}.{key.columns[0]}" for table, key in within}))
    raise UsageError(
        "cohort.circle",
        f"These foreign keys go round in a circle and none may be empty, so no row can be first: {named}.",
        fix="Let one of them be empty: take required off it in the contract.",
    )
