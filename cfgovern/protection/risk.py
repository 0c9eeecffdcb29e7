"""How easily people could be singled out: k-anonymity, l-diversity, who is alone, and what makes them so.

Sources: Sweeney 2002 (k-anonymity); Machanavajjhala and others 2007 (distinct l-diversity); the guidance of
the ICO on anonymisation (singling out). Every count that leaves here is rounded, or withheld if small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from cfgovern.engine.equivalence import Answers
from cfgovern.protection.riskplan import Laid, RiskPlan, Shape
from cfgovern.protection.riskpolicy import Measures
from cfgovern.riskfigures import AnswerRisk, AreaRisk, ColumnCost, Count, Crowd, Fact, Risk, Variant

__all__ = ["Counted", "Exact", "assess", "costs", "exact", "path", "shown"]

Sizes = Mapping[int, int]


class Counted(Protocol):
    """Who counts people that are alike; see :class:`cfgovern.engine.equivalence.Classes`."""

    def sizes(self, columns: Sequence[int]) -> Sizes:
        """How many groups there are of each size."""

    def sizes_by_area(self, columns: Sequence[int]) -> Mapping[str, Sizes]:
        """The same of each area by itself."""

    def answers(self, columns: Sequence[int], asked: Sequence[int]) -> Sequence[Answers]:
        """What each column asked gives away."""

    def answers_by_area(
        self, columns: Sequence[int], asked: Sequence[int]
    ) -> Mapping[str, Sequence[Answers]]:
        """The same of each area by itself."""


class Exact(NamedTuple):
    """Counts before they are rounded. ``k``: nought where there is nobody."""

    people: int
    unique: int
    few: int
    groups: int
    k: int


class Cost(NamedTuple):
    """What one column costs, before it is rounded; see ColumnCost."""

    column: str
    alone: int
    beside: float
    without: int


def exact(sizes: Sizes, limit: int) -> Exact:
    """The counts of groups of these sizes; a group smaller than ``limit`` is too small."""
    return Exact(
        sum(size * count for size, count in sizes.items()),
        sizes.get(1, 0),
        sum(size * count for size, count in sizes.items() if size < limit),
        sum(sizes.values()),
        min(sizes, default=0),
    )


def shown(people: float, measures: Measures) -> Count:
    """A count as it may be shown: rounded, or None for somebody but fewer than may be told."""
    if 0 < people < measures.shown_from:
        return None
    return measures.round_to * round(people / measures.round_to)


def assess(counted: Counted, plan: RiskPlan, laid: Laid) -> Risk:
    """The figures of one table, fit to be shown, without sentences."""
    judged = laid.shapes[min(1, len(laid.shapes) - 1)]
    measures = plan.measures
    return Risk(
        table=plan.table,
        quasi_identifiers=tuple(laid.shapes[0].quasi),
        absent=tuple(laid.absent),
        treatments={
            one.name: one.treatment
            for one in plan.columns
            if one.name in laid.shapes[0].quasi and one.treatment != "keep"
        },
        shown_from=measures.shown_from,
        rounded_to=measures.round_to,
        judged=judged.name,
        variants=tuple(_variant(counted, shape, measures) for shape in laid.shapes),
        columns=tuple(_shown_cost(one, measures) for one in costs(counted, judged.quasi)),
        facts=tuple(_shown_fact(*one, measures) for one in path(counted, judged.quasi, measures)),
    )


def _variant(counted: Counted, shape: Shape, measures: Measures) -> Variant:
    columns = list(shape.quasi.values())
    sizes = counted.sizes(columns)
    lowest: dict[str, int] = {}
    answers: dict[str, Answers] = {}
    for others, asked in _asked(shape):
        numbers = [shape.sensitive[name] for name in asked]
        answers.update(zip(asked, counted.answers(others, numbers), strict=False))
        for area, told in counted.answers_by_area(others, numbers).items():
            lowest[area] = min([*(one.fewest for one in told), lowest.get(area, told[0].fewest)])
    areas = sorted(counted.sizes_by_area(columns).items())
    return Variant(
        shape.name,
        shape.band,
        _crowd(sizes, measures),
        _groups(sizes, measures),
        tuple(_area(name, found, lowest.get(name), measures) for name, found in areas),
        tuple(
            AnswerRisk(name, answers[name].fewest, shown(answers[name].given_away, measures))
            for name in shape.sensitive
            if name in answers
        ),
    )


def _asked(shape: Shape) -> list[tuple[list[int], list[str]]]:
    """What to ask at once: by which columns people are grouped, and which sensitive ones are looked at then.

    One that could point to a person too is looked at among those who are alike in all the others.
    """
    plain = [name for name in shape.sensitive if name not in shape.quasi]
    found = [(list(shape.quasi.values()), plain)] if plain else []
    for name in shape.sensitive:
        if name in shape.quasi:
            found.append(([number for other, number in shape.quasi.items() if other != name], [name]))
    return found


def costs(counted: Counted, quasi: Mapping[str, int]) -> list[Cost]:
    """What each column costs, the dearest first: by what it saves if left out, then by what it adds."""
    unique: dict[frozenset[str], int] = {}

    def alone(*names: str) -> int:
        key = frozenset(names)
        if key not in unique:
            unique[key] = counted.sizes([quasi[name] for name in quasi if name in key]).get(1, 0)
        return unique[key]

    every, found = alone(*quasi), []
    for name in quasi:
        others = [other for other in quasi if other != name]
        more = [alone(name, other) - alone(other) for other in others]
        beside = sum(more) / len(more) if more else 0
        found.append(Cost(name, alone(name), beside, every - alone(*others)))
    return sorted(found, key=lambda one: (-one.without, -one.beside, -one.alone))


def path(counted: Counted, quasi: Mapping[str, int], measures: Measures) -> list[tuple[str, Exact]]:
    """Columns in an order in which each tells people apart best beside those before it, until all are unique.

    Best is what makes most groups, then what makes most people unique. A column that tells nobody apart is
    not named. No order is promised to be the shortest: fewer columns may be enough, never are more needed.
    """
    known: dict[str, int] = {}
    found: list[tuple[str, Exact]] = []
    before = exact(counted.sizes([]), measures.shown_from)
    while len(found) < measures.facts and shown(before.unique, measures) != shown(before.people, measures):
        tried = {
            name: exact(counted.sizes([*known.values(), number]), measures.shown_from)
            for name, number in quasi.items()
            if name not in known
        }
        best = max(tried, key=lambda name: (tried[name].groups, tried[name].unique), default=None)
        if best is None or tried[best].groups == before.groups:
            break
        known[best] = quasi[best]
        before = tried[best]
        found.append((best, before))
    return found


def _crowd(sizes: Sizes, measures: Measures) -> Crowd:
    told = exact(sizes, measures.shown_from)
    if told.people < measures.shown_from:  # so few that every other figure would be about them
        nobody = shown(told.people, measures)
        return Crowd(nobody, nobody, nobody, None)
    people, unique, few = (shown(count, measures) for count in told[:3])
    return Crowd(people, unique, few, told.k)


def _groups(sizes: Sizes, measures: Measures) -> tuple[tuple[int, int | None, Count], ...]:
    ends = [(first, after - 1) for first, after in pairwise(measures.sizes)]
    found: list[tuple[int, int | None, Count]] = []
    for first, last in [*ends, (measures.sizes[-1], None)]:
        people = sum(
            size * count for size, count in sizes.items() if first <= size and (last is None or size <= last)
        )
        found.append((first, last, shown(people, measures)))
    return tuple(found)


def _area(name: str, sizes: Sizes, lowest: int | None, measures: Measures) -> AreaRisk:
    crowd = _crowd(sizes, measures)
    return AreaRisk(name, crowd, lowest if crowd.k is not None else None)


def _shown_cost(one: Cost, measures: Measures) -> ColumnCost:
    return ColumnCost(one.column, *(shown(count, measures) for count in one[1:]))


def _shown_fact(column: str, told: Exact, measures: Measures) -> Fact:
    return Fact(column, shown(told.unique, measures), shown(told.few, measures))
