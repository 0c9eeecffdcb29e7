"""What changed that cfgovern does not read: told, so that nothing changes in silence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from cfgovern.contract.extensions import PREFIX
from cfgovern.contract.model import Contract, NodePath
from cfgovern.contracts.diff.changes import Change
from cfgovern.contracts.governed import UNITS

__all__ = ["unread_changes"]

_READ = {
    "contract": {"id", "name", "version", "status", "description", "schema", "kind"},
    "table": {"name", "businessName", "description", "properties", "quality", "relationships"},
    "column": {
        "name", "businessName", "description", "logicalType", "logicalTypeOptions", "required", "unique",
        "primaryKey", "primaryKeyPosition", "enum", "classification", "examples", "quality", "relationships",
        "properties", "items", "map",
    },
}  # fmt: skip


def unread_changes(
    tell: partial[Change], level: str, contracts: tuple[Contract, Contract], paths: tuple[NodePath, NodePath]
) -> Iterator[Change]:
    """One change that names the entries at two paths (old, new) which differ and mean nothing to us."""
    pairs = zip(contracts, paths, strict=True)
    one, other = (_unread(contract.document.data, path, level) for contract, path in pairs)
    names = sorted(name for name in {*one, *other} if _text(one.get(name)) != _text(other.get(name)))
    if names:
        yield tell("other", item=", ".join(names))


def _unread(data: Any, path: NodePath, level: str) -> dict[str, Any]:
    for step in path:
        data = data[step]
    found = {
        str(key): value
        for key, value in data.items()
        if key not in _READ[level] and key not in ("customProperties", "slaProperties")
    }
    for entry in data.get("customProperties") or ():
        name = entry.get("property") if isinstance(entry, dict) else None
        if not str(name).startswith(PREFIX) and name not in UNITS:
            found[f"customProperties {name}"] = entry
    for entry in data.get("slaProperties") or ():
        name = entry.get("property") if isinstance(entry, dict) else None
        if str(name).casefold() != "retention":
            found[f"slaProperties {name}"] = entry
    return found


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)
