"""How many rows a table has, and what is settled of each before it is made: its keys, and whom it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod

from cfgovern.cohort.plain.columns import Columns
from cfgovern.cohort.plain.links import Link
from cfgovern.cohort.plain.wanted import none_is_right
from cfgovern.contract.model import Column, Quality, Table
from cfgovern.contract.quality import holds
from cfgovern.errors import UsageError

__all__ = ["Starts"]

_FEW = 8  # rows of a table about organisations
_CHILDREN = 3  # at most so many rows for each row of a table that is named
_LOOKED_AT = 50  # values of each part of a key that is made of several
_CONSTANT = ("record_origin", "area_id", "period")
_Row = dict[str, str]


class Starts:
    """Settles what keeps the rows of one table apart.

    ``keys``: the groups of columns that tell rows apart. ``named``: columns of foreign keys. ``series``: per
    column that alone tells rows apart, its text in each row.
    """

    def __init__(self, table: Table, columns: Columns, links: Sequence[Link], named: frozenset[str]) -> None:
        self.table, self.columns, self.links, self.named = table, columns, links, named
        self.known = {column.name: column for column in table.collected}
        self.keys = list(dict.fromkeys(_keys(table, self.known)))
        constant = {name for name, column in self.known.items() if column.concept in _CONSTANT}
        single = {key[0] for key in self.keys if len(key) == 1}
        self.series: dict[str, list[str]] = {name: [] for name in self.known if name in single - named}
        self._parts = [name for name in table.primary_key if name not in named | (constant - single)]

    def once(self, link: Link) -> bool:
        """Whether no two rows may name the same row by ``link``."""
        return any(set(names) <= set(link.columns) for names in self.keys)

    def settled(self, rows: int) -> list[_Row]:
        """The cells settled of each row: ``rows`` rows, or a few for each row of a table that is named.

        Raises UsageError ``cohort.unique`` or ``cohort.link``.
        """
        starts = self._starts(rows)
        for name in self.series:
            known = self._texts(name, len(starts))
            if self.columns.wanted(self.table, self.known[name]).filled:
                starts = starts[: len(known)]
        return self._all_apart(starts)

    def number(self, rows: int) -> None:
        """Fill the series for ``rows`` rows that are given."""
        for name in self.series:
            self._texts(name, rows)

    def _all_apart(self, starts: list[_Row]) -> list[_Row]:
        """``starts`` with the cells that keep rows apart by the other keys of several columns."""
        for names in self.keys:
            settled = self.named | self.series.keys() | set(self.table.primary_key)
            if len(names) > 1 and not settled & set(names):
                starts = [
                    start | more for start, more in zip(starts, self._apart(names, len(starts)), strict=False)
                ]
        return starts

    def _starts(self, rows: int) -> list[_Row]:
        """What is settled of each row before it is made: the cells of its primary key, and whom it names."""
        first = next((link for link in self._by_weight() if link.keys or link.empty is None), None)
        if self.table.route == "organisation" or first is None:
            wanted = _FEW if self.table.route == "organisation" else rows
            wanted = _row_count(self.table, wanted)
            return self._roots(wanted, strict=self.table.route != "organisation")
        if first.offered and not first.keys:
            raise first.nothing()
        starts = list(self._children(first))
        wanted = _row_count(self.table, len(starts))
        while len(starts) < wanted and starts:  # a rule of the contract asks for more
            starts += [dict(start) for start in starts[: wanted - len(starts)]]
        return starts[:wanted]

    def _by_weight(self) -> list[Link]:
        """The foreign keys that decide how many rows there are, those of the primary key first."""
        key = set(self.table.primary_key)
        inside = [link for link in self.links if key & set(link.columns)]
        return inside + [link for link in self.links if link not in inside]

    def _roots(self, wanted: int, *, strict: bool) -> list[_Row]:
        several = len(self.table.primary_key) > 1 and bool(self._parts)
        short = None
        for name in self.series:
            texts = self._texts(name, wanted)
            if len(texts) < wanted and self.columns.wanted(self.table, self.known[name]).filled:
                short, wanted = name, len(texts)
        if short is not None and strict:
            raise self._too_few(short, wanted)
        if not several:
            return [{} for _ in range(wanted)]
        apart = self._apart(self._parts, wanted)
        if len(apart) < wanted and strict and not self.links:
            raise self._too_few(" and ".join(self._parts), len(apart))
        return apart

    def _apart(self, names: Sequence[str], most: int) -> list[_Row]:
        """Up to ``most`` rows that differ in ``names``: by one of them alone where that can be."""
        texts_of = {name: self._texts(name, most) for name in names}
        whole = [name for name in names if len(texts_of[name]) >= most]
        if whole:
            return [{whole[-1]: text} for text in texts_of[whole[-1]]]
        return [dict(zip(names, key, strict=True)) for key in islice(product(*texts_of.values()), most)]

    def _children(self, link: Link) -> Iterator[_Row]:
        """A few rows for each row that ``link`` may name: one where it may be named once."""
        key = set(self.table.primary_key)
        inside = bool(key & set(link.columns))
        others = [other for other in self.links if other is not link and key & set(other.columns)]
        texts = {name: self._texts(name, _LOOKED_AT) for name in self._parts if name not in self.series}
        room = prod(
            max(1, size) for size in (*map(len, texts.values()), *(len(other.keys) for other in others))
        )
        most = (
            1
            if self.once(link)
            else min(room, _CHILDREN)
            if inside and not self.series.keys() & key
            else _CHILDREN
        )
        place = (self.table.concept, link.here[0].concept, "children")
        for number, chosen in enumerate(link.keys, start=1):
            for slot in range(min(most, self.columns.draw.between(1, _CHILDREN, *place, number))):
                start = dict(zip(link.columns, chosen, strict=True))
                yield self._told_apart(start, slot, number, others if inside else [], texts if inside else {})

    def _told_apart(
        self, row: _Row, slot: int, number: int, others: Sequence[Link], texts: Mapping[str, list[str]]
    ) -> _Row:
        """``row`` with the other parts of its primary key: those of the ``slot``-th row of its parent."""
        for other in others:
            fitting = other.fitting(row)
            if fitting:
                turn = self.columns.draw.below(
                    len(fitting), self.table.concept, other.here[0].concept, number
                )
                row |= zip(other.columns, fitting[(slot + turn) % len(fitting)], strict=True)
                slot //= len(fitting)
        for name, known in texts.items():
            if known:
                row[name] = known[slot % len(known)]
                slot //= len(known)
        return row

    def _texts(self, name: str, most: int) -> list[str]:
        """The first ``most`` different texts of a column that tells rows apart."""
        known = self.series.get(name, [])
        if len(known) < most:
            known = self.columns.unique(self.table, self.known[name], most)
            if name in self.series:
                self.series[name] = known
        return known[:most]

    def _too_few(self, names: str, most: int) -> UsageError:
        return UsageError(
            "cohort.unique",
            f"{self.table.name}.{names} must differ in every row, and has values for no more than {most:,}.",
            fix=f"Ask for no more rows than {most:,}, or let the contract allow more values there.",
        )


def _keys(table: Table, known: Mapping[str, Column]) -> Iterator[tuple[str, ...]]:
    """The groups of columns that tell rows apart."""
    if table.primary_key and set(table.primary_key) <= known.keys():
        yield table.primary_key
    for column in known.values():
        if column.unique or any(_no_doubles(rule) for rule in column.quality):
            yield (column.name,)
    for rule in filter(_no_doubles, table.quality):
        names = tuple(str(name) for name in rule.arguments["properties"])
        if set(names) <= known.keys():
            yield names


def _no_doubles(rule: Quality) -> bool:
    return rule.judged and rule.metric == "duplicateValues" and none_is_right(rule)


def _row_count(table: Table, wanted: int) -> int:
    """The number of rows nearest to ``wanted`` that the rules about it allow."""
    rules = [rule for rule in table.quality if rule.type == "library" and rule.metric == "rowCount"]
    return _nearest(wanted, [rule for rule in rules if rule.threshold and rule.unit == "rows"])


def _nearest(wanted: int, rules: Sequence[Quality]) -> int:
    for away in range(10_000):
        for count in (wanted - away, wanted + away):
            if count >= 0 and all(holds(count, *rule.threshold, among=1) for rule in rules if rule.threshold):
                return count
    return wanted
