"""What was not run is listed whole, each with the reason that is true of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.engine.result import Hit, Result
from cfgovern.validation.layout import Layout
from cfgovern.validation.messages import load_messages
from cfgovern.validation.planning import make_plan
from cfgovern.validation.results import Found, layout_findings, rule_findings
from cfgovern.validation.speaker import Speaker
from tests.command import PLAIN_CONTRACT
from tests.unit.validation.told import sheet_of

AS_OF = "2026-10-01"
TABLE, HEADINGS, COLUMN, TWICE = (
    "A table that this check needs is missing.",
    "The headings of a table that this check needs could not be found.",
    "A column that this check needs is missing.",
    "A heading that this check needs stands twice.",
)
METRIC = "    quality:\n      - {id: some, metric: rowCount, mustBeGreaterThan: 0}\n"


@pytest.fixture
def contract(tmp_path: Path) -> Contract:
    path = tmp_path / "library.odcs.yaml"
    path.write_text(PLAIN_CONTRACT.replace("    quality:\n", METRIC, 1), encoding="utf-8")
    return load_contract(path)


def not_run(
    contract: Contract, layouts: dict[str, Layout | None], why: str, *, whole: bool = True
) -> list[tuple[str, str]]:
    """(rule, reason) where the later checks of each table could not run because of ``why``."""
    planned, book, found = make_plan(contract, AS_OF), load_messages(), Found()
    sheets = {
        name: sheet_of(table, layout)
        for name, layout in layouts.items()
        if (table := contract.table(name)) is not None
    }
    later = [
        check for check in planned.plan.checks if check.kind in ("unique", "foreign_key", "metric", "sql")
    ]
    result = Result(absent={check.number: why for check in later if check.table == "loans"})
    layout_findings(found, Speaker(book, contract, AS_OF), sheets, whole=whole)
    rule_findings(found, Speaker(book, contract, AS_OF), sheets, planned, result)
    return [(entry.rule, entry.because) for entry in found.not_run]


def test_a_missing_table_is_listed_with_its_rules_over_rows(contract: Contract) -> None:
    assert not_run(contract, {"members": None}, "table:loans") == [
        ("loans", TABLE),
        ("loans.member_id.foreign_key", TABLE),
        ("loans.back_after_out", TABLE),
    ]


def test_a_table_that_nobody_asked_for_is_not_listed(contract: Contract) -> None:
    assert not_run(contract, {"members": None}, "table:loans", whole=False) == []


def test_a_rule_that_needs_the_missing_table_of_another_is_listed_once(contract: Contract) -> None:
    found = not_run(contract, {"loans": None}, "table:members")
    assert found[0] == ("members", TABLE)
    assert found.count(("loans.member_id.foreign_key", TABLE)) == 1


def test_the_rules_of_a_table_without_headings_are_listed(contract: Contract) -> None:
    sheets = {"members": None, "loans": Layout(header_missing=True)}
    assert not_run(contract, sheets, "table:loans") == [
        ("loans", "Something that comes before this check must be put right first."),
        ("loans.member_id.foreign_key", HEADINGS),
        ("loans.back_after_out", HEADINGS),
    ]


def test_a_rule_that_looks_at_a_table_without_headings_says_so(contract: Contract) -> None:
    sheets = {"members": Layout(header_missing=True), "loans": None}
    assert ("loans.member_id.foreign_key", HEADINGS) in not_run(contract, sheets, "table:members")


@pytest.mark.parametrize(
    ("layout", "because"),
    [
        (Layout(columns={"loan_id": 0}, duplicate={"lent": (1, 2)}), TWICE),
        (Layout(columns={"loan_id": 0}, missing=("lent",)), COLUMN),
        (Layout(columns={"loan_id": 0}, renamed=(("lent", 1),)), COLUMN),
    ],
)
def test_a_doubled_heading_is_not_called_missing(contract: Contract, layout: Layout, because: str) -> None:
    found = not_run(contract, {"members": None, "loans": layout}, "column:loans.lent")
    assert found[0] == ("loans.lent", because)
    assert ("loans.back_after_out", because) in found
    assert {reason for _, reason in found} == {because}


@pytest.mark.parametrize(
    ("why", "because"),
    [
        ("number:", "The query of this rule gave no number, so there was nothing to compare."),
        ("rows:", "There are no rows to check."),
        ("parameter:period_start", "This rule looks at one reporting period, and none was given."),
    ],
)
def test_each_reason_of_the_engine_has_words(contract: Contract, why: str, because: str) -> None:
    found = dict(not_run(contract, {"members": None, "loans": None}, why))
    assert because in found["loans.back_after_out"]


# -- where a finding stands ------------------------------------------------------------------------


def told(contract: Contract, result: Result) -> Found:
    """What is told of the rules where both tables are sheets of a workbook whose headings stand in row 3."""
    found, planned = Found(), make_plan(contract, AS_OF)
    sheets = {table.name: sheet_of(table, sheet="Sent", header_row=3) for table in contract.tables}
    rule_findings(found, Speaker(load_messages(), contract, AS_OF), sheets, planned, result)
    return found


def number_of(contract: Contract, rule: str) -> int:
    [check] = [check for check in make_plan(contract, AS_OF).plan.checks if check.rule == rule]
    return check.number


def test_a_finding_says_where_its_cell_stands(contract: Contract) -> None:
    number = number_of(contract, "members.full_name.required")
    hits = [Hit(2, 5, {"member_id": "M-001"}), Hit(4, 7, {})]
    found = told(contract, Result(hits={number: hits}, counts={number: 2}))
    assert [
        (one.table, one.column, one.row, one.line, one.cell, one.sheet, one.sheet_row, one.key)
        for one in found.findings
    ] == [
        ("members", "full_name", 2, 5, "B5", "Sent", 5, {"member_id": "M-001"}),
        ("members", "full_name", 4, 7, "B7", "Sent", 7, None),
    ]
    assert [(text.label, text.count) for text in found.rules] == [("full_name", 2)]
    assert {text.message for text in found.rules} == {one.message for one in found.findings}


def test_a_total_stands_at_its_table(contract: Contract) -> None:
    number = number_of(contract, "loans.some")
    found = told(contract, Result(measured={number: (0, 0)}))
    [one] = found.findings
    assert (one.table, one.column, one.row, one.cell, one.sheet) == ("loans", None, None, None, "Sent")
    assert [text.label for text in found.rules] == [""]


@pytest.mark.parametrize(
    ("unit", "measured", "words"),
    [
        ("rows", (3, 8), ("3 rows", "fewer than 2 rows")),
        ("percent", (2, 8), ("25 per cent", "less than 2 per cent")),
    ],
)
def test_a_total_says_its_unit_and_what_is_allowed(
    tmp_path: Path, unit: str, measured: tuple[int, int], words: tuple[str, str]
) -> None:
    allowed = "arguments: {validValues: [Ann, Bo]}"
    rule = f"{{id: few, metric: invalidValues, unit: {unit}, mustBeLessThan: 2, {allowed}}}"
    column = "name: full_name, logicalType: string, required: true"
    path = tmp_path / "library.odcs.yaml"
    text = PLAIN_CONTRACT.replace(column, f"{column}, quality: [{rule}]")
    path.write_text(text, encoding="utf-8")
    contract = load_contract(path)
    [number] = [check.number for check in make_plan(contract, AS_OF).plan.checks if check.kind == "metric"]
    [one] = told(contract, Result(measured={number: measured})).findings
    assert one.rule == "members.few"
    assert (one.column, one.row, one.cell) == ("full_name", None, "B3")
    said = f"{one.message} {one.fix}"
    assert [each for each in (*words, "Ann", "Bo") if each not in said] == [], said


def test_the_findings_of_a_rule_add_up() -> None:
    found = Found()
    for severity, count in (("error", 2), ("error", 3), ("info", 1)):
        found.tally("members.some", severity, count)  # type: ignore[arg-type]
    assert found.counts == {"members.some": 6}
    assert found.severities == {**dict.fromkeys(found.severities, 0), "error": 5, "info": 1}


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "row 1"), (2, "rows 1, 2"), (5, "rows 1, 2, 3, 4, 5"), (7, "rows 1, 2, 3, 4, 5 and 2 more")],
)
def test_some_rows_are_named_and_the_others_counted(contract: Contract, count: int, words: str) -> None:
    [message] = noted(contract, no_records=tuple(range(1, count + 1)))
    assert re.search(rf"\b{words}(?!,| and \d)", message)


@pytest.mark.parametrize(
    ("count", "words"), [(1, "A1:B1"), (5, "A5:B5"), (7, "A1:B1, A2:B2, A3:B3, A4:B4, A5:B5 and 2 more")]
)
def test_some_ranges_are_named_and_the_others_counted(contract: Contract, count: int, words: str) -> None:
    [message] = noted(contract, ranges=tuple(("merged_cells", f"A{n}:B{n}") for n in range(1, count + 1)))
    assert words in message
    assert (" more" in message) == (count == 7)


def noted(contract: Contract, **more: object) -> list[str]:
    """The messages about a sheet of which the headings are right."""
    found = Found()
    members = contract.table("members")
    assert members is not None
    sheets = {"members": sheet_of(members, **more)}
    layout_findings(found, Speaker(load_messages(), contract, AS_OF), sheets, whole=False)
    return [one.message for one in found.findings]
