"""Run records: one whole file a run, named so that a folder of them is in order of time."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import Any

import pytest

from cfgovern.contract.schemas import check_machine
from cfgovern.errors import UsageError
from cfgovern.evidence import RunRecord, write_run_record
from cfgovern.evidence.records import read_run_records

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


# --- what a run has measured ----------------------------------------------------------------------
MEASURED = replace(RECORD, measures={"grave_findings": 3, "split_file_manifest": True, "share": 0.5})


def test_a_record_without_measures_is_as_it_was_before_there_were_any(tmp_path: Path) -> None:
    document = json.loads(write_run_record(tmp_path, RECORD).read_bytes())
    assert "measures" not in document
    assert read_run_records(tmp_path) == ([RECORD], [])


def test_measures_are_written_and_read(tmp_path: Path) -> None:
    document = json.loads(write_run_record(tmp_path, MEASURED).read_bytes())
    assert check_machine("run-record", document) == []
    assert document["measures"] == MEASURED.measures and document["record_version"] == 1
    [found] = read_run_records(tmp_path).records
    assert found == MEASURED
    assert {name: type(value) for name, value in found.measures.items()} == {
        "grave_findings": int,
        "split_file_manifest": bool,
        "share": float,
    }


def test_records_are_read_in_order_of_their_ends_and_other_files_passed_over(tmp_path: Path) -> None:
    ends = [replace(RECORD, run_id=f"{n:032x}", ended=f"2026-10-0{5 - n}T08:30:06+00:00") for n in range(3)]
    for run in ends:
        write_run_record(tmp_path, run)
    (tmp_path / "notes.json").write_text("{", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    assert read_run_records(tmp_path) == (ends[::-1], [])
    assert read_run_records(tmp_path / "nowhere") == ([], [])
    assert read_run_records(tmp_path / "notes.json") == ([], [])


SECRET = "QQ123456C"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"outcome": SECRET}, "not as a run record is published"),
        ({"measures": {"name": SECRET}}, "not as a run record is published"),
        ({"measures": {}}, "not as a run record is published"),
        ({"measures": {"n": -1}}, "not as a run record is published"),
        ({"measures": {"N E": 1}}, "not as a run record is published"),
        ({"measures": {f"n{number}": 1 for number in range(41)}}, "not as a run record is published"),
        ({"measures": {"n": None}}, "not as a run record is published"),
        ({"record_version": 2}, "not as a run record is published"),
        ({"more": SECRET}, "not as a run record is published"),
        ({"ended": "2026-02-31T00:00:00+00:00"}, "no calendar"),
        ({"ended": "2026-10-01T08:30:04+00:00"}, "ends before it starts"),
        ({"kind": "scan"}, "its name"),
        ({"run_id": "f" * 32}, "its name"),
    ],
)
def test_a_record_that_is_not_right_is_told_and_left_out(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    path = write_run_record(tmp_path, MEASURED)
    document = json.loads(path.read_bytes()) | change
    path.write_text(json.dumps(document), encoding="utf-8")
    write_run_record(tmp_path, replace(RECORD, run_id="1" * 32))
    found = read_run_records(tmp_path)
    assert [record.run_id for record in found.records] == ["1" * 32]
    [sentence] = found.unread
    assert path.name in sentence and "cannot be read" in sentence and said in sentence
    assert SECRET not in sentence


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not whole"),
        (b"{", "not whole"),
        (b"\xff\xfe", "not whole"),
        (b"[" * 50_000, "not whole"),
        (b"null", "not as a run record"),
        (b"[]", "not as a run record"),
        (b" " * 70_000, "too large"),
        (json.dumps(MEASURED.document()).replace('"grave', '"share": 1, "grave').encode(), "not whole"),
        (json.dumps(MEASURED.document()).replace("0.5", "NaN").encode(), "not whole"),
        (json.dumps(MEASURED.document()).replace("0.5", "1e999").encode(), "not as a run record"),
    ],
)
def test_a_file_that_is_no_record_is_told_and_never_a_crash(
    tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / MEASURED.file).write_bytes(content)
    found = read_run_records(tmp_path)
    assert found.records == [] and said in found.unread[0]


def test_a_link_or_a_folder_is_no_record(tmp_path: Path) -> None:
    kept = write_run_record(tmp_path / "elsewhere", MEASURED)
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / kept.name).symlink_to(kept)
    (tmp_path / "here" / RECORD.file.replace("validate", "scan")).mkdir()
    found = read_run_records(tmp_path / "here")
    assert found.records == [] and len(found.unread) == 2


def test_two_records_of_one_run_are_both_left_out(tmp_path: Path) -> None:
    write_run_record(tmp_path, MEASURED)
    write_run_record(tmp_path, replace(MEASURED, measures={"grave_findings": 0}, kind="pseudonymise"))
    found = read_run_records(tmp_path)
    assert found.records == [] and "there are 2 of one run" in found.unread[0]
