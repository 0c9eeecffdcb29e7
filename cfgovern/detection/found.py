"""What a layer of the search finds in one text. A place and a reason, never the text itself."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal, NamedTuple

from cfgovern.findings import SEVERITIES, Severity

__all__ = ["LAYERS", "Found", "Layer", "are_apart", "merged"]

Layer = Literal["role", "pack", "registry", "names", "generic", "model"]
LAYERS: tuple[Layer, ...] = ("role", "pack", "registry", "names", "generic", "model")
"""The layers of the search, strongest evidence first."""


class Found(NamedTuple):
    """A stretch of a text, ``end`` exclusive, in Unicode characters of the text as sent.

    ``entity``: its name, Presidio's where it has one. ``severity``: block where the evidence is enough,
    warning where a person has to look (review), info for what stands in for an identifier and points to
    nobody. ``because``: the code of the evidence, such as check_digit, shape, cue, heading, near_miss,
    known, one_edit. ``person``: the row, from 1, of whom it points to in the identifiers table, or in the
    caseload list where ``listed``; ``person_table``: the number, from 0, of the table with that row among
    those that were read.
    """

    entity: str
    start: int
    end: int
    layer: Layer
    severity: Severity
    because: str
    person: int | None = None
    listed: bool = False
    person_table: int = 0


def merged(found: Iterable[Found]) -> list[Found]:
    """Each place once, in order: of those that overlap the gravest, then the first layer's, then the longest.

    Where a weaker one of the same entity reaches further, the stronger is kept with the reach of both.
    """
    found = sorted(found, key=_start)
    if are_apart(found):
        return found
    kept: list[Found] = []  # by their places, apart from each other
    for one in sorted(found, key=_rank):
        first = bisect_left(kept, one.start, key=_start)
        if first and kept[first - 1].end > one.start:
            first -= 1
        last = first
        while last < len(kept) and kept[last].start < one.end:
            last += 1
        if first == last:
            kept.insert(first, one)
        elif last - first == 1 and kept[first].entity == one.entity:
            kept[first] = _reaching(kept[first], one)
    return kept


def are_apart(found: Iterable[Found]) -> bool:
    """Whether none of those in order reaches into the next, as in most texts."""
    return all(one.end <= other.start for one, other in pairwise(found))


def _start(one: Found) -> int:
    return one.start


def _rank(one: Found) -> tuple[int, int, int, int]:
    return SEVERITIES.index(one.severity), LAYERS.index(one.layer), one.start - one.end, one.start


def _reaching(one: Found, other: Found) -> Found:
    return one._replace(start=min(one.start, other.start), end=max(one.end, other.end))
