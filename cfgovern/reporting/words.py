"""What a report says whatever it found: outcomes, severities and next steps, in one place."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cfgovern.findings import Report
from cfgovern.reporting.plain import count_of

__all__ = ["NO_VALUES", "SEVERITY", "SYNTHETIC", "WHOLE", "Outcome", "long_date", "outcome", "title"]

SEVERITY = {
    "block": "Stops the submission",
    "error": "Must be fixed",
    "warning": "Fix or confirm",
    "info": "For information",
}
SYNTHETIC = "SYNTHETIC: this data is made up. No row is about a real person."
NO_VALUES = (
    "This report shows where something is wrong, never what the cell holds. "
    "Only record keys that the contract allows are shown."
)
WHOLE = "The whole submission"
_TITLES = {"validate": "Data check", "scan": "Scan for personal details"}
_RERUN = "Save the file and run the same check again."


class Outcome(NamedTuple):
    """The outcome in words, and what to do next, step by step."""

    headline: str
    detail: str
    steps: tuple[str, ...]


def title(report: Report) -> str:
    """What kind of report this is."""
    return _TITLES.get(report.report, "Report")


def long_date(text: str) -> str:
    """An ISO date such as ``2026-04-30`` as ``30 April 2026``; any other text as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"


def outcome(report: Report) -> Outcome:
    """The outcome of ``report`` in plain words."""
    told = {"fail": _fail, "confirm": _confirm, "refused": _refused}.get(report.outcome, _pass)
    return (_scan if report.report == "scan" and report.outcome != "refused" else told)(report)


def _pass(report: Report) -> Outcome:
    steps = ["Keep this report with the data."]
    if report.not_run:
        steps.insert(0, "Read the list of checks that were not run before you rely on this result.")
    if report.confirmed:
        steps.insert(0, "Send the confirmations file with the data.")
    return Outcome(f"Ready to go on{_but_for(report)}", _passed(report), tuple(steps))


def _but_for(report: Report) -> str:
    """What of the contract a pass says nothing about, as the end of its headline."""
    whose, who = " of the contract", "cfgovern"
    parts = []
    if report.left:
        parts.append(f"{count_of(report.left, 'rule', 'rules')}{whose} that {who} does not run")
        whose, who = "", "it"
    if report.unseen:
        parts.append(f"{count_of(report.unseen, 'column', 'columns')}{whose} that {who} does not look into")
    return f", but for {' and '.join(parts)}" if parts else ""


def _passed(report: Report) -> str:
    settled = sum(len(one.findings) for one in report.confirmed)
    if not settled:
        return "Every check that was run has been passed."
    number = count_of(settled, "point has", "points have")
    return f"Nothing must be fixed, and {number} been confirmed with a reason."


def _confirm(report: Report) -> Outcome:
    number = count_of(report.counts.get("warning", 0), "point looks", "points look")
    return Outcome(
        "Some points need your confirmation",
        f"Nothing must be fixed, but {number} unusual.",
        (
            "Look at each cell that is listed below.",
            "If the value is wrong, correct it and run the same check again.",
            "If it is right, confirm it: --write-confirmations FILE makes a file to write the reason in, and "
            "--confirmations FILE takes it.",
        ),
    )


def _fail(report: Report) -> Outcome:
    blocks, errors = report.counts.get("block", 0), report.counts.get("error", 0)
    steps = [
        "Open your file and go to the cells that are listed below.",
        "Correct the value in your own system first, if you can. Then it will be right next time too.",
        _RERUN,
    ]
    if blocks:
        steps.insert(0, f"Start with what is marked ‘{SEVERITY['block']}’.")
    number = count_of(blocks + errors, "problem has", "problems have")
    return Outcome(
        "This data needs to be fixed", f"{number} to be put right before it can be sent.", tuple(steps)
    )


def _refused(report: Report) -> Outcome:
    return Outcome(
        "This file could not be checked",
        "It was not read, so nothing is known about the data in it.",
        ("Do what is said below.", "Run the same check again."),
    )


def _scan(report: Report) -> Outcome:
    found = sum(report.counts.values())
    if not found:
        detail = "The scan found no personal details where they should not be. No scan finds everything."
        steps = ["Keep this report with the data."]
        if report.risk is not None:
            detail += " That says nothing of how easily people could be singled out: see the figures below."
            steps.insert(0, "Read how easily people could be singled out, before you decide on a release.")
        return Outcome("No personal details were found", detail, tuple(steps))
    return Outcome(
        "There may be personal details in this data",
        f"{count_of(found, 'place needs', 'places need')} a look.",
        ("Look at each cell that is listed below.", "Take out what should not be there.", _RERUN),
    )
