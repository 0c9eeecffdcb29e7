"""A folder that says what it works with: ``cfgovern.yaml``, ``area.yaml`` and where evidence goes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.command import Done, cfgovern, csv_folder, plain_contract

AREA = """\
area: CF-A01
name: Quillborough
contract: urn:example:library
period: 2026-Q2
host_organisation: Quillborough Council
data_and_digital_lead: data.lead@quillborough.example
notice_version: 2026-1
"""

PERIOD_RULE = """\
-- severity: error
-- anchor: loans.lent
-- columns: loans.lent
-- message: The loan is from before the period.
-- fix: Leave it out.
-- why: A return is about one period.
-- portable: both
SELECT l._row
FROM loans AS l
WHERE l.lent < CAST(:period_start AS DATE)
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An area's folder: contract and configuration at the top, the return two floors below."""
    plain_contract(tmp_path)
    (tmp_path / "cfgovern.yaml").write_text("contract: library.odcs.yaml\n", encoding="utf-8")
    (tmp_path / "area" / "2026").mkdir(parents=True)
    tables = {
        "members": ["member_id,full_name,joined,age", "M-001,A,2020-01-01,40"],
        "loans": ["loan_id,member_id,lent,returned", "1,M-001,2026-01-05,"],
    }
    csv_folder(tmp_path / "area" / "2026" / "return", tables)
    return tmp_path


def validate(cwd: Path, *more: str) -> Done:
    return cfgovern("validate", "return", "--format", "json", *more, cwd=cwd)


def records(folder: Path) -> list[dict[str, str]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()]


def test_the_configuration_of_a_folder_above_is_found(place: Path) -> None:
    done = validate(place / "area" / "2026")
    assert done.code == 0, done.out + done.err
    assert done.report()["contract"]["id"] == "urn:example:library"
    assert not list(place.rglob("evidence"))  # nobody said that any is to be kept


def test_a_contract_on_the_command_line_goes_before_it(place: Path) -> None:
    (place / "cfgovern.yaml").write_text("contract: absent.odcs.yaml\n", encoding="utf-8")
    assert validate(place / "area" / "2026").code == 2
    assert validate(place / "area" / "2026", "--contract", str(place / "library.odcs.yaml")).code == 0


def test_evidence_goes_beside_the_area_profile(place: Path) -> None:
    here = place / "area" / "2026"
    (here / "area.yaml").write_text(AREA, encoding="utf-8")
    done = validate(here)
    assert done.code == 0, done.err
    (record,) = records(here / "evidence")
    assert (record["run_id"], record["outcome"]) == (done.report()["run_id"], "pass")
    validate(here)
    assert len(records(here / "evidence")) == 2


def test_the_area_profile_says_the_period_of_the_rules(place: Path) -> None:
    here, pack = place / "area" / "2026", place / "pack"
    (pack / "validators" / "library").mkdir(parents=True)
    (pack / "schemas" / "library").mkdir(parents=True)
    (pack / "validators" / "library" / "in_period.sql").write_text(PERIOD_RULE, encoding="utf-8")
    contract = plain_contract(pack / "schemas" / "library")
    packs = "  - name: loans\n    customProperties: [{property: cfgovernRules, value: [library]}]\n"
    contract.write_text(contract.read_text(encoding="utf-8").replace("  - name: loans\n", packs, 1))
    (place / "cfgovern.yaml").write_text("pack: pack\n", encoding="utf-8")
    done = validate(here)
    assert (done.code, [entry["rule"] for entry in done.report()["not_run"]]) == (0, ["loans.in_period"])
    (here / "area.yaml").write_text(AREA, encoding="utf-8")
    done = validate(here)
    assert (done.code, done.findings()) == (1, [("loans.in_period", 1, "C2")])
    assert done.report()["not_run"] == []


@pytest.mark.soak
def test_the_configuration_says_where_area_and_evidence_are(place: Path) -> None:
    here = place / "area" / "2026"
    (place / "area" / "profile.yaml").write_text(AREA, encoding="utf-8")
    said = "contract: library.odcs.yaml\narea: area/profile.yaml\n"
    (place / "cfgovern.yaml").write_text(said, encoding="utf-8")
    assert validate(here).code == 0
    assert len(records(place / "area" / "evidence")) == 1
    (place / "cfgovern.yaml").write_text(f"{said}evidence: proof\n", encoding="utf-8")
    assert validate(here).code == 0
    assert len(records(place / "proof")) == 1
    assert validate(here, "--evidence", "mine").code == 0
    assert len(records(here / "mine")) == 1
    assert len(records(place / "proof")) == 1


