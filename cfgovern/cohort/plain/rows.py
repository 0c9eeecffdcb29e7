"""The rows of one table: its keys first, then what it names, then every other cell, then its rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

from cfgovern.cohort.plain.columns import Columns
from cfgovern.cohort.plain.links import Key, Link
from cfgovern.cohort.plain.order import Linked
from cfgovern.cohort.plain.rules import RowRules
from cfgovern.cohort.plain.wanted import none_is_right
from cfgovern.contract.model import Column, Quality, Table
from cfgovern.contract.quality import holds
from cfgovern.errors import UsageError

__all__ = ["TableRows"]

_FEW = 8  # rows of a table about organisations
_CHILDREN = 3  # at most so many rows for each row of a table that is named
_LOOKED_AT = 50  # values of each part of a key that is made of several
_CONSTANT = ("record_origin", "area_id", "period")
_Row = dict[str, str]


class TableRows:
    """Makes the rows of one table. ``made``: the rows of the tables it names."""

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
        self.keys = list(dict.fromkeys(_keys(self.table, self.known)))
        named = {name for link in (*self.links, *self.own) for name in link.columns}
        self.named = frozenset(named)
        constant = {name for name, column in self.known.items() if column.concept in _CONSTANT}
        single = {key[0] for key in self.keys if len(key) == 1}
        self.parts = [name for name in self.table.primary_key if name not in named | (constant - single)]
        self.series: dict[str, list[str]] = {name: [] for name in self.known if name in single - named}
        self.fixed = frozenset({*named, *self.table.primary_key, *single, *self.cut})
        self.quotas: dict[str, int] = {}

    # -- how many rows -----------------------------------------------------------------------

    def make(self, rows: int, told: Sequence[Mapping[str, str]] | None) -> list[_Row]:
        """``rows`` rows, or a few for each row of a table that is named, or those that are ``told``.

        Raises UsageError ``cohort.*``.
        """
        if told is not None:
            said = [{n: row[c.concept] for n, c in self.known.items() if c.concept in row} for row in told]
            starts: list[_Row] = said
        else:
            starts = self._starts(rows)
        for name in self.series:
            known = self._texts(name, len(starts))
            if told is None and self.columns.wanted(self.table, self.known[name]).filled:
                starts = starts[: len(known)]
        if told is None:
            starts = self._all_apart(starts)
        self.quotas = {name: _quota(column, len(starts)) for name, column in self.known.items()}
        made: list[_Row] = []
        seen: list[set[Key]] = [set() for _ in self.keys]
        for number, start in enumerate(starts, start=1):
            row = self._row(number, start, fixed=frozenset(start) if told is not None else frozenset())
            if row is not None and (told is not None or self._new(row, seen)):
                made.append(row)
                for link in self.own:
                    link.add(row)
        return made

    def _all_apart(self, starts: list[_Row]) -> list[_Row]:
        """``starts`` with the cells that keep rows apart by the other keys of several columns."""
        for names in self.keys:
            settled = self.fixed if names == self.table.primary_key else self.named | self.series.keys()
            if len(names) > 1 and not settled & set(names):
                starts = [
                    start | more for start, more in zip(starts, self._apart(names, len(starts)), strict=False)
                ]
        return starts

    def _new(self, row: _Row, seen: list[set[Key]]) -> bool:
        """Whether no row before has a key of ``row``."""
        keys = [tuple(row[name] for name in names) for names in self.keys]
        full = [all(key) for key in keys]
        if any(whole and key in known for key, whole, known in zip(keys, full, seen, strict=True)):
            return False
        for key, whole, known in zip(keys, full, seen, strict=True):
            if whole:
                known.add(key)
        return True

    def _starts(self, rows: int) -> list[_Row]:
        """What is settled of each row before it is made: the cells of its primary key, and whom it names."""
        first = next((link for link in self._by_weight() if link.keys or link.empty is None), None)
        if self.table.route == "organisation" or first is None:
            wanted = _FEW if self.table.route == "organisation" else rows
            wanted = _row_count(self.table, wanted)
            return self._roots(wanted, strict=self.table.route != "organisation")
        if first.offered and not first.keys:
            raise self._nothing_to_name(first)
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
        several = len(self.table.primary_key) > 1 and bool(self.parts)
        short = None
        for name in self.series:
            texts = self._texts(name, wanted)
            if len(texts) < wanted and self.columns.wanted(self.table, self.known[name]).filled:
                short, wanted = name, len(texts)
        if short is not None and strict:
            raise self._too_few(short, wanted)
        if not several:
            return [{} for _ in range(wanted)]
        apart = self._apart(self.parts, wanted)
        if len(apart) < wanted and strict and not self.links:
            raise self._too_few(" and ".join(self.parts), len(apart))
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
        once = any(set(names) <= set(link.columns) for names in self.keys)
        others = [other for other in self.links if other is not link and key & set(other.columns)]
        parts = [name for name in self.parts if name not in self.series]
        texts = [self._texts(name, _LOOKED_AT) for name in parts] if inside else []
        room = 1 if once else _CHILDREN
        if inside and not self.series.keys() & key:
            for size in (*map(len, texts), *(len(other.keys) for other in others)):
                room *= max(1, size)
            room = room // _CHILDREN if not once and not key - set(link.columns) else room
        place = (self.table.concept, link.here[0].concept, "children")
        for number, chosen in enumerate(link.keys, start=1):
            start = dict(zip(link.columns, chosen, strict=True))
            many = 1 if once else min(room, self.columns.draw.between(1, _CHILDREN, *place, number))
            turned = [
                self.columns.draw.below(max(1, len(o.keys)), *place, o.columns[0], number) for o in others
            ]
            for slot in range(many):
                row, left = dict(start), slot
                for other, turn in zip(others, turned, strict=True):
                    fitting = other.fitting(row)
                    if fitting:
                        row |= zip(other.columns, fitting[(left + turn) % len(fitting)], strict=True)
                        left //= len(fitting)
                for name, known in zip(parts, texts, strict=False):
                    if known:
                        row[name] = known[left % len(known)]
                        left //= len(known)
                yield row

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

    # -- one row -----------------------------------------------------------------------------

    def _row(self, number: int, start: Mapping[str, str], fixed: frozenset[str]) -> _Row | None:
        """Row ``number``, with the cells of ``start``; None where it can name no row that it must name."""
        row = dict(start)
        for name in self.cut - row.keys():
            row[name] = ""
        for name in self.series:
            if name not in row:
                texts = self.series[name]
                row[name] = texts[number - 1] if number <= len(texts) else ""
        for link in self.links:
            if not self._named(row, link, number):
                return None
        for name, column in self.known.items():
            if name not in row and not any(name in link.columns for link in self.own):
                row[name] = self._cell(column, number)
        for link in self.own:
            if not self._named(row, link, number, itself=True):
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

    def _named(self, row: _Row, link: Link, number: int, *, itself: bool = False) -> bool:
        """Fill in the cells of ``link``; whether that could be done."""
        if all(name in row for name in link.columns):
            return True
        if any(row.get(name) == "" for name in link.columns):  # it names no row, whatever the rest says
            return True
        draw, again = self.columns.draw, self.again.get(number, 0)
        place = (self.table.concept, link.here[0].concept, *([f"again {again}"] if again else []))
        chosen = None
        if link.empty is None or not draw.one_in(4, *place, "no link", number):
            once = any(set(names) <= set(link.columns) for names in self.keys)
            chosen = link.chosen(row, lambda limit: self._pick(limit, number, once, *place))
            if chosen is None and itself and link.empty is None:
                chosen = self._itself(row, link)
        if chosen is None and link.empty is None:
            if link.keys:
                return False
            raise self._nothing_to_name(link)
        if chosen is None:
            row[link.empty or ""] = ""
        row |= {name: text for name, text in (chosen or {}).items() if name not in row}
        return True

    def _pick(self, limit: int, number: int, once: bool, *place: str) -> int:
        if once:
            return min(number - 1, limit - 1)
        return self.columns.draw.below(limit, *place, "parent", number)

    def _itself(self, row: _Row, link: Link) -> dict[str, str] | None:
        """The cells of a key by which a row names itself."""
        key = link.of(row)
        return None if key is None else dict(zip(link.columns, key, strict=True))

    def _nothing_to_name(self, link: Link) -> UsageError:
        names = ", ".join(link.columns)
        return UsageError(
            "cohort.link",
            f"{self.table.name}.{names} must name a row, and there is none whose key is right by what the "
            "contract says of both ends.",
            fix="Give both ends of the foreign key the same limits in the contract.",
        )

    def _not_blank(self, row: _Row, number: int) -> None:
        """A row without any value is none to whoever reads it."""
        if any(row.values()):
            return
        for name, column in self.known.items():
            if name not in self.named and not self.quotas.get(name):
                row[name] = self.columns.cell(self.table, column, number, filled=True)
                if row[name]:
                    return


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
    return rule.metric == "duplicateValues" and rule.type == "library" and none_is_right(rule)


def _emptied(columns: Columns, table: Table, linked: Linked) -> Iterator[str]:
    """A column of each foreign key that is cut."""
    for key in linked.cut:
        for name in reversed(key.columns):
            column = table.column(name)
            if column is not None and not columns.wanted(table, column).filled:
                yield name
                break


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
