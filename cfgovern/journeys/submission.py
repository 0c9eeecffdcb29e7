"""A submission against its contract: contract and rules in, child process, findings out."""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from cfgovern import __version__, windows
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.contract.schemas import odcs_faults
from cfgovern.engine.result import Result
from cfgovern.errors import OperatorFileError, SubmissionRefused, UsageError
from cfgovern.evidence.score import score
from cfgovern.evidence.spans import is_spans
from cfgovern.evidence.truth import PlantedFault, about, read_decoys, read_faults
from cfgovern.findings import ContractRef, Finding, Report, RuleText, Severity, TableCounts, outcome_of
from cfgovern.intake import sandbox
from cfgovern.intake.job import job_folder
from cfgovern.intake.labels import submission_name
from cfgovern.intake.limits import Limits
from cfgovern.journeys.collection import due_of
from cfgovern.journeys.tasks import task
from cfgovern.profile.area import Area
from cfgovern.profile.mapping import AreaMapping, load_mapping
from cfgovern.progress import Told
from cfgovern.validation.collection import Due, collection_findings
from cfgovern.validation.layout import Layout
from cfgovern.validation.messages import Messages, load_messages
from cfgovern.validation.planning import Planned, make_plan
from cfgovern.validation.results import Found, Sheet, layout_findings, rule_findings
from cfgovern.validation.speaker import Speaker
from cfgovern.validation.typedrecords import with_words
from cfgovern.yamlfile import Given

__all__ = ["Run", "check_submission", "keep_record", "must_run", "on_disk", "report_of"]

ENTRY = "cfgovern.journeys.worker:run"


@dataclass(frozen=True, slots=True)
class Run:
    """One validation: the report, when it ran, and the options that can change its result."""

    report: Report
    contract: Contract
    started: datetime
    ended: datetime
    options: Mapping[str, Any]


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
    limits: Limits | None = None,
    progress: Told | None = None,
) -> Run:
    """Check ``submission``, a file, a folder or a stream of one file, against the contract.

    ``area``: an area profile that must name this contract. ``mapping``: a file that says how the area's own
    headings and codes are those of the contract, confirmed by a person. ``score_against``: a ``faults.csv``
    that tells, among others, of this submission. ``progress`` is told when reading and checking begin, and
    how far they have come. A submission that cannot be read gives a report with outcome ``refused``. Raises
    OperatorFileError or UsageError for a faulty contract, rule, profile, truth file or request,
    InternalFault for a fault of cfgovern.
    """
    started = datetime.now(UTC)
    truth = _truth(score_against, submission) if score_against is not None else None
    day = (as_of or datetime.now().astimezone().date()).isoformat()
    days = (period[0].isoformat(), period[1].isoformat()) if period else None
    options: dict[str, Any] = {"as_of": day, "table": table, "period": days}
    run_id = uuid.uuid4().hex
    with job_folder() as job:
        path = on_disk(submission, job, limits or Limits())
        limits = limits or Limits.for_submission(path)
        with sandbox.start(ENTRY, limits=limits, told=progress) as child:
            contract = load_contract(contract_path)
            _hold_to(contract, area, table)
            mapped = load_mapping(mapping, contract) if mapping is not None else None
            due = due_of(area, contract, day)
            planned = make_plan(contract, day, days, due.areas if due else ())
            child.send(task(path, job, table, contract, planned, mapped))
            faults = odcs_faults(contract.document)
            if faults:
                raise OperatorFileError("contract.invalid", "The contract does not keep to ODCS.", faults)
            book = load_messages()
            try:
                answer = child.result()
            except SubmissionRefused as refusal:
                report = _scored(_refused(refusal, run_id, day, contract, path, limits), truth)
                return Run(report, contract, started, datetime.now(UTC), options)
            except UsageError as fault:
                if fault.code == "rule.sql":
                    must_run(contract_path)
                raise
    report = _scored(report_of(answer, run_id, day, contract, planned, book, due, mapped), truth)
    options["mapping"] = mapped.digest if mapped else None
    return Run(report, contract, started, datetime.now(UTC), options)


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
    scored = score(report.findings, *truth, truncated=report.truncated, not_run=report.not_run)
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


def _hold_to(contract: Contract, area: Area | None, table: str | None) -> None:
    """Refuse a contract that the area profile does not name, or that has no such table."""
    if area is not None:
        area.must_name(contract.id)
    if table is not None:
        contract.must_have(table)


def contract_ref(contract: Contract) -> ContractRef:
    """How a report names its contract."""
    return ContractRef(contract.id, contract.version, contract.digest, contract.name, contract.notice)