def test_a_refused_submission_leaves_a_record_too(place: Path) -> None:
    here = place / "area" / "2026"
    (here / "return" / "loans.csv").write_text('loan_id\n"open\n', encoding="utf-8")
    assert validate(here, "--evidence", "proof").code == 3
    (record,) = records(here / "proof")
    assert record["outcome"] == "refused"
    lines = "".join(
        f"{name}.csv\0{hashlib.sha256((here / 'return' / f'{name}.csv').read_bytes()).hexdigest()}\n"
        for name in ("loans", "members")
    )
    assert record["submission"] == "sha256:" + hashlib.sha256(lines.encode()).hexdigest()


@pytest.mark.parametrize(("loans", "code"), [("loan_id,member_id,lent,returned\n", 2), ("", 3)])
def test_a_report_that_cannot_be_written_costs_no_record(place: Path, loans: str, code: int) -> None:
    here = place / "area" / "2026"
    (here / "return" / "loans.csv").write_text(loans, encoding="utf-8")
    done = validate(here, "--evidence", "proof", "--output", "absent/report.json")
    assert (done.code, done.out) == (code, "")
    assert "[output.unwritable]" in done.err
    assert done.err.startswith("Ready to go on." if code == 2 else "This file could not be checked.")
    assert len(records(here / "proof")) == 1


def test_evidence_that_the_configuration_puts_into_the_submission_is_refused(place: Path) -> None:
    (place / "cfgovern.yaml").write_text(
        "contract: library.odcs.yaml\nevidence: area/2026/return/proof\n", encoding="utf-8"
    )
    done = validate(place / "area" / "2026")
    assert (done.code, done.out) == (2, "")
    assert "[output.is_submission]" in done.err and "--evidence" in done.err


def test_an_area_profile_that_names_another_contract_is_exit_code_2(place: Path) -> None:
    here = place / "area" / "2026"
    (here / "area.yaml").write_text(AREA.replace("urn:example:library", "other"), encoding="utf-8")
    done = validate(here)
    assert (done.code, done.out) == (2, "")
    said = 'area.yaml:3:11: "contract" names another contract than the one in use.'
    assert said in done.err and '"urn:example:library"' in done.err and "--contract" in done.err
    assert not (here / "evidence").exists()
    # What the user names on the command line wins.
    assert validate(here, "--contract", str(place / "library.odcs.yaml")).code == 0


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("area.yaml", AREA.replace("2026-Q2", "soon"), 'area.yaml:4:9: "period" is not written as it should'),
        ("area.yaml", AREA.replace("name:", "nmae:"), 'area.yaml:2:1: "nmae" is not a key'),
        ("cfgovern.yaml", "evidnce: x\n", 'cfgovern.yaml:1:1: "evidnce" is not a key'),
        ("cfgovern.yaml", "area: nowhere.yaml\n", "nowhere.yaml:1:1: There is no such file."),
    ],
)
def test_a_faulty_file_of_the_operator_is_exit_code_2_at_its_place(
    place: Path, name: str, text: str, said: str
) -> None:
    here = place / "area" / "2026"
    (here / name).write_text(text, encoding="utf-8")
    done = validate(here, "--contract", str(place / "library.odcs.yaml"))
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not (here / "evidence").exists()


@pytest.mark.parametrize(
    ("loans", "outcome", "code"), [("loan_id,member_id,lent,returned\n", "pass", 2), ("", "refused", 3)]
)
def test_a_record_that_cannot_be_kept_costs_no_report(
    place: Path, loans: str, outcome: str, code: int
) -> None:
    here = place / "area" / "2026"
    (here / "taken").write_text("mine", encoding="utf-8")
    (here / "return" / "loans.csv").write_text(loans, encoding="utf-8")
    done = validate(here, "--evidence", "taken")
    assert (done.code, done.report()["outcome"]) == (code, outcome)
    assert "[output.not_a_folder]" in done.err
    assert (here / "taken").read_text(encoding="utf-8") == "mine"
