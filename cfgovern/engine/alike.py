"""How two records are alike, as SQL: the left one's columns end with ``_l``, the right one's with ``_r``.

What is not said on one side makes no two records alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sqlglot import exp

from cfgovern.engine import sql

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "ID",
    "Connection",
    "Write",
    "blocked_on",
    "condition",
    "lay_out",
    "not_said",
    "rows_of",
    "write_out",
]

Connection: TypeAlias = "duckdb.DuckDBPyConnection"
Write: TypeAlias = Callable[[exp.Expression], str]
"""How a tree is written for an engine."""
ID = "unique_id"
"""The column of a record's number, from 0."""


def condition(way: str, columns: Sequence[str], at_least: float = 0.0, write: Write = sql.render) -> str:
    """The SQL of one ``way`` to be alike.

    ``same``: each of ``columns`` is the same on both sides. ``crossed``: the first is the other's second, and
    the other way round. ``either``: one of ``columns`` is any of them on the other side. ``like``:
    Jaro-Winkler of the one column is ``at_least`` that much.
    """
    return write(_tree(way, columns, at_least))


def not_said(columns: Sequence[str], elsewhere: Sequence[str] = (), write: Write = sql.render) -> str:
    """The SQL of pairs of which nothing can be said: one of ``columns`` is missing on a side, or another
    comparison counts it: the two columns ``elsewhere`` are crossed, or the one is the same and ``columns``
    are not."""
    missing = [sql.is_null(sql.column(f"{name}_{side}")) for name in columns for side in "lr"]
    return write(sql.either(*missing, *_counted(columns, elsewhere)))


def blocked_on(columns: Sequence[str], write: Write = sql.render) -> str:
    """The SQL of a blocking rule: each of ``columns`` is the same on both sides."""
    return write(sql.both(*(sql.equals(sql.column(name, "l"), sql.column(name, "r")) for name in columns)))


def lay_out(
    connection: Connection,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, str]],
) -> None:
    """Make the table ``name`` of ``columns`` and :data:`ID` from ``rows``, one text a column or none. One of
    that name is replaced."""
    texts = exp.DataType.build("VARCHAR[]", dialect=sql.DIALECT)
    listed = exp.Cast(this=exp.Placeholder(), to=texts)
    made = [sql.named(sql.call("unnest", listed.copy()), one) for one in (ID, *columns)]
    kinds = [exp.ColumnDef(this=sql.column(one).this, kind=texts.expressions[0]) for one in (ID, *columns)]
    table = exp.Schema(this=sql.table(name), expressions=kinds)
    connection.execute(sql.render(exp.Create(this=table, kind="TABLE", replace=True)))
    into = exp.Insert(this=sql.table(name), expression=exp.select(*made))
    cells = [[row.get(one) for row in rows] for one in columns]
    connection.execute(sql.render(into), [[str(number) for number in range(len(rows))], *cells])


def write_out(
    connection: Connection, name: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]], file: Path
) -> None:
    """Write such a table as Parquet, for another engine."""
    lay_out(connection, name, columns, rows)
    everything = sql.select([exp.Star()], name)
    connection.execute(sql.render(sql.copied(everything, str(file), FORMAT="PARQUET")))


def rows_of(connection: Connection, table: str, columns: Sequence[str]) -> list[tuple[object, ...]]:
    """The ``columns`` of every row of ``table``, in no order."""
    query = sql.select([sql.column(one) for one in columns], table)
    return connection.execute(sql.render(query)).fetchall()


def _tree(way: str, columns: Sequence[str], at_least: float = 0.0) -> exp.Expression:
    if way == "same":
        return sql.both(*(_equal(name, name) for name in columns))
    if way == "crossed":
        first, second = columns
        return sql.both(_equal(first, second), _equal(second, first))
    if way == "either":
        return sql.either(*(_equal(one, other) for one in columns for other in columns))
    [column] = columns
    alike = exp.JarowinklerSimilarity(this=sql.column(f"{column}_l"), expression=sql.column(f"{column}_r"))
    return exp.GTE(this=alike, expression=sql.number(at_least))


def _counted(columns: Sequence[str], elsewhere: Sequence[str]) -> list[exp.Expression]:
    if len(elsewhere) == 1:
        return [sql.both(_tree("same", elsewhere), sql.negate(_tree("same", columns)))]
    return [_tree("crossed", elsewhere)] if elsewhere else []


def _equal(left: str, right: str) -> exp.Expression:
    return sql.equals(sql.column(f"{left}_l"), sql.column(f"{right}_r"))
