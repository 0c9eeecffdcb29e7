"""The plain form in which spreadsheet programs write rows and shared strings, known by bytes alone.

A parser that calls Python for every cell costs several times what reading the workbook costs. So
stretches of rows in the one form that real programs write are known by a regular expression, which
accounts for every byte: rows in ascending order, each cell with its address, columns in order, a
value that cannot be white space, no formula and no error. Whatever differs by one byte is left to
the parser; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import lt
from xml.parsers import expat

from cfgovern.tables import column_letters

__all__ = ["MOST_COLUMNS", "STRINGS", "Stretch", "form", "indexes", "look", "texts", "typed"]

MOST_COLUMNS = 128  # of a sheet whose rows are looked for: the form names each column
_NO_CONTROL = rb"<>&\x00-\x08\x0b-\x1f"  # without > there is no ]]>, which XML does not allow
# What begins with one of these is more than white space, whatever follows. An underscore may begin a
# character that is written as _x0020_; the first bytes left out begin white space among other characters.
_FIRST = rb"[!-%'-;=-^`-~\xc3-\xe0\xe4-\xf4]"
_FIGURES = rb"[0-9]{1,20}+(?:\.[0-9]{1,25}+)?+(?:E[+-]?[0-9]{1,3}+)?+"
_NUMBER = rb"-?" + _FIGURES
# A number that the reader takes for the day that is shown: none before the first, and not the sixtieth.
_DAY = rb"(?!60[.<])[1-9][0-9]{0,19}+(?:\.[0-9]{1,25}+)?+"
_STYLE = rb"[0-9]{1,9}+"
_MOST_STYLES = 100  # that show days, of a sheet whose rows are looked for
_SPACE = rb'(?: xml:space="preserve")?+'
_ROW = re.compile(rb'<row r="([0-9]+)"([^>]*)>')
_INDEXES = re.compile(rb' t="s"><v>([0-9]+)')
_TYPED = re.compile(r'(?:<t(?: xml:space="preserve")?>|(?<! t="s">)<v>)([^<]+)')
_TEXT = re.compile(r"<t[^>]*>([^<]*)")
STRINGS = re.compile(
    rb"(?:<si><t" + _SPACE + rb">[^" + _NO_CONTROL + rb"]*+</t></si>(?:\r?\n)?+)++",
)
"""Shared strings, each of one piece of text."""


@lru_cache(maxsize=2 * MOST_COLUMNS)
def form(
    width: int, longest: int, strings: int, days: Set[int] = frozenset(), *, clocks: bool = False
) -> re.Pattern[bytes] | None:
    """Rows of at most ``width`` columns; None if that is too many.

    Their texts have at most ``longest`` bytes, and there are so many shared ``strings``. ``days``: the styles
    that show a day; ``clocks``: whether there are styles that show days or times.
    """
    if not 0 < width <= MOST_COLUMNS or len(days) > _MOST_STYLES:
        return None
    text = _FIRST + rb"[^%s]{0,%d}+" % (_NO_CONTROL, max(longest - 1, 0))
    usual = _kinds(text, _below(strings), _FIGURES if clocks else _NUMBER)
    if days:
        shown = rb"(?:%s)" % rb"|".join(b"%d" % style for style in sorted(days))
        dated = _kinds(text, _below(strings), _DAY)
        value = rb'(?: s="(?!%s")%s")?+%s| s="%s"%s' % (shown, _STYLE, usual, shown, dated)
    else:
        value = rb'(?: s="%s")?+%s' % (_STYLE, usual)
    rest = rb'\1"(?:' + value + rb"))?+"
    cells = b"".join(rb'(?:<c r="' + column_letters(n).encode() + rest for n in range(width))
    return re.compile(rb'(?:<row r="([1-9][0-9]{0,6}+)"[^<>]*+>' + cells + rb"</row>(?:\r?\n)?+)++")


def _kinds(text: bytes, index: bytes, number: bytes) -> bytes:
    """A cell after its style: what begins alike stands together, so that a wrong way is left at once."""
    typed = (
        rb's"><v>(?:' + index + rb")</v>",
        rb'inlineStr"><is><t' + _SPACE + rb">" + text + rb"</t></is>",
        rb'n"><v>' + number + rb"</v>",
        rb'str"><v>' + text + rb"</v>",
        rb'b"><v>[01]</v>',
    )
    return rb'(?: t="(?:' + rb"|".join(typed) + rb")</c>|><v>" + number + rb"</v></c>| ?/>)"


def _below(count: int) -> bytes:
    """A pattern of the whole numbers from 0 to before ``count``."""
    figures = str(count)
    ways = [rb"0"] if count else [rb"(?!)"]
    if len(figures) > 1:
        ways.append(rb"[1-9][0-9]{0,%d}+(?![0-9])" % (len(figures) - 2))
    for place, figure in enumerate(figures):
        lowest = 0 if place else 1
        if int(figure) > lowest:
            rest = rb"[0-9]{%d}" % (len(figures) - place - 1)
            ways.append(b"%s[%d-%d]%s" % (figures[:place].encode(), lowest, int(figure) - 1, rest))
    return rb"|".join(ways)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows in the plain form: the ``first`` and ``last`` number, how many cells, and how many with a value.

    ``last_filled``: the number of the last row with a value, 0 if there is none.
    """

    first: int
    last: int
    cells: int
    filled: int
    last_filled: int


def look(run: bytes) -> Stretch | None:
    """What stands in ``run``, which :func:`form` matches whole; None where the parser has to tell."""
    heads = _ROW.findall(run)
    if not _is_sound(run) or not all(map(_is_harmless, {more for _, more in heads})):
        return None
    numbers = [int(number) for number, _ in heads]
    if not all(map(lt, numbers, islice(numbers, 1, None))):
        return None
    filled = run.count(b"</c>")
    at = run.rfind(b"<row", 0, max(run.rfind(b"</c>"), 0))
    found = _ROW.match(run, at) if filled else None
    return Stretch(
        first=numbers[0],
        last=numbers[-1],
        cells=run.count(b"<c "),
        filled=filled,
        last_filled=int(found[1]) if found else 0,
    )


def _is_sound(run: bytes) -> bool:
    """Whether ``run``, without control characters and ``]]>``, holds only what XML allows."""
    if run.isascii():
        return True
    try:
        text = run.decode()
    except UnicodeDecodeError:
        return False
    return "\ufffe" not in text and "\uffff" not in text


@lru_cache(maxsize=4096)
def _is_harmless(attributes: bytes) -> bool:
    """Whether ``attributes`` of a row, beside its number, are well formed and do not hide it."""
    told: dict[str, str] = {}
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _name, given: told.update(given)
    try:
        parser.Parse(b'<row r="1"' + attributes + b"/>", True)
    except expat.ExpatError:
        return False
    return told.get("hidden", "0") in ("0", "false")


def indexes(run: bytes) -> list[int]:
    """Every index of a shared string in ``run``."""
    return list(map(int, _INDEXES.findall(run)))


def typed(run: bytes) -> int:
    """How many characters the values in ``run`` have together, but for shared strings."""
    return sum(map(len, _TYPED.findall(run.decode())))


def texts(run: bytes) -> list[str] | None:
    """The shared strings in ``run``, which :data:`STRINGS` matches; None where the parser has to tell."""
    return _TEXT.findall(run.decode()) if _is_sound(run) else None
