"""Columns of whole numbers written as Parquet: DuckDB turns them into text, days and numbers.

Rows come in pieces and wait in a database file, so that memory holds one piece whatever their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from sqlglot import exp

from cfgovern.engine.connection import connect
from cfgovern.engine.sql import Tree, call, case, column, equals, named, number, render, select, table, text
from cfgovern.errors import InternalFault, UsageError

if TYPE_CHECKING:
    import duckdb

__all__ = ["Drawn", "Field", "Store", "store"]

_COMPRESSION, _PIECE = "zstd", "piece"


class Drawn(Protocol):
    """One column of numbers and how each is written: see ``cfgovern.cohort.frame.Cells``."""

    @property
    def values(self) -> Any:
        """An array of whole numbers."""

    @property
    def kind(self) -> str:
        """``word``, ``whole``, ``day`` or ``stem``."""

    @property
    def words(self) -> tuple[str, ...]:
        """The text of each value of a ``word``."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The text of -2, -3 and so on."""

    @property
    def stems(self) -> tuple[tuple[str, str], ...]:
        """What stands before and after the figures of a ``stem``."""

    @property
    def width(self) -> int:
        """How many figures a ``stem`` has."""


class Field(NamedTuple):
    """A column to write: its name, and whether it is text or typed."""

    name: str
    type: Literal["text", "whole", "day"]


class Store:
    """Rows of several tables that wait to be written. Made by :func:`store`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._tables: set[str] = set()
        self._lists: dict[tuple[str, ...], str] = {}

    def add(self, name: str, fields: Sequence[Field], cells: Sequence[Drawn]) -> None:
        """Add rows: ``cells`` are the columns of ``fields``, all of one length."""
        with _plain_errors():
            piece = {f"c{place}": drawn.values for place, drawn in enumerate(cells)}
            self._connection.register(_PIECE, piece)
            told = [
                named(self._written(column(f"c{place}"), field, drawn), field.name)
                for place, (field, drawn) in enumerate(zip(fields, cells, strict=True))
            ]
            self._connection.execute(render(self._into(name, select(told, _PIECE))))
            self._connection.unregister(_PIECE)

    def write(self, name: str, path: Path) -> None:
        """Write the rows of the table ``name``, in the order in which they came, as one Parquet file."""
        with _plain_errors():
            rows = self._connection.sql(render(select([exp.Star()], name)))
            rows.write_parquet(str(path), compression=_COMPRESSION)

    def _into(self, name: str, query: exp.Select) -> Tree:
        if name in self._tables:
            return exp.Insert(this=table(name), expression=query)
        self._tables.add(name)
        return exp.Create(this=table(name), kind="TABLE", expression=query)

    def _written(self, value: Tree, field: Field, drawn: Drawn) -> Tree:
        """``value`` as it is written, in the type of the field; NULL for an empty cell."""
        if drawn.kind == "word":
            behind = _minus(number(len(drawn.words) - 1), value)
            place = case(equals(value.copy(), number(-1)), number(0), behind)
            return self._item((*drawn.words, *drawn.missing), _where_known(value, _plus_one(value), place))
        known = self._stem(value, drawn) if drawn.kind == "stem" else _typed(value, drawn.kind)
        if field.type == drawn.kind:
            return _where_known(value, known)
        behind = _minus(number(-1), value)
        missing = self._item(drawn.missing, behind) if drawn.missing else None
        return _where_known(value, exp.cast(known, "varchar"), missing)

    def _stem(self, value: Tree, drawn: Drawn) -> Tree:
        size = number(10**drawn.width)
        figures = exp.cast(exp.Mod(this=value.copy(), expression=size.copy()), "varchar")
        which = _plus_one(exp.IntDiv(this=value.copy(), expression=size))
        before, after = (self._item(tuple(side), which.copy()) for side in zip(*drawn.stems, strict=True))
        return call("concat", before, call("lpad", figures, number(drawn.width), text("0")), after)

    def _item(self, words: tuple[str, ...], place: Tree) -> Tree:
        """The word at ``place`` (from 1) of a list that DuckDB keeps by a name; NULL at nought."""
        if words not in self._lists:
            self._lists[words] = f"words{len(self._lists)}"
            self._connection.execute(f"SET VARIABLE {self._lists[words]} = ?", [list(words)])
        return call("list_extract", call("getvariable", text(self._lists[words])), place)


def _where_known(value: Tree, known: Tree, otherwise: Tree | None = None) -> Tree:
    return case(exp.GTE(this=value.copy(), expression=number(0)), known, otherwise)


def _plus_one(value: Tree) -> Tree:
    return exp.Paren(this=exp.Add(this=value.copy(), expression=number(1)))


def _minus(left: Tree, right: Tree) -> Tree:
    return exp.Paren(this=exp.Sub(this=left, expression=right.copy()))


def _typed(value: Tree, kind: str) -> Tree:
    if kind == "day":
        first = exp.cast(text("1900-01-01"), "date")
        return exp.Add(this=first, expression=exp.cast(value.copy(), "int"))
    return exp.cast(value.copy(), "bigint")


@contextmanager
def store(scratch: Path, *, memory: str = "512MB") -> Iterator[Store]:
    """A store whose rows wait in the folder ``scratch``, in at most ``memory`` of memory.

    Raises UsageError ``output.full`` where the disk or the memory has no room.
    """
    connection = connect(scratch, memory=memory, file="rows.duckdb")
    try:
        connection.begin()  # one write-ahead log for all pieces costs a fraction of one for each
        yield Store(connection)
    finally:
        connection.close()


@contextmanager
def _plain_errors() -> Iterator[None]:
    import duckdb

    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException, MemoryError):
        raise UsageError(
            "output.full",
            "There is no room left to write the output.",
            fix="Free some space or choose another place, then run the command again.",
        ) from None
    except duckdb.Error as error:
        raise InternalFault(
            "export.failed", f"The rows cannot be written ({type(error).__name__})."
        ) from None
