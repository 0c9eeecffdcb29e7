"""Finds as a report: in the order of the contract, each in words, with what it says of the person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cfgovern.api import load_contract
from cfgovern.detection.words import load_words
from cfgovern.findings import Report
from cfgovern.intake.limits import Limits
from cfgovern.journeys.scanreport import marked_findings, report_of_scan
from cfgovern.journeys.scantold import Find, Kind

WORDS = load_words()


def find(**told: Any) -> dict[str, Any]:
    return {
        "entity": "UK_NHS", "start": 0, "end": 10, "severity": "block",
        "because": "check_digit", "person": None, "listed": False, "rule": "support.other.UK_NHS",
        "table": "support", "column": "other", "size": 10, "mark": None, "settled": False, "shape": None,
        "listing": "", "aside": None, "row": 1, "line": 2, "cell": "A2", "sheet": None, "key": None,
    } | told  # fmt: skip


def told(*found: dict[str, Any], **answer: Any) -> Report:
    counts: dict[str, int] = {}
    severities: dict[str, int] = {}
    for one in found:
        counts[one["rule"]] = counts.get(one["rule"], 0) + 1
        severities[one["severity"]] = severities.get(one["severity"], 0) + 1
    kinds = [Kind(*(one[name] for name in Kind._fields)) for one in found]
    places = [
        (one["row"], one["line"], one["cell"], one["key"], number, *(one[name] for name in Find._fields[1:]))
        for number, one in enumerate(found)
    ]
    names = ("support", "participants")
    tables = [
        {"name": name, "source": 0, "rows_read": 9, "rows_ignored": 1, "rows_rejected": 2} for name in names
    ]
    whole = {
        "files": ["a.csv"], "tables": tables, "kinds": kinds, "found": places, "counts": counts,
        "severities": severities, "unread": [],
        "people": 0, "not_understood": [], "layers": ["pack"], "origin": "live", "risk": None,
    } | answer  # fmt: skip
    marked = tuple(marked_findings(whole, WORDS))
    return report_of_scan(
        whole, marked, "0" * 32, "2026-10-01", load_contract(), WORDS, [Path("a.csv")], Limits(), ()
    )


def test_finds_come_in_the_order_of_the_contract_and_of_rows() -> None:
    other = find(table="participants", rule="participants.x.UK_NHS", column="x")
    report = told(find(row=5), find(row=2), other)
    assert [(one.table, one.row) for one in report.findings] == [
        ("participants", 1), ("support", 2), ("support", 5)
    ]  # fmt: skip


def test_one_find_and_many_are_told_in_their_forms() -> None:
    one, many = told(find()).rules[0], told(find(), find(row=2)).rules[0]
    assert one.summary == "This cell holds an NHS number. The check digit or letter is right."
    assert many.summary == "2 cells hold NHS numbers. The check digit or letter is right."
    assert (one.count, many.count) == (1, 2)


def test_a_find_says_whose_it_is_and_no_more() -> None:
    report = told(find(person=12), find(row=2, person=3, listed=True))
    assert [one.person for one in report.findings] == ["row 12 of the identifiers", "row 3 of your own list"]


def test_a_person_of_one_of_several_tables_is_told_with_its_name() -> None:
    report = told(find(person=12, listing="a.csv"), find(row=2, person=3, listed=True, listing="sheet 2"))
    assert [one.person for one in report.findings] == [
        "row 12 of the identifiers (a.csv)", "row 3 of your own list (sheet 2)"
    ]  # fmt: skip


def test_two_tables_of_one_name_are_counted_each() -> None:
    table = {"name": "support", "source": 0, "rows_read": 9, "rows_ignored": 1, "rows_rejected": 2}
    report = told(tables=[table, table | {"rows_read": 5}])
    assert {name: one.rows_read for name, one in report.tables.items()} == {"support": 9, "support (2)": 5}


def test_a_find_has_the_key_of_its_record() -> None:
    assert told(find(key={"participant_id": "AB-1234"})).findings[0].key == {"participant_id": "AB-1234"}


def test_a_file_that_was_not_read_stops_the_rest() -> None:
    report = told(unread=[[0, "file.wrong_kind", "This file is a picture.", "Take it out."]])
    assert (report.outcome, report.findings[0].severity) == ("fail", "block")
    assert "Where: a.csv." in report.findings[0].message


def test_only_reviews_and_stand_ins_do_not_fail() -> None:
    assert told(find(severity="warning")).outcome == "confirm"
    assert told(find(severity="info")).outcome == "pass"
    assert told(find(settled=True), severities={}, counts={}).outcome == "pass"


def test_rows_add_up() -> None:
    counts = told().tables["support"]
    assert counts.rows_read == counts.rows_accepted + counts.rows_rejected + counts.rows_ignored == 9
