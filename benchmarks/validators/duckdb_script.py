"""No tool: the same checks written by hand in DuckDB's SQL for this one contract, in one scan."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from benchmarks.validators import checks, sql_checks
from benchmarks.validators.checks import Found


def main(data: Path, areas: Path, out: Path) -> None:
    connection = duckdb.connect()
    conditions = sql_checks.wrong()
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
