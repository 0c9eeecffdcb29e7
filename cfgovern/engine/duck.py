"""The database of one run in DuckDB: a connection for each hand, and one for who runs the gates."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.connection import guarded, rule_at_fault
from cfgovern.engine.plan import BoundTable
from cfgovern.engine.source import doubting, sent

if TYPE_CHECKING:
    import duckdb

__all__ = ["Duck"]


class Duck:
    """What :class:`cfgovern.engine.state.Database` asks for."""

    def __init__(self, connections: Sequence[duckdb.DuckDBPyConnection]) -> None:
        self.hands = len(connections) - 1
        self._free = list(connections)
        self._mine = threading.local()

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection to the one database that this thread has to itself."""
        if not hasattr(self._mine, "connection"):
            self._mine.connection = self._free.pop()
        mine: duckdb.DuckDBPyConnection = self._mine.connection
        return mine

    def execute(self, tree: exp.Expression) -> duckdb.DuckDBPyConnection:
        """Run a query on the connection of this thread."""
        return self.connection.execute(sql.render(tree))

    def create(self, name: str, query: exp.Expression) -> int:
        """Make a table; how many rows it has."""
        made = self._create(name, query, "TABLE").fetchone()
        return int(made[0]) if made else 0

    def lay_out(self, bound: BoundTable) -> None:
        """Make the table as sent known as ``raw:`` and its name."""
        self._create(f"raw:{bound.name}", sent(bound), "VIEW")

    def hand_on(self, query: exp.Expression, file: Path) -> None:
        """Write the rows of ``query`` as Parquet."""
        self.execute(sql.copied(query, str(file), FORMAT="PARQUET"))

    def guarded(self, stage: str) -> AbstractContextManager[None]:
        """Errors of DuckDB as ours."""
        return guarded(stage)

    def rule_at_fault(self, rule: str) -> AbstractContextManager[None]:
        """Errors that the SQL of a rule brings about."""
        return rule_at_fault(rule)

    def judging(self, bound: BoundTable) -> AbstractContextManager[None]:
        """Raises Doubt where a file read as sent does not hold what intake saw."""
        return doubting(bound)

    def _create(self, name: str, query: exp.Expression, kind: str) -> duckdb.DuckDBPyConnection:
        return self.execute(exp.Create(this=sql.table(name), kind=kind, expression=query, replace=True))
