"""Columns of whole numbers written as Parquet: DuckDB turns them into text, days and numbers.

Rows come in pieces, and each waits in a file of its own: memory holds one piece, whatever their number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from sqlglot import exp

from cfgovern.engine.connection import connect
from cfgovern.engine.sql import Tree, call, case, column, named, number, render, select, text
from cfgovern.errors import InternalFault, UsageError

if TYPE_CHECKING:
    import duckdb

__all__ = ["Drawn", "Field", "Store", "store"]

_COMPRESSION, _PIECE = "zstd", "piece"
_TYPES = {"text": "varchar", "whole": "bigint", "day": "date"}
_MOST_WORDS = 500


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

    def objects(self) -> Any:
        """An array of the texts, "" for an empty cell."""


class Field(NamedTuple):
    """A column to write: its name, and whether it is text or typed."""

    name: str
    type: Literal["text", "whole", "day"]


class Store:
    """Rows of several tables that wait to be written. Made by :func:`store`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
        self._connection, self._scratch = connection, scratch
        self._parts: dict[str, list[Path]] = {}
        self._rows: Counter[str] = Counter()
        self._files = 0
        self._lists: dict[tuple[str | None, ...], str] = {}

    def add(self, name: str, fields: Sequence[Field], cells: Sequence[Drawn]) -> None:
        """Add rows: ``cells`` are the columns of ``fields``, all of one length."""
        with _plain_errors():
            piece = {
                f"c{place}": drawn.objects() if _is_long(drawn) else drawn.values
                for place, drawn in enumerate(cells)
            }
            told = [
                named(
                    exp.cast(self._written(column(f"c{place}"), field, drawn), _TYPES[field.type]), field.name
                )
                for place, (field, drawn) in enumerate(zip(fields, cells, strict=True))
            ]
            self._connection.register(_PIECE, piece)
            self._parts.setdefault(name, []).append(self._written_out(select(told, _PIECE)))
            self._connection.unregister(_PIECE)
            self._rows[name] += len(cells[0].values)

    def write(self, name: str, path: Path) -> None:
        """Write the rows of the table ``name``, in the order in which they came, as one Parquet file."""
        with _plain_errors():
            parts = self._parts.pop(name)
            whole = self._written_out(select([exp.Star()], _in(parts))) if len(parts) > 1 else parts[0]
            count = self._connection.sql(render(select([exp.Count(this=exp.Star())], _in([whole]))))
            if count.fetchall() != [(self._rows.pop(name),)]:
                raise InternalFault("export.rows_lost", "Rows were lost while they were written.")
            for part in parts:
                if part != whole:
                    part.unlink()
            whole.replace(path)

    def _written_out(self, query: exp.Select) -> Path:
        self._files += 1
        path = self._scratch / f"{_PIECE}{self._files}.parquet"
        self._connection.sql(render(query)).write_parquet(str(path), compression=_COMPRESSION)
        return path

    def _written(self, value: Tree, field: Field, drawn: Drawn) -> Tree:
        """``value`` as it is written, in the type of the field; NULL for an empty cell."""
        if _is_long(drawn):
            return exp.Nullif(this=value, expression=text(""))
        words = _words(field, drawn)
        if words:
            return self._item((*words, *_behind(drawn)), _from_one(value))
        known = self._stem(value, drawn) if drawn.kind == "stem" else _typed(value, drawn.kind)
        if field.type == drawn.kind:
            return _where_known(value, known)
        missing = self._item(_behind(drawn), value) if drawn.missing else None
        return _where_known(value, exp.cast(known, "varchar"), missing)

    def _stem(self, value: Tree, drawn: Drawn) -> Tree:
        size = number(10**drawn.width)
        which = _from_one(exp.IntDiv(this=value.copy(), expression=size.copy()))
        before, after = (self._side(side, which) for side in zip(*drawn.stems, strict=True))
        rest = exp.Mod(this=value.copy(), expression=size.copy())
        # A figure more in front keeps the noughts; this costs a third less than filling up.
        longer = exp.cast(exp.Paren(this=exp.Add(this=rest, expression=size)), "varchar")
        return call("concat", before, call("substr", longer, number(2)), after)

    def _side(self, words: tuple[str, ...], which: Tree) -> Tree:
        return text(words[0]) if len({*words}) == 1 else self._item(words, which)

    def _item(self, words: tuple[str | None, ...], place: Tree) -> Tree:
        """The word at ``place`` of a list that DuckDB keeps by a name: from 1, or from -1 at its end."""
        if words not in self._lists:
            self._lists[words] = f"words{len(self._lists)}"
            name = self._lists[words]
            self._connection.execute(f"SET VARIABLE {name} = CAST(? AS VARCHAR[])", [list(words)])
        return call("list_extract", call("getvariable", text(self._lists[words])), place.copy())


def _in(files: Sequence[Path]) -> Tree:
    return call("read_parquet", exp.Array(expressions=[text(str(file)) for file in files]))


def _is_long(drawn: Drawn) -> bool:
    """Whether texts are cheaper than places in a list: DuckDB lays lists out anew for each 2,048 rows."""
    return max(len(drawn.words), len(drawn.stems)) > _MOST_WORDS


def _words(field: Field, drawn: Drawn) -> tuple[str, ...]:
    """The texts from nought on, where they are few."""
    if drawn.kind == "whole" and field.type == "text":
        end = int(drawn.values.max(initial=-1)) + 1
        return tuple(map(str, range(end))) if end <= _MOST_WORDS else ()
    return drawn.words


def _behind(drawn: Drawn) -> tuple[str | None, ...]:
    """What the values below nought mean, counted from the end as DuckDB does."""
    return (*reversed(drawn.missing), None)


def _from_one(value: Tree) -> Tree:
    """``value`` as DuckDB counts: from 1, and what is below nought as it is."""
    known = exp.Paren(this=exp.GTE(this=value.copy(), expression=number(0)))
    return exp.Add(this=value.copy(), expression=exp.cast(known, "int"))


def _where_known(value: Tree, known: Tree, otherwise: Tree | None = None) -> Tree:
    return case(exp.GTE(this=value.copy(), expression=number(0)), known, otherwise)


def _typed(value: Tree, kind: str) -> Tree:
    if kind == "day":
        first = exp.cast(text("1900-01-01"), "date")
        return exp.Add(this=first, expression=exp.cast(value.copy(), "int"))
    return exp.cast(value.copy(), "bigint")


@contextmanager
def store(scratch: Path, *, memory: str = "512MB") -> Iterator[Store]:
    """A store whose rows wait in the folder ``scratch``; DuckDB takes at most ``memory`` of memory.

    A file may be written anywhere on the same disk. What waited is taken away in the end.

    Raises UsageError ``output.full`` where the disk or the memory has no room.
    """
    connection = connect(scratch, memory=memory)
    try:
        yield Store(connection, scratch)
    finally:
        connection.close()
        for left in scratch.glob(f"{_PIECE}*.parquet"):
            left.unlink()
        rmtree(scratch / "spill", ignore_errors=True)


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
