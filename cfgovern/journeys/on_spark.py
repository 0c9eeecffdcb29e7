"""Judging on Spark what the limited child has read: the child hands tables on as Parquet, data stays here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cfgovern.engine.plan import BoundTable, Plan
from cfgovern.engine.spark.session import must_be_there, started
from cfgovern.progress import Counted, Progress, Told
from cfgovern.validation.typedrecords import with_checks

if TYPE_CHECKING:
    from cfgovern.engine.spark.session import SparkSession

__all__ = ["judged", "must_be_there"]


def judged(
    answer: Mapping[str, Any],
    plan: Plan,
    job: Path,
    spark: str | SparkSession,
    told: Told | None = None,
    hand_on: Collection[str] = (),
) -> dict[str, Any]:
    """The ``answer`` of a child that judged nothing, with what the checks of ``plan`` found.

    ``spark``: the master, or the session of somebody. ``hand_on``: the tables that are handed on to a later
    stage, as the child does by itself.
    """
    from cfgovern.engine.handover import rejected_file
    from cfgovern.engine.spark.run import run

    plan = with_checks(plan, [tuple(place) for place in answer["unfit"]])
    bound = [BoundTable.from_json({**table, "path": str(job / table["path"])}) for table in answer["bound"]]
    rejected = job / "rejected" if hand_on else None
    with started(spark, job / "spark", rows=sum(table.rows for table in bound)) as session:
        result = run(plan, bound, session, job, told=_counted(told), rejected_to=rejected)
    found = {**answer, "result": result.as_json()}
    if rejected is not None:
        found["handed_on"] = {t["name"]: t["path"] for t in answer["bound"] if t["name"] in hand_on}
        files = {table.name: rejected / rejected_file(n) for n, table in enumerate(plan.tables)}
        found["rejected"] = {n: f.relative_to(job).as_posix() for n, f in files.items() if f.is_file()}
    return found


def _counted(told: Told | None) -> Counted | None:
    if told is None:
        return None
    return lambda done, of, unit: told(Progress("checking", done, of, unit))
