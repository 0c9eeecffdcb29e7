"""Made-up rows that the engine itself accepts: made, checked, and those that fail drawn once more."""

from __future__ import annotations

import sys
from datetime import date

from cfgovern.cohort.plain.make import Told, make_numbered
from cfgovern.cohort.rows import Rows
from cfgovern.contract.model import Contract
from cfgovern.contract.schemas import odcs_faults
from cfgovern.errors import OperatorFileError, UsageError
from cfgovern.findings import Finding
from cfgovern.journeys.ownrows import must_have_room, report_on
from cfgovern.validation.planning import make_plan

__all__ = ["accepted_rows"]

_ROUNDS = 40
_PATIENCE = 9  # rounds without fewer faults, after which none is hoped for


def accepted_rows(contract: Contract, *, rows: int, as_of: date, seed: int, told: Told | None = None) -> Rows:
    """Rows as ``cohort.plain.make_rows`` makes them, of which the engine finds nothing to put right.

    Rows that break a rule of the contract or of its rule packs are drawn again, up to a number of times; a
    rule that the engine can tell for the whole table only is kept by luck or not at all.
    Raises UsageError ``cohort.rule`` with the rules that could not be kept, ``cohort.length`` and
    ``cohort.unreadable`` for what is too much to be read, and what ``make_rows`` raises; OperatorFileError
    where the contract does not keep to ODCS, as a check would.
    """
    unknown = odcs_faults(contract.document)
    if unknown:  # a misspelt key may be what says that a column identifies somebody
        raise OperatorFileError("contract.invalid", "The contract does not keep to ODCS.", unknown)
    must_have_room(contract)
    again: dict[str, dict[int, int]] = {table.name: {} for table in contract.tables}
    planned = make_plan(contract, as_of.isoformat())
    faults: list[Finding] = []
    fewest, best = sys.maxsize, 0
    for turn in range(1, _ROUNDS + 1):
        made, numbers = make_numbered(
            contract, rows=rows, as_of=as_of, seed=seed, told=told or {}, again=again
        )
        found = report_on(contract, planned, made).findings
        faults = [finding for finding in found if finding.severity != "info"]
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
