"""Whole made-up areas: every table of a contract, from its story where the programme has one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from cfgovern.cohort import story
from cfgovern.cohort.draw import Draw, Ints
from cfgovern.cohort.files import Columns, as_rows
from cfgovern.cohort.frame import EMPTY, Cells, Frame, codes, row_numbers, texts
from cfgovern.cohort.plain import column_texts, make_rows
from cfgovern.cohort.profile import Profile, profile_for
from cfgovern.cohort.rows import Rows
from cfgovern.cohort.story.people import People
from cfgovern.cohort.story.world import MISSING
from cfgovern.contract.model import Column, Contract, Table
from cfgovern.errors import UsageError
from cfgovern.evidence.measures import Target

__all__ = ["Cohort", "make_area", "plan"]

PIECE = 32_768  # people made at a time
_ID = ("P-", ""), 7  # letters, a dash and seven figures: like no identifier of a person
_MOST = 10**7 - 1
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2059, 12, 31)


@dataclass(frozen=True, slots=True)
class Cohort:
    """People of some areas, still to be made. ``world`` is None for a contract without a story."""

    contract: Contract
    seed: int
    as_of: date
    people: int
    world: story.World | None
    profile: Profile | None

    @property
    def areas(self) -> Sequence[str]:
        """The codes of the areas, at least one."""
        return self.world.areas if self.world else ("",)

    def numbers(self, area: int) -> range:
        """The numbers of the people of an area, by its place."""
        if self.world is None:
            return range(1, self.people + 1)
        ends = self.world.area_ends
        return range(int(ends[area - 1]) + 1 if area else 1, int(ends[area]) + 1)

    def pieces(
        self, numbers: range, tables: Collection[str] = story.TABLES, size: int = PIECE
    ) -> Iterator[dict[str, Columns]]:
        """The tables about the people of ``numbers``, by name, ``size`` people at a time.

        ``tables``: which, by concept. A person's rows do not depend on who else is made, nor on ``size``.
        """
        assert self.world is not None  # a contract without a story is made whole, by rows()
        for first in range(numbers.start, numbers.stop, size):
            some = np.arange(first, min(first + size, numbers.stop), dtype=np.int64)
            who, told = story.tell(self.world, some, tables)
            yield {
                table.name: self._columns(self.world, table, who, told[table.concept])
                for table in self.contract.tables
                if table.concept in told
            }

    def rows(self, area: int = 0) -> Rows:
        """Every table of one area, by name, rows as column -> text."""
        if self.world is None:
            return make_rows(self.contract, rows=self.people, as_of=self.as_of, seed=self.seed)
        made = self.organisation(area)
        for piece in self.pieces(self.numbers(area)):
            for name, columns in piece.items():
                table = self.contract.table(name)
                assert table is not None
                made[name] += as_rows(table, columns)
        return made

    def organisation(self, area: int) -> Rows:
        """The tables of one area that are not about people; the others are there, and empty."""
        assert self.world is not None
        own = Draw(self.seed).below(2**31, "organisation", area)
        nobody: dict[str, list[dict[str, str]]] = {name: [] for name in story.TABLES}
        told = nobody | self.world.profile.organisation_on(self.as_of)
        made = make_rows(self.contract, rows=0, as_of=self.as_of, seed=own, told=told)
        for table in self.contract.tables:
            column = table.by_concept("area_id")
            if column is not None:
                for row in made[table.name]:
                    row[column.name] = self.areas[area]
        return made

    def _columns(self, world: story.World, table: Table, who: People, told: Frame) -> Columns:
        return {column.name: self._cells(world, table, column, who, told) for column in table.collected}

    def _cells(self, world: story.World, table: Table, column: Column, who: People, told: Frame) -> Cells:
        if column.concept == "record_origin":
            return codes(np.zeros(len(told.person), dtype=np.int64), ("synthetic",))
        if column.concept == "area_id":
            return codes(who.area[told.person], world.areas)
        if column.concept == "participant_id":
            return Cells(who.numbers[told.person], "stem", stems=(_ID[0],), width=_ID[1])
        known = told.columns.get(column.concept) or told.columns.get(column.identifier or "")
        if known is not None:
            return _in_words_of(column, known)
        rows = _numbered(who.numbers[told.person])
        made = column_texts(self.contract, table, column, rows.tolist(), as_of=self.as_of, seed=self.seed)
        return texts(made)


def _in_words_of(column: Column, cells: Cells) -> Cells:
    """``cells`` with what the contract says for a missing answer."""
    if not cells.missing:
        return cells
    words = tuple(column.missing.get(state, "") for state in MISSING)
    spare = next((word for word in words if word), "")
    if spare:
        missing = tuple(word or spare for word in words)
        return Cells(cells.values, cells.kind, cells.words, missing, cells.stems, cells.width)
    return Cells(np.maximum(cells.values, EMPTY), cells.kind, cells.words, (), cells.stems, cells.width)


def _numbered(person: Ints) -> Ints:
    """The number of each row of one table; ``person``: the number of whose it is, rows of one together."""
    first = np.searchsorted(person, person, side="left")
    return row_numbers(person, np.arange(len(person)) - first)


def plan(
    contract: Contract,
    *,
    people: int,
    areas: int = 1,
    as_of: date,
    seed: int = 1,
    until: date | None = None,
    asked: Sequence[Target] | None = None,
) -> Cohort:
    """A cohort of ``people`` people in ``areas`` areas; nothing is made yet.

    ``until``: people start before that day (default: ``as_of``). ``asked``: totals to draw to in place of the
    profile's. Raises UsageError ``cohort.day``, ``cohort.people`` or ``cohort.areas`` for more than there can
    be.
    """
    profile = profile_for(contract)
    if not _FIRST_DAY <= as_of <= _LAST_DAY:
        raise UsageError(
            "cohort.day",
            f"Data can be made for a day from {_FIRST_DAY.isoformat()} to {_LAST_DAY.isoformat()}.",
            fix="Choose another day with --as-of.",
        )
    if people > _MOST:
        raise UsageError("cohort.people", f"There can be {_MOST:,} people at most.", fix="Ask for fewer.")
    if profile is None:
        return Cohort(contract, seed, as_of, people, None, None)
    world = story.make_world(
        profile,
        people=people,
        areas=_areas(contract, areas, as_of),
        seed=seed,
        as_of=as_of,
        until=until,
        asked=asked,
        also=_also(contract),
    )
    return Cohort(contract, seed, as_of, people, world, profile)


def _areas(contract: Contract, wanted: int, as_of: date) -> dict[str, str]:
    """The first areas of the contract's code list, code and label.

    A programme of another pack may have a story and no list of areas: then they are area-1, area-2 and so
    on, which says itself that nobody gave them a name.
    """
    lists = [
        column.code_list
        for table in contract.tables
        for column in table.collected
        if column.concept == "area_id" and column.code_list
    ]
    known = contract.code_lists[lists[0]].on(as_of.isoformat()).current if lists else ()
    if lists and not 1 <= wanted <= len(known):
        raise UsageError(
            "cohort.areas",
            f"The contract has codes for {len(known)} areas on {as_of.isoformat()}.",
            fix=f"Ask for 1 to {len(known)}." if known else "Choose a day on which its codes are in use.",
        )
    if not lists:
        return {f"area-{number}": f"Area {number}" for number in range(1, wanted + 1)}
    return {code.code: code.label for code in known[:wanted]}


def _also(contract: Contract) -> list[str]:
    """The kinds of identifier that the contract collects about people."""
    table = contract.by_concept("identifiers")
    return [column.identifier for column in table.collected if column.identifier] if table else []


def make_area(contract: Contract, *, people: int, as_of: date, seed: int = 1) -> Rows:
    """Rows (column -> text, columns in contract order) of each table of one area, in the contract's order.

    The same arguments give the same rows on any machine. Every row says that it is synthetic where the
    contract asks, and identifiers come only from ranges that are nobody's. Nothing is dated after ``as_of``.
    Raises UsageError ``cohort.*`` for a contract that asks for more than can be made.
    """
    return plan(contract, people=people, as_of=as_of, seed=seed).rows()
