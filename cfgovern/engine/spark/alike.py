"""How two records are alike, as SQL for Spark, and the tables of those who are compared there.

How alike two names are is worked out by a function in Java that comes with Splink.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.spark.dialect import render

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["FUNCTION", "known", "knows", "rows_of", "write"]

FUNCTION = "jaro_winkler"
"""The function of Splink's library, as Splink calls it."""


def knows(session: SparkSession) -> bool:
    """Whether the session has that function."""
    return bool(session.catalog.functionExists(FUNCTION))


def known(session: SparkSession, name: str, file: Path) -> None:
    """Let ``name`` stand for the people in a Parquet file."""
    session.read.parquet(file.as_uri()).createOrReplaceTempView(name)


def write(tree: exp.Expression) -> str:
    """``tree`` as SQL for Spark."""
    made = tree.copy()
    for alike in list(made.find_all(exp.JarowinklerSimilarity)):
        called = sql.call(FUNCTION, alike.this, alike.expression)
        if alike is made:
            made = called
        else:
            alike.replace(called)
    return render(made, (FUNCTION,))


def rows_of(session: SparkSession, table: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """The ``columns`` of every row of ``table``, in no order."""
    query = sql.select([sql.column(one) for one in columns], table)
    return [tuple(row) for row in session.sql(render(query)).collect()]
