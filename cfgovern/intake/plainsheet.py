"""The plain form in which spreadsheet programs write rows and shared strings, known by bytes alone.

A parser that calls Python for every cell costs several times what reading the workbook costs. So rows
in the one form that real programs write are known by a regular expression, which accounts for every
byte but those of the values; these are judged once for each way in which a cell is written, see
:mod:`cfgovern.intake.cellvalues`. Whatever differs by one byte is left to the parser; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from xml.parsers import expat

from cfgovern.tables import column_letters

__all__ = ["MOST_COLUMNS", "STRINGS", "is_harmless", "row_form", "texts"]

MOST_COLUMNS = 128  # of a sheet whose rows are looked for: the form names each column
_NO_CONTROL = rb"<>&\x00-\x08\x0b-\x1f"
_CELL = rb'\1"(?:([^<>]*+>(?:<v>[^<]*+</v>|<is><t[^<>]*+>[^<]*+</t></is>))</c>|(?: s="[0-9]{1,9}+")?+ ?/>))?+'
_TEXT = re.compile(r"<t([^>]*)>([^<]*)")
STRINGS = re.compile(
    rb'(?:<si><t(?: xml:space="preserve")?+>[^' + _NO_CONTROL + rb"]*+</t></si>(?:\r?\n)?+)++",
)
"""Shared strings, each of one piece of text."""
_OPEN, _CLOSE = "<si><t>", "</t></si>"
_TAGS = 4  # of one such string


@lru_cache(maxsize=2 * MOST_COLUMNS)
def row_form(width: int) -> re.Pattern[bytes] | None:
    """A row of at most ``width`` columns, in order; None if that is too many.

    Its groups: the number; attributes beside it; for each column what stands between the address and the
    end of the cell, or nothing.
    """
    if not 0 < width <= MOST_COLUMNS:
        return None
    cells = b"".join(rb'(?:<c r="' + column_letters(n).encode() + _CELL for n in range(width))
    return re.compile(rb'<row r="([1-9][0-9]{0,6}+)"([^<>]*+)>' + cells + rb"</row>(?:\r?\n)?+")


@lru_cache(maxsize=4096)
def is_harmless(attributes: bytes) -> bool:
    """Whether ``attributes`` of a row, beside its number, are well formed and do not hide it."""
    told: dict[str, str] = {}
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _name, given: told.update(given)
    try:
        parser.Parse(b'<row r="1"' + attributes + b"/>", True)
    except expat.ExpatError:
        return False
    return told.get("hidden", "0") in ("0", "false")


def texts(run: bytes) -> tuple[Sequence[str], Sequence[bool]] | None:
    """The shared strings in ``run``, which :data:`STRINGS` matches, and whether each keeps its white space.

    None where the parser has to tell, because there is something in it that XML does not allow.
    """
    try:
        text = run.decode()
    except UnicodeDecodeError:
        return None
    if "\ufffe" in text or "\uffff" in text:
        return None
    if text.startswith(_OPEN) and text.endswith(_CLOSE):
        bare = text[len(_OPEN) : -len(_CLOSE)].split(_CLOSE + _OPEN)
        if text.count("<") == _TAGS * len(bare):  # so there are no tags but those that it was split at
            return bare, [False] * len(bare)
    how, found = zip(*_TEXT.findall(text), strict=True)
    return found, list(map(bool, how))
