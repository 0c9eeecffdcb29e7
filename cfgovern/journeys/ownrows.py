"""Rows of our own making before the engine: checked in this process, as they are nobody's data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cfgovern.cohort.files import as_csv
from cfgovern.contract.model import Contract
from cfgovern.errors import SubmissionRefused, UsageError
from cfgovern.findings import Report
from cfgovern.intake.job import job_folder
from cfgovern.intake.limits import Limits
from cfgovern.journeys import worker
from cfgovern.journeys.report import report_of
from cfgovern.journeys.request import Known
from cfgovern.journeys.tasks import task
from cfgovern.validation.messages import load_messages
from cfgovern.validation.planning import Planned

__all__ = ["answer_on", "must_have_room", "report_on", "report_on_files"]

Rows = Mapping[str, Sequence[Mapping[str, str]]]


def answer_on(
    contract: Contract, planned: Planned, rows: Rows, *, listed: int | None = None
) -> dict[str, Any]:
    """What the worker answers on ``rows`` sent as CSV files; ``listed``: findings of a check at most.

    Raises UsageError ``cohort.unreadable`` where rows such as the contract asks for are over a limit.
    """
    files = {f"{table.name}.csv": as_csv(table, rows[table.name]) for table in contract.tables}
    try:
        return _answer(contract, planned, files, listed)
    except SubmissionRefused as refusal:
        raise UsageError(
            "cohort.unreadable",
            f"Rows as this contract asks for cannot be read back. {refusal.what}",
            where=refusal.where,
            fix="Ask for fewer rows, or for shorter texts in the contract.",
        ) from None


def must_have_room(contract: Contract) -> None:
    """Raise UsageError ``cohort.length`` where a cell would have to be longer than any that is read."""
    most = Limits().cell_chars
    for table in contract.tables:
        for column in table.collected:
            if (column.min_length or 0) > most:
                raise UsageError(
                    "cohort.length",
                    f"The minLength of {table.name}.{column.name} is {column.min_length:,}, and no cell of "
                    f"more than {most:,} characters is read.",
                    fix="Change the minLength in the contract.",
                )


def report_on(contract: Contract, planned: Planned, rows: Rows) -> Report:
    """The whole report on ``rows``."""
    return _report(contract, planned, answer_on(contract, planned, rows))


def report_on_files(contract: Contract, planned: Planned, files: Mapping[str, bytes]) -> Report:
    """The whole report on a folder with these ``files``."""
    return _report(contract, planned, _answer(contract, planned, files, None))


def _report(contract: Contract, planned: Planned, answer: Mapping[str, Any]) -> Report:
    known = Known(contract, planned.plan.parameters["as_of"] or "", planned)
    return report_of(answer, "own", known, load_messages())


def _answer(
    contract: Contract, planned: Planned, files: Mapping[str, bytes], listed: int | None
) -> dict[str, Any]:
    with job_folder() as job:
        sent, work = job / "sent", job / "work"
        sent.mkdir()
        work.mkdir()
        for name, data in files.items():
            (sent / Path(name).name).write_bytes(data)
        asked = task(sent, work, None, contract, planned)
        if listed is not None:
            asked["plan"]["listed"] = listed
        answer: dict[str, Any] = worker.run(asked)
        return answer
