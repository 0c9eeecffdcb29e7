"""The checks as polars expressions: true where a cell is right, null where it is blank or cannot be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from benchmarks.validators import checks

__all__ = ["day", "digit", "order", "right", "whole"]


def day(column: str) -> pl.Expr:
    return pl.col(column).str.to_date("%Y-%m-%d", strict=False)


def whole(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Int64, strict=False)


def digit(column: str) -> pl.Expr:
    """Ten digits whose weighted sum 11 divides."""
    number = pl.col(column).cast(pl.Int64, strict=False)
    total = pl.sum_horizontal((number // 10**place % 10) * (place + 1) for place in range(10))
    return (pl.col(column).str.len_bytes() == 10) & number.is_not_null() & (total % 11 == 0)


def order(last: str, first: str) -> pl.Expr:
    return day(last) >= day(first)


def right(areas: Sequence[str]) -> Iterator[tuple[str, str, pl.Expr]]:
    """(kind, column, expression) of every check."""
    for column in checks.REQUIRED:
        yield "required", column, pl.col(column).is_not_null()
    for column in checks.DATES:
        yield "date", column, pl.col(column).is_null() | day(column).is_not_null()
    for column, most in checks.RANGES.items():
        yield (
            "range",
            column,
            pl.col(column).is_null() | whole(column).is_between(0, most).fill_null(False),
        )
    for column, codes in checks.CODES.items():
        yield "list", column, pl.col(column).is_in(codes)
    for column, pattern in checks.PATTERNS.items():
        yield "pattern", column, pl.col(column).str.contains(pattern)
    yield "key", checks.KEY, pl.col(checks.KEY).is_null() | ~pl.col(checks.KEY).is_duplicated()
    for last, first in checks.ORDERS.values():
        yield "order", last, order(last, first)
    yield "link", checks.LINK, pl.col(checks.LINK).is_in(list(areas))
    yield "digit", checks.DIGIT, pl.col(checks.DIGIT).is_null() | digit(checks.DIGIT)
