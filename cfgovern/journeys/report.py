"""What the child process answered, as the report: findings in the contract's order, and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from cfgovern import __version__
from cfgovern.contract.model import Contract
from cfgovern.engine.result import Result
from cfgovern.findings import ContractRef, Finding, Report, TableCounts, outcome_of
from cfgovern.journeys.confirming import Settling
from cfgovern.journeys.request import Known
from cfgovern.journeys.waiving import Resting
from cfgovern.validation.collection import Due, collection_findings
from cfgovern.validation.layout import Layout
from cfgovern.validation.messages import Messages
from cfgovern.validation.planning import Planned
from cfgovern.validation.results import Found, Sheet, layout_findings, of_the_whole, rule_findings
from cfgovern.validation.speaker import Speaker
from cfgovern.validation.typedrecords import with_words

__all__ = ["contract_ref", "report_of"]


def contract_ref(contract: Contract) -> ContractRef:
    """How a report names its contract."""
    return ContractRef(contract.id, contract.version, contract.digest, contract.name, contract.notice)


def report_of(answer: Mapping[str, Any], run_id: str, known: Known, book: Messages) -> Report:
    """The report on what the child answered, without what somebody confirmed."""
    contract, day, mapped = known.contract, known.day, known.mapped
    planned = with_words(known.planned, answer["unfit"])
    sheets = _sheets(answer["tables"], contract)
    result = Result.from_json(answer["result"])
    sent = answer["submission"]
    settling = Settling(known.confirmations, contract, sent["digest"], day) if known.confirmations else None
    found = Found(settled=settling or _open, waived=known.rests.severities)
    origin = _origin(result)
    _of_the_whole(found, book, sent, origin, front_known=origin == "synthetic" or not _says_origin(contract))
    speaker = Speaker(book, contract, day, mapped.headings() if mapped else {})
    _of_the_return(found, speaker, sheets, known.due, whole=not sent["single"])
    rule_findings(found, speaker, sheets, planned, result)
    findings, listed = _listed(sorted(found.findings, key=_order(contract)), planned.plan.listed)
    report = Report(
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
        notices=(
            *_left(planned, book),
            *(text for _, text in sent["notices"]),
            *([mapped.notice()] if mapped else []),
        ),
        passed=_passed(planned, result, found),
        left=planned.left,
        unseen=planned.unseen,
    )
    return _with_settled(report, known.rests, settling, {check.rule for check in planned.plan.checks})


def _open(finding: Finding) -> bool:
    """That nothing is settled."""
    return False


def _of_the_whole(
    found: Found, book: Messages, sent: Mapping[str, Any], origin: str, *, front_known: bool
) -> None:
    """What concerns no table. ``front_known``: what a front sheet says is so, or nothing says otherwise."""
    for label, hidden, front in sent["extras"]:
        if not (front and front_known):
            place = f"{label} (hidden)" if hidden else label
            of_the_whole(found, book, "table_extra", "block", {"place": place})
    for words in sent["parts"]:
        of_the_whole(found, book, "part_extra", "block", {"place": words})
    if sent["properties"]:
        of_the_whole(found, book, "properties", "info", {"place": ", ".join(sent["properties"])})
    if origin == "mixed":
        of_the_whole(found, book, "record_origin_mixed", "block", {})


def _of_the_return(
    found: Found, speaker: Speaker, sheets: Mapping[str, Sheet], due: Due, *, whole: bool
) -> None:
    """What concerns the calendar, tables and headings. ``whole``: every table is to be there."""
    rows = {name: sheet.rows for name, sheet in sheets.items()}
    collection_findings(found, speaker.book, due, speaker.as_of, rows)
    layout_findings(found, speaker, sheets, whole=whole, also=due.tables, nil=due.nil)


def _with_settled(report: Report, resting: Resting, settling: Settling | None, rules: set[str]) -> Report:
    """``report`` with what is waived and confirmed, and what did nothing. ``rules``: those of the plan."""
    confirmed = settling.confirmed() if settling else ()
    counts = Counter(finding.rule for one in confirmed for finding in one.findings)
    counts.update(Counter(finding.rule for finding in report.findings) | Counter(report.truncated))
    rules |= {entry.rule for entry in report.not_run} | counts.keys()
    digests = {"confirmations": settling.given.digest if settling else None, "waivers": resting.digest}
    return replace(
        report,
        confirmed=confirmed,
        passed=tuple(rule for rule in report.passed if rule not in {one.rule for one in confirmed}),
        waived=resting.told(counts),
        unused=(*(settling.unused(sorted(rules)) if settling else ()), *resting.unused),
        given={name: digest for name, digest in digests.items() if digest},
    )


def _passed(planned: Planned, result: Result, found: Found) -> tuple[str, ...]:
    """Rules that were run on every row and found nothing, in the order of the plan."""
    told = {*found.counts, *(entry.rule for entry in found.not_run)}
    run = (check for check in planned.plan.checks if check.number not in result.absent)
    rules = dict.fromkeys(check.rule for check in run if check.severity != "silent")
    return tuple(rule for rule in rules if rule not in told)


def _left(planned: Planned, book: Messages) -> Iterator[str]:
    """First among what is to be known: rules that were not run, whose they are, columns not looked into."""
    if planned.left:
        engines = tuple(dict.fromkeys(planned.engines.values()))
        why = {reason for _, reason in planned.set_aside}
        yield book.left(planned.left, engines, people="by_hand" in why, inside="reads_inside" in why)
    if planned.unseen:
        yield book.unseen(planned.unseen)


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
