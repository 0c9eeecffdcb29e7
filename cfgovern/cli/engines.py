"""The options that say which engine does the work."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from cfgovern.errors import UsageError

__all__ = ["on_spark", "spark_of"]

_ENGINE = click.option(
    "--engine",
    type=click.Choice(("duckdb", "spark")),
    default="duckdb",
    help="What does the work: DuckDB, which is always there, or Spark (default: duckdb).",
)
_MASTER = click.option(
    "--master",
    metavar="URL",
    help="Which Spark: local[4] is this machine with 4 hands (default: local[*], with all it has).",
)


def on_spark(command: Callable[..., int]) -> Callable[..., int]:
    """``command`` with these options, told in ``spark``: the master, or None for DuckDB."""

    @wraps(command)
    def told(*arguments: Any, engine: str, master: str | None, **options: Any) -> int:
        return command(*arguments, spark=spark_of(engine, master), **options)

    made: Callable[..., int] = _ENGINE(_MASTER(told))
    return made


def spark_of(engine: str, master: str | None) -> str | None:
    """The master of the Spark that is asked for, if one is. Raises UsageError for a master without it."""
    if engine == "spark":
        from cfgovern.engine.spark.session import HERE

        return HERE if master is None else master
    if master is not None:
        raise UsageError(
            "engine.no_spark",
            "A master names a Spark, and the engine is DuckDB.",
            fix="Add --engine spark, or leave out --master.",
        )
    return None
