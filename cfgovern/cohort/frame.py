"""Columns of a made-up table as whole numbers, and the words that say how each is written.

What is drawn stays a number until it is written, so that a million rows are made without a million texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from cfgovern.cohort.draw import Ints

__all__ = ["EMPTY", "EPOCH", "Cells", "Frame", "codes", "days", "texts", "whole", "years"]

EMPTY = -1
EPOCH = date(1900, 1, 1)
"""Day nought, so that a birthday is not below it. Days before cannot be told."""


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
        return self.written(str)

    def written(self, form: Callable[[str], str]) -> list[str]:
        """The cells as ``form`` writes them; it is asked once for each different text."""
        known = self.values[self.values >= 0]
        first, end = (int(known.min()), int(known.max()) + 1) if len(known) else (0, 0)
        if self.kind == "word":
            told, first = [*map(form, self.words)], 0
        elif end - first < 2 * len(self.values) + 64:  # few numbers, many cells
            told = [form(self._one(value)) for value in range(first, end)]
        else:
            return [form(self._one(value)) for value in self.values.tolist()]
        behind = [form(text) for text in ("", *self.missing)]
        # Below nought: the place from the end of the list, which is how Python counts anyway.
        places = np.where(self.values < 0, self.values, self.values - first)
        listed = [*told, *reversed(behind)]
        return [listed[place] for place in places.tolist()]

    def _one(self, value: int) -> str:
        if value < 0:
            return "" if value == EMPTY else self.missing[-2 - value]
        if self.kind == "whole":
            return str(value)
        if self.kind == "day":
            return (EPOCH + timedelta(days=value)).isoformat()
        stem, figures = divmod(value, 10**self.width)
        before, after = self.stems[stem]
        return f"{before}{figures:0{self.width}}{after}"


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


def years(values: Ints) -> tuple[Ints, Ints]:
    """The year of each day (days since 1900), and the first day of that year."""
    year = np.searchsorted(_NEW_YEARS, values, side="right") - 1
    return year + EPOCH.year, _NEW_YEARS[year]


_NEW_YEARS = np.array([(date(year, 1, 1) - EPOCH).days for year in range(1900, 2101)], dtype=np.int64)
