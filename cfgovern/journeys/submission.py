"""A submission against its contract: contract and rules in, child process, findings out."""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from cfgovern import __version__, windows
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.contract.schemas import odcs_faults
from cfgovern.errors import OperatorFileError, SubmissionRefused, UsageError
from cfgovern.evidence.previous import Previous, read_previous
from cfgovern.evidence.score import score
from cfgovern.evidence.spans import is_spans
from cfgovern.evidence.truth import PlantedFault, about, read_decoys, read_faults
from cfgovern.findings import Finding, Report, RuleText
from cfgovern.intake import sandbox
from cfgovern.intake.job import job_folder
from cfgovern.intake.labels import submission_name
from cfgovern.intake.limits import Limits
from cfgovern.journeys.annotated import annotated_copy, not_read
from cfgovern.journeys.collection import due_of
from cfgovern.journeys.comparing import compared
from cfgovern.journeys.report import contract_ref, report_of
from cfgovern.journeys.tasks import task
from cfgovern.journeys.waiving import Resting, resting
from cfgovern.profile.area import Area
from cfgovern.profile.confirmations import Confirmations, load_confirmations
from cfgovern.profile.mapping import AreaMapping, load_mapping
from cfgovern.progress import Told
from cfgovern.validation.collection import Due
from cfgovern.validation.messages import Messages, load_messages
from cfgovern.validation.planning import Planned, make_plan
from cfgovern.yamlfile import Given

__all__ = ["Run", "check_submission", "keep_record", "must_run", "on_disk", "refused"]

ENTRY = "cfgovern.journeys.worker:run"


@dataclass(frozen=True, slots=True)
class Run:
    """One validation: the report, when it ran, and the options that can change its result.

    ``copy``: the annotated copy of a workbook, or why there is none; None where none was asked for.
    """

    report: Report
    contract: Contract
    started: datetime
    ended: datetime
    options: Mapping[str, Any]
    copy: bytes | UsageError | None = field(default=None, repr=False)


