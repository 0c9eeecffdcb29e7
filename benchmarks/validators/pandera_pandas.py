"""pandera on pandas: native checks where there are, vectorised functions where there are none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from benchmarks.validators import checks, pandas_checks
from benchmarks.validators.checks import Found


def schema(areas: Path) -> pa.DataFrameSchema:
    """One check a kind and column. pandera leaves blank cells out of them."""
    found: dict[str, list[pa.Check]] = {column: [] for column in checks.COLUMNS}
    for column in checks.DATES:
        found[column].append(pa.Check(lambda cells: pandas_checks.day(cells).notna(), name="date"))
    for column, most in checks.RANGES.items():
        found[column].append(
            pa.Check(lambda cells, most=most: pandas_checks.whole(cells, most), name="range")
        )
    for column, codes in checks.CODES.items():
        found[column].append(pa.Check.isin(codes, error="list"))
    for column, pattern in checks.PATTERNS.items():
        found[column].append(pa.Check.str_matches(pattern, error="pattern"))
    found[checks.LINK].append(pa.Check.isin(checks.area_codes(areas), error="link"))
    found[checks.DIGIT].append(pa.Check(pandas_checks.digit, name="digit"))
    return pa.DataFrameSchema(
        {
            column: pa.Column(str, ones, nullable=column not in checks.REQUIRED, unique=column == checks.KEY)
            for column, ones in found.items()
        },
        checks=[
            pa.Check(
                lambda frame, last=last, first=first: pandas_checks.in_order(frame, last, first),
                name=f"order:{last}",
            )
            for last, first in checks.ORDERS.values()
        ],
    )


def found(failures: pd.DataFrame) -> Iterator[Found]:
    """pandera counts rows from 0, and tells a check of the frame once for each column: one is enough."""
    names = {"not_nullable": "required", "field_uniqueness": "key"}
    ours = failures[["index", "column", "check"]].itertuples(index=False, name=None)
    for row, column, check in ours:
        kind, _, other = names.get(check, check).partition(":")
        if not other or other == column:
            yield Found(int(row) + 1, column, kind)


def main(data: Path, areas: Path, out: Path) -> None:
    frame = pandas_checks.read(data)
    try:
        schema(areas).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        checks.write(out, found(errors.failure_cases))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
