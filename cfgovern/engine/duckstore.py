"""A submission parted in DuckDB, in the limited child."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from inspect import Parameter, Signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from cfgovern.engine import keyed, parquet, sql
from cfgovern.engine.connection import connect, guarded
from cfgovern.engine.keyed import Pads

if TYPE_CHECKING:
    import duckdb

__all__ = ["DuckStore", "csv_of"]

_AT_ONCE = 4_096  # rows


class DuckStore:
    """What :class:`cfgovern.engine.store.Store` asks for, in the job folder ``folder``.

    ``file``: work in a database file of that name there, for more rows than memory holds.
    """

    def __init__(self, folder: Path, *, memory: str, file: str | None = None) -> None:
        self._called: set[str] = set()
        with guarded("opening"):
            self._sql: duckdb.DuckDBPyConnection = connect(folder, memory=memory, threads=1, file=file)

    def known(self, name: str, file: Path) -> None:
        """Make a view of the file."""
        self.view(name, sql.select([exp.Star()], parquet.reading(file)))

    def view(self, name: str, query: exp.Expression) -> None:
        """Make a view."""
        self._create(name, query, "VIEW")

    def table(self, name: str, query: exp.Expression) -> None:
        """Make a table."""
        self._create(name, query, "TABLE")

    def filled(self, name: str, kinds: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """Make a table, and put the rows in: no value stands in a statement."""
        columns = [
            exp.ColumnDef(this=exp.Identifier(this=column, quoted=True), kind=exp.DataType.build(kind))
            for column, kind in kinds.items()
        ]
        made = exp.Create(this=exp.Schema(this=sql.table(name), expressions=columns), kind="TABLE")
        self._sql.execute(sql.render(made))
        if rows:
            marks = exp.Tuple(expressions=[exp.Placeholder() for _ in columns])
            into = exp.Insert(this=sql.table(name), expression=exp.Values(expressions=[marks]))
            self._sql.executemany(sql.render(into), [list(row) for row in rows])

    def drop(self, name: str) -> None:
        """Drop a table."""
        self._sql.execute(sql.render(exp.Drop(tables=[sql.table(name)], kind="TABLE")))

    def rows(self, query: exp.Expression) -> list[tuple[Any, ...]]:
        """All rows."""
        return self._sql.execute(sql.render(query)).fetchall()

    def streamed(self, query: exp.Expression) -> Iterator[tuple[Any, ...]]:
        """Some rows at a time, while other queries run."""
        found = self._sql.cursor().execute(sql.render(query))
        while some := found.fetchmany(_AT_ONCE):
            yield from some

    def held(self, keys: Mapping[str, Pads]) -> AbstractContextManager[None]:
        """Keys in a temporary table."""
        return keyed.held(self._sql, keys)

    def function(self, name: str, called: Callable[..., str | None], arguments: int) -> None:
        """A function that is called for each row; DuckDB counts the parameters that it says it has."""
        from duckdb.func import SPECIAL

        def each(*texts: str | None) -> str | None:
            return called(*texts)

        names = [Parameter(f"text{number}", Parameter.POSITIONAL_ONLY) for number in range(arguments)]
        each.__signature__ = Signature(names)  # type: ignore[attr-defined]
        kind = "VARCHAR"
        if name in self._called:
            self._sql.remove_function(name)
        self._called.add(name)
        self._sql.create_function(name, each, [kind] * arguments, kind, null_handling=SPECIAL)

    def write(self, query: exp.Select, headings: Sequence[str], file: Path) -> None:
        """Write CSV."""
        self._sql.execute(sql.render(csv_of(query, headings, file)))

    def hand_on(self, name: str, file: Path) -> None:
        """Write what is in a table as Parquet, for another store."""
        rows = sql.select([exp.Star()], name)
        self._sql.execute(sql.render(sql.copied(rows, str(file), FORMAT="PARQUET")))

    def guarded(self, stage: str) -> AbstractContextManager[None]:
        """Errors of DuckDB as ours."""
        return guarded(stage)

    def close(self) -> None:
        """Close the connection."""
        self._sql.close()

    def _create(self, name: str, query: exp.Expr, kind: str) -> None:
        self._sql.execute(sql.render(exp.Create(this=sql.table(name), kind=kind, expression=query)))


def csv_of(query: exp.Select, headings: Sequence[str], file: Path) -> exp.Copy:
    """What writes ``query`` as CSV under ``headings``. The query is used up."""
    columns = [sql.named(one.unalias(), name) for one, name in zip(query.expressions, headings, strict=True)]
    query.set("expressions", columns)
    return sql.copied(query, str(file), FORMAT="CSV", HEADER=exp.true())
