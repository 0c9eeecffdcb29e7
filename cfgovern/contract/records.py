"""A table of the contract as JSON Schema, and the records of JSON Lines judged by it.

The schema says of one record what JSON Schema can say: kinds, forms, bounds, lengths, patterns, lists,
what must be there, and that nothing else may be. What concerns days, other rows and other tables stays
with the checks of the contract.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from cfgovern.contract.dates import ISO, date_format
from cfgovern.contract.forms import SHAPES, STRING_FORMATS
from cfgovern.tables import SPACES

if TYPE_CHECKING:  # the process that judges records reads no contract
    from cfgovern.contract.model import Column, Contract, Table

__all__ = ["DIALECT", "NO_SCHEMA", "Judge", "Number", "plain", "table_schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NO_SCHEMA = '{"properties": {}}'
"""That of a table about which nothing is known, as JSON text."""
_FARTHEST = 400  # places before or after the point beyond which a number stays as it is written
_REMEMBERED, _SHORT = 50_000, 64  # values of a column, of as many characters


def table_schema(contract: Contract, table: Table) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one record of ``table``, as JSON values.

    A code list has every code, also those that have ended: when each may be used, a schema cannot say. Of a
    nested column it says whether it is an array or an object, and nothing of what stands inside.
    """
    columns = {column.name: _property(contract, column) for column in table.collected}
    told = {"title": table.label or table.name, "description": table.description}
    return {
        "$schema": DIALECT,
        "$comment": f"Exported from the contract {contract.id}, version {contract.version}.",
        **{key: text for key, text in told.items() if text},
        "type": "object",
        "properties": columns,
        "required": [column.name for column in table.collected if column.required],
        "additionalProperties": False,
    }


def _property(contract: Contract, column: Column) -> dict[str, Any]:
    """One column: its value, or where there is none a code that says why, or null."""
    words = {"title": column.label if column.label != column.name else "", "description": column.description}
    told = {key: text for key, text in words.items() if text}
    nothing: list[str | None] = [*column.missing.values()]
    if not column.required:
        nothing.append(None)
    value = _value(contract, column)
    return told | ({"anyOf": [value, {"enum": nothing}]} if nothing else value)


def _value(contract: Contract, column: Column) -> dict[str, Any]:
    if column.nested:
        return {"type": "array" if column.kind in ("array", "vector") else "object"}
    schema: dict[str, Any] = {"type": column.type if column.type in SHAPES else "string"}
    for end, bound in (("Minimum", column.minimum), ("Maximum", column.maximum)):
        if bound and column.type in SHAPES:
            schema[f"exclusive{end}" if bound.exclusive else end.lower()] = _number(bound.value)
    if column.multiple_of and Decimal(column.multiple_of) > 0:
        schema["multipleOf"] = _number(column.multiple_of)
    for key, length in (("minLength", column.min_length), ("maxLength", column.max_length)):
        if length is not None:
            schema[key] = length
    schema |= _form(column)
    codes = contract.code_lists.get(column.code_list or "")
    lists = [[value for value, _ in column.enum], [code.code for code in codes.codes] if codes else []]
    for listed in filter(None, lists):
        found = [_typed(column.type, text) for text in dict.fromkeys(listed)]
        schema["enum"] = [value for value in schema.get("enum", found) if value in found]
    return schema


def _form(column: Column) -> dict[str, Any]:
    """The format and the patterns of a text, a date or a time."""
    if column.type in ISO:
        found = date_format(column.type, column.format)
        if column.type == "date" and found == ISO["date"]:
            return {"format": "date"}
        return {"pattern": f"^(?:{found.shape})$"}
    if column.type in SHAPES:
        return {}
    shape = STRING_FORMATS.get(column.format or "")
    patterns = [*([column.pattern] if column.pattern else []), *([f"^(?:{shape})$"] if shape else [])]
    form: dict[str, Any] = {"format": column.format} if shape else {}
    form |= {"pattern": patterns[0]} if patterns else {}
    return form | ({"allOf": [{"pattern": patterns[1]}]} if len(patterns) > 1 else {})


def _typed(kind: str, text: str) -> Any:
    """A listed value as JSON writes one of its ``kind``; as text where it has not the form of it."""
    if kind not in SHAPES or not re.fullmatch(SHAPES[kind], text):
        return text
    return text == "true" if kind == "boolean" else _number(text)


def _number(text: str) -> int | float:
    return int(text) if "." not in text else float(text)


class Number(str):
    """A number of JSON, as it is written."""

    __slots__ = ()


def plain(number: str) -> str:
    """A number without exponent and needless noughts; one beyond all measure stays as it is written."""
    if number.lstrip("-").isdigit():
        return "0" if number == "-0" else str(number)
    try:
        exact = Decimal(number)
    except InvalidOperation:  # an exponent that no number of this world has
        return str(number)
    if abs(exact.adjusted()) > _FARTHEST:
        return str(number)
    text = format(exact, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


class Judge:
    """The records of one table against its JSON Schema, value by value.

    Each value is judged by jsonschema, and those that come again are remembered: ten times quicker
    than whole records, with the same answer. What needs the whole record is told by others: a key that
    is missing as an empty cell, one that the schema does not have as a column of nothing.
    """

    def __init__(self, schema: str) -> None:
        """``schema``: what :func:`table_schema` gave, as JSON text."""
        # Steps of 0.1 are exact as decimals only.
        self._schemas: dict[str, Any] = json.loads(schema, parse_float=Decimal)["properties"]
        self._judges: dict[str, Callable[[object], bool]] = {}
        self._known: dict[tuple[str, type], dict[Any, bool]] = {}

    def misfits(self, record: Mapping[str, Any]) -> Iterator[str]:
        """The keys of ``record`` whose values, text, :class:`Number`, bool or None, do not fit."""
        for name, value in record.items():
            if value is None or name not in self._schemas:
                continue
            known = self._known.setdefault((name, type(value)), {})
            fits = known.get(value)
            if fits is None:
                fits = self._fits(name, value)
                if isinstance(value, bool) or len(value) <= _SHORT:
                    if len(known) == _REMEMBERED:
                        known.clear()
                    known[value] = fits
            if not fits:
                yield name

    def _fits(self, name: str, value: Any) -> bool:
        if isinstance(value, str) and not isinstance(value, Number) and not value.strip(SPACES):
            return True  # an empty text is an empty cell, and judged as one
        judge = self._judges.get(name)
        if judge is None:
            from cfgovern.contract.schemas import value_judge

            judge = self._judges[name] = value_judge(self._schemas[name])
        try:
            return judge(_value_of(value) if isinstance(value, Number) else value)
        except ArithmeticError:  # beyond all measure: the checks of the contract say so
            return True


def _value_of(number: Number) -> int | Decimal:
    text = plain(number)
    return int(text) if text.lstrip("-").isdigit() and len(text) <= _FARTHEST else Decimal(text)
