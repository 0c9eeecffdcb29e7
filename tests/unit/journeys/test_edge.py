"""The programme's own checks let every edge row pass, and nothing that they allow is missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cfgovern.cohort import Rows
from cfgovern.cohort.coverage import Coverage
from cfgovern.cohort.files import as_csv
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.journeys.edge import make_edge
from cfgovern.journeys.request import Request
from cfgovern.journeys.submission import check_submission
from cfgovern.validation.rulefiles import load_pack
from tests.command import ROOT

AS_OF = date(2026, 10, 1)
CONTRACT = ROOT / "schemas" / "changing-futures" / "changing-futures.odcs.yaml"
# All tables take minutes of computing; these have every kind of rule there is.
TABLES = ("participants", "assessments", "partnership", "roles")
FEW = ("participants", "partnership", "roles")


@pytest.fixture(
    scope="module", params=[FEW, pytest.param(TABLES, marks=pytest.mark.soak)], ids=["few", "most"]
)
def contract(request: pytest.FixtureRequest) -> Contract:
    whole = load_contract(CONTRACT)
    return replace(whole, tables=tuple(table for table in whole.tables if table.concept in request.param))


@pytest.fixture(scope="module")
def made(contract: Contract) -> tuple[Rows, Coverage]:
    return make_edge(contract, as_of=AS_OF)


def test_nothing_that_is_allowed_is_missed(made: tuple[Rows, Coverage]) -> None:
    for one in made[1].tables:
        assert (one.codes.missed, one.limits.missed) == (0, 0), one.table
        assert one.pairs.reached >= 0.99 * (one.pairs.possible - sum(one.pairs.excluded.values())), one.table


def test_what_is_excluded_cannot_be(made: tuple[Rows, Coverage]) -> None:
    participants = made[1].tables[0]
    mark = participants.pairs.excluded["record_origin"]
    assert participants.pairs.excluded == {
        "participants.definition_needs_crisis_contact": 1,
        "participants.transition_route_names_point": 1,
        "record_origin": mark,
        "participants.current_need_implies_ever": 5,
    }
    assert participants.limits.excluded == {
        "participants.adult_at_start": 1,  # born in 2015
        "participants.over_a_hundred_at_start": 1,  # born in 1900
        "participants.return_after_start": 1,  # back on the first day of the programme
    }


def test_the_validator_has_nothing_to_say(
    contract: Contract, made: tuple[Rows, Coverage], tmp_path: Path
) -> None:
    for table in contract.tables:
        (tmp_path / f"{table.name}.csv").write_bytes(as_csv(table, made[0][table.name]))
    report = check_submission(Request(tmp_path, CONTRACT, as_of=AS_OF)).report
    found = {finding.rule for finding in report.findings if finding.severity != "info"}
    of_an_area = {
        rule.name for rule in load_pack("changing-futures") if {*rule.group} & {"area_id", "period"}
    }
    assert found  # no area of edge rows has all the partners and roles that it should
    assert {rule.rpartition(".")[2] for rule in found} <= {*of_an_area, "table_missing"}
