"""How made-up people fare over time: means by wave and quarter, correlation between waves, follow-up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from math import fsum, sqrt
from statistics import StatisticsError, correlation

from cfgovern.cohort.frame import MONTH
from cfgovern.cohort.view import PEOPLE, PERSON, View
from cfgovern.evidence.measures import Correlation, Counted, FollowUp, Lag, Step, Trajectory
from cfgovern.quarters import ordinal

__all__ = [
    "Z",
    "baseline_lag",
    "correlations",
    "follow_up",
    "mean_of",
    "months_between",
    "trajectories",
    "wilson",
]

QUARTER = 3 * MONTH
Z = 1.959964
"""Two-sided 95 % of the normal distribution."""
FIRST_WAVE = 1
_BY_WAVE = (("assessments", "ndta_total"), ("outcomes", "reqol10_total"))
_BY_QUARTER = ("ae_attendances", "nights_rough_sleeping")


def months_between(first: date | None, second: date | None) -> float | None:
    """Months (of 30.4375 days) from ``first`` to ``second``; None where one is unknown."""
    return None if first is None or second is None else (second - first).days / MONTH


def mean_of(values: Sequence[float]) -> tuple[float, float | None, float | None]:
    """The mean of at least one value, and the ends of its 95 % interval (None for one value alone)."""
    n = len(values)
    mean = fsum(values) / n
    if n == 1:
        return mean, None, None
    error = Z * sqrt(fsum((value - mean) ** 2 for value in values) / (n - 1) / n)
    return mean, mean - error, mean + error


def wilson(count: int, n: int) -> tuple[float, float]:
    """The 95 % interval, in per cent, of a share seen ``count`` times in ``n`` (``n`` above nought).

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209 to 212.
    """
    share, square = count / n, Z * Z
    middle = share + square / (2 * n)
    spread = Z * sqrt(share * (1 - share) / n + square / (4 * n * n))
    whole = 1 + square / n
    return 100 * max(0.0, (middle - spread) / whole), 100 * min(1.0, (middle + spread) / whole)


def trajectories(view: View) -> tuple[Trajectory, ...]:
    """Mean totals by wave, and service use by quarter since support began, of what the tables have."""
    found = [
        Trajectory(column, view.label(table, column), "wave", "mean score", _by_wave(view, table, column))
        for table, column in _BY_WAVE
        if view.has(table, "wave", column)
    ]
    dates = ("start_date", "period_start", "period_end")
    found += [
        Trajectory(
            column,
            view.label("service_use", column),
            "quarter",
            "mean for a whole quarter",
            _by_quarter(view, column),
        )
        for column in _BY_QUARTER
        if view.has("service_use", column, *dates)
    ]
    return tuple(one for one in found if one.steps)


def _by_wave(view: View, table: str, column: str) -> tuple[Step, ...]:
    by_wave: dict[int, list[float]] = defaultdict(list)
    for wave, value in zip(view.numbers(table, "wave"), view.numbers(table, column), strict=True):
        if wave is not None and value is not None:
            by_wave[wave].append(value)
    return tuple(Step(wave, len(by_wave[wave]), *mean_of(by_wave[wave])) for wave in sorted(by_wave))


def _by_quarter(view: View, column: str) -> tuple[Step, ...]:
    """Per quarter of 91.3125 days, because the first and the last quarter of most people are parts."""
    columns = (
        view.days("service_use", "start_date"),
        view.days("service_use", "period_start"),
        view.days("service_use", "period_end"),
        view.numbers("service_use", column),
    )
    by_quarter: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, first, last, count in zip(*columns, strict=True):
        if start is None or first is None or last is None or count is None or last < first:
            continue
        by_quarter[ordinal(first) - ordinal(start)].append(((last - first).days + 1, count))
    return tuple(_rate(at, by_quarter[at]) for at in sorted(by_quarter))


def _rate(at: int, rows: Sequence[tuple[int, int]]) -> Step:
    """All counts over all days; the interval is that of a ratio of two sums."""
    n, days = len(rows), sum(length for length, _ in rows)
    rate = sum(count for _, count in rows) / days
    if n == 1:
        return Step(at, n, QUARTER * rate)
    squares = fsum((count - rate * length) ** 2 for length, count in rows)
    error = Z * sqrt(squares * n / (n - 1)) / days
    return Step(at, n, QUARTER * rate, QUARTER * max(0.0, rate - error), QUARTER * (rate + error))


def correlations(view: View) -> tuple[Correlation, ...]:
    """Of the total of needs (NDTA), from each wave to the next, of the same people."""
    if not view.has("assessments", PERSON, "wave", "ndta_total"):
        return ()
    totals: dict[int, dict[str, int]] = defaultdict(dict)
    columns = (
        view.cells("assessments", PERSON),
        view.numbers("assessments", "wave"),
        view.numbers("assessments", "ndta_total"),
    )
    for person, wave, total in zip(*columns, strict=True):
        if wave is not None and total is not None:
            totals[wave][person] = total
    found = (_correlation(first, second, totals) for first, second in pairwise(sorted(totals)))
    return tuple(one for one in found if one.second == one.first + 1 and one.n)


def _correlation(first: int, second: int, totals: Mapping[int, Mapping[str, int]]) -> Correlation:
    both = [(total, totals[second][who]) for who, total in totals[first].items() if who in totals[second]]
    try:
        r = correlation([one for one, _ in both], [other for _, other in both])
    except StatisticsError:  # fewer than two people, or all alike
        r = None
    return Correlation(first, second, len(both), r)


def follow_up(view: View, as_of: date) -> FollowUp | None:
    """Who had a completed assessment when, why others had not; None without people or assessments."""
    needed = (PERSON, "wave", "assessment_date", "start_date")
    if not view.has("assessments", *needed):
        return None
    return FollowUp(
        curve=_curve(view, as_of),
        endings=_counted(view, PEOPLE, "exit_destination"),
        not_done=_counted(view, "assessments", "not_assessed_reason"),
        lag=baseline_lag(view),
    )


def _completed(view: View) -> Iterable[int]:
    """Rows of assessments with a day and without a reason for not having been done."""
    days = view.days("assessments", "assessment_date")
    reasons: Sequence[str] = [""] * len(days)
    if view.has("assessments", "not_assessed_reason"):
        reasons = view.cells("assessments", "not_assessed_reason")
    return (row for row, (day, reason) in enumerate(zip(days, reasons, strict=True)) if day and not reason)


def _curve(view: View, as_of: date) -> tuple[Step, ...]:
    """By three months since support began: of those whose three months are over, who had a wave in them."""
    over = {
        person: int((as_of - start).days // QUARTER)
        for person, start in zip(view.cells(PEOPLE, PERSON), view.days(PEOPLE, "start_date"), strict=True)
        if start is not None
    }
    starts, days = view.days("assessments", "start_date"), view.days("assessments", "assessment_date")
    persons = view.cells("assessments", PERSON)
    seen = set()
    for row in _completed(view):
        start, day = starts[row], days[row]
        if start is not None and day is not None:
            seen.add((persons[row], int((day - start).days // QUARTER)))
    followed = Counter(quarter for person, quarter in seen if quarter < over.get(person, 0))
    steps = []
    for quarter in range(max(over.values(), default=0)):
        n = sum(whole > quarter for whole in over.values())
        steps.append(Step(3 * quarter, n, 100 * followed[quarter] / n, *wilson(followed[quarter], n)))
    return tuple(steps)


def _counted(view: View, table: str, column: str) -> tuple[Counted, ...]:
    """How often each code of the column stands, most frequent first, in words."""
    if not view.has(table, column):
        return ()
    words = view.codes(table, column)
    counted = Counter(words.get(cell, cell) for cell in view.known(table, column) if cell)
    return tuple(Counted(*one) for one in sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def baseline_lag(view: View) -> Lag | None:
    """Months from the start of support to the completed wave 1; None if nobody has one."""
    waves, starts = view.numbers("assessments", "wave"), view.days("assessments", "start_date")
    days = view.days("assessments", "assessment_date")
    lags = [
        months
        for row in _completed(view)
        if waves[row] == FIRST_WAVE and (months := months_between(starts[row], days[row])) is not None
    ]
    if not lags:
        return None
    counted = Counter(max(0, int(months)) for months in lags)
    return Lag(len(lags), fsum(lags) / len(lags), tuple(counted[month] for month in range(max(counted) + 1)))
