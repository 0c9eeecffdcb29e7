"""When an area has noted down what happened: in the quarter it belongs to, or in one of the two after it.

A person's waves come in their order, and identifiers with the agreement that they need. Who takes back
everything is in no return from then on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.quarterplan import QuarterPlan
from cfgovern.cohort.rows import Key, Rows
from cfgovern.cohort.slips import number_of
from cfgovern.contract.model import Contract, Table
from cfgovern.quarters import quarter

__all__ = ["BEFORE", "Arrivals", "Noted", "is_dated", "name_of"]

_LINKING, _AGREED = "linking", "agreed"
BEFORE = -1
"""The place of every quarter before the first one that is told."""


class _Dated(NamedTuple):
    """How the rows of a table come to be told: the kind of lateness, and the concept of their day.

    In a series no row comes before an earlier one. ``series``: what parts them beside the person; None: none.
    """

    kind: str
    day: str
    series: tuple[str, ...] | None


_DATED: Mapping[str, _Dated] = {
    "participants": _Dated("", "start_date", None),
    "agreements": _Dated("agreement", "agreement_date", ("agreement_scope",)),
    "assessments": _Dated("wave", "assessment_date", ()),
    "outcomes": _Dated("wave", "outcome_date", ()),
    "service_use": _Dated("service_use", "period_end", None),
    "support": _Dated("", "support_start_date", None),
}


class _Arrival(NamedTuple):
    """The places of two quarters: the one that a row belongs to, and the one whose return has it first."""

    due: int
    first: int


@dataclass(frozen=True, slots=True)
class Noted:
    """One return before any slip.

    ``new``: which of its rows it is the first to hold, with the place of the quarter they belong to.
    ``waiting``: the rows that should be there by now and come later.
    """

    rows: Rows
    new: Mapping[tuple[str, Key], int]
    waiting: Mapping[tuple[str, Key], int]


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What one area's returns hold. ``days``: the last day of the quarter of each, in order."""

    contract: Contract
    figures: QuarterPlan
    draw: Draw
    days: Sequence[date]

    def noted(self, told: Rows, place: int) -> Noted:
        """The return at ``place``: the story ``told`` up to its day, less what is late or gone."""
        new: dict[tuple[str, Key], int] = {}
        waiting: dict[tuple[str, Key], int] = {}
        gone, linked = self._taken_back(told, place), self._linked(told)
        rows: Rows = {}
        for table in self.contract.tables:
            person = name_of(table, "participant_id")
            if not person:
                rows[table.name] = told[table.name]
                continue
            rows[table.name] = []
            arrivals = (
                [linked.get(row[person]) for row in told[table.name]]
                if table.concept == "identifiers"
                else self._arrivals(table, told[table.name])
            )
            for row, arrival in zip(told[table.name], arrivals, strict=True):
                if row[person] in gone:
                    continue
                known = (table.name, table.key_of(row))
                if arrival and arrival.first > place:
                    waiting[known] = arrival.due
                    continue
                rows[table.name].append(row)
                if arrival and arrival.first == place:
                    new[known] = arrival.due
        return Noted(rows, new, waiting)

    def _arrivals(self, table: Table, rows: Sequence[Mapping[str, str]]) -> list[_Arrival | None]:
        """When each row is due and when it comes; None for a table whose rows are not dated."""
        dated = _DATED.get(table.concept)
        day, person = name_of(table, dated.day if dated else ""), name_of(table, "participant_id")
        if dated is None or not day:
            return [None] * len(rows)
        series = [name for concept in dated.series or () if (name := name_of(table, concept))]
        before: dict[tuple[str, ...], int] = {}
        arrivals: list[_Arrival | None] = []
        for row in rows:
            due = self._quarter(row[day])
            which = tuple(row[name] for name in (person, *series))
            first = due
            if dated.kind and due > BEFORE and not (dated.kind == "agreement" and which in before):
                # The two parts of a wave are noted down together; so are the answers of one day.
                shared = row[name_of(table, "wave") or day]
                first += self._delay(dated.kind, number_of(row[person], shared))
            if dated.series is not None:
                first = before[which] = max(first, before.get(which, first))
            arrivals.append(_Arrival(due, first))
        return arrivals

    def _delay(self, kind: str, number: int) -> int:
        one, two = self.figures.late[kind]
        drawn = self.draw.below(10_000, "quarters", "late", kind, number)
        return 2 if drawn < two * 100 else int(drawn < (one + two) * 100)

    def _linked(self, told: Rows) -> dict[str, _Arrival]:
        """When each person's agreement to linking comes: their identifiers come with it."""
        found: dict[str, _Arrival] = {}
        for table in self.contract.tables:
            names = [
                name_of(table, each) for each in ("participant_id", "agreement_scope", "agreement_state")
            ]
            if table.concept == "agreements" and all(names):
                for row, arrival in zip(
                    told[table.name], self._arrivals(table, told[table.name]), strict=True
                ):
                    person, scope, state = (row[name] for name in names)
                    if arrival and (scope, state) == (_LINKING, _AGREED):
                        found[person] = arrival
        return found

    def _taken_back(self, told: Rows, place: int) -> set[str]:
        """Who has taken back everything by then, of those who were in an earlier return."""
        gone = set()
        for table in self.contract.tables:
            day, person = name_of(table, "start_date"), name_of(table, "participant_id")
            if table.concept != "participants" or not day or not person:
                continue
            for row in told[table.name]:
                number = number_of(row[person])
                for after in range(self._quarter(row[day]) + 1, place + 1):
                    name = self.days[after].isoformat()
                    drawn = self.draw.below(10_000, "quarters", "withdrawn", name, number)
                    if after > 0 and drawn < self.figures.withdrawn * 100:
                        gone.add(row[person])
        return gone

    def _quarter(self, day: str) -> int:
        """The place of the quarter of a day; one before the first for all that lies before it."""
        found = date.fromisoformat(day)
        return BEFORE if found < quarter(self.days[0])[1] else bisect_left(self.days, found)


def is_dated(table: Table) -> bool:
    """Whether the rows of ``table`` belong to quarters."""
    return table.concept in _DATED


def name_of(table: Table, concept: str) -> str:
    """The name of the column of a concept; empty where the table has none."""
    column = table.by_concept(concept)
    return column.name if column else ""
