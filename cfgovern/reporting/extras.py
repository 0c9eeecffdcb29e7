"""What a report tells beside its findings: a score, a comparison, what is confirmed, waived, or did nothing.

Each is a part of one shape, so that every face tells all of them in the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from cfgovern.findings import Comparison, Confirmed, Report, Unused, Waived
from cfgovern.reporting import scores
from cfgovern.reporting.cells import cell_ranges, number_ranges
from cfgovern.reporting.part import Part
from cfgovern.reporting.plain import count_of
from cfgovern.reporting.risk import risk_document, risk_parts
from cfgovern.reporting.words import SEVERITY, long_date

__all__ = ["Part", "documents", "parts"]

_UNUSED = "Confirmations and waivers that did nothing"
_KINDS = {"confirmation": "Confirmation", "waiver": "Waiver of the programme", "review": "Review"}


def parts(report: Report) -> Iterator[Part]:
    """The parts that ``report`` has, in the order in which they are told."""
    if report.risk:
        yield from risk_parts(report.risk)
    if report.comparison:
        yield _comparison(report.comparison)
    if report.confirmed:
        lines = tuple(_confirmed(one) for one in report.confirmed)
        scanned = report.report == "scan"
        title = "Looked at and found not to be real" if scanned else "Confirmed with a reason"
        yield Part("confirmed", title, lines)
    if report.waived:
        yield Part("waived", "Waived by the programme", tuple(_waived(one) for one in report.waived))
    if report.unused:
        title = "Reviews that did nothing" if report.report == "scan" else _UNUSED
        yield Part("unused", title, tuple(_unused(one) for one in report.unused))
    if report.score:
        told, caption = report.score, "Recall and precision of each fault"
        sentences, rows = tuple(scores.sentences(told)), tuple(scores.rows(told))
        yield Part("score", scores.TITLE, sentences, scores.HEADS, rows, caption)


def _comparison(told: Comparison) -> Part:
    heads = ("Rule", "Before", "Now", "Put right", "New", "Still there")
    rows = [
        (one.rule, *(_figure(n) for n in (one.before, one.now, one.fixed, one.new, one.still)))
        for one in told.changes
    ]
    totals = (told.total(name) for name in ("fixed", "new", "still"))
    fixed, new, still = (f"{total:,}" for total in totals)
    sentences = [
        f"Since the check of {long_date(told.as_of)}: {fixed} put right, {new} new, {still} still there."
        if told.changes
        else f"Nothing was found, neither now nor in the check of {long_date(told.as_of)}.",
    ]
    if told.same_data:
        sentences.append("Both reports are about the very same data.")
    if told.total("gone"):
        places = count_of(told.total("gone"), "earlier finding is", "earlier findings are")
        sentences.append(
            f"{places} gone, but nobody can tell whether put right: the check was not run for all."
        )
    if told.by_number and not told.same_data:
        places = count_of(told.by_number, "finding was", "findings were")
        sentences.append(f"{places} compared by row number, which rows put in between move on.")
    if any(one.fixed is None for one in told.changes):
        sentences.append("Where there is no figure, a report does not list every place.")
    for table in told.fewer:
        many = count_of(table.now, "row", "rows")
        sentences.append(
            f"{table.table} has {many} and had {table.before:,} then. Check that nothing was left out."
        )
    return Part(
        "since", "Since the last check", tuple(sentences), heads, tuple(rows), "Findings then and now"
    )


def _figure(number: int | None) -> str:
    return "-" if number is None else f"{number:,}"


def _confirmed(one: Confirmed) -> str:
    earlier = (
        "" if one.same_data else " It was given for an earlier version of this data, for the same records."
    )
    places = count_of(len(one.findings), "place", "places")
    return (
        f"{one.rule}, {places}{_where(one)}: {_ended(one.reason)} "
        f"Confirmed by {one.who} on {long_date(one.when)}.{earlier}"
    )


def _where(one: Confirmed) -> str:
    cells = cell_ranges(finding.cell for finding in one.findings if finding.cell)
    lines = number_ranges(finding.line for finding in one.findings if finding.line)
    rows = number_ranges(finding.row for finding in one.findings if finding.row)
    if cells:
        return f" ({cells})"
    return f" (lines {lines})" if lines else f" (records {rows})" if rows else ""


def _waived(one: Waived) -> str:
    areas = f"for {', '.join(one.areas)}" if one.areas else "for all areas"
    what = "is not run" if one.becomes == "not_run" else f"counts as ‘{SEVERITY[one.becomes]}’"
    found = "" if one.becomes == "not_run" else f" {count_of(one.findings, 'finding', 'findings')}."
    return (
        f"{one.rule} {what} {areas}, from {long_date(one.since)} until {long_date(one.until)}: "
        f"{_ended(one.reason)} Owner: {_ended(one.owner)}{found}"
    )


def _unused(one: Unused) -> str:
    rule = f", {one.rule}" if one.rule else ""
    return f"{_KINDS[one.what]} in line {one.line}{rule}: {one.because}"


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def documents(report: Report) -> dict[str, Any]:
    """The parts as plain values, keys in the published order; a part that the report has not is absent."""
    found: dict[str, Any] = {}
    if report.given:
        found["given"] = dict(report.given)
    if report.waived:
        found["waived"] = [{**asdict(one), "areas": list(one.areas)} for one in report.waived]
    if report.unused:
        found["unused"] = [asdict(one) for one in report.unused]
    if report.comparison:
        found["comparison"] = _compared(report.comparison)
    if report.score:
        found["score"] = scores.score_document(report.score)
    if report.risk:
        found["risk"] = risk_document(report.risk)
    return found


def _compared(told: Comparison) -> dict[str, Any]:
    return {
        "run_id": told.run_id,
        "as_of": told.as_of,
        "contract_version": told.contract_version,
        "same_data": told.same_data,
        "by_number": told.by_number,
        **{name: told.total(name) for name in ("fixed", "new", "still", "gone")},
        "fewer": [asdict(table) for table in told.fewer],
        "rules": [asdict(change) for change in told.changes],
    }
