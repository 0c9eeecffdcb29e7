"""A column within a column: its cell is kept as one text, and what stands inside it is never looked at.

An identifier could hide there. So such a column is refused in a contract that has any property of cfgovern,
wherever it stands: such a contract says how people are protected.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cfgovern.contract.extensions import used
from cfgovern.contract.model import Column, Nested, NodePath, Quality, Table
from cfgovern.contract.quality import names_in

__all__ = ["NESTED_TYPES", "nested_faults", "nested_in", "outside", "with_unseen_rules"]

NESTED_TYPES = ("object", "array", "map", "vector")
Report = Callable[[str, str, NodePath, str], None]
# What says of a property that it holds others, where no logical type does.
_HOLDS = {"properties": "object", "items": "array", "map": "map"}
_INSIDE = (*_HOLDS, "logicalTypeOptions", "enum")
_LIFT = "Give what stands inside columns of its own, or a table of its own."


def nested_in(node: Mapping[str, Any]) -> Nested | None:
    """What the property ``node`` of a contract says of its inside; None where a cell of it is one value."""
    kind = node.get("logicalType")
    if kind is None:
        kind = next((kind for name, kind in _HOLDS.items() if name in node), None)
    if kind not in NESTED_TYPES:
        return None
    inside = {name: node[name] for name in _INSIDE if name in node}
    return Nested(str(kind), json.dumps(inside, sort_keys=True, default=str))


def outside(node: Mapping[str, Any]) -> dict[str, Any]:
    """The nested property ``node`` without what concerns its inside alone."""
    return {name: value for name, value in node.items() if name not in _INSIDE}


def with_unseen_rules(tables: Sequence[Table]) -> tuple[Table, ...]:
    """``tables`` with each quality rule marked that reads a nested column: it would read one text for a list.

    Whether a cell is empty can be told all the same.
    """
    nested = {
        table.name.casefold(): {column.name.casefold() for column in table.columns if column.nested}
        for table in tables
    }
    return tuple(_marked(table, nested) for table in tables) if any(nested.values()) else tuple(tables)


def _marked(table: Table, nested: Mapping[str, Collection[str]]) -> Table:
    def marked(rules: Sequence[Quality], column: Column | None = None) -> tuple[Quality, ...]:
        return tuple(
            replace(rule, unseen=True) if rule.judged and _reads(rule, table, column, nested) else rule
            for rule in rules
        )

    columns = tuple(replace(column, quality=marked(column.quality, column)) for column in table.columns)
    return replace(table, quality=marked(table.quality), columns=columns)


def _reads(rule: Quality, table: Table, column: Column | None, nested: Mapping[str, Collection[str]]) -> bool:
    """Whether ``rule`` reads a nested column; ``nested`` are those of each table, all in small letters."""
    here = table.name.casefold()
    if rule.type == "sql":
        named = names_in(rule.query or "")
        return any(named & set(nested[name]) for name in nested if name == here or name in named)
    if column is not None:
        return column.nested is not None and rule.metric != "nullValues"
    given = rule.arguments.get("properties")
    return isinstance(given, list) and any(str(name).casefold() in nested[here] for name in given)


def nested_faults(report: Report, tables: Sequence[Table], data: Any) -> None:
    """Report each nested column of the contract ``data`` that may not be there, or by which rows go."""
    nested = [(table, column) for table in tables for column in table.columns if column.nested]
    guarded = bool(nested) and used(data)
    keys = set(_keys(tables)) if nested else set()
    for table, column in nested:
        kind, at = column.kind, (*column.path, "logicalType")
        if guarded:
            told = f'A column of type "{kind}" cannot stand in a contract that uses properties of cfgovern:'
            report("nested_type", f"{told} an identifier could hide inside it.", at, _LIFT)
        elif column.unique or (table.name, column.name) in keys:
            told = f'A column of type "{kind}" cannot be a key or unique: only its text could be compared.'
            report("nested_key", told, at, _LIFT)


def _keys(tables: Sequence[Table]) -> Iterator[tuple[str, str]]:
    """(table, column) of each part of a primary or a foreign key, on both of its sides."""
    for table in tables:
        yield from ((table.name, name) for name in table.primary_key)
        for key in table.foreign_keys:
            yield from ((table.name, name) for name in key.columns)
            yield from ((key.table, name) for name in key.to_columns)
