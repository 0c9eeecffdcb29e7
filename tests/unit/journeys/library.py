"""The library of the journeys, checked in this process: what is waived and what is confirmed."""

from __future__ import annotations

from pathlib import Path

from cfgovern.contract.load import load_contract
from cfgovern.findings import Report
from cfgovern.journeys.ownrows import answer_on
from cfgovern.journeys.report import report_of
from cfgovern.journeys.request import Known
from cfgovern.journeys.waiving import resting
from cfgovern.profile.confirmations import load_confirmations
from cfgovern.validation.messages import load_messages
from cfgovern.validation.planning import make_plan
from tests.journeys.settled import contract as written

Row = dict[str, str]
MEMBER = {"member_id": "M-001", "full_name": "A", "joined": "2020-01-01", "age": "40"}


def loan(number: int, returned: str = "2025-01-05") -> Row:
    """A loan that came back before it went out, unless told otherwise."""
    return {"loan_id": str(number), "member_id": "M-001", "lent": "2026-01-05", "returned": returned}


def checked(
    folder: Path,
    loans: list[Row],
    members: list[Row] | None = None,
    *,
    day: str = "2026-10-01",
    area: str | None = None,
    confirmations: Path | None = None,
) -> Report:
    """The report on these rows, with the waivers in ``folder`` in force."""
    path = written(folder)
    contract = load_contract(path)
    planned = make_plan(contract, day)
    rests = resting(path, contract, planned, day, area)
    planned = rests.planned(planned)
    answer = answer_on(
        contract, planned, {"members": [MEMBER] if members is None else members, "loans": loans}
    )
    given = load_confirmations(confirmations) if confirmations else None
    known = Known(contract, day, planned, rests=rests, confirmations=given)
    return report_of(answer, "0" * 32, known, load_messages())
