"""The report as SARIF 2.1.0, for code scanning and for editors.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. What GitHub takes of a run is at most 25,000
results and 25,000 rules, 10 MB as gzip; of the results it shows 5,000, by their level.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from cfgovern.findings import SEVERITIES, Finding, Report, RuleText, Severity
from cfgovern.reporting.facts import settled, source_of
from cfgovern.reporting.plain import plain
from cfgovern.reporting.words import SYNTHETIC, outcome

__all__ = ["LISTED", "render_sarif", "sarif_document"]

LISTED = 25_000
"""Results of one run: GitHub refuses a file that has more."""

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"block": "error", "error": "error", "warning": "warning", "info": "note"}
_Json = dict[str, Any]


def render_sarif(report: Report) -> str:
    """The log as JSON text, a result a line, ended by a newline."""
    document = sarif_document(report)
    results = document["runs"][0].pop("results")
    head = _dumped(document, indent=2).removesuffix("\n    }\n  ]\n}")
    listed = ",".join(f"\n        {_dumped(result)}" for result in results)
    end = "\n      " if listed else ""
    return f'{head},\n      "results": [{listed}{end}]\n    }}\n  ]\n}}\n'


def _dumped(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)


def sarif_document(report: Report) -> _Json:
    """The log as plain values. Every text in it is plain, and none is a cell value or a record key."""
    listed = _listed(report.findings)
    rules = _rules(report)
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    marks = _fingerprints(listed)
    driver = {
        "name": "cfgovern",
        "version": plain(report.cfgovern_version),
        "rules": rules,
    }
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"cfgovern/{plain(report.report)}/{plain(report.run_id)}"},
        "invocations": [_invocation(report, len(listed))],
        "originalUriBaseIds": {_base(report)[0]: {"description": _text(_base(report)[1])}},
        "columnKind": "unicodeCodePoints",
        "properties": _properties(report),
        "results": [
            _result(report, finding, numbers[plain(finding.rule)], mark)
            for finding, mark in zip(listed, marks, strict=True)
        ],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _base(report: Report) -> tuple[str, str]:
    """Where the names of files start, and what that is; %SRCROOT% is the top of the repository to GitHub."""
    if report.folder is None:
        return "SUBMISSION", "The submission that was checked."
    return "%SRCROOT%", "The folder in which the check was started."


def _listed(findings: Sequence[Finding]) -> list[Finding]:
    """At most :data:`LISTED` findings, in the order of the report; what is cut is the least grave."""
    if len(findings) <= LISTED:
        return list(findings)
    by_gravity = sorted(range(len(findings)), key=lambda number: SEVERITIES.index(findings[number].severity))
    return [findings[number] for number in sorted(by_gravity[:LISTED])]


def _text(words: str) -> _Json:
    """A message: braces are doubled, as they would stand for an argument (section 3.11.5)."""
    return {"text": plain(words).replace("{", "{{").replace("}", "}}")}


def _rules(report: Report) -> list[_Json]:
    """Each rule that found something, once, in words that do not change with the counts."""
    texts: dict[str, RuleText] = {}
    for text in report.rules:
        texts.setdefault(text.rule, text)
    first: dict[str, Finding] = {}
    worst: dict[str, Severity] = {}
    for finding in report.findings:
        first.setdefault(finding.rule, finding)
        worst[finding.rule] = min(worst.get(finding.rule, "info"), finding.severity, key=SEVERITIES.index)
    return [_rule(finding, worst[rule], texts.get(rule)) for rule, finding in first.items()]


def _rule(finding: Finding, severity: Severity, text: RuleText | None) -> _Json:
    why = text.why if text else ""
    help_lines = [f"What to do: {finding.fix}", f"Why it matters: {why}" if why else ""]
    return {
        "id": plain(finding.rule),
        "shortDescription": _text(finding.message),
        "fullDescription": _text(" ".join(words for words in (finding.message, why) if words)),
        "help": _text(" ".join(line for line in help_lines if line)),
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {
            "severity": severity,
            "tags": list(dict.fromkeys(plain(tag) for tag in (finding.table, finding.column) if tag)),
        },
    }


def _result(report: Report, finding: Finding, number: int, mark: str) -> _Json:
    return {
        "ruleId": plain(finding.rule),
        "ruleIndex": number,
        "level": _LEVELS[finding.severity],
        "message": _text(f"{finding.message} {finding.fix}"),
        "locations": [_location(report, finding)],
        # GitHub knows a result again by the first name. Were it absent, the action that sends the file
        # would make it from the line of the submission, which holds what people said.
        "partialFingerprints": {"primaryLocationLineHash": mark, "cfgovern/v1": mark},
        "properties": {"severity": finding.severity, **_place(finding)},
    }


def _location(report: Report, finding: Finding) -> _Json:
    """The file, with the line where it has lines; the sheet and the cell where it has none."""
    source = quote(plain(source_of(report, finding.table)))
    physical: _Json = {"artifactLocation": {"uri": source, "uriBaseId": _base(report)[0]}}
    if finding.line:
        physical["region"] = {"startLine": finding.line}
    location: _Json = {"physicalLocation": physical}
    sheet = finding.sheet or finding.table
    if sheet:
        steps = [plain(step) for step in (sheet, finding.cell or finding.column) if step]
        location["logicalLocations"] = [
            {
                "name": steps[-1],
                "fullyQualifiedName": "!".join(steps) if finding.cell else ".".join(steps),
                "kind": "cell" if finding.cell else "column" if len(steps) > 1 else "table",
            }
        ]
    return location


def _place(finding: Finding) -> _Json:
    known = {
        "table": finding.table,
        "column": finding.column,
        "row": finding.row,
        "cell": finding.cell,
        "entity": finding.entity,
        "start": finding.start,
        "end": finding.end,
    }
    return {
        name: plain(value) if isinstance(value, str) else value
        for name, value in known.items()
        if value is not None
    }


def _fingerprints(findings: Sequence[Finding]) -> list[str]:
    """What stays the same of a result from run to run: rule, table, column and number of the record.

    It is made from no cell value and no record key. What has the same of all of it is numbered.
    """
    seen: Counter[str] = Counter()
    marks = []
    for finding in findings:
        row = finding.row if finding.row is not None else finding.cell
        parts = (finding.rule, finding.table, finding.column, row, finding.entity, finding.start)
        told = "\0".join("" if part is None else plain(str(part)) for part in parts)
        digest = hashlib.sha256(told.encode()).hexdigest()[:32]
        seen[digest] += 1
        marks.append(f"{digest}:{seen[digest]}")
    return marks


def _invocation(report: Report, listed: int) -> _Json:
    """How the run went: what is not in the results stands here."""
    return {
        "executionSuccessful": report.outcome != "refused",
        "toolExecutionNotifications": [*_notes(report, listed)],
    }


def _notes(report: Report, listed: int) -> Iterator[_Json]:
    if report.record_origin == "synthetic":
        yield {"level": "note", "message": _text(SYNTHETIC)}
    found = sum(report.counts.values())
    if found > listed:
        words = f"{listed:,} of {found:,} findings are listed here. The counts are complete."
        yield {"level": "warning", "message": _text(words)}
    for notice in report.notices:
        yield {"level": "note", "message": _text(notice)}
    for rule, words in settled(report):
        yield {"level": "note", "message": _text(f"{rule}. {words}"), "associatedRule": {"id": plain(rule)}}
    for entry in report.not_run:
        rows = "" if entry.rows is None else f" for {entry.rows:,} of its rows"
        message = _text(f"{entry.rule} was not run{rows}. {entry.because}")
        yield {"level": "note", "message": message, "associatedRule": {"id": plain(entry.rule)}}


def _properties(report: Report) -> _Json:
    contract = report.contract
    return {
        "outcome": report.outcome,
        "headline": plain(outcome(report).headline),
        "as_of": plain(report.as_of),
        "record_origin": plain(report.record_origin or ""),
        "submission": {
            "name": plain(report.submission_name),
            "digest": plain(report.submission_digest or ""),
        },
        "contract": {name: plain(getattr(contract, name)) for name in ("id", "version", "digest")}
        if contract
        else {},
        "counts": {severity: report.counts.get(severity, 0) for severity in SEVERITIES},
    }
