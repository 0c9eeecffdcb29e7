"""Days, and calendar quarters: ``2026-Q2`` is April to June 2026."""

from __future__ import annotations

import re
from datetime import date, timedelta

__all__ = ["days_of", "is_day", "numbered", "ordinal", "quarter"]

_NAME = re.compile("([0-9]{4})-Q([1-4])")


def quarter(day: date) -> tuple[str, date, date]:
    """The quarter of ``day``: its name, its first and its last day."""
    return numbered(ordinal(day))


def ordinal(day: date) -> int:
    """How many quarters lie before that of ``day``, from the year nought."""
    return day.year * 4 + (day.month - 1) // 3


def numbered(number: int) -> tuple[str, date, date]:
    """The quarter of that ordinal: its name, its first and its last day.

    Raises ValueError for one outside the years that dates have.
    """
    year, place = divmod(number, 4)
    first = date(year, 3 * place + 1, 1)
    last = date(year, 12, 31) if place == 3 else date(year, 3 * place + 4, 1) - timedelta(days=1)
    return f"{year:04}-Q{place + 1}", first, last


def days_of(name: str) -> tuple[date, date]:
    """The first and the last day of the quarter of that name. Raises ValueError for any other text."""
    found = _NAME.fullmatch(name)
    if not found:
        raise ValueError("not the name of a quarter")
    return numbered(int(found[1]) * 4 + int(found[2]) - 1)[1:]


def is_day(text: str) -> bool:
    """Whether ``text``, which has the form of a day, is one of the calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
