"""Rules that compare the columns of a row: which a row breaks, and the row put right."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from cfgovern.cohort.plain.columns import Columns
from cfgovern.cohort.plain.moments import as_moment, edge
from cfgovern.cohort.plain.wanted import none_is_right
from cfgovern.contract.dates import ISO
from cfgovern.contract.model import Bound, Column, Table

if TYPE_CHECKING:
    from cfgovern.engine.comparisons import Comparison

__all__ = ["RowRules"]

_ROUNDS = 16
_TIMES = 12  # other values of a column that are tried
_JUDGES: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_Row = dict[str, str]


class RowRules:
    """The SQL rules of one table that are kept where they count no row, as far as they can be read."""

    def __init__(self, table: Table, columns: Columns) -> None:
        self.table, self.columns = table, columns
        self.known = {column.name: column for column in table.collected}

    @cached_property
    def groups(self) -> list[tuple[Comparison, ...]]:
        """Comparisons that must not all be true of a row, group by group."""
        rules = self.table.rules
        judged = [rule for rule in rules if rule.judged and none_is_right(rule)]
        queries = [rule.query for rule in judged if rule.type == "sql" and rule.query]
        return [group for query in queries for group in _compared(query, self.table.name, *self.known)]

    def settle(self, row: _Row, number: int, fixed: frozenset[str]) -> None:
        """Changes ``row`` until it keeps every rule, or no change of columns not ``fixed`` brings it nearer.

        Each time one cell of a broken rule gets what leaves the fewest rules broken.
        """
        for turn in range(_ROUNDS):
            broken = self._broken(row)
            if not broken:
                return
            best: tuple[int, str, str] | None = None
            for name, text in self._changes(broken[turn % len(broken)], row, number, turn):
                if name in fixed or text == row[name]:
                    continue
                left = len(self._broken(row | {name: text}))
                if best is None or left < best[0]:
                    best = (left, name, text)
                if not left:
                    break
            if best is None:
                continue
            row[best[1]] = best[2]

    def _broken(self, row: _Row) -> list[tuple[Comparison, ...]]:
        values = {name: _value(self.known[name], row[name]) for name in row}
        return [group for group in self.groups if all(self._true(part, values) for part in group)]

    def _true(self, part: Comparison, values: Mapping[str, Any]) -> bool:
        here = values[part.column]
        if part.operator in ("null", "not null"):
            return (here is None) == (part.operator == "null")
        there = values[part.other] if part.other else _literal(self.known[part.column], part.value or "")
        if here is None or there is None or isinstance(here, str) != isinstance(there, str):
            return False
        return _JUDGES[part.operator](here, there)

    def _changes(
        self, group: Sequence[Comparison], row: _Row, number: int, turn: int
    ) -> Iterator[tuple[str, str]]:
        """Other texts for the cells that ``group`` speaks of: those that change least come first."""
        names = list(dict.fromkeys(name for part in group for name in (part.column, part.other) if name))
        for part in group:
            if part.other:
                pair = ((part.column, row[part.other]), (part.other, row[part.column]))
                for name, text in pair:
                    if text and self._wanted(name).right(text):
                        yield name, text
        for time in range(_TIMES):
            for name in names:
                column = self.known[name]
                yield (
                    name,
                    self.columns.cell(self.table, column, number, turn * _TIMES + time + 1, filled=True),
                )
        for name in names:
            if not self._wanted(name).filled:
                yield name, ""

    def _wanted(self, name: str) -> Any:
        return self.columns.wanted(self.table, self.known[name])


@lru_cache(maxsize=1_024)
def _compared(query: str, table: str, *columns: str) -> tuple[tuple[Comparison, ...], ...]:
    from cfgovern.engine.comparisons import comparisons  # slow to import, and often not needed

    return tuple(comparisons(query, table, columns))


def _value(column: Column, text: str) -> Any:
    """What a cell stands for; None where there is no answer."""
    if not text or text in column.missing.values():
        return None
    if column.type in ISO:
        return as_moment(column, text)
    return _number(text) if column.type in ("integer", "number") else text


def _literal(column: Column, text: str) -> Any:
    if column.type in ISO:
        try:
            return edge(column, Bound(text))
        except ValueError:
            return None
    return _number(text) if column.type in ("integer", "number") else text


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
