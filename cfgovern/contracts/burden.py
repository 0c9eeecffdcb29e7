"""The burden meter: how much a contract asks of one person, by stated assumptions (paragraph 36)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cfgovern import content
from cfgovern.contract.model import Column, Contract, Table
from cfgovern.contract.personal import SENSITIVE
from cfgovern.yamlfile import check, load

__all__ = ["Assumptions", "Burden", "Change", "Load", "burden", "change_since", "load_assumptions"]

FILE = "burden.yaml"
PERSON, RECORD = "person", "record"
_TEXT: Mapping[str, Any] = {"type": "string", "empty": False, "required": True}
_COUNT: Mapping[str, Any] = {"type": "integer", "min": 0, "required": True}
_TIMES: Mapping[str, Any] = {**_COUNT, "min": 1}
_SCHEMA: Mapping[str, Any] = {
    "version": {**_TEXT, "allowed": ["1"]},
    "assumption": _TEXT,
    "seconds": {"type": "dict", "required": True, "schema": {"item": _COUNT, "sensitive_item": _COUNT}},
    "person": _TEXT,
    "not_asked": {"type": "list", "default": [], "schema": {"type": "string"}},
    "occasions": {
        "type": "list",
        "default": [],
        "schema": {
            "type": "dict",
            "schema": {"concept": _TEXT, "each": _TEXT, "many": _TEXT, "times": _TIMES, "why": _TEXT},
        },
    },
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a table is filled in anew: by which concept of its key, how often in a year, and why.

    ``each`` and ``many`` are what one and several of them are called.
    """

    concept: str
    each: str
    many: str
    times: int
    why: str


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the meter takes for granted. ``item`` and ``sensitive_item`` are seconds."""

    words: str
    item: int
    sensitive_item: int
    person: str
    not_asked: tuple[str, ...]
    occasions: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """What one table asks each time it is filled in.

    ``each`` is person, record or an occasion, ``times`` how often in the first year (of a record: at least
    once). ``concepts`` are the items that somebody is asked; ``elsewhere`` those that an earlier table asks
    as well; ``bound`` the sensitive ones that must be filled in, with no word for somebody who declines.
    """

    table: str
    label: str
    each: str
    times: int
    concepts: tuple[str, ...]
    sensitive: tuple[str, ...]
    bound: tuple[str, ...]
    elsewhere: tuple[str, ...]
    seconds: int


@dataclass(frozen=True, slots=True)
class Burden:
    """What a contract asks of one person. ``organisation`` is how many columns are not about people."""

    name: str
    version: str
    assumptions: Assumptions
    loads: tuple[Load, ...]
    organisation: int

    def groups(self) -> dict[str, tuple[Load, ...]]:
        """The tables by when they are filled in: for a person, at each occasion, for each record."""
        order = [PERSON, *(occasion.each for occasion in self.assumptions.occasions), RECORD]
        found = {each: tuple(load for load in self.loads if load.each == each) for each in order}
        return {each: loads for each, loads in found.items() if loads}

    def year(self) -> tuple[int, int, float]:
        """(answers, sensitive ones among them, minutes) in a person's first year, with one of each record."""
        return (
            sum(len(load.concepts) * load.times for load in self.loads),
            sum(len(load.sensitive) * load.times for load in self.loads),
            minutes(self.loads, whole_year=True),
        )


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed since an earlier version: numbers of a first year, and items by ``table.concept``."""

    version: str
    answers: int
    sensitive: int
    minutes: float
    come: tuple[str, ...]
    gone: tuple[str, ...]


def minutes(loads: Iterable[Load], *, whole_year: bool = False) -> float:
    """How long it takes to fill in ``loads`` once, or as often as in a first year, to a tenth of a minute."""
    return round(sum(load.seconds * (load.times if whole_year else 1) for load in loads) / 60, 1)


def load_assumptions() -> Assumptions:
    """The assumptions of the pack in use. Raises OperatorFileError with every fault of ``burden.yaml``."""
    said = check(load(content.file("schemas", FILE)), _SCHEMA)
    return Assumptions(
        words=said["assumption"].strip(),
        item=said["seconds"]["item"],
        sensitive_item=said["seconds"]["sensitive_item"],
        person=said["person"],
        not_asked=tuple(said["not_asked"]),
        occasions=tuple(Occasion(**entry) for entry in said["occasions"]),
    )


def burden(contract: Contract, assumptions: Assumptions) -> Burden:
    """What ``contract`` asks of one person. Columns that are not collected ask nothing."""
    loads: list[Load] = []
    for table in contract.tables:
        if table.expected:
            loads.append(_load(table, assumptions, [name for load in loads for name in load.concepts]))
    organisation = sum(len(table.collected) for table in contract.tables if not table.expected)
    return Burden(contract.name, contract.version, assumptions, tuple(loads), organisation)


def _load(table: Table, assumed: Assumptions, before: Sequence[str]) -> Load:
    asked = [column for column in table.collected if column.concept not in assumed.not_asked]
    keys = {column.concept for column in table.columns if column.name in table.primary_key}
    each, times = _occasion(keys, assumed)
    asked = [column for column in asked if column.concept not in {each.concept for each in assumed.occasions}]
    sensitive = [column for column in asked if SENSITIVE & set(column.roles)]
    seconds = (len(asked) - len(sensitive)) * assumed.item + len(sensitive) * assumed.sensitive_item
    return Load(
        table=table.concept,
        label=table.label,
        each=each,
        times=times,
        concepts=_concepts(asked),
        sensitive=_concepts(sensitive),
        bound=_concepts(c for c in sensitive if c.required and "declined" not in c.missing),
        elsewhere=tuple(column.concept for column in asked if column.concept in before),
        seconds=seconds,
    )


def _occasion(keys: set[str], assumed: Assumptions) -> tuple[str, int]:
    """When a table with such a key is filled in, and how often in a first year."""
    if keys == {assumed.person}:
        return PERSON, 1
    if assumed.person in keys:
        for occasion in assumed.occasions:
            if keys == {assumed.person, occasion.concept}:
                return occasion.each, occasion.times
    return RECORD, 1


def _concepts(columns: Iterable[Column]) -> tuple[str, ...]:
    return tuple(column.concept for column in columns)


def change_since(old: Burden, new: Burden) -> Change:
    """What ``new`` asks more or less than ``old``."""
    before, now = old.year(), new.year()
    one, other = _items(old), _items(new)
    return Change(
        version=old.version,
        answers=now[0] - before[0],
        sensitive=now[1] - before[1],
        minutes=round(now[2] - before[2], 1),
        come=tuple(name for name in other if name not in one),
        gone=tuple(name for name in one if name not in other),
    )


def _items(told: Burden) -> dict[str, None]:
    return dict.fromkeys(f"{load.table}.{name}" for load in told.loads for name in load.concepts)