def _refused(
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


def report_of(
    answer: Mapping[str, Any],
    run_id: str,
    day: str,
    contract: Contract,
    planned: Planned,
    book: Messages,
    due: Due | None = None,
    mapped: AreaMapping | None = None,
) -> Report:
    """The report on what the child answered.

    ``due``: what the collection calendar says of the return. ``mapped``: in whose words it is told.
    """
    planned = with_words(planned, answer["unfit"])
    sheets = _sheets(answer["tables"], contract)
    result = Result.from_json(answer["result"])
    found = Found()
    sent = answer["submission"]
    origin = _origin(result)
    for label, hidden, front in sent["extras"]:
        if front and (origin == "synthetic" or not _says_origin(contract)):
            continue  # what it says is so, or nothing says otherwise
        _of_no_table(found, book, "table_extra", f"{label} (hidden)" if hidden else label)
    for words in sent["parts"]:
        _of_no_table(found, book, "part_extra", words)
    if sent["properties"]:
        _of_no_table(found, book, "properties", ", ".join(sent["properties"]), "info")
    if origin == "mixed":
        _mixed(found, book)
    due = due or Due(held=False)
    collection_findings(found, book, due, day, {name: sheet.rows for name, sheet in sheets.items()})
    whole = not sent["single"]
    speaker = Speaker(book, contract, day, mapped.headings() if mapped else {})
    layout_findings(found, speaker, sheets, whole=whole, also=due.tables, nil=due.nil)
    rule_findings(found, speaker, sheets, planned, result)
    findings, listed = _listed(sorted(found.findings, key=_order(contract)), planned.plan.listed)
    return Report(
        report="validate",
        run_id=run_id,
        as_of=day,
        outcome=outcome_of(found.severities),
        cfgovern_version=__version__,
        contract=contract_ref(contract),
        submission_name=sent["name"],
        submission_digest=sent["digest"],
        record_origin=origin,
        tables=_counts(answer["tables"], result, contract),
        counts=dict(found.severities),
        truncated={rule: count for rule, count in found.counts.items() if count > listed[rule]},
        not_run=tuple(found.not_run),
        findings=findings,
        rules=tuple(found.rules),
        notices=(*(text for _, text in sent["notices"]), *([mapped.notice()] if mapped else [])),
        passed=_passed(planned, result, found),
    )


def _passed(planned: Planned, result: Result, found: Found) -> tuple[str, ...]:
    """Rules that were run on every row and found nothing, in the order of the plan."""
    told = {*found.counts, *(entry.rule for entry in found.not_run)}
    run = (check for check in planned.plan.checks if check.number not in result.absent)
    rules = dict.fromkeys(check.rule for check in run if check.severity != "silent")
    return tuple(rule for rule in rules if rule not in told)


def _sheets(tables: Mapping[str, Any], contract: Contract) -> dict[str, Sheet]:
    return {
        entry.name: Sheet(
            table=entry,
            source=tables[entry.name]["source"],
            sheet=tables[entry.name]["sheet"],
            header_row=tables[entry.name]["header_row"],
            rows=tables[entry.name]["rows_read"] - tables[entry.name]["rows_ignored"],
            layout=Layout.from_json(tables[entry.name]["layout"]),
            rows_above=tables[entry.name]["rows_above"],
            no_records=tuple(tables[entry.name]["no_records"]),
            noted=tuple(tables[entry.name]["noted"]),
            ranges=tuple((kind, cells) for kind, cells in tables[entry.name]["ranges"]),
        )
        for entry in contract.tables
        if entry.name in tables
    }


def _counts(tables: Mapping[str, Any], result: Result, contract: Contract) -> dict[str, TableCounts]:
    counts = {}
    for name in (entry.name for entry in contract.tables if entry.name in tables):
        table = tables[name]
        above, totals = table["rows_above"], len(table["no_records"])
        ignored = table["rows_ignored"] - totals
        read = table["rows_read"] + above
        # What is no record, or stands in a table without headings, was not judged: none is accepted.
        judged = table["rows_read"] - table["rows_ignored"]
        rejected = result.rejected.get(name, judged) + above + totals
        counts[name] = TableCounts(table["source"], read, read - ignored - rejected, rejected, ignored)
    return counts


def _of_no_table(found: Found, book: Messages, kind: str, place: str, severity: Severity = "block") -> None:
    """A sheet, file or part that the contract does not know: nothing may leave with it, if it is a block."""
    params = {"place": place}
    message, fix = book.one(kind, "default", params)
    words = book.summary(kind, "default", params, 1, 1)
    rule = f"file.{kind}"
    text = RuleText(rule, severity, words.summary, words.fix, words.example, count=1, message=message)
    found.add(Finding(rule, severity, message, fix), text)


def _says_origin(contract: Contract) -> bool:
    """Whether rows say if they are live or synthetic."""
    return any(column.concept == "record_origin" for table in contract.tables for column in table.collected)


def _origin(result: Result) -> str:
    """live, synthetic or mixed."""
    live = sum(counts["live"] for counts in result.origins.values())
    synthetic = sum(counts["synthetic"] for counts in result.origins.values())
    if live and synthetic:
        return "mixed"
    return "synthetic" if synthetic else "live"


def _mixed(found: Found, book: Messages) -> None:
    """Live and synthetic rows in one submission are a block."""
    params: dict[str, str] = {}
    message, fix = book.one("record_origin_mixed", "default", params)
    words = book.summary("record_origin_mixed", "default", params, 1, 1)
    rule = "file.record_origin_mixed"
    text = RuleText(rule, "block", words.summary, words.fix, words.example, count=1)
    found.add(Finding(rule, "block", message, fix), text)


def _listed(findings: Iterable[Finding], most: int) -> tuple[tuple[Finding, ...], Counter[str]]:
    """The first ``most`` findings of each rule, and how many that are."""
    counted: Counter[str] = Counter()
    kept = []
    for finding in findings:
        if counted[finding.rule] < most:
            counted[finding.rule] += 1
            kept.append(finding)
    return tuple(kept), counted


def _order(contract: Contract) -> Any:
    tables = {table.name: place for place, table in enumerate(contract.tables)}
    columns = {
        (table.name, column.name): place
        for table in contract.tables
        for place, column in enumerate(table.columns)
    }

    def key(finding: Finding) -> tuple[int, int, int, str]:
        table = tables.get(finding.table or "", -1)
        column = columns.get((finding.table or "", finding.column or ""), -1)
        return table, finding.row or 0, column, finding.rule

    return key


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
