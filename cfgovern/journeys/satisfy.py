"""Made-up rows that the engine itself accepts: made, checked, and those that fail drawn once more."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from cfgovern.cohort import as_csv
from cfgovern.cohort.plain import Rows
from cfgovern.cohort.plain.make import Told, make_numbered
from cfgovern.contract.model import Contract
from cfgovern.errors import UsageError
from cfgovern.findings import Finding
from cfgovern.intake.job import job_folder
from cfgovern.journeys import worker
from cfgovern.journeys.submission import report_of, task
from cfgovern.validation.messages import load_messages
from cfgovern.validation.planning import Planned, make_plan

__all__ = ["accepted_rows"]

_ROUNDS = 40
_PATIENCE = 9  # rounds without fewer faults, after which none is hoped for


def accepted_rows(contract: Contract, *, rows: int, as_of: date, seed: int, told: Told | None = None) -> Rows:
    """Rows as ``cohort.plain.make_rows`` makes them, of which the engine finds nothing to put right.

    Rows that break a rule of the contract or of its rule packs are drawn again, up to a number of times; a
    rule that the engine can tell for the whole table only is kept by luck or not at all.
    Raises UsageError ``cohort.rule`` with the rules that could not be kept, and what ``make_rows`` raises.
    """
    again: dict[str, dict[int, int]] = {table.name: {} for table in contract.tables}
    planned = make_plan(contract, as_of.isoformat())
    faults: list[Finding] = []
    fewest, best = sys.maxsize, 0
    for turn in range(1, _ROUNDS + 1):
        made, numbers = make_numbered(
            contract, rows=rows, as_of=as_of, seed=seed, told=told or {}, again=again
        )
        faults = _faults(contract, planned, made, as_of)
        if not faults:
            return made
        places = {(fault.table, fault.row) for fault in faults if fault.table and fault.row is not None}
        if len(faults) < fewest:
            fewest, best = len(faults), turn
        if not places or turn - best >= _PATIENCE:
            break
        for table, row in places:
            again[table][numbers[table][row - 1]] = turn
    rules = sorted({fault.rule for fault in faults})
    raise UsageError(
        "cohort.rule",
        f"No rows were found that keep {'this rule' if len(rules) == 1 else 'these rules'} of the contract: "
        f"{', '.join(rules)}.",
        fix="See whether any row can keep them together with the limits of the columns they read.",
    )


def _faults(contract: Contract, planned: Planned, made: Rows, as_of: date) -> list[Finding]:
    """What the engine finds in ``made`` that must be put right, in this process: it is nobody's data."""
    with job_folder() as job:
        sent = _written(contract, made, job / "made")
        work = job / "work"
        work.mkdir()
        asked = json.loads(json.dumps(task(sent, work, None, contract, planned)))
        answer: Mapping[str, object] = json.loads(json.dumps(worker.run(asked), allow_nan=False))
    report = report_of(answer, "made", as_of.isoformat(), contract, planned, load_messages())
    return [finding for finding in report.findings if finding.severity != "info"]


def _written(contract: Contract, made: Rows, folder: Path) -> Path:
    folder.mkdir()
    for table in contract.tables:
        (folder / f"{table.name}.csv").write_bytes(as_csv(table, made[table.name]))
    return folder
