"""Risk is counted in the one table of people; where it is not there, or there twice, the report says so."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cfgovern import api
from cfgovern.engine.looking import Columns
from cfgovern.journeys.scanrisk import risk_asked, risk_counted, with_risk
from tests.unit.protection.alike import Alike
from tests.unit.reporting.samples import PASSED

CONTRACT = api.load_contract()
ASKED = json.loads(json.dumps(risk_asked(CONTRACT, "2026-10-01")))
COLUMNS = {"area_id": 0, "sex": 1}
ROWS = [["CF-A01", "female"]] * 7 + [["CF-A02", "male"]] * 6 + [["CF-A02", "female"]]


class _Cells:
    """Stands in for the cells of a table: the engine's own counts are tested elsewhere."""

    def classes(self, coded: Any, areas: Any) -> Alike:
        rows = [[row[one.place] for one in coded] for row in ROWS]
        return Alike(rows, {}, 0, areas.names)


def counted(*names: str, columns: Mapping[str, int] = COLUMNS) -> dict[str, Any]:
    cells: Callable[[], Columns] = _Cells  # type: ignore[assignment]
    return dict(json.loads(json.dumps(risk_counted(ASKED, [(name, columns, cells) for name in names]))))


def test_people_are_counted_and_told_in_words() -> None:
    report = with_risk(PASSED, counted("assessments", "participants"))
    assert report.risk is not None and report.outcome == PASSED.outcome
    crowd = report.risk.variant().crowd
    assert (crowd.people, crowd.unique, crowd.k) == (15, None, 1)
    assert "no pass mark" in report.risk.sentences[0] and "start_date" in report.risk.absent
    assert [one.area for one in report.risk.variant().areas] == ["CF-A01", "CF-A02"]


def test_without_one_table_of_people_nothing_is_counted_and_that_is_said() -> None:
    for told, words in (
        (counted("assessments"), "No table participants"),
        (counted("participants", "participants"), "More than one table participants"),
        (counted("participants", columns={"trauma": 0}), "No column that could point"),
    ):
        report = with_risk(replace(PASSED, not_run=()), told)
        assert report.risk is None and report.not_run[0].because.startswith(words)
