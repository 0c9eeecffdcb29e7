"""``schemas/collection.yaml``: which returns are taken when, under which contract, and who sends for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cfgovern import content
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.quarters import days_of, is_day
from cfgovern.yamlfile import Document, check, load, says

__all__ = ["Calendar", "Collection", "Taken", "load_calendar"]

FILE = "collection.yaml"


@dataclass(frozen=True, slots=True)
class Taken:
    """A version of the contract, and the first and last day (ISO) on which a return under it is taken."""

    version: str
    since: str = ""
    until: str = ""

    def on(self, day: str) -> bool:
        """Whether a return is taken on ``day`` (ISO date)."""
        return self.since <= day and (not self.until or day <= self.until)


@dataclass(frozen=True, slots=True)
class Collection:
    """One quarter: the days (ISO) from which and by which its return is sent.

    ``tables`` must be sent in it, beside those of every return.
    """

    period: str
    opens: str
    due: str
    versions: tuple[Taken, ...]
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The collection calendar of one contract.

    ``nil_returns``: tables of which an area may say that it has nothing to tell. ``combined`` maps the id of
    an area to the body that sends for it and others (paragraph 8 of the prospectus).
    """

    contract: str
    collections: Mapping[str, Collection]
    nil_returns: tuple[str, ...]
    combined: Mapping[str, str]
    document: Document = field(repr=False, compare=False)

    def of(self, period: tuple[date, date]) -> Collection | None:
        """The collection of the quarter that ``period`` (first and last day) is, or None."""
        return next((each for each in self.collections.values() if days_of(each.period) == period), None)

    def sent_with(self, area: str) -> tuple[str, ...]:
        """The areas that one body sends for together with ``area``; it alone where it sends for itself."""
        body = self.combined.get(area)
        together = tuple(one for one, other in self.combined.items() if body is not None and other == body)
        return together or (area,)


def load_calendar() -> Calendar:
    """The calendar of the pack in use. Raises OperatorFileError with every fault and its line and column."""
    document = load(content.file("schemas", FILE))
    said = check(document, "collection")
    faults = [*_day_faults(document, said), *_twice(document, said)]
    if faults:
        raise OperatorFileError(
            "collection.refused", "The collection calendar cannot be used as it is.", faults
        )
    combined = {area: body["organisation"] for body in said.get("combined", ()) for area in body["areas"]}
    collections = {period: _collection(period, told) for period, told in said["periods"].items()}
    return Calendar(said["contract"], collections, tuple(said.get("nil_returns", ())), combined, document)


def _collection(period: str, told: Mapping[str, Any]) -> Collection:
    versions = tuple(
        Taken(one["version"], one.get("from", ""), one.get("until", "")) for one in told["versions"]
    )
    return Collection(period, told["opens"], told["due"], versions, tuple(told.get("tables", ())))


def _day_faults(document: Document, said: Mapping[str, Any]) -> Iterator[Fault]:
    """Days that no calendar has, and ends before their starts."""
    for period, told in said["periods"].items():
        yield from _in_order(document, told, ("periods", period), "opens", "due")
        for number, version in enumerate(told["versions"]):
            path = ("periods", period, "versions", number)
            yield from _in_order(document, version, path, "from", "until")


def _in_order(
    document: Document, node: Mapping[str, str], path: tuple[str | int, ...], first: str, last: str
) -> Iterator[Fault]:
    days = {name: node[name] for name in (first, last) if name in node}
    wrong = [name for name, day in days.items() if not is_day(day)]
    for name in wrong:
        at = (*path, name)
        yield document.fault("collection.day", says(at, "is a day that no calendar has"), at)
    if not wrong and len(days) == 2 and days[last] < days[first]:
        at = (*path, last)
        yield document.fault("collection.order", says(at, f"comes before {first}"), at)


def _twice(document: Document, said: Mapping[str, Any]) -> Iterator[Fault]:
    """Areas that two bodies send for."""
    seen: set[str] = set()
    for number, body in enumerate(said.get("combined", ())):
        for place, area in enumerate(body["areas"]):
            if area in seen:
                at = ("combined", number, "areas", place)
                yield document.fault(
                    "collection.twice", says(at, "names an area that stands here already"), at
                )
            seen.add(area)
