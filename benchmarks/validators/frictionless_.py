"""frictionless with a Table Schema, a foreign key, and a custom check for date order and the check digit."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from frictionless import Check, Checklist, Package, Resource, Schema, errors, system

from benchmarks.validators import checks
from benchmarks.validators.checks import Found

KINDS = {"constraint-error": "constraint", "type-error": "type", "foreign-key": "link", "unique-error": "key"}
MOST = 10_000_000


class Own(Check):
    """What a Table Schema cannot say. Cells that are no day come as None."""

    type = "own"
    Errors = [errors.CellError]  # noqa: RUF012

    def validate_row(self, row: Any) -> Iterator[Any]:
        for last, first in checks.ORDERS.values():
            if row[last] and row[first] and row[last] < row[first]:
                yield errors.CellError.from_row(row, note="order", field_name=last)
        if row[checks.DIGIT] and not checks.nhs_right(row[checks.DIGIT]):
            yield errors.CellError.from_row(row, note="digit", field_name=checks.DIGIT)


def fields() -> Iterator[dict[str, Any]]:
    for column in checks.COLUMNS:
        rules: dict[str, Any] = {"required": True} if column in checks.REQUIRED else {}
        kind = "date" if column in checks.DATES else "integer" if column in checks.RANGES else "string"
        if column in checks.RANGES:
            rules |= {"minimum": 0, "maximum": checks.RANGES[column]}
        if column in checks.CODES:
            rules["enum"] = checks.CODES[column]
        if column in checks.PATTERNS:
            rules["pattern"] = checks.PATTERNS[column]
        if column == checks.KEY:
            rules["unique"] = True
        yield {"name": column, "type": kind, "constraints": rules}


def package(data: Path, areas: Path) -> Package:
    link = {"fields": [checks.LINK], "reference": {"resource": "areas", "fields": [checks.LINK]}}
    participants = Schema.from_descriptor({"fields": [*fields()], "foreignKeys": [link]})
    area = Schema.from_descriptor({"fields": [{"name": checks.LINK, "type": "string"}]})
    return Package(
        resources=[
            Resource(name="participants", path=data.name, schema=participants),
            Resource(name="areas", path=areas.name, schema=area),
        ],
        basepath=str(data.parent),
    )


def found(report: Any) -> Iterator[Found]:
    """Its row is the line of a spreadsheet: the record and one more for the heading."""
    for task in report.tasks:
        for error in task.errors:
            column = getattr(error, "field_name", None) or ",".join(getattr(error, "field_names", []))
            yield Found(error.row_number - 1, column, KINDS.get(error.type, error.note))


def main(data: Path, areas: Path, out: Path) -> None:
    with system.use_context(trusted=True):
        report = package(data, areas).validate(Checklist(checks=[Own()]), limit_errors=MOST)
    checks.write(out, found(report))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
