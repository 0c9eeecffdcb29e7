"""Contracts and data that nobody thought of: the engine says what the plain reference says."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from secrets import randbelow
from typing import Any

import jsonschema
import pytest
from hypothesis import assume, given, seed, settings
from hypothesis import strategies as st

from cfgovern.contract.schemas import odcs_faults
from cfgovern.reporting import render
from cfgovern.yamlfile import load
from tests.command import cfgovern
from tests.conftest import examples
from tests.property.aims import AIMS, aimed
from tests.property.drawn import check, csv_text, places, write
from tests.property.generated import Seen, never, summary
from tests.property.reference import (
    NUMBER,
    SPREADSHEET_ERRORS,
    WHITE,
    Expected,
    Sheet,
    expected,
    fully,
    own,
)
from tests.property.strategies import AS_OF, Case, cases
from tests.rawbooks import book, text_row
from tests.rawbooks import sheet as xml_sheet

RUNS = 20
# The same examples every time; or new ones, of which the names of the tests show the seed.
FIRST = 0 if settings.default.derandomize else int(os.environ.get("CFGOVERN_SEED") or randbelow(10**6) * RUNS)
EXAMPLES = examples(500) if settings.default.derandomize else settings.default.max_examples
SEEN: Seen = Counter()
RAN: set[int] = set()


@pytest.mark.parametrize("number", range(FIRST, FIRST + RUNS))
def test_engine_says_what_the_reference_says(number: int) -> None:
    """Half of the cases are built for an aim. Hypothesis varies what it has drawn before, so many short
    runs are more varied than a long one."""
    half = EXAMPLES // 2
    judged(number, half // RUNS, cases())
    for aim in AIMS[(number - FIRST) :: RUNS]:
        judged(number, max(2, half // len(AIMS)), aimed(aim))
    RAN.add(number)


def judged(number: int, examples: int, strategy: st.SearchStrategy[Case]) -> None:
    """Compare that many ``examples`` with the reference; ``number`` is their seed."""

    @seed(number)
    @settings(max_examples=examples)
    @given(strategy)
    def compared(case: Case) -> None:
        with tempfile.TemporaryDirectory() as name:
            contract, submission, case = write(case, Path(name))
            report = json.loads(render(check(contract, submission, Path(name)), "json"))
        wanted = expected(case.contract, case.codes, case.sheets, AS_OF)
        agree(report, wanted)
        agree_with_json_schema(report, case, wanted, SEEN)
        assert case.aim is None or wanted.seen[case.aim.check, case.aim.verdict]
        SEEN.update(wanted.seen)
        SEEN.update(("severity", severity) for severity in {place.severity for place in wanted.findings})
        SEEN["outcome", wanted.outcome] += 1

    compared()


def test_nothing_was_never_generated() -> None:
    if len(RAN) < RUNS:
        pytest.skip("only some of the runs above were asked for")
    print("", summary(SEEN), sep="\n")  # pytest -s shows it
    assert not never(SEEN)
    assert SEEN["json schema", "holds"] > 1000 and SEEN["json schema", "fails"] > 500


def agree(report: Mapping[str, Any], wanted: Expected) -> None:
    """The JSON report holds exactly what is expected, once each."""
    assert sorted(places(report)) == sorted(wanted.findings)
    tables = report["submission"]["tables"]
    counts = ("rows_read", "rows_accepted", "rows_rejected", "rows_ignored")
    assert {name: tuple(table[count] for count in counts) for name, table in tables.items()} == wanted.rows
    assert {(entry["rule"], entry["rows"]) for entry in report["not_run"]} == wanted.not_run
    assert report["record_origin"] == wanted.origin
    assert report["outcome"] == wanted.outcome


# --- JSON Schema ------------------------------------------------------------------------------------
KEYWORDS = {
    "type": "type", "required": "required", "enum": "enum", "pattern": "pattern",
    "minimum": "minimum", "exclusiveMinimum": "minimum", "minLength": "min_length",
    "maximum": "maximum", "exclusiveMaximum": "maximum", "maxLength": "max_length",
}  # fmt: skip
SAID_BY_JSON_SCHEMA = ("string", "integer", "number", "boolean")


def agree_with_json_schema(report: Mapping[str, Any], case: Case, wanted: Expected, seen: Seen) -> None:
    """Cell by cell, the engine says of a typed row what ``jsonschema`` says, where it can say it."""
    found: dict[tuple[str, str, int], set[str]] = {}
    for place in places(report):
        check = place.rule.rpartition(".")[2]
        if check in KEYWORDS.values():
            found.setdefault((place.table, place.column, place.row), set()).add(check)
    lost = {rule for rule, rows in wanted.not_run if rows is None}
    for table, column, row, text in judged_cells(case, lost):
        faults = set(json_schema_faults(column, text))
        seen["json schema", "fails" if faults else "holds"] += 1
        assert found.get((table, column["name"], row), set()) == faults, (column, text)


def judged_cells(case: Case, lost: set[str]) -> Iterator[tuple[str, Mapping[str, Any], int, str]]:
    """Table, property, row and text of each cell that both can judge."""
    for node in case.contract["schema"]:
        name, sheet = node["name"], case.sheets.get(node["name"])
        if sheet is None or name in lost:
            continue
        headings = [heading.strip(WHITE) for heading in sheet.headings]
        for column in filter(can_be_said, node["properties"]):
            if column["name"] not in headings or f"{name}.{column['name']}" in lost:
                continue
            at = headings.index(column["name"])
            for row, cells in enumerate(sheet.rows, start=1):
                text = cells[at].strip(WHITE)
                if "".join(cells).strip(WHITE) and text not in no_answers(column):
                    yield name, column, row, text


def can_be_said(column: Mapping[str, Any]) -> bool:
    formed = column.get("logicalTypeOptions", {}).get("format") not in (None, "password")
    beyond = any(own(column, name) for name in ("cfgovernIdentifier", "cfgovernCollected"))
    return column["logicalType"] in SAID_BY_JSON_SCHEMA and not formed and not beyond


def no_answers(column: Mapping[str, Any]) -> set[str]:
    """Texts that a typed row would not hold: JSON knows no codes for no answer, nor ``#N/A``."""
    return {*(own(column, "cfgovernMissing") or {}).values(), *SPREADSHEET_ERRORS}


