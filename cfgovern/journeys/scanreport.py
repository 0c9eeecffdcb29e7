"""What the child process found, as the report: findings in order, each in words, and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cfgovern import __version__
from cfgovern.contract.model import Contract
from cfgovern.detection.words import Words
from cfgovern.findings import Finding, NotRun, Report, RuleText, TableCounts, outcome_of
from cfgovern.intake.files import digest_of
from cfgovern.intake.limits import Limits
from cfgovern.journeys.report import contract_ref
from cfgovern.journeys.reviewing import PROVED, Marked
from cfgovern.journeys.scantold import Find, Kind

__all__ = ["marked_findings", "report_of_scan"]


def report_of_scan(
    answer: Mapping[str, Any],
    marked: Sequence[Marked],
    run_id: str,
    day: str,
    contract: Contract,
    words: Words,
    paths: Sequence[Path],
    limits: Limits,
    without: Collection[str],
) -> Report:
    """The report on what the child answered. ``marked``: every find that is listed, as
    :func:`marked_findings` has it. ``without``: the layers that were switched off."""
    findings = [one.finding for one in marked if not one.settled]
    findings += [_unread(source, *told, files=answer["files"]) for source, *told in answer["unread"]]
    findings.sort(key=_order(contract, answer["tables"]))
    counts = Counter(answer["severities"])
    counts["block"] += len(answer["unread"])
    listed = Counter(finding.rule for finding in findings)
    return Report(
        report="scan",
        run_id=run_id,
        as_of=day,
        outcome=outcome_of(counts),
        cfgovern_version=__version__,
        contract=contract_ref(contract),
        submission_name=answer["files"][0] if len(answer["files"]) == 1 else _name(paths),
        submission_digest=digest_of(paths[0], limits) if len(paths) == 1 else None,
        record_origin=answer["origin"],
        tables=dict(_tables(answer["tables"], answer["files"])),
        counts=dict(counts),
        truncated={rule: n for rule, n in answer["counts"].items() if n > listed[rule]},
        not_run=tuple(
            NotRun(layer, f"This layer was switched off: {words.layers[layer]}.") for layer in sorted(without)
        ),
        findings=tuple(findings),
        rules=tuple(_texts(findings, answer["counts"], words)),
        notices=tuple(_notices(answer, words)),
    )


def marked_findings(answer: Mapping[str, Any], words: Words) -> Iterator[Marked]:
    """Every find that is listed, with its mark and what a review has made of it."""
    kinds = [Kind(*told) for told in answer["kinds"]]
    messages = [_message(kind, words) for kind in kinds]
    for row, line, cell, key, *told in answer["found"]:
        find = Find(*told)
        kind = kinds[find.kind]
        finding = Finding(
            rule=kind.rule,
            severity=kind.severity,
            message=messages[find.kind],
            fix=words.fix(kind.severity),
            table=kind.table or None,
            column=None if kind.aside else kind.column,
            row=row,
            line=line,
            cell=cell,
            sheet=kind.sheet,
            key=key,
            entity=kind.entity,
            start=find.start,
            end=find.end,
            person=_whose(find),
            size=find.size,
            shape=find.shape,
        )
        yield Marked(finding, find.mark or "", find.settled, kind.because in PROVED)


def _message(kind: Kind, words: Words) -> str:
    return words.message(kind.entity, kind.severity, kind.because, kind.aside or "cell")


def _name(paths: Sequence[Path]) -> str:
    return "folder" if len(paths) == 1 else f"{len(paths)} files and folders"


def _whose(find: Find) -> str | None:
    """Where the person is listed to whom it points."""
    if find.person is None:
        return None
    listing = f" ({find.listing})" if find.listing else ""
    return f"row {find.person} of {'your own list' if find.listed else 'the identifiers'}{listing}"


def _unread(source: int, code: str, what: str, fix: str, *, files: Sequence[str]) -> Finding:
    """A file that could not be looked at: nothing is known about it, so it may not leave."""
    message = f"{what} So nobody has looked at what is in it. Where: {files[source]}."
    return Finding(code, "block", message, fix)


def _tables(tables: Iterable[Mapping[str, Any]], files: Sequence[str]) -> Iterator[tuple[str, TableCounts]]:
    """The counts of each table by its name; by its number too where an earlier one has the same name."""
    names: Counter[str] = Counter()
    for table in tables:
        name = table["name"]
        names[name] += 1
        yield name if names[name] == 1 else f"{name} ({names[name]})", _counts(table, files)


def _counts(table: Mapping[str, Any], files: Sequence[str]) -> TableCounts:
    read, ignored, rejected = table["rows_read"], table["rows_ignored"], table["rows_rejected"]
    return TableCounts(files[table["source"]], read, read - ignored - rejected, rejected, ignored)


def _texts(findings: Iterable[Finding], counts: Mapping[str, int], words: Words) -> Iterable[RuleText]:
    """How each rule speaks of its findings, by severity."""
    ways: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        ways.setdefault((finding.rule, finding.message), []).append(finding)
    for (rule, message), there in ways.items():
        first, count = there[0], len(there)
        if count == counts.get(rule, 0) or rule not in counts:
            count = counts.get(rule, count)
        summary = message
        if first.entity is not None:
            place = "cell" if first.column else rule.rsplit(".", 2)[1]
            summary = words.summary(first.entity, first.severity, place, count)
            if why := message.partition(". ")[2]:
                summary = f"{summary} {why}"
        yield RuleText(rule, first.severity, summary, first.fix, count=count, message=message)


def _notices(answer: Mapping[str, Any], words: Words) -> Iterable[str]:
    looked = [words.layers[layer] for layer in answer["layers"]]
    yield f"Looked for: {'; '.join(looked)}."
    if answer["not_understood"]:
        listed = ", ".join(answer["not_understood"])
        yield f"Columns of your list of people that were not understood, and not used: {listed}."
    if answer["people"]:
        yield f"{answer['people']:,} people were looked for by name."
    else:
        yield "No list of people was given or found, so nobody was looked for by name."


def _order(contract: Contract, tables: Sequence[Mapping[str, Any]]) -> Any:
    """What stands in no table first; then the tables of the contract, then the others; rows; columns."""
    places = {table.name: place for place, table in enumerate(contract.tables)}
    for table in tables:
        places.setdefault(table["name"], len(places))
    columns = {
        (table.name, column.name): place
        for table in contract.tables
        for place, column in enumerate(table.columns)
    }

    def key(finding: Finding) -> tuple[int, int, int, str, int]:
        column = columns.get((finding.table or "", finding.column or ""), len(columns))
        return (
            places.get(finding.table or "", -1),
            finding.row or 0,
            column,
            finding.rule,
            finding.start or 0,
        )

    return key