def check_submission(
    submission: Path | BinaryIO,
    contract_path: Path | Given,
    *,
    table: str | None = None,
    as_of: date | None = None,
    period: tuple[date, date] | None = None,
    area: Area | None = None,
    mapping: Path | None = None,
    score_against: Path | None = None,
    confirmations: Path | None = None,
    previous: Path | None = None,
    annotate: bool = False,
    limits: Limits | None = None,
    progress: Told | None = None,
) -> Run:
    """Check ``submission``, a file, a folder or a stream of one file, against the contract.

    The rest is as for ``cfgovern.api.check``. A submission that cannot be read gives a report with outcome
    ``refused``. Raises OperatorFileError or UsageError for a faulty file or request, InternalFault for a
    fault of cfgovern.
    """
    started = datetime.now(UTC)
    truth = _truth(score_against, submission) if score_against is not None else None
    day = (as_of or datetime.now().astimezone().date()).isoformat()
    run_id = uuid.uuid4().hex
    with job_folder() as job:
        path = on_disk(submission, job, limits or Limits())
        limits = limits or Limits.for_submission(path)
        with sandbox.start(ENTRY, limits=limits, told=progress) as child:
            contract = load_contract(contract_path)
            _hold_to(contract, area, table)
            asked = _asked(contract_path, contract, day, period, area, mapping, confirmations, previous)
            options = {"as_of": day, "table": table} | asked.options()
            child.send(task(path, job, table, contract, asked.planned, asked.mapped))
            _must_be_odcs(contract)
            book = load_messages()
            try:
                answer = child.result()
            except SubmissionRefused as refusal:
                report = _scored(refused(refusal, run_id, day, contract, path, limits), truth)
                return Run(report, contract, started, datetime.now(UTC), options, not_read(annotate))
            except UsageError as fault:
                if fault.code == "rule.sql":
                    must_run(contract_path)
                raise
        report = _scored(_told(answer, run_id, day, contract, asked, book), truth)
        copy = annotated_copy(path, job, report, _names(contract, asked), limits) if annotate else None
    return Run(report, contract, started, datetime.now(UTC), options, copy)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of one submission, and what is already known of it."""

    planned: Planned
    period: tuple[str, str] | None
    due: Due | None
    mapped: AreaMapping | None
    rests: Resting
    given: Confirmations | None
    before: Previous | None

    def options(self) -> dict[str, Any]:
        """What can change the result: the period, and the digests of files."""
        return {
            "period": self.period,
            "mapping": self.mapped.digest if self.mapped else None,
            "waivers": self.rests.digest,
            "confirmations": self.given.digest if self.given else None,
            "previous": self.before.digest if self.before else None,
        }


def _asked(
    path: Path | Given,
    contract: Contract,
    day: str,
    period: tuple[date, date] | None,
    area: Area | None,
    mapping: Path | None,
    confirmations: Path | None,
    previous: Path | None,
) -> _Asked:
    """Everything that is known before the submission is; files of another contract are refused."""
    days = (period[0].isoformat(), period[1].isoformat()) if period else None
    given = load_confirmations(confirmations) if confirmations is not None else None
    if given is not None:
        given.must_name(contract.id)
    before = read_previous(previous, contract.id) if previous is not None else None
    mapped = load_mapping(mapping, contract) if mapping is not None else None
    due = due_of(area, contract, day)
    planned = make_plan(contract, day, days, due.areas if due else ())
    rests = resting(path, contract, planned, day, area.area if area else None)
    return _Asked(rests.planned(planned), days, due, mapped, rests, given, before)


def _names(contract: Contract, asked: _Asked) -> list[str]:
    """What a sheet may be called in a report: by the contract, and by the area."""
    mapped = asked.mapped.tables.values() if asked.mapped else ()
    return [*(table.name for table in contract.tables), *(told.sheet for told in mapped if told.sheet)]


def _told(
    answer: Mapping[str, Any], run_id: str, day: str, contract: Contract, asked: _Asked, book: Messages
) -> Report:
    """The report on what the child answered, beside the earlier one."""
    report = report_of(
        answer, run_id, day, contract, asked.planned, book, asked.due, asked.mapped,
        resting=asked.rests, confirmations=asked.given,
    )  # fmt: skip
    if asked.before is None:
        return report
    rules = {check.rule for check in asked.planned.plan.checks}
    return replace(report, comparison=compared(report, asked.before, contract, rules))


_Truth = tuple[tuple[PlantedFault, ...], tuple[PlantedFault, ...]]


def _truth(path: Path, submission: Path | BinaryIO) -> _Truth:
    """What was planted in ``submission``, and the decoys in it."""
    if not isinstance(submission, Path):
        raise UsageError(
            "truth.stream",
            "A submission from standard input has no place, so no truth file can tell of it.",
            fix="Name the file or folder of the submission.",
        )
    if is_spans(path):
        raise UsageError(
            "truth.spans",
            "This truth file says where identifiers stand in texts. A scan is scored against it, no check.",
            fix="Name the faults.csv that was made with the submission.",
        )
    planted = about(read_faults(path), path, submission)
    decoys = read_decoys(path)
    return planted, about(decoys, path, submission, needed=False)


def _scored(report: Report, truth: _Truth | None) -> Report:
    if truth is None:
        return report
    confirmed = (finding for one in report.confirmed for finding in one.findings)
    scored = score((*report.findings, *confirmed), *truth, truncated=report.truncated, not_run=report.not_run)
    return replace(report, score=scored)


def must_run(contract_path: Path | Given) -> None:
    """Raise OperatorFileError with the places of queries and rules that cannot be run, as lint knows them.

    It takes about a second.
    """
    from cfgovern.journeys.contract_lint import lint

    known = [fault for fault in lint(contract_path) if fault.code.startswith(("rule.", "contract.query"))]
    if known:
        raise OperatorFileError("rule.sql", "A rule cannot be run.", known) from None


def on_disk(submission: Path | BinaryIO, job: Path, limits: Limits) -> Path:
    """The submission as a file or folder; a stream is kept in the folder ``job``."""
    if not isinstance(submission, Path):
        from cfgovern.intake.spool import spool

        return spool(submission, job, limits)
    submission = Path(windows.reachable(str(submission)))
    if not os.path.exists(submission):  # also says no to a name that the system cannot take
        raise UsageError(
            "submission.missing",
            "The submission cannot be found.",
            fix="Check the name of the file or folder, and that you may open the folder it is in.",
        )
    return submission


def _must_be_odcs(contract: Contract) -> None:
    faults = odcs_faults(contract.document)
    if faults:
        raise OperatorFileError("contract.invalid", "The contract does not keep to ODCS.", faults)


def _hold_to(contract: Contract, area: Area | None, table: str | None) -> None:
    """Refuse a contract that the area profile does not name, or that has no such table."""
    if area is not None:
        area.must_name(contract.id)
    if table is not None:
        contract.must_have(table)


def refused(
    refusal: SubmissionRefused, run_id: str, day: str, contract: Contract, path: Path, limits: Limits
) -> Report:
    """The report of a submission that could not be read: one finding, the refusal."""
    from cfgovern.intake.files import digest_of

    names = [table.name for table in contract.tables]
    otherwise = "folder" if path.is_dir() else "submission"
    message = refusal.what + (f" Where: {refusal.where}." if refusal.where else "")
    finding = Finding(refusal.code, "block", message, refusal.fix)
    text = RuleText(refusal.code, "block", message, refusal.fix, count=1)
    return Report(
        report="validate",
        run_id=run_id,
        as_of=day,
        outcome="refused",
        cfgovern_version=__version__,
        contract=contract_ref(contract),
        submission_name=submission_name(path.resolve().name, names, otherwise=otherwise),
        submission_digest=digest_of(path, limits),
        counts={"block": 1, "error": 0, "warning": 0, "info": 0},
        findings=(finding,),
        rules=(text,),
    )


def keep_record(run: Run, folder: Path) -> Path:
    """Write the run record of ``run`` into ``folder``. Raises UsageError where that cannot be done."""
    from cfgovern.evidence import RunRecord, write_run_record
    from cfgovern.reporting import render

    report = run.report
    record = RunRecord(
        kind=report.report,
        run_id=report.run_id,
        cfgovern_version=report.cfgovern_version,
        contract=run.contract.digest,
        submission=report.submission_digest,
        options=_digest(json.dumps(dict(run.options), sort_keys=True)),
        started=run.started.isoformat(timespec="seconds"),
        ended=max(run.started, run.ended).isoformat(timespec="seconds"),  # a clock may be set back
        outcome=report.outcome,
        counts=report.counts,
        report=_digest(render(report, "json")),
    )
    return write_run_record(folder, record)


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
