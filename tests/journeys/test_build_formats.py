"""What a build is given: JUnit XML, SARIF and annotations, written by the real command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as Xml

import pytest

from tests.command import SUBMISSIONS, Done, cfgovern, csv_folder, plain_contract
from tests.rawbooks import book, sheet, text_row
from tests.sariflog import problems

FORMATS = [part for fmt in ("json", "junit", "sarif", "github") for part in ("--format", fmt)]


class Written(NamedTuple):
    """One run: how it ended, and each of its four reports."""

    done: Done
    report: dict[str, Any]
    junit: Xml.Element
    sarif: dict[str, Any]
    github: list[str]

    @property
    def results(self) -> list[dict[str, Any]]:
        return list(self.sarif["runs"][0]["results"])


def run(place: Path, submission: Path | str) -> Written:
    contract, out = plain_contract(place), place / "out"
    done = cfgovern("validate", submission, "--contract", contract, *FORMATS, "--output", out, cwd=place)
    text = {file.name: file.read_text(encoding="utf-8") for file in out.iterdir()}
    assert sorted(text) == ["report.github.txt", "report.json", "report.junit.xml", "report.sarif"]
    return Written(
        done,
        json.loads(text["report.json"]),
        Xml.fromstring(text["report.junit.xml"]),
        json.loads(text["report.sarif"]),
        text["report.github.txt"].splitlines(),
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Written]:
    """A run of each outcome, by its outcome."""
    places = {outcome: tmp_path_factory.mktemp(outcome) for outcome in SUBMISSIONS}
    return {
        outcome: run(place, csv_folder(place / "library", SUBMISSIONS[outcome]))
        for outcome, place in places.items()
    }


@pytest.mark.parametrize(
    ("folder", "shown"),
    [("tests/fixtures/return", "tests/fixtures/return/members.csv"), ("tests/ann/return", "members.csv")],
)
def test_files_are_found_in_the_repository_unless_a_folder_may_name_somebody(
    tmp_path: Path, folder: str, shown: str
) -> None:
    (tmp_path / folder).parent.mkdir(parents=True)
    csv_folder(tmp_path / folder, SUBMISSIONS["fail"])
    told = run(tmp_path, folder)
    named = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in told.results}
    assert shown in named
    assert any(f"file={shown},line=" in line for line in told.github)
    assert not [file for file in (tmp_path / "out").iterdir() if "ann/" in file.read_text(encoding="utf-8")]


every_outcome = pytest.mark.parametrize("outcome", SUBMISSIONS)


@every_outcome
def test_a_build_is_told_red_where_the_exit_code_says_so(written: dict[str, Written], outcome: str) -> None:
    one = written[outcome]
    assert one.report["outcome"] == outcome
    red = int(one.junit.attrib["failures"]) + int(one.junit.attrib["errors"])
    assert bool(red) == bool(one.done.code) == (outcome != "pass")
    assert any(line.startswith(("::error ", "::warning ")) for line in one.github) == (outcome != "pass")


@every_outcome
def test_the_log_is_valid_and_has_each_finding_at_its_place(
    written: dict[str, Written], outcome: str
) -> None:
    one = written[outcome]
    assert problems(one.sarif) == []
    assert [
        (result["ruleId"], result["properties"].get("row"), result["properties"].get("cell"))
        for result in one.results
    ] == [(found["rule"], found["row"], found["cell"]) for found in one.report["findings"]]


def test_a_table_that_is_right_has_its_rules_as_passed_tests(written: dict[str, Written]) -> None:
    root = written["pass"].junit
    suites = {suite.attrib["name"]: suite for suite in root}
    assert list(suites) == ["members", "loans"]
    names = [case.attrib["name"] for case in suites["loans"].iter("testcase")]
    assert {"loans.lent.type", "loans.member_id.foreign_key", "loans.back_after_out"} <= set(names)
    assert len(names) == len(set(names))
    assert not list(root.iter("skipped"))


def test_a_rule_keeps_its_name_whether_it_fails_or_passes(written: dict[str, Written]) -> None:
    def tests(outcome: str, tag: str) -> set[str]:
        found = written[outcome].junit.iter("testcase")
        return {case.attrib["name"] for case in found if case.find(tag) is not None}

    def every(outcome: str) -> set[str]:
        return {case.attrib["name"] for case in written[outcome].junit.iter("testcase")}

    assert tests("confirm", "failure") == {"loans.back_after_out"}
    assert every("confirm") == every("pass")
    failed = tests("fail", "failure")
    assert {"members.age.minimum", "members.full_name.required", "loans.member_id.foreign_key"} <= failed
    assert "loans.back_after_out" in tests("fail", "skipped")  # its cell must be put right first
    assert every("pass") <= every("fail")


def test_a_line_of_a_file_is_annotated(written: dict[str, Written]) -> None:
    line = next(line for line in written["fail"].github if "members.age.minimum" in line)
    assert line.startswith("::error file=members.csv,line=2,title=Must be fixed – members.age.minimum::")
    (result,) = [one for one in written["fail"].results if one["ruleId"] == "members.age.minimum"]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["region"] == {"startLine": 2}
    assert physical["artifactLocation"] == {"uri": "members.csv", "uriBaseId": "SUBMISSION"}


def test_the_same_submission_has_the_same_fingerprints_and_names(
    tmp_path: Path, written: dict[str, Written]
) -> None:
    again = run(tmp_path, csv_folder(tmp_path / "library", SUBMISSIONS["fail"]))
    marks = [one["partialFingerprints"] for one in again.results]
    assert marks == [one["partialFingerprints"] for one in written["fail"].results]
    assert len({str(mark) for mark in marks}) == len(marks)
    assert again.github == written["fail"].github


def test_a_workbook_is_told_by_sheet_and_cell(tmp_path: Path) -> None:
    sheets = [
        sheet(*(text_row(number, *line.split(",")) for number, line in enumerate(lines, start=1)))
        for lines in SUBMISSIONS["fail"].values()
    ]
    path = tmp_path / "library.xlsx"
    path.write_bytes(book(*sheets, names=list(SUBMISSIONS["fail"])))
    one = run(tmp_path, path)
    (result,) = [found for found in one.results if found["ruleId"] == "members.age.minimum"]
    (location,) = result["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "members!D2"
    assert next(line for line in one.github if "members.age.minimum" in line).startswith("::error file=")
