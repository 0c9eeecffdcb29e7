"""What the gates of one run share: the database, the plan, what was judged, and the result that grows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from sqlglot import exp

from cfgovern import identifiers
from cfgovern.engine import later, sql
from cfgovern.engine.cells import JudgedTable
from cfgovern.engine.plan import BoundTable, Plan
from cfgovern.engine.result import Hit, Result
from cfgovern.engine.watch import Running, Watch
from cfgovern.tables import Lines

__all__ = ["HANDS", "Answer", "Database", "State", "Unanswered", "hit_of"]

# Most of a small submission's time goes into planning, which needs no Python: while one hand waits
# for DuckDB, the other writes the next query.
HANDS = 2
Item = TypeVar("Item")


class Unanswered(Exception):
    """A query that this database cannot answer, though another may."""


class Answer(Protocol):
    """The rows that a query returned."""

    def fetchone(self) -> Any:
        """The next row; None where there is none."""

    def fetchmany(self, size: int = ..., /) -> list[Any]:
        """The next rows, that many at most."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""


class Database(Protocol):
    """Where a run works: DuckDB in this process, or Spark. ``hands``: how many may ask at a time."""

    hands: int

    @property
    def connection(self) -> Running:
        """What can say how far the query of this thread has come."""

    def execute(self, tree: exp.Expression) -> Answer:
        """Run a query."""

    def create(self, name: str, query: exp.Expression) -> int:
        """Make a table; how many rows it has."""

    def lay_out(self, bound: BoundTable) -> None:
        """Make the table as sent known as ``raw:`` and its name."""

    def hand_on(self, query: exp.Expression, file: Path) -> None:
        """Write the rows of ``query`` as Parquet."""

    def guarded(self, stage: str) -> AbstractContextManager[None]:
        """Errors of the database as ours, without its words."""

    def rule_at_fault(self, rule: str) -> AbstractContextManager[None]:
        """Errors that the SQL of ``rule`` brings about, as those of its author."""

    def judging(self, bound: BoundTable) -> AbstractContextManager[None]:
        """Errors of a table as sent: Doubt, where it is not what intake saw."""


class State:
    """One run. Gates work at several tables or checks at once, each writing under keys of its own."""

    def __init__(self, database: Database, plan: Plan, bound: Iterable[BoundTable], watch: Watch) -> None:
        self.database = database
        self.plan = plan
        self.watch = watch
        self.bound = {table.name: table for table in bound}
        self.tables = {table.name: table for table in plan.tables}
        self.judged: dict[str, JudgedTable] = {}
        self.result = Result()
        self._hands = ThreadPoolExecutor(database.hands)

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

    def execute(self, tree: exp.Expression) -> Answer:
        """Run a query."""
        return self.database.execute(tree)

    def count(self, source: exp.Expression | str, where: exp.Expression | None = None) -> int:
        """How many rows ``source`` has."""
        counted = self.execute(sql.select([exp.Count(this=exp.Star())], source, where)).fetchone()
        return int(counted[0]) if counted else 0

    def create(self, name: str, query: exp.Expression) -> int:
        """Make a table; how many rows it has."""
        return self.database.create(name, query)

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
