"""A release worked out again from its submission, in plain Python: who may be in it, and what of them.

Of each file everybody's number of rows is held to the submission, and every cell of a sample of people. In
the limited child alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cfgovern.contract.parts import LINK_ID, PERSON_REF
from cfgovern.engine.duckstore import DuckStore
from cfgovern.engine.parting import PartTable
from cfgovern.engine.people import PeoplePlan
from cfgovern.engine.splitting import HandedOn, Split
from cfgovern.journeys.prooffiles import Laid
from cfgovern.protection.recompute import Somebody, recomputed
from cfgovern.protection.rules import May, heard, may
from cfgovern.tokens.keyed import TokenKey

__all__ = ["Again"]

_SAMPLE = 200
TRANSCRIPTS = "payload/transcripts"


class Again(AbstractContextManager["Again"]):
    """The submission of a release, read again.

    ``told``: tables, people, parts, day and version as of ``splitworker.run``; keys (as text, by part and
    name, those of ref and shift under ``people``); identifiers (by table, which one a column holds); salt: a
    text by which the sample is drawn. ``crosswalk``: its people.
    """

    def __init__(
        self, job: Path, told: Mapping[str, Any], crosswalk: Sequence[Mapping[str, Any]], memory: str
    ) -> None:
        self._told = told
        self._parts = [PartTable.from_json(one) for one in told["parts"]]
        self._keys = {
            of: {name: TokenKey.from_parent(key) for name, key in some.items()}
            for of, some in told["keys"].items()
        }
        self._crosswalk = {one["record"]: one for one in crosswalk}
        tables = {name: HandedOn.from_json(job, one) for name, one in told["tables"].items()}
        self._split = Split(DuckStore(job, memory=memory), tables)

    def __enter__(self) -> Self:
        self._rejected = {name: self._split.rejected(name) for name in self._split.there}
        self._may = self._judged()
        self._somebody = {record: self._pseudonyms(record, one) for record, one in self._may.items()}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._split.close()

    def people(self, laid: Sequence[Laid], folder: Path) -> list[str]:
        """What is wrong with who is in the files of the release in ``folder``."""
        faults = []
        if self._may.keys() != self._crosswalk.keys():
            faults.append("The crosswalk tells of other people than the submission.")
        for part, one in self._both(laid):
            expected = Counter(somebody for somebody, _ in self._rows(part) if somebody is not None)
            wanted = {_pseudonym(part, somebody): count for somebody, count in expected.items()}
            found = Counter(one.column(_bears(part)))
            if strange := len(found.keys() - wanted.keys()):
                faults.append(f"{one.file} tells of {strange:,} people of whom nothing may be there.")
            if lost := len(wanted.keys() - found.keys()):
                faults.append(f"{one.file} lacks {lost:,} people who should be there.")
            if other := sum(found[one] != wanted[one] for one in found.keys() & wanted.keys()):
                faults.append(f"{one.file} has more or fewer rows than it should of {other:,} people.")
        return faults + self._transcripts(folder)

    def treatments(self, laid: Sequence[Laid]) -> tuple[list[str], dict[str, int]]:
        """What is wrong with the values of the sample, and how many people, rows and cells that was."""
        sample, faults = self._sample(), []
        looked: set[str] = set()
        cells = rows = 0
        for part, one in self._all(laid):
            if one.headings != [column.name for column in part.columns]:
                faults.append(f"{one.file} has other columns than the contract says.")
                continue
            everybody = any(column.minimum for column in part.columns)
            drawn = [
                (somebody, sent)
                for somebody, sent in self._rows(part)
                if everybody or somebody is None or somebody in sample
            ]
            looked |= {somebody.record for somebody, _ in drawn if somebody is not None}
            known = {_pseudonym(part, somebody) for somebody, _ in drawn if somebody is not None}
            keys = self._keys.get(part.part, {})
            made = list(recomputed(part, drawn, keys, self._told["version"]))
            found = [tuple(row) for row in one.rows() if part.record is None or _known(part, row, known)]
            faults += _differences(part, one.file, made, found)
            rows, cells = rows + len(made), cells + len(made) * len(part.columns)
        return faults, {"people": len(looked), "rows": rows, "cells": cells}

    def named(self) -> list[dict[str, str]]:
        """The identifiers of everybody in the submission: of each row which each cell is, and its text."""
        found = []
        for table, kinds in self._told["identifiers"].items():
            there = [name for name in self._split.there.get(table, ()) if name in kinds]
            for _, texts in self._cells(table, there):
                found.append({kinds[name]: text for name, text in zip(there, texts, strict=True)})
        return found

    def _judged(self) -> dict[str, May]:
        """What of each person of the submission may leave, by record id."""
        plan, day = PeoplePlan.from_json(self._told["people"]), date.fromisoformat(self._told["day"])
        people = heard(plan, self._split.there, self._cells, self._rejected)
        for record, one in people.items():
            known = self._crosswalk.get(record, {})
            if known.get("withdrawn_on"):
                one.withdrawn = date.fromisoformat(known["withdrawn_on"]), known["everything"]
        return {record: may(one, plan, day) for record, one in people.items()}

    def _pseudonyms(self, record: str, one: May) -> Somebody:
        keys, known = self._keys["people"], self._crosswalk.get(record, {})
        ref, moved = (keys[name].token(record).hex() for name in ("ref", "shift"))
        return Somebody(record, ref, known.get("link", ""), moved, one.protected)

    def _cells(self, table: str, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        places = [self._split.there[table].index(name) for name in columns]
        return self._split.cells(table).records(places)

    def _rows(self, part: PartTable) -> Iterator[tuple[Somebody | None, dict[str, str]]]:
        """Whom each row of a part's table is about, and its cells; of those rows that are to be sent."""
        columns = self._split.there[part.table]
        for row, texts in self._cells(part.table, columns):
            cells = dict(zip(columns, texts, strict=True))
            record = cells.get(part.record or "")
            if part.record is None:
                if row not in self._rejected[part.table]:
                    yield None, cells
            elif record:
                one = self._may[record]
                if one.answers if part.part == "payload" else one.identifiers:
                    yield self._somebody[record], cells

    def _all(self, laid: Sequence[Laid]) -> Iterator[tuple[PartTable, Laid]]:
        """Each part as planned, and as it lies there."""
        there = {(one.part, one.table): one for one in laid}
        for part in self._parts:
            if found := there.get((part.part, part.name)):
                yield part, found

    def _both(self, laid: Sequence[Laid]) -> Iterator[tuple[PartTable, Laid]]:
        """Those that tell of people."""
        return ((part, one) for part, one in self._all(laid) if part.record and _bears(part) in one.headings)

    def _sample(self) -> set[Somebody]:
        salt = self._told["salt"]
        drawn = sorted(
            self._somebody.values(), key=lambda one: hashlib.sha256((salt + one.ref).encode()).digest()
        )
        return set(drawn[:_SAMPLE])

    def _transcripts(self, folder: Path) -> list[str]:
        may_talk = {
            self._somebody[record].ref
            for record, one in self._may.items()
            if one.interview and not one.protected
        }
        files = (folder / TRANSCRIPTS).glob("*")
        strange = {path.name.partition("-")[0] for path in files} - may_talk
        return [f"{len(strange):,} people have a transcript there who may not."] if strange else []


