"""The database of one run on Spark: queries of the same trees, tables where Spark keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.connection import connect
from cfgovern.engine.plan import BoundTable
from cfgovern.engine.spark.dialect import render
from cfgovern.engine.spark.faults import guarded, kinds, must_have_room
from cfgovern.engine.state import Unanswered
from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["SparkDatabase"]

_FEW = 5_000  # rows
_HANDS = 2  # while one waits for Spark, the other plans
# Of the mistakes that the author of a rule can mend, those that Spark sees before it has looked at any data.
_OF_THE_QUERY = ("AnalysisException", "ParseException")
_OF_VALUES = ("ArithmeticException", "NumberFormatException", "DateTimeException", "IllegalArgumentException")


class _Rows:
    """What a query returned."""

    def __init__(self, rows: list[Any]) -> None:
        self._rows, self._at = rows, 0

    def fetchone(self) -> Any:
        """The next row; None where there is none."""
        found = self.fetchmany(1)
        return found[0] if found else None

    def fetchmany(self, size: int = 1, /) -> list[Any]:
        """The next rows, that many at most."""
        found = self._rows[self._at : self._at + size]
        self._at += len(found)
        return found

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        return self.fetchmany(len(self._rows))


class _Unseen:
    """A query whose progress nobody tells."""

    def query_progress(self) -> float:
        """Nothing."""
        return 0.0


class SparkDatabase:
    """What :class:`cfgovern.engine.state.Database` asks for, in the folder of the job that ``folder`` is."""

    hands = _HANDS

    def __init__(self, session: SparkSession, folder: Path) -> None:
        self._session = session
        self._folder = folder

    @property
    def connection(self) -> _Unseen:
        """One for each query."""
        return _Unseen()

    def execute(self, tree: exp.Expression) -> _Rows:
        """Run a query."""
        return _Rows(self._session.sql(render(tree)).collect())

    def create(self, name: str, query: exp.Expression) -> int:
        """Make a table; how many rows it has. A few are kept in its plan, more where Spark keeps them."""
        made = self._session.sql(render(query))
        if name.startswith("judged:"):
            made = made.localCheckpoint()
            count = int(made.count())
        else:
            rows = made.limit(_FEW).collect()
            count = len(rows)
            if count == _FEW:
                made = made.localCheckpoint()
                count = int(made.count())
            elif count:
                made = self._session.createDataFrame(rows, made.schema)
        if count or name.startswith("judged:"):
            made.createOrReplaceTempView(f"`{name}`")
        return count

    def lay_out(self, bound: BoundTable) -> None:
        """Make the Parquet file of a table known as ``raw:`` and its name."""
        file = self._session.read.parquet(Path(bound.path).as_uri())
        file.createOrReplaceTempView(f"`raw:{bound.name}`")

    def hand_on(self, query: exp.Expression, file: Path) -> None:
        """Write the numbers of rows that ``query`` returns as Parquet."""
        numbers = [row[0] for row in self.execute(query).fetchall()]
        listed = sql.named(exp.Unnest(expressions=[exp.Placeholder()]), "_row")
        copied = sql.copied(exp.Select(expressions=[listed]), str(file), FORMAT="PARQUET")
        with connect(self._folder) as connection:
            connection.execute(sql.render(copied), [numbers])

    @contextmanager
    def judging(self, bound: BoundTable) -> Iterator[None]:
        """Tables come from intake, so none is in doubt."""
        yield

    def guarded(self, stage: str) -> AbstractContextManager[None]:
        """Errors of Spark as ours."""
        return guarded(stage)

    @contextmanager
    def rule_at_fault(self, rule: str) -> Iterator[None]:
        """Errors that the SQL of ``rule`` brings about; others go on.

        Raises Unanswered for a query that Spark does not take, UsageError ``rule.sql`` for one that stops.
        """
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            yield
        except (PySparkException, Py4JError) as error:
            must_have_room(error)
            found = kinds(error)
            if any(kind in _OF_THE_QUERY for kind in found):
                raise Unanswered from None
            if any(kind.endswith(_OF_VALUES) for kind in found):
                raise UsageError(
                    "rule.sql",
                    f"The SQL of the rule {rule} stops on some values.",
                    fix="Use functions that give NULL for what they cannot work out.",
                ) from None
            raise