def json_schema_faults(column: Mapping[str, Any], text: str) -> Iterator[str]:
    options = column.get("logicalTypeOptions", {})
    schema: dict[str, Any] = {"type": column["logicalType"]}
    schema |= {name: value for name, value in options.items() if name in KEYWORDS}
    if "enum" in column:
        schema["enum"] = [entry["value"] for entry in column["enum"]]
    needed = ["cell"] if column.get("required") or column.get("primaryKey") else []
    whole = {"type": "object", "properties": {"cell": schema}, "required": needed}
    row = {"cell": typed(column["logicalType"], text)} if text else {}
    checks = {KEYWORDS[error.validator] for error in jsonschema.Draft202012Validator(whole).iter_errors(row)}
    yield from {"type"} if "type" in checks else checks


def typed(kind: str, text: str) -> Any:
    """The JSON value that a cell is written as: text where it has not the form of its type."""
    if kind == "integer" and fully("-?(0|[1-9][0-9]{0,17})", text):
        return int(text)
    if kind == "number" and fully(NUMBER, text):
        return float(text)
    return {"true": True, "false": False}.get(text, text) if kind == "boolean" else text


# --- the real thing ---------------------------------------------------------------------------------
@settings(max_examples=4)
@given(cases())
def test_the_command_says_the_same(case: Case) -> None:
    with tempfile.TemporaryDirectory() as name:
        contract, submission, case = write(case, Path(name))
        assume(not odcs_faults(load(contract)))  # ODCS refers to no column with a blank in its name
        done = cfgovern(
            "validate",
            submission,
            "--contract",
            contract,
            "--as-of",
            AS_OF,
            "--format",
            "json",
            cwd=Path(name),
        )
    wanted = expected(case.contract, case.codes, case.sheets, AS_OF)
    agree(done.report(), wanted)
    assert done.code == (0 if wanted.outcome == "pass" else 1)


# --- the same table in other clothes ----------------------------------------------------------------
def forms(sheet: Sheet) -> Iterator[tuple[str, bytes]]:
    """The sheet as every kind of file that one may be sent as: its ending, and its bytes."""
    lines, windows = csv_text(sheet)[0], csv_text(sheet, "\r\n")[0]
    yield ".csv", lines.encode()
    yield ".csv", windows.encode("utf-8-sig")
    yield ".csv", windows.encode("utf-16")
    rows = (text_row(n, *cells) for n, cells in enumerate((sheet.headings, *sheet.rows), start=1))
    yield ".xlsx", book(xml_sheet(*rows), names=["people"])


@settings(max_examples=examples(30))
@given(cases())
def test_every_form_of_a_table_has_the_same_findings(case: Case) -> None:
    sheet = case.sheets.get("people")
    assume(sheet is not None and any("".join(row).strip(WHITE) for row in sheet.rows))
    assert sheet is not None
    alone = replace(case, contract=case.contract | {"schema": case.contract["schema"][:1]}, sheets={})
    found = []
    for ending, content in forms(sheet):
        with tempfile.TemporaryDirectory() as name:
            contract, _, _ = write(alone, Path(name))
            path = Path(name) / f"people{ending}"
            path.write_bytes(content)
            report = json.loads(render(check(contract, path, Path(name)), "json"))
        found.append(sorted(place._replace(line=0) for place in places(report)))
    assert found[1:] == found[:1] * 3
