"""A submission parted on Spark: queries of the same trees, tables where Spark keeps them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from cfgovern.engine import parquet, sql
from cfgovern.engine.connection import connect
from cfgovern.engine.duckstore import csv_of
from cfgovern.engine.keyed import Pads
from cfgovern.engine.spark import keyed
from cfgovern.engine.spark.dialect import render
from cfgovern.engine.spark.faults import guarded

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["SparkStore"]


class SparkStore:
    """What :class:`cfgovern.engine.store.Store` asks for, in the job folder ``folder``."""

    def __init__(self, session: SparkSession, folder: Path) -> None:
        self._session = session
        self._folder = folder
        self._called: set[str] = set()

    def known(self, name: str, file: Path) -> None:
        """Read the file when it is asked for."""
        self._name(self._session.read.parquet(file.as_uri()), name)

    def view(self, name: str, query: exp.Expression) -> None:
        """Work it out when it is asked for."""
        self._name(self._asked(query), name)

    def table(self, name: str, query: exp.Expression) -> None:
        """Work it out where Spark keeps it: no key is needed for it any more."""
        self._name(self._asked(query).localCheckpoint(), name)

    def filled(self, name: str, kinds: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """Hand the rows to Spark: no value stands in a statement or a plan."""
        schema = ", ".join(f"`{column}` {_KINDS[kind]}" for column, kind in kinds.items())
        handed = self._session.sparkContext.parallelize([tuple(row) for row in rows], 1)
        self._name(self._session.createDataFrame(handed, schema), name)

    def drop(self, name: str) -> None:
        """Forget a table."""
        self._session.catalog.dropTempView(f"`{name}`")

    def rows(self, query: exp.Expression) -> list[tuple[Any, ...]]:
        """All rows."""
        return [tuple(row) for row in self._asked(query).collect()]

    def streamed(self, query: exp.Expression) -> Iterator[tuple[Any, ...]]:
        """One part of the rows after the other."""
        return (tuple(row) for row in self._asked(query).toLocalIterator())

    def held(self, keys: Mapping[str, Pads]) -> AbstractContextManager[None]:
        """Keys in a view of one row."""
        return keyed.held(self._session, keys)

    def function(self, name: str, called: Callable[..., str | None], arguments: int) -> None:
        """A function that Spark's workers call: it goes there as it is, so it may hold no key."""
        from pyspark.sql.types import StringType

        self._called.add(name)
        self._session.udf.register(name, called, StringType())

    def write(self, query: exp.Select, headings: Sequence[str], file: Path) -> None:
        """Let Spark put the rows in order and DuckDB write them: both engines write the same file."""
        ordered = file.with_suffix(".ordered")
        self._asked(query).write.parquet(ordered.as_uri())
        columns = [sql.column(one.alias_or_name) for one in query.expressions]
        rows = sql.select(columns, parquet.reading(*sorted(ordered.glob("*.parquet"))))
        with connect(self._folder, threads=1) as connection:
            connection.execute(sql.render(csv_of(rows, headings, file)))
        shutil.rmtree(ordered)

    def guarded(self, stage: str) -> AbstractContextManager[None]:
        """Errors of Spark as ours."""
        return guarded(stage)

    def close(self) -> None:
        """Whoever started the session ends it."""

    def _asked(self, query: exp.Expression) -> DataFrame:
        return self._session.sql(render(query, self._called))

    def _name(self, frame: DataFrame, name: str) -> None:
        frame.createOrReplaceTempView(f"`{name}`")


_KINDS = {"VARCHAR": "STRING", "DATE": "DATE", "BOOLEAN": "BOOLEAN"}
