"""Rows that stand at every edge of a contract: each code, each limit, each pair of codes, all accepted.

The contract says what may stand in a cell, and the rules what may stand together. The rules are not known
here: rows are made, shown to whoever judges them (``accepted``), and put right where a rule turned them
away, by taking the cells that it reads from a row that it let pass. A value or pair that every attempt of
which was turned away by one and the same rule counts as excluded by that rule; it is never left out silently.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cfgovern.cohort.area import make_area
from cfgovern.cohort.boundaries import edges
from cfgovern.cohort.clones import Copier, Made
from cfgovern.cohort.coverage import Coverage
from cfgovern.cohort.goals import Goal, Good, Row, Target, counted, room
from cfgovern.cohort.rows import Key, Rows
from cfgovern.contract.model import Contract

__all__ = ["Accepted", "Turned", "edge_rows"]

_PEOPLE = 30
_MENDED = 6  # times that one row is put right
_MOST = 4_000  # rows of one table that are to reach many pairs
_SPREAD = 24  # good rows in which a single value is tried
_AS_IT_IS = "as it is"
# How the other cells that a rule reads are set, one way after another, to make room for a value.
_WAYS = ("low", "high", "empty", "unanswered", "early", "late", "low and early", "low and late")


@dataclass(frozen=True, slots=True)
class Turned:
    """A row (from 1) that ``rule`` turned away, the columns of its table that the rule reads, and others.

    ``others``: (table, column) of other tables.
    """

    table: str
    row: int
    columns: tuple[str, ...]
    rule: str
    others: tuple[tuple[str, str], ...] = ()


Accepted = Callable[[Rows, Collection[str]], Iterable[Turned]]
"""Rows, and the tables of which some were not let pass before."""


@dataclass(slots=True)
class _Unit:
    """A copy of ``good.source`` with ``changes``; ``target``: what it tries, if that is one thing."""

    goal: Goal
    good: Good
    changes: dict[str, str]
    family: bool = False
    target: Target = ()
    above: Mapping[str, Row] = field(default_factory=dict)  # changes to parents, by table

    def mend(self, names: Iterable[str]) -> bool:
        """Take the cells ``names`` as they are in the good row; whether that changes any."""
        right = self.goal.carried(self.good.row)
        wrong = [name for name in names if name in right and self.changes.get(name) != right[name]]
        self.changes |= {name: right[name] for name in wrong}
        return bool(wrong)

    def with_family(self) -> bool:
        """Copy all rows that name the same parents too; whether that is anything new."""
        new = bool(self.goal.table.foreign_keys) and not self.family
        self.family = self.family or new
        return new


def edge_rows(contract: Contract, *, as_of: date, seed: int = 1, accepted: Accepted) -> tuple[Rows, Coverage]:
    """The rows of a submission at the edges of ``contract``, and what they cover.

    ``accepted`` is given rows and says which of them a rule turned away; whole tables are not its matter.
    The same arguments give the same rows. Raises UsageError as :func:`make_area`.
    """
    made = _Making(contract, as_of, seed, accepted)
    made.many_at_once()
    made.one_by_one([_AS_IT_IS], (0,), (False,))
    made.one_by_one([_AS_IT_IS], (0, 1, 7), (False, True))
    for _ in range(2):  # what the rules read that turn a row away is known a little better each time
        made.one_by_one(_WAYS, (0, 1, 7), (False, True))
    return made.finished()


class _Making:
    """Gathers rows that were let pass."""

    def __init__(self, contract: Contract, as_of: date, seed: int, accepted: Accepted) -> None:
        self.accepted = accepted
        self.tables = {table.name: table for table in contract.tables}
        self.base = _let_pass(make_area(contract, people=_PEOPLE, as_of=as_of, seed=seed), accepted)
        self.copier = Copier(contract, as_of, self.base)
        self.kept: list[Made] = []
        self.goals = [
            Goal(table, edges(contract, table, as_of), [Good(row, row) for row in self.base[table.name]])
            for table in contract.tables
            if self.base[table.name]
        ]

    # -- rows with many pairs --------------------------------------------------------------------

    def many_at_once(self) -> None:
        """Rows that would together reach every pair; what is turned away is put right."""
        units = [unit for goal in self.goals for unit in _planned(goal)]
        for _ in range(_MENDED):
            still: list[_Unit] = []
            for unit, faults in zip(units, self._judged(units), strict=True):
                names = sorted({name for fault in faults for name in fault.columns})
                if faults and (unit.mend(names) or unit.with_family()):
                    still.append(unit)
            units = still

    def _judged(self, units: list[_Unit]) -> list[list[Turned]]:
        """The faults of each unit; those without any that reach something are kept."""
        rows, owners, copies = self._woven(units)
        faults: list[list[Turned]] = [[] for _ in units]
        new = {name for copy in copies for name, _ in copy}
        for one in self.accepted(rows, new) if units else ():
            for number in owners.get((one.table, one.row), ()):
                same = one.table == units[number].goal.table.name
                faults[number].append(one if same else Turned(one.table, one.row, (), one.rule))
        for unit, copy, found in zip(units, copies, faults, strict=True):
            if not found and unit.goal.wants(copy[0][1]) and not self.copier.clashes(copy):
                self._keep(unit, copy)
        return faults

    def _woven(self, units: list[_Unit]) -> tuple[Rows, dict[tuple[str, int], list[int]], list[Made]]:
        """The base with the copies of ``units``: rows, which units each is of, and the copies."""
        rows: Rows = {name: list(found) for name, found in self.base.items()}
        owners: dict[tuple[str, int], list[int]] = {}
        copies: list[Made] = []
        at: dict[tuple[str, Key], tuple[int, dict[str, str]]] = {}
        for number, unit in enumerate(units):
            source = unit.good.source
            copy = self.copier.copy(
                unit.goal.table, source, unit.changes, family=unit.family, above=unit.above
            )
            for place, (name, row) in enumerate(copy):
                key = (name, self.tables[name].key_of(row))
                if place and key in at and key[1]:  # two copies name one parent: they share it
                    known, row = at[key]
                    copy[place] = (name, row)
                else:
                    rows[name].append(row)
                    known = len(rows[name])
                    at.setdefault(key, (known, row))
                owners.setdefault((name, known), []).append(number)
            copies.append(copy)
        return rows, owners, copies

    def _keep(self, unit: _Unit, copy: Made) -> None:
        self.kept.append(copy)
        self.copier.keep(copy)
        for goal in self.goals:
            for name, row in copy:
                if name == goal.table.name:
                    goal.see(row)
        unit.goal.good.append(Good(copy[0][1], unit.good.source))

    # -- one value or pair at a time -------------------------------------------------------------

    def one_by_one(self, ways: Sequence[str], starts: Sequence[int], families: Sequence[bool]) -> None:
        """Each value and pair that is left by itself, in good rows, making room for it in some ``ways``."""
        tried = [
            unit
            for goal in self.goals
            for target in goal.left()
            for way in ways
            if way == _AS_IT_IS or goal.read.get(target)
            for unit in self._attempts(goal, target, way, starts, families)
        ]
        for unit, faults in zip(tried, self._judged(tried), strict=True):
            if faults:
                _blame(unit, faults)

    def _attempts(
        self, goal: Goal, target: Target, way: str, starts: Sequence[int], families: Sequence[bool]
    ) -> Iterator[_Unit]:
        """Good rows that have one of the two codes of ``target``, with the other put in.

        A single value is tried in rows from all over the table, but a key once at a time.
        """
        aimed = dict(target)
        read = goal.read.get(target, {})
        above: dict[str, dict[str, str]] = {}
        made_room: dict[str, str] = {}
        for one in self.goals if way != _AS_IT_IS else ():
            names = [name for table, name in read if table == one.table.name]
            if one is goal:
                made_room = room(goal, names, way, aimed)
            elif names:
                above[one.table.name] = room(one, names, way, {})
        for family in families if goal.table.foreign_keys else families[:1]:
            if len(target) == 1:
                good = goal.good[:: max(1, len(goal.good) // _SPREAD)]
                good = good[:1] if goal.table.primary_key == (target[0][0],) else good
            else:
                having = [goal.having(*target[(start + family) % 2]) for start in starts]
                good = [found[start % len(found)] for found, start in zip(having, starts, strict=True)]
            for one_good in good:
                changes = goal.carried(one_good.row) | made_room | aimed
                yield _Unit(goal, one_good, changes, family, target, above)

    # -- the end ---------------------------------------------------------------------------------

    def finished(self) -> tuple[Rows, Coverage]:
        """All rows, once more judged together, and what they reach."""
        rows = self._all()
        while turned := {id(rows[one.table][one.row - 1]) for one in self.accepted(rows, rows)}:
            self.kept = [copy for copy in self.kept if not any(id(row) in turned for _, row in copy)]
            rows = self._all()
        return rows, Coverage(tuple(counted(goal, rows[goal.table.name]) for goal in self.goals))

    def _all(self) -> Rows:
        rows: Rows = {name: list(found) for name, found in self.base.items()}
        there: set[int] = set()
        for copy in self.kept:
            for name, row in copy:
                if id(row) not in there:
                    there.add(id(row))
                    rows[name].append(row)
        return rows


def _let_pass(rows: Rows, accepted: Accepted) -> Rows:
    """``rows`` without those that a rule turns away, nor those that it turns away once these are gone."""
    while turned := {(one.table, one.row) for one in accepted(rows, rows)}:
        rows = {
            name: [row for number, row in enumerate(found, start=1) if (name, number) not in turned]
            for name, found in rows.items()
        }
    return rows


def _planned(goal: Goal) -> Iterator[_Unit]:
    """Rows that would reach every pair."""
    plan = goal.pairs.copy()
    for number in range(_MOST):
        pair = plan.first()
        if pair is None:
            return
        good = goal.good[number % len(goal.good)]
        row = plan.row(dict(pair))
        plan.see(row)
        yield _Unit(goal, good, goal.carried(good.row) | goal.texts(row))


def _blame(unit: _Unit, faults: list[Turned]) -> None:
    rules = {fault.rule for fault in faults}
    goal, target = unit.goal, unit.target
    goal.blame[target] = goal.blame.get(target, rules) & rules
    read = goal.read.setdefault(target, {})
    for fault in faults:
        read.update(dict.fromkeys((goal.table.name, name) for name in fault.columns))
        read.update(dict.fromkeys(fault.others))
