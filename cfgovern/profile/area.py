"""``area.yaml``: which area a folder belongs to, what it reports under, for which period, and its sections.

The sections are what data protection documents are drafted from. None has to be there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from cfgovern.errors import Fault, OperatorFileError
from cfgovern.profile.areafaults import section_faults
from cfgovern.quarters import days_of, is_day
from cfgovern.yamlfile import Document, check, load, says, shown

__all__ = ["Area", "load_area"]

_HEADING = (
    "area",
    "name",
    "contract",
    "period",
    "host_organisation",
    "data_and_digital_lead",
    "notice_version",
    "nil_returns",
)
_STARTER = {
    "area": "TBC",
    "host_organisation": "To be named",
    "data_and_digital_lead": "to-be-named@area.invalid",
    "notice_version": "TBC",
}
"""What the starter folder has in the heading until somebody fills it in."""


@dataclass(frozen=True, slots=True)
class Area:
    """An area profile: its heading, and its sections as ``said``.

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
    said: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def unsaid(self) -> tuple[str, ...]:
        """What of the heading nobody has filled in since the folder was started."""
        return tuple(name for name, text in _STARTER.items() if getattr(self, name) == text)

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


def load_area(path: Path, known: Mapping[str, Collection[str]] | None = None) -> Area:
    """Read the area profile at ``path``.

    ``known``: by kind (``domain``, ``law``, ``risk``) the ids that it may name, where the caller knows them.
    Raises OperatorFileError with every fault and its line and column.
    """
    document = load(path)
    given = check(document, "area")
    heading = {name: given.pop(name) for name in _HEADING if name in given}
    faults = [
        *_period_faults(document, heading["period"]),
        *section_faults(document, given, heading["host_organisation"], known or {}),
    ]
    if faults:
        raise _refusal(sorted(faults, key=lambda fault: (fault.line, fault.column)))
    plain = {"period": _period(heading["period"]), "nil_returns": tuple(heading.get("nil_returns", ()))}
    return Area(**{**heading, **plain}, said=given, document=document)


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
    wrong = [name for name in ("start", "end") if not is_day(said[name])]
    for name in wrong:
        path = ("period", name)
        yield document.fault("area.day", says(path, "is a day that no calendar has"), path)
    if not wrong and said["end"] < said["start"]:
        yield document.fault("area.period", "The period ends before it starts.", ("period", "end"))
