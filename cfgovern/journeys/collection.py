"""What the collection calendar says of an area's return: profile, contract and calendar brought together."""

from __future__ import annotations

from cfgovern.contract.model import Contract
from cfgovern.errors import OperatorFileError
from cfgovern.profile.area import Area
from cfgovern.profile.calendar import Calendar, load_calendar
from cfgovern.validation.collection import Due
from cfgovern.yamlfile import did_you_mean, says

__all__ = ["due_of"]


def due_of(area: Area | None, contract: Contract, day: str) -> Due:
    """What the calendar of the pack says of the return of ``area`` on ``day`` (ISO date).

    Without an area profile that is nothing; without a calendar for this contract a return is about its own
    area all the same. Raises OperatorFileError where the calendar or the nil returns of the profile are at
    fault.
    """
    if area is None:
        return Due()
    _must_be_tables(area, contract)
    calendar = load_calendar()
    if calendar.contract != contract.id:
        return Due(period="", areas=(area.area,), nil_refused=area.nil_returns)
    return _due(calendar, area, contract, day)


def _due(calendar: Calendar, area: Area, contract: Contract, day: str) -> Due:
    collection = calendar.of(area.period)
    body = calendar.combined.get(area.area, "")
    versions = collection.versions if collection else ()
    return Due(
        period=collection.period if collection else "",
        opens=collection.opens if collection else "",
        due=collection.due if collection else "",
        version=contract.version,
        taken=collection is None or any(one.version == contract.version and one.on(day) for one in versions),
        sender="" if body == area.host_organisation else body,
        tables=collection.tables if collection else (),
        nil=tuple(name for name in area.nil_returns if name in calendar.nil_returns),
        nil_refused=tuple(name for name in area.nil_returns if name not in calendar.nil_returns),
        areas=calendar.sent_with(area.area),
        held=True,
    )


def _must_be_tables(area: Area, contract: Contract) -> None:
    names = [table.name for table in contract.tables]
    faults = []
    for place, name in enumerate(area.nil_returns):
        if name not in names:
            at = ("nil_returns", place)
            words = says(at, f"names no table of the contract.{did_you_mean(name, names)}")
            faults.append(area.document.fault("area.table", words, at))
    if faults:
        raise OperatorFileError("area.refused", "The area profile cannot be used as it is.", faults)
