"""Days in running text: where they stand, and what is left of them in a release.

What is left is written in the ISO way, as in the columns of the release: a month such as 2026-05 is no name,
no reference and no number of anybody.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cfgovern.identifiers import date_of_birth
from cfgovern.quarters import quarter

__all__ = ["Day", "Grain", "coarser", "days_in", "shifted"]

Grain = Literal["month", "quarter", "year"]
_WHOLE = re.compile("|".join(f"(?:{one})" for one in (*date_of_birth.WRITTEN, date_of_birth.SOLID)))
_NO_DAY = re.compile(date_of_birth.NO_DAY)
_NO_YEAR = re.compile("|".join(f"(?:{one})" for one in date_of_birth.NO_YEAR))
_WORDS = re.compile(
    "(?<![A-Za-z])(?:may|mar(?:ch)?)(?![A-Za-z])"
)  # in small letters they are words: 5 may come
# Between two days, or a day and the rest of another (12/3/25-14/3/25, 1st and 3rd March 2025).
_TWO = re.compile(
    "(?<=[0-9])[-/](?=[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2}|(?<=[0-9]{4}-[0-9]{2}-[0-9]{2}/)[0-9]{4}-"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)? ?(?:{'|'.join(date_of_birth.MONTHS)}))",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"(?<![\w/.-])(?:[0-3]?[0-9](?:(?:st|nd|rd|th),\s?"
    r"|(?:st|nd|rd|th)?(?:\s?[-–]\s?|(?P<worded>\s?(?:&|and|to)\s?))))+$",
    re.IGNORECASE,
)
_BEFORE = 40  # characters
_MIDDLE = "15 "
_YEARS = range(1900, 2100)  # of which eight figures are a day


@dataclass(frozen=True, slots=True)
class Day:
    """A stretch of a text, ``end`` exclusive. ``day``: None where it is no day or has no year.

    Where only the month is written (``is_month``) it is the middle of it.
    """

    start: int
    end: int
    day: date | None
    is_month: bool = False


def days_in(text: str) -> Iterator[Day]:
    """The days and months in ``text``, whichever the layout; a day without a year has no ``day``.

    They are not in order, and none overlaps one that came before it.
    """
    taken: list[tuple[int, int]] = []
    apart = _TWO.sub(" ", text)
    for pattern in (_WHOLE, _NO_DAY, _NO_YEAR):
        for found in pattern.finditer(apart):
            at = bisect_left(taken, (found.end(), found.end()))
            done = taken[at - 1][1] if at else 0
            if done > found.start():
                continue
            start, end = _with_first(text, max(done, found.start() - _BEFORE), *found.span())
            day = _read(found[0], pattern)
            if pattern is _NO_YEAR and _WORDS.search(found[0]):
                continue
            if found[0].isdigit() and (day is None or day.year not in _YEARS):
                continue  # any eight figures
            insort(taken, (start, end))
            yield Day(start, end, day, is_month=pattern is _NO_DAY)


def _with_first(text: str, least: int, start: int, end: int) -> tuple[int, int]:
    """A day with the days before it that have its month and year; words between count only before a name."""
    first = _FIRST.search(text, least, start)
    named = any(sign.isalpha() for sign in text[start:end])
    return (first.start(), end) if first and (named or not first["worded"]) else (start, end)


def _read(written: str, pattern: re.Pattern[str]) -> date | None:
    if pattern is _NO_YEAR:
        return None
    return date_of_birth.read(_MIDDLE + written if pattern is _NO_DAY else written)


def coarser(grain: Grain) -> Callable[[Day], str | None]:
    """What a release with days as coarse as ``grain`` has for one, as its columns have it; None for none."""

    def left(day: Day) -> str | None:
        said = day.day
        if said is None:
            return None
        if grain == "year":
            return f"{said.year:04}"
        return _month(said) if grain == "month" else quarter(said)[0]

    return left


def shifted(days: int) -> Callable[[Day], str | None]:
    """What a release that moves the days of a person by ``days`` has for one; None where it cannot."""

    def left(day: Day) -> str | None:
        if day.day is None:
            return None
        try:
            moved = day.day + timedelta(days)
        except OverflowError:
            return None
        return _month(moved) if day.is_month else moved.isoformat()

    return left


def _month(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"
