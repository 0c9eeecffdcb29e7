"""The report for other programs: the published keys in their order, any text whole."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.reporting.jsonreport import render_json, report_document
from tests.unit.reporting.samples import PASSED, REFUSED, REPORT, all_of

KEYS = [
    "report", "report_version", "cfgovern_version", "run_id", "as_of", "outcome", "record_origin", "contract",
    "submission", "counts", "truncated", "not_run", "notices", "findings",
]  # fmt: skip
OF_A_FINDING = [
    "rule", "severity", "table", "column", "row", "line", "cell", "sheet", "key", "entity", "start", "end",
    "message", "fix",
]  # fmt: skip


def read(report: Any) -> dict[str, Any]:
    return dict(json.loads(render_json(report)))


@pytest.mark.parametrize("report", [REPORT, PASSED, REFUSED, replace(REPORT, contract=None)])
def test_the_keys_are_the_published_ones_in_their_order(report: Any) -> None:
    document = read(report)
    assert list(document) == KEYS
    assert list(document["submission"]) == ["name", "digest", "tables"]
    assert list(document["counts"]) == ["block", "error", "warning", "info"]
    assert all(list(found) == OF_A_FINDING for found in document["findings"])
    assert document["contract"] is None or list(document["contract"]) == ["id", "version", "digest"]


def test_the_values_are_those_of_the_report() -> None:
    document = read(REPORT)
    assert document["counts"] == {"block": 1, "error": 4, "warning": 1, "info": 1}
    assert document["truncated"] == {"loans.lent.type": 12}
    assert document["submission"]["tables"]["members"] == {
        "source": "members.csv",
        "rows_read": 1234,
        "rows_accepted": 1230,
        "rows_rejected": 3,
        "rows_ignored": 1,
    }
    assert document["not_run"][0] == {
        "rule": "loans.total",
        "because": "A cell must be put right first.",
        "rows": 2,
    }
    assert document["findings"][1] == {
        "rule": "loans.lent.type",
        "severity": "error",
        "table": "loans",
        "column": "lent",
        "row": 1,
        "line": 2,
        "cell": "C2",
        "sheet": None,
        "key": {"loan_id": "L-1"},
        "entity": None,
        "start": None,
        "end": None,
        "message": "Wrong: loans.lent.type.",
        "fix": "Mend it.",
    }


def test_a_count_that_was_never_made_is_none() -> None:
    assert read(PASSED)["counts"] == {"block": 0, "error": 0, "warning": 0, "info": 0}


@given(st.text(st.characters(), max_size=20))
def test_any_text_arrives_whole_and_can_be_written(text: str) -> None:
    written = render_json(all_of(text))
    assert written.encode("utf-8")
    assert json.loads(written) == json.loads(json.dumps(report_document(all_of(text))))
    assert json.loads(written)["submission"]["name"] == text
