"""Rows for any contract alone: several tables whose keys and links hold, as the contract accepts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.plain.columns import Columns
from cfgovern.cohort.plain.order import in_order
from cfgovern.cohort.plain.rows import TableRows
from cfgovern.cohort.rows import Rows
from cfgovern.contract.model import Column, Contract, Table

__all__ = ["Again", "Rows", "Told", "column_texts", "make_numbered", "make_rows"]

Told = Mapping[str, Sequence[Mapping[str, str]]]
Again = Mapping[str, Mapping[int, int]]


def make_rows(
    contract: Contract, *, rows: int, as_of: date, seed: int, told: Told = MappingProxyType({})
) -> Rows:
    """Rows (column -> text, columns in contract order) of each table, in the order of the contract.

    ``rows``: how many each table has that names no other; a table that names one has a few for each of its
    rows, a table about organisations has a few. ``told``: by concept of the table, its rows as concept ->
    text; it has those rows and no others, and what they do not say comes from the contract. Where anything is
    told no text comes from Faker.

    The same arguments give the same rows on any machine; a new column or table changes no other cell. Every
    row says that it is synthetic where the contract asks, and identifiers are nobody's. Nothing is dated
    after ``as_of`` unless the contract says so. Raises UsageError ``cohort.*`` for a contract that no rows
    can keep.
    """
    return make_numbered(contract, rows=rows, as_of=as_of, seed=seed, told=told, again={})[0]


def make_numbered(
    contract: Contract, *, rows: int, as_of: date, seed: int, told: Told, again: Again
) -> tuple[Rows, dict[str, list[int]]]:
    """The rows of :func:`make_rows`, and by table the number under which each was drawn.

    ``again``: by table and such a number the how manieth time a row is drawn, where an earlier time broke a
    rule that only the engine can judge. Its key and the rows it names stay.
    """
    columns = Columns(contract, as_of, Draw(seed), fakes=not told)
    tables = {table.name: table for table in contract.tables}
    made: Rows = {}
    numbers: dict[str, list[int]] = {}
    for linked in in_order(
        contract, lambda table, name: not columns.wanted(table, _column(table, name)).filled
    ):
        name = linked.table.name
        maker = TableRows(linked, columns, tables, made, again.get(name, {}))
        made[name], numbers[name] = maker.make(rows, told.get(linked.table.concept)), maker.numbers
    return {name: made[name] for name in tables}, numbers


def column_texts(
    contract: Contract, table: Table, column: Column, numbers: Sequence[int], *, as_of: date, seed: int
) -> list[str]:
    """The cells of one ``column`` in the rows ``numbers`` (from 1), without Faker.

    A cell depends on the seed, the concepts of table and column, and its row number alone. Raises UsageError
    ``cohort.*`` as :func:`make_rows`.
    """
    columns = Columns(contract, as_of, Draw(seed), fakes=False)
    if not column.unique and table.primary_key != (column.name,):
        return [columns.cell(table, column, number) for number in numbers]
    known = columns.unique(table, column, max(numbers, default=0))
    return [known[number - 1] if number <= len(known) else "" for number in numbers]


def _column(table: Table, name: str) -> Column:
    column = table.column(name)
    assert column is not None  # the contract was read with every end of its keys
    return column
