"""A made-up right value for a column, built from the contract alone, never from data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from cfgovern import identifiers
from cfgovern.contract.dates import ISO, DateFormatError, date_format
from cfgovern.contract.model import Code, Column

__all__ = ["example_value"]

_SAMPLE = date(2026, 4, 30)
_SAMPLE_BIRTH = date(1985, 6, 15)
_ATOM = re.compile(
    r"(?P<group>\((?:\?:)?(?:[^()\\|\[\]]|\\.|\[(?:\\.|[^\]\\])+\]|\|)*\))|"
    r"(?P<set>\[(?:\\.|[^\]\\])+\])|(?P<escape>\\.)|(?P<end>[\^$])|(?P<plain>.)",
    re.DOTALL,
)
_REPEAT = re.compile(r"(?P<none>[?*])|\+|\{(?P<times>[0-9]+)(?:,[0-9]*)?\}")
_ESCAPES = {"d": "0", "w": "A", "s": " ", "D": "A", "S": "A", "t": "\t", "n": "\n"}
_MOST = 200
_FEW = Decimal(3)
# Values that documents may use for each string format of ODCS.
_FORMATS = {
    "email": "name@example.org",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "uri": "https://example.org/",
    "hostname": "example.org",
    "ipv4": "192.0.2.1",
}


def example_value(column: Column, codes: Sequence[Code] = ()) -> str:
    """One right value of ``column`` as text, or an empty text where none can be made safely.

    ``codes`` are those of its code list. Nothing that the contract writes down is returned where it
    has the shape of an identifier: the words of the identifier give a test value.
    """
    if column.type in ISO:
        return _moment(column)  # a day of ours: every full date looks like a date of birth
    value = _declared(column, codes) or _built(column)
    if value in _FORMATS.values():  # made up here, whatever it looks like
        return value
    return "" if value and identifiers.looks_like_identifier(value) else value


def _declared(column: Column, codes: Sequence[Code]) -> str:
    """A value that the contract itself writes down."""
    if column.examples:
        return column.examples[0]
    if column.enum:
        return column.enum[0][0]
    return next((code.code for code in codes if code.valid_to is None), "")


def _built(column: Column) -> str:
    if column.type in ("integer", "number"):
        return _number(column)
    if column.type == "boolean":
        return "true"
    return _text(column)


def _number(column: Column) -> str:
    """About the middle of the range, or a few where it counts from nought to many; on a step.

    Empty where the bounds leave no room.
    """
    try:
        low = Decimal(column.minimum.value) if column.minimum else None
        high = Decimal(column.maximum.value) if column.maximum else None
        step = Decimal(column.multiple_of or ("1" if column.type == "integer" else "0.5"))
    except InvalidOperation:
        return ""
    if low == 0 and high is not None and high > _FEW * 10:
        middle = _FEW
    elif low is not None and high is not None:
        middle = (low + high) / 2
    else:
        middle = low + 10 * step if low is not None else (high - 10 * step if high is not None else 12 * step)
    start = (middle // step) * step
    for candidate in (start, start + step, start - step):
        if _inside(candidate, column, low, high):
            return format(candidate.quantize(step) if step == step.to_integral_value() else candidate, "f")
    return ""


def _inside(value: Decimal, column: Column, low: Decimal | None, high: Decimal | None) -> bool:
    if column.type == "integer" and value != value.to_integral_value():
        return False
    if low is not None and (value < low or (value == low and column.minimum and column.minimum.exclusive)):
        return False
    return (
        high is None or value < high or (value == high and not (column.maximum and column.maximum.exclusive))
    )


def _moment(column: Column) -> str:
    """The sample date, or the date nearest to it that the bounds allow, as the contract writes dates."""
    try:
        form = date_format(column.type, column.format)
        if column.type != "date":
            return "" if column.minimum or column.maximum else form.written
        style = form.strptime or "%Y-%m-%d"
        day = _SAMPLE_BIRTH if column.identifier == "date_of_birth" else _SAMPLE
        if column.minimum:
            low = datetime.strptime(column.minimum.value, style).date()  # noqa: DTZ007 - a day has no zone
            day = max(day, low + timedelta(days=column.minimum.exclusive))
        if column.maximum:
            high = datetime.strptime(column.maximum.value, style).date()  # noqa: DTZ007
            day = min(day, high - timedelta(days=column.maximum.exclusive))
    except (DateFormatError, ValueError, OverflowError):
        return ""
    return day.strftime(style)


def _text(column: Column) -> str:
    """The shortest plain text that the pattern asks for; empty without a pattern or a known format."""
    if not column.pattern:
        return _FORMATS.get(column.format or "", "")
    try:
        value = "".join(_pieces(column.pattern))
        fits = re.search(column.pattern, value) is not None
    except (re.error, ValueError, RecursionError):
        return ""
    long_enough = len(value) >= (column.min_length or 1)
    return value if fits and long_enough and len(value) <= (column.max_length or _MOST) else ""


def _pieces(pattern: str) -> Iterator[str]:
    """One piece an atom of a simple pattern. Raises ValueError for what it does not know."""
    place = 0
    while place < len(pattern):
        found = _ATOM.match(pattern, place)
        if found is None:
            raise ValueError("unknown part")
        repeat = _REPEAT.match(pattern, found.end())
        place = repeat.end() if repeat else found.end()
        times = 0 if repeat and repeat["none"] else int(repeat["times"] or 1) if repeat else 1
        yield _piece(found) * min(times, _MOST)


def _piece(found: re.Match[str]) -> str:
    if found["end"]:
        return ""
    if found["group"]:
        first = found["group"].removeprefix("(").removeprefix("?:").removesuffix(")").split("|")[0]
        return "".join(_pieces(first))
    if found["set"]:
        return _from_set(found["set"])
    if found["escape"]:
        letter = found["escape"][1]
        if letter.isalnum() and letter not in _ESCAPES:
            raise ValueError("unknown escape")
        return _ESCAPES.get(letter, letter)
    if found["plain"] in "|()":
        raise ValueError("unknown part")
    return "A" if found["plain"] == "." else str(found["plain"])


def _from_set(written: str) -> str:
    """A plain character of a set: a figure or letter for choice, so that examples read well."""
    wanted = re.compile(written)
    for character in "0AabcdefghijklmnopqrstuvwxyzBCDEFGHIJKLMNOPQRSTUVWXYZ123456789 -/._@":
        if wanted.match(character):
            return character
    raise ValueError("no plain character")
