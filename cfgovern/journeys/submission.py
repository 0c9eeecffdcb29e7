"""A submission against its contract: contract and rules in, child process, findings out."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from cfgovern import __version__, windows
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.contract.schemas import odcs_faults
from cfgovern.errors import OperatorFileError, SubmissionRefused, UsageError
from cfgovern.evidence.records import Measure
from cfgovern.evidence.score import score
from cfgovern.evidence.spans import is_spans
from cfgovern.evidence.truth import PlantedFault, about, read_decoys, read_faults
from cfgovern.findings import SEVERITIES, Finding, Report, RuleText
from cfgovern.intake import sandbox
from cfgovern.intake.job import job_folder
from cfgovern.intake.labels import folder_of, submission_name
from cfgovern.intake.limits import Limits
from cfgovern.journeys import on_spark
from cfgovern.journeys.annotated import annotated_copy, not_read
from cfgovern.journeys.comparing import compared
from cfgovern.journeys.report import contract_ref, report_of
from cfgovern.journeys.request import Known, Request, known_for
from cfgovern.journeys.tasks import task
from cfgovern.validation.messages import Messages, load_messages
from cfgovern.yamlfile import Given

__all__ = ["Checked", "Run", "check_in", "check_submission", "keep_record", "must_run", "on_disk", "refused"]

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


@dataclass(frozen=True, slots=True)
class Checked:
    """A run whose job folder is still there. ``answer``: the child's; None where it could not read."""

    run: Run
    answer: Mapping[str, Any] | None
    limits: Limits


def check_submission(request: Request) -> Run:
    """Check the submission of ``request`` against its contract.

    One that cannot be read gives a report with outcome ``refused``. Raises OperatorFileError or UsageError
    for a faulty file or request, InternalFault for a fault of cfgovern.
    """
    with job_folder() as job:
        return check_in(request, job).run


def check_in(
    request: Request, job: Path, *, contract: Contract | None = None, hand_on: Collection[str] = ()
) -> Checked:
    """The same, in the folder ``job``.

    ``contract``: that of the request, if it is loaded already. ``hand_on``: the tables that are handed on
    there, as Parquet.
    """
    started = datetime.now(UTC)
    if request.spark is not None:
        on_spark.must_be_there(request.spark)
    truth = _truth(request)
    run_id = uuid.uuid4().hex
    path = on_disk(request.submission, job, request.limits or Limits())
    limits = request.limits or Limits.for_submission(path)
    with sandbox.start(ENTRY, limits=limits, told=request.progress) as child:
        contract = contract or load_contract(request.contract)
        known = known_for(request, contract)
        asked = task(path, job, request.table, contract, known.planned, known.mapped)
        child.send({**asked, "hand_on": list(hand_on), "elsewhere": request.spark is not None})
        _must_be_odcs(contract)
        book = load_messages()
        answer = _answer(child, request.contract)
    if request.spark is not None and not isinstance(answer, SubmissionRefused):
        answer = on_spark.judged(answer, known.planned.plan, job, request.spark, request.progress, hand_on)
    copy: bytes | UsageError | None
    if isinstance(answer, SubmissionRefused):
        report = refused(answer, run_id, known.day, contract, path, limits)
        copy = not_read(request.annotate)
    else:
        report = _told(answer, run_id, known, book)
        copy = annotated_copy(path, job, report, known.names, limits) if request.annotate else None
    report = replace(_scored(report, truth), folder=_folder(request.submission, report, contract))
    run = Run(report, contract, started, datetime.now(UTC), known.options(request.table), copy)
    return Checked(run, None if isinstance(answer, SubmissionRefused) else answer, limits)


def _answer(child: sandbox.Child, contract: Path | Given) -> Mapping[str, Any] | SubmissionRefused:
    """What the child found, or why it could not read."""
    try:
        answer: Mapping[str, Any] = child.result()
    except SubmissionRefused as refusal:
        return refusal
    except UsageError as fault:
        if fault.code == "rule.sql":
            must_run(contract)
        raise
    return answer


def _folder(submission: Path | BinaryIO, report: Report, contract: Contract) -> str | None:
    """The folder of the submission, as it was given, where it may be shown."""
    if not isinstance(submission, Path):
        return None
    return folder_of(submission, report.submission_name, (table.name for table in contract.tables))


def _told(answer: Mapping[str, Any], run_id: str, known: Known, book: Messages) -> Report:
    """The report on what the child answered, beside the earlier one."""
    report = report_of(answer, run_id, known, book)
    if known.previous is None:
        return report
    rules = {check.rule for check in known.planned.plan.checks}
    return replace(report, comparison=compared(report, known.previous, known.contract, rules))


_Truth = tuple[tuple[PlantedFault, ...], tuple[PlantedFault, ...]]


def _truth(request: Request) -> _Truth | None:
    """What was planted in the submission, and the decoys in it; None where nobody asks for that."""
    if request.score_against is None:
        return None
    path, submission = Path(request.score_against), request.submission
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


def keep_record(run: Run, folder: Path, also: Mapping[str, Measure] | None = None) -> Path:
    """Write the run record of ``run`` into ``folder``. Raises UsageError where that cannot be done.

    ``also``: what was measured beside what the report tells.
    """
    from cfgovern.evidence.records import RunRecord, text_digest, write_run_record
    from cfgovern.journeys.measured import measured_by_check, measured_by_scan
    from cfgovern.reporting import render

    report = run.report
    measured = measured_by_scan if report.report == "scan" else measured_by_check
    record = RunRecord(
        kind=report.report,
        run_id=report.run_id,
        cfgovern_version=report.cfgovern_version,
        contract=run.contract.digest,
        submission=report.submission_digest,
        options=text_digest(json.dumps(dict(run.options), sort_keys=True)),
        started=run.started.isoformat(timespec="seconds"),
        ended=max(run.started, run.ended).isoformat(timespec="seconds"),  # a clock may be set back
        outcome=report.outcome,
        counts={severity: report.counts.get(severity, 0) for severity in SEVERITIES},
        report=text_digest(render(report, "json")),
        measures={**measured(report, run.contract), **(also or {})},
    )
    return write_run_record(folder, record)
