"""Whether a query can be run at all: DuckDB prepares it over empty tables of the right types."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.connection import connect
from cfgovern.engine.queries import parse, spelled
from cfgovern.engine.reading import ROW
from cfgovern.engine.steps import CASTS

__all__ = ["refused"]

_NUMBERS = frozenset({
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
    "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "BOOLEAN",
})  # fmt: skip
Views = Mapping[str, Mapping[str, str]]


def refused(queries: Iterable[str], views: Views, *, number: bool = False) -> Iterator[str | None]:
    """Of each query why DuckDB cannot do what is wanted, or None.

    ``refused``: a function it does not have, types that do not fit. ``number``, where one is wanted: it
    returns something else. ``views`` maps a table to its columns and their ODCS types. Each query is one
    SELECT that reads nothing else.
    """
    import duckdb

    waiting = list(queries)
    if not waiting:
        return
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder)) as connection:
        for name, columns in views.items():
            table = exp.Table(this=exp.Identifier(this=name, quoted=True))
            view = exp.Create(this=table, kind="VIEW", expression=_empty(columns))
            connection.execute(sql.render(view))
        for query in waiting:
            tree = spelled(parse(query, ""), views)
            for placeholder in list(tree.find_all(exp.Placeholder)):
                placeholder.replace(_typed("DATE"))
            try:
                connection.execute(f"EXPLAIN {sql.render(tree)}").fetchall()
                returned = connection.execute(f"DESCRIBE {sql.render(tree)}").fetchall()
            except duckdb.Error:
                yield "refused"
            else:
                fits = len(returned) == 1 and returned[0][1].partition("(")[0] in _NUMBERS
                yield "number" if number and not fits else None


def _empty(columns: Mapping[str, str]) -> exp.Select:
    outputs = [sql.named(_typed("BIGINT"), ROW)]
    outputs += [sql.named(_typed(CASTS.get(kind, "VARCHAR")), name) for name, kind in columns.items()]
    nothing = exp.Select(expressions=outputs)
    return nothing.where(exp.Boolean(this=False), copy=False)


def _typed(kind: str) -> exp.Cast:
    return exp.Cast(this=exp.Null(), to=exp.DataType.build(kind))
