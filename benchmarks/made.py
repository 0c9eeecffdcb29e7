"""Made-up data for the benchmarks: 20 columns, quoted newlines, accents, one row in a hundred faulty.

Nobody in it exists; NHS numbers come from the range that is never issued.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

from cfgovern.identifiers import nhs_number

__all__ = ["CODES", "areas", "contract", "participants"]

CODES = {
    "sex": ["1", "2", "9"],
    "ethnicity": [*"ABCDEFGHJKLMNPRSZ"],
    "housing": ["own", "social", "private", "temporary", "rough", "other"],
    "referral": ["police", "health", "probation", "self", "charity", "council"],
    "substance": ["yes", "no", "declined"],
    "offending": ["yes", "no", "declined"],
    "abuse": ["yes", "no", "declined"],
    "record_origin": ["synthetic", "live"],
}
_NOTES = ["", "came with a friend", "asked for a call, not a letter", 'said "later"', "Zoë’s café group"]


def areas(path: Path) -> None:
    """The second table: 151 area codes."""
    path.write_text("area_code\n" + "".join(f"A{n:03d}\n" for n in range(151)), encoding="utf-8")


def participants(path: Path, rows: int, seed: int = 1) -> None:
    """``rows`` participants; one in a hundred has one of ten faults."""
    rng = random.Random(seed)
    numbers = _nhs_numbers()
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for number in range(rows):
            row = _row(rng, number, numbers[number % len(numbers)])
            if number % 100 == 57:
                _spoil(row, (number // 100) % 10)
            writer.writerow(row.values())


COLUMNS = [
    "participant_id", "area_code", "nhs_number", "birth_date", "start_date", "end_date", "review_date",
    *CODES, "score", "visits", "postcode", "worker_ref", "note",
]  # fmt: skip


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


def _spoil(row: dict[str, str], kind: int) -> None:
    column, value = [
        ("birth_date", "2026-02-30"),
        ("score", "49"),
        ("visits", "1O"),
        ("sex", "M"),
        ("postcode", "nowhere"),
        ("worker_ref", "X"),
        ("start_date", ""),
        ("end_date", "2001-01-01"),
        ("nhs_number", "9990000019"),
        ("area_code", "A999"),
    ][kind]
    row[column] = value


def contract(path: Path) -> None:
    """38 checks: 14 required, 4 dates, 2 ranges, 8 lists, 3 patterns, 1 key, 4 rules, 1 link, 1 digit."""
    required = {"participant_id", "area_code", "start_date", "birth_date", "score", "visits", *CODES}
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
        lines += [f"      - name: {column}", f"        required: {str(column in required).lower()}"]
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
    if column in ("score", "visits"):
        most = 48 if column == "score" else 92
        return ["logicalType: integer", f"logicalTypeOptions: {{minimum: 0, maximum: {most}}}"]
    if column in CODES:
        values = ", ".join(f"'{code}'" for code in CODES[column])
        return [
            "logicalType: string",
            "quality:",
            f"  - {{metric: invalidValues, arguments: {{validValues: [{values}]}}, mustBe: 0}}",
        ]
    patterns = {
        "participant_id": "^CF-[0-9]{8}$",
        "postcode": "^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$|^ZZ99 3[VW]Z$",
        "worker_ref": "^W[0-9]{4}$",
    }
    lines = ["logicalType: string"]
    if column in patterns:
        lines.append(f"logicalTypeOptions: {{pattern: '{patterns[column]}'}}")
    if column == "participant_id":
        lines.append("primaryKey: true")
    if column == "area_code":
        lines.append("relationships: [{type: foreignKey, to: areas.area_code}]")
    if column == "nhs_number":
        lines.append("customProperties: [{property: cfgovernIdentifier, value: nhs_number}]")
    return lines
