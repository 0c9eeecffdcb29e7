"""One session of Spark for all tests that need one: it takes ten seconds to start."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from cfgovern.linkage.scoring import java_of_splink

__all__ = ["spark"]

# Little data and many small queries: what compiles them costs more than it gains.
QUICK = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xss16m",
    "spark.log.level": "OFF",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "1",
}


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session on this machine; the test needs ``java`` and ``pyspark``."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("tests")
    for name, value in QUICK.items():
        builder = builder.config(name, value)
    if find_spec("splink") is not None:
        builder = builder.config("spark.jars", java_of_splink())
    folder = tmp_path_factory.mktemp("spark")
    os.environ["PYSPARK_PYTHON"] = sys.executable  # PATH may have another
    session = (
        builder.config("spark.local.dir", str(folder))
        .config("spark.sql.warehouse.dir", (folder / "warehouse").as_uri())
        .getOrCreate()
    )
    yield session
    session.stop()
