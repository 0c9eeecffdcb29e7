"""jsonschema (Draft 2020-12) row by row: days and check digits as formats, date order as its own keyword.

It cannot say that a key comes once in a table: 37 of the 38 checks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

from benchmarks.validators import checks
from benchmarks.validators.checks import Found

KINDS = {"required": "required", "type": "range", "minimum": "range", "maximum": "range", "enum": "list"}
KINDS |= {"pattern": "pattern", "inOrder": "order"}


def schema(areas: Path) -> dict[str, Any]:
    """The JSON Schema of one row."""
    properties: dict[str, dict[str, Any]] = {column: {"type": "string"} for column in checks.COLUMNS}
    for column in checks.DATES:
        properties[column]["format"] = "date"
    for column, most in checks.RANGES.items():
        properties[column] = {"type": "integer", "minimum": 0, "maximum": most}
    for column, codes in checks.CODES.items():
        properties[column]["enum"] = codes
    for column, pattern in checks.PATTERNS.items():
        properties[column]["pattern"] = pattern
    properties[checks.LINK]["enum"] = checks.area_codes(areas)
    properties[checks.DIGIT]["format"] = "nhs-number"
    return {
        "type": "object",
        "required": checks.REQUIRED,
        "properties": properties,
        "inOrder": list(checks.ORDERS.values()),
    }


def in_order(
    _validator: Any, pairs: list[tuple[str, str]], row: dict[str, Any], _schema: Any
) -> Iterator[ValidationError]:
    """The keyword of one's own: it has nothing to say where either is no day."""
    for last, first in pairs:
        days = checks.day(row.get(last, "")), checks.day(row.get(first, ""))
        if days[0] and days[1] and days[0] < days[1]:
            yield ValidationError("The days are not in order.", path=[last])


def main(data: Path, areas: Path, out: Path) -> None:
    formats = FormatChecker(["date"])
    formats.checks("nhs-number")(checks.nhs_right)
    rows = extend(Draft202012Validator, {"inOrder": in_order})
    validator = rows(schema(areas), format_checker=formats)
    checks.write(out, found(validator, data))


def found(validator: Any, data: Path) -> Iterator[Found]:
    for number, row in checks.records(data):
        for error in validator.iter_errors(row):
            column = error.path[0] if error.path else missing(error)
            yield Found(number, column, KINDS.get(error.validator, "format"))


def missing(error: ValidationError) -> str:
    """Which column a ``required`` speaks of is in its message alone."""
    return error.message.split("'")[1]


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
