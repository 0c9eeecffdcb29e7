"""The programme lets a rule rest: between two days, for some areas, told in every report; never a block."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.contract.schemas import check_machine
from tests.command import cfgovern
from tests.journeys.settled import check, contract, loan, sent

YOUNG = ("member_id,full_name,joined,age", "M-001,A,2020-01-01,15", "M-002,B,2020-01-01,40")
AGE = "members.age.minimum"
AREA = """\
area: CF-A01
name: Quillborough
contract: urn:example:library
period: 2026-Q3
host_organisation: Quillborough Council
data_and_digital_lead: data.lead@quillborough.example
notice_version: "2026-1"
"""


def waive(folder: Path, rule: str = AGE, becomes: str = "info", areas: str = "all", **days: str) -> None:
    """One waiver, from September to October 2026 unless told otherwise."""
    start, end = days.get("start", "2026-09-01"), days.get("end", "2026-10-31")
    (folder / "waivers.yaml").write_text(
        f"contract: urn:example:library\nwaivers:\n  - rule: {rule}\n    becomes: {becomes}\n"
        f"    areas: {areas}\n    from: {start}\n    until: {end}\n    owner: Programme data lead\n"
        "    reason: Young people in transition.\n",
        encoding="utf-8",
    )


def test_a_waiver_is_told_with_its_owner_and_its_last_day(tmp_path: Path) -> None:
    contract(tmp_path)
    waive(tmp_path)
    submission = sent(tmp_path, "first", [loan(1, "2026-01-06")], YOUNG)
    report = check(tmp_path, submission).report()
    assert (report["outcome"], report["submission"]["tables"]["members"]["rows_rejected"]) == ("pass", 0)
    (waived,) = report["waived"]
    assert waived == {
        "rule": AGE, "becomes": "info", "areas": [], "since": "2026-09-01", "until": "2026-10-31",
        "owner": "Programme data lead", "reason": "Young people in transition.", "findings": 1,
    }  # fmt: skip
    assert check_machine("report", report) == []
    late = check(tmp_path, submission, day="2026-11-01")
    assert (late.code, late.report()["unused"][0]["because"]) == (1, "It ended on 2026-10-31.")
    assert check_machine("report", late.report()) == []
    text = cfgovern(
        "validate", submission, "--contract", "library.odcs.yaml", "--as-of", "2026-10-01", cwd=tmp_path
    )
    said = " ".join(text.out.split())
    assert (
        f"{AGE} counts as ‘For information’ for all areas, from 1 September 2026 until 31 October 2026"
        in said
    )
    assert "Owner: Programme data lead. 1 finding." in said


def test_what_becomes_a_warning_is_confirmed_person_by_person(tmp_path: Path) -> None:
    contract(tmp_path)
    waive(tmp_path, becomes="warning")
    first = sent(tmp_path, "first", [loan(1, "2026-01-06")], YOUNG)
    done = check(tmp_path, first, "--write-confirmations", "c.yaml")
    assert (done.code, done.report()["outcome"]) == (1, "confirm")
    text = (tmp_path / "c.yaml").read_text(encoding="utf-8")
    assert f"- rule: {AGE}\n    column: age\n    rows: [1]" in text
    text = text.replace("who:\n", "who: data lead\n").replace(
        "when:  # a day such as 2026-10-01", "when: 2026-10-01"
    )
    (tmp_path / "c.yaml").write_text(text.replace("reason:\n", "reason: Agreed.\n"), encoding="utf-8")
    done = check(tmp_path, first, "--confirmations", "c.yaml")
    assert (done.code, done.report()["waived"][0]["findings"]) == (0, 1)


def test_a_column_that_an_area_cannot_send_yet(tmp_path: Path) -> None:
    contract(tmp_path)
    waive(tmp_path, "members.age.column_missing", "not_run")
    submission = sent(
        tmp_path, "first", [loan(1, "2026-01-06")], ("member_id,full_name,joined", "M-001,A,2020-01-01")
    )
    done = check(tmp_path, submission)
    assert done.code == 0
    assert "members.age" in {entry["rule"] for entry in done.report()["not_run"]}


@pytest.mark.parametrize(("profile", "code"), [(True, 0), (False, 1)])
def test_a_waiver_for_an_area_needs_its_profile(tmp_path: Path, profile: bool, code: int) -> None:
    contract(tmp_path)
    waive(tmp_path, areas="[CF-A01]")
    submission = sent(tmp_path, "first", [loan(1, "2026-01-06")], YOUNG)
    (tmp_path / "cfgovern.yaml").write_text("contract: library.odcs.yaml\n", encoding="utf-8")
    if profile:
        (tmp_path / "area.yaml").write_text(AREA, encoding="utf-8")
    done = cfgovern("validate", submission, "--as-of", "2026-10-01", "--format", "json", cwd=tmp_path)
    assert done.code == code, done.err


def test_the_file_of_the_programme_is_not_written_over(tmp_path: Path) -> None:
    contract(tmp_path)
    waive(tmp_path)
    before = (tmp_path / "waivers.yaml").read_bytes()
    done = check(tmp_path, sent(tmp_path, "first", [loan(1)]), "--write-confirmations", "waivers.yaml")
    assert done.code == 2 and "[output.is_contract]" in done.err
    assert (tmp_path / "waivers.yaml").read_bytes() == before
