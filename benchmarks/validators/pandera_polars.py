"""pandera on polars: native checks where there are, polars expressions where there are none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pandera.polars as pa
import polars as pl

from benchmarks.validators import checks, polars_checks
from benchmarks.validators.checks import Found


def schema(areas: Path) -> pa.DataFrameSchema:
    """One check a kind and column. Blank cells are the business of ``nullable`` alone."""
    found: dict[str, list[pa.Check]] = {column: [] for column in checks.COLUMNS}
    for column in checks.DATES:
        found[column].append(expression("date", polars_checks.day(column).is_not_null(), column))
    for column, most in checks.RANGES.items():
        within = polars_checks.whole(column).is_between(0, most).fill_null(False)
        found[column].append(expression("range", within, column))
    for column, codes in checks.CODES.items():
        found[column].append(pa.Check.isin(codes, error="list"))
    for column, pattern in checks.PATTERNS.items():
        found[column].append(pa.Check.str_matches(pattern, error="pattern"))
    found[checks.LINK].append(pa.Check.isin(checks.area_codes(areas), error="link"))
    found[checks.DIGIT].append(expression("digit", polars_checks.digit(checks.DIGIT), checks.DIGIT))
    return pa.DataFrameSchema(
        {
            column: pa.Column(str, ones, nullable=column not in checks.REQUIRED, unique=column == checks.KEY)
            for column, ones in found.items()
        },
        checks=[
            pa.Check(
                lambda data, last=last, first=first: data.lazyframe.select(
                    polars_checks.order(last, first).fill_null(True)
                ),
                name=f"order:{last}",
            )
            for last, first in checks.ORDERS.values()
        ],
    )


def expression(kind: str, right: pl.Expr, column: str) -> pa.Check:
    return pa.Check(lambda data: data.lazyframe.select(pl.col(column).is_null() | right), name=kind)


def found(failures: pl.DataFrame) -> Iterator[Found]:
    """pandera counts rows from 0, and names no column for a check of two."""
    names = {"not_nullable": "required", "field_uniqueness": "key"}
    for row, column, check in failures.select("index", "column", "check").iter_rows():
        kind, _, other = names.get(check, check).partition(":")
        yield Found(row + 1, column or other, kind)


def main(data: Path, areas: Path, out: Path) -> None:
    frame = pl.read_csv(data, infer_schema=False)
    try:
        schema(areas).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        checks.write(out, found(errors.failure_cases))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
