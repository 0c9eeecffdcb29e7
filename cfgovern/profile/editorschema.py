"""What may stand in the files that people write, as JSON Schema: editors complete and check with it.

Made from the Cerberus schema of each file. What a JSON Schema cannot say, such as that an id is declared
elsewhere, cfgovern says when it reads the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cfgovern.errors import InternalFault
from cfgovern.yamlfile import rules_of

__all__ = ["FILES", "editor_schema"]

FILES: Mapping[str, str] = {"area": "Area profile", "answers": "Answers to the questions of the documents"}
"""The files that have one, and what it is called."""
_Rule = Mapping[str, Any]
_TYPES = {
    "string": "string",
    "integer": "integer",
    "float": "number",
    "boolean": "boolean",
    "dict": "object",
    "list": "array",
}
_SAME = {"min": "minimum", "max": "maximum", "default": "default"}
_LENGTHS = {"minlength": "min", "maxlength": "max"}
_ENDS = {"string": "Length", "list": "Items", "dict": "Properties"}
_SAID_ELSEWHERE = {"required", "meta", "type", "nullable", "coerce", "schema"}


def editor_schema(name: str) -> str:
    """The JSON Schema of the file of that name in :data:`FILES`, as text that ends with a newline."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": f"Made by cfgovern from validators/{name}.yaml.",
        "title": FILES[name],
        **_converted({"type": "dict", "schema": rules_of(name)}),
    }
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _converted(rule: _Rule) -> dict[str, Any]:
    """A Cerberus rule as JSON Schema. Raises InternalFault for a rule that it does not know."""
    if rule.get("type") == "yes_no":
        return {"enum": [True, False, "yes", "no"], **dict(_described(rule))}
    schema = dict(_typed(rule))
    for name, value in rule.items():
        if name not in _SAID_ELSEWHERE:
            schema |= _keyword(name, value, str(rule.get("type")))
    return {**schema, **dict(_described(rule))}


def _typed(rule: _Rule) -> Iterator[tuple[str, Any]]:
    """The type of a rule, and what stands inside."""
    if "type" in rule:
        kind = _TYPES[rule["type"]]
        yield "type", [kind, "null"] if rule.get("nullable") else kind
    if rule.get("type") == "list" and "schema" in rule:
        yield "items", _converted(rule["schema"])
    elif "schema" in rule:
        yield "properties", {name: _converted(one) for name, one in rule["schema"].items()}
        required = [name for name, one in rule["schema"].items() if one.get("required")]
        if required:
            yield "required", required
        yield "additionalProperties", False


def _described(rule: _Rule) -> Iterator[tuple[str, str]]:
    """What the file's own words say of an entry, for whoever points at it."""
    meta = rule.get("meta", {})
    form = meta.get("means", "")
    words = " ".join(filter(None, (meta.get("says", ""), f"{form[:1].upper()}{form[1:]}." if form else "")))
    if words:
        yield "description", words


def _keyword(name: str, value: Any, kind: str) -> dict[str, Any]:
    if name in _SAME:
        return {_SAME[name]: value}
    if name in _LENGTHS:
        return {f"{_LENGTHS[name]}{_ENDS[kind]}": value}
    known: Callable[[Any, str], dict[str, Any]] | None = _KEYWORDS.get(name)
    if known is None:
        raise InternalFault("internal.editor_schema", "A rule of a Cerberus schema has no JSON Schema.")
    return known(value, kind)


def _allowed(value: Any, kind: str) -> dict[str, Any]:
    return {"items": {"enum": value}} if kind == "list" else {"enum": value}


_KEYWORDS: Mapping[str, Callable[[Any, str], dict[str, Any]]] = {
    "allowed": _allowed,
    "anyof": lambda value, _: {"anyOf": [_converted(one) for one in value]},
    "check_with": lambda _value, _: {"format": "date"},
    "empty": lambda value, kind: {} if value else {f"min{_ENDS[kind]}": 1},
    "regex": lambda value, _: {"pattern": f"^(?:{value})$"},
}
