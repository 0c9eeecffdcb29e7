"""What each column of a contract must have shown once it was tried to the edge: codes and limits.

All texts are right by the contract alone; whether the rules allow them in some row is another matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cfgovern.cohort.plain.automata import TooLarge
from cfgovern.cohort.plain.numbers import numbers
from cfgovern.cohort.plain.patterns import language
from cfgovern.cohort.plain.wanted import Wanted, wanted
from cfgovern.contract.model import Column, Contract, Table
from cfgovern.identifiers import FORMS
from cfgovern.identifiers.search import suspects

__all__ = ["Edges", "edges"]

_ORIGIN = "synthetic"
_LENGTHS = (16, 32, 64, 128, 256)
_TRIED = 500  # texts of one length, for one that looks like nobody's identifier
_WORDS = "Made up to the very last letter "


@dataclass(frozen=True, slots=True)
class Edges:
    """Of one column: ``codes`` (also those for no answer, and empty) and ``limits`` (name -> text).

    A column with a list has codes and no limits. Any other has limits, among them ``empty`` and each code
    for no answer. A column that names a row of another table has no texts of its own, and what has the form
    of an identifier none but those that are nobody's. ``barred``: codes that no made-up row may have.
    """

    column: Column
    codes: tuple[str, ...]
    limits: dict[str, str]
    barred: int = 0


def edges(contract: Contract, table: Table, as_of: date) -> tuple[Edges, ...]:
    """The codes and limits of every column that a submission holds.

    Raises UsageError ``cohort.codes`` where a code list has no code for the day.
    """
    linked = {name for key in table.foreign_keys for name in key.columns}
    return tuple(
        _edges(column, wanted(contract, table, column, as_of), as_of, linked=column.name in linked)
        for column in table.collected
    )


def _edges(column: Column, asked: Wanted, as_of: date, *, linked: bool) -> Edges:
    none = () if asked.filled else ("",)
    if column.concept == "record_origin":
        others = {code for listed in asked.listed for code in listed} - {_ORIGIN}
        return Edges(column, (_ORIGIN,), {}, barred=len(others))
    if asked.listed or column.type == "boolean":
        listed = asked.listed[0] if asked.listed else ("true", "false")
        return Edges(column, (*filter(asked.right, listed), *asked.unanswered, *none), {})
    limits = {word: word for word in asked.unanswered}
    limits |= {} if asked.filled else {"empty": ""}
    if column.identifier not in FORMS and not linked and not column.nested:
        found = {name: text for name, text in _limits(column, asked, as_of) if asked.right(text)}
        limits |= {name: text for name, text in found.items() if not suspects(text)}
    return Edges(column, (), limits)


def _limits(column: Column, asked: Wanted, as_of: date) -> Iterator[tuple[str, str]]:
    if column.type in ("integer", "number"):
        domain = numbers(column, first=0)
        if column.minimum:
            yield "minimum", domain.text(0)
        if column.maximum:
            yield "maximum", domain.text(domain.size - 1 if column.minimum else 0)
    elif column.type == "date":
        yield from _days(column, as_of)
    elif column.type == "string":
        yield from _texts(column, asked)


def _days(column: Column, as_of: date) -> Iterator[tuple[str, str]]:
    """Where the contract gives no last day it is the day of the check: nothing has been since."""
    if column.minimum:
        day = date.fromisoformat(column.minimum.value) + timedelta(days=column.minimum.exclusive)
        yield "first day", day.isoformat()
    if column.maximum:
        day = date.fromisoformat(column.maximum.value) - timedelta(days=column.maximum.exclusive)
        yield "last day", day.isoformat()
    else:
        yield "last day", as_of.isoformat()


def _texts(column: Column, asked: Wanted) -> Iterator[tuple[str, str]]:
    if not asked.patterns:
        least = max(column.min_length or 0, 1)
        yield "shortest", _words(least)
        if column.max_length:
            yield "longest", _words(column.max_length)
        return
    patterns = list(asked.patterns)
    try:
        shortest = language(patterns, column.min_length or 0, column.max_length)
        if shortest is not None:
            length = len(shortest.text(0))
            yield "shortest", _quiet(patterns, length)
            longest = _longest(patterns, length, column.max_length)
            if longest is not None and longest != length:
                yield "longest", _quiet(patterns, longest)
    except TooLarge:
        return


def _longest(patterns: list[str], shortest: int, most: int | None) -> int | None:
    """The length of the longest text; None where there is no end to it."""
    if most is None:
        above = (size for size in _LENGTHS if size > shortest and language(patterns, size) is None)
        most = next(above, None)
        if most is None:
            return None
    return next(size for size in range(most, 0, -1) if language(patterns, size, size) is not None)


def _quiet(patterns: list[str], length: int) -> str:
    """A text of that length, the first that could be nobody's identifier."""
    found = language(patterns, length, length)
    assert found is not None
    texts = (found.text(number) for number in range(min(found.size, _TRIED)))
    return next((text for text in texts if not suspects(text)), found.text(0))


def _words(length: int) -> str:
    made = (_WORDS * (length // len(_WORDS) + 1))[:length]
    return made if not made.endswith(" ") else made[:-1] + "s"
