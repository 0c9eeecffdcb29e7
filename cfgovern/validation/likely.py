"""Which contract column a heading of an area probably means, and which code a value: for a person to confirm.

Names are compared first, then what stands below them: whether it has the form of the type, or is among the
codes. Runs in the process that read the data; of values only short ones that many rows share are handed on.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cfgovern.identifiers import looks_like_identifier

__all__ = ["SHARED", "Known", "Likely", "alike", "likely"]

_SURE, _SO_SO = 0.8, 0.6
_SOME = 0.2  # of the cells: an area may write days or codes in its own way
_NAMES, _VALUES = 0.7, 0.3
SHARED = 5
"""How many rows must say the same before a value counts as a code."""
_CODES = 40  # different values: more of them are no codes
_LONGEST = 40
_BEGINS, _WORD = 0.65, 3  # how alike a name is to one that goes on, and how long it must be for that
_SPLIT = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Known:
    """A column of the contract: names it may be known by, the shape of its type ("" for text), its codes and
    their labels.
    """

    name: str
    names: tuple[str, ...]
    shape: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Known:
        """The column as a task carries it."""
        return cls(data["name"], tuple(data["names"]), data["shape"], dict(data["codes"]))


@dataclass(frozen=True, slots=True)
class Likely:
    """``columns``: heading, contract column and how alike in per cent. ``others``: headings of nothing known.

    ``codes``: per contract column the area's value and the code it probably is, "" where there is no telling.
    """

    columns: tuple[tuple[str, str, int], ...]
    others: tuple[str, ...]
    codes: Mapping[str, tuple[tuple[str, str], ...]]


def likely(
    headings: Sequence[str | None],
    values: Sequence[Counter[str]],
    known: Sequence[Known],
    labels: Sequence[Mapping[str, str]] = (),
) -> Likely:
    """What each of ``headings`` probably means.

    ``values``: how often each text stands below each of them. ``labels``: what a text means, where known.
    """
    named = {column.name: column for column in known}
    own = [(place, text) for place, text in enumerate(headings) if text and _may_be_told(text)]
    taken = {text for _, text in own if text in named}
    scores = sorted(
        (
            (_alike(text, values[place], column), place, text, column.name)
            for place, text in own
            if text not in named
            for column in known
            if column.name not in taken
        ),
        reverse=True,
    )
    columns, used = [], set()
    for score, place, text, name in scores:
        if score >= _SO_SO and name not in taken and place not in used:
            columns.append((place, text, name, score))
            taken.add(name)
            used.add(place)
    codes = {}
    for place, name in [*((p, n) for p, _, n, _ in columns), *((p, t) for p, t in own if t in named)]:
        if found := tuple(_codes(values[place], named[name], labels[place] if labels else {})):
            codes[name] = found
    others = tuple(text for place, text in own if place not in used and text not in named)
    told = tuple((text, name, round(100 * score)) for _, text, name, score in sorted(columns))
    return Likely(told, others, codes)


def _may_be_told(text: str) -> bool:
    return len(text) <= _LONGEST and text.isprintable() and not looks_like_identifier(text)


def _alike(heading: str, values: Counter[str], column: Known) -> float:
    names = max(alike(heading, name) for name in column.names)
    fit = _fit(values, column)
    if fit is None or (names >= _SURE and fit >= _SOME):
        return names
    return _NAMES * names + _VALUES * fit


def _words(text: str) -> str:
    return " ".join(word for word in _SPLIT.split(text.casefold()) if word)


def alike(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1; case and what stands between words do not count."""
    one, other = _words(one), _words(other)
    if not one or not other:
        return 0.0
    shared = set(one.split()) & set(other.split())
    whole = difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
    words = 2 * len(shared) / (len(one.split()) + len(other.split()))
    short, long = sorted((one, other), key=len)
    begins = _BEGINS if len(short) >= _WORD and long.startswith(short) else 0.0
    return max(whole, words, begins)


def _fit(values: Counter[str], column: Known) -> float | None:
    """The share of the cells that the column could hold; None where that says nothing."""
    total = values.total()
    if not total or not (column.shape or column.codes):
        return None
    if column.codes:
        fits = sum(count for text, count in values.items() if _code_of(text, column.codes))
    else:
        fits = sum(count for text, count in values.items() if re.fullmatch(column.shape, text))
    return fits / total


def _codes(values: Counter[str], column: Known, labels: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """The values that are no code of the column, and which one each probably is."""
    if not column.codes or len(values) > _CODES:
        return
    for text, count in sorted(values.items()):
        if text not in column.codes and count >= SHARED and _may_be_told(text):
            yield text, _code_of(text, column.codes) or _code_of(labels.get(text, ""), column.codes)


def _code_of(text: str, codes: Mapping[str, str]) -> str:
    """The code that ``text`` is, says in its label, or is the only one to begin with; else ""."""
    if text in codes:
        return text
    word = _words(text)
    same = [code for code, label in codes.items() if word and word in (_words(code), _words(label))]
    if len(same) == 1:
        return same[0]
    starts = [code for code, label in codes.items() if len(word) == 1 and _words(label).startswith(word)]
    return starts[0] if len(starts) == 1 else ""
