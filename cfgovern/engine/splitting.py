"""One submission on its way into two parts: the tables handed on, as views of one store of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlglot import exp

from cfgovern.engine import people, sql
from cfgovern.engine.generalise import bare
from cfgovern.engine.keyed import Pads, keyed_hex
from cfgovern.engine.looking import Records
from cfgovern.engine.parting import PartTable, Written, text_queries, texts_name, write_part
from cfgovern.engine.people import PeoplePlan, cell, rejected_name, sent_name
from cfgovern.engine.store import Store

__all__ = ["HandedOn", "Person", "Split", "Withdrawn"]

_EARLIER = "earlier"
_TOLD = (
    "record",
    "ref",
    "link",
    "protected",
    "kept_back",
    "unlinked",
    "withdrawn_on",
    "everything",
    "interview",
)


@dataclass(frozen=True, slots=True)
class HandedOn:
    """A table in the job folder: its file, where each contract column stands, its rejected rows if any."""

    file: Path
    columns: Mapping[str, int]
    rejected: Path | None = None

    @classmethod
    def from_json(cls, job: Path, told: Mapping[str, Any]) -> HandedOn:
        """The table of which ``told`` says file, columns and rejected; files are in the folder ``job``."""
        rejected = job / told["rejected"] if told["rejected"] else None
        return cls(job / told["file"], dict(told["columns"]), rejected)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Somebody who withdrew, by a pseudonym of an earlier release. ``day``: ISO."""

    ref: str
    day: str
    everything: bool


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """One row of the table ``people``; see :func:`cfgovern.engine.people.make_people`. It shows nobody."""

    record: str
    ref: str
    link: str
    protected: bool
    kept_back: str | None
    unlinked: str | None
    withdrawn_on: str | None
    everything: bool
    interview: bool


