"""Rows below the headings that are no records: totals, and notes under the table.

A row of totals that were taken for a person would be counted as one, and fails every check a record can
fail. It is told once and taken no further. Only a row that says by itself what it is counts as such: one
that holds a key of its own, or any other word, is a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from cfgovern.intake.headings import Record
from cfgovern.likewords import folded
from cfgovern.tables import SPACES

__all__ = ["MAY_BE_NO_RECORD", "NoRecords"]

_MOST = 1_000  # rows of a table; one that has more of them is not what we take it for
_LONGEST = 200
_TOTAL = re.compile(
    r"(grand |overall |column |row |sub[- ]?)?totals?( (number|rows?|records?|people|participants))?"
    r"|(row |record )?count|number of (rows|records|people|participants)|sum|average|mean"
)
_NOTE = re.compile(
    r"(sources?|notes?|footnotes?|n\.?b\.?)( ?[0-9]*)[:.] ?.*"
    r"|(prepared|produced|printed|exported) (by|on|from)\b.*"
    r"|end of (the )?(report|table|data|file|sheet|list)"
)
# fmt: off
_STARTS = frozenset((
    "tot", "gra", "ove", "col", "row", "sub", "rec", "cou", "num", "sum", "ave", "mea",
    "sou", "not", "foo", "n.b", "nb:", "nb.", "pre", "pro", "pri", "exp", "end",
))
# fmt: on


def _starts() -> Iterator[str]:
    """A pattern for each first letter. Both cases stand in it: a search that ignores case takes longer."""
    words = sorted(re.escape(start) for start in _STARTS)
    for _, alike in groupby(words, key=itemgetter(0)):
        either = [re.sub("[a-z]", lambda sign: f"[{sign[0]}{sign[0].upper()}]", word) for word in alike]
        yield f"{either[0][:4]}(?:{'|'.join(word[4:] for word in either)})"


MAY_BE_NO_RECORD = "|".join(_starts()).encode()
"""A pattern for what a record that might be one of totals starts with, in the bytes of a CSV file."""


class NoRecords:
    """Takes rows that are no records out of those of one table; ``rows`` are their numbers.

    ``heading``: the headings as sent. ``keys``: the words by which the columns of the key may be known.
    """

    def __init__(self, heading: Sequence[str], keys: Iterable[str]) -> None:
        known = {folded(name) for name in keys}
        self._keys = [place for place, name in enumerate(heading) if folded(name[:_LONGEST]) in known]
        self._wide = sum(1 for name in heading if name.strip(SPACES))
        self.rows: list[int] = []

    def without(self, below: Iterable[Record]) -> Iterator[Record]:
        """The records of ``below``."""
        for record in below:
            cells = record[2]
            first = cells[0] if cells else ""
            if first[:3].lower() not in _STARTS and (first[:1].isalnum() or not self._may_say(cells)):
                yield record
            elif len(self.rows) < _MOST and self._says(cells):
                self.rows.append(record[0])
            else:
                yield record

    def _may_say(self, cells: Sequence[str]) -> bool:
        """A quick look at a row whose first cell is empty, or starts with a space."""
        first = next((cell for cell in (one.strip(SPACES) for one in cells) if cell), "")
        return first[:3].lower() in _STARTS

    def _says(self, cells: Sequence[str]) -> bool:
        filled = [(place, cell.strip(SPACES)) for place, cell in enumerate(cells) if cell.strip(SPACES)]
        place, first = filled[0]
        if len(first) > _LONGEST or self._wide < 2:
            return False
        words = " ".join(first.lower().split())
        if len(filled) == 1 and _NOTE.fullmatch(words):
            return True
        if not _TOTAL.fullmatch(words.rstrip(" :.=")):
            return False
        if self._keys:
            return not any(other in self._keys for other, _ in filled[1:])
        return place == 0 and 2 * len(filled) <= self._wide + 1
