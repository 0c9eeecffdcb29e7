"""Columns of a made-up table as whole numbers, and the words that say how each is written.

What is drawn stays a number until it is written, so that a million rows are made without a million texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from cfgovern.cohort.draw import Ints

__all__ = ["EMPTY", "Cells", "Frame", "codes", "days", "texts", "whole"]

EMPTY = -1
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Cells:
    """One column. ``values`` below nought: -1 an empty cell, -2 the first word of ``missing``, -3 the next.

    Other values are, by ``kind``: ``word``, a place in ``words``; ``whole``, the number itself; ``day``,
    days since 1970; ``stem``, a number of ``width`` figures written between the two texts of a stem, which
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
        if self.kind == "word":
            known = list(self.words)
            return [known[v] if v >= 0 else self._other(v) for v in self.values.tolist()]
        distinct, where = np.unique(self.values, return_inverse=True)
        written = [self._one(value) for value in distinct.tolist()]
        return [written[place] for place in where.tolist()]

    def _one(self, value: int) -> str:
        if value < 0:
            return self._other(value)
        if self.kind == "whole":
            return str(value)
        if self.kind == "day":
            return (_EPOCH + timedelta(days=value)).isoformat()
        stem, figures = divmod(value, 10**self.width)
        before, after = self.stems[stem]
        return f"{before}{figures:0{self.width}}{after}"

    def _other(self, value: int) -> str:
        return "" if value == EMPTY else self.missing[-2 - value]


@dataclass(frozen=True, slots=True)
class Frame:
    """Some rows of one table: columns by concept, all of one length."""

    rows: int
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
    """A column of days since 1970."""
    return Cells(values, "day", missing=tuple(missing))
