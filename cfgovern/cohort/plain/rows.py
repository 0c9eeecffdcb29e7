"""The rows of one table: its keys first, then what it names, then every other cell, then its rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cfgovern.cohort.plain.columns import Columns
from cfgovern.cohort.plain.links import Link
from cfgovern.cohort.plain.order import Linked
from cfgovern.cohort.plain.rules import RowRules
from cfgovern.cohort.plain.starts import Starts
from cfgovern.cohort.rows import Key
from cfgovern.contract.model import Column, Quality, Table
from cfgovern.contract.quality import holds

__all__ = ["TableRows"]

_Row = dict[str, str]


class TableRows:
    """Makes the rows of one table. ``made``: the rows of the tables it names.

    ``numbers``: the number of each row that was made; some are left out, for an earlier one has their key.
    """

    def __init__(
        self,
        linked: Linked,
        columns: Columns,
        tables: Mapping[str, Table],
        made: Mapping[str, Sequence[_Row]],
        again: Mapping[int, int],
    ) -> None:
        self.table, self.columns, self.again = linked.table, columns, again
        self.known = {column.name: column for column in self.table.collected}
        self.links = [Link(columns, self.table, key, tables[key.table]) for key in linked.others]
        for link, key in zip(self.links, linked.others, strict=True):
            for row in made[key.table]:
                link.add(row)
        self.own = [Link(columns, self.table, key, self.table) for key in linked.own]
        self.cut = frozenset(_emptied(columns, self.table, linked))
        self.rules = RowRules(self.table, columns)
        named = frozenset(name for link in (*self.links, *self.own) for name in link.columns)
        self.starts = Starts(self.table, columns, self.links, named)
        single = {names[0] for names in self.starts.keys if len(names) == 1}
        self.fixed = frozenset({*named, *self.table.primary_key, *single, *self.cut})
        self.quotas: dict[str, int] = {}
        self.numbers: list[int] = []

    def make(self, rows: int, told: Sequence[Mapping[str, str]] | None) -> list[_Row]:
        """``rows`` rows, or a few for each row of a table that is named, or those that are ``told``.

        Raises UsageError ``cohort.*``.
        """
        if told is None:
            starts = self.starts.settled(rows)
        else:
            starts = [{n: row[c.concept] for n, c in self.known.items() if c.concept in row} for row in told]
            self.starts.number(len(starts))
        self.quotas = {name: _quota(column, len(starts)) for name, column in self.known.items()}
        made: list[_Row] = []
        seen: list[set[Key]] = [set() for _ in self.starts.keys]
        for number, start in enumerate(starts, start=1):
            row = self._row(number, start, fixed=frozenset(start) if told is not None else frozenset())
            if row is not None and (told is not None or self._new(row, seen)):
                made.append(row)
                self.numbers.append(number)
                for link in self.own:
                    link.add(row)
        return made

    def _new(self, row: _Row, seen: list[set[Key]]) -> bool:
        """Whether no row before has a key of ``row``."""
        keys = [tuple(row[name] for name in names) for names in self.starts.keys]
        full = [all(key) for key in keys]
        if any(whole and key in known for key, whole, known in zip(keys, full, seen, strict=True)):
            return False
        for key, whole, known in zip(keys, full, seen, strict=True):
            if whole:
                known.add(key)
        return True

    def _row(self, number: int, start: Mapping[str, str], fixed: frozenset[str]) -> _Row | None:
        """Row ``number``, with the cells of ``start``; None where it can name no row that it must name."""
        row = dict(start)
        for name in self.cut - row.keys():
            row[name] = ""
        for name in self.starts.series:
            if name not in row:
                texts = self.starts.series[name]
                row[name] = texts[number - 1] if number <= len(texts) else ""
        for link in self.links:
            if not self._named(row, link, number, bool(fixed)):
                return None
        for name, column in self.known.items():
            if name not in row and not any(name in link.columns for link in self.own):
                row[name] = self._cell(column, number)
        for link in self.own:
            if not self._named(row, link, number, bool(fixed), itself=True):
                return None
        for name, column in self.known.items():
            if name not in row:
                row[name] = self._cell(column, number)
        self.rules.settle(row, number, self.fixed | fixed)
        self._not_blank(row, number)
        return {name: row[name] for name in self.known}

    def _cell(self, column: Column, number: int) -> str:
        quota = self.quotas.get(column.name, -1)
        if quota > 0 and number <= quota:
            return ""
        filled = quota > 0 or column.name in self.table.primary_key
        return self.columns.cell(self.table, column, number, self.again.get(number, 0), filled=filled)

    def _named(self, row: _Row, link: Link, number: int, given: bool, *, itself: bool = False) -> bool:
        """Fill in the cells of ``link``; whether that could be done."""
        if all(name in row for name in link.columns):
            return True
        if any(row.get(name) == "" for name in link.columns):  # it names no row, whatever the rest says
            return True
        draw, again = self.columns.draw, self.again.get(number, 0)
        place = (self.table.concept, link.here[0].concept, *([f"again {again}"] if again else []))
        empty = link.empty if link.empty not in row else None  # what is told stays
        chosen = None
        if empty is None or not draw.one_in(4, *place, "no link", number):
            once = self.starts.once(link)
            if not (itself and once and empty is None):
                # Of its own rows the one before has not been named yet.
                at = -1 if itself and once else number - 1 if once else None
                chosen = link.chosen(row, lambda limit: self._pick(limit, at, number, *place))
            if chosen is None and itself and empty is None:
                chosen = self._itself(row, link)
        if chosen is None and empty is None:
            if not given and (link.keys or not link.offered):
                return False
            raise link.nothing()
        if chosen is None:
            row[empty or ""] = ""
        row |= {name: text for name, text in (chosen or {}).items() if name not in row}
        return True

    def _pick(self, limit: int, at: int | None, number: int, *place: str) -> int:
        """The place of a key among ``limit``: ``at``, the last for -1, or by chance."""
        if at is None:
            return self.columns.draw.below(limit, *place, "parent", number)
        return min(at, limit - 1) % limit

    def _itself(self, row: _Row, link: Link) -> dict[str, str] | None:
        """The cells of a key by which a row names itself."""
        key = link.of(row)
        return None if key is None else dict(zip(link.columns, key, strict=True))

    def _not_blank(self, row: _Row, number: int) -> None:
        """A row without any value is none to whoever reads it."""
        if any(row.values()):
            return
        for name, column in self.known.items():
            if name not in self.starts.named and not self.quotas.get(name):
                row[name] = self.columns.cell(self.table, column, number, filled=True)
                if row[name]:
                    return


def _emptied(columns: Columns, table: Table, linked: Linked) -> Iterator[str]:
    """A column of each foreign key that is cut."""
    for key in linked.cut:
        for name in reversed(key.columns):
            column = table.column(name)
            if column is not None and not columns.wanted(table, column).filled:
                yield name
                break


def _quota(column: Column, rows: int) -> int:
    """How many cells of a column must be empty by a rule about nullValues; 0 where none need be."""
    rules = [r for r in column.quality if r.type == "library" and r.metric == "nullValues" and r.threshold]
    if column.required or not rules or not rows:
        return 0
    for count in range(rows + 1):
        if all(_kept(rule, count, rows) for rule in rules):
            return count
    return 0


def _kept(rule: Quality, count: int, rows: int) -> bool:
    percent = rule.unit == "percent"
    assert rule.threshold is not None
    return holds(100 * count if percent else count, *rule.threshold, among=rows if percent else 1)
