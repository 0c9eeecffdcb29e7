"""Each fault of the catalogue is found at its very cell by the real check, alone and with all others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from cfgovern import api, cohort
from cfgovern.cohort import faults
from cfgovern.cohort.faults import Kind, Planted
from cfgovern.evidence.truth import faults_csv
from cfgovern.findings import Report
from tests.unit.cohort.faults import contracts

CATALOGUE = faults.load_catalogue()
CONTRACT = api.load_contract()
DAY = date(2026, 10, 1)
QUARTER = (date(2026, 7, 1), date(2026, 9, 30))
# In a workbook, those that can be in no text file, and those that a workbook holds in another way.
IN_A_WORKBOOK = [
    kind
    for kind in CATALOGUE.kinds
    if any(way.form == "workbook" or way.held_as or way.do == "written_day" for way in kind.ways)
]


@cache
def area(people: int) -> cohort.Rows:
    return cohort.make_area(CONTRACT, people=people, as_of=DAY)


def found_all(one: Planted, folder: Path, contract: Path | None = None) -> Report:
    """The report on a planted submission, in which every place was found and nothing else."""
    period = QUARTER if one.name.startswith("SYNTHETIC-F34") or one.truth[0].fault == "F34" else None
    for name, content in one.files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "faults.csv").write_bytes(faults_csv(one.truth))
    (folder / "decoys.csv").write_bytes(faults_csv(one.decoys))
    path = folder / (next(iter(one.files)).partition("/")[0])
    run = api.check(path, contract=contract, as_of=DAY, period=period, score_against=folder / "faults.csv")
    score = run.report.score
    assert score is not None
    missed = [told.fault for told in score.faults if told.found < told.planted]
    assert (one.name, missed) == (one.name, [])
    others = () if period else score.unexplained  # with a period, other tables may be of an older one
    assert (one.name, others) == (one.name, ())
    severities = {
        (finding.rule, finding.table or "", finding.row, finding.column or ""): finding.severity
        for finding in run.report.findings
    }
    for told in one.truth:
        hits = {severities.get((rule, told.table, told.row, told.column)) for rule in told.rules} - {None}
        assert told.severity in hits, told
    return run.report


def submissions(kind: Kind, form: str) -> tuple[Planted, ...]:
    planting = faults.plant(CONTRACT, area(40), [kind], form=form, as_of=DAY)
    return planting.submissions


@pytest.mark.parametrize("kind", CATALOGUE.kinds, ids=lambda kind: f"{kind.id}-{kind.name}")
def test_each_fault_alone_is_found_in_csv_files(kind: Kind, tmp_path: Path) -> None:
    for one in submissions(kind, "csv"):
        found_all(one, tmp_path)


@pytest.mark.parametrize("kind", IN_A_WORKBOOK, ids=lambda kind: f"{kind.id}-{kind.name}")
def test_each_fault_that_a_workbook_holds_in_its_own_way_is_found_there(kind: Kind, tmp_path: Path) -> None:
    made = submissions(kind, "workbook")
    assert made or kind.id == "F17"
    for one in made:
        found_all(one, tmp_path)


@pytest.mark.parametrize("form", faults.FORMS)
def test_all_faults_together_are_found_and_nothing_else_is(form: str, tmp_path: Path) -> None:
    """Also no decoy."""
    kinds, decoys = CATALOGUE.kinds, CATALOGUE.decoys
    joined = faults.plant(CONTRACT, area(150), kinds, form=form, as_of=DAY, decoys=decoys).submissions[0]
    score = found_all(joined, tmp_path).score
    assert score is not None
    assert (score.recall, score.precision, score.rules) == (1, 1, {})
    assert score.decoys == score.silent == len(CATALOGUE.decoys)
    assert score.planted > 55


def test_between_them_the_two_forms_hold_every_fault_but_those_that_cannot_be_planted() -> None:
    ids = {
        told.fault
        for form in faults.FORMS
        for one in faults.plant(CONTRACT, area(40), CATALOGUE.kinds, form=form, as_of=DAY).submissions
        for told in one.truth
    }
    assert {kind.id for kind in CATALOGUE.kinds} - ids == {"F17", "F29"}  # no NHS number; no scan


def test_nhs_numbers_are_spoilt_and_found_where_a_contract_collects_them(tmp_path: Path) -> None:
    path = contracts.with_nhs_number(tmp_path)
    contract = api.load_contract(path)
    made = cohort.make_area(contract, people=60, as_of=DAY)
    kinds = CATALOGUE.chosen(["F15", "F16", "F17"])
    kinds = tuple(
        replace(kind, ways=tuple(replace(way, where={"identifier": "nhs_number"}) for way in kind.ways))
        for kind in kinds
    )
    [one] = faults.plant(contract, made, kinds, form="csv", as_of=DAY).submissions
    assert {(told.fault, told.column) for told in one.truth} == {("F15", "nhs_number"), ("F17", "nhs_number")}
    found_all(one, tmp_path, path)


@pytest.mark.parametrize("variant", [contracts.renamed, contracts.plain])
def test_a_contract_with_other_names_is_planted_and_found_alike(variant, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = variant(tmp_path)
    contract = api.load_contract(path)
    made = cohort.make_area(contract, people=150, as_of=DAY)
    planting = faults.plant(contract, made, CATALOGUE.kinds, form="csv", as_of=DAY, decoys=CATALOGUE.decoys)
    for one in planting.submissions:
        if one.name != "SYNTHETIC-F34":
            found_all(one, tmp_path, path)
