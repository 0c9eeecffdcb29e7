"""No tool: the same checks written by hand in DuckDB's SQL for this one contract, in one scan."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from benchmarks.validators import checks
from benchmarks.validators.checks import Found


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


def main(data: Path, areas: Path, out: Path) -> None:
    connection = duckdb.connect()
    conditions = wrong()
    codes = ", ".join(f"'{code}'" for code in checks.area_codes(areas))
    conditions[checks.LINK, "link"] = f"{checks.LINK} NOT IN ({codes})"
    flags = ", ".join(f"coalesce({condition}, false)" for condition in conditions.values())
    table = f"read_csv('{data}', all_varchar = true)"
    failing = connection.execute(
        f"SELECT row, flags FROM (SELECT row_number() OVER () AS row, [{flags}] AS flags FROM {table})"
        " WHERE list_contains(flags, true)"
    ).fetchall()
    found = [
        Found(row, *place)
        for row, flags in failing
        for place, flag in zip(conditions, flags, strict=True)
        if flag
    ]
    twice = connection.execute(
        "SELECT unnest(list(row))"
        f" FROM (SELECT row_number() OVER () AS row, {checks.KEY} AS key FROM {table})"
        " GROUP BY key HAVING count(*) > 1 AND key IS NOT NULL"
    ).fetchall()
    checks.write(out, [*found, *(Found(row, checks.KEY, "key") for (row,) in twice)])


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