def _bears(part: PartTable) -> str:
    return PERSON_REF if part.part == "payload" else LINK_ID


def _pseudonym(part: PartTable, somebody: Somebody) -> str:
    return somebody.ref if part.part == "payload" else somebody.link


def _known(part: PartTable, row: Sequence[str], known: set[str]) -> bool:
    at = [column.name for column in part.columns].index(_bears(part))
    return row[at] in known


def _differences(
    part: PartTable, file: str, made: Sequence[tuple[str, ...]], found: Sequence[tuple[str, ...]]
) -> Iterator[str]:
    """How the rows that were found differ from those that were ``made``, which may come in another order."""
    free = [at for at, column in enumerate(part.columns) if column.kind == "text"]
    shown = [_without(rows, free) for rows in (made, found)]
    missing = Counter(shown[0]) - Counter(shown[1])
    if missing or len(made) != len(found):
        names = [column.name for at, column in enumerate(part.columns) if _of(made, at) != _of(found, at)]
        where = ", ".join(name for name in names if name not in {part.columns[at].name for at in free})
        told = f" (see {where})" if where else ""
        yield f"{file}: {missing.total():,} of {len(made):,} rows are not as they should be{told}."
    for at in free:
        # What redaction leaves of a text is for the scan to prove: here only that none stands where none may.
        some = [Counter(_whose(part, row) for row in rows if row[at]) for rows in (made, found)]
        if more := (some[1] - some[0]).total():
            yield f"{file}: {more:,} cells of {part.columns[at].name} hold a text that should have stayed."


def _without(rows: Sequence[tuple[str, ...]], free: Sequence[int]) -> list[tuple[str, ...]]:
    return [tuple("" if at in free else value for at, value in enumerate(row)) for row in rows]


def _of(rows: Sequence[tuple[str, ...]], at: int) -> Counter[str]:
    return Counter(row[at] for row in rows)


def _whose(part: PartTable, row: tuple[str, ...]) -> str:
    """The first column is the pseudonym where there is one."""
    return row[0] if part.record else ""