class Split(AbstractContextManager["Split"]):
    """One submission in a store, its ``tables`` by name."""

    def __init__(self, store: Store, tables: Mapping[str, HandedOn]) -> None:
        self.there = {name: list(table.columns) for name, table in tables.items()}
        self.store = store
        with store.guarded("opening"):
            for name, table in tables.items():
                self._known(sent_name(name), table.file, _as_sent(table))
                self._known(rejected_name(name), table.rejected, [sql.column("_row")])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def judge(
        self,
        plan: PeoplePlan,
        day: date,
        pads: Mapping[str, Pads],
        earlier: Sequence[tuple[Pads, Sequence[Withdrawn]]],
    ) -> None:
        """Make the table ``people``. ``earlier``: who has withdrawn, by pseudonyms made with the key of those
        pads."""
        people.gather(self.store, plan, self.there, day)
        with self.store.guarded("telling people apart"):
            self.store.table("rejected_people", self._rejected(plan))
            kinds = {"record": "VARCHAR", "day": "DATE", "everything": "BOOLEAN"}
            found = [row for known, withdrawn in earlier for row in self._withdrawn(known, withdrawn)]
            self.store.filled("withdrawals", kinds, found)
        people.make_people(self.store, plan, day, pads)

    def redacted(self, parts: Iterable[PartTable]) -> None:
        """Make the tables of texts without identifiers that the parts take some from, by the function
        :data:`TEXT`. The table ``people`` is there, or what :meth:`told` makes."""
        for table, query in text_queries(parts, self.there).items():
            with self.store.guarded(f"writing {table}"):
                self.store.table(texts_name(table), query)

    def told(self, everybody: Iterable[Mapping[str, Any]]) -> None:
        """Make the table ``people`` of what is known of them already, as far as texts need it."""
        kinds = {"record": "VARCHAR", "kept_back": "VARCHAR"}
        with self.store.guarded("telling people apart"):
            self.store.filled("people", kinds, [[one[name] for name in kinds] for one in everybody])

    def write(self, part: PartTable, pads: Mapping[str, Pads], file: Path) -> Written:
        """Write one file of a part; see :func:`cfgovern.engine.parting.write_part`."""
        return write_part(self.store, part, self.there[part.table], pads, file)

    def cells(self, table: str) -> Records:
        """The rows of a table as sent, its columns numbered as they stand in ``there``."""
        return _Cells(self.store, table, self.there[table])

    def rejected(self, table: str) -> set[int]:
        """The numbers of the rows of a table that were rejected."""
        query = sql.select([sql.column("_row")], rejected_name(table))
        with self.store.guarded("reading rejected rows"):
            return {row for (row,) in self.store.rows(query)}

    def people(self) -> list[Person]:
        """Everybody, in the order of their person_ref."""
        columns: list[exp.Expression] = [sql.column(name) for name in _TOLD]
        for place, name in enumerate(_TOLD):
            if name in ("ref", "link"):
                columns[place] = exp.Lower(this=exp.Hex(this=columns[place]))
            elif name == "withdrawn_on":
                columns[place] = exp.cast(columns[place], "VARCHAR")
        with self.store.guarded("telling people apart"):
            query = sql.select(columns, sql.table("people", "p")).order_by(sql.column("ref", "p"))
            return [Person(*row) for row in self.store.rows(query)]

    def refs(self, pads: Pads) -> dict[str, str]:
        """The pseudonym of everybody under the key of other pads, by their person_ref."""
        made = keyed_hex(sql.column("record"), _EARLIER)
        query = sql.select([exp.Lower(this=exp.Hex(this=sql.column("ref"))), made], "people")
        with self.store.guarded("telling people apart"), self.store.held({_EARLIER: pads}):
            return dict(self.store.rows(query))

    def _withdrawn(self, pads: Pads, withdrawn: Sequence[Withdrawn]) -> list[tuple[str, date, bool]]:
        """Who is meant among those who were sent now, since when, and whether from everything."""
        if not withdrawn:
            return []
        known = sql.select([sql.column("record"), keyed_hex(sql.column("record"), _EARLIER)], "everybody")
        with self.store.held({_EARLIER: pads}):
            records = {ref: record for record, ref in self.store.rows(known)}
        return [
            (records[one.ref], date.fromisoformat(one.day), one.everything)
            for one in withdrawn
            if one.ref in records
        ]

    def _rejected(self, plan: PeoplePlan) -> exp.Expression:
        """Everybody of whom any row was rejected."""
        found = []
        for table, record in plan.tables.items():
            if record in self.there.get(table, ()):
                rows = sql.select([sql.column("_row")], rejected_name(table))
                within = exp.In(this=sql.column("_row"), query=exp.Subquery(this=rows))
                known = exp.Not(this=sql.is_null(cell(record)))
                found.append(sql.select([cell(record)], sent_name(table), sql.both(known, within)))
        return people.gathered({}, found, distinct=True)

    def _known(self, name: str, file: Path | None, columns: Sequence[exp.Expression]) -> None:
        """Let ``name`` stand for these columns of a file; without a file, for no numbers of rows."""
        if file is None:
            self.store.view(name, people.nothing({"_row": "BIGINT"}))
        else:
            self.store.known(f"file:{name}", file)
            self.store.view(name, sql.select(columns, f"file:{name}"))


class _Cells:
    """See :meth:`Split.cells`."""

    def __init__(self, store: Store, table: str, columns: Sequence[str]) -> None:
        self._store, self._table, self._columns = store, table, columns

    def records(self, columns: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
        """(row, texts of ``columns``) of every row, in order; an empty cell is an empty text."""
        wanted = [sql.column("_row"), *(cell(self._columns[column]) for column in columns)]
        query = sql.select(wanted, sent_name(self._table)).order_by(sql.column("_row"))
        with self._store.guarded("reading names"):
            for row, *cells in self._store.streamed(query):
                yield row, [text or "" for text in cells]


def _as_sent(table: HandedOn) -> list[exp.Expression]:
    cells = [
        sql.named(bare(sql.column(f"c{place}")), cell(name).name) for name, place in table.columns.items()
    ]
    return [sql.column("_row"), *cells]
