"""great_expectations on pandas: every expectation with the index of each row that does not meet it.

Its own expectation of days goes through Python cell by cell, and it has none for whole numbers in text or
for check digits. So pandas works out columns for these, which is cheaper too. With ``own`` as the last
argument it does what it can on the file as it is. Its analytics are turned off.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd

from benchmarks.validators import checks, pandas_checks
from benchmarks.validators.checks import Found

KINDS = {
    "expect_column_values_to_not_be_null": "required",
    "expect_column_values_to_be_unique": "key",
    "expect_column_values_to_match_regex": "pattern",
    "expect_column_values_to_be_in_set": "list",
}


def expectations(areas: Path, own: bool) -> Iterator[Any]:
    """One expectation a check. ``meta`` says what column of the file it speaks of."""
    yield from _common(areas)
    yield from _own() if own else _prepared()
    yield _right("digit", checks.DIGIT)


def _common(areas: Path) -> Iterator[Any]:
    for column in checks.REQUIRED:
        yield gxe.ExpectColumnValuesToNotBeNull(column=column)
    for column, codes in checks.CODES.items():
        yield gxe.ExpectColumnValuesToBeInSet(column=column, value_set=codes)
    for column, pattern in checks.PATTERNS.items():
        yield gxe.ExpectColumnValuesToMatchRegex(column=column, regex=pattern)
    yield gxe.ExpectColumnValuesToBeUnique(column=checks.KEY)
    yield gxe.ExpectColumnValuesToBeInSet(column=checks.LINK, value_set=checks.area_codes(areas))


def _own() -> Iterator[Any]:
    """Days by their format, numbers by their figures, order as text."""
    for column in checks.DATES:
        yield gxe.ExpectColumnValuesToMatchStrftimeFormat(
            column=column, strftime_format="%Y-%m-%d", meta={"kind": "date", "column": column}
        )
    for column, most in checks.RANGES.items():
        figures = "|".join(map(str, range(most + 1)))
        yield gxe.ExpectColumnValuesToMatchRegex(
            column=column, regex=f"^({figures})$", meta={"kind": "range", "column": column}
        )
    yield from _orders("")


def _prepared() -> Iterator[Any]:
    for column in checks.DATES:
        yield _right("date", column)
    for column in checks.RANGES:
        yield _right("range", column)
    yield from _orders(" day")


def _right(kind: str, column: str) -> Any:
    told = {"kind": kind, "column": column}
    return gxe.ExpectColumnValuesToBeInSet(column=f"{column} right", value_set=[True], meta=told)


def _orders(suffix: str) -> Iterator[Any]:
    for last, first in checks.ORDERS.values():
        yield gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A=f"{last}{suffix}",
            column_B=f"{first}{suffix}",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            meta={"kind": "order", "column": last},
        )


def prepared(data: Path, own: bool) -> pd.DataFrame:
    """The table and the columns worked out from it."""
    frame = pandas_checks.read(data)
    frame[f"{checks.DIGIT} right"] = pandas_checks.digit(frame[checks.DIGIT])
    if own:
        return frame
    for column in checks.DATES:
        frame[f"{column} day"] = pandas_checks.day(frame[column])
        frame[f"{column} right"] = frame[column].isna() | frame[f"{column} day"].notna()
    for column, most in checks.RANGES.items():
        frame[f"{column} right"] = frame[column].isna() | pandas_checks.whole(frame[column], most)
    return frame


def found(result: Any) -> Iterator[Found]:
    """Its index counts rows from 0."""
    for one in result.results:
        if not one.success:
            told = one.expectation_config.meta or {}
            column = told.get("column") or one.expectation_config.kwargs["column"]
            kind = told.get("kind") or KINDS[one.expectation_config.type]
            for row in one.result["unexpected_index_list"]:
                yield Found(int(row) + 1, column, kind)


def main(data: Path, areas: Path, out: Path, own: bool) -> None:
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    frame = prepared(data, own)
    batch = (
        context.data_sources.add_pandas("pandas")
        .add_dataframe_asset("participants")
        .add_batch_definition_whole_dataframe("all")
        .get_batch({"dataframe": frame})
    )
    suite = gx.ExpectationSuite(name="participants", expectations=[*expectations(areas, own)])
    wanted = {"result_format": "COMPLETE", "return_unexpected_index_query": False}
    checks.write(out, found(batch.validate(suite, result_format=wanted)))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), own="own" in sys.argv[4:])
