"""A table of whatever was sent, as the engine reads it to be looked at."""

from __future__ import annotations

from cfgovern.engine.plan import BoundTable
from cfgovern.intake.everything import Held

__all__ = ["bound"]


def bound(held: Held) -> BoundTable:
    """``held`` for the engine, its columns by their places alone."""
    table = held.table
    return BoundTable(
        name=table.name,
        path=table.path,
        width=len(table.columns),
        columns={},
        longest=table.longest,
        rows=table.rows_read,
        lines=table.lines,
        stamp=table.stamp,
        kept=table.rows_read - table.rows_ignored,
        typed=table.typed,
    )
