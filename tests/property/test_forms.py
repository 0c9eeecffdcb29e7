"""The same data in every form: the same findings, told at places that the form has."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
from hypothesis import assume, given, settings

from cfgovern.contract.load import load_contract
from cfgovern.contract.records import plain, table_schema
from cfgovern.reporting import render
from tests.conftest import examples
from tests.property.drawn import check, csv_text, places, write
from tests.property.reference import WHITE, Place, Sheet
from tests.property.strategies import Case, cases
from tests.rawbooks import Entry, zipped

NULL = "null"
JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
KINDS = {"integer": "BIGINT", "boolean": "BOOLEAN", "date": "DATE"}


@dataclass
class Read:
    """What one form gave: findings without places of their form, those places, and counts."""

    findings: list[Place]
    lines: list[tuple[int, int]]
    cells: set[str]
    counts: Mapping[str, Any]
    not_run: list[Any]


def read(contract: Path, submission: Path) -> Read:
    with tempfile.TemporaryDirectory() as job:
        report = json.loads(render(check(contract, submission, Path(job)), "json"))
    found = places(report)
    return Read(
        sorted(place._replace(line=0, cell="") for place in found),
        sorted((place.row, place.line) for place in found if place.row),
        {place.cell for place in found if place.row},
        {
            name: {key: count for key, count in table.items() if key != "source"}
            for name, table in report["submission"]["tables"].items()
        },
        report["not_run"],
    )


def alone(case: Case, folder: Path) -> tuple[Path, Sheet, Mapping[str, Any]]:
    """The contract of the one table ``people`` as a file, its sheet, and the columns by name."""
    sheet = case.sheets.get("people")
    assume(sheet is not None and any("".join(row).strip(WHITE) for row in sheet.rows))
    assert sheet is not None
    assume(len({heading.strip(WHITE).casefold() for heading in sheet.headings}) == len(sheet.headings))
    assume(all(heading.strip(WHITE) for heading in sheet.headings))
    contract = case.contract | {"schema": case.contract["schema"][:1]}
    path, _, _ = write(replace(case, contract=contract, sheets={}), folder)
    return path, sheet, {column["name"]: column for column in contract["schema"][0]["properties"]}


def kind_of(columns: Mapping[str, Any], heading: str) -> str:
    return str(columns.get(heading, {}).get("logicalType", "string"))


def json_lines(sheet: Sheet, columns: Mapping[str, Any], *, typed: bool) -> bytes:
    """A line a row: an empty cell is null or no key at all, a number is written as one where it is plain."""

    def value(heading: str, text: str) -> str:
        kind = kind_of(columns, heading) if typed else "string"
        if not text:
            return NULL
        if kind in ("integer", "number") and JSON_NUMBER.fullmatch(text) and plain(text) == text:
            return text
        return text if kind == "boolean" and text in ("true", "false") else json.dumps(text)

    lines = []
    for number, row in enumerate(sheet.rows):
        cells = [(heading, value(heading, text)) for heading, text in zip(sheet.headings, row, strict=True)]
        kept = cells if number == 0 else [cell for cell in cells if cell[1] != NULL]
        lines.append("{" + ", ".join(f"{json.dumps(key)}: {told}" for key, told in kept) + "}\n")
    return "".join(lines).encode()


def parquet(sheet: Sheet, columns: Mapping[str, Any], path: Path, *, typed: bool) -> None:
    """Each column in its type where all its cells are plain values of it, else as text."""
    kinds = []
    for at, heading in enumerate(sheet.headings):
        texts = [row[at] for row in sheet.rows if row[at]]
        kind = KINDS.get(kind_of(columns, heading), "VARCHAR") if typed else "VARCHAR"
        kinds.append(kind if all(is_plain(kind, text) for text in texts) else "VARCHAR")
    with duckdb.connect() as connection:
        names = ", ".join(
            f'"{heading.replace(chr(34), chr(34) * 2)}" {kind}'
            for heading, kind in zip(sheet.headings, kinds, strict=True)
        )
        connection.execute(f"CREATE TABLE t ({names})")
        marks = ", ".join(["?"] * len(kinds))
        for row in sheet.rows:
            connection.execute(f"INSERT INTO t VALUES ({marks})", [text or None for text in row])
        connection.table("t").write_parquet(str(path))


def is_plain(kind: str, text: str) -> bool:
    shape = {
        "BIGINT": "0|-?[1-9][0-9]{0,17}",
        "BOOLEAN": "true|false",
        "DATE": "(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
    }.get(kind, "")
    return kind == "VARCHAR" or re.fullmatch(shape, text) is not None


def sent(sheet: Sheet, columns: Mapping[str, Any], folder: Path) -> Iterator[tuple[str, Path]]:
    """The sheet in every form but the first, with the name of the form."""
    for name, typed in (("text", False), ("typed", True)):
        (folder / name).mkdir()
        one = folder / name / "people.parquet"
        parquet(sheet, columns, one, typed=typed)
        yield "parquet", one
        one = folder / name / "people.jsonl"
        one.write_bytes(json_lines(sheet, columns, typed=typed))
        yield "json", one
    both = folder / "both.zip"
    both.write_bytes(zipped([Entry("sent/people.csv", csv_text(sheet)[0].encode())]))
    yield "csv", both
    (folder / "in a folder").mkdir()
    within = folder / "in a folder" / "people.json"
    within.write_bytes(one.read_bytes())
    yield "json", within.parent


@settings(max_examples=examples(10))
@given(cases())
def test_every_form_has_the_same_findings(case: Case) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        contract, sheet, columns = alone(case, folder)
        csv = folder / "people.csv"
        csv.write_bytes(csv_text(sheet)[0].encode())
        wanted = read(contract, csv)
        for form, path in sent(sheet, columns, folder):
            found = read(contract, path)
            unfit = [place for place in found.findings if place.rule.endswith(".json_schema")]
            assert [place for place in found.findings if place not in unfit] == wanted.findings, form
            assert found.not_run == wanted.not_run
            if not unfit:
                assert found.counts == wanted.counts
            if form == "csv":
                assert (found.lines, found.cells) == (wanted.lines, wanted.cells)
                continue
            assert found.cells <= {""}
            assert all(line == (row if form == "json" else 0) for row, line in found.lines)
            assert form == "json" or not unfit
            if form == "json":
                said = {(place.column, place.row) for place in wanted.findings}
                lines = path if path.is_file() else path / "people.json"
                told, refused = {(place.column, place.row) for place in unfit}, faults(contract, lines)
                assert (
                    refused - said <= told <= refused
                )  # a doubled key is one fault, its quotation marks another


def faults(contract_path: Path, lines: Path) -> set[tuple[str, int]]:
    """Column and record of each value that stock jsonschema refuses, empty ones left out."""
    contract = load_contract(contract_path)
    schema = json.loads(json.dumps(table_schema(contract, contract.tables[0])), parse_float=Decimal)
    judge = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker(("date",)))
    found = set()
    for number, line in enumerate(lines.read_bytes().splitlines(), start=1):
        record = json.loads(line, parse_float=Decimal)
        for error in judge.iter_errors(record):
            name = error.absolute_path[0] if error.absolute_path else ""
            if name and record[name] is not None and str(record[name]).strip(WHITE):
                found.add((str(name), number))
    return found
