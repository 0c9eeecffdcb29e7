"""Whether a document plainly keeps to a JSON Schema: a quick yes, so that jsonschema need not be loaded.

A contract is checked on every run and is nearly always sound, and jsonschema takes longer to load than most
contracts take to read. Here only the keywords that the ODCS schemas use are known, and judged as jsonschema
judges them. Whatever else a schema or a document holds, and every word about what is wrong, is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from typing import Any

__all__ = ["keeps"]

_DRAFT = "https://json-schema.org/draft/2019-09/schema"
_NONE: frozenset[str] = frozenset()
Known = Set[str] | None
"""The keys of an object that a schema has judged; None where it refuses the value."""


class _Unsure(Exception):
    """Only jsonschema can tell."""


def keeps(data: object, schema: Mapping[str, Any]) -> bool:
    """Whether ``data`` surely keeps to ``schema``; False too where only jsonschema can tell."""
    try:
        return schema.get("$schema") == _DRAFT and _Judge(schema).known(schema, data) is not None
    except _Unsure:
        return False


class _Judge:
    """Judges values by the parts of one schema."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root

    def known(self, schema: Any, data: Any) -> Known:
        """The keys of ``data`` that ``schema`` judges; None where it refuses ``data``."""
        if isinstance(schema, bool):
            return _NONE if schema else None
        found: Set[str] = _NONE
        for word, told in schema.items():
            if word in _OF_VALUES:
                if not _OF_VALUES[word](told, data):
                    return None
            elif word in _OF_PARTS:
                more = _OF_PARTS[word](self, told, data, schema)
                if more is None:
                    return None
                found = found | more if found and more else found or more
            elif word not in _SILENT:
                raise _Unsure
        if "unevaluatedProperties" in schema and isinstance(data, dict):
            return self.each(schema["unevaluatedProperties"], data, data.keys() - found)
        return found

    def each(self, schema: Any, data: Mapping[str, Any], keys: Set[str]) -> Known:
        """All keys of ``data``; None where ``schema`` refuses what stands under one of ``keys``."""
        return data.keys() if all(self.known(schema, data[key]) is not None for key in keys) else None

    def referred(self, told: str, data: Any, _schema: Any) -> Known:
        """What ``$ref`` tells of, which has to stand in the same schema."""
        if not told.startswith("#/"):
            raise _Unsure
        found: Any = self._root
        for step in told.split("/")[1:]:
            if not isinstance(found, dict) or step not in found or "$id" in found:
                raise _Unsure
            found = found[step]
        return self.known(found, data)

    def properties(self, told: Mapping[str, Any], data: Any, _schema: Any) -> Known:
        """Values under the keys that are named."""
        if not isinstance(data, dict):
            return _NONE
        named = told.keys() & data.keys()
        return named if all(self.known(told[key], data[key]) is not None for key in named) else None

    def additional(self, told: Any, data: Any, schema: Mapping[str, Any]) -> Known:
        """Values under all other keys."""
        if not isinstance(data, dict):
            return _NONE
        return self.each(told, data, data.keys() - schema.get("properties", {}).keys())

    def items(self, told: Any, data: Any, _schema: Any) -> Known:
        """Every entry of a list."""
        if isinstance(told, list):
            raise _Unsure
        if isinstance(data, list) and any(self.known(told, item) is None for item in data):
            return None
        return _NONE

    def all_of(self, told: list[Any], data: Any, _schema: Any) -> Known:
        """Every one of several schemas."""
        found = [self.known(part, data) for part in told]
        return None if None in found else _NONE.union(*filter(None, found))

    def any_of(self, told: list[Any], data: Any, _schema: Any) -> Known:
        """One of several schemas, or more."""
        found = [known for known in (self.known(part, data) for part in told) if known is not None]
        return _NONE.union(*found) if found else None

    def one_of(self, told: list[Any], data: Any, _schema: Any) -> Known:
        """One of several schemas, and no more."""
        found = [known for known in (self.known(part, data) for part in told) if known is not None]
        return found[0] if len(found) == 1 else None

    def negated(self, told: Any, data: Any, _schema: Any) -> Known:
        """A schema that has to refuse."""
        return _NONE if self.known(told, data) is None else None

    def condition(self, told: Any, data: Any, schema: Mapping[str, Any]) -> Known:
        """``if`` with its ``then`` and ``else``."""
        found = self.known(told, data)
        more = self.known(schema.get("else" if found is None else "then", True), data)
        return None if more is None else more | (found or _NONE)


def _is_number(data: Any) -> bool:
    return isinstance(data, (int, float)) and not isinstance(data, bool)


_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda data: isinstance(data, dict),
    "array": lambda data: isinstance(data, list),
    "string": lambda data: isinstance(data, str),
    "boolean": lambda data: isinstance(data, bool),
    "null": lambda data: data is None,
    "number": _is_number,
    "integer": lambda data: _is_number(data) and data == data // 1,
}


def _is_type(told: str | list[str], data: Any) -> bool:
    return any(_TYPES[name](data) for name in ([told] if isinstance(told, str) else told))


def _equal(told: Any, data: Any) -> bool:
    if isinstance(told, (dict, list)):
        raise _Unsure
    return bool(told == data) and isinstance(told, bool) == isinstance(data, bool)


def _unlike(told: bool, data: Any) -> bool:
    if not told or not isinstance(data, list):
        return True
    if not all(isinstance(item, str) for item in data):
        raise _Unsure
    return len(set(data)) == len(data)


_OF_VALUES: Mapping[str, Callable[[Any, Any], bool]] = {
    "type": _is_type,
    "const": _equal,
    "enum": lambda told, data: any(_equal(value, data) for value in told),
    "required": lambda told, data: not isinstance(data, dict) or data.keys() >= set(told),
    "pattern": lambda told, data: not isinstance(data, str) or re.search(told, data) is not None,
    "minItems": lambda told, data: not isinstance(data, list) or len(data) >= told,
    "maxItems": lambda told, data: not isinstance(data, list) or len(data) <= told,
    "minimum": lambda told, data: not _is_number(data) or data >= told,
    "exclusiveMinimum": lambda told, data: not _is_number(data) or data > told,
    "uniqueItems": _unlike,
}
_OF_PARTS: Mapping[str, Callable[[_Judge, Any, Any, Any], Known]] = {
    "$ref": _Judge.referred,
    "properties": _Judge.properties,
    "additionalProperties": _Judge.additional,
    "items": _Judge.items,
    "allOf": _Judge.all_of,
    "anyOf": _Judge.any_of,
    "oneOf": _Judge.one_of,
    "not": _Judge.negated,
    "if": _Judge.condition,
}
# Of these, none refuses anything by itself: a format is a remark unless jsonschema is asked to judge it.
# fmt: off
_SILENT = frozenset((
    "$schema", "$defs", "title", "description", "examples", "default", "deprecated", "format",
    "then", "else", "unevaluatedProperties",  # judged with what they belong to
))
# fmt: on
