"""Made-up rows that the engine itself accepts: made, checked, and those that fail drawn once more."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from cfgovern.cohort import as_csv
from cfgovern.cohort.plain import Rows, make_rows
from cfgovern.cohort.plain.make import Told
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
_FAR = 3  # rounds in which a row was at fault, after which what it names is drawn again too
_PATIENCE = 9  # rounds without fewer faults, after which none is hoped for


def accepted_rows(contract: Contract, *, rows: int, as_of: date, seed: int, told: Told | None = None) -> Rows:
    """Rows as ``cohort.plain.make_rows`` makes them, of which the engine finds nothing to put right.

    Rows that break a rule of the contract or of its rule packs are drawn again, up to a number of times.
    Raises UsageError ``cohort.rule`` with the rules that could not be kept, and what ``make_rows`` raises.
    """
    again: dict[str, dict[int, int]] = {table.concept: {} for table in contract.tables}
    concepts = {table.name: table.concept for table in contract.tables}
    planned = make_plan(contract, as_of.isoformat())
    faults: list[Finding] = []
    fewest, best = sys.maxsize, 0
    tries: Counter[tuple[str, int]] = Counter()
    for turn in range(1, _ROUNDS + 1):
        made = make_rows(contract, rows=rows, as_of=as_of, seed=seed, told=told or {}, again=again)
        faults = _faults(contract, planned, made, as_of)
        if not faults:
            return made
        places = {(fault.table, fault.row) for fault in faults if fault.table and fault.row is not None}
        if len(faults) < fewest:
            fewest, best = len(faults), turn
        if not places or turn - best >= _PATIENCE:
            break
        tries = Counter({place: tries[place] + 1 for place in places})
        # What a row names may be what is in its way.
        places |= set(_named_by(contract, made, [place for place in places if tries[place] % _FAR == 0]))
        for table, row in places:
            again[concepts[table]][row] = turn
    rules = sorted({fault.rule for fault in faults})
    raise UsageError(
        "cohort.rule",
        f"No rows were found that keep {'this rule' if len(rules) == 1 else 'these rules'} of the contract: "
        f"{', '.join(rules)}.",
        fix="See whether any row can keep them together with the limits of the columns they read.",
    )


def _named_by(contract: Contract, made: Rows, places: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Table and row (from 1) of the rows that the rows at ``places`` name by their foreign keys."""
    for name, number in places:
        table = contract.table(name)
        for key in table.foreign_keys if table else ():
            cells = [made[name][number - 1].get(column) for column in key.columns]
            for at, row in enumerate(made[key.table], start=1):
                if cells == [row.get(column) for column in key.to_columns]:
                    yield key.table, at


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
