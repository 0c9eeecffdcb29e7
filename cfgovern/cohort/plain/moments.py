"""Days, times and timestamps of a column: all that lie within its limits, in the form it is written in."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from cfgovern.cohort.plain.domain import Domain
from cfgovern.contract.dates import date_format, read_iso
from cfgovern.contract.model import Bound, Column

__all__ = ["as_moment", "edge", "moments"]

_MICRO = timedelta(microseconds=1)
_START = datetime(1, 1, 1)  # noqa: DTZ001 - the days and times of a contract have no zone
_UNITS = (86_400_000_000, 60_000_000, 1_000_000, 1)  # a day, a minute, a second, a microsecond
_FEW = 20
_EARLIEST = date(1900, 1, 1)
_ADULT = (16, 90)  # a date of birth lies as many years back
_OFFICE = (time(9), time(17))


def moments(column: Column, as_of: date) -> Domain:
    """The moments of ``column``, none after the day ``as_of`` where its limits leave a choice.

    Without limits most are in the year before; a date of birth lies further back, a time in office hours.
    """
    low, high = _limits(column, as_of)
    units = [unit for unit in _UNITS if _written_in(column, unit)]
    for unit in units:
        first, last = -(-low // unit), high // unit
        if last - first + 1 >= _FEW or (unit == units[-1] and last >= first):
            break
    else:
        return Domain.empty()
    usual_first, usual_last = (bound // unit for bound in _usual(column, as_of))
    begin, end = max(first, usual_first), min(last, usual_last)
    if begin > end:
        begin, end = first, last
    style = date_format(column.type, column.format).strptime

    def text(number: int) -> str:
        inside = end - begin + 1
        if number < inside:
            return _written(column.type, style, (begin + number) * unit)
        number -= inside
        before = begin - first
        place = begin - 1 - number if number < before else end + 1 + number - before
        return _written(column.type, style, place * unit)

    return Domain(size=last - first + 1, usual=end - begin + 1, text=text)


def as_moment(column: Column, text: str) -> int | None:
    """Microseconds, from some moment long ago, that a cell of ``column`` stands for; None: it has none."""
    form = date_format(column.type, column.format)
    if not re.fullmatch(form.shape, text):
        return None
    try:
        if form.strptime is None:
            return _micros(column.type, read_iso(column.type, text))
        return _micros(column.type, datetime.strptime(text, form.strptime))  # noqa: DTZ007
    except ValueError:
        return None


def _micros(kind: str, moment: date | time) -> int:
    if kind == "time":
        at = moment.time() if isinstance(moment, datetime) else moment
        assert isinstance(at, time)
        return ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond
    assert isinstance(moment, date)
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return (moment - _START) // _MICRO


def _limits(column: Column, as_of: date) -> tuple[int, int]:
    """The lowest and the highest moment that the contract allows."""
    low, high = edge(column, column.minimum), edge(column, column.maximum)
    if low is not None and column.minimum and column.minimum.exclusive:
        low += 1
    if high is not None and column.maximum and column.maximum.exclusive:
        high -= 1
    if column.type == "time":
        return (0 if low is None else low), (_UNITS[0] - 1 if high is None else high)
    today = _micros("timestamp", as_of) + _UNITS[0] - 1
    if low is None:
        low = min(_micros("timestamp", _EARLIEST), today if high is None else high - 365 * _UNITS[0])
    if high is None:
        high = today if low <= today else low + 365 * _UNITS[0]
    return max(low, 0), high


def edge(column: Column, bound: Bound | None) -> int | None:
    """The limit ``bound`` of ``column`` in microseconds, as :func:`as_moment` gives them."""
    kind = "timestamp" if column.type == "date" else column.type
    return None if bound is None else _micros(kind, read_iso(column.type, bound.value))


def _usual(column: Column, as_of: date) -> tuple[int, int]:
    if column.type == "time":
        first, last = _OFFICE
        return _micros("time", first), _micros("time", last)
    if column.identifier == "date_of_birth":
        days = [as_of - timedelta(days=round(years * 365.25)) for years in reversed(_ADULT)]
        return _micros("date", days[0]), _micros("date", days[1])
    end = _micros("timestamp", as_of) + _UNITS[0] - 1
    return end - 366 * _UNITS[0] + 1, end


def _written_in(column: Column, unit: int) -> bool:
    """Whether the form of the column has room for moments of ``unit``."""
    if column.type == "date":
        return unit == _UNITS[0]
    style = date_format(column.type, column.format).strptime
    if style is None:
        return unit != _UNITS[0]
    if unit == _UNITS[0]:
        return "%M" not in style and column.type == "timestamp"
    wanted = {_UNITS[1]: "%M", _UNITS[2]: "%S"}.get(unit)
    return wanted is not None and wanted in style


def _written(kind: str, style: str | None, micros: int) -> str:
    moment = _START + timedelta(microseconds=micros)
    if style is not None:
        # strftime leaves out the noughts in front of an early year on some systems.
        return moment.strftime(style.replace("%Y", f"{moment.year:04}"))
    if kind == "date":
        return moment.date().isoformat()
    if kind == "time":
        return moment.time().isoformat("minutes" if not micros % _UNITS[1] else "auto")
    return moment.isoformat()
