"""A return beside the collection calendar, on the real command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command import Done, cfgovern, csv_folder

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:returns
name: Returns
version: 1.0.0
status: active
schema:
  - name: people
    properties:
      - {name: ref, logicalType: string, primaryKey: true, logicalTypeOptions: {pattern: '^P-[0-9]+$'}}
      - name: place
        logicalType: string
        businessName: Area
        customProperties: [{property: cfgovernConcept, value: area_id}]
  - name: visits
    properties:
      - {name: number, logicalType: integer}
  - name: plans
    properties:
      - {name: plan, logicalType: string}
    customProperties: [{property: cfgovernRoute, value: organisation}]
"""
CALENDAR = """\
contract: urn:example:returns
periods:
  2026-Q2:
    opens: 2026-07-01
    due: 2026-07-31
    versions: [{version: 1.0.0, until: 2026-08-31}]
  2026-Q3:
    opens: 2026-10-01
    due: 2026-10-31
    versions: [{version: 1.0.0}]
    tables: [plans]
nil_returns: [visits]
combined:
  - organisation: Wherryvale Mayoral Strategic Authority
    areas: [CF-A17, CF-A18]
"""
AREA = {
    "area": "CF-A01",
    "name": "Quillborough",
    "contract": "urn:example:returns",
    "period": "2026-Q2",
    "host_organisation": "Quillborough Council",
    "data_and_digital_lead": "data.lead@quillborough.example",
    "notice_version": "2026-1",
}
IN_TIME = "2026-07-10"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "collection.yaml").write_text(CALENDAR, encoding="utf-8")
    (tmp_path / "contract.yaml").write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "cfgovern.yaml").write_text("contract: contract.yaml\npack: .\n", encoding="utf-8")
    return tmp_path


def sent(folder: Path, day: str = IN_TIME, tables: dict[str, list[str]] | None = None, **area: str) -> Done:
    """Check a return; ``area``: what its profile says otherwise."""
    lines = [f"{key}: {value}" for key, value in (AREA | area).items()]
    (folder / "area.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = {"people": ["ref,place", f"P-1,{(AREA | area)['area']}"], "visits": ["number", "3"]}
    shutil.rmtree(folder / "return", ignore_errors=True)
    csv_folder(folder / "return", rows | (tables or {}))
    return cfgovern("validate", "return", "--format", "json", "--as-of", day, cwd=folder)


def rules(done: Done) -> dict[str, str]:
    return {finding["rule"]: finding["severity"] for finding in done.report()["findings"]}


def test_a_return_in_its_days_is_nothing_to_tell_of(folder: Path) -> None:
    done = sent(folder)
    assert (done.code, rules(done)) == (0, {})


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-06-30", {"file.not_open": "warning"}),
        ("2026-07-01", {}),
        ("2026-07-31", {}),
        ("2026-08-01", {"file.late": "info"}),
        ("2026-09-01", {"file.late": "info", "file.version_not_taken": "error"}),
    ],
)
def test_the_days_of_a_return(folder: Path, day: str, told: dict[str, str]) -> None:
    assert rules(sent(folder, day)) == told


def test_a_period_that_is_not_collected(folder: Path) -> None:
    assert rules(sent(folder, period="2025-Q1")) == {"file.period_not_in_calendar": "warning"}


def test_a_table_that_this_quarter_needs(folder: Path) -> None:
    assert rules(sent(folder, "2026-10-02", period="2026-Q3")) == {"plans.table_missing": "error"}


def test_rows_about_another_area_are_a_block(folder: Path) -> None:
    done = sent(folder, tables={"people": ["ref,place", "P-1,CF-A01", "P-2,CF-A02"]})
    assert rules(done) == {"people.place.other_area": "block"}
    (finding,) = done.report()["findings"]
    assert finding["row"] == 2 and "CF-A02" not in done.out
    assert "This return is about: CF-A01." in finding["fix"]


def test_areas_that_one_body_sends_for(folder: Path) -> None:
    both = {"people": ["ref,place", "P-1,CF-A17", "P-2,CF-A18"]}
    body = "Wherryvale Mayoral Strategic Authority"
    assert rules(sent(folder, tables=both, area="CF-A17", host_organisation=body)) == {}
    done = sent(folder, tables=both, area="CF-A17", host_organisation="Marrowick Council")
    assert rules(done) == {"file.other_sender": "block"}
    assert body in done.out


def test_a_nil_return(folder: Path) -> None:
    done = sent(folder, nil_returns="[visits]")
    assert rules(done) == {"file.nil_return_with_rows": "error"}
    (folder / "return" / "visits.csv").unlink()
    done = cfgovern("validate", "return", "--format", "json", "--as-of", IN_TIME, cwd=folder)
    assert (done.code, rules(done)) == (0, {})
    assert "nothing to tell" in done.out
    assert rules(sent(folder, nil_returns="[people]")) == {"file.nil_return_refused": "error"}
    assert sent(folder, nil_returns="[peeple]").code == 2


def test_a_contract_that_is_named_on_the_command_line_has_no_calendar(folder: Path) -> None:
    sent(folder)
    named = ("--contract", "contract.yaml", "--as-of", "2026-06-30")
    done = cfgovern("validate", "return", "--format", "json", *named, cwd=folder)
    assert (done.code, rules(done)) == (0, {})
