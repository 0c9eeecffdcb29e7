"""A cohort as the generator makes it has nothing to put right: the engine itself looks."""

from __future__ import annotations

from datetime import date

import pytest

from cfgovern import api
from cfgovern.cohort.area import plan
from cfgovern.journeys.ownrows import report_on
from cfgovern.validation.planning import make_plan
from tests.conftest import some_of

AS_OF = date(2026, 10, 1)


@pytest.mark.parametrize(("seed", "area"), some_of([(1, 0), (2, 8), (3, 17)], 3))
def test_nothing_is_found_in_an_area_of_a_cohort(seed: int, area: int) -> None:
    contract = api.load_contract()
    cohort = plan(contract, people=4700, areas=18, as_of=AS_OF, seed=seed)
    report = report_on(contract, make_plan(contract, AS_OF.isoformat()), cohort.rows(area))
    told = {(finding.rule, finding.table, finding.severity) for finding in report.findings}
    assert not {each for each in told if each[2] != "info"}
