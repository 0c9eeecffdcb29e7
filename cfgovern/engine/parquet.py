"""A Parquet file as headings and rows of text. For the limited child process only: files may be hostile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from cfgovern.engine.connection import connect
from cfgovern.engine.sql import call, column, render, select, text
from cfgovern.errors import SubmissionRefused
from cfgovern.tables import EXACT

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "FLOATS",
    "TEXTS",
    "as_text",
    "counted",
    "headings",
    "opened",
    "reading",
    "records",
    "rows",
]

_AT_ONCE = 2_048  # rows
_PLAIN = re.compile(r"U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|BOOLEAN|DATE|TIME|TIME_NS|UUID|\"?NULL\"?")
_MOMENTS = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
FLOATS = ("FLOAT", "DOUBLE")
TEXTS = re.compile(r"VARCHAR|JSON|ENUM\(.*", re.DOTALL)
"""The types whose values may be any text."""


def rows(path: Path, *, memory: str, columns: int) -> Iterator[list[str]]:
    """The headings, then every row: each cell as text, "" for NULL, lists and structures as DuckDB has them.

    Nothing but the folder of ``path`` can be read or written, and no more than ``memory`` is taken, however
    many rows there are. Raises SubmissionRefused ``file.damaged``, ``file.too_large``, or
    ``file.too_many_columns`` for more than ``columns``.
    """
    with opened(path, memory, columns) as (connection, types):
        yield headings(connection, path, types)
        told = [_varchar(column(name)) for name, _ in types]
        yield from _each(connection, path, told)


def records(
    path: Path, shown: str, *, memory: str, columns: int, cells: int | None = None
) -> Iterator[list[str]]:
    """The headings, then every row as a submission has it: each cell as the text of one value.

    A float or decimal that is a whole number is written without ``.0``, midnight of a day as the day, a
    moment in a zone as that of UTC. ``shown`` is what the file may be called. Raises as :func:`rows` does,
    and SubmissionRefused ``file.column_type`` for a column of anything but single values,
    ``file.long_number`` for a float that has lost figures, or ``file.too_large`` for more than ``cells``.
    """
    with opened(path, memory, columns, shown) as (connection, types):
        if cells is not None and counted(connection, path) * len(types) > cells:
            raise _too_large(shown, f"The Parquet file has more than {cells:,} cells.")
        told = [as_text(column(name), kind) for name, kind in types]
        if None in told:
            raise SubmissionRefused(
                "file.column_type",
                "A column of the Parquet file holds lists, structures or bytes, not single values.",
                where=f"{shown}, column {told.index(None) + 1}",
                fix="Write text, numbers, dates or true and false, each in a column of its own.",
            )
        yield headings(connection, path, types)
        floats = [place for place, (_, kind) in enumerate(types) if kind in FLOATS]
        found = _each(connection, path, [value for value in told if value is not None], shown)
        if not floats:
            yield from found
            return
        for number, row in enumerate(found, start=1):
            for place in floats:
                if row[place]:
                    row[place] = _float(row[place], f"{shown}, column {place + 1}, row {number:,}")
            yield row


@contextmanager
def opened(
    path: Path, memory: str, columns: int, shown: str = "", folder: Path | None = None
) -> Iterator[tuple[duckdb.DuckDBPyConnection, list[tuple[str, str]]]]:
    """A connection that reads ``path`` and nothing else; the columns as DuckDB has them: name and type.

    What it needs of the disk is in ``folder``, else in that of ``path``. Raises as :func:`rows` does.
    """
    with _refused(shown):
        connection = connect(folder or path.parent, memory=memory, threads=1, files=[str(path)])
        try:
            connection.execute(render(select([exp.Star()], reading(path)).limit(0)))
            types = _described(connection, shown)
            if len(types) > columns:
                raise SubmissionRefused(
                    "file.too_many_columns",
                    f"The Parquet file has more than {columns:,} columns.",
                    where=shown,
                    fix="Send only the columns that are asked for.",
                )
            yield connection, types
        finally:
            connection.close()


def _described(connection: duckdb.DuckDBPyConnection, shown: str) -> list[tuple[str, str]]:
    """The name and type of each column. A name may hold any bytes, and DuckDB looks at them only here."""
    try:
        return [(str(one[0]), str(one[1])) for one in connection.description or ()]
    except (RuntimeError, UnicodeError):
        raise SubmissionRefused(
            "file.encoding",
            "The name of a column in the Parquet file is no text.",
            where=shown,
            fix="Give the column the name that it has in the contract, and write the file again.",
        ) from None


def headings(connection: duckdb.DuckDBPyConnection, path: Path, types: list[tuple[str, str]]) -> list[str]:
    """The names as the file has them: DuckDB gives a second column of one name another name."""
    described = exp.Table(this=call("parquet_schema", text(str(path))))
    connection.execute(render(select([column("name"), column("num_children")], described)))
    _root, *nodes = connection.fetchall()
    flat = [str(name) for name, children in nodes if not children]
    return flat if len(flat) == len(nodes) == len(types) else [name for name, _ in types]


def _each(
    connection: duckdb.DuckDBPyConnection, path: Path, told: list[exp.Expression], shown: str = ""
) -> Iterator[list[str]]:
    """Every row. Refused where they are not as many as the file says, which has a count beside theirs."""
    count = 0
    connection.execute(render(select(told, reading(path))))
    while piece := connection.fetchmany(_AT_ONCE):
        count += len(piece)
        yield from map(list, piece)
    if counted(connection, path) != count:
        raise _damaged(shown)


def counted(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """How many rows the file says that it has."""
    about = exp.Table(this=call("parquet_file_metadata", text(str(path))))
    connection.execute(render(select([column("num_rows")], about)))
    ((rows,),) = connection.fetchall()
    return int(rows)


def _varchar(value: exp.Expression) -> exp.Expression:
    return call("coalesce", exp.cast(value, "varchar"), text(""))


def as_text(value: exp.Expression, kind: str) -> exp.Expression | None:
    """A cell of the DuckDB type ``kind`` as text; None where it is no single value."""
    if TEXTS.fullmatch(kind) or _PLAIN.fullmatch(kind):
        return _varchar(value)
    if kind in FLOATS:
        bare = call("regexp_replace", _varchar(value), text(r"\.0$"), text(""))
        return call("regexp_replace", bare, text("^-0$"), text("0"))
    if kind.startswith("DECIMAL"):
        noughts = text(r"(\.[0-9]*[1-9])0+$|\.0+$")
        return call("regexp_replace", _varchar(value), noughts, text(r"\1"))
    if kind in _MOMENTS:
        day = call("regexp_replace", _varchar(value), text(" 00:00:00$"), text(""))
        return call("replace", day, text(" "), text("T"))
    if kind == "TIMESTAMP WITH TIME ZONE":
        moment = call("make_timestamp", call("epoch_us", value))  # a cast would tell the time of this place
        told = call("replace", exp.cast(moment, "varchar"), text(" "), text("T"))
        return call("coalesce", exp.DPipe(this=told, expression=text("Z")), text(""))
    return None


def _float(told: str, where: str) -> str:
    """A float as the shortest plain text that reads back as the same number."""
    if "e" in told:
        told = format(Decimal(told), "f")
    if len(told) > 15 and not abs(float(told)) < EXACT:
        raise SubmissionRefused(
            "file.long_number",
            "A number has more figures than a float can keep, so some of them are lost.",
            where=where,
            fix="Write the column as whole numbers, decimals or text.",
        )
    return told


def reading(*paths: Path) -> exp.Table:
    """The rows of the files at ``paths``, in their order; the names of folders say nothing about them."""
    one = exp.PropertyEQ(this=exp.Identifier(this="hive_partitioning"), expression=exp.Boolean(this=False))
    return exp.Table(
        this=call("read_parquet", exp.Array(expressions=[text(str(path)) for path in paths]), one)
    )


@contextmanager
def _refused(where: str) -> Iterator[None]:
    """Whatever DuckDB trips over is the file's doing; its own words may quote cells, so none are kept."""
    import duckdb

    try:
        yield
    except (duckdb.OutOfMemoryException, MemoryError):
        raise _too_large(where, "The Parquet file needs more memory than this run may use.") from None
    except duckdb.Error:
        raise _damaged(where) from None


def _too_large(where: str, what: str) -> SubmissionRefused:
    fix = "Write fewer or shorter values into one file."
    return SubmissionRefused("file.too_large", what, where=where, fix=fix)


def _damaged(where: str) -> SubmissionRefused:
    return SubmissionRefused(
        "file.damaged",
        "The Parquet file is damaged or incomplete, or is under a password.",
        where=where,
        fix="Write it again, or look at the same rows as CSV.",
    )
