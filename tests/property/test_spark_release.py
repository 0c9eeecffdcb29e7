"""A release that Spark parted is the one that DuckDB parts: who is in it, and every byte of its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cfgovern.engine.duckstore import DuckStore
from cfgovern.engine.spark.session import started
from cfgovern.engine.spark.store import SparkStore
from tests.property.test_release_states import everybody, parted

pytestmark = pytest.mark.needs("java", "pyspark")


@pytest.mark.parametrize("mode", ["split", "tokens"])
def test_both_engines_part_alike(spark: Any, tmp_path: Path, mode: str) -> None:
    people = {f"{number:06}": state for number, state in enumerate(everybody(), 1)}
    one, other = tmp_path / "duckdb", tmp_path / "spark"
    one.mkdir(), other.mkdir()
    wanted = parted(DuckStore(one, memory="512MB"), one, people, mode)
    with started(spark, other / "job", rows=1) as session:
        found = parted(SparkStore(session, other), other, people, mode)
    assert found == wanted and len(found) > 1_000
    for file in ("identifiers.csv", "payload.csv"):
        assert (other / file).read_bytes() == (one / file).read_bytes()
        assert (other / file).stat().st_size > 5_000
    assert not list(other.glob("*.ordered"))
