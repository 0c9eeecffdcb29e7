"""What a cell of a workbook says, as text, by the bytes in which it is written.

A value is told here only where there is one way to read it. Whatever programs take in different ways,
such as white space that a writer did not ask to keep, is left to the reader of workbooks: None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from cfgovern.intake.clockstyles import Clocks
from cfgovern.tables import EXACT

__all__ = ["Doubtful", "LostFigures", "Values", "is_blank", "is_certain", "is_long", "moment", "number"]

_MOST = 100_000  # values that are remembered, so that what is written again need not be looked at again
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how a workbook writes a character that XML cannot keep
_NO_CONTROL = rb"<>&\x00-\x08\x0b-\x1f"  # without > there is no ]]>, which XML does not allow
_NUMBER = r"-?[0-9]{1,20}+(?:\.[0-9]{1,25}+)?+(?:E[+-]?[0-9]{1,3}+)?+"
_IS_NUMBER = re.compile(_NUMBER)
_WRITTEN = re.compile(
    rb'(?: s="(?P<style>[0-9]{1,9})")?+(?:'
    rb' t="inlineStr"><is><t(?P<kept> xml:space="preserve")?+>(?P<inline>[^%(no)s]*+)</t></is>'
    rb'| t="str"><v>(?P<text>[^%(no)s]++)</v>'
    rb'| t="b"><v>(?P<truth>[01])</v>'
    rb'|(?: t="n")?+><v>(?P<number>%(number)s)</v>)' % {b"no": _NO_CONTROL, b"number": _NUMBER.encode()}
)
_SHARED = re.compile(rb'(?: s="[0-9]{1,9}")?+ t="s"><v>([0-9]{1,9})</v>')  # most cells of most writers
_TRUTHS = {"0": "false", "1": "true"}
_FIRST, _FIRST_FROM_1904 = (datetime.combine(day, time()) for day in (date(1899, 12, 30), date(1904, 1, 1)))
_LEAP = 60  # the day that never was: those before it are one further from the first
_LAST = 2_958_466  # the day after the last one of the year 9999
_DAY_MS = 86_400_000


class Doubtful(Exception):
    """The parser has to tell whether a cell is sound."""


class LostFigures(ValueError):
    """A number with more figures than a spreadsheet keeps."""


class Values(dict[bytes, str | None]):
    """What cells say, by their bytes from the address to ``</c>``; None where the reader has to tell.

    ``texts``: the shared strings, of which ``blanks`` are white space, and ``unsure`` the reader's to tell.
    Cells have at most ``longest`` characters. To ask for a cell that may not be sound raises Doubtful.
    """

    def __init__(
        self, texts: Sequence[str], blanks: Set[int], unsure: Set[int], clocks: Clocks, longest: int
    ) -> None:
        super().__init__({b"": ""})
        self.texts, self.blanks, self.unsure = texts, blanks, unsure
        self.clocks = clocks
        self.longest = longest
        self.told: Callable[[bytes], str | None] = self.__getitem__

    def __missing__(self, written: bytes) -> str | None:
        """Work out and remember."""
        if len(self) > _MOST:
            self.clear()
            self[b""] = ""
        found = _SHARED.fullmatch(written)
        said = self[written] = self._at(int(found[1])) if found else self._of(written)
        return said

    def _at(self, index: int) -> str | None:
        if index >= len(self.texts) or index in self.blanks:
            raise Doubtful
        return self.shared(index)

    def _of(self, written: bytes) -> str | None:
        found = _WRITTEN.fullmatch(written)
        if found is None:
            raise Doubtful
        kind = found.lastgroup
        text = _decoded(found[kind or ""])
        if kind == "number":
            style = (found["style"] or b"").decode()
            if self.clocks.shown(style, text) is not None:
                raise Doubtful
            return self.number(style, text)
        if kind == "truth":
            return _TRUTHS[text]
        if len(text) > self.longest or not text or is_blank(text):
            raise Doubtful
        kept = kind == "text" or bool(found["kept"])
        return text if is_certain(text, kept=kept) else None

    def shared(self, index: int) -> str | None:
        """The shared string of that index, which there is."""
        return None if index in self.unsure else self.texts[index]

    def typed(self, kind: str, style: str, text: str) -> str | None:
        """What a cell of the type ``kind`` says that holds ``text`` itself."""
        if kind == "n":
            return self.number(style, text) if _IS_NUMBER.fullmatch(text) else None
        if kind == "b":
            return _TRUTHS.get(text)
        return None

    def number(self, style: str, text: str) -> str | None:
        """A number as its style shows it."""
        kind = self.clocks.kind(style)
        if kind == "time" or not self.clocks.is_certain(style):
            return None
        value = float(text)
        if kind == "day":
            return _day(value, from_1904=self.clocks.from_1904)
        return None if is_long(value) else number(value)


def _decoded(written: bytes) -> str:
    """Raises Doubtful where ``written`` holds what XML does not allow."""
    try:
        text = written.decode()
    except UnicodeDecodeError:
        raise Doubtful from None
    if not text.isascii() and ("\ufffe" in text or "\uffff" in text):
        raise Doubtful
    return text


def is_blank(text: str) -> bool:
    """Whether a reader makes nothing but white space of ``text``."""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
    return plain.isspace()


def is_certain(text: str, *, kept: bool) -> bool:
    """Whether every reader makes the same of ``text``; ``kept``: with all white space in it."""
    if "\r" in text or "\x7f" in text or ("_x" in text and _ESCAPED.search(text)):
        return False
    return kept or not (text[:1].isspace() or text[-1:].isspace())


def is_long(value: object) -> bool:
    """Whether a number has more figures than a spreadsheet keeps."""
    return isinstance(value, (int, float)) and not abs(value) < EXACT  # so that NaN is one of them


def number(value: int | float) -> str:
    """Whole numbers without ``.0``, others as the shortest text that reads back as the same number.

    Raises LostFigures.
    """
    if is_long(value):
        raise LostFigures
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def moment(value: datetime) -> str:
    """A day, with its time if it has one, in ISO form, as a spreadsheet shows it.

    What its fractions of a day miss of a second is less than a thousandth.
    """
    late = value.max - value < timedelta(milliseconds=1)  # there is nothing after the last moment
    shown = (value if late else value + timedelta(milliseconds=1)).replace(microsecond=0)
    return shown.date().isoformat() if shown.time() == time() else shown.isoformat()


def _day(value: float, *, from_1904: bool) -> str | None:
    first = _FIRST_FROM_1904 if from_1904 else _FIRST
    last = _LAST - (_FIRST_FROM_1904 - _FIRST).days * from_1904
    if not 1 <= value < last:
        return None
    early = timedelta(days=1) if value < _LEAP and not from_1904 else timedelta()
    return moment(first + early + timedelta(milliseconds=round(value * _DAY_MS)))
