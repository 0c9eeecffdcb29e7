"""The front door: what other programs call, and what it promises them."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import cfgovern
from cfgovern import api, content
from cfgovern.contract.model import Contract
from cfgovern.errors import OperatorFileError, UsageError
from cfgovern.findings import Report
from cfgovern.validation.messages import load_messages
from tests.command import csv_folder, plain_contract

NO_PERIOD = load_messages().because("no_period")
PERIOD_RULE = """\
-- severity: error
-- anchor: members.joined
-- columns: members.joined
-- message: {column} is after the period.
-- fix: Leave the member out.
-- why: A return is about one period.
-- portable: both
SELECT m._row
FROM members AS m
WHERE m.joined > CAST(:period_end AS DATE)
"""


@pytest.fixture
def other_pack(tmp_path: Path) -> Iterator[Path]:
    """A pack with one plain contract, in use."""
    folder = tmp_path / "pack"
    (folder / "schemas" / "library").mkdir(parents=True)
    plain_contract(folder / "schemas" / "library")
    content.use_pack(folder)
    yield folder
    content.use_pack(None)


@pytest.fixture
def loans(tmp_path: Path) -> Path:
    tables = {
        "members": ["member_id,full_name,joined,age", "M-001,A,2026-05-01,40"],
        "loans": ["loan_id,member_id,lent,returned", "1,M-001,2026-06-05,"],
    }
    return csv_folder(tmp_path / "return", tables)


# --- the surface ----------------------------------------------------------------------------


def test_the_package_hands_on_the_whole_front_door_and_nothing_else() -> None:
    assert sorted(cfgovern.__all__) == sorted(api.__all__)
    for name in api.__all__:
        assert getattr(cfgovern, name) is getattr(api, name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cfgovern.nothing


@pytest.mark.parametrize("name", api.__all__)
def test_every_function_is_typed_and_told(name: str) -> None:
    function = getattr(api, name)
    assert inspect.getdoc(function)
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(each.annotation is not inspect.Parameter.empty for each in signature.parameters.values())


# --- contracts ------------------------------------------------------------------------------


def test_the_programme_contract_is_the_one_of_the_pack(other_pack: Path) -> None:
    assert api.default_contract() == other_pack / "schemas" / "library" / "library.odcs.yaml"
    assert api.load_contract().id == "urn:example:library"
    content.use_pack(None)
    assert api.load_contract().id.startswith("urn:cfgovern:changing-futures")


@pytest.mark.parametrize("count", [0, 2])
def test_a_pack_with_no_contract_or_two_must_be_told_which(other_pack: Path, count: int) -> None:
    path = other_pack / "schemas" / "library" / "library.odcs.yaml"
    if count:
        path.with_name("second.odcs.yaml").write_bytes(path.read_bytes())
    else:
        path.unlink()
    with pytest.raises(UsageError) as caught:
        api.default_contract()
    assert caught.value.code == "contract.choose"
    assert f"holds {count} contracts" in str(caught.value) and "--contract" in caught.value.fix


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_may_be_text(tmp_path: Path, kind: type) -> None:
    contract = api.load_contract(kind(plain_contract(tmp_path)))
    assert isinstance(contract, Contract) and contract.name == "Library loans"


def test_a_faulty_contract_is_refused_with_every_fault(tmp_path: Path) -> None:
    path = plain_contract(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("logicalType: date", "logicalType: dat"))
    with pytest.raises(OperatorFileError) as caught:
        api.load_contract(path)
    assert len(caught.value.faults) == 3
    assert api.lint_contract(path)
    assert api.lint_contract(plain_contract(tmp_path)) == [] == api.lint_notes(plain_contract(tmp_path))


@pytest.mark.parametrize(
    ("fmt", "start"), [("text", "Library loans\n"), ("html", "<!doctype html>"), ("markdown", "# Library")]
)
def test_a_contract_is_shown_in_three_forms(tmp_path: Path, fmt: str, start: str) -> None:
    assert api.show_contract(plain_contract(tmp_path), fmt).startswith(start)


# --- validate -------------------------------------------------------------------------------


def test_a_report_comes_back_as_plain_frozen_values(tmp_path: Path, loans: Path) -> None:
    report = api.validate(str(loans), contract=str(plain_contract(tmp_path)), as_of=date(2026, 7, 1))
    assert isinstance(report, Report)
    assert (report.outcome, report.as_of, report.submission_name) == ("pass", "2026-07-01", "return")
    assert not (tmp_path / "evidence").exists()


@pytest.mark.parametrize(
    ("period", "rules", "not_run"),
    [
        (None, [], [("members.in_period", NO_PERIOD)]),
        ((date(2026, 4, 1), date(2026, 6, 30)), [], []),
        ((date(2026, 1, 1), date(2026, 4, 30)), ["members.in_period"], []),
    ],
)
def test_rules_about_a_period_run_when_there_is_one(
    tmp_path: Path,
    other_pack: Path,
    loans: Path,
    period: tuple[date, date] | None,
    rules: list[str],
    not_run: object,
) -> None:
    rule = other_pack / "validators" / "library" / "in_period.sql"
    rule.parent.mkdir(parents=True)
    rule.write_text(PERIOD_RULE, encoding="utf-8")
    contract = api.default_contract()
    packs = "  - name: members\n    customProperties: [{property: cfgovernRules, value: [library]}]\n"
    contract.write_text(contract.read_text(encoding="utf-8").replace("  - name: members\n", packs, 1))
    report = api.validate(loans, period=period)
    assert [finding.rule for finding in report.findings] == rules
    assert [(entry.rule, entry.because) for entry in report.not_run] == not_run


def test_a_record_can_be_kept_when_the_report_is_safe(tmp_path: Path, loans: Path) -> None:
    contract, taken = plain_contract(tmp_path), tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")
    run = api.check(loans, contract=contract)
    with pytest.raises(UsageError):
        api.keep_record(run, taken)
    record = json.loads(api.keep_record(run, tmp_path / "proof").read_text(encoding="utf-8"))
    assert (record["run_id"], record["outcome"]) == (run.report.run_id, "pass")
    with pytest.raises(UsageError):
        api.validate(loans, contract=contract, evidence=taken)


def test_the_run_record_tells_options_apart(tmp_path: Path, loans: Path) -> None:
    contract, day = plain_contract(tmp_path), date(2026, 7, 1)
    quarter = (date(2026, 4, 1), date(2026, 6, 30))
    for period in (None, quarter, quarter):
        api.validate(loans, contract=contract, as_of=day, period=period, evidence=tmp_path / "proof")
    records = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "proof").iterdir()]
    assert len(records) == 3
    assert len({record["options"] for record in records}) == 2
    assert len({record["run_id"] for record in records}) == 3


@pytest.mark.parametrize(
    ("change", "code"),
    [({"submission": "absent"}, "submission.missing"), ({"table": "lons"}, "table.unknown")],
)
def test_a_request_that_cannot_be_met(tmp_path: Path, loans: Path, change: dict[str, str], code: str) -> None:
    asked = {"submission": loans, "table": None, **change}
    with pytest.raises(UsageError) as caught:
        api.validate(asked["submission"], table=asked["table"], contract=plain_contract(tmp_path))  # type: ignore[arg-type]
    assert caught.value.code == code
