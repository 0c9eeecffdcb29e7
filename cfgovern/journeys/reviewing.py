"""Finds that people have reviewed: which ones a review file settles, and a file to fill in.

It fails closed. A find is settled where an entry with its mark says that it is not real, why, who and when.
One whose check digit is right needs a second person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from cfgovern.errors import UsageError
from cfgovern.findings import Confirmed, Finding, Report, Unused
from cfgovern.profile.review import MAX_BYTES, Review, Reviewed, written
from cfgovern.reporting.cells import cell_ranges, number_ranges

__all__ = ["PROVED", "Marked", "settled_marks", "to_review", "with_reviewed"]

PROVED = ("check_digit", "check_letter")
"""Evidence against which one person's word is not enough."""
_MOST = 1_000  # places of one kind that a file to fill in lists


def settled_marks(review: Review | None, day: str) -> dict[str, bool]:
    """The marks of what is not real as of ``day`` (ISO), and of each whether two people say so."""
    marks: dict[str, bool] = {}
    for entry in review.entries if review else ():
        if entry.real is False and not entry.lacking and entry.when <= day:
            for mark in entry.marks:
                marks[mark] = marks.get(mark, False) or entry.by_two
    return marks


class Marked(NamedTuple):
    """A finding of a scan with its mark, and whether it is settled and whether its check digit is right."""

    finding: Finding
    mark: str
    settled: bool
    proved: bool


def with_reviewed(report: Report, review: Review, found: Sequence[Marked], day: str) -> Report:
    """``report`` with what the review settles, and the entries of it that do nothing."""
    by_mark: dict[str, list[Marked]] = {}
    for one in found:
        by_mark.setdefault(one.mark, []).append(one)
    confirmed, unused = [], []
    for entry in review.entries:
        there = [one for mark in entry.marks for one in by_mark.get(mark, ())]
        settled = tuple(one.finding for one in there if one.settled)
        if settled and entry.real is False and not entry.lacking:
            confirmed.append(Confirmed(entry.rule, entry.reason, entry.who, entry.when, True, settled))
        elif because := _because(entry, there, day):
            unused.append(Unused("review", entry.rule, entry.line, because))
    given = {**report.given, "review": review.digest}
    return replace(report, confirmed=tuple(confirmed), unused=tuple(unused), given=given)


def _because(entry: Reviewed, there: Sequence[Marked], day: str) -> str:
    """Why an entry settles nothing; empty where it says that the find is real."""
    if entry.lacking:
        return f"Still to be filled in: {', '.join(entry.lacking)}."
    if entry.when > day:
        return f"Its day, {entry.when}, is after the day of the scan."
    if not there:
        return "Nothing was found there any more, or the text has changed since."
    if entry.real:
        return ""
    return "Its check digit is right. Another person has to agree: write who, under second."


def to_review(report: Report, found: Sequence[Marked], contract: str, before: Review | None) -> str:
    """A review file for ``report``: what is reviewed, then everything else that was found, with no verdict.

    Raises UsageError ``review.nothing_read`` or ``review.too_many``.
    """
    if report.outcome == "refused":
        raise UsageError(
            "review.nothing_read",
            "Nothing was read, so there is nothing to review.",
            fix="Do what the report says first.",
        )
    there = {one.mark for one in found}
    kept = [
        replace(entry, marks=tuple(mark for mark in entry.marks if mark in there))
        for entry in (before.entries if before else ())
        if entry.real is not None and there.intersection(entry.marks)
    ]
    known = {mark for entry in kept for mark in entry.marks}
    proved = {one.mark for one in found if one.proved}
    entries = [*kept, *_open([one for one in found if one.mark not in known])]
    text = written(contract, entries, [not proved.isdisjoint(entry.marks) for entry in entries])
    if len(text.encode()) > MAX_BYTES:
        raise UsageError(
            "review.too_many",
            "There is too much to review it place by place.",
            fix="Take out what has one cause first: a column or sheet that should not be sent.",
        )
    return text


def _open(found: Sequence[Marked]) -> Iterator[Reviewed]:
    """An entry for each text: whoever looks at it once has looked at all that say the same."""
    groups: dict[tuple[str, str, str], list[Marked]] = {}
    for one in found:
        if one.finding.severity != "info":
            groups.setdefault((one.finding.rule, one.finding.message, one.mark), []).append(one)
    counts: dict[str, int] = {}
    for (rule, message, mark), there in groups.items():
        counts[rule] = counts.get(rule, 0) + 1
        if counts[rule] <= _MOST:
            yield Reviewed(rule, (mark,), about=f"{message}{_where([one.finding for one in there])}")


def _where(findings: Sequence[Finding]) -> str:
    cells = cell_ranges(finding.cell for finding in findings if finding.cell)
    lines = number_ranges(finding.line for finding in findings if finding.line and not finding.cell)
    told = [("Cells", cells), ("Lines", lines)]
    return next((f" {name}: {places}." for name, places in told if places), "")
