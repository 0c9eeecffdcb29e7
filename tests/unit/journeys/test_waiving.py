"""Waivers in force: by day, by area, the stricter of two; and what can never be waived."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.api import default_contract, load_contract
from cfgovern.errors import OperatorFileError
from cfgovern.journeys.contract_lint import lint
from cfgovern.profile.waivers import load_waivers
from cfgovern.validation.planning import make_plan
from cfgovern.validation.waiving import Waivable
from tests.journeys.settled import BACK, contract
from tests.unit.journeys.library import MEMBER, checked, loan

AGE = "members.age.minimum"
YOUNG = [{**MEMBER, "age": "15"}, {**MEMBER, "member_id": "M-002"}]
FINE = [loan(1, "2026-01-06")]


def waive(folder: Path, *waivers: tuple[str, str, str]) -> None:
    """Waivers of (rule, what it becomes, areas), from September to October 2026."""
    lines = ["contract: urn:example:library", "waivers:"]
    for rule, becomes, areas in waivers:
        lines += [f"  - rule: {rule}", f"    becomes: {becomes}", f"    areas: {areas}"]
        lines += ["    from: 2026-09-01", "    until: 2026-10-31", "    owner: Programme data lead"]
        lines += ["    reason: Young people in transition."]
    (folder / "waivers.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-08-31", "It holds from 2026-09-01 on."),
        ("2026-09-01", None),
        ("2026-10-31", None),
        ("2026-11-01", "It ended on 2026-10-31."),
    ],
)
def test_a_waiver_holds_from_its_first_to_its_last_day(tmp_path: Path, day: str, told: str | None) -> None:
    waive(tmp_path, (AGE, "info", "all"))
    report = checked(tmp_path, FINE, YOUNG, day=day)
    assert report.outcome == ("fail" if told else "pass")
    assert [entry.because for entry in report.unused] == ([told] if told else [])
    assert [finding.severity for finding in report.findings] == ["error" if told else "info"]
    assert report.tables["members"].rows_rejected == (1 if told else 0)
    assert [(one.rule, one.findings) for one in report.waived] == ([] if told else [(AGE, 1)])


@pytest.mark.parametrize(
    ("areas", "area", "outcome", "told"),
    [
        ("[CF-A01, CF-A02]", "CF-A01", "pass", []),
        ("[CF-A02]", "CF-A01", "fail", []),
        ("[CF-A01]", None, "fail", ["It is for some areas only, and no area.yaml says which area this is."]),
        ("all", None, "pass", []),
    ],
)
def test_a_waiver_holds_for_its_areas(
    tmp_path: Path, areas: str, area: str | None, outcome: str, told: list[str]
) -> None:
    waive(tmp_path, (AGE, "info", areas))
    report = checked(tmp_path, FINE, YOUNG, area=area)
    assert report.outcome == outcome
    assert [entry.because for entry in report.unused] == told


@pytest.mark.parametrize(("one", "two"), [("info", "warning"), ("warning", "not_run")])
def test_of_two_waivers_the_stricter_one_counts(tmp_path: Path, one: str, two: str) -> None:
    waive(tmp_path, (AGE, one, "all"), (AGE, two, "all"))
    assert checked(tmp_path, FINE, YOUNG).outcome == "confirm"


def test_a_waiver_makes_nothing_stricter(tmp_path: Path) -> None:
    waive(tmp_path, (BACK, "warning", "all"))
    assert checked(tmp_path, [loan(1)]).outcome == "confirm"
    waive(tmp_path, (BACK, "info", "all"))
    assert checked(tmp_path, [loan(1)]).outcome == "pass"


def test_a_rule_that_is_not_run_is_listed_as_that(tmp_path: Path) -> None:
    waive(tmp_path, (BACK, "not_run", "all"))
    report = checked(tmp_path, [loan(1)], YOUNG)
    assert [finding.rule for finding in report.findings] == [AGE]  # the others are told of as before
    (resting,) = (entry for entry in report.not_run if entry.rule == BACK)
    assert resting.rows is None and resting.because.startswith("The programme lets this rule rest.")


@pytest.mark.parametrize("becomes", ["info", "not_run"])
@pytest.mark.parametrize(
    "rule", ["loans.lent.type", "loans.returned.type", "loans.member_id.foreign_key", "loans.lent.required"]
)
def test_the_other_rules_go_on(tmp_path: Path, rule: str, becomes: str) -> None:
    """What a rule reads may be of no form at all once the check of its form rests: it is then empty to it."""
    waive(tmp_path, (rule, becomes, "all"))
    rows = [
        loan(1),
        {**loan(2), "lent": "x"},
        {**loan(3), "returned": "x", "member_id": "M-9"},
        {**loan(4), "lent": ""},
    ]
    report = checked(tmp_path, rows)
    found = {finding.rule for finding in report.findings if finding.severity == "error"}
    assert found == {
        "loans.lent.type",
        "loans.returned.type",
        "loans.member_id.foreign_key",
        "loans.lent.required",
    } - {rule}
    assert [finding.row for finding in report.findings if finding.rule == BACK] == [1]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("members.nickname.column_extra", "waivers.unknown"),
        ("file.table_extra", "waivers.unknown"),
        ("members.age.column_renamed", "waivers.unknown"),
        ("members.header_missing", "waivers.unknown"),
        ("members.age.minimun", "waivers.unknown"),
        ("loans.loan_id.type", "waivers.key"),
        ("loans.loan_id.unique", "waivers.key"),
    ],
)
def test_what_may_not_be_waived(tmp_path: Path, rule: str, code: str) -> None:
    """Blocks, what was not judged, and the checks that keep names out of record keys."""
    waive(tmp_path, (rule, "info", "all"))
    (fault,) = (fault for fault in lint(contract(tmp_path)) if fault.code.startswith("waivers."))
    assert (fault.code, fault.line, fault.column) == (code, 3, 11)
    if code == "waivers.unknown":
        (entry,) = checked(tmp_path, FINE).unused
        assert entry.rule is None and entry.because.startswith("It names no rule of this contract that can")
    else:
        with pytest.raises(OperatorFileError) as caught:
            checked(tmp_path, FINE)
        assert [fault.code for fault in caught.value.faults] == [code]


def test_the_contract_of_the_programme() -> None:
    """Nothing is waived as shipped; answers of adults only can be; a block cannot, nor a record key."""
    contract = load_contract()
    waivers = load_waivers(default_contract(), contract.id)
    assert waivers is not None and waivers.entries == ()
    may = Waivable(make_plan(contract, "2026-10-01"))
    assert may.refusal("participants.adult_at_start") is None
    assert may.refusal("identifiers.birth_not_in_future") is None
    assert may.refusal("identifiers.nino.test_value") == "block"
    assert may.refusal("participants.participant_id.pattern") == "key"
    assert may.refusal("support.participant_id.foreign_key") == "key"


def test_text_without_a_file_has_no_waivers() -> None:
    from cfgovern.yamlfile import Given

    assert load_waivers(Given("standard input", b""), "urn:example:library") is None
