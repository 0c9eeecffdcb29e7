"""Copies of made-up rows with other values in them, under keys of their own and with the rows they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.plain.columns import Columns
from cfgovern.cohort.rows import Key, Rows
from cfgovern.cohort.unreal import unreal
from cfgovern.contract.model import Contract, ForeignKey, Table
from cfgovern.identifiers import FORMS

__all__ = ["Copier", "Made"]

Made = list[tuple[str, dict[str, str]]]  # table and row
_FIRST_KEYS = 256
_NAMES = frozenset({"given_name", "family_name", "full_name"})
_SYLLABLES = [one + two for one in "BDFGKLMNPRSTVZ" for two in "aeiou"]


@dataclass
class Copier:
    """Copies rows of ``base``. Every key that it makes up is given once, for as long as it lives."""

    contract: Contract
    as_of: date
    base: Rows
    _kept: dict[tuple[str, Key], dict[str, str]] = field(default_factory=dict)
    _used: dict[str, set[Key]] = field(default_factory=dict)
    _new: dict[tuple[str, str], Iterator[str]] = field(default_factory=dict)
    _texts: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _found: dict[tuple[str, tuple[str, ...]], dict[Key, list[dict[str, str]]]] = field(default_factory=dict)
    _people: int = 100_000  # identifiers from here on are those of copies

    def __post_init__(self) -> None:
        self._columns = Columns(self.contract, self.as_of, Draw(1), fakes=False)
        self._tables = {table.name: table for table in self.contract.tables}
        self._told = {
            table.name: [column for column in table.collected if column.identifier]
            for table in self.contract.tables
        }
        self._free = {
            table.name: [name for name in table.primary_key if not _listed(table, name)]
            for table in self.contract.tables
        }
        for table in self.contract.tables:
            self._used[table.name] = {table.key_of(row) for row in self.base[table.name]}

    def copy(
        self,
        table: Table,
        row: Mapping[str, str],
        changes: Mapping[str, str],
        *,
        family: bool,
        above: Mapping[str, Mapping[str, str]],
    ) -> Made:
        """A copy of ``row`` of the base with ``changes`` first, then the rows that it names, copied too.

        ``family``: with all other rows that name the same parents. ``above``: changes to parents, by table.
        """
        made = {**row, **changes}
        self._identify(table, made, changes)
        self._renew(table, made, changes)
        found: Made = [(table.name, made)]
        for key in table.foreign_keys:
            found += self._parent(key, row, made, above)
            if family:
                found += self._relatives(key, row, made)
        return found

    def keep(self, made: Made) -> None:
        """Let later copies name the rows of ``made`` too."""
        for name, row in made:
            self._kept.setdefault((name, self._tables[name].key_of(row)), row)

    def clashes(self, made: Made) -> bool:
        """Whether a row of ``made`` has the key of another that is kept."""
        held = [self._kept.get((name, self._tables[name].key_of(row)), row) for name, row in made]
        return any(kept is not row for kept, (_, row) in zip(held, made, strict=True))

    def _parent(
        self,
        key: ForeignKey,
        row: Mapping[str, str],
        made: Mapping[str, str],
        above: Mapping[str, Mapping[str, str]],
    ) -> Made:
        """The row that ``made`` names by ``key``: one that is there, or a copy of what ``row`` names."""
        table = self._tables[key.table]
        wanted = _cells(made, key.columns)
        there = self._by(table.name, key.to_columns)
        if not all(wanted) or wanted in there:
            return []
        kept = self._kept.get((table.name, wanted)) if key.to_columns == table.primary_key else None
        if kept is not None:
            more = [self._parent(theirs, kept, kept, {}) for theirs in table.foreign_keys]
            return [(table.name, kept), *(one for found in more for one in found)]
        source = there.get(_cells(row, key.columns), self.base[table.name])[0]
        changes = {**above.get(table.name, {}), **dict(zip(key.to_columns, wanted, strict=True))}
        return self.copy(table, source, changes, family=False, above=above)

    def _relatives(self, key: ForeignKey, row: Mapping[str, str], made: Mapping[str, str]) -> Made:
        """Copies of all other rows that name the same parent as ``row``, for the parent of ``made``."""
        found: Made = []
        for other in self.contract.tables:
            for theirs in other.foreign_keys:
                if (theirs.table, theirs.to_columns) != (key.table, key.to_columns):
                    continue
                for one in self._by(other.name, theirs.columns).get(_cells(row, key.columns), ()):
                    if one is row:
                        continue
                    copied = dict(one) | dict(zip(theirs.columns, _cells(made, key.columns), strict=True))
                    self._identify(other, copied, {})
                    self._unique(other, copied, frozenset(theirs.columns))
                    found.append((other.name, copied))
        return found

    def _by(self, table: str, columns: tuple[str, ...]) -> dict[Key, list[dict[str, str]]]:
        """The rows of the base by what stands in ``columns``."""
        if (table, columns) not in self._found:
            index = self._found[table, columns] = {}
            for row in self.base[table]:
                index.setdefault(_cells(row, columns), []).append(row)
        return self._found[table, columns]

    # -- keys ------------------------------------------------------------------------------------

    def _renew(self, table: Table, made: dict[str, str], changes: Mapping[str, str]) -> None:
        """Give ``made`` a key of its own; where a parent is known by one column, a parent of its own too."""
        for key in table.foreign_keys:
            name, *more = key.columns
            if name in table.primary_key and name not in changes and not more:
                made[name] = next(self._fresh(*self._root(table, name)), made[name])
        self._unique(table, made, frozenset(changes))

    def _unique(self, table: Table, made: dict[str, str], kept: frozenset[str]) -> None:
        used = self._used[table.name]
        free = [name for name in self._free[table.name] if name not in kept]
        take = self._fresh if len(table.primary_key) == 1 else self._all_new
        texts = take(table, free[-1]) if free else iter(())
        while table.primary_key and table.key_of(made) in used:
            text = next(texts, None)
            if text is None:
                break  # the check of keys will say so
            made[free[-1]] = text
        used.add(table.key_of(made))

    def _root(self, table: Table, name: str) -> tuple[Table, str]:
        """The column that ``name`` names, however far away."""
        for key in table.foreign_keys:
            if name in key.columns:
                return self._root(self._tables[key.table], key.to_columns[key.columns.index(name)])
        return table, name

    def _fresh(self, table: Table, name: str) -> Iterator[str]:
        if (table.name, name) not in self._new:
            there, used = {row[name] for row in self.base[table.name]}, self._used[table.name]
            texts = self._all_new(table, name)
            self._new[table.name, name] = (
                text for text in texts if text not in there and (text,) not in used
            )
        return self._new[table.name, name]

    def _all_new(self, table: Table, name: str) -> Iterator[str]:
        """Texts that the column may hold, as many as are asked for."""
        column = table.column(name)
        assert column is not None
        known = self._texts.setdefault((table.name, name), [])
        at = 0
        while True:
            while at < len(known):
                yield known[at]
                at += 1
            most = max(_FIRST_KEYS, 4 * len(known))
            known += self._columns.unique(table, column, most)[len(known) :]
            if at == len(known):
                return

    # -- people ----------------------------------------------------------------------------------

    def _identify(self, table: Table, made: dict[str, str], kept: Mapping[str, str]) -> None:
        """Make ``made`` about somebody else: names and identifiers that nobody in ``base`` has."""
        told = [column for column in self._told[table.name] if column.name not in kept]
        if not any(made[column.name] for column in told):
            return
        self._people += 1
        for column in told:
            text, kind = made[column.name], column.identifier or ""
            if not text or text in column.missing.values():
                continue
            if kind in _NAMES:
                made[column.name] = _name(self._people)[: column.max_length]
            elif kind in FORMS and kind != "postcode":
                made[column.name] = unreal(kind, self._people) or text


def _cells(row: Mapping[str, str], names: tuple[str, ...]) -> Key:
    return tuple([row[name] for name in names])


def _listed(table: Table, name: str) -> bool:
    column = table.column(name)
    return column is not None and bool(column.enum or column.code_list)


def _name(number: int) -> str:
    """A name that is nobody's, far from that of any number near by."""
    spread, made = number * 2_654_435_761 % 2**32, ""
    for _ in range(4):
        spread, at = divmod(spread, len(_SYLLABLES))
        made += _SYLLABLES[at]
    return made.capitalize()
