"""The checks of single rows in DuckDB's SQL."""

from __future__ import annotations

from benchmarks.validators import checks

__all__ = ["wrong"]


def wrong() -> dict[tuple[str, str], str]:
    """The condition of each fault, by (column, kind). It is null where there is nothing to say."""
    found = {(column, "required"): f"{column} IS NULL" for column in checks.REQUIRED}
    for column in checks.DATES:
        found[column, "date"] = f"{column} IS NOT NULL AND try_cast({column} AS DATE) IS NULL"
    for column, most in checks.RANGES.items():
        whole = f"try_cast({column} AS BIGINT)"
        found[column, "range"] = (
            f"{column} IS NOT NULL AND ({whole} IS NULL OR {whole} NOT BETWEEN 0 AND {most})"
        )
    for column, codes in checks.CODES.items():
        listed = ", ".join(f"'{code}'" for code in codes)
        found[column, "list"] = f"{column} NOT IN ({listed})"
    for column, pattern in checks.PATTERNS.items():
        found[column, "pattern"] = f"NOT regexp_matches({column}, '{pattern}')"
    for last, first in checks.ORDERS.values():
        found[last, "order"] = f"try_cast({last} AS DATE) < try_cast({first} AS DATE)"
    number = f"try_cast({checks.DIGIT} AS BIGINT)"
    total = " + ".join(f"{place + 1} * ({number} // {10**place} % 10)" for place in range(10))
    found[checks.DIGIT, "digit"] = (
        f"{checks.DIGIT} IS NOT NULL AND (length({checks.DIGIT}) <> 10 OR ({total}) % 11 <> 0)"
    )
    return found
