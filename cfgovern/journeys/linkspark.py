"""Comparing on Spark the people whom the limited child has read: it lays them out as Parquet, and judges."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cfgovern.engine.spark import alike
from cfgovern.engine.spark.faults import guarded
from cfgovern.engine.spark.session import started
from cfgovern.intake import sandbox
from cfgovern.intake.limits import Limits
from cfgovern.linkage import scoring

if TYPE_CHECKING:
    from cfgovern.engine.spark.session import SparkSession

__all__ = ["compared"]

_LAID, _FOUND = "cfgovern.journeys.linkworker:laid", "compared.json"


def compared(argument: Mapping[str, Any], spark: str | SparkSession, limits: Limits) -> str | None:
    """The file in the job folder that says what Splink found on Spark, for ``linkworker.run``; None where
    nothing can be compared. Raises as :func:`~cfgovern.engine.spark.session.started`, and UsageError
    ``link.no_java`` for a session that lacks the Java of Splink."""
    with sandbox.start(_LAID, limits=limits) as child:
        child.send(argument)
        laid = child.result()
    if laid["asked"] is None:
        return None
    job, asked = Path(argument["job"]), scoring.Asked.from_json(laid["asked"])
    jars = (scoring.java_of_splink(),)
    with started(spark, job / "spark", rows=laid["records"], jars=jars) as session, guarded("linking"):
        for name, file in laid["files"].items():
            alike.known(session, name, job / file)
        found = scoring.score_on_spark(session, asked)
    (job / _FOUND).write_text(json.dumps(found.as_json()), encoding="utf-8")
    return _FOUND
