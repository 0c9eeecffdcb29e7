"""What the gates of one run share: the database, the plan, what was judged, and the result that grows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from sqlglot import exp

from cfgovern import identifiers
from cfgovern.engine import later, sql
from cfgovern.engine.cells import JudgedTable
from cfgovern.engine.plan import BoundTable, Plan
from cfgovern.engine.result import Hit, Result
from cfgovern.engine.watch import Watch
from cfgovern.tables import Lines

if TYPE_CHECKING:
    import duckdb

__all__ = ["HANDS", "State", "hit_of"]

# Most of a small submission's time goes into planning, which needs no Python: while one hand waits
# for DuckDB, the other writes the next query.
HANDS = 2
Item = TypeVar("Item")


class State:
    """One run. Gates work at several tables or checks at once, each writing under keys of its own.

    ``connections``: one for the thread that runs the gates, and one for each hand.
    """

    def __init__(
        self,
        connections: Sequence[duckdb.DuckDBPyConnection],
        plan: Plan,
        bound: Iterable[BoundTable],
        watch: Watch,
    ) -> None:
        self.plan = plan
        self.watch = watch
        self.bound = {table.name: table for table in bound}
        self.tables = {table.name: table for table in plan.tables}
        self.judged: dict[str, JudgedTable] = {}
        self.result = Result()
        self._free = list(connections)
        self._mine = threading.local()
        self._hands = ThreadPoolExecutor(len(connections) - 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hands.shutdown()

    def each(self, work: Callable[[Item], None], items: Iterable[Item]) -> None:
        """Do ``work`` with every item, in any order. Raises what the first that fails raises."""
        for _ in self._hands.map(work, items):
            pass

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

    def count(self, source: exp.Expression | str, where: exp.Expression | None = None) -> int:
        """How many rows ``source`` has."""
        counted = self.execute(sql.select([exp.Count(this=exp.Star())], source, where)).fetchone()
        return int(counted[0]) if counted else 0

    def create(self, name: str, query: exp.Expression, kind: str = "TABLE") -> int:
        """Make a table or a view; how many rows the table has."""
        made = self.execute(
            exp.Create(this=sql.table(name), kind=kind, expression=query, replace=True)
        ).fetchone()
        return int(made[0]) if made and kind == "TABLE" else 0

    def keys(self, table: str) -> list[str]:
        """The columns whose values may stand beside a finding, of those that were sent."""
        return [name for name in self.tables[table].key if name in self.bound[table].columns]

    def key(self, judged: JudgedTable, name: str) -> exp.Expression:
        """The text of a key column where the cell passed every check, else NULL."""
        return sql.case(later.failed(judged, [name]), exp.Null(), sql.column(f"x:{name}"))


def hit_of(row: Sequence[Any], keys: Sequence[str], lines: Lines | None, column: str | None = None) -> Hit:
    """A failing place from a row of ``_row`` and the key columns, in a table that stands on ``lines``."""
    shown = {
        name: value
        for name, value in zip(keys, row[1 : 1 + len(keys)], strict=True)
        if value is not None and not identifiers.looks_like_identifier(value)
    }
    return Hit(row[0], lines.of(row[0]) if lines else None, shown, column)
