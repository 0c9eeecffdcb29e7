"""``area.yaml``: which area a folder belongs to, what it reports under, and for which period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from cfgovern.errors import Fault, OperatorFileError
from cfgovern.quarters import days_of
from cfgovern.yamlfile import Document, check, load, says, shown

__all__ = ["Area", "load_area"]


@dataclass(frozen=True, slots=True)
class Area:
    """The heading of an area profile.

    ``area`` is the programme's own id, ``contract`` the id of a contract, ``period`` the first and
    the last day that the area reports on. ``data_and_digital_lead`` is a mailbox of the role (the
    data and digital lead of paragraph 20 of the prospectus), never a person's own. ``nil_returns``: tables in
    which it has nothing to tell for this period.
    """

    area: str
    name: str
    contract: str
    period: tuple[date, date]
    host_organisation: str
    data_and_digital_lead: str
    notice_version: str
    document: Document = field(repr=False, compare=False)
    nil_returns: tuple[str, ...] = ()

    def must_name(self, contract: str) -> None:
        """Hold the profile to the contract in use, by its id.

        Raises OperatorFileError ``area.refused`` when the profile names another.
        """
        if self.contract != contract:
            fix = f"Put {shown(contract)} here, or name the contract you mean with --contract."
            words = "names another contract than the one in use"
            place = ("contract",)
            fault = self.document.fault("area.other_contract", says(place, words), place, fix)
            raise _refusal([fault])


def load_area(path: Path) -> Area:
    """Read the area profile at ``path``.

    Raises OperatorFileError with every fault and its line and column.
    """
    document = load(path)
    said = check(document, "area")
    faults = list(_period_faults(document, said["period"]))
    if faults:
        raise _refusal(faults)
    plain = {"period": _period(said["period"]), "nil_returns": tuple(said.get("nil_returns", ()))}
    return Area(**{**said, **plain}, document=document)


def _refusal(faults: Iterable[Fault]) -> OperatorFileError:
    return OperatorFileError("area.refused", "The area profile cannot be used as it is.", faults)


def _period(said: Any) -> tuple[date, date]:
    if isinstance(said, str):
        return days_of(said)
    return date.fromisoformat(said["start"]), date.fromisoformat(said["end"])


def _period_faults(document: Document, said: Any) -> Iterator[Fault]:
    """What the shape alone does not tell: days that no calendar has, and an end before the start."""
    if isinstance(said, str):
        return
    days = {name: _day(said[name]) for name in ("start", "end")}
    for name, day in days.items():
        if day is None:
            path = ("period", name)
            yield document.fault("area.day", says(path, "is a day that no calendar has"), path)
    if days["start"] and days["end"] and days["end"] < days["start"]:
        yield document.fault("area.period", "The period ends before it starts.", ("period", "end"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
