"""What the child process is asked to look at, as JSON values."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from cfgovern.contract.model import Contract, Table
from cfgovern.detection.roles import role_of
from cfgovern.journeys.tasks import key_words
from cfgovern.keys.reviewkey import ReviewKey
from cfgovern.profile.mapping import AreaMapping
from cfgovern.validation.recordkeys import key_forms

__all__ = ["scan_task"]

LISTED = 10_000  # places of a rule


class Asks(Protocol):
    """What of a request concerns the child."""

    @property
    def table(self) -> str | None: ...
    @property
    def registry(self) -> Path | None: ...
    @property
    def generic(self) -> bool: ...
    @property
    def model(self) -> str | None: ...
    @property
    def without(self) -> frozenset[str]: ...
    @property
    def shapes(self) -> bool: ...


def scan_task(
    contract: Contract,
    paths: Sequence[Path],
    job: Path,
    asked: Asks,
    key: ReviewKey | None,
    settled: Mapping[str, bool],
    counted: Mapping[str, Any] | None,
    mapping: AreaMapping | None = None,
) -> dict[str, Any]:
    """What the child is asked to do, as JSON values: the argument of ``scanworker.run``.

    ``counted``: what it is to count to measure risk, as of ``scanrisk.risk_asked``.
    """
    tables = contract.tables
    return {
        "paths": [str(path.resolve()) for path in paths],
        "job": str(job),
        "table": asked.table,
        "registry": str(asked.registry.resolve()) if asked.registry is not None else None,
        "generic": asked.generic,
        "model": _placed(asked.model),
        "without": sorted(asked.without),
        "listed": LISTED,
        "review_key": key.for_child() if key is not None else None,
        "settled": dict(settled),
        "shapes": asked.shapes,
        "risk": counted,
        "wanted": {
            entry.name: {
                "names": [column.name for column in entry.columns],
                "labels": [column.label for column in entry.columns],
                "needed": [],
            }
            for entry in tables
        },
        "keys": key_words(contract, mapping),
        "mapping": {name: told.as_json() for name, told in mapping.tables.items()} if mapping else {},
        "key_forms": {
            entry.name: {name: form.as_json() for name, form in key_forms(contract, entry).items()}
            for entry in tables
        },
        "roles": {entry.name: _roles(entry) for entry in tables},
        "identifiers": {
            entry.name: {column.name: column.identifier for column in entry.columns if column.identifier}
            for entry in tables
        },
        "areas": _of_concept(tables, "area_id"),
        "origins": _of_concept(tables, "record_origin"),
    }


def _placed(model: str | None) -> str | None:
    """A model that is a file or folder by its whole path; the name of an installed one as it is."""
    return model if model is None or not os.path.exists(model) else str(Path(model).resolve())


def _roles(table: Table) -> dict[str, Any]:
    return {
        column.name: role_of(
            column.identifier,
            column.type,
            coded=bool(column.code_list or column.enum or column.pattern),
            record_id="record_id" in column.roles,
        ).as_json()
        for column in table.columns
    }


def _of_concept(tables: Sequence[Table], concept: str) -> dict[str, str]:
    """The column of that concept of each table that has one."""
    found = {table.name: table.by_concept(concept) for table in tables}
    return {name: column.name for name, column in found.items() if column is not None}
