"""The whole report is the same for any number of threads, over faults of every kind."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cfgovern import api
from cfgovern.intake.limits import Limits
from cfgovern.reporting import render


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The submission of the programme with faults of many kinds planted in it, as CSV."""
    out = tmp_path_factory.mktemp("faulty")
    api.synth(out, mode="faulty", form="csv", people=40)
    return out / "SYNTHETIC-faulty"


def report(sent: Path, **limits: Any) -> dict[str, Any]:
    checked = api.validate(sent, limits=replace(Limits.for_submission(sent), **limits))
    found: dict[str, Any] = json.loads(render(checked, "json"))
    del found["run_id"]
    return found


@pytest.mark.soak
def test_threads_change_nothing_in_a_report(sent: Path) -> None:
    alone = report(sent, threads=1)
    assert alone["outcome"] == "fail" and len({found["rule"] for found in alone["findings"]}) > 20
    assert report(sent, threads=2, engine_memory="64MB") == alone
    assert report(sent, threads=8, engine_bytes=0) == alone
