"""Keyed tokens in SQL: HMAC-SHA256 of a text by RFC 2104, its key never written into the statement.

``sha256(outer || unhex(sha256(inner || encode(value))))``, where *inner* and *outer* are the padded key of 64
bytes. They stand in a temporary table of one row (:func:`held`) and are read from there. A bound value would
not do: DuckDB 2.0 writes those into the plan that EXPLAIN and profiles show, with an escape for each byte.
Nor would ``SET VARIABLE``: its values can be read in ``duckdb_variables()``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.connection import guarded

if TYPE_CHECKING:
    import duckdb

__all__ = ["KEYS", "Pads", "held", "keyed", "keyed_hex", "pad_name"]

KEYS = "_keys"
"""The table of one row in which keys are held."""
_FIGURES = 32  # hexadecimal figures of the 16 bytes that are kept
Pads = tuple[bytes, bytes]


@contextmanager
def held(connection: duckdb.DuckDBPyConnection, keys: Mapping[str, Pads]) -> Iterator[None]:
    """Keep ``keys``, by name their two pads, where :func:`keyed` reads them; they go at the end.

    The pads are :meth:`cfgovern.tokens.keyed.TokenKey.pads`. One set at a time is held by a connection.
    """
    columns = [pad_name(name, side) for name in keys for side in ("inner", "outer")]
    kinds = [
        exp.ColumnDef(this=exp.Identifier(this=column, quoted=True), kind=exp.DataType.build("BLOB"))
        for column in columns
    ]
    table = exp.Create(
        this=exp.Schema(this=sql.table(KEYS), expressions=kinds),
        kind="TABLE",
        properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
    )
    row = exp.Values(expressions=[exp.Tuple(expressions=[exp.Placeholder() for _ in columns])])
    with guarded("holding keys"):
        connection.execute(sql.render(table))
        connection.execute(
            sql.render(exp.Insert(this=sql.table(KEYS), expression=row)),
            [pad for pads in keys.values() for pad in pads],
        )
    try:
        yield
    finally:
        with guarded("letting go of keys"):
            connection.execute(sql.render(exp.Drop(tables=[sql.table(KEYS)], kind="TABLE")))


def keyed(value: exp.Expression, key: str) -> exp.Expression:
    """The 16 bytes of the token of a text ``value``; NULL for NULL and for an empty text.

    ``key``: the name under which its key is :func:`held`. Where it is not, the statement does not run.
    """
    return exp.Unhex(this=keyed_hex(value, key))


def keyed_hex(value: exp.Expression, key: str) -> exp.Expression:
    """The same as 32 hexadecimal figures in small letters."""
    some = exp.Nullif(this=value, expression=sql.text(""))
    within = _sha256(_pad(key, "inner"), exp.Encode(this=some, charset=sql.text("utf-8")))
    whole = _sha256(_pad(key, "outer"), exp.Unhex(this=within))
    return exp.Left(this=whole, expression=sql.number(_FIGURES))


def pad_name(key: str, side: str) -> str:
    """The column of the ``inner`` or ``outer`` pad of a key."""
    return f"{key}.{side}"


def _pad(key: str, side: str) -> exp.Expression:
    return exp.Subquery(this=sql.select([sql.column(pad_name(key, side))], KEYS))


def _sha256(pad: exp.Expression, data: exp.Expression) -> exp.Expression:
    return exp.SHA2(this=exp.DPipe(this=pad, expression=data), length=sql.number(256))
