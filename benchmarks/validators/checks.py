"""What is checked in the benchmark data, as plain facts, and how a validator writes what it found.

Only the standard library: every peer reads this from an environment of its own.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

__all__ = [
    "CODES",
    "COLUMNS",
    "DATES",
    "DIGIT",
    "KEY",
    "LINK",
    "ORDERS",
    "PATTERNS",
    "RANGES",
    "REQUIRED",
    "Found",
    "area_codes",
    "day",
    "nhs_right",
    "records",
    "write",
]

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
COLUMNS = [
    "participant_id", "area_code", "nhs_number", "birth_date", "start_date", "end_date", "review_date",
    *CODES, "score", "visits", "postcode", "worker_ref", "note",
]  # fmt: skip
KEY = "participant_id"
LINK = "area_code"
DIGIT = "nhs_number"
RANGES = {"score": 48, "visits": 92}
"""The most a whole number may be. The least is 0."""
REQUIRED = [KEY, LINK, "start_date", "birth_date", *RANGES, *CODES]
DATES = ["birth_date", "start_date", "end_date", "review_date"]
PATTERNS = {
    "participant_id": "^CF-[0-9]{8}$",
    "postcode": "^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$|^ZZ99 3[VW]Z$",
    "worker_ref": "^W[0-9]{4}$",
}
ORDERS = {"end_after_start": ("end_date", "start_date"), "born": ("start_date", "birth_date")}
"""Rule: (the column whose day must not come first, the column whose day must not come last)."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. ``row`` counts records from 1, the heading left out; None where the tool only counts."""

    row: int | None
    column: str
    kind: str
    count: int = 1


def area_codes(path: Path) -> list[str]:
    """The codes of the second table."""
    return path.read_text(encoding="utf-8").split()[1:]


def records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(row, cells that are not blank) for those who check row by row; whole numbers are made numbers."""
    with path.open(encoding="utf-8", newline="") as stream:
        for number, cells in enumerate(csv.DictReader(stream), start=1):
            row: dict[str, Any] = {name: cell for name, cell in cells.items() if cell}
            for column in RANGES:
                if cells[column].isdecimal():
                    row[column] = int(cells[column])
            yield number, row


def day(text: str) -> date | None:
    """The day that a text names, if it is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def nhs_right(text: str) -> bool:
    """Whether the ten digits of an NHS number have a sum that 11 divides."""
    if len(text) != 10 or not text.isdecimal():
        return False
    return sum((10 - place) * int(digit) for place, digit in enumerate(text)) % 11 == 0


def write(path: Path, found: Iterable[Found]) -> None:
    """One JSON object a line."""
    with path.open("w", encoding="utf-8") as stream:
        for one in found:
            stream.write(json.dumps(asdict(one)) + "\n")
