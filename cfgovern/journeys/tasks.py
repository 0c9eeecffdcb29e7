"""What the child process is asked to do with a submission, as JSON values."""

from __future__ import annotations

import json
from collections.abc import Container
from pathlib import Path
from typing import Any

from cfgovern.contract.model import Contract, Table
from cfgovern.contract.records import table_schema
from cfgovern.contracts.template import known_words
from cfgovern.intake.kinds import is_zip, may_hold_json
from cfgovern.profile.mapping import AreaMapping
from cfgovern.validation.planning import Planned

__all__ = ["key_words", "task"]


def task(
    submission: Path,
    job: Path,
    table: str | None,
    contract: Contract,
    planned: Planned,
    mapping: AreaMapping | None = None,
) -> dict[str, Any]:
    """What the child is asked to do, as JSON values: the argument of ``worker.run``."""
    mapped = mapping.tables if mapping else {}
    return {
        "mapping": {name: told.as_json() for name, told in mapped.items()},
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
        "keys": key_words(contract, mapping),
        "plan": planned.plan.as_json(),
        "schemas": _schemas(submission, contract, mapped),
        "ours": known_words(contract) if is_zip(submission) else {},
    }


def key_words(contract: Contract, mapping: AreaMapping | None) -> dict[str, list[str]]:
    """Of each table the words by which the columns of its key may be known."""
    return {
        entry.name: [
            word
            for column in entry.columns
            if column.name in entry.primary_key
            for word in (column.name, column.label, mapping and mapping.heading(entry.name, column.name))
            if word
        ]
        for entry in contract.tables
    }


def _schemas(submission: Path, contract: Contract, mapped: Container[str]) -> dict[str, str]:
    """The JSON Schema of each table, where there may be JSON Lines in the words of the contract."""
    if not may_hold_json(submission):
        return {}
    tables = [table for table in contract.tables if table.name not in mapped]
    return {table.name: json.dumps(_flat(table_schema(contract, table), table)) for table in tables}


def _flat(schema: dict[str, Any], table: Table) -> dict[str, Any]:
    """``schema`` without nested columns: a record of a submission holds one text for each, if anything."""
    nested = {column.name for column in table.columns if column.nested}
    held = {name: told for name, told in schema["properties"].items() if name not in nested}
    return {**schema, "properties": held}
