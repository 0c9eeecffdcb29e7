"""A Parquet file as headings and rows of text. For the limited child process only: files may be hostile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from cfgovern.engine.connection import connect
from cfgovern.engine.sql import call, column, render, select, text
from cfgovern.errors import SubmissionRefused

if TYPE_CHECKING:
    import duckdb

__all__ = ["rows"]

_AT_ONCE = 2_048  # rows


def rows(path: Path, *, memory: str, columns: int) -> Iterator[list[str]]:
    """The headings, then every row: each cell as text, "" for NULL, lists and structures as DuckDB has them.

    Nothing but the folder of ``path`` can be read or written, and no more than ``memory`` is taken, however
    many rows there are. Raises SubmissionRefused ``file.damaged``, ``file.too_large``, or
    ``file.too_many_columns`` for more than ``columns``.
    """
    with _refused():
        connection = connect(path.parent, memory=memory, threads=1)
        try:
            names = _names(connection, path)
            if len(names) > columns:
                raise SubmissionRefused(
                    "file.too_many_columns",
                    f"The Parquet file has more than {columns:,} columns.",
                    fix="Send only the columns that are asked for.",
                )
            yield names
            told = [call("coalesce", exp.cast(column(name), "varchar"), text("")) for name in names]
            connection.execute(render(select(told, _file(path))))
            while piece := connection.fetchmany(_AT_ONCE):
                yield from map(list, piece)
        finally:
            connection.close()


def _names(connection: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    connection.execute(render(select([exp.Star()], _file(path)).limit(0)))
    return [str(one[0]) for one in connection.description or ()]


def _file(path: Path) -> exp.Table:
    return exp.Table(this=call("read_parquet", exp.Array(expressions=[text(str(path))])))


@contextmanager
def _refused() -> Iterator[None]:
    """Whatever DuckDB trips over is the file's doing; its own words may quote cells, so none are kept."""
    import duckdb

    try:
        yield
    except (duckdb.OutOfMemoryException, MemoryError):
        raise SubmissionRefused(
            "file.too_large",
            "The Parquet file needs more memory than this run may use.",
            fix="Write fewer or shorter values into one file.",
        ) from None
    except duckdb.Error:
        raise SubmissionRefused(
            "file.damaged",
            "The Parquet file is damaged or incomplete, or is under a password.",
            fix="Write it again, or look at the same rows as CSV.",
        ) from None
