"""What the rows of one table have to reach, what they have not reached yet, and what was in the way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from cfgovern.cohort.boundaries import Edges
from cfgovern.cohort.coverage import BARRED, Reached, TableCoverage
from cfgovern.cohort.pairwise import Pairs
from cfgovern.contract.model import Table
from cfgovern.quarters import quarter

__all__ = ["Goal", "Good", "Row", "Target", "counted", "room"]

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
Target = tuple[tuple[str, str], ...]  # (column, text), one or two
Row = Mapping[str, str]


@dataclass(slots=True)
class Good:
    """A row that was let pass, and the row of the made-up area that it comes from."""

    row: Row
    source: Row


@dataclass
class Goal:
    """What one table has to reach; ``single`` and ``pairs`` are what it has not reached yet."""

    table: Table
    edges: tuple[Edges, ...]
    good: list[Good]
    blame: dict[Target, set[str]] = field(default_factory=dict)  # rules in the way of every attempt
    read: dict[Target, dict[tuple[str, str], None]] = field(default_factory=dict)  # what such rules read

    def __post_init__(self) -> None:
        self.coded = [edge for edge in self.edges if edge.codes]
        self._place = [{text: at for at, text in enumerate(edge.codes)} for edge in self.coded]
        self.pairs = Pairs([len(edge.codes) for edge in self.coded])
        self.all_pairs = len(self.pairs)
        self.codes = [((edge.column.name, text),) for edge in self.coded for text in edge.codes]
        limits = [((edge.column.name, text),) for edge in self.edges for text in edge.limits.values()]
        self.limits = list(dict.fromkeys(limits))
        self.single = dict.fromkeys((*self.codes, *self.limits))
        linked = {name for key in self.table.foreign_keys for name in key.columns}
        keys = {*linked, *self.table.primary_key} - {edge.column.name for edge in self.coded}
        told = {column.name for column in self.table.columns if column.identifier}
        self._own = keys | told  # cells that a copy has for itself
        for one in self.good:
            self.see(one.row)

    def see(self, row: Row) -> None:
        """Take what stands in ``row`` as reached."""
        self.pairs.see(self.numbers(row))
        for cell in row.items():
            self.single.pop((cell,), None)

    def wants(self, row: Row) -> bool:
        """Whether ``row`` reaches anything not reached yet."""
        return self.pairs.brings(self.numbers(row)) or any((cell,) in self.single for cell in row.items())

    def numbers(self, row: Row) -> list[int | None]:
        """The number of the code in each coded column."""
        pairs = zip(self.coded, self._place, strict=True)
        return [place.get(row[edge.column.name]) for edge, place in pairs]

    def texts(self, numbers: list[int]) -> dict[str, str]:
        """The codes of those numbers, by column."""
        return {edge.column.name: edge.codes[at] for edge, at in zip(self.coded, numbers, strict=True)}

    def left(self) -> list[Target]:
        """What is still to be reached: single values, then pairs."""
        return [*self.single, *self.left_pairs()]

    def left_pairs(self) -> list[Target]:
        """Each pair of codes still to be reached."""
        return [
            tuple((self.coded[at].column.name, self.coded[at].codes[value]) for at, value in pair)
            for pair in self.pairs.all()
        ]

    def having(self, name: str, text: str) -> list[Good]:
        """Good rows with that cell; where there is none, all."""
        return [one for one in self.good if one.row[name] == text] or self.good

    def carried(self, row: Row) -> dict[str, str]:
        """The cells of ``row`` that a copy of it may have too."""
        return {name: text for name, text in row.items() if name not in self._own}


def room(goal: Goal, names: Collection[str], way: str, aimed: Row) -> dict[str, str]:
    """The cells ``names`` set in that ``way``, where they can be; a quarter goes with the day aimed at."""
    made = {}
    linked = {name for key in goal.table.foreign_keys for name in key.columns}
    free = not linked or not linked.isdisjoint(goal.table.primary_key)  # the rest of the key may repeat
    days = [text for text in aimed.values() if _DAY.fullmatch(text)]
    for edge in goal.edges:
        column, limits = edge.column, edge.limits
        if column.name not in names or column.name in linked or column.name in aimed:
            continue
        if column.name in goal.table.primary_key and not free:
            continue
        none = "" if "" in (*edge.codes, *limits.values()) else None
        known = {
            "low": limits.get("minimum"),
            "high": limits.get("maximum"),
            "empty": none,
            "unanswered": next(iter(column.missing.values()), None),
            "early": limits.get("first day"),
            "late": limits.get("last day"),
        }
        for day in ("early", "late"):
            known[f"low and {day}"] = known["low"] or known[day]
        text = known[way]
        if column.concept == "period" and days:
            text = quarter(date.fromisoformat(days[0]))[0]
        if text is not None:
            made[column.name] = text
    return made


def counted(tried: Goal, rows: list[dict[str, str]]) -> TableCoverage:
    """What ``rows`` reach; why they do not reach the rest is known from what was ``tried``."""
    goal = Goal(tried.table, tried.edges, [Good(row, row) for row in rows], blame=tried.blame)
    barred = sum(edge.barred for edge in goal.edges)
    partners = sum(len(edge.codes) for edge in goal.coded if not edge.barred)
    return TableCoverage(
        goal.table.name,
        len(rows),
        _reached(goal, len(goal.codes), [target for target in goal.codes if target in goal.single], barred),
        _reached(goal, len(goal.limits), [target for target in goal.limits if target in goal.single], 0),
        _reached(goal, goal.all_pairs, goal.left_pairs(), barred * partners),
    )


def _reached(goal: Goal, possible: int, left: list[Target], barred: int) -> Reached:
    """``barred``: targets with a code that would say that the row is about a real person."""
    rules = Counter(min(goal.blame[target]) for target in left if goal.blame.get(target))
    excluded = dict(rules) | ({BARRED: barred} if barred else {})
    return Reached(possible + barred, possible - len(left), excluded)
