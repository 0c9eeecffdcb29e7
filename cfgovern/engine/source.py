"""The file of a submitted table as something to select from; nothing about it is guessed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlglot import exp

from cfgovern.engine import parquet, plainparquet, sql
from cfgovern.engine.plan import BoundTable
from cfgovern.errors import SubmissionRefused
from cfgovern.tables import SEPARATOR, SPACES

__all__ = ["Doubt", "doubting", "hold", "sent"]

# DuckDB reads a file piece by piece. Left to itself it takes 16 of the longest records for one piece, more
# than this process may have; and in a file of several pieces its parallel reader takes a quoted cell for
# another where a piece begins inside one. So the pieces are small, and one hand reads them all.
_PIECE_BYTES = 1 << 23
_BYTES = 4  # of a character: a quotation mark or a separator takes no more, quoted
_AROUND = 64  # bytes: the number of the row, the line end


class Doubt(Exception):
    """A file read as it was sent is not what intake saw in it: it is for the strict reader."""


def sent(bound: BoundTable) -> exp.Select:
    """Every record: ``_row``, and the text of each cell as ``c0``, ``c1`` …, in the codes of the contract."""
    if not bound.codes:
        return _as_sent(bound)
    cells = (_in_codes(n, bound.codes.get(n)) for n in range(bound.width))
    return sql.select([sql.column("_row"), *cells], sql.nested(_as_sent(bound), "sent"))


def _in_codes(place: int, codes: Mapping[str, str] | None) -> exp.Expression:
    """A cell, with the code of the contract in place of the area's own."""
    cell = sql.column(f"c{place}")
    if not codes:
        return cell
    bare = exp.Trim(this=cell.copy(), expression=sql.text(SPACES))
    ifs = [
        exp.If(this=sql.equals(bare.copy(), sql.text(local)), true=sql.text(code))
        for local, code in codes.items()
    ]
    return sql.named(exp.Case(ifs=ifs, default=cell), f"c{place}")


def _as_sent(bound: BoundTable) -> exp.Select:
    cells = {f"c{n}": "VARCHAR" for n in range(bound.width)}
    if bound.stamp is None:
        return sql.select([exp.Star()], _reading(bound, {"_row": "BIGINT"} | cells, SEPARATOR, header=False))
    if bound.typed:
        made = [sql.named(plainparquet.cell(*column), f"c{n}") for n, column in enumerate(bound.typed)]
        return sql.select(
            [sql.named(plainparquet.number(), "_row"), *made], parquet.reading(Path(bound.path))
        )
    # Records come in the order of the file, and a window without an order numbers them as they come.
    row = sql.named(exp.Window(this=exp.RowNumber()), "_row")
    return sql.select([row, exp.Star()], _reading(bound, cells, ",", header=True))


@contextmanager
def doubting(bound: BoundTable) -> Iterator[None]:
    """Raises Doubt where DuckDB cannot read a file as it was sent: the strict reader tells why."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        if bound.stamp is None:
            raise
        raise Doubt from None


def hold(bound: BoundTable, rows: int) -> None:
    """Hold the ``rows`` that the engine has read to those that intake counted.

    Where they are not the same, a file that was read as sent is in Doubt, and any other is refused:
    ``file.rows_lost``. It is also in Doubt if it was changed since intake looked at it.
    """
    if bound.stamp is None:
        if bound.kept not in (None, rows):
            raise SubmissionRefused(
                "file.rows_lost",
                "Two counts of the rows of this table do not agree, so some of them might be lost.",
                where=bound.name,
                fix="Save it as a new file and send that. If it happens again, please report it.",
            )
        return
    told = os.stat(bound.path)
    if rows != bound.rows or (told.st_size, told.st_mtime_ns) != bound.stamp:
        raise Doubt


def _reading(bound: BoundTable, fields: Mapping[str, str], delimiter: str, *, header: bool) -> exp.Table:
    record = _BYTES * bound.longest + _AROUND
    options: dict[str, exp.Expression] = {
        "auto_detect": exp.Boolean(this=False),
        "header": exp.Boolean(this=header),
        "delim": sql.text(delimiter),
        "quote": sql.text('"'),
        "escape": sql.text('"'),
        "comment": sql.text(""),
        "nullstr": sql.text(""),
        "null_padding": exp.Boolean(this=False),
        "ignore_errors": exp.Boolean(this=False),
        "max_line_size": sql.number(record),
        "buffer_size": sql.number(max(record, _PIECE_BYTES)),
        "parallel": exp.Boolean(this=False),
        "compression": sql.text("none"),
        "columns": sql.fields(fields),
    }
    if bound.stamp is None:
        options["new_line"] = sql.text("\\r\\n")
    return sql.from_file("read_csv", bound.path, options)
