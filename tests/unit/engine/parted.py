"""A submission handed on by hand and judged, for tests of what is made of it."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from cfgovern.engine.duckstore import DuckStore
from cfgovern.engine.people import Agreements, PeoplePlan, Said
from cfgovern.engine.splitting import Person, Split
from cfgovern.intake.limits import Limits
from cfgovern.tokens.keyed import TokenKey
from tests.property.release import handed_on

DAY = date(2026, 10, 1)
Rows = Sequence[Mapping[str, str | None]]
ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def pads(number: int) -> tuple[bytes, bytes]:
    """The padded key of nobody, by its number."""
    return key(number).pads()


def key(number: int) -> TokenKey:
    return TokenKey(bytes([number]) * 32)


KEYS = {"ref": pads(1), "link": pads(2), "shift": pads(3)}
AGREED = Agreements(
    "scope", "state", Said("said", "id", "on", ISO), "linking", "interview", "agreed", "withdrawn"
)
PLAN = PeoplePlan(
    tables={"people": "id", "who": "id", "said": "id"},
    identifying=("who",),
    agreements=AGREED,
    protected=(Said("people", "id", "protected"),),
    abuse=(Said("people", "id", "abuse"),),
    born_days=(Said("who", "id", "born", ISO),),
    born_years=(Said("people", "id", "year"),),
    free=("no",),
    safe=("no",),
    unanswered=("not_asked",),
)
"""Of the three tables that :func:`one` makes."""


def one(
    id_: str = "1",
    *,
    said: Sequence[tuple[str, str, str | None]] = (),
    people: bool = True,
    who: int = 1,
    **told: Any,
) -> dict[str, Rows]:
    """The tables of one person. ``said``: scope, state and day; ``who``: so many rows of identifiers."""
    plain = {"protected": "no", "abuse": None, "year": None, "born": "1980-05-05"} | told
    return {
        "people": [{"id": id_, **{name: plain[name] for name in ("protected", "abuse", "year")}}] * people,
        "who": [{"id": id_, "born": plain["born"]}] * who,
        "said": [{"id": id_, "scope": scope, "state": state, "on": day} for scope, state, day in said],
    }


def opened(
    folder: Path, tables: Mapping[str, Rows], rejected: Mapping[str, Sequence[int]] | None = None
) -> Split:
    """The submission ``tables``; those without rows were not sent."""
    sent = handed_on(folder, {name: rows for name, rows in tables.items() if rows}, rejected or {})
    return Split(DuckStore(folder, memory=Limits().engine_memory), sent)


def judged(folder: Path, tables: Mapping[str, Rows], day: date = DAY, **plan: Any) -> dict[str, Person]:
    """What is made of each person, by record id. ``plan``: what is otherwise than in :data:`PLAN`."""
    with opened(folder, tables) as split:
        split.judge(replace(PLAN, **plan), day, KEYS, [])
        return {person.record: person for person in split.people()}


def lines(file: Path) -> list[list[str]]:
    """The records of a CSV file, its headings first, whatever length others have let a field have."""
    before = csv.field_size_limit(1 << 24)
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            return list(csv.reader(stream, strict=True))
    finally:
        csv.field_size_limit(before)
