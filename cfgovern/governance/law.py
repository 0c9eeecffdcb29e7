"""The law as data with dates: what was in force on a day, what is old or unsure, what fits which body.

``dpia_templates/legal.yaml`` holds the entries, each with its source and the day on which somebody last
looked. Nothing here is legal advice.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cfgovern import content
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.reporting.words import long_date
from cfgovern.yamlfile import Document, check, load, says

__all__ = ["MONTHS", "PUBLIC_BODIES", "Entry", "Law", "load_law"]

FILE = "legal.yaml"
MONTHS = 6
"""After so many months an entry has to be looked at again."""
PUBLIC_BODIES = frozenset({"council", "strategic_authority", "nhs", "police", "probation", "dwp", "mhclg"})
"""Public authorities. An evaluator or a linker may be one; only its own people know."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``since`` and ``until``: ISO days, or since ``always`` or ``not_known`` (not in force yet).

    ``under``, of a condition, is the question it answers. ``for_kinds`` is empty where any body can use it.
    """

    id: str
    kind: str
    title: str
    says: str
    source: str
    checked_on: str
    since: str
    until: str = ""
    under: str = ""
    certain: bool = True
    for_kinds: tuple[str, ...] = ()
    needs_power: bool = False
    needs_schedule_1: bool = False
    serves: tuple[str, ...] = ()
    needs_policy_document: bool = False

    def in_force(self, day: str) -> bool:
        """Whether it was in force on ``day`` (ISO)."""
        begun = self.since == "always" or (self.since != "not_known" and self.since <= day)
        return begun and (not self.until or day <= self.until)

    def fits(self, body_kind: str) -> bool:
        """Whether a body of this kind can use it."""
        return not self.for_kinds or body_kind in self.for_kinds


@dataclass(frozen=True, slots=True)
class Law:
    """Every entry by its id, in the order of the file."""

    entries: Mapping[str, Entry]

    def on(self, day: str) -> dict[str, Entry]:
        """The entries in force on ``day`` (ISO)."""
        return {name: entry for name, entry in self.entries.items() if entry.in_force(day)}

    def under(self, question: str) -> dict[str, Entry]:
        """The conditions of one question: article_6, article_9, article_10, schedule_1 or confidence."""
        return {name: entry for name, entry in self.entries.items() if entry.under == question}

    def powers(self, body_kind: str) -> dict[str, Entry]:
        """The powers to share that a body of this kind may have."""
        return {n: e for n, e in self.entries.items() if e.kind == "power" and e.fits(body_kind)}

    def stale(self, day: str) -> tuple[str, ...]:
        """Ids of the entries that were last looked at more than six months before ``day``."""
        oldest = _months_before(date.fromisoformat(day), MONTHS).isoformat()
        return tuple(name for name, entry in self.entries.items() if entry.checked_on < oldest)

    def unsure(self, used: Iterable[str]) -> tuple[str, ...]:
        """Of the ``used`` ids those that nobody could confirm."""
        return tuple(name for name in used if name in self.entries and not self.entries[name].certain)

    def regulator(self, day: str) -> Entry:
        """The regulator on ``day``: the one that came last of those in force. There is always one."""
        there = [entry for entry in self.on(day).values() if entry.kind == "regulator"]
        return max(there, key=lambda entry: "" if entry.since == "always" else entry.since)

    @property
    def titles(self) -> dict[str, str]:
        """The title of every entry, by its id."""
        return {name: entry.title for name, entry in self.entries.items()}

    def notices(self, day: str, used: Iterable[str] = ()) -> list[str]:
        """What page 1 of a draft says of the law it rests on, as sentences."""
        return list(self._notices(day, used))

    def _notices(self, day: str, used: Iterable[str]) -> Iterator[str]:
        if old := self.stale(day):
            first = min(self.entries[name].checked_on for name in old)
            yield (
                f"{len(old)} of {len(self.entries)} entries of the law used here were last checked more than"
                f" {MONTHS} months ago, the oldest on {first}. Check them before anybody signs."
            )
        for coming in self.entries.values():
            if coming.kind == "regulator" and coming.since == "not_known":
                yield (
                    f"The regulator is called the {self.regulator(day).title} here. It is to become the"
                    f" {coming.title}; the day was not known on {long_date(coming.checked_on)}."
                    " Check the name before anybody signs."
                )
        if unsure := self.unsure(used):
            titles = "; ".join(self.entries[name].title for name in unsure)
            yield f"Check these before anybody signs, as their source could not be read: {titles}."


def _months_before(day: date, months: int) -> date:
    """The day so many months earlier; the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def load_law() -> Law:
    """The law of the pack in use.

    Raises OperatorFileError ``legal.refused`` with every fault and its line and column.
    """
    document = load(content.file("dpia_templates", FILE))
    said = check(document, "legal")["entries"]
    faults = list(_faults(document, said))
    if faults:
        raise OperatorFileError("legal.refused", "The law of this pack cannot be used as it is.", faults)
    return Law({one["id"]: _entry(one) for one in said})


def _faults(document: Document, said: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """What the shape alone does not tell."""
    ids = [one["id"] for one in said]
    for number, one in enumerate(said):
        at: tuple[str | int, ...] = ("entries", number)
        if ids.index(one["id"]) != number:
            yield document.fault("legal.twice", says((*at, "id"), "stands here twice"), (*at, "id"))
        for place, served in enumerate(one["serves"]):
            if served not in ids:
                path = (*at, "serves", place)
                yield document.fault("legal.unknown", says(path, "names no entry of this file"), path)
        if (one["kind"] == "condition") != ("under" in one):
            words = "A condition says under which question it stands; nothing else does."
            yield document.fault("legal.under", words, at)
    if not any(one["kind"] == "regulator" and one["from"] == "always" for one in said):
        words = "One regulator must be there always, so that every day has one."
        yield document.fault("legal.regulator", words, ("entries",))


def _entry(one: Mapping[str, Any]) -> Entry:
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in one.items()
    }
    return Entry(since=plain.pop("from"), **plain)
