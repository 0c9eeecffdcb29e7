"""The normalised file of a submitted table as something to select from; nothing about it is guessed."""

from __future__ import annotations

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.plan import BoundTable
from cfgovern.tables import SEPARATOR

__all__ = ["sent"]

_MOST_BYTES = 1 << 26  # of one record


def sent(bound: BoundTable) -> exp.Select:
    """Every record as sent: ``_row``, ``_line``, and the text of each cell as ``c0``, ``c1`` …"""
    fields = {"_row": "BIGINT", "_line": "BIGINT"} | {f"c{n}": "VARCHAR" for n in range(bound.width)}
    types = exp.Struct(
        expressions=[
            exp.PropertyEQ(this=exp.Identifier(this=name, quoted=True), expression=sql.text(kind))
            for name, kind in fields.items()
        ]
    )
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
        "max_line_size": sql.number(_MOST_BYTES),
        "columns": types,
    }
    arguments = [
        exp.PropertyEQ(this=exp.Identifier(this=name), expression=value) for name, value in options.items()
    ]
    reading = sql.call("read_csv", sql.text(bound.path), *arguments)
    return sql.select([exp.Star()], exp.Table(this=reading))
