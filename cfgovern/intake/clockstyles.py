"""Which styles of a workbook show a day or a time, and what a spreadsheet shows where the reader is wrong.

A spreadsheet keeps a day as a number. Its calendar has a 29 February 1900 (day 60), which never was, and
a day 0; it shows hash signs for what lies before. The reader makes 28 February or a time of day of these
without a word (measured in November 2026 with calamine). Whoever was born then would get another birthday.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import timedelta

from cfgovern.intake.xmlparts import Handler, local

__all__ = ["NOT_SHOWN", "Clocks", "Styles"]

NOT_SHOWN = "########"
"""What a spreadsheet shows for a day or time before the first."""
# The numbers of formats that every program knows, as far as the reader takes them for days or times.
_DAYS = (14, 15, 16, 17, 22)
_TIMES = (18, 19, 20, 21, 45, 47)
# What says nothing of days or times in the code of a format: texts, single signs, colours and conditions.
_SAYS_NOTHING = re.compile(r'"[^"]*"?|[\\_*].|\[(?!h+\]|m+\]|s+\])[^]]*\]?|am/pm|a/p|general', re.DOTALL)
_DAY = re.compile(r"[dy]|^[^hs]*m[^hs]*$")  # an m beside hours or seconds is minutes
_TIME = re.compile(r"[hms]")
_NUMBER = re.compile("[0-9]{1,9}")
# Formats of which every program makes the same: plain numbers, texts, days, and days with a time.
_ORDINARY = re.compile(
    r"(?:\[\$-[0-9a-f]+\])?"
    r"(?:general|@|[-+#0?., %;()£$€]*(?:e\+0+)?"
    r"|(?:[dmy]{1,5}(?:\\?[-/., ])?)+(?:\\?[ t]hh?:mm(?::ss)?)?)(?:;@)?"
)
_ORDINARY_NUMBERS = (*range(14), *_DAYS[:4], 22, 37, 38, 39, 40, 49)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The styles that show ``days``, and those that show only ``times``; whether days count from 1904.

    ``unsure``: the styles of which not every program makes the same.
    """

    days: Set[int] = frozenset()
    times: Set[int] = frozenset()
    from_1904: bool = False
    unsure: Set[int] = frozenset()

    def kind(self, style: str) -> str:
        """What numbers of that style are: ``day``, ``time``, or nothing of both."""
        number = int(style) if _NUMBER.fullmatch(style) else -1
        return "day" if number in self.days else "time" if number in self.times else ""

    def is_certain(self, style: str) -> bool:
        """Whether every program shows numbers of that style alike; no style is the usual one."""
        number = int(style) if _NUMBER.fullmatch(style) else -1
        return not style or (number >= 0 and number not in self.unsure)

    def shown(self, style: str, value: str) -> str | None:
        """What a spreadsheet shows for a number of that style where the reader tells something else."""
        kind = self.kind(style)
        if not kind:
            return None
        shows_day = kind == "day"
        try:
            number = float(value)
        except ValueError:
            return None
        if number < 0:
            return NOT_SHOWN
        if shows_day and number < 1:
            return _moment("1904-01-01" if self.from_1904 else "1900-01-00", number)
        if shows_day and 60 <= number < 61 and not self.from_1904:
            return _moment("1900-02-29", number - 60)
        return None


def _moment(day: str, part: float) -> str:
    """``day`` with its time, which is ``part`` of a day: what misses less than a millisecond is a second."""
    seconds = min(int(part * 86_400 + 0.001), 86_399)
    return f"{day}T{str(timedelta(seconds=seconds)).zfill(8)}" if seconds else day


class Styles(Handler):
    """The formats of the styles that cells have."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._used: list[str] = []
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind = local(name)
        if kind == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif kind == "cellXfs":
            self._inside = True
        elif kind == "xf" and self._inside:
            self._used.append(attributes.get("numFmtId", ""))

    def end(self, name: str) -> None:
        """An element ends."""
        if local(name) == "cellXfs":
            self._inside = False

    def clocks(self, *, from_1904: bool) -> Clocks:
        """The styles that show days or times."""
        kinds = {number: self._kind(number) for number in set(self._used)}
        days, times = (
            frozenset(style for style, number in enumerate(self._used) if kinds[number] == kind)
            for kind in ("day", "time")
        )
        certain = {number: self._is_ordinary(number) for number in kinds}
        unsure = frozenset(style for style, number in enumerate(self._used) if not certain[number])
        return Clocks(days, times, from_1904, unsure)

    def _is_ordinary(self, number: str) -> bool:
        code = self._codes.get(number)
        if code is None:
            return bool(_NUMBER.fullmatch(number)) and int(number) in _ORDINARY_NUMBERS
        return bool(_ORDINARY.fullmatch(code.casefold()))

    def _kind(self, number: str) -> str:
        code = self._codes.get(number)
        if code is None:
            known = int(number) if _NUMBER.fullmatch(number) else 0
            return "day" if known in _DAYS else "time" if known in _TIMES else ""
        said = _SAYS_NOTHING.sub("", code.casefold())
        if "[" in said:  # hours, minutes or seconds that have passed
            return ""
        return "day" if _DAY.search(said.partition(";")[0]) else "time" if _TIME.search(said) else ""
