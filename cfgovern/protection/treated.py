"""What leaves of a value in a release, in plain Python: worked out a second time, to prove the first.

The engine treats rows in SQL (:mod:`cfgovern.engine.treating`); this module knows nothing of it but the plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from cfgovern.engine.generalise import Way
from cfgovern.identifiers import form, postcode
from cfgovern.quarters import quarter
from cfgovern.tables import SPACES

__all__ = ["day_in", "days_moved", "treated"]

_NUMBER = r"-?[0-9]{1,18}(\.[0-9]+)?"
_INWARD = 3
_OF_DAYS = ("year", "quarter", "month", "shift")


def treated(
    text: str | None,
    way: Way,
    missing: Sequence[str] = (),
    *,
    days: int | None = None,
    made: str | None = None,
) -> str | None:
    """What is sent of a cell that holds ``text``; None for nothing.

    ``missing``: the column's words for no answer, which stay as they are. ``days``: by how many days a shift
    moves the dates of the person that the row is about. ``made``: what a token or a redaction is.
    """
    value = (text or "").strip(SPACES)
    if not value or way.treatment == "drop":
        return None
    if way.treatment is None or value in missing:
        return value
    if way.treatment in ("token", "redact"):
        return made
    found = day_in(value, way) if way.treatment in _OF_DAYS else None
    if found is not None:
        return _of_day(found, way, days)
    return _OF_VALUES[way.treatment](value, way) if way.treatment in _OF_VALUES else None


def days_moved(token: str, window: int) -> int:
    """By how many days, up to ``window`` either way, the dates of the person of ``token`` (hex text) move."""
    return int(token[:8], 16) % (2 * window + 1) - window


def day_in(value: str, way: Way) -> date | None:
    """The day that stands in a cell; None where it is none, or not written as the contract asks."""
    if not way.shape or not re.fullmatch(way.shape, value):
        return None
    try:
        if way.style is None:
            return date.fromisoformat(value[:10])
        return datetime.strptime(value, way.style).date()  # noqa: DTZ007 - days of a contract have no zone
    except ValueError:
        return None


def _of_day(found: date, way: Way, days: int | None) -> str | None:
    if way.treatment == "year":
        return f"{found.year:04}"
    if way.treatment == "month":
        return f"{found.year:04}-{found.month:02}"
    if way.treatment == "quarter":
        return quarter(found)[0]
    if days is None:
        return None
    try:
        moved = found + timedelta(days=days)
    except OverflowError:
        return None
    # The C library writes the year 987 with three figures or with four.
    return moved.strftime((way.style or "%Y-%m-%d").replace("%Y", f"{moved.year:04}"))


def _band(value: str, way: Way) -> str | None:
    if re.fullmatch("[0-9]{1,3}", value):
        age = int(value)
    elif re.fullmatch("[12][0-9]{3}", value):
        age = way.year - int(value)
    elif (born := day_in(value, way)) is not None:
        age = way.year - born.year
    else:
        return None
    return way.bands.of(age) if age >= 0 else None


def _outward(value: str, _way: Way) -> str | None:
    word = form.compact(postcode.FORM, value)
    shapes = postcode.FORM.shapes + postcode.FORM.unreal
    return word[:-_INWARD] if form.matches(shapes, word) else None


def _top(value: str, way: Way) -> str | None:
    if not re.fullmatch(_NUMBER, value):
        return None
    return way.limit if float(value) > float(way.limit) else value


_OF_VALUES: Mapping[str, Callable[[str, Way], str | None]] = {
    "age_band": _band,
    "outward_postcode": _outward,
    "top_code": _top,
    "lookup": lambda value, way: dict(way.pairs).get(value),
}
