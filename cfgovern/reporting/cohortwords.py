"""What a report of a made-up cohort says in whatever form: its figures and its sentences, in one place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cfgovern.evidence.measures import Achieved, CohortReport, Measures
from cfgovern.reporting.plain import count_of

__all__ = [
    "CLOSE",
    "INTERVAL",
    "NOBODY",
    "NOT_GIVEN",
    "PER_CENT",
    "Verdict",
    "asked",
    "base",
    "checks",
    "clashes",
    "coverage",
    "drawn",
    "fixed",
    "interval",
    "residual",
    "summary",
    "verdict",
    "words",
]

PER_CENT = "\u00a0%"
"""What follows a share, on the same line as it."""
INTERVAL = f"95{PER_CENT} interval"
CLOSE = 3
"""Points within which a share that was drawn is near enough to the one that was asked."""
NOBODY = (
    "No figure here describes a real person or a real area. Nothing was learnt from anybody's records, "
    "so nothing is suppressed."
)
NOT_GIVEN = (
    (
        "No score of fidelity or quality",
        "There are no real data to compare with, so such a score would mean nothing. It would not show "
        "either whether the rows can be used: in a trial, data made by another generator had an SDMetrics "
        f"quality score of .889 while 64{PER_CENT} of the people with outcomes in it had no "
        "baseline. So the rules come first here.",
    ),
    (
        "No privacy measure based on distance",
        "Measures such as the distance to the closest record compare made rows with the records that they "
        "were learnt from. There are no source records, so they are undefined.",
    ),
    (
        "No promise about analysis",
        "The cohort has the figures that were asked for, and whatever follows from them. Anything else "
        "that seems to be found in it is an accident. It is for testing and teaching, never for findings.",
    ),
)
_SILENT = "None found anything in the clean set."
_CHECKS = (
    ("rows", "Rows that a check of the contract or a rule finds fault with", "rows"),
    ("links", "Rows that name a row of another table which is not there", "links"),
    ("keys", "Rows whose key another row has too", "rows"),
    ("unreal", "Cells with an identifier that could belong to somebody", "cells"),
)


class Verdict(NamedTuple):
    """Whether the rows keep the rules: ``state`` is pass, confirm (not all was checked) or fail."""

    state: str
    headline: str
    detail: str


def fixed(value: float | None, after: int = 1, unit: str = "") -> str:
    """``4.2 %``, with ``after`` places; a dash for nothing, and never a nought with a sign."""
    if value is None:
        return "–"
    shown = f"{abs(value):,.{after}f}"
    return f"{'−' if value < 0 and shown.strip('0.') else ''}{shown}{unit}"


def _unit(one: Achieved) -> str:
    return PER_CENT if one.target.kind == "share" else f" {one.target.unit}".rstrip()


def words(one: Achieved) -> str:
    """What the figure is about, and whether nobody has published it."""
    return f"{one.target.words} (assumed)" if one.target.assumed else one.target.words


def asked(one: Achieved) -> str:
    """The figure that was asked, as it is written in the profile."""
    return f"{one.target.asked:,f}{_unit(one)}"


def drawn(one: Achieved) -> str:
    """The figure that was drawn."""
    return "not measured" if one.value is None else fixed(one.value, unit=_unit(one))


def residual(one: Achieved) -> str:
    """Drawn less asked, with its sign."""
    shown = fixed(one.residual)
    return f"+{shown}" if one.residual is not None and one.residual > 0 and shown != "0.0" else shown


def interval(low: float | None, high: float | None) -> str:
    """``82.3 to 90.5``."""
    return "–" if low is None or high is None else f"{fixed(low)} to {fixed(high)}"


def base(one: Achieved) -> str:
    """``226 of 260``, or how many the mean is of."""
    return f"{one.n:,}" if one.count is None else f"{one.count:,} of {one.n:,}"


def clashes(targets: Sequence[Achieved]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each target that cannot hold together with others, in words, and those others, in words."""
    named = {one.target.id: one.target.words for one in targets}
    return tuple(
        (one.target.words, tuple(named.get(other, other) for other in one.target.conflicts_with))
        for one in targets
        if one.target.conflicts_with
    )


def summary(measures: Measures) -> str:
    """How near the published shares are that can hold together, in a sentence or two."""
    gaps = [
        abs(one.residual)
        for one in measures.targets
        if one.residual is not None
        and one.target.kind == "share"
        and not one.target.assumed
        and not one.target.conflicts_with
    ]
    if not gaps:
        return "No published share that can hold together with the others was measured."
    near = sum(gap <= CLOSE for gap in gaps)
    return (
        f"Of {count_of(len(gaps), 'published share', 'published shares')} that can hold together, "
        f"{near:,} {'is' if near == 1 else 'are'} within {CLOSE} points of what was asked. "
        f"The largest residual is {max(gaps):.1f} points."
    )


def checks(report: CohortReport) -> tuple[tuple[str, str, str], ...]:
    """Each check of the clean rows: what it looks for, how many it found, and among how many."""
    told = []
    for name, looked_for, of in _CHECKS:
        pair: tuple[int, int] | None = getattr(report.conformance, name)
        told.append(
            (looked_for, *(("not checked", "–") if pair is None else (f"{pair[0]:,}", f"{pair[1]:,} {of}")))
        )
    return tuple(told)


def verdict(report: CohortReport) -> Verdict:
    """Whether the rows keep the rules, in words."""
    pairs = [getattr(report.conformance, name) for name, _, _ in _CHECKS]
    failed = sum(pair[0] for pair in pairs if pair is not None) + sum(report.silent.values())
    if failed:
        found = count_of(failed, "fault was", "faults were")
        return Verdict(
            "fail", "The clean rows do not keep the rules", f"{found} found in rows that should have none."
        )
    if None in pairs:
        return Verdict("confirm", "Not everything was checked", "No fault was found in what was checked.")
    return Verdict("pass", "The rows keep the rules", "Every check was made, and none found a fault.")


def coverage(report: CohortReport) -> str:
    """How many rules the faulty and the clean rows have set off; empty where no faulty set was made."""
    if not report.fired:
        return ""
    total, fired = len(report.fired), sum(count > 0 for count in report.fired.values())
    spared = sum(not report.fired.get(rule) for rule in report.unplanted)
    loud = sum(count > 0 for count in report.silent.values())
    told = [f"{fired:,} of {count_of(total, 'rule', 'rules')} found something in the faulty set."]
    if spared:
        rest = total - fired
        which = f"{spared:,} of the other {rest:,}" if spared < rest else f"the other {rest:,}"
        told.append(f"No made-up row may set off {which.removesuffix(' 1')}.")
    told.append(f"{loud:,} found something in the clean set." if loud else _SILENT)
    return " ".join(told)
