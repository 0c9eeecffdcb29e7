"""Our own custom properties of an ODCS contract: their names, their places and their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cfgovern.contract.model import NodePath
from cfgovern.yamlfile import Document

__all__ = ["EXTENSIONS", "PREFIX", "ROLES", "ROUTES", "extensions", "used", "value_path"]

PREFIX = "cfgovern"
# Where each may stand.
EXTENSIONS: Mapping[str, tuple[str, ...]] = {
    "cfgovernConcept": ("table", "column"),
    "cfgovernIdentifier": ("column",),
    "cfgovernRole": ("column",),
    "cfgovernTreatment": ("column",),
    "cfgovernPurpose": ("column",),
    "cfgovernShow": ("column",),
    "cfgovernMissing": ("column",),
    "cfgovernCollected": ("column",),
    "cfgovernCodeList": ("column",),
    "cfgovernRoute": ("table",),
    "cfgovernRules": ("table",),
    "cfgovernNotice": ("contract",),
}
ROUTES = ("payload", "identifiers", "agreements", "organisation")
ROLES = (
    "record_id",
    "direct_identifier",
    "quasi_identifier",
    "special_category",
    "criminal_offence",
    "sensitive",
    "free_text",
    "operational",
)


def extensions(node: Any, path: NodePath) -> Iterator[tuple[str, Any, NodePath]]:
    """(name, value, path of the entry) of each custom property of ours on the entry ``node``."""
    given = node.get("customProperties") if isinstance(node, dict) else None
    for index, item in enumerate(given if isinstance(given, list) else []):
        name = item.get("property") if isinstance(item, dict) else None
        if isinstance(name, str) and name.startswith(PREFIX):
            yield name, item.get("value"), (*path, "customProperties", index)


def value_path(document: Document, path: NodePath, name: str, part: int | None = None) -> NodePath:
    """Path of the value of the custom property ``name`` of the entry at ``path``; of a list its ``part``."""
    node: Any = document.data
    for step in path:
        node = node[step]
    for found, value, at in extensions(node, path):
        if found == name:
            return (*at, "value", part) if part is not None and isinstance(value, list) else (*at, "value")
    return path


def used(data: Any) -> bool:
    """Whether a contract uses any custom property of ours, however deep; a plain ODCS contract does not."""
    return any(True for _ in _everywhere(data))


def _everywhere(node: Any) -> Iterator[str]:
    yield from (name for name, _, _ in extensions(node, ()))
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _everywhere(part)
