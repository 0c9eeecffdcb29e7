"""What sort of thing a value is, and which one was wanted, in words for whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["kind", "rewritten", "wanted_kinds"]

_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "true or false"),
    ((int, float), "a number"),
    (str, "text"),
    (dict, "keys and values"),
    (list, "a list"),
)
_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "float": "a number",
    "boolean": "true or false",
    "dict": "keys and values",
    "object": "keys and values",
    "list": "a list",
    "array": "a list",
    "null": "nothing",
    "yes_no": "yes or no",
}
_NUMERAL = re.compile(r"[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?")


def kind(value: object) -> str:
    """What sort of thing a value is, in words: ``a number``, ``text``, ``a list`` ..."""
    return next((words for types, words in _KINDS if isinstance(value, types)), "nothing")


def wanted_kinds(types: str | Iterable[str]) -> str:
    """Type names of Cerberus or JSON Schema in words: ``text or a list``."""
    names = [types] if isinstance(types, str) else list(types)
    if "number" in names and "integer" in names:
        names.remove("integer")
    return " or ".join(dict.fromkeys(_TYPES.get(name, name) for name in names))


def rewritten(value: object, types: str | Iterable[str]) -> str:
    """How to write ``value`` so that it becomes one of ``types``, where that can be told, else nothing."""
    names = {types} if isinstance(types, str) else set(types)
    if "string" in names and isinstance(value, (bool, int, float)):
        return "Put it in quotation marks."
    if isinstance(value, str) and _NUMERAL.fullmatch(value) and names & {"number", "integer", "float"}:
        return "Write it as a plain number, such as 10 or 0.5, without quotation marks or needless zeros."
    return ""
