"""The report as SARIF 2.1.0: valid by the schema of the standard, known again from run to run, no value."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern.findings import Confirmed, Report
from cfgovern.reporting import sarif
from cfgovern.reporting.sarif import render_sarif
from cfgovern.reporting.words import SYNTHETIC
from tests.conftest import examples
from tests.sariflog import problems
from tests.unit.reporting.samples import FINDINGS, PASSED, REFUSED, REPORT, all_of, finding


def run_of(report: Report) -> dict[str, Any]:
    """The one run of the log, which is valid."""
    document = json.loads(render_sarif(report))
    assert problems(document) == []
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def marks(report: Report) -> list[str]:
    return [result["partialFingerprints"]["cfgovern/v1"] for result in run_of(report)["results"]]


def one(**more: Any) -> Report:
    return replace(PASSED, findings=(finding("loans.lent.type", 3, **more),), rules=())


@pytest.mark.parametrize(
    "report",
    [REPORT, PASSED, REFUSED, replace(REFUSED, contract=None), all_of("words"), all_of("x", scan=True)],
)
def test_the_log_is_valid_by_the_schema_of_the_standard(report: Report) -> None:
    run = run_of(report)
    assert len(run["results"]) == len(report.findings)


def test_the_schema_refuses_what_is_no_log() -> None:
    document = json.loads(render_sarif(REPORT))
    document["runs"][0]["results"][0]["level"] = "block"
    del document["runs"][0]["tool"]
    assert len(problems(document)) == 2


def test_every_rule_says_what_to_do_and_why_in_words_without_counts() -> None:
    run = run_of(REPORT)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(dict.fromkeys(one.rule for one in REPORT.findings))
    rule = next(rule for rule in rules if rule["id"] == "loans.lent.type")
    assert rule["shortDescription"]["text"] == "Wrong: loans.lent.type."
    assert rule["fullDescription"]["text"] == "Wrong: loans.lent.type. Waiting times are counted."
    assert rule["help"]["text"] == "What to do: Mend it. Why it matters: Waiting times are counted."
    assert "helpUri" not in str(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_a_severity_is_a_level_of_the_standard_and_kept_beside_it() -> None:
    results = run_of(REPORT)["results"]
    assert {(result["properties"]["severity"], result["level"]) for result in results} == {
        ("block", "error"), ("error", "error"), ("warning", "warning"), ("info", "note"),
    }  # fmt: skip


def test_a_line_of_a_text_file_is_a_region_and_its_cell_a_logical_place() -> None:
    (result,) = run_of(one(cell="C4"))["results"]
    (location,) = result["locations"]
    assert location == {
        "physicalLocation": {
            "artifactLocation": {"uri": "loans.csv", "uriBaseId": "SUBMISSION"},
            "region": {"startLine": 4},
        },
        "logicalLocations": [{"name": "C4", "fullyQualifiedName": "loans!C4", "kind": "cell"}],
    }


def test_a_file_is_named_from_the_top_of_the_repository_where_its_folder_is_known() -> None:
    run = run_of(replace(REPORT, folder="tests/fixtures/"))
    assert list(run["originalUriBaseIds"]) == ["%SRCROOT%"]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in run["results"]]
    assert {place["uriBaseId"] for place in places} == {"%SRCROOT%"}
    assert {place["uri"] for place in places} == {
        "tests/fixtures/loans", "tests/fixtures/loans/loans.csv", "tests/fixtures/loans/members.csv",
    }  # fmt: skip


def test_a_workbook_has_no_lines_and_its_sheet_is_named() -> None:
    (result,) = run_of(one(cell="C4", line=None, sheet="Loans 2026"))["results"]
    (location,) = result["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "Loans 2026!C4"


def test_what_concerns_the_whole_submission_has_its_name_for_a_place() -> None:
    (result,) = run_of(REFUSED)["results"]
    assert result["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "loans", "uriBaseId": "SUBMISSION"}}}
    ]


# -- fingerprints ------------------------------------------------------------------------------------


def test_a_result_is_known_again_whatever_the_run_says_about_it() -> None:
    again = one(
        message="Other words.", fix="Other.", severity="warning", key={"loan_id": "L-9"}, cell="D9", line=77
    )
    assert marks(one(cell="C4", key={"loan_id": "L-1"})) == marks(
        replace(again, run_id="f", as_of="2027-01-01")
    )


@pytest.mark.parametrize(
    "more",
    [{"rule": "loans.lent.minimum"}, {"table": "fines"}, {"column": "returned"}, {"row": 4}, {"start": 2}],
)
def test_another_rule_or_place_has_another_fingerprint(more: dict[str, Any]) -> None:
    report = one()
    other = replace(report, findings=(replace(report.findings[0], **more),))
    assert marks(report) != marks(other)


def test_two_results_of_one_place_are_told_apart() -> None:
    report = replace(PASSED, findings=(REPORT.findings[0],) * 3)
    assert len(set(marks(report))) == 3


def test_github_is_given_a_fingerprint_and_makes_none_from_a_line_of_the_submission() -> None:
    for result in run_of(REPORT)["results"]:
        known = result["partialFingerprints"]
        assert known["primaryLocationLineHash"] == known["cfgovern/v1"]
        assert re.fullmatch("[0-9a-f]{32}:[0-9]+", known["cfgovern/v1"])


def test_a_fingerprint_stays_the_same_from_version_to_version() -> None:
    """Were it to change, every open alert would be closed and opened anew."""
    assert marks(one()) == ["48ee4d4a979661aaa0d680f8020507d0:1"]


# -- what is not listed --------------------------------------------------------------------------------


def test_what_was_not_run_and_what_is_noted_stand_beside_the_results() -> None:
    (invocation,) = run_of(replace(REPORT, record_origin="synthetic"))["invocations"]
    notes = invocation["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes] == [
        SYNTHETIC,
        "One sheet is hidden.",
        "loans.total was not run for 2 of its rows. A cell must be put right first.",
        "fines was not run. Later.",
    ]
    assert notes[-1]["associatedRule"] == {"id": "fines"}
    assert invocation["executionSuccessful"]
    assert not run_of(REFUSED)["invocations"][0]["executionSuccessful"]


def test_what_is_confirmed_is_no_result_and_is_said_without_the_reason_or_the_name() -> None:
    one = Confirmed("loans.back_after_out", "Asked twice.", "A. Person", "2026-09-30", True, FINDINGS[4:5])
    run = run_of(replace(PASSED, confirmed=(one,)))
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "loans.back_after_out. Confirmed with a reason: 1 place."
    assert run["results"] == [] and "Person" not in str(run) and "Asked" not in str(run)


def test_what_does_not_fit_is_cut_from_the_least_grave_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "LISTED", 3)
    found = (
        finding("loans.lent.note", 1, severity="info"),
        *(finding("loans.lent.type", row) for row in (2, 3)),
        finding("file.table_extra", severity="block", table=None),
        finding("loans.lent.type", 9),
    )
    run = run_of(replace(REPORT, findings=found, counts={"block": 1, "error": 90, "info": 1}))
    assert [result["properties"].get("row") for result in run["results"]] == [2, 3, None]
    (note,) = [n for n in run["invocations"][0]["toolExecutionNotifications"] if n["level"] == "warning"]
    assert note["message"]["text"] == "3 of 92 findings are listed here. The counts are complete."
    assert run["properties"]["counts"] == {"block": 1, "error": 90, "warning": 0, "info": 1}


def test_the_largest_log_is_one_that_github_takes() -> None:
    """A tenth of the most that is listed takes less than a tenth of 10 MB."""
    long = "A message of ordinary length that tells what is wrong in this cell. "
    found = tuple(
        finding(f"loans.c{row % 3}.type", row, cell=f"C{row + 1}", message=long, fix=long * 2)
        for row in range(1, sarif.LISTED // 10 + 1)
    )
    text = render_sarif(replace(REPORT, findings=found))
    assert sarif.LISTED == 25_000
    assert len(gzip.compress(text.encode())) < 1_000_000


# -- nobody's words ------------------------------------------------------------------------------------


def test_no_record_key_is_shown_to_a_build() -> None:
    assert "L-1" in str(REPORT.findings) and "L-1" not in render_sarif(REPORT)


def test_braces_stand_for_themselves() -> None:
    (result,) = run_of(one(message="Use {0}.", fix="Mend it."))["results"]
    assert result["message"]["text"] == "Use {{0}}. Mend it."


@settings(max_examples=examples(30))
@given(st.text(st.one_of(st.characters(), st.sampled_from("{}%/:#?[]\\\ud800\x00")), min_size=1, max_size=25))
def test_any_text_in_any_field_is_a_valid_log(text: str) -> None:
    assert render_sarif(all_of(text)).encode("utf-8")
    run_of(all_of(text))
