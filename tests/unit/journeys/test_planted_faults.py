"""Each fault of the catalogue is found at its very cell by the real check, and each rule finds one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from cfgovern import api, cohort
from cfgovern.cohort import faults
from cfgovern.cohort.faults import JOINED, Planted
from cfgovern.contract.model import Contract
from cfgovern.errors import SubmissionRefused
from cfgovern.evidence.score import score
from cfgovern.evidence.truth import faults_csv
from cfgovern.findings import Report, Score
from cfgovern.journeys.cohortreport import fired_rules
from cfgovern.journeys.ownrows import report_on_files
from cfgovern.validation.planning import make_plan
from tests.conftest import some_of
from tests.unit.cohort.faults import contracts

CATALOGUE = faults.load_catalogue()
CONTRACT = api.load_contract()
DAY = date(2026, 10, 1)
QUARTER = ("2026-07-01", "2026-09-30")
PARTIES = 6
# In a workbook, those that can be in no text file, and those that a workbook holds in another way.
IN_A_WORKBOOK = [
    kind
    for kind in CATALOGUE.kinds
    if any(way.form == "workbook" or way.held_as or way.do == "written_day" for way in kind.ways)
]

# Those that may stand with others: each of the rest is a submission of its own, which takes time to write.
TOGETHER = [replace(kind, ways=tuple(way for way in kind.ways if not way.alone)) for kind in CATALOGUE.kinds]


@cache
def area(people: int) -> cohort.Rows:
    return cohort.make_area(CONTRACT, people=people, as_of=DAY)


@cache
def party(number: int) -> tuple[Planted, ...]:
    """Every sixth kind of the catalogue, planted in CSV files."""
    kinds = CATALOGUE.kinds[number::PARTIES]
    return faults.plant(CONTRACT, area(40), kinds, form="csv", as_of=DAY).submissions


@cache
def in_workbooks() -> tuple[Planted, ...]:
    return faults.plant(CONTRACT, area(40), IN_A_WORKBOOK, form="workbook", as_of=DAY).submissions


def checked(one: Planted, folder: Path) -> Report:
    """The report of the whole command, with its score."""
    for name, content in one.files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "faults.csv").write_bytes(faults_csv(one.truth))
    (folder / "decoys.csv").write_bytes(faults_csv(one.decoys))
    path = folder / (next(iter(one.files)).partition("/")[0])
    return api.check(path, as_of=DAY, score_against=folder / "faults.csv").report


def found_in_csv(one: Planted, contract: Contract = CONTRACT) -> None:
    """The check of the CSV files of ``one``, or the refusal to read them, tells of just what was planted."""
    period = QUARTER if {told.fault for told in one.truth} == {"F34"} else None
    planned = make_plan(contract, DAY.isoformat(), period)
    if any(not told.table for told in one.truth):
        with pytest.raises(SubmissionRefused) as refused:
            report_on_files(contract, planned, one.files)
        [told] = one.truth
        assert (refused.value.code in told.rules, told.severity) == (True, "block")
        return
    report = report_on_files(contract, planned, one.files)
    found_all(one, report, score(report.findings, one.truth, one.decoys))


def found_all(one: Planted, report: Report, scored: Score | None) -> None:
    """Every place was found with its severity, and nothing else."""
    assert scored is not None
    missed = [told.fault for told in scored.faults if told.found < told.planted]
    assert (one.name, missed, scored.unexplained) == (one.name, [], ())
    severities = {
        (finding.rule, finding.table or "", finding.row, finding.column or ""): finding.severity
        for finding in report.findings
    }
    for told in one.truth:
        hits = {severities.get((rule, told.table, told.row, told.column)) for rule in told.rules} - {None}
        assert told.severity in hits, told


@pytest.mark.parametrize(
    "number",
    [pytest.param(number, marks=[pytest.mark.soak] if number != 1 else []) for number in range(PARTIES)],
)
def test_each_fault_among_few_or_by_itself_is_found_in_csv_files(number: int) -> None:
    for one in party(number):
        found_in_csv(one)


@pytest.mark.soak
def test_each_fault_that_a_workbook_holds_in_its_own_way_is_found_there(tmp_path: Path) -> None:
    for one in in_workbooks():
        report = checked(one, tmp_path)
        found_all(one, report, report.score)


@pytest.mark.parametrize("form", some_of(["csv", "workbook"], 2))
def test_all_faults_together_are_found_and_nothing_else_is(form: str, tmp_path: Path) -> None:
    """Also no decoy; by the whole command."""
    decoys = CATALOGUE.decoys
    joined = faults.plant(CONTRACT, area(160), TOGETHER, form=form, as_of=DAY, decoys=decoys).submissions[0]
    report = checked(joined, tmp_path)
    scored = report.score
    assert scored is not None
    found_all(joined, report, scored)
    assert (scored.recall, scored.precision, scored.rules, scored.unexplained) == (1, 1, {}, ())
    assert scored.decoys == scored.silent == len(CATALOGUE.decoys)
    assert scored.planted > 90


@pytest.mark.parametrize("people", some_of([10, 2], 2))
def test_few_people_have_whatever_is_fit_for_them_and_all_of_it_is_found(people: int) -> None:
    """Also where a column of numbers has the only codes that are left."""
    made = cohort.make_area(CONTRACT, people=people, as_of=DAY)
    found_in_csv(faults.plant(CONTRACT, made, TOGETHER, form="csv", as_of=DAY).submissions[0])


def test_an_old_return_is_not_judged_where_no_period_is_given() -> None:
    one = faults.plant(CONTRACT, area(40), CATALOGUE.chosen(["F34"]), form="csv", as_of=DAY).submissions[0]
    report = report_on_files(CONTRACT, make_plan(CONTRACT, DAY.isoformat()), one.files)
    scored = score(report.findings, one.truth, not_run=report.not_run)
    assert (scored.found, scored.not_run, scored.recall, scored.unexplained) == (0, 1, None, ())
    assert "area.yaml" in " ".join(scored.because)


def test_between_them_the_two_forms_hold_every_fault_but_those_that_cannot_be_planted() -> None:
    made = [*in_workbooks(), *(one for number in range(PARTIES) for one in party(number))]
    ids = {told.fault for one in made for told in one.truth}
    assert {kind.id for kind in CATALOGUE.kinds} - ids == {"F17", "F29"}  # no NHS number; no scan


@pytest.mark.soak
def test_every_rule_of_the_programme_finds_something_that_is_planted() -> None:
    """A new rule needs a fault, or the reason why it may have none."""
    fired = fired_rules(CONTRACT, CATALOGUE, seed=1, as_of=DAY)
    silent = [rule for rule, count in fired.items() if not count and not CATALOGUE.why_unplanted(rule)]
    assert not silent, (
        f"Nothing made up sets off {', '.join(silent)}. Plant a fault for it in synthetic/faults.yaml, "
        "or say under `unplanted` there why nothing may: see docs/how-to/add-a-rule.md."
    )
    assert not [rule for rule, count in fired.items() if count and CATALOGUE.why_unplanted(rule)]


def test_nhs_numbers_are_spoilt_and_found_where_a_contract_collects_them(tmp_path: Path) -> None:
    contract = api.load_contract(contracts.with_nhs_number(tmp_path))
    made = cohort.make_area(contract, people=60, as_of=DAY)
    kinds = tuple(
        replace(kind, ways=tuple(replace(way, where={"identifier": "nhs_number"}) for way in kind.ways))
        for kind in CATALOGUE.chosen(["F15", "F16", "F17"])
    )
    [one] = faults.plant(contract, made, kinds, form="csv", as_of=DAY).submissions
    assert {(told.fault, told.column) for told in one.truth} == {("F15", "nhs_number"), ("F17", "nhs_number")}
    found_in_csv(one, contract)


@pytest.mark.parametrize("variant", [contracts.renamed, contracts.plain])
def test_a_contract_with_other_names_is_planted_and_found_alike(
    variant: Callable[[Path], Path], tmp_path: Path
) -> None:
    contract = api.load_contract(variant(tmp_path))
    made = cohort.make_area(contract, people=150, as_of=DAY)
    planting = faults.plant(contract, made, CATALOGUE.kinds, form="csv", as_of=DAY, decoys=CATALOGUE.decoys)
    joined = planting.submissions[0]
    assert joined.name == JOINED
    found_in_csv(joined, contract)
