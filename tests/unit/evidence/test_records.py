"""Run records: one whole file a run, named so that a folder of them is in order of time."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from cfgovern.contract.schemas import check_machine
from cfgovern.errors import UsageError
from cfgovern.evidence import RunRecord, write_run_record

DIGEST = "sha256:" + "0123456789abcdef" * 4
RECORD = RunRecord(
    kind="validate",
    run_id="0123456789abcdef0123456789abcdef",
    cfgovern_version="0.1.0",
    contract=DIGEST,
    submission=DIGEST,
    options=DIGEST,
    started="2026-10-01T08:30:05+00:00",
    ended="2026-10-01T08:30:06+00:00",
    outcome="fail",
    counts={"block": 0, "error": 3, "warning": 1, "info": 0},
    report=DIGEST,
)


def test_the_file_holds_the_record_as_published(tmp_path: Path) -> None:
    path = write_run_record(tmp_path / "new" / "evidence", RECORD)
    assert path == tmp_path / "new" / "evidence" / f"20261001T083005Z-validate-{RECORD.run_id}.json"
    text = path.read_text(encoding="utf-8")
    document = json.loads(text)
    assert check_machine("run-record", document) == []
    assert (document["kind"], document["counts"], document["record_version"]) == (
        "validate",
        RECORD.counts,
        1,
    )
    assert text.endswith("}\n") and list(document) == sorted(document)


def test_a_submission_that_was_not_read_has_no_digest(tmp_path: Path) -> None:
    path = write_run_record(tmp_path, replace(RECORD, submission=None, outcome="refused"))
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["submission"] is None
    assert check_machine("run-record", document) == []


@pytest.mark.parametrize(
    ("started", "named"),
    [
        ("2026-07-01T00:30:00+01:00", "20260630T233000Z"),  # a summer night in England
        ("2026-12-31T23:59:59-05:00", "20270101T045959Z"),
    ],
)
def test_the_name_tells_the_time_in_utc(tmp_path: Path, started: str, named: str) -> None:
    assert write_run_record(tmp_path, replace(RECORD, started=started)).name.startswith(f"{named}-validate-")


def test_each_run_has_a_file_of_its_own_in_order_of_time(tmp_path: Path) -> None:
    runs = [replace(RECORD, run_id=f"{n:032x}", started=f"2026-10-0{5 - n}T08:30:05+00:00") for n in range(4)]
    for run in runs:
        write_run_record(tmp_path, run)
    kept = [json.loads(path.read_text(encoding="utf-8"))["started"] for path in sorted(tmp_path.iterdir())]
    assert kept == sorted(run.started for run in runs)


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        write_run_record(tmp_path / "evidence", RECORD)
    assert caught.value.code == "output.not_a_folder"
    assert (tmp_path / "evidence").read_text(encoding="utf-8") == "mine"


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        RECORD.outcome = "pass"  # type: ignore[misc]
