"""The report as JUnit XML: a suite a table, a test a rule, in the form that Jenkins and GitLab read."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.findings import Confirmed, NotRun, Report
from cfgovern.reporting.junit import render_junit
from cfgovern.reporting.words import SYNTHETIC
from tests.unit.reporting.samples import FINDINGS, PASSED, REFUSED, REPORT, all_of, finding, words

# What junit-10.xsd of the xunit plugin of Jenkins allows: element -> (needed, other attributes, children).
SHAPE: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"skipped", "time", "timestamp", "id", "file"},
        {"properties", "testcase", "system-out"},
    ),
    "testcase": (
        {"name"},
        {"time", "classname", "group"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "properties": (set(), set(), {"property"}),
    "property": ({"name", "value"}, set(), set()),
    "failure": (set(), {"type", "message"}, set()),
    "error": (set(), {"type", "message"}, set()),
    "skipped": (set(), {"type", "message"}, set()),
    "system-out": (set(), set(), set()),
}
FULL = replace(
    REPORT,
    passed=("members.age.type", "loans.lent.required"),
    not_run=(*REPORT.not_run, NotRun("loans.lent.type", "A cell must be put right first.", 1)),
)


def tree(report: Report) -> Xml.Element:
    text = render_junit(report)
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ')
    return Xml.fromstring(text)


def assert_well_shaped(root: Xml.Element) -> None:
    assert root.tag == "testsuites"
    for element in root.iter():
        needed, allowed, children = SHAPE[element.tag]
        assert needed <= set(element.attrib) <= needed | allowed
        assert {child.tag for child in element} <= children


def cases(report: Report) -> dict[str, Xml.Element]:
    return {case.attrib["name"]: case for case in tree(report).iter("testcase")}


def told(case: Xml.Element) -> tuple[str, str, str]:
    """What became of a test: element, message and text; ``passed`` where it has none of them."""
    for child in case:
        return child.tag, child.attrib.get("message", ""), child.text or ""
    return "passed", "", ""


@pytest.mark.parametrize("report", [FULL, PASSED, REFUSED, all_of("words"), all_of("words", scan=True)])
def test_the_form_is_that_of_jenkins(report: Report) -> None:
    assert_well_shaped(tree(report))


def test_counts_are_those_of_the_tests_below() -> None:
    root = tree(FULL)
    for suite in root:
        tests = list(suite.iter("testcase"))
        assert suite.attrib["tests"] == str(len(tests))
        for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert suite.attrib[count] == str(sum(test.find(tag) is not None for test in tests))
    for count in ("tests", "failures", "errors"):
        assert root.attrib[count] == str(sum(int(suite.attrib[count]) for suite in root))


def test_every_rule_stands_once_in_the_suite_of_its_table() -> None:
    """GitLab takes two tests of one class name and name for one, and shows the class name as the suite."""
    found = [
        (suite.attrib["name"], case.attrib["classname"], case.attrib["name"], told(case)[0])
        for suite in tree(FULL)
        for case in suite.iter("testcase")
    ]
    assert found == [
        ("file", "cfgovern.file", "file.table_extra", "failure"),
        ("members", "cfgovern.members", "members.age.minimum", "failure"),
        ("members", "cfgovern.members", "members.age.column_missing", "system-out"),
        ("members", "cfgovern.members", "members.age.type", "passed"),
        ("loans", "cfgovern.loans", "loans.lent.type", "failure"),
        ("loans", "cfgovern.loans", "loans.back_after_out", "failure"),
        ("loans", "cfgovern.loans", "loans.lent.required", "passed"),
        ("loans", "cfgovern.loans", "loans.total", "skipped"),
        ("fines", "cfgovern.fines", "fines", "skipped"),
    ]


def test_a_failure_says_where_and_what_to_do() -> None:
    tag, message, text = told(cases(FULL)["loans.lent.type"])
    assert (tag, message) == ("failure", "All of loans.lent.type.")
    assert text.splitlines() == [
        "All of loans.lent.type.",
        "Cells: C2-C3, C10 and 9 more",
        "Lines of the file: 2-3, 10 and 9 more",
        "What to do: Mend it.",
        "For example: 2026-04-30",
        "Why it matters: Waiting times are counted.",
        "",
        "Not run (1 row): A cell must be put right first.",
    ]


def test_a_rule_that_speaks_in_two_ways_is_one_test_with_the_gravest_first() -> None:
    rule = "loans.lent.code_list"
    report = replace(
        PASSED,
        findings=(
            finding(rule, 1, cell="C2", message="Ended.", severity="warning"),
            finding(rule, 2, cell="C3", message="Unknown."),
        ),
        rules=(
            words(rule, message="Ended.", summary="Ended.", severity="warning"),
            words(rule, message="Unknown.", summary="Unknown."),
        ),
    )
    case = cases(report)[rule]
    assert told(case)[:2] == ("failure", "Unknown.")
    assert case[0].attrib["type"] == "error"
    assert [line for line in (case[0].text or "").splitlines() if line in ("Unknown.", "Ended.")] == [
        "Unknown.",
        "Ended.",
    ]


def test_what_was_not_run_is_skipped_even_where_it_says_something_besides() -> None:
    report = replace(
        PASSED,
        findings=(finding("loans.lent.note", 1, severity="info"),),
        rules=(words("loans.lent.note", severity="info"),),
        not_run=(NotRun("loans.lent.note", "Later.", 2000),),
    )
    tag, message, text = told(cases(report)["loans.lent.note"])
    assert (tag, message) == ("skipped", "Not run (2,000 rows): Later.")
    assert "All of loans.lent.note." in text


def test_what_is_confirmed_has_passed_and_says_so_without_the_reason_or_the_name() -> None:
    one = Confirmed("loans.back_after_out", "Asked twice.", "A. Person", "2026-09-30", True, FINDINGS[4:5])
    report = replace(PASSED, confirmed=(one, one))
    assert told(cases(report)["loans.back_after_out"]) == (
        "system-out",
        "",
        "Confirmed with a reason: 2 places.",
    )
    assert tree(report).attrib["failures"] == "0"
    assert "Person" not in render_junit(report) and "Asked" not in render_junit(report)


def test_a_refused_file_is_an_error_and_no_failure() -> None:
    assert tree(REFUSED).attrib["errors"] == "1"
    assert told(cases(REFUSED)["file.password"])[:2] == ("error", "The workbook has a password.")


@pytest.mark.parametrize(("severity", "failed"), [("block", 1), ("error", 1), ("warning", 1), ("info", 0)])
def test_a_build_is_red_where_the_exit_code_is_not_0(severity: str, failed: int) -> None:
    one = finding("loans.lent.type", 1, severity=severity)
    report = replace(PASSED, findings=(one,), rules=(words("loans.lent.type", severity=severity),))
    assert tree(report).attrib["failures"] == str(failed)


def test_a_table_whose_name_has_a_dot_keeps_its_rules_together() -> None:
    report = replace(PASSED, tables={"old.loans": PASSED.tables["loans"]}, passed=("old.loans.lent.type",))
    assert [suite.attrib["name"] for suite in tree(report)] == ["old.loans"]


def test_made_up_data_and_the_run_are_told_once() -> None:
    root = tree(replace(FULL, record_origin="synthetic"))
    found = [(item.attrib["name"], item.attrib["value"]) for item in root.iter("property")]
    assert found == [
        ("notice", SYNTHETIC),
        ("outcome", "fail: This data needs to be fixed"),
        ("submission", "loans"),
        ("contract", "urn:example:library, version 1.0.0"),
        ("as_of", "2026-10-01"),
        ("run_id", "0123456789abcdef"),
        ("cfgovern_version", "0.1.0"),
    ]


def test_no_record_key_is_shown_to_a_build() -> None:
    assert "L-1" in str(FULL.findings) and "L-1" not in render_junit(FULL)


@given(st.text(st.one_of(st.characters(), st.sampled_from("<>&\"']-!\n\r\x00\ud800")), max_size=25))
def test_any_text_in_any_field_is_sound_xml(text: str) -> None:
    written = render_junit(all_of(text or "x"))
    assert written.encode("utf-8")
    assert_well_shaped(Xml.fromstring(written))
