"""What the child process is asked to do with a submission, as JSON values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cfgovern.contract.model import Contract
from cfgovern.contract.records import table_schema
from cfgovern.intake.kinds import may_hold_json
from cfgovern.validation.planning import Planned

__all__ = ["task"]


def task(
    submission: Path, job: Path, table: str | None, contract: Contract, planned: Planned
) -> dict[str, Any]:
    """What the child is asked to do, as JSON values: the argument of ``worker.run``."""
    return {
        "path": str(submission.resolve()),
        "job": str(job),
        "table": table,
        "wanted": {
            entry.name: {
                "names": [column.name for column in entry.columns],
                "labels": [column.label for column in entry.columns],
                "needed": [column.name for column in entry.collected],
            }
            for entry in contract.tables
        },
        "keys": {
            entry.name: [
                word
                for column in entry.columns
                if column.name in entry.primary_key
                for word in (column.name, column.label)
            ]
            for entry in contract.tables
        },
        "plan": planned.plan.as_json(),
        "schemas": _schemas(submission, contract),
    }


def _schemas(submission: Path, contract: Contract) -> dict[str, str]:
    """The JSON Schema of each table, where there may be records of JSON Lines."""
    if not may_hold_json(submission):
        return {}
    return {table.name: json.dumps(table_schema(contract, table)) for table in contract.tables}
