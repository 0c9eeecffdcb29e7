"""A day as people write it, and the year in which whoever is meant may have been born.

Nothing in a day tells whose it is or of what: that is for a word or a heading to say. By itself a day counts
only where its year is one in which an adult of today may have been born and in which little else of a case is
dated.
"""

from __future__ import annotations

import re
from datetime import date

from cfgovern.identifiers import form
from cfgovern.identifiers.written import BLANK

__all__ = [
    "CUED",
    "FILLERS",
    "MONTHS",
    "NO_DAY",
    "NO_YEAR",
    "SOLID",
    "WRITTEN",
    "could_be_birth",
    "normalise",
    "read",
]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The first letters of the months."""
_MONTH = (
    "(?:[Jj]an(?:uary)?|[Ff]eb(?:ruary)?|[Mm]ar(?:ch)?|[Aa]pr(?:il)?|[Mm]ay|[Jj]une?|[Jj]uly?|[Aa]ug(?:ust)?"
    "|[Ss]ept?(?:ember)?|[Oo]ct(?:ober)?|[Nn]ov(?:ember)?|[Dd]ec(?:ember)?"
    "|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?"
    "|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)"
)
_BY = f"(?:{BLANK}{{0,2}}[-/.,'\u2019{re.escape(form.DASHES)}]{BLANK}{{0,2}}|{BLANK}{{1,2}})"
_SIGN = f"{BLANK}?[-/.{re.escape(form.DASHES)}]{BLANK}?"
_ONE_OR_TWO = "[0-3]?[0-9]"
_TH = "(?:[Ss][Tt]|[Nn][Dd]|[Rr][Dd]|[Tt][Hh])?"
_YEAR = "(?:(?:19|20)[0-9]{2}|[0-9]{2})"
_END = "(?![0-9]|[-/.:][0-9])"
_START = "(?<![0-9])(?<![0-9][-/.:])"
_DAY_MONTH = f"{_ONE_OR_TWO}{_TH}(?:{BLANK}of(?:{BLANK}the)?{BLANK}|{_BY})?{_MONTH}(?![A-Za-z])"
_MONTH_DAY = f"(?<![A-Za-z]){_MONTH}{_BY}?(?:the{BLANK})?{_ONE_OR_TWO}{_TH}"

WRITTEN: tuple[str, ...] = (
    f"{_START}{_ONE_OR_TWO}(?:{_SIGN}){_ONE_OR_TWO}(?:{_SIGN}){_YEAR}{_END}",
    f"{_START}{_ONE_OR_TWO}{BLANK}{{1,2}}[01]?[0-9]{BLANK}{{1,2}}(?:19|20)[0-9]{{2}}{_END}",
    f"{_START}(?:19|20)[0-9]{{2}}(?:{_SIGN}[0-3]?[0-9]){{2}}(?![0-9]|[-/.][0-9])",
    f"{_START}{_DAY_MONTH}{_BY}?{_YEAR}{_END}",
    f"{_MONTH_DAY}{_BY}(?:19|20)[0-9]{{2}}{_END}",
)
"""A whole day: figures, or the name of the month."""
SOLID = f"{_START}[0-9]{{8}}{_END}"
"""A whole day in eight figures, as many numbers have them too."""
NO_YEAR: tuple[str, ...] = (f"{_START}{_DAY_MONTH}", f"{_MONTH_DAY}(?![0-9])")
"""The day and the name of its month alone."""
NO_DAY = f"(?<![A-Za-z]){_MONTH}{_BY}?(?:19|20)[0-9]{{2}}{_END}"
"""The name of a month and the year alone."""
CUED: tuple[str, ...] = (
    f"{_START}{_ONE_OR_TWO}{BLANK}{{1,2}}[01]?[0-9]{BLANK}{{1,2}}[0-9]{{2}}{_END}",
    SOLID,
    f"{_START}[0-9]{{6}}{_END}",
    *NO_YEAR,
    NO_DAY,
)
"""Without signs between, without the year, or without the day."""
FILLERS = ("1900-01-01", "1901-01-01", "1800-01-01", "9999-12-31", "1970-01-01")
"""Days that stand where none is known."""

_LONG_YEAR = re.compile("(?:19|20)[0-9]{2}")
_BETWEEN = form.BLANKS + form.DASHES + "/.,'\u2019"
_MIDNIGHT = re.compile("[T ]00:00(?::00(?:[.]0{1,9})?)?Z?$")
_WHOLE = re.compile("|".join(f"(?:{pattern})" for pattern in (*WRITTEN, *CUED)))
_MONTH_AND_YEAR = re.compile(
    f"(?P<first>{_LONG_YEAR.pattern}){_SIGN}(?P<month>0?[1-9]|1[0-2])"
    f"|(?P<named>(?:0?[1-9]|1[0-2]){_SIGN}|{_MONTH}{_BY}?)(?P<last>{_LONG_YEAR.pattern})"
)
_PARTS = re.compile("[0-9]+|[A-Za-z]{3,}")
_FIRST, _LAST = 1915, 2010  # years of birth that count without a word
_FIRST_SHORT = 30  # of two figures: what is below is more often a day of this case


def read(text: str) -> date | None:
    """The day that ``text`` names, or None. A year of two figures is of the last hundred years.

    Day before month, unless that is no day.
    """
    parts = _PARTS.findall(text)
    if len(parts) == 1 and parts[0].isdigit() and len(parts[0]) in (6, 8):
        solid = parts[0]
        parts = [solid[:2], solid[2:4], solid[4:]]
        if len(solid) == 8 and solid[:2] in ("19", "20") and not _day(solid[4:], solid[2:4], solid[:2]):
            parts = [solid[:4], solid[4:6], solid[6:]]
    parts = [part for part in parts if part.isdigit() or part[:3].lower() in MONTHS]
    if len(parts) != 3:
        return None
    first, second, third = (_figures(part) for part in parts)
    if len(first) == 4:
        return _day(third, second, first)
    if not parts[0].isdigit():
        first, second = second, first
    return _day(first, second, third) or _day(second, first, third)


def normalise(text: str) -> str | None:
    """``YYYY-MM-DD``, or as much of it as ``text`` says (``YYYY-MM``, ``YYYY``); None where it says no day.

    The year has four figures, from 1900 to 2099: of two nobody can tell the century. A midnight behind a day
    is dropped. None too for what only stands in for a day (:data:`FILLERS`).
    """
    said = _MIDNIGHT.sub("", text.strip())
    if _LONG_YEAR.fullmatch(said):
        return said
    part = _MONTH_AND_YEAR.fullmatch(said)
    if part:
        year, month = part["first"] or part["last"], part["month"] or part["named"]
        return f"{year}-{_figures(month.strip(_BETWEEN)).zfill(2)}"
    day = read(said) if _WHOLE.fullmatch(said) else None
    known = day is not None and str(day.year) in said and _LONG_YEAR.fullmatch(str(day.year))
    return day.isoformat() if day and known and day.isoformat() not in FILLERS else None


def could_be_birth(text: str) -> bool:
    """Whether a day written as ``text`` may be somebody's birth with nothing that says so.

    A year of two figures has to be of the thirties or later of the last century.
    """
    long = _LONG_YEAR.search(text)
    if long:
        return _FIRST <= int(long[0]) <= _LAST and read(text) is not None
    day = read(text)
    return day is not None and 1900 + _FIRST_SHORT <= day.year < 2000


def _figures(part: str) -> str:
    return part if part.isdigit() else str(MONTHS.index(part[:3].lower()) + 1)


def _day(day: str, month: str, year: str) -> date | None:
    full = int(year) if len(year) == 4 else 1900 + int(year) + (100 if int(year) < _FIRST_SHORT else 0)
    try:
        return date(full, int(month), int(day))
    except (ValueError, OverflowError):
        return None
