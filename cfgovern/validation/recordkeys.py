"""Which values of a primary key may stand beside a finding, so that a person finds the record again."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from cfgovern.contract.dates import ISO, date_format
from cfgovern.contract.forms import SHAPES
from cfgovern.contract.model import Column, Contract, Table
from cfgovern.contract.patterns import fits_a_name, surely_in
from cfgovern.identifiers import looks_like_identifier

__all__ = ["KeyForm", "key_forms", "shown_key"]


@dataclass(frozen=True, slots=True)
class KeyForm:
    """What a value of a key column looks like: one of ``codes``, or all of a shape, or found by a pattern."""

    codes: Collection[str] = ()
    shape: str | None = None
    pattern: str | None = None

    def may_be_shown(self, value: str) -> bool:
        """Whether ``value``, which no check has judged, may be: in doubt it may not."""
        if looks_like_identifier(value):
            return False
        if self.codes:
            return value in self.codes
        if self.shape is not None:
            return re.fullmatch(self.shape, value, re.ASCII) is not None
        return self.pattern is not None and surely_in(self.pattern, value)

    def as_json(self) -> dict[str, Any]:
        """It as JSON values, of which it can be made again."""
        return {"codes": list(self.codes), "shape": self.shape, "pattern": self.pattern}


def shown_key(table: Table) -> tuple[str, ...]:
    """The columns of the primary key whose values may be shown."""
    return tuple(name for name in table.primary_key if _showable(table.column(name)))


def key_forms(contract: Contract, table: Table) -> dict[str, KeyForm]:
    """What the values of these columns look like, for who shows one that was not checked."""
    columns = {name: table.column(name) for name in shown_key(table)}
    return {name: _form(column, contract.code_lists) for name, column in columns.items() if column}


def _showable(column: Column | None) -> bool:
    """A key value may be shown where the contract says so and says what it looks like: no name fits."""
    if column is None or not column.show or column.identifier:
        return False
    if column.enum or column.code_list or column.type != "string":
        return True
    return column.pattern is not None and not fits_a_name(column.pattern)


def _form(column: Column, lists: Mapping[str, Any]) -> KeyForm:
    listed = lists.get(column.code_list or "")
    codes = [code.code for code in listed.codes] if listed else [value for value, _ in column.enum]
    shape = SHAPES.get(column.type)
    if column.type in ISO:
        shape = date_format(column.type, column.format).shape
    return KeyForm(codes, shape, column.pattern)
