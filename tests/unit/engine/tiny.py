"""Tiny tables through the whole engine, their columns as a contract hands them to it."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cfgovern.contract.model import Column, Contract, Table
from cfgovern.engine.plan import BoundTable, Check, Plan, PlanTable
from cfgovern.engine.result import Result
from cfgovern.engine.run import run
from cfgovern.tables import ODD, SEPARATOR, SPACES, Lines
from cfgovern.validation.planning import make_plan
from cfgovern.yamlfile import Document

NO_PERIOD = {"as_of": "2026-10-01", "period_start": None, "period_end": None}


def column(name: str, kind: str = "string", **more: Any) -> Column:
    """A contract column."""
    return Column(name, (), type=kind, concept=more.pop("concept", name), **more)


def table(name: str, *columns: Column, **more: Any) -> PlanTable:
    """A contract table as the engine sees it."""
    entry = Table(name, (), columns, concept=more.pop("concept", name), **more)
    contract = Contract("urn:test", "Test", "1.0.0", "active", "v3.1.0", (entry,), {}, "", _NO_DOCUMENT)
    return make_plan(contract, "2026-10-01").plan.tables[0]


_NO_DOCUMENT: Document = None  # type: ignore[assignment]


def check(
    kind: str, column: str | None = "c", *, table: str = "t", severity: str = "error", **params: Any
) -> Check:
    """A check; :func:`judge` numbers it."""
    return Check(0, f"{table}.{column}.{kind}", kind, severity, table, column, params)


def bind(folder: Path, entry: PlanTable, rows: Sequence[Sequence[str]], sent: Sequence[str]) -> BoundTable:
    """``rows`` as intake writes them, under the columns ``sent``; one that the contract has not is extra."""
    path = folder / f"{entry.name}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=SEPARATOR, lineterminator="\r\n")
        writer.writerows([number, *row] for number, row in enumerate(rows, start=1))
    known = {entry.name for entry in entry.columns}
    places = {name: place for place, name in enumerate(sent) if name in known}
    spaced = any(cell != cell.strip(SPACES) for row in rows for cell in row)
    odd = any(re.search(ODD, cell) for row in rows for cell in row)
    broken = any(re.search(r"[\r\n]", cell) for row in rows for cell in row)
    lines = Lines([1], [1])
    return BoundTable(entry.name, str(path), len(sent), places, spaced, odd, broken, lines=lines)


def judge(
    folder: Path,
    tables: Mapping[PlanTable, Sequence[Sequence[str]]] | Sequence[tuple[PlanTable, Sequence[Sequence[str]]]],
    checks: Sequence[Check],
    *,
    sent: Mapping[str, Sequence[str]] | None = None,
    absent: Sequence[PlanTable] = (),
    parameters: Mapping[str, str | None] = NO_PERIOD,
    listed: int = 10_000,
) -> Result:
    """What the engine finds in ``tables`` (table, rows); ``sent`` says which columns came, in order."""
    pairs = list(tables.items()) if isinstance(tables, Mapping) else list(tables)
    plan = Plan(
        tables=(*(entry for entry, _ in pairs), *absent),
        checks=tuple(replace(one, number=number) for number, one in enumerate(checks)),
        parameters=parameters,
        listed=listed,
    )
    names = {entry.name: [column.name for column in entry.columns] for entry, _ in pairs} | dict(sent or {})
    bound = [bind(folder, entry, rows, names[entry.name]) for entry, rows in pairs]
    return run(Plan.from_json(plan.as_json()), bound, folder, memory="256MB", threads=1)


def rows(result: Result, number: int = 0) -> list[int]:
    """The records that the check of that number found."""
    return [hit.row for hit in result.hits.get(number, [])]
