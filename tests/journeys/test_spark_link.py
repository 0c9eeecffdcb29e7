"""``link --engine spark``: the same people are linked as in DuckDB, with the same weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command import cfgovern
from tests.journeys.tworeturns import returns

SPARK = ("--engine", "spark", "--master", "local[2]")


def slips(side: str, number: int, row: dict[str, str]) -> dict[str, str]:
    """In the second return some are misspelled, and of some the day is another."""
    if side == "left":
        return {}
    day = f"{row['birthday'][:-2]}{10 + (number + 1) % 18}"
    return {
        **({"family": row["family"][:-1] + "x"} if number % 5 == 0 else {}),
        **({"birthday": day} if number % 7 == 0 else {}),
    }


def linked(folder: Path, out: str, *more: str) -> dict[str, Any]:
    done = cfgovern(
        "link", "left", "right", "--contract", "trial.odcs.yaml", "--output", out, "--format", "json", *more,
        cwd=folder, timeout=600,
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads((folder / out).read_bytes())
    return found


@pytest.mark.soak
@pytest.mark.needs("java", "pyspark")
def test_spark_links_whom_duckdb_links(tmp_path: Path, private_temp: Path) -> None:
    returns(tmp_path, slips)
    one, other = linked(tmp_path, "one.json"), linked(tmp_path, "other.json", *SPARK)
    weights = [{(x["left"], x["right"]): x["weight"] for x in told.pop("links")} for told in (one, other)]
    assert weights[0].keys() == weights[1].keys() and len(weights[0]) > 30
    for pair, weight in weights[0].items():
        assert weights[1][pair] == pytest.approx(weight, abs=0.001)
    assert other["blocking"] == one["blocking"] and other["compared"] == one["compared"]
    assert not list(private_temp.iterdir())


def test_a_master_alone_is_asked_about(tmp_path: Path) -> None:
    returns(tmp_path, slips)
    way = ("--contract", "trial.odcs.yaml", "--master", "local[2]")
    done = cfgovern("link", "left", "right", *way, cwd=tmp_path)
    assert done.code == 2 and "[engine.no_spark]" in done.err
