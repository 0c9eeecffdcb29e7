"""The front door: what the command line, the web face and other programs call.

Every function takes and returns plain values. Errors are subclasses of
:class:`cfgovern.errors.CfgovernError`, with a stable code and the exit code a command ends with.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cfgovern import content
from cfgovern.contract.load import load_contract as _load
from cfgovern.contract.model import Contract
from cfgovern.errors import Fault, UsageError
from cfgovern.findings import Report

__all__ = ["default_contract", "demo", "lint_contract", "load_contract", "show_contract", "validate"]


def default_contract() -> Path:
    """The programme contract of the pack in use.

    Raises UsageError ``contract.choose`` when the pack has none, or more than one.
    """
    found = sorted(content.folder("schemas").glob("*/*.odcs.yaml"))
    if len(found) != 1:
        raise UsageError(
            "contract.choose",
            f"The programme pack holds {len(found)} contracts.",
            fix="Name the one to use with --contract.",
        )
    return found[0]


def load_contract(path: Path | str | None = None) -> Contract:
    """The contract at ``path``, or the programme contract.

    Raises OperatorFileError with every fault and its line and column.
    """
    return _load(Path(path) if path is not None else default_contract())


def validate(
    submission: Path | str,
    *,
    contract: Path | str | None = None,
    table: str | None = None,
    as_of: date | None = None,
    period: tuple[date, date] | None = None,
    evidence: Path | str | None = None,
) -> Report:
    """Check a submission against a contract.

    ``submission``: a workbook, a CSV file or a folder of CSV files. ``table``: the contract table
    that a single file holds. ``as_of``: the day by which codes and rules are judged (default today).
    ``period``: first and last day reported on, for the rules that look at one; without it they are
    listed as not run. ``evidence``: a folder for the run record.

    Returns a report whose outcome is pass, confirm, fail or refused. Raises OperatorFileError for a
    faulty contract or rule, UsageError for a request that cannot be met, InternalFault for a fault of
    cfgovern.
    """
    from cfgovern.journeys.submission import check_submission, keep_record

    run = check_submission(
        Path(submission),
        Path(contract) if contract is not None else default_contract(),
        table=table,
        as_of=as_of,
        period=period,
    )
    if evidence is not None:
        keep_record(run, Path(evidence))
    return run.report


def lint_contract(path: Path | str | None = None) -> list[Fault]:
    """Every fault of a contract, its code lists and the rule packs it names, in file order."""
    from cfgovern.journeys.contract_lint import lint

    return lint(Path(path) if path is not None else default_contract())


def show_contract(path: Path | str | None = None, fmt: str = "text") -> str:
    """The data dictionary of a contract as ``text``, ``html`` or ``markdown``."""
    from cfgovern.contracts import show

    return show.render(show.dictionary(load_contract(path)), fmt)  # type: ignore[arg-type]


def demo(out: Path | str, *, as_of: date | None = None) -> str:
    """Make a made-up area, check it, write every report into ``out``; what to tell the user."""
    from cfgovern.journeys.demo import run_demo

    return run_demo(Path(out), default_contract(), as_of=as_of).text
