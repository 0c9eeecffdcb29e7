"""Date formats of contracts: the JDK patterns that ODCS uses, as a shape and a ``strptime`` format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

__all__ = ["ISO", "DateFormat", "DateFormatError", "as_written", "date_format", "read_iso"]

_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
# There is no year 0000: ISO 8601 has it by agreement only, and others count from 1.
_YEAR = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_PARTS = {
    "yyyy": (_YEAR, "%Y"),
    "uuuu": (_YEAR, "%Y"),
    "MM": ("(0[1-9]|1[0-2])", "%m"),
    "M": ("(0?[1-9]|1[0-2])", "%m"),
    "dd": ("(0[1-9]|[12][0-9]|3[01])", "%d"),
    "d": ("(0?[1-9]|[12][0-9]|3[01])", "%d"),
    "HH": ("([01][0-9]|2[0-3])", "%H"),
    "mm": ("[0-5][0-9]", "%M"),
    "ss": ("[0-5][0-9]", "%S"),
    "MMM": ("(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", "%b"),
}
_TOKEN = re.compile(r"'([^']*)'|([A-Za-z])\2*|(.)")


class DateFormatError(ValueError):
    """A date format that cannot be honoured; its text is safe to show."""


@dataclass(frozen=True, slots=True)
class DateFormat:
    """``shape``: RE2, to be matched in full. ``strptime``: None where a cast reads the text as it is.

    ``written`` shows a person the form, e.g. ``2026-04-30``.
    """

    shape: str
    strptime: str | None
    written: str


ISO: dict[str, DateFormat] = {
    "date": DateFormat(_YEAR + "-[0-9]{2}-[0-9]{2}", None, "2026-04-30"),
    # A day alone is its first moment: a workbook holds midnight as nothing else.
    "timestamp": DateFormat(
        _YEAR + "-[0-9]{2}-[0-9]{2}([T ]" + _TIME + "(Z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?)?",
        None,
        "2026-04-30T14:05:00",
    ),
    "time": DateFormat(_TIME, None, "14:05"),
}
_SAMPLE = {"%Y": "2026", "%m": "04", "%d": "30", "%H": "14", "%M": "05", "%S": "00", "%b": "Apr"}


def date_format(kind: str, pattern: str | None) -> DateFormat:
    """The shape of ``pattern`` (a JDK pattern; None or ``yyyy-MM-dd``: ISO) for a date-like ``kind``.

    Raises DateFormatError for a pattern with parts that cannot be checked.
    """
    if pattern is None or (kind == "date" and pattern in ("yyyy-MM-dd", "uuuu-MM-dd", "ISO_LOCAL_DATE")):
        return ISO[kind]
    if kind == "timestamp" and pattern in (
        "yyyy-MM-ddTHH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss",
        "ISO_LOCAL_DATE_TIME",
    ):
        return ISO[kind]
    shape, strptime, written = "", "", ""
    for match in _TOKEN.finditer(pattern):
        token = match.group(0)
        literal = match.group(1) if match.group(1) is not None else match.group(3)
        if literal is not None:
            shape, strptime = shape + re.escape(literal), strptime + literal.replace("%", "%%")
            written += literal
        elif token in _PARTS:
            part, code = _PARTS[token]
            shape, strptime, written = shape + part, strptime + code, written + _SAMPLE[code]
        else:
            raise DateFormatError(
                "The date format has a part that cannot be checked. Use yyyy, MM, dd, HH, mm and ss."
            )
    parts = set(re.findall("%[A-Za-z]", strptime))
    if kind == "date" and not ({"%Y", "%d"} <= parts and {"%m", "%b"} & parts):
        raise DateFormatError("The date format must hold a four-figure year, a month and a day.")
    return DateFormat(shape, strptime, written)


def read_iso(kind: str, text: str) -> date | time:
    """The date, time or timestamp (by ``kind``) that ``text`` says in ISO form.

    A date stands for its first moment where a timestamp is asked for. Raises ValueError for any other text.
    """
    if kind == "time":
        return time.fromisoformat(text)
    return date.fromisoformat(text) if kind == "date" else datetime.fromisoformat(text)


def as_written(kind: str, pattern: str | None, iso: str) -> str:
    """The ISO text ``iso`` as a column of the format ``pattern`` writes it.

    It stays as it is where the format has no room for all of it, or is not one of ours.
    """
    try:
        style, moment = date_format(kind, pattern).strptime, read_iso(kind, iso)
        if style is None:
            return iso
        text = moment.strftime(style)
        back = datetime.strptime(text, style)  # noqa: DTZ007 - the contract's days and times have no zone
    except ValueError:
        return iso
    same = back.date() if kind == "date" else back.time() if kind == "time" else back
    return text if same == moment else iso
