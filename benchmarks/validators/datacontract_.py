"""datacontract-cli with the same contract in the form that it can run: it counts, and names no row.

With ``logicalType: date`` one bad date ends its reading of the file and no check has a result. So every
column is text here, and days, whole numbers, their order and the check digit are SQL rules. It sends nothing
anywhere unless ``--publish`` is given. It reads the CSV file again for each check; with ``load`` as the last
argument DuckDB reads it into a database first, and the contract is about that.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
from datacontract.data_contract import DataContract

from benchmarks.validators import checks, sql_checks
from benchmarks.validators.checks import Found

KINDS = {
    "field_required": "required",
    "field_unique": "key",
    "field_regex": "pattern",
    "field_invalid_values": "list",
    "field_relationships": "link",
}


def rules() -> Iterator[dict[str, Any]]:
    """Rules that count rows for what the contract cannot say of a column of text."""
    for (column, kind), condition in sql_checks.wrong().items():
        if kind in ("date", "range", "order", "digit"):
            query = f"SELECT count(*) FROM participants WHERE {condition}"
            yield {"id": f"{kind}-{column}", "type": "sql", "query": query, "mustBe": 0}


def properties() -> Iterator[dict[str, Any]]:
    for column in checks.COLUMNS:
        one: dict[str, Any] = {"name": column, "logicalType": "string", "physicalType": "VARCHAR"}
        one["required"] = column in checks.REQUIRED
        if column in checks.PATTERNS:
            one["logicalTypeOptions"] = {"pattern": checks.PATTERNS[column]}
        if column in checks.CODES:
            values = {"metric": "invalidValues", "arguments": {"validValues": checks.CODES[column]}}
            one["quality"] = [{**values, "mustBe": 0}]
        if column == checks.KEY:
            one |= {"unique": True}
        if column == checks.LINK:
            one["relationships"] = [{"type": "foreignKey", "to": f"areas.{checks.LINK}"}]
        yield one


def csv_files(data: Path) -> dict[str, Any]:
    path = str(data.parent / "{model}.csv")
    return {"server": "local", "type": "local", "path": path, "format": "csv", "delimiter": ","}


def database(data: Path, areas: Path, path: Path) -> dict[str, Any]:
    """Both tables as text in a database at ``path``."""
    path.unlink(missing_ok=True)
    with duckdb.connect(path) as connection:
        for table, source in {"participants": data, "areas": areas}.items():
            connection.execute(f"CREATE TABLE {table} AS FROM read_csv('{source}', all_varchar = true)")
    return {"server": "local", "type": "duckdb", "database": str(path), "schema": "main"}


def contract(server: dict[str, Any]) -> dict[str, Any]:
    area = {"name": checks.LINK, "logicalType": "string", "physicalType": "VARCHAR"}
    return {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": "benchmark",
        "version": "1.0.0",
        "status": "active",
        "servers": [server],
        "schema": [
            {"name": "participants", "properties": [*properties()], "quality": [*rules()]},
            {"name": "areas", "properties": [area]},
        ],
    }


def found(run: Any) -> Iterator[Found]:
    """A check that failed has how many, and no place."""
    for check in run.checks:
        if check.result is None or check.result.value == "passed":
            continue
        kind, _, column = (check.qualityId or "").partition("-")
        kind, column = kind or KINDS.get(check.type, check.type), column or check.field
        yield Found(None, column, kind, check.diagnostics["value"])


def main(data: Path, areas: Path, out: Path, load: bool) -> None:
    server = database(data, areas, out.with_suffix(".duckdb")) if load else csv_files(data)
    written = out.with_suffix(".odcs.json")
    written.write_text(json.dumps(contract(server)), encoding="utf-8")
    run = DataContract(data_contract_file=str(written)).test()
    checks.write(out, found(run))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), load="load" in sys.argv[4:])
