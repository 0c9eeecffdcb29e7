"""Contracts and data that nobody thought of: Spark finds what DuckDB finds, in the same order."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, seed, settings

from cfgovern.contract.load import load_contract
from cfgovern.findings import Report
from cfgovern.journeys import worker
from cfgovern.journeys.on_spark import judged
from cfgovern.journeys.report import report_of
from cfgovern.journeys.request import Known
from cfgovern.journeys.tasks import task
from cfgovern.reporting import render
from cfgovern.validation.messages import load_messages
from cfgovern.validation.planning import make_plan
from tests.property.drawn import check, write
from tests.property.strategies import AS_OF, Case, cases

pytestmark = pytest.mark.needs("java", "pyspark")

CONTRACTS = int(os.environ.get("CFGOVERN_SPARK_CONTRACTS", "8"))
SEEN: Counter[str] = Counter()


def on_spark(contract_path: Path, submission: Path, folder: Path, session: Any) -> Report:
    """What ``tests.property.drawn.check`` does, judged on Spark."""
    contract, book = load_contract(contract_path), load_messages()
    planned = make_plan(contract, AS_OF)
    job = folder / "elsewhere"
    job.mkdir()
    asked = {**task(submission, job, None, contract, planned), "elsewhere": True}
    answer = json.loads(json.dumps(worker.run(json.loads(json.dumps(asked))), allow_nan=False))
    assert "result" not in answer
    told = judged(answer, planned.plan, job, session)
    return report_of(told, "run", Known(contract, AS_OF, planned), book)


def plain(report: Report) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(render(report, "json"))
    return made


def agree(one: dict[str, Any], other: dict[str, Any]) -> None:
    """The same report, but for rules that were not run on Spark and say so."""
    left = {entry["rule"] for entry in other["not_run"] if "Spark" in entry["because"]}
    SEEN["left out"] += len(left)
    SEEN["found"] += len(other["findings"])
    if left:
        for told in (one, other):
            for part in ("findings", "not_run"):
                told[part] = [entry for entry in told[part] if entry["rule"] not in left]
        one, other = ({part: told[part] for part in ("findings", "not_run")} for told in (one, other))
    assert other == one


def test_spark_finds_what_duckdb_finds(spark: Any) -> None:
    @seed(1)
    @settings(max_examples=CONTRACTS)
    @given(cases())
    def compared(case: Case) -> None:
        with tempfile.TemporaryDirectory() as name:
            contract, submission, _ = write(case, Path(name))
            one = plain(check(contract, submission, Path(name)))
            other = plain(on_spark(contract, submission, Path(name), spark))
        agree(one, other)

    compared()
    assert SEEN["found"] > 5 * CONTRACTS
    assert SEEN["left out"] < SEEN["found"] / 5
