"""What a validator found, beside what was spoiled."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.validators.checks import KEY, ORDERS, Found

__all__ = ["Score", "from_lines", "from_report", "score"]


@dataclass(frozen=True, slots=True)
class Score:
    """``located``: at the right row and column. ``counted``: in a number that names no row.

    ``false``: rows and columns where nothing is wrong, such as dates out of order because one is no date.
    """

    spoiled: int
    located: int
    counted: int
    missed: int
    false: int


def score(found: Iterable[Found], truth: Iterable[Found]) -> Score:
    """Count each spoiled cell once, however often it was told."""
    spoiled = list(truth)
    told: set[tuple[int, str]] = set()
    numbers: Counter[str] = Counter()
    for one in found:
        if one.row is None:
            numbers[one.column] += one.count
        else:
            told.add((one.row, one.column))
    missed = [one for one in spoiled if told.isdisjoint(_places(one))]
    counted = sum(min(many, numbers[column]) for column, many in Counter(m.column for m in missed).items())
    false = told.difference(*(_places(one) | _beside(one) for one in spoiled))
    return Score(len(spoiled), len(spoiled) - len(missed), counted, len(missed) - counted, len(false))


def _places(one: Found) -> set[tuple[int | None, str]]:
    """Where a finding is right: days out of order may be told of either."""
    columns = {one.column}
    if one.kind == "order":
        columns.update(*(pair for pair in ORDERS.values() if one.column == pair[0]))
    return {(one.row, column) for column in columns}


def _beside(one: Found) -> set[tuple[int | None, str]]:
    """The other row of a key that comes twice may be told too."""
    return {(one.row - 1, KEY)} if one.kind == "key" and one.row is not None else set()


def from_lines(path: Path) -> Iterator[Found]:
    """What an adapter wrote."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield Found(**json.loads(line))


def from_report(path: Path) -> Iterator[Found]:
    """Our own report. A rule over two columns names the row, and its name says which columns."""
    for one in json.loads(path.read_text(encoding="utf-8"))["findings"]:
        rule = one["rule"].rsplit(".", 1)[-1]
        yield Found(one["row"], one["column"] or ORDERS[rule][0], rule)
