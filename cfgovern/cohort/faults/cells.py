"""What one cell becomes. Each operator takes a spot and its parameters; None where the spot is not fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from cfgovern import identifiers
from cfgovern.cohort.faults.page import Row, day_in, rows_about, whose
from cfgovern.cohort.faults.spots import Spot
from cfgovern.identifiers import nhs_number
from cfgovern.quarters import quarter

__all__ = ["OPERATORS"]

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_UNSEEN = re.compile(r"U\+([0-9A-F]{4})")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY_ONE = date(1899, 12, 30)  # how spreadsheets count: day 60 is 29 February 1900, which never was


def becomes(spot: Spot, *, text: str) -> str | None:
    """``text``, whatever stood there."""
    return text


def empties(spot: Spot) -> str | None:
    """Nothing."""
    return ""


def padded(spot: Spot, *, before: str = "", after: str = "") -> str | None:
    """The same between other characters, written as U+00A0 if they do not show."""
    return f"{_characters(before)}{spot.text}{_characters(after)}"


def broken_by(spot: Spot, *, character: str) -> str | None:
    """The same with ``character`` in the middle, written as U+200B if it does not show."""
    if len(spot.text) < 2:
        return None
    half = len(spot.text) // 2
    return spot.text[:half] + _characters(character) + spot.text[half:]


def _characters(text: str) -> str:
    return _UNSEEN.sub(lambda found: chr(int(found[1], 16)), text)


# -- dates ---------------------------------------------------------------------------------------


def written_day(spot: Spot, *, how: str) -> str | None:
    """A date in another writing: ``words``, ``short``, ``slashes``, ``serial`` or ``two_figures``."""
    day = day_in(spot.text)
    if day is None:
        return None
    month = _MONTHS[day.month - 1]
    return {
        "words": f"{_ordinal(day.day)} {month} {day.year}",
        "short": f"{day.day:02}-{month[:3]}-{day.year % 100:02}",
        "slashes": f"{day.day:02}/{day.month:02}/{day.year}",
        "serial": str((day - _DAY_ONE).days),
        "two_figures": day.isoformat()[2:],
    }[how]


def swapped_day(spot: Spot, *, before: str = "", after: str = "") -> str | None:
    """Day and month changed over, where that can be known.

    The result is earlier than the date of the concept ``before``, or later than that of ``after`` (or than
    ``as_of``, the day of the check).
    """
    day = day_in(spot.text)
    if day is None or day.day > 12 or day.day == day.month:
        return None
    swapped = date(day.year, day.day, day.month).isoformat()
    if before and not (spot.value(before) and swapped < spot.value(before)):
        return None
    if after and not swapped > spot.value(after):
        return None
    return swapped


def days_from(spot: Spot, *, concept: str, days: int, in_quarter: bool = False) -> str | None:
    """The date of ``concept`` and ``days`` more.

    None where another rule would find it: before the first day that the contract allows, still to come
    (unless counted from ``as_of``) or, with ``in_quarter``, in another quarter than it was.
    """
    day = day_in(spot.value(concept))
    if day is None:
        return None
    moved = day + timedelta(days=days)
    lowest = spot.column.minimum
    if lowest and moved.isoformat() < lowest.value:
        return None
    if moved > spot.ground.as_of and concept != "as_of":
        return None
    was = day_in(spot.text)
    return None if in_quarter and (was is None or quarter(moved) != quarter(was)) else moved.isoformat()


def years_later(spot: Spot, *, years: int) -> str | None:
    """The same day ``years`` later."""
    later = f"{int(spot.text[:4]) + years}{spot.text[4:]}" if day_in(spot.text) else ""
    return later if day_in(later) else None


def leap_day(spot: Spot) -> str | None:
    """29 February of the same year, where it has one."""
    year = spot.text[:4]
    return f"{year}-02-29" if day_in(f"{year}-02-29") else None


def before_the_first(spot: Spot, *, number: str) -> str | None:
    """A day before the date of the first row of the same person, in their second by ``number`` (a concept).

    None before the day on which the person started, which another rule would find.
    """
    order = _in_order(spot, number)
    first = day_in(order[0][spot.column.name]) if order else None
    if len(order) < 2 or order[1] is not spot.row or first is None:
        return None
    day = (first - timedelta(days=1)).isoformat()
    return day if day >= spot.value("participants.start_date") else None


def late_first(spot: Spot, *, number: str, days: int, apart: int) -> str | None:
    """So many ``days`` after the start, in the first row of a person by ``number`` (a concept).

    None where their next row is less than ``apart`` days later, or support had ended, or the day is to come.
    """
    order, start = _in_order(spot, number), day_in(spot.value("participants.start_date"))
    if start is None or not order or order[0] is not spot.row:
        return None
    day = start + timedelta(days=days)
    following = day_in(order[1][spot.column.name]) if len(order) > 1 else None
    last = day_in(spot.value("participants.end_date")) or spot.ground.as_of
    if day > last or (following and (following - day).days < apart):
        return None
    return day.isoformat()


def soon_after(spot: Spot, *, number: str, days: int, answered: str) -> str | None:
    """``days`` after the row before, in the last row of a person by ``number`` (a concept).

    None unless both rows have something under the concept ``answered``.
    """
    order, column = _in_order(spot, number), spot.page.table.by_concept(answered)
    if len(order) < 2 or order[-1] is not spot.row or column is None:
        return None
    before = day_in(order[-2][spot.column.name])
    if before is None or not all(row[column.name] for row in order[-2:]):
        return None
    return (before + timedelta(days=days)).isoformat()


def _in_order(spot: Spot, number: str) -> list[Row]:
    """The rows about the same person in this table, by a whole number."""
    counted = spot.page.table.by_concept(number)
    if counted is None:
        return []
    same = [row for row in rows_about(spot.page, whose(spot.page, spot.row)) if row[counted.name].isdigit()]
    return sorted(same, key=lambda row: int(row[counted.name]))


def _ordinal(number: int) -> str:
    ending = "th" if 11 <= number <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


# -- numbers -------------------------------------------------------------------------------------


def beyond(spot: Spot, *, by: int) -> str | None:
    """Above the highest or, with ``by`` below nought, below the lowest number that the contract allows.

    Of a text, longer than it allows.
    """
    longest = spot.column.max_length
    if longest is not None:
        text = "".join(spot.text.split())
        return (text * longest)[: longest + by] or None
    bound = spot.column.maximum if by > 0 else spot.column.minimum
    return str(int(float(bound.value)) + by) if bound else None


def at_bound(spot: Spot, *, bound: str) -> str | None:
    """The highest or the lowest number that the contract allows."""
    limit = spot.column.maximum if bound == "maximum" else spot.column.minimum
    return limit.value if limit and not limit.exclusive else None


def more(spot: Spot, *, by: int, than: str = "") -> str | None:
    """The same number, or that of the concept ``than``, and ``by`` more, where that is still in range."""
    text = spot.value(than) if than else spot.text
    if not _NUMBER.fullmatch(text):
        return None
    most = spot.column.maximum
    number = Decimal(text) + by
    return str(number) if most is None or number <= Decimal(most.value) else None


def letter_in_number(spot: Spot) -> str | None:
    """A letter O after the figures, in the place of a nought."""
    return f"{spot.text}O" if spot.text.isdigit() else None


def year_before(spot: Spot, *, concept: str, years: int) -> str | None:
    """The year of the date of ``concept`` less ``years``."""
    day = day_in(spot.value(concept))
    return str(day.year - years) if day else None


def two_figure_year(spot: Spot) -> str | None:
    """A year without its century."""
    return spot.text[2:] if len(spot.text) == 4 and spot.text.isdigit() else None


# -- codes ---------------------------------------------------------------------------------------


def ended_code(spot: Spot) -> str | None:
    """A code of the list that is no longer in use."""
    codes = spot.ground.codes(spot.column)
    ended = codes.on(spot.ground.as_of.isoformat()).ended if codes else ()
    return ended[spot.ground.below(len(ended), "code")].code if ended else None


def label_of_code(spot: Spot) -> str | None:
    """The words that explain a code in the place of the code."""
    codes = spot.ground.codes(spot.column)
    for code in codes.codes if codes else ():
        if code.code == spot.text and code.label.casefold() != code.code.casefold():
            return code.label
    return None


# -- identifiers ---------------------------------------------------------------------------------


def scientific(spot: Spot) -> str | None:
    """A long number as a spreadsheet shows it in a narrow column: what is left out is lost."""
    figures = _figures(spot.text)
    if len(figures) <= 8 or spot.column.identifier is None:
        return None
    shown = f"{float(figures):.2E}"
    right = identifiers.classify(spot.column.identifier, str(int(float(shown)))) in ("valid", "unreal")
    return None if right else shown


def without_zeros(spot: Spot) -> str | None:
    """The noughts in front lost, as when a spreadsheet takes it for a number."""
    figures = _figures(spot.text)
    return figures.lstrip("0") if figures.startswith("0") and figures.strip("0") else None


def wrong_check_digit(spot: Spot) -> str | None:
    """The last figure one more, so that it is not the right one."""
    return f"{spot.text[:-1]}{(int(spot.text[-1]) + 1) % 10}" if nhs_number.parse(spot.text) else None


def unknown_key(spot: Spot) -> str | None:
    """A key of the same form that no row has: its figures all nines."""
    nines = "".join("9" if letter.isdigit() else letter for letter in spot.text)
    key = next(key for key in spot.page.table.foreign_keys if key.columns == (spot.column.name,))
    parent = spot.ground.book.pages.get(key.table)
    taken = {row[key.to_columns[0]] for row in parent.rows} if parent else {nines}
    return nines if nines not in taken else None


def _figures(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


OPERATORS: dict[str, Callable[..., str | None]] = {
    operator.__name__: operator
    for operator in (
        becomes, empties, padded, broken_by, written_day, swapped_day, days_from, years_later, leap_day,
        before_the_first, late_first, soon_after, beyond, at_bound, more, letter_in_number, year_before,
        two_figure_year, ended_code, label_of_code, scientific, without_zeros, wrong_check_digit, unknown_key,
    )
}  # fmt: skip
"""Each gives what the cell becomes; the cell is left alone where that is None or what it already holds."""
