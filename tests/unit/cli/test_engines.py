"""The options that say which engine does the work."""

from __future__ import annotations

import pytest

from cfgovern.cli.engines import spark_of
from cfgovern.engine.spark.session import HERE
from cfgovern.errors import UsageError


def test_the_engine_is_duckdb_unless_spark_is_named() -> None:
    assert spark_of("duckdb", None) is None
    assert spark_of("spark", None) == HERE
    assert spark_of("spark", "local[3]") == "local[3]"


def test_a_master_without_spark_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        spark_of("duckdb", "local[3]")
    assert caught.value.code == "engine.no_spark"
