"""A contract in which columns hold others is of use, and nothing reads as if anybody had looked inside."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest

from cfgovern.workbooks import Sheet, write_workbook
from tests.command import cfgovern
from tests.unit.contract.nesting import nesting, parcels

FACES = ("text", "json", "html", "sarif", "junit")
CONTENTS = '[{"article": "cup", "pieces": 2}]'
NOT_RUN = [
    *(f"parcels.{name}" for name in ("contents.type", "sender.type")),
    *(f"stops.{name}" for name in ("marks.type", "place.type")),
    *(f"parcels.{name}" for name in ("full", "alike", "right")),
    "stops.lost",
]


def test_a_pass_says_in_every_face_that_nobody_looked_inside(tmp_path: Path) -> None:
    faces = [part for face in FACES for part in ("--format", face)]
    asked = ("--contract", nesting(tmp_path), *faces, "--output", "told")
    done = cfgovern("validate", parcels(tmp_path, CONTENTS, CONTENTS), *asked, cwd=tmp_path)
    assert done.code == 0, done.out
    told = {file.suffix: file.read_text("utf-8") for file in (tmp_path / "told").iterdir()}
    report = json.loads(told[".json"])
    assert (report["outcome"], report["findings"]) == ("pass", [])
    assert [entry["rule"] for entry in report["not_run"]] == NOT_RUN
    assert all(entry["because"] for entry in report["not_run"])
    rules, columns = report["notices"]
    assert "4 rules" in rules and "a tool that reads what stands inside columns" in rules
    assert columns.startswith("cfgovern did not look inside 4 columns of this contract")
    words = (
        "Ready to go on, but for 4 rules of the contract that cfgovern does not run"
        " and 4 columns that it does not look into"
    )
    for face in (".txt", ".html", ".sarif"):
        assert words.casefold() in " ".join(told[face].split()).casefold(), face
    assert "parcels.contents.type" in told[".xml"] and "skipped" in told[".xml"]


def test_something_must_stand_in_a_required_one(tmp_path: Path) -> None:
    asked = ("--contract", nesting(tmp_path), "--format", "json")
    done = cfgovern("validate", parcels(tmp_path, CONTENTS, " "), *asked, cwd=tmp_path)
    assert done.code == 1
    assert done.findings() == [("parcels.contents.required", 2, "D3")]


def test_its_heading_is_known_in_a_workbook_too(tmp_path: Path) -> None:
    records = [("P1", "2026-01-05", "1.5", CONTENTS, "{}")]
    heads = ("parcel_id", "sent", "weight", "contents", "sender")
    sheets = [Sheet("parcels", heads, records), Sheet("stops", ("stop_id", "contents", "marks", "place"), [])]
    write_workbook(tmp_path / "sent.xlsx", sheets)
    asked = ("--contract", nesting(tmp_path), "--format", "json")
    done = cfgovern("validate", "sent.xlsx", *asked, cwd=tmp_path)
    assert done.findings() == [], done.out


@pytest.mark.parametrize(("contents", "rules"), [(CONTENTS, []), ([1], ["file.nested_value"])])
def test_json_lines_hold_it_as_text_or_are_refused(
    tmp_path: Path, contents: object, rules: list[str]
) -> None:
    record = {"parcel_id": "P1", "sent": "2026-01-05", "weight": 1.5, "contents": contents, "sender": None}
    (tmp_path / "sent.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    asked = ("--contract", nesting(tmp_path), "--table", "parcels", "--format", "json")
    done = cfgovern("validate", "sent.jsonl", *asked, cwd=tmp_path)
    assert [rule for rule, _, _ in done.findings()] == rules


def test_a_list_in_parquet_is_refused(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'P1' AS parcel_id, DATE '2026-01-05' AS sent, 1.5 AS weight, ['cup'] AS contents,"
            f" NULL::VARCHAR AS sender) TO '{tmp_path / 'sent.parquet'}' (FORMAT parquet)"
        )
    asked = ("--contract", nesting(tmp_path), "--table", "parcels", "--format", "json")
    done = cfgovern("validate", "sent.parquet", *asked, cwd=tmp_path)
    assert (done.code, [rule for rule, _, _ in done.findings()]) == (3, ["file.column_type"])


def test_a_scan_looks_at_all_that_stands_in_it(tmp_path: Path) -> None:
    hidden = json.dumps([{"article": "cup", "by": {"mail": "a.person@example.org", "tel": "07700 900123"}}])
    sent = parcels(tmp_path, CONTENTS, hidden)
    done = cfgovern("scan", sent, "--contract", nesting(tmp_path), "--format", "json", cwd=tmp_path)
    found = {(rule, cell) for rule, _, cell in done.findings()}
    assert {("parcels.contents.EMAIL_ADDRESS", "D3"), ("parcels.contents.PHONE_NUMBER", "D3")} <= found
    assert not [cell for _, cell in found if cell == "D2"]
    assert done.code == 1


@pytest.mark.soak
def test_edge_rows_leave_it_empty_and_count_no_limit_of_it(tmp_path: Path) -> None:
    optional = [
        ("        required: true\n", ""),
        ("          - {id: none_empty, metric: nullValues, mustBe: 0}\n", ""),
    ]
    contract = nesting(tmp_path, *optional)
    asked = ("--mode", "edge", "--contract", contract, "--out", "made")
    done = cfgovern("synth", *asked, cwd=tmp_path)
    limits = re.findall(r"limits (\d+) of (\d+)", done.out + done.err)
    assert len(limits) == 2 and all(reached == possible for reached, possible in limits)
    made = tmp_path / "made" / "SYNTHETIC-edge"
    done = cfgovern("validate", made, "--contract", contract, "--format", "json", cwd=tmp_path)
    assert done.findings() == []


def test_a_required_one_cannot_be_made_up(tmp_path: Path) -> None:
    done = cfgovern("synth", "--contract", nesting(tmp_path), "--out", "made", cwd=tmp_path)
    assert done.code == 2 and "[cohort.nested]" in done.err
    assert not (tmp_path / "made").exists()


def test_it_cannot_leave_in_a_release(tmp_path: Path) -> None:
    asked = ("--contract", nesting(tmp_path), "--domain", "evaluation")
    done = cfgovern("contract", "export", "released", *asked, cwd=tmp_path)
    assert (done.code, done.out) == (2, "") and "[released.record_id]" in done.err
