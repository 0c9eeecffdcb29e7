"""The checks of typed records are the same where they are run and where they are told."""

from __future__ import annotations

from cfgovern import api
from cfgovern.validation.planning import make_plan
from cfgovern.validation.typedrecords import with_checks, with_words


def test_a_check_a_column_after_all_others() -> None:
    planned = make_plan(api.load_contract(), "2026-10-01")
    places = [
        ("participants", "enrolment_number", "/job/misfits-0.csv", 3),
        ("support", "hours", "/job/m.csv", 0),
    ]
    told = with_words(planned, places)
    assert told.plan == with_checks(planned.plan, places)
    assert len(told.wordings) == len(told.plan.checks) == len(planned.plan.checks) + 2
    assert [check.number for check in told.plan.checks] == list(range(len(told.plan.checks)))
    last = told.plan.checks[-2]
    assert (last.rule, last.severity) == ("participants.enrolment_number.json_schema", "error")
    assert (last.params, told.wordings[-1].kind) == ({"path": "/job/misfits-0.csv", "at": 3}, "json_schema")
    assert with_words(planned, []) == planned
