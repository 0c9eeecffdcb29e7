"""A made-up right value for a column, built from the contract alone, never from data."""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from cfgovern import identifiers
from cfgovern.contract.dates import ISO, DateFormatError, as_written, date_format
from cfgovern.contract.forms import SHAPES, STRING_FORMATS
from cfgovern.contract.model import Code, Column
from cfgovern.contract.patterns import may_not_end
from cfgovern.contract.quality import written

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
_OWN = frozenset(f"^(?:{pattern})$" for pattern in STRING_FORMATS.values())
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


def example_value(column: Column, codes: Sequence[Code] = (), known: str | None = None) -> str:
    """One value that ``column`` takes, as text, or an empty text where none can be made safely.

    ``codes`` are those of its code list that may be used. ``known`` is the test value of its kind of
    identifier. Nothing else that has the shape of an identifier is returned, though the contract may
    write it down.
    """
    if known is not None:
        return next((value for value in (known, known.replace(" ", "")) if _taken(value, column, codes)), "")
    safe = (value for value in _candidates(column, codes) if _safe(value, column))
    return next((value for value in safe if _taken(value, column, codes)), "")


def _candidates(column: Column, codes: Sequence[Code]) -> Iterator[str]:
    """What may be right: first what the contract itself writes down, then what is made up."""
    if column.type in ISO:
        yield _moment(column)
        return
    yield from column.examples
    yield from (value for value, _ in column.enum)
    yield from (code.code for code in codes)
    for values in _listed(column, "invalidValues", "validValues"):
        yield from values
    yield _built(column)
    for pattern in _rule_patterns(column):
        yield _shortest(pattern)


def _safe(value: str, column: Column) -> bool:
    """Every full date looks like a date of birth: those that are made up here are of nobody."""
    made_up = column.type in ISO or value in _FORMATS.values()
    return made_up or not identifiers.looks_like_identifier(value)


def _taken(value: str, column: Column, codes: Sequence[Code]) -> bool:
    """Whether everything that the contract says of the cells of ``column`` is true of ``value``."""
    lists: list[Collection[str]] = _listed(column, "invalidValues", "validValues")
    if column.enum:
        lists.append([allowed for allowed, _ in column.enum])
    if column.code_list is not None:
        lists.append([code.code for code in codes])
    patterns = [column.pattern] if column.pattern else []
    if column.type == "string" and column.format in STRING_FORMATS:
        patterns.append(f"^(?:{STRING_FORMATS[column.format]})$")  # one of _OWN
    return (
        (column.min_length or 1) <= len(value) <= (column.max_length or _MOST)
        and all(value in allowed for allowed in lists)
        and all(value not in missing for missing in _listed(column, "missingValues", "missingValues"))
        and all(_matches(pattern, value) for pattern in (*patterns, *_rule_patterns(column)))
        and _right_type(value, column)
    )


def _listed(column: Column, metric: str, argument: str) -> list[Collection[str]]:
    """The values that each rule of ``metric`` lists under ``argument``, as cells hold them."""
    given = [rule.arguments.get(argument) for rule in column.quality if rule.metric == metric]
    return [[written(value) for value in values] for values in given if values is not None]


def _rule_patterns(column: Column) -> list[str]:
    given = [rule.arguments.get("pattern") for rule in column.quality if rule.metric == "invalidValues"]
    return [pattern for pattern in given if pattern]


def _matches(pattern: str, value: str) -> bool:
    """Whether the pattern is known to match: it is written for RE2, which is not quite Python's."""
    try:
        if pattern not in _OWN and may_not_end(pattern):
            return False
        return _compiled(pattern).search(value) is not None
    except re.error:
        return False


def _right_type(value: str, column: Column) -> bool:
    if column.type not in SHAPES:
        return True
    if not re.fullmatch(SHAPES[column.type], value):
        return False
    try:
        return column.type == "boolean" or _in_range(Decimal(value), column)
    except InvalidOperation:  # more figures than can be divided
        return False


def _built(column: Column) -> str:
    if column.type in ("integer", "number"):
        try:
            return _number(column)
        except InvalidOperation:
            return ""
    if column.type == "boolean":
        return "true"
    return _text(column)


def _number(column: Column) -> str:
    """About the middle of the range, or a few where it counts from nought to many; on a step.

    Empty where the bounds leave no room. Raises InvalidOperation for more figures than can be divided.
    """
    low, high = _limits(column)
    step = Decimal(column.multiple_of or ("1" if column.type == "integer" else "0.5"))
    if low == 0 and high is not None and high > _FEW * 10:
        middle = _FEW
    elif low is not None and high is not None:
        middle = (low + high) / 2
    else:
        middle = low + 10 * step if low is not None else (high - 10 * step if high is not None else 12 * step)
    start = (middle // step) * step
    for candidate in (start, start + step, start - step):
        if _in_range(candidate, column) and (column.type != "integer" or candidate % 1 == 0):
            return format(candidate.quantize(step) if step == step.to_integral_value() else candidate, "f")
    return ""


def _limits(column: Column) -> tuple[Decimal | None, Decimal | None]:
    low, high = column.minimum, column.maximum
    return Decimal(low.value) if low else None, Decimal(high.value) if high else None


def _in_range(value: Decimal, column: Column) -> bool:
    low, high = _limits(column)
    if low is not None and (value < low or (value == low and column.minimum and column.minimum.exclusive)):
        return False
    if high is not None and (value > high or (value == high and column.maximum and column.maximum.exclusive)):
        return False
    return not column.multiple_of or value % Decimal(column.multiple_of) == 0


def _moment(column: Column) -> str:
    """The sample date, or the date nearest to it that the bounds allow, as the column writes dates."""
    try:
        form = date_format(column.type, column.format)
        if column.type != "date":
            return "" if column.minimum or column.maximum else form.written
        day = _SAMPLE_BIRTH if column.identifier == "date_of_birth" else _SAMPLE
        if column.minimum:
            low = date.fromisoformat(column.minimum.value)
            day = max(day, low + timedelta(days=column.minimum.exclusive))
        if column.maximum:
            high = date.fromisoformat(column.maximum.value)
            day = min(day, high - timedelta(days=column.maximum.exclusive))
    except (DateFormatError, ValueError, OverflowError):
        return ""
    return as_written("date", column.format, day.isoformat())


def _text(column: Column) -> str:
    """The shortest plain text of the pattern, or the example of a known format."""
    return _shortest(column.pattern) if column.pattern else _FORMATS.get(column.format or "", "")


def _shortest(pattern: str) -> str:
    """The shortest plain text that a simple pattern asks for; empty for any other."""
    try:
        return "".join(_pieces(pattern))
    except (re.error, ValueError, RecursionError):
        return ""


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
    wanted = _compiled(written)
    for character in "0AabcdefghijklmnopqrstuvwxyzBCDEFGHIJKLMNOPQRSTUVWXYZ123456789 -/._@":
        if wanted.match(character):
            return character
    raise ValueError("no plain character")


def _compiled(pattern: str) -> re.Pattern[str]:
    with warnings.catch_warnings():  # RE2 takes some sets otherwise than Python will one day
        warnings.simplefilter("ignore")
        return re.compile(pattern)
