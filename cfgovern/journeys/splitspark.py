"""Parting on Spark what the limited child has read and handed on as Parquet: values stay where it lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cfgovern.engine.parting import texts_name
from cfgovern.engine.spark.session import started
from cfgovern.engine.spark.store import SparkStore
from cfgovern.engine.splitting import Person, Split
from cfgovern.intake import sandbox
from cfgovern.intake.limits import Limits
from cfgovern.journeys import splitworker

if TYPE_CHECKING:
    from cfgovern.engine.spark.session import SparkSession

__all__ = ["run"]

_TEXTS = "cfgovern.journeys.splitworker:texts"


def run(argument: Mapping[str, Any], spark: str | SparkSession, limits: Limits, rows: int) -> dict[str, Any]:
    """What ``splitworker.run`` does with ``argument``, on Spark. ``rows``: how many there are about.

    Texts are rid of identifiers by a limited child of these ``limits``, as always: who does that knows
    everybody's names, and keys that no worker of Spark gets.
    """
    job = Path(argument["job"])
    with started(spark, job / "spark-parting", rows=rows) as session:
        store = SparkStore(session, job)

        def redacted(people: Sequence[Person]) -> dict[str, Any] | None:
            with sandbox.start(_TEXTS, limits=limits) as child:
                child.send(argument)
                answer = child.result()
            for table, file in answer["files"].items():
                store.known(texts_name(table), job / file)
            transcripts: dict[str, Any] | None = answer["transcripts"]
            return transcripts

        tables = splitworker.handed_on(argument)
        return splitworker.parted(Split(store, tables), argument, redacted)
