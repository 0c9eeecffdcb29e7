"""Runs a plan on Spark: the gates of the engine as they are, over another database.

Tables come as Parquet files that intake wrote. What is not known to answer alike on both engines is not run,
and the result says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cfgovern.engine import queries
from cfgovern.engine.connection import connect
from cfgovern.engine.plan import BoundTable, Check, Plan
from cfgovern.engine.result import Result
from cfgovern.engine.run import gates, try_patterns
from cfgovern.engine.spark import patterns, strict
from cfgovern.engine.spark.bodies import Unlike
from cfgovern.engine.spark.database import SparkDatabase
from cfgovern.progress import Counted

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["run", "unlike"]

_PATTERNS = ("pattern", "after")


def run(
    plan: Plan,
    tables: Sequence[BoundTable],
    session: SparkSession,
    folder: Path,
    *,
    told: Counted | None = None,
    rejected_to: Path | None = None,
) -> Result:
    """Judge ``tables``, each a Parquet file in the job folder ``folder``, by ``plan``.

    The rest is as for :func:`cfgovern.engine.run.run`. A check that is not run stands in ``absent`` of the
    result as ``engine:``. Raises UsageError, SubmissionRefused and InternalFault as that does.
    """
    with connect(folder) as connection:
        try_patterns(connection, plan)
    left_out = set(unlike(plan))
    checks = tuple(check for check in plan.checks if check.number not in left_out)
    database = SparkDatabase(session, folder)
    result = gates(database, replace(plan, checks=checks), tables, told, rejected_to)
    result.absent.update(dict.fromkeys(left_out, "engine:"))
    return result


def unlike(plan: Plan) -> Iterator[int]:
    """The numbers of the checks of ``plan`` that are not known to answer alike on Spark."""
    found = {check.number for check in plan.checks if not _alike(check, plan)}
    counted_by = (check for check in plan.checks if check.params.get("cell_check") in found)
    yield from (*found, *(check.number for check in counted_by))


def _alike(check: Check, plan: Plan) -> bool:
    if check.params.get("portable") == "duckdb":
        return False
    try:
        for name in _PATTERNS:
            if check.params.get(name):
                patterns.java(str(check.params[name]))
        if check.kind in ("sql", "rule"):
            _look(check, plan)
    except (Unlike, patterns.Unknown):
        return False
    return True


def _look(check: Check, plan: Plan) -> None:
    """Raise Unlike where the query of ``check`` is not known to answer alike."""
    views = {view["name"]: queries.View(**view) for view in check.params["views"]}
    tree = queries.spelled(queries.parse(str(check.params["query"]), check.rule), views)
    tables = {table.name: {column.name: column.type for column in table.columns} for table in plan.tables}
    types = [
        (name, tables[view.table][column]) for view in views.values() for name, column in view.columns.items()
    ]
    strict.look(tree, types)
