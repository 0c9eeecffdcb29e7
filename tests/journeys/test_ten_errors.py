"""Ten kinds of seeded error, each found by rule, row, column, cell and line, and nothing else.

The data has quoted line breaks, accents and doubled quotes, so that records and lines part company. The
same rows are checked as CSV and as a workbook, each with and without titles above the headings.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from cfgovern.identifiers import nhs_number
from cfgovern.workbooks import Sheet, Value, write_workbook
from tests.command import cfgovern

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:ten-errors
name: Ten kinds of error
version: 1.0.0
status: draft
schema:
  - name: people
    properties:
      - name: note
        logicalType: string
      - name: record_origin
        logicalType: string
        required: true
        customProperties: [{property: cfgovernConcept, value: record_origin}]
      - name: person_id
        logicalType: string
        primaryKey: true
        logicalTypeOptions: {pattern: '^P-[0-9]{4}$'}
      - {name: name, logicalType: string, required: true}
      - {name: born, logicalType: date}
      - {name: score, logicalType: integer, logicalTypeOptions: {minimum: 0, maximum: 48}}
      - {name: visits, logicalType: integer}
      - name: housing
        logicalType: string
        customProperties: [{property: cfgovernCodeList, value: housing}]
      - {name: worker, logicalType: string, logicalTypeOptions: {pattern: '^W[0-9]{3}$'}}
      - {name: start_date, logicalType: date, required: true}
      - name: end_date
        logicalType: date
        quality:
          - id: end_not_before_start
            type: sql
            description: Support cannot end before it starts.
            query: SELECT count(*) FROM people WHERE end_date < start_date
            mustBe: 0
      - name: nhs_number
        logicalType: string
        customProperties: [{property: cfgovernIdentifier, value: nhs_number}]
      - name: area
        logicalType: string
        relationships: [{type: foreignKey, to: areas.area}]
  - name: areas
    properties:
      - {name: area, logicalType: string, primaryKey: true}
"""
COLUMNS = [
    "note", "record_origin", "person_id", "name", "born", "score", "visits", "housing", "worker",
    "start_date", "end_date", "nhs_number", "area",
]  # fmt: skip
HOUSING = ["own_home", "temporary", "rough_sleeping"]
NAMES = ["Zoë Example", "Łukasz O'Nowhere", 'Ann "Ace" Madeup', "Müstermann, José", "Siân\nInventée"]
NOTES = ["", "one line", "two\nlines", 'said "later",\nthen\nleft', "café"]
BANNER = ['Return of "our"\nárea', "Quarter 3", ""]

# Column, what the cell becomes (None: the id of the person before), rule, and the rows it is planted in.
ERRORS: list[tuple[str, str | None, str, tuple[int, int]]] = [
    ("born", "2026-02-30", "born.type", (3, 57)),
    ("score", "49", "score.maximum", (7, 28)),
    ("visits", "1O", "visits.type", (9, 44)),
    ("housing", "hostel", "housing.code_list", (12, 31)),
    ("worker", "W12", "worker.pattern", (15, 60)),
    ("start_date", "", "start_date.required", (19, 41)),
    ("person_id", None, "person_id.unique", (23, 52)),
    ("end_date", "2001-01-01", "end_not_before_start", (25, 38)),
    ("nhs_number", "9990000019", "nhs_number.check_digit", (1, 34)),
    ("area", "A999", "area.foreign_key", (36, 47)),
]
Place = tuple[str, int | None, str | None, str | None, int | None]


def made_rows() -> list[dict[str, str]]:
    """60 clean rows; NHS numbers are of the range that is never issued."""
    stems = (f"{stem}" for stem in range(999_000_001, 999_001_000))
    numbers = [f"{stem}{digit}" for stem in stems if (digit := nhs_number.check_digit(stem)) is not None]
    return [
        {
            "note": NOTES[n % len(NOTES)],
            "record_origin": "synthetic",
            "person_id": f"P-{n:04}",
            "name": NAMES[n % len(NAMES)],
            "born": f"{1950 + n % 50}-02-{n % 28 + 1:02}",
            "score": str(n % 49),
            "visits": str(n * 7),
            "housing": HOUSING[n % 3],
            "worker": f"W{n:03}",
            "start_date": f"2026-01-{n % 28 + 1:02}",
            "end_date": "" if n % 2 else f"2026-0{n % 8 + 2}-15",
            "nhs_number": numbers[n],
            "area": f"A{n % 5}",
        }
        for n in range(1, 61)
    ]


