"""The normalised file of a submitted table as something to select from; nothing about it is guessed."""

from __future__ import annotations

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.plan import BoundTable
from cfgovern.tables import SEPARATOR

__all__ = ["sent"]

# DuckDB reads a file piece by piece. Left to itself it takes 16 of the longest records for one piece, more
# than this process may have; and in a file of several pieces its parallel reader takes a quoted cell for
# another where a piece begins inside one. So the pieces are small, and one hand reads them all.
_PIECE_BYTES = 1 << 23
_BYTES = 4  # of a character: a quotation mark or a separator takes no more, quoted
_AROUND = 64  # bytes: the two numbers, the line end


def sent(bound: BoundTable) -> exp.Select:
    """Every record as sent: ``_row``, ``_line``, and the text of each cell as ``c0``, ``c1`` …"""
    fields = {"_row": "BIGINT", "_line": "BIGINT"} | {f"c{n}": "VARCHAR" for n in range(bound.width)}
    types = exp.Struct(
        expressions=[
            exp.PropertyEQ(this=exp.Identifier(this=name, quoted=True), expression=sql.text(kind))
            for name, kind in fields.items()
        ]
    )
    record = _BYTES * bound.longest + _AROUND
    options: dict[str, exp.Expression] = {
        "auto_detect": exp.Boolean(this=False),
        "header": exp.Boolean(this=False),
        "delim": sql.text(SEPARATOR),
        "quote": sql.text('"'),
        "escape": sql.text('"'),
        "new_line": sql.text("\\r\\n"),
        "comment": sql.text(""),
        "nullstr": sql.text(""),
        "null_padding": exp.Boolean(this=False),
        "ignore_errors": exp.Boolean(this=False),
        "max_line_size": sql.number(record),
        "buffer_size": sql.number(max(record, _PIECE_BYTES)),
        "parallel": exp.Boolean(this=False),
        "columns": types,
    }
    arguments = [
        exp.PropertyEQ(this=exp.Identifier(this=name), expression=value) for name, value in options.items()
    ]
    reading = sql.call("read_csv", sql.text(bound.path), *arguments)
    return sql.select([exp.Star()], exp.Table(this=reading))
