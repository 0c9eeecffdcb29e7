"""Made-up data for the benchmarks: 20 columns, quoted newlines, accents, one row in a hundred faulty.

Nobody in it exists; NHS numbers come from the range that is never issued.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

import openpyxl

from benchmarks.validators.checks import CODES, COLUMNS, PATTERNS, RANGES, REQUIRED, Found
from cfgovern.identifiers import nhs_number

__all__ = ["areas", "contract", "participants", "truth", "workbook"]

_NOTES = ["", "came with a friend", "asked for a call, not a letter", 'said "later"', "Zoë’s café group"]
_FAULTS = [
    ("birth_date", "2026-02-30", "date"),
    ("score", "49", "range"),
    ("visits", "1O", "range"),
    ("sex", "M", "list"),
    ("postcode", "nowhere", "pattern"),
    ("worker_ref", "X", "pattern"),
    ("start_date", "", "required"),
    ("end_date", "2001-01-01", "order"),
    ("nhs_number", "9990000019", "digit"),
    ("area_code", "A999", "link"),
    ("participant_id", "CF-{before:08d}", "key"),
]


def areas(path: Path) -> None:
    """The second table: 151 area codes."""
    path.write_text("area_code\n" + "".join(f"A{n:03d}\n" for n in range(151)), encoding="utf-8")


def participants(path: Path, rows: int, seed: int = 1) -> None:
    """``rows`` participants; one in a hundred has one of eleven faults."""
    rng = random.Random(seed)
    numbers = _nhs_numbers()
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for number in range(rows):
            row = _row(rng, number, numbers[number % len(numbers)])
            if number % 100 == 57:
                _spoil(row, number)
            writer.writerow(row.values())


def workbook(path: Path, data: Path) -> None:
    """The participants of a CSV file as a workbook of one sheet, every cell text, as openpyxl writes it."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("participants")
    with data.open(encoding="utf-8", newline="") as stream:
        for cells in csv.reader(stream):
            sheet.append([cell or None for cell in cells])
    book.save(path)


def _nhs_numbers() -> list[str]:
    found = []
    for stem in range(999_000_000, 999_020_000):
        digit = nhs_number.check_digit(str(stem))
        if digit is not None:
            found.append(f"{stem}{digit}")
    return found


def _row(rng: random.Random, number: int, nhs: str) -> dict[str, str]:
    start = f"202{rng.randint(3, 5)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    ended = rng.random() < 0.5
    return {
        "participant_id": f"CF-{number:08d}",
        "area_code": f"A{rng.randrange(151):03d}",
        "nhs_number": nhs,
        "birth_date": f"19{rng.randint(50, 99)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
        "start_date": start,
        "end_date": f"2026-{rng.randint(1, 6):02d}-{rng.randint(1, 28):02d}" if ended else "",
        "review_date": f"2026-{rng.randint(7, 9):02d}-{rng.randint(1, 28):02d}",
        **{name: rng.choice(codes) for name, codes in CODES.items()},
        "score": str(rng.randint(0, 48)),
        "visits": str(rng.randint(0, 90)),
        "postcode": "ZZ99 3VZ",
        "worker_ref": f"W{rng.randint(0, 9999):04d}",
        "record_origin": "synthetic",
        "note": "two\nlines" if number % 1000 == 500 else rng.choice(_NOTES),
    }


def _fault(number: int) -> tuple[str, str, str]:
    """The column, value and kind of the fault of this row."""
    return _FAULTS[(number // 100) % len(_FAULTS)]


def _spoil(row: dict[str, str], number: int) -> None:
    column, value, _ = _fault(number)
    row[column] = value.format(before=number - 1)


def truth(rows: int) -> list[Found]:
    """What ``participants`` spoiled in so many rows."""
    faults = {number + 1: _fault(number) for number in range(57, rows, 100)}
    return [Found(row, column, kind) for row, (column, _, kind) in faults.items()]


def contract(path: Path) -> None:
    """38 checks: 14 required, 4 dates, 2 whole numbers, 2 ranges, 8 lists, 3 patterns, 1 key, 2 orders of
    days, 1 link, 1 check digit.
    """
    lines = [
        "apiVersion: v3.1.0", "kind: DataContract", "id: urn:cfgovern:benchmark", "name: Benchmark",
        "version: 1.0.0", "status: draft", "schema:", "  - name: participants", "    quality:",
    ]  # fmt: skip
    for name, condition in (
        ("end_after_start", "end_date < start_date"),
        ("born", "start_date < birth_date"),
    ):
        lines += [
            f"      - id: {name}",
            "        type: sql",
            "        description: Dates are in order.",
            "        mustBe: 0",
            f"        query: SELECT count(*) FROM participants WHERE {condition}",
        ]
    lines.append("    properties:")
    for column in COLUMNS:
        lines += [f"      - name: {column}", f"        required: {str(column in REQUIRED).lower()}"]
        lines += [f"        {line}" for line in _options(column)]
    lines += [
        "  - name: areas",
        "    properties:",
        "      - {name: area_code, logicalType: string, primaryKey: true}",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _options(column: str) -> list[str]:
    if column.endswith("_date"):
        return ["logicalType: date"]
    if column in RANGES:
        return ["logicalType: integer", f"logicalTypeOptions: {{minimum: 0, maximum: {RANGES[column]}}}"]
    if column in CODES:
        values = ", ".join(f"'{code}'" for code in CODES[column])
        return [
            "logicalType: string",
            "quality:",
            f"  - {{metric: invalidValues, arguments: {{validValues: [{values}]}}, mustBe: 0}}",
        ]
    lines = ["logicalType: string"]
    if column in PATTERNS:
        lines.append(f"logicalTypeOptions: {{pattern: '{PATTERNS[column]}'}}")
    if column == "participant_id":
        lines.append("primaryKey: true")
    if column == "area_code":
        lines.append("relationships: [{type: foreignKey, to: areas.area_code}]")
    if column == "nhs_number":
        lines.append("customProperties: [{property: cfgovernIdentifier, value: nhs_number}]")
    return lines
