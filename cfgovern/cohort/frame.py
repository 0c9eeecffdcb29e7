"""Columns of a made-up table as whole numbers, and the words that say how each is written.

What is drawn stays a number until it is written, so that a million rows are made without a million texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cfgovern.cohort.draw import Ints

__all__ = [
    "EMPTY",
    "EPOCH",
    "MONTH",
    "Cells",
    "Frame",
    "codes",
    "days",
    "row_numbers",
    "texts",
    "whole",
    "years",
]

EMPTY = -1
EPOCH = date(1900, 1, 1)
"""Day nought, so that a birthday is not below it. Days before cannot be told."""
MONTH = 30.4375
"""Days: a twelfth of 365.25."""
_EPOCH = (EPOCH - date(1970, 1, 1)).days  # as numpy counts


@dataclass(frozen=True, slots=True)
class Cells:
    """One column. ``values`` below nought: -1 an empty cell, -2 the first word of ``missing``, -3 the next.

    Other values are, by ``kind``: ``word``, a place in ``words``; ``whole``, the number itself; ``day``,
    days since 1900; ``stem``, a number of ``width`` figures written between the two texts of a stem, which
    of ``stems`` being told by the figures in front (value // 10**width).
    """

    values: Ints
    kind: Literal["word", "whole", "day", "stem"]
    words: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    stems: tuple[tuple[str, str], ...] = ()
    width: int = 0

    def taken(self, rows: Ints) -> Cells:
        """The cells of ``rows`` (places from 0), in that order."""
        return Cells(self.values[rows], self.kind, self.words, self.missing, self.stems, self.width)

    def text(self) -> list[str]:
        """The cells as they are written."""
        places, told = self.placed()
        return [told[place] for place in places.tolist()]

    def objects(self) -> NDArray[np.object_]:
        """The cells as they are written, as an array."""
        places, told = self.placed()
        return np.array(told, dtype=np.object_)[places]

    def placed(self) -> tuple[Ints, list[str]]:
        """For each cell its place in a list of texts, and the list; a text may be in it twice or unused."""
        here = self.values >= 0
        known = self.values[here]
        first, end = (int(known.min()), int(known.max()) + 1) if len(known) else (0, 0)
        if self.kind == "word":
            told, places = list(self.words), self.values
        elif end - first < 2 * len(self.values) + 64:  # few numbers, many cells
            told, places = self._texts(np.arange(first, end)), self.values - first
        else:
            told, places = self._texts(known), np.cumsum(here) - 1
        return np.where(here, places, len(told) - 1 - self.values), [*told, "", *self.missing]

    def _texts(self, known: Ints) -> list[str]:
        """How numbers that are not below nought are written, one by one."""
        if self.kind == "whole":
            return [*map(str, known.tolist())]
        if self.kind == "day":
            days: list[str] = (known + _EPOCH).astype("datetime64[D]").astype(str).tolist()
            return days
        size, figures = 10**self.width, f"%0{self.width}d".__mod__
        # The stems may be many and the cells few: only those that are needed are looked at.
        around = [self.stems[stem] for stem in (known // size).tolist()]
        numbers = (known % size).tolist()
        return [
            f"{before}{figures(number)}{after}"
            for (before, after), number in zip(around, numbers, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Frame:
    """Some rows of one table: columns by concept, all of one length.

    ``person``: whose each row is, as a place among the people.
    """

    person: Ints
    columns: Mapping[str, Cells]


def codes(values: Ints, words: Sequence[str], missing: Sequence[str] = ()) -> Cells:
    """A column of words: each value is a place in ``words``."""
    return Cells(values, "word", tuple(words), tuple(missing))


def texts(words: Sequence[str]) -> Cells:
    """A column of which every cell is given as text; an empty text is an empty cell."""
    known: dict[str, int] = {}
    values = [known.setdefault(word, len(known)) if word else EMPTY for word in words]
    return Cells(np.array(values, dtype=np.int64), "word", tuple(known))


def whole(values: Ints, missing: Sequence[str] = ()) -> Cells:
    """A column of whole numbers, none below nought."""
    return Cells(values, "whole", missing=tuple(missing))


def days(values: Ints, missing: Sequence[str] = ()) -> Cells:
    """A column of days since 1 January 1900."""
    return Cells(values, "day", missing=tuple(missing))


def row_numbers(people: Ints, places: Ints) -> Ints:
    """What tells chance which row it is: ``places`` (from 0, below 64) among the rows of each of ``people``.

    The row of one person has the same number whoever else is made.
    """
    return people * 64 + places


def years(values: Ints) -> tuple[Ints, Ints]:
    """The year of each day (days since 1900), and the first day of that year."""
    year = np.searchsorted(_NEW_YEARS, values, side="right") - 1
    return year + EPOCH.year, _NEW_YEARS[year]


_NEW_YEARS = np.array([(date(year, 1, 1) - EPOCH).days for year in range(1900, 2101)], dtype=np.int64)
