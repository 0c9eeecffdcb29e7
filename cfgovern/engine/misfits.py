"""Typed values that JSON Schema does not allow, where no check of the cell has said so already."""

from __future__ import annotations

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.cells import JudgedTable
from cfgovern.engine.plan import Check

__all__ = ["untold"]


def untold(judged: JudgedTable, check: Check) -> exp.Select:
    """``_row`` of every listed value of the column in whose cell no other check has found anything.

    The parameters of ``check``: ``path``, a CSV file of record and place of a column; ``at``, that place.
    """
    found = exp.Join(
        this=sql.nested(_listed(str(check.params["path"]), int(check.params["at"])), "m"),
        on=sql.equals(sql.column("_row", "m"), sql.column("_row", "t")),
    )
    rows = sql.select(
        [sql.column("_row", "t")], judged.table_as("t"), sql.negate(_told(judged, check.column))
    )
    rows.append("joins", found)
    return rows


def _listed(path: str, at: int) -> exp.Select:
    options: dict[str, exp.Expression] = {
        "auto_detect": exp.Boolean(this=False),
        "header": exp.Boolean(this=False),
        "columns": sql.fields({"_row": "BIGINT", "_at": "BIGINT"}),
    }
    file = sql.from_file("read_csv", path, options)
    return sql.select([sql.column("_row")], file, sql.equals(sql.column("_at"), sql.number(at)))


def _told(judged: JudgedTable, column: str | None) -> exp.Expression:
    """Whether a check that is told of has failed in the cell."""
    masks = [
        sum(
            1 << bit
            for bit, check in enumerate(mask)
            if check.column == column and check.severity != "silent"
        )
        for mask in judged.masks
    ]
    tests = [sql.has_bits(sql.column(f"m{place}", "t"), bits) for place, bits in enumerate(masks) if bits]
    return exp.Paren(this=sql.either(*tests)) if tests else exp.Boolean(this=False)
