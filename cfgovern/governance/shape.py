"""What a template may name, as a tree: the one description of what Word and web pages are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cfgovern.governance.outline import Outline, TableSpec

__all__ = ["TEXT", "at", "shape_of", "unlike"]

TEXT = "text"
_CLAUSE = {"title": TEXT, "paragraphs": [TEXT]}
_ANSWER = {"tag": TEXT, "label": TEXT, "state": TEXT, "paragraphs": [TEXT]}
_ASK = {"id": TEXT, "title": TEXT, "asks": TEXT, "answers": [_ANSWER]}
_DRAFT = {
    "kind": TEXT,
    "title": TEXT,
    "area": TEXT,
    "version": TEXT,
    "as_of": TEXT,
    "notices": [TEXT],
    "footer": TEXT,
}
_LIMB = {
    "limb": TEXT,
    "title": TEXT,
    "state": TEXT,
    "label": TEXT,
    "open": TEXT,
    "confirm": TEXT,
    "fill": TEXT,
}
_MODULES = ("joint", "processor", "disclosure")

Shape = Any
"""A mapping of names to shapes, a list of the one shape that its entries have, or :data:`TEXT`."""


def shape_of(outline: Outline, tables: Mapping[str, TableSpec]) -> dict[str, Shape]:
    """The names that a template of ``outline`` may use."""
    rows = {name: [{column.key: TEXT for column in spec.columns}] for name, spec in tables.items()}
    schedule = {"name": TEXT, "bases": rows["bases"], "questions": [_ASK]}
    return {
        "draft": _DRAFT,
        "q": dict.fromkeys(outline.named("question"), _ASK),
        "clause": {name: [_CLAUSE] for name in outline.named("clause")},
        "rows": {name: rows[name] for name in outline.named("table")},
        "picture": dict.fromkeys(outline.named("picture"), TEXT),
        "modules": dict.fromkeys(_MODULES, TEXT),
        "limbs": [_LIMB],
        "schedules": [schedule],
    }


def at(shape: Shape, chain: str) -> tuple[Shape | None, str, list[str]]:
    """The shape that a dotted ``chain`` names; else None, the name that is not there, and what is."""
    for name in chain.split("."):
        if not isinstance(shape, Mapping) or name not in shape:
            return None, name, list(shape) if isinstance(shape, Mapping) else []
        shape = shape[name]
    return shape, "", []


def unlike(value: Any, shape: Shape, place: str = "") -> list[str]:
    """The places where ``value`` is not of ``shape``."""
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [place]
        return [
            found for number, one in enumerate(value) for found in unlike(one, shape[0], f"{place}[{number}]")
        ]
    if isinstance(shape, Mapping):
        if not isinstance(value, Mapping) or set(value) != set(shape):
            return [place]
        return [found for name in shape for found in unlike(value[name], shape[name], f"{place}.{name}")]
    return [] if isinstance(value, str | bool) else [place]