def faulty() -> tuple[list[dict[str, str]], list[tuple[str, str, int]]]:
    """The rows with every error, and the truth as (rule, column, row)."""
    rows = made_rows()
    truth = []
    for column, becomes, rule, places in ERRORS:
        for row in places:
            rows[row - 1][column] = rows[row - 2][column] if becomes is None else becomes
            truth.append((f"people.{rule}", column, row))
            if becomes is None:  # both rows of a pair are named
                truth.append((f"people.{rule}", column, row - 1))
    return rows, truth


def lines_of(rows: list[dict[str, str]], header_line: int) -> list[int]:
    """The first line of each record, counted here and not taken from the code under test."""
    lines = [header_line + 1]
    for row in rows:
        lines.append(lines[-1] + 1 + sum(text.count("\n") for text in row.values()))
    return lines


def write_csv(folder: Path, rows: list[dict[str, str]], banner: list[str]) -> None:
    folder.mkdir()
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for words in banner:
        writer.writerow([words, *[""] * (len(COLUMNS) - 1)])
    writer.writerow(COLUMNS)
    writer.writerows([row[column] for column in COLUMNS] for row in rows)
    (folder / "people.csv").write_text(stream.getvalue(), encoding="utf-8")
    (folder / "areas.csv").write_text("area\nA0\nA1\nA2\nA3\nA4\n", encoding="utf-8")


def write_xlsx(path: Path, rows: list[dict[str, str]], banner: list[str]) -> None:
    """As people type it: dates and whole numbers where the text is one, except identifiers."""
    people = [[typed(column, row[column]) for column in COLUMNS] for row in rows]
    areas = [[f"A{n}"] for n in range(5)]
    write_workbook(path, [Sheet("people", COLUMNS, people, banner), Sheet("areas", ["area"], areas)])


def typed(column: str, text: str) -> Value:
    if column in ("score", "visits") and text.isdigit():
        return int(text)
    if column.endswith("_date") or column == "born":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text or None
    return text or None


def contract(folder: Path) -> Path:
    path = folder / "ten.odcs.yaml"
    path.write_text(CONTRACT, encoding="utf-8")
    codes = "code,label,valid_from,valid_to,successor\n" + "".join(f"{code},{code},,,\n" for code in HOUSING)
    (folder / "code-lists").mkdir()
    (folder / "code-lists" / "housing.csv").write_text(codes, encoding="utf-8")
    return path


@pytest.mark.parametrize("banner", [[], BANNER], ids=["headings first", "under titles"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_ten_kinds_of_error_are_each_found_at_their_place_and_nothing_else(
    tmp_path: Path, form: str, banner: list[str]
) -> None:
    rows, truth = faulty()
    if form == "csv":
        write_csv(tmp_path / "return", rows, banner)
    else:
        write_xlsx(tmp_path / "return.xlsx", rows, banner)
    name = "return" if form == "csv" else "return.xlsx"
    done = cfgovern("validate", name, "--contract", contract(tmp_path), "--format", "json", cwd=tmp_path)
    assert done.code == 1, done.out + done.err

    header = len(banner) + 1
    lines = lines_of(rows, header + "".join(banner).count("\n"))
    expected: set[Place] = {
        (
            rule,
            row,
            column,
            f"{chr(ord('A') + COLUMNS.index(column))}{header + row}",
            lines[row - 1] if form == "csv" else None,
        )
        for rule, column, row in truth
    }
    report = done.report()
    found = [(f["rule"], f["row"], f["column"], f["cell"], f["line"]) for f in report["findings"]]
    if banner:
        assert found.pop(0)[0] == "people.titles_above"
    assert len(expected) == 22 and len({rule for rule, *_ in expected}) == 10
    assert set(found) == expected
    assert len(found) == len(expected)
    assert report["counts"] == {"block": 0, "error": 22, "warning": 0, "info": int(bool(banner))}
    assert report["submission"]["tables"]["people"]["rows_rejected"] == 22


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_same_rows_without_the_errors_pass(tmp_path: Path, form: str) -> None:
    if form == "csv":
        write_csv(tmp_path / "return", made_rows(), BANNER)
    else:
        write_xlsx(tmp_path / "return.xlsx", made_rows(), BANNER)
    name = "return" if form == "csv" else "return.xlsx"
    done = cfgovern("validate", name, "--contract", contract(tmp_path), "--format", "json", cwd=tmp_path)
    rules = [finding["rule"] for finding in done.report()["findings"]]
    assert (done.code, rules) == (0, ["people.titles_above"]), done.out + done.err
