"""Cerberus row by row: functions of one's own for days, date order, the key and the check digit."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cerberus import Validator, errors

from benchmarks.validators import checks
from benchmarks.validators.checks import Found

KINDS = {
    errors.REQUIRED_FIELD.code: "required",
    errors.UNALLOWED_VALUE.code: "list",
    errors.REGEX_MISMATCH.code: "pattern",
}
KINDS |= dict.fromkeys((errors.BAD_TYPE.code, errors.MIN_VALUE.code, errors.MAX_VALUE.code), "range")


class Rows(Validator):
    """The checks that need the whole row, or rows before it."""

    seen: set[str]

    def _check_with_day(self, field: str, value: str) -> None:
        if checks.day(value) is None:
            self._error(field, "date")
            return
        for last, first in checks.ORDERS.values():
            days = checks.day(value), checks.day(self.document.get(first, ""))
            if field == last and days[0] and days[1] and days[0] < days[1]:
                self._error(field, "order")

    def _check_with_nhs(self, field: str, value: str) -> None:
        if not checks.nhs_right(value):
            self._error(field, "digit")

    def _check_with_key(self, field: str, value: str) -> None:
        if value in self.seen:
            self._error(field, "key")
        self.seen.add(value)


def schema(areas: Path) -> dict[str, dict[str, Any]]:
    """Cerberus' rules of one row."""
    rules: dict[str, dict[str, Any]] = {
        column: {"type": "string", "required": column in checks.REQUIRED} for column in checks.COLUMNS
    }
    for column in checks.DATES:
        rules[column]["check_with"] = "day"
    for column, most in checks.RANGES.items():
        rules[column] |= {"type": "integer", "min": 0, "max": most}
    for column, codes in checks.CODES.items():
        rules[column]["allowed"] = codes
    for column, pattern in checks.PATTERNS.items():
        rules[column]["regex"] = pattern
    rules[checks.LINK]["allowed"] = checks.area_codes(areas)
    rules[checks.DIGIT]["check_with"] = "nhs"
    rules[checks.KEY]["check_with"] = "key"
    return rules


def found(validator: Rows, data: Path) -> Iterator[Found]:
    validator.seen = set()
    for number, row in checks.records(data):
        if not validator.validate(row, normalize=False):
            for error in validator._errors:
                yield Found(number, error.field, KINDS.get(error.code) or error.info[0])


def main(data: Path, areas: Path, out: Path) -> None:
    checks.write(out, found(Rows(schema(areas)), data))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
