"""A plan and a result cross to another process as JSON and come back the same."""

from __future__ import annotations

import json

import pytest

from cfgovern.engine.plan import Check, Plan, PlanColumn, PlanTable
from cfgovern.engine.result import Hit, Result

PLAN = Plan(
    tables=(
        PlanTable(
            name="people",
            concept="participants",
            columns=(
                PlanColumn("id", "string", "participant_id"),
                PlanColumn("age", "integer", "age", "[0-9]+", None, {"declined": "-8"}),
                PlanColumn("born", "date", "date_of_birth", "[0-9/]+", "%d/%m/%Y"),
            ),
            key=("id",),
            origin="made",
        ),
        PlanTable(name="empty", concept="empty", columns=()),
    ),
    checks=(
        Check(0, "people.id.required", "required", "error", "people", "id"),
        Check(1, "people.rows", "metric", "warning", "people", None, {"metric": "rowCount", "columns": []}),
    ),
    parameters={"as_of": "2026-10-01", "period_start": None, "period_end": None},
    listed=5,
)
RESULT = Result(
    hits={0: [Hit(1, 2, {"id": "P-1"}), Hit(2, None, {}, "born")]},
    counts={0: 7},
    measured={1: (3, 9), 2: (35.5, 0)},
    left_out={3: 2},
    absent={4: "table:visits"},
    rejected={"people": 2},
    origins={"people": {"live": 1, "synthetic": 8}},
)


def test_a_plan_comes_back_the_same() -> None:
    assert Plan.from_json(json.loads(json.dumps(PLAN.as_json()))) == PLAN


def test_a_result_comes_back_the_same() -> None:
    assert Result.from_json(json.loads(json.dumps(RESULT.as_json()))) == RESULT


def test_an_empty_result_comes_back_the_same() -> None:
    assert Result.from_json(json.loads(json.dumps(Result().as_json()))) == Result()


def test_a_column_is_found_by_its_name() -> None:
    assert PLAN.tables[0].column("born").strptime == "%d/%m/%Y"
    with pytest.raises(KeyError):
        PLAN.tables[0].column("date_of_birth")
