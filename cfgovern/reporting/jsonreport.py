"""The report for other programs: JSON as ``schemas/machine/report.schema.json`` describes it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

from cfgovern.findings import SEVERITIES, Confirmed, Finding, Report
from cfgovern.reporting.extras import documents

__all__ = ["render_json", "report_document"]

_SURROGATE = re.compile("[\ud800-\udfff]")


def report_document(report: Report) -> dict[str, Any]:
    """The report as plain values, keys in the published order."""
    contract = report.contract
    return {
        "report": report.report,
        "report_version": report.report_version,
        "cfgovern_version": report.cfgovern_version,
        "run_id": report.run_id,
        "as_of": report.as_of,
        "outcome": report.outcome,
        "record_origin": report.record_origin,
        "contract": contract and {"id": contract.id, "version": contract.version, "digest": contract.digest},
        "submission": {
            "name": report.submission_name,
            "digest": report.submission_digest,
            "tables": {name: asdict(counts) for name, counts in report.tables.items()},
        },
        "counts": {severity: report.counts.get(severity, 0) for severity in SEVERITIES},
        "truncated": dict(report.truncated),
        "not_run": [asdict(entry) for entry in report.not_run],
        "notices": list(report.notices),
        **documents(report),
        **({"confirmed": [_confirmed(one) for one in report.confirmed]} if report.confirmed else {}),
        "findings": [_finding(finding) for finding in report.findings],
    }


def _confirmed(one: Confirmed) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "count": len(one.findings),
        "reason": one.reason,
        "who": one.who,
        "when": one.when,
        "same_data": one.same_data,
        "findings": [_finding(finding) for finding in one.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    scanned = {name: value for name in ("person", "shape") if (value := getattr(finding, name)) is not None}
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "table": finding.table,
        "column": finding.column,
        "row": finding.row,
        "line": finding.line,
        "cell": finding.cell,
        "sheet": finding.sheet,
        "key": None if finding.key is None else dict(finding.key),
        "entity": finding.entity,
        "start": finding.start,
        "end": finding.end,
        "message": finding.message,
        "fix": finding.fix,
        **scanned,
    }


def render_json(report: Report) -> str:
    """The report as JSON text that ends with a newline and can always be written as UTF-8.

    Each finding stands on a line of its own.
    """
    document = report_document(report)
    findings = _compact(document.pop("findings"))[1:-1]
    lines = f"\n    {findings.replace(_NEXT, _NEXT_LINE)}\n  " if findings else ""
    head = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False).removesuffix("\n}")
    text = f'{head},\n  "findings": [{lines}]\n}}\n'
    if text.isascii():
        return text
    # A lone surrogate cannot be encoded; as an escape it can, and reads back as the same text.
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
# Between two findings. Nothing within one reads so: a quotation mark in a text has a stroke before it.
_NEXT, _NEXT_LINE = '}, {"rule": ', '},\n    {"rule": '
