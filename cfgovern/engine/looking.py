"""The texts of submitted tables for who looks at each of them: every different one of a column once.

Most cells of a return say what many others say, so a search that is slow for a text is quick for a table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlglot import exp

from cfgovern.engine import source, sql
from cfgovern.engine.connection import connect, guarded
from cfgovern.engine.equivalence import Areas, Classes, Coded
from cfgovern.engine.plan import BoundTable

if TYPE_CHECKING:
    import duckdb

__all__ = ["FEW", "Columns", "Looker", "Records", "opened"]

_AT_ONCE = 4_096  # texts
_HELD, _TEXTS, _HITS, _ONLY = "held", "texts", "hits", "only"
_SHARED = "g"  # the group of a row
_PLACES = 100_000  # at once
FEW = 250_000
"""Cells of a table that is held in Python: a query takes as long as to look through as many."""


class Records(Protocol):
    """A table whose rows can be read."""

    def records(self, columns: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
        """(row, texts of ``columns``) of every row, in order; an empty cell is an empty text."""


class Columns:
    """One table, its columns counted from 0. Rows are those of the table as sent, from 1."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, bound: BoundTable, group: int | None) -> None:
        self._sql = connection
        self._bound = bound
        self._asked: int | None = None
        mark = sql.text("") if group is None else _filled(sql.column(f"c{group}"))
        made = sql.named(mark, _SHARED)
        raw = sql.nested(source.sent(bound), "raw")
        with guarded("looking"), source.doubting(bound):
            self._sql.execute(sql.render(_table(_HELD, sql.select([exp.Star(), made], raw))))
        rows = self._sql.execute(sql.render(sql.select([_count()], _HELD))).fetchone()
        source.hold(bound, int(rows[0]) if rows else 0)

    def texts(
        self, column: int, worth: str | None = None, *, grouped: bool = False
    ) -> Iterator[list[tuple[int, str, str]]]:
        """Lists of (number, group, text) of the different texts of ``column``; empty cells have none.

        ``worth``: an RE2 pattern; a text in which it finds nothing is left out. ``grouped``: a text counts
        once a group, else once, and its group is empty.
        """
        self._asked = column
        cell = sql.column(f"c{column}")
        there: exp.Expression = exp.Not(this=sql.is_null(cell.copy()))
        if worth is not None:
            there = sql.both(there, exp.RegexpLike(this=cell.copy(), expression=sql.text(worth)))
        shared: exp.Expression = sql.column(_SHARED) if grouped else exp.Null()
        different = sql.select([sql.named(shared, _SHARED), sql.named(cell, "v")], _HELD, there).distinct()
        number = sql.named(exp.Window(this=exp.RowNumber()), "n")
        self._do(_table(_TEXTS, sql.select([number, exp.Star()], sql.nested(different, "different"))))
        with guarded("looking"):
            found = self._sql.cursor().execute(sql.render(sql.select(_parts("n", _SHARED, "v"), _TEXTS)))
            while some := found.fetchmany(_AT_ONCE):
                yield [(number, group or "", text) for number, group, text in some]

    def rows(self, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
        """(row, number) of every cell that holds one of the texts last asked for, in the order of rows."""
        self._do(_table(_HITS, exp.Select(expressions=[_listed()])), [list(numbers)])
        same = sql.both(
            sql.equals(sql.column(f"c{self._asked}", _HELD), sql.column("v", _TEXTS)),
            sql.either(
                sql.is_null(sql.column(_SHARED, _TEXTS)),
                sql.equals(sql.column(_SHARED, _HELD), sql.column(_SHARED, _TEXTS)),
            ),
        )
        query = (
            sql.select([sql.column("_row", _HELD), sql.column("n", _HITS)], _HITS)
            .join(sql.table(_TEXTS), on=sql.equals(sql.column("n", _HITS), sql.column("n", _TEXTS)))
            .join(sql.table(_HELD), on=same)
            .order_by(sql.column("_row", _HELD))
        )
        with guarded("looking"):
            found = self._sql.cursor().execute(sql.render(query))
            while some := found.fetchmany(_PLACES):
                yield from some

    def records(
        self, columns: Sequence[int], only: Sequence[int] | None = None
    ) -> Iterator[tuple[int, list[str]]]:
        """(row, texts of ``columns``) of every row, in order; an empty cell is an empty text.

        ``only``: rows, each once; the others are left out.
        """
        wanted = [sql.column("_row", _HELD), *(sql.column(f"c{column}", _HELD) for column in columns)]
        query = sql.select(wanted, _HELD)
        if only is not None:
            self._do(_table(_ONLY, exp.Select(expressions=[_listed()])), [list(only)])
            same = sql.equals(sql.column("_row", _HELD), sql.column("n", _ONLY))
            query = query.join(sql.table(_ONLY), on=same)
        query = query.order_by(sql.column("_row", _HELD))
        with guarded("looking"):
            found = self._sql.cursor().execute(sql.render(query))
            while some := found.fetchmany(_AT_ONCE):
                yield from ((row, [cell or "" for cell in cells]) for row, *cells in some)

    def classes(self, columns: Sequence[Coded], areas: Areas | None = None) -> Classes:
        """The rows as people who are alike or not, by ``columns``."""
        return Classes(self._sql, _HELD, columns, areas)

    def _do(self, statement: exp.Expression, values: Sequence[object] = ()) -> None:
        with guarded("looking"):
            self._sql.execute(sql.render(statement), [*values])


class _Few(Columns):
    """The same of a table with so few cells that they are looked through sooner here than in queries."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, bound: BoundTable, group: int | None) -> None:
        super().__init__(connection, bound, group)
        cells = _parts("_row", _SHARED, *(f"c{column}" for column in range(bound.width)))
        query = sql.select(cells, _HELD).order_by(sql.column("_row"))
        with guarded("looking"):
            found = self._sql.cursor().execute(sql.render(query)).fetchall()
        self._cells = list(zip(*found, strict=True)) if found else [()] * len(cells)
        self._places: dict[int, list[int]] = {}

    def texts(
        self, column: int, worth: str | None = None, *, grouped: bool = False
    ) -> Iterator[list[tuple[int, str, str]]]:
        """As :meth:`Columns.texts`."""
        is_worth = re.compile(worth).search if worth is not None else None
        rows, groups, *columns = self._cells
        places: dict[tuple[str, str], list[int]] = {}
        for row, group, text in zip(rows, groups, columns[column], strict=True):
            if text:
                places.setdefault((group if grouped else "", text), []).append(row)
        told = [
            (number, group, text)
            for number, (group, text) in enumerate(places, start=1)
            if is_worth is None or is_worth(text)
        ]
        self._places = dict(enumerate(places.values(), start=1))
        for start in range(0, len(told), _AT_ONCE):
            yield told[start : start + _AT_ONCE]

    def rows(self, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
        """As :meth:`Columns.rows`."""
        yield from sorted((row, number) for number in numbers for row in self._places[number])


Looker = Callable[[BoundTable, int | None], Columns]


@contextmanager
def opened(
    tables: Sequence[BoundTable], folder: Path, *, memory: str, threads: int, file: str | None = None
) -> Iterator[Looker]:
    """How each of ``tables`` is looked at: a function of a table, and of the column that groups its rows.

    One table is held at a time: the next takes the place of the one before. ``file``: hold it in a database
    file of that name in ``folder``. Raises Doubt and SubmissionRefused as :func:`cfgovern.engine.run.run`.
    """
    as_sent = [table.path for table in tables if table.stamp is not None]
    with guarded("opening"):
        connection = connect(folder, memory=memory, threads=threads, file=file, files=as_sent)
    try:
        yield lambda bound, group: (_Few if _is_small(bound) else Columns)(connection, bound, group)
    finally:
        connection.close()


def _is_small(bound: BoundTable) -> bool:
    return bound.rows * bound.width <= FEW


def _table(name: str, query: exp.Expression) -> exp.Create:
    return exp.Create(this=sql.table(name), kind="TABLE", replace=True, expression=query)


def _parts(*names: str) -> list[exp.Expression]:
    return [sql.column(name) for name in names]


def _listed() -> exp.Expression:
    """The numbers that a query is given."""
    return sql.named(exp.Unnest(expressions=[exp.Placeholder()]), "n")


def _filled(cell: exp.Expression) -> exp.Expression:
    return exp.Coalesce(this=cell, expressions=[sql.text("")])


def _count() -> exp.Expression:
    return exp.Count(this=exp.Star())
