"""One submission on its way into two parts: the tables handed on, as views of one database of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from inspect import Parameter, Signature
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlglot import exp

from cfgovern.engine import parquet, people, sql
from cfgovern.engine.connection import connect, guarded
from cfgovern.engine.generalise import bare
from cfgovern.engine.keyed import held, keyed_hex
from cfgovern.engine.looking import Records
from cfgovern.engine.parting import PartTable, Written, write_part
from cfgovern.engine.people import PeoplePlan, cell, rejected_name, sent_name

if TYPE_CHECKING:
    import duckdb

__all__ = ["HandedOn", "Person", "Split", "Withdrawn"]

Pads = tuple[bytes, bytes]
"""Inner and outer padded key of a token, of 64 bytes each."""
_EARLIER, _AT_ONCE = "earlier", 4_096
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
    """The database of one run. Values stay in it and in the files it writes."""

    def __init__(
        self, folder: Path, tables: Mapping[str, HandedOn], *, memory: str, file: str | None
    ) -> None:
        self.there = {name: list(table.columns) for name, table in tables.items()}
        self._called: set[str] = set()
        with guarded("opening"):
            self._sql: duckdb.DuckDBPyConnection = connect(folder, memory=memory, threads=1, file=file)
            for name, table in tables.items():
                self._view(sent_name(name), _as_sent(table))
                self._view(rejected_name(name), _rows(table.rejected))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._sql.close()

    def function(self, name: str, called: Callable[..., str | None], arguments: int) -> None:
        """Let SQL call a function of texts, each of which may be None; it takes the place of another of that
        name."""
        from duckdb.func import SPECIAL

        def each(*texts: str | None) -> str | None:
            return called(*texts)

        # DuckDB counts the parameters that a function says it has.
        names = [Parameter(f"text{number}", Parameter.POSITIONAL_ONLY) for number in range(arguments)]
        each.__signature__ = Signature(names)  # type: ignore[attr-defined]
        kind = "VARCHAR"
        if name in self._called:
            self._sql.remove_function(name)
        self._called.add(name)
        self._sql.create_function(name, each, [kind] * arguments, kind, null_handling=SPECIAL)

    def judge(
        self,
        plan: PeoplePlan,
        day: date,
        pads: Mapping[str, Pads],
        earlier: Sequence[tuple[Pads, Sequence[Withdrawn]]],
    ) -> None:
        """Make the table ``people``. ``earlier``: who has withdrawn, by pseudonyms made with the key of those
        pads."""
        people.gather(self._sql, plan, self.there, day)
        with guarded("telling people apart"):
            self._table("rejected_people", self._rejected(plan))
            kinds = {"record": "VARCHAR", "day": "DATE", "everything": "BOOLEAN"}
            self._table("withdrawals", people.nothing(kinds))
        for known, withdrawn in earlier:
            if withdrawn:
                self._withdraw(known, withdrawn)
        people.make_people(self._sql, plan, day, pads)

    def write(self, part: PartTable, pads: Mapping[str, Pads], file: Path) -> Written:
        """Write one file of a part; see :func:`cfgovern.engine.parting.write_part`."""
        return write_part(self._sql, part, self.there[part.table], pads, file)

    def cells(self, table: str) -> Records:
        """The rows of a table as sent, its columns numbered as they stand in ``there``."""
        return _Cells(self._sql, table, self.there[table])

    def rejected(self, table: str) -> set[int]:
        """The numbers of the rows of a table that were rejected."""
        query = sql.select([sql.column("_row")], rejected_name(table))
        with guarded("reading rejected rows"):
            return {row for (row,) in self._sql.execute(sql.render(query)).fetchall()}

    def people(self) -> list[Person]:
        """Everybody, in the order of their person_ref."""
        columns: list[exp.Expression] = [sql.column(name) for name in _TOLD]
        for place, name in enumerate(_TOLD):
            if name in ("ref", "link"):
                columns[place] = exp.Lower(this=exp.Hex(this=columns[place]))
            elif name == "withdrawn_on":
                columns[place] = exp.cast(columns[place], "VARCHAR")
        with guarded("telling people apart"):
            query = sql.select(columns, "people").order_by(sql.column("ref"))
            return [Person(*row) for row in self._sql.execute(sql.render(query)).fetchall()]

    def refs(self, pads: Pads) -> dict[str, str]:
        """The pseudonym of everybody under the key of other pads, by their person_ref."""
        made = keyed_hex(sql.column("record"), _EARLIER)
        query = sql.select([exp.Lower(this=exp.Hex(this=sql.column("ref"))), made], "people")
        with guarded("telling people apart"), held(self._sql, {_EARLIER: pads}):
            return dict(self._sql.execute(sql.render(query)).fetchall())

    def _withdraw(self, pads: Pads, withdrawn: Sequence[Withdrawn]) -> None:
        """Find who is meant among those who were sent now, and note that they withdrew."""
        made = sql.named(keyed_hex(sql.column("record"), _EARLIER), "ref")
        with guarded("telling people apart"):
            known = sql.select([sql.column("record"), made], "everybody")
            with held(self._sql, {_EARLIER: pads}):
                found = self._sql.execute(sql.render(known)).fetchall()
            records = {ref: record for record, ref in found}
            rows = [[records[one.ref], one.day, one.everything] for one in withdrawn if one.ref in records]
            if rows:
                marks = exp.Tuple(expressions=[exp.Placeholder()] * 3)
                into = exp.Insert(this=sql.table("withdrawals"), expression=exp.Values(expressions=[marks]))
                self._sql.executemany(sql.render(into), rows)

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

    def _view(self, name: str, query: exp.Expression) -> None:
        self._sql.execute(sql.render(exp.Create(this=sql.table(name), kind="VIEW", expression=query)))

    def _table(self, name: str, query: exp.Expression) -> None:
        self._sql.execute(sql.render(exp.Create(this=sql.table(name), kind="TABLE", expression=query)))


class _Cells:
    """See :meth:`Split.cells`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> None:
        self._sql, self._table, self._columns = connection, table, columns

    def records(self, columns: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
        """(row, texts of ``columns``) of every row, in order; an empty cell is an empty text."""
        wanted = [sql.column("_row"), *(cell(self._columns[column]) for column in columns)]
        query = sql.select(wanted, sent_name(self._table)).order_by(sql.column("_row"))
        with guarded("reading names"):
            found = self._sql.cursor().execute(sql.render(query))
            while some := found.fetchmany(_AT_ONCE):
                yield from ((row, [text or "" for text in cells]) for row, *cells in some)


def _as_sent(table: HandedOn) -> exp.Select:
    cells = [
        sql.named(bare(sql.column(f"c{place}")), cell(name).name) for name, place in table.columns.items()
    ]
    return sql.select([sql.column("_row"), *cells], parquet.reading(table.file))


def _rows(file: Path | None) -> exp.Expression:
    return (
        people.nothing({"_row": "BIGINT"})
        if file is None
        else sql.select([sql.column("_row")], parquet.reading(file))
    )
