"""The annotated copy of a workbook: what it says is worked out here, and a limited child writes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from cfgovern.errors import SubmissionRefused, UsageError
from cfgovern.findings import SEVERITIES, Finding, Report
from cfgovern.intake import sandbox
from cfgovern.intake.limits import Limits

__all__ = ["MARKING", "annotated_copy", "not_read"]

ENTRY = "cfgovern.journeys.copyworker:run"
_SECONDS = 180
MARKING = "OFFICIAL-SENSITIVE"
_ORDER = {severity: place for place, severity in enumerate(SEVERITIES)}


def annotated_copy(
    path: Path, job: Path, report: Report, names: Iterable[str], limits: Limits
) -> bytes | UsageError:
    """The copy of the workbook at ``path`` as bytes, or why there is none.

    ``names``: what a sheet may be called in ``report``. The child reads the workbook under ``limits``, and
    writes into the folder ``job``.
    """
    copy = job / "annotated.xlsx"
    try:
        with sandbox.start(ENTRY, limits=_patient(limits)) as child:
            child.send(_task(path, copy, report, names))
            child.result()
    except UsageError as fault:
        return fault
    except SubmissionRefused:
        return UsageError(
            "copy.too_large",
            "The workbook was checked, and is too big to be copied as well.",
            fix="Use --format html: it names the same cells.",
        )
    return copy.read_bytes()


def not_read(annotate: bool) -> UsageError | None:
    """Why there is no copy of what was refused, if one was asked for."""
    if not annotate:
        return None
    return UsageError(
        "copy.refused",
        "What cannot be read cannot be copied.",
        fix="Do what the report says, and run the command again.",
    )


def _patient(limits: Limits) -> Limits:
    """``limits`` with the time it takes to write what was read in a fraction of it."""
    return replace(
        limits, cpu_seconds=limits.cpu_seconds + _SECONDS, wall_seconds=limits.wall_seconds + 2.0 * _SECONDS
    )


def _task(path: Path, copy: Path, report: Report, names: Iterable[str]) -> dict[str, Any]:
    """The argument of ``copyworker.run``."""
    return {
        "path": str(path.resolve()),
        "copy": str(copy),
        "digest": report.submission_digest,
        "known": list(names),
        "marks": [_mark(one) for one in sorted(report.findings, key=lambda one: _ORDER[one.severity])],
        "told": {
            "marking": MARKING,
            "about": _about(report),
            "more": "{n} more findings are not listed here. A report with --format html tells them by rule.",
            "left": "Kept: values, cell styles, number formats, widths, merged cells and frozen panes. "
            "A marked cell has lost its own colour. Not in this copy: ",
        },
    }


def _mark(finding: Finding) -> list[str | None]:
    from cfgovern.reporting.words import SEVERITY, WHOLE

    return [
        finding.sheet or WHOLE,
        finding.cell,
        finding.severity,
        SEVERITY[finding.severity],
        finding.message,
        finding.fix,
    ]


def _about(report: Report) -> list[str]:
    """What the first sheet says above its list."""
    from cfgovern.reporting.words import SEVERITY, SYNTHETIC, long_date, outcome

    told = outcome(report)
    contract = report.contract
    lines = [
        "This is a copy of the workbook that was checked, and it holds the same data. Keep it where that is "
        "kept, send it to nobody who may not see that, and delete it when you are done.",
        "Put things right in your own system or workbook, not here: the check stops at this copy.",
        f"{told.headline}. {told.detail}",
        ", ".join(f"{SEVERITY[severity]}: {report.counts.get(severity, 0):,}" for severity in SEVERITIES)
        + ".",
    ]
    if report.record_origin == "synthetic":
        lines.insert(0, SYNTHETIC)
    if contract is not None:
        lines.append(
            f"Checked with {contract.name or contract.id}, version {contract.version}, as of "
            f"{long_date(report.as_of)}. {contract.notice}".strip()
        )
    if report.truncated:
        lines.append("Of some rules not every finding is listed: there are too many.")
    return lines
