"""Foreign keys of a contract, simple and composite, in each of ODCS's notations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cfgovern.contract.model import ForeignKey, NodePath, Table
from cfgovern.yamlfile import did_you_mean

__all__ = ["foreign_keys"]

Report = Callable[[str, str, NodePath], None]


def foreign_keys(
    fault: Report, table: Table, entry: dict[str, Any], tables: Sequence[Table]
) -> Iterator[ForeignKey]:
    """Every foreign key of ``table``: of its properties first, then those of the table."""
    for column in table.columns:
        node = _at(entry, column.path[2:])
        for path, relation in _relations(fault, node, column.path):
            target = _reference(fault, _texts(relation.get("to")), tables, (*path, "to"))
            if target:
                yield ForeignKey((column.name,), target[0], target[1], path)
    for path, relation in _relations(fault, entry, table.path):
        source = _reference(fault, _texts(relation.get("from")), tables, (*path, "from"), here=table)
        target = _reference(fault, _texts(relation.get("to")), tables, (*path, "to"))
        if not source or not target:
            continue
        if source[0] != table.name:
            fault("relationship_from", "The from side names another table than the one it stands in.", path)
        elif len(source[1]) != len(target[1]):
            fault("relationship_size", "from and to must name the same number of properties.", path)
        else:
            yield ForeignKey(source[1], target[0], target[1], path)


def _relations(fault: Report, node: Any, path: NodePath) -> Iterator[tuple[NodePath, dict[str, Any]]]:
    given = node.get("relationships") if isinstance(node, dict) else None
    for index, relation in enumerate(given if isinstance(given, list) else []):
        here: NodePath = (*path, "relationships", index)
        if not isinstance(relation, dict):
            continue
        if relation.get("type", "foreignKey") == "foreignKey":
            yield here, relation
        else:
            fault("relationship_type", "The only type of relationship is foreignKey.", (*here, "type"))


def _reference(
    fault: Report,
    references: Sequence[str],
    tables: Sequence[Table],
    path: NodePath,
    here: Table | None = None,
) -> tuple[str, tuple[str, ...]] | None:
    """(table, columns) that ``references`` name; all must name one table."""
    found: list[tuple[str, str]] = []
    for reference in references:
        one = _one(reference, tables, here)
        if one is None:
            names = [f"{table.name}.{column.name}" for table in tables for column in table.columns]
            hint = did_you_mean(reference, names)
            fault("unknown_reference", f'There is no table and property "{reference}".{hint}', path)
            return None
        found.append(one)
    if not found or len({table for table, _ in found}) != 1:
        fault("relationship", "A relationship must name properties of one table.", path)
        return None
    return found[0][0], tuple(column for _, column in found)


def _one(reference: str, tables: Sequence[Table], here: Table | None) -> tuple[str, str] | None:
    """``table.column``, or ``schema/table/properties/column``, or a bare column where allowed."""
    parts = reference.strip("/").split("/")
    for table in tables:
        if parts[0] == "schema" and len(parts) == 4 and parts[1] == table.name:
            wanted = parts[3]
        elif reference.startswith(f"{table.name}."):
            wanted = reference[len(table.name) + 1 :]
        elif here is table and table.column(reference):
            wanted = reference
        else:
            continue
        if table.column(wanted):
            return table.name, wanted
    return None


def _at(entry: Any, path: NodePath) -> Any:
    for step in path:
        entry = entry[step]
    return entry


def _texts(value: Any) -> list[str]:
    return (
        [str(item) for item in value]
        if isinstance(value, list)
        else [str(value)]
        if value is not None
        else []
    )
