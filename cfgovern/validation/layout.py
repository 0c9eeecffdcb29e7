"""Lays a submitted table against the contract by its headings. Nothing is guessed or put right.

Runs in the process that read the file: headings as sent may hold anything, so only contract names
and places leave here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any

from cfgovern.likewords import closest
from cfgovern.tables import SPACES

__all__ = ["Layout", "Wanted", "match"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The headings of one contract table: names, labels beside them, and which must be there."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each contract column stands (from 0), and what is wrong with the headings.

    ``renamed``: (contract name, place). ``duplicate``: contract name to its places. ``extra``: places;
    ``shown``: the headings of those that can name nobody. ``header_missing``: no heading of the contract was
    found at all.
    """

    columns: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    extra: tuple[int, ...] = ()
    shown: Mapping[int, str] = field(default_factory=dict)
    renamed: tuple[tuple[str, int], ...] = ()
    duplicate: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    header_missing: bool = False

    def as_json(self) -> dict[str, Any]:
        """The layout as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Layout:
        """The layout that :meth:`as_json` wrote."""
        return cls(
            columns=dict(data["columns"]),
            missing=tuple(data["missing"]),
            extra=tuple(data["extra"]),
            shown={int(place): heading for place, heading in data["shown"].items()},
            renamed=tuple((name, place) for name, place in data["renamed"]),
            duplicate={name: tuple(places) for name, places in data["duplicate"].items()},
            header_missing=data["header_missing"],
        )


def match(
    wanted: Wanted, headings: Sequence[str | None], mapped: Mapping[str, str] = MappingProxyType({})
) -> Layout:
    """Find each wanted name among ``headings``; white space around a heading does not count.

    A heading that is None stands over an empty column, which is left out of account. ``mapped``: the wanted
    name of each heading that an area has of its own.
    """
    bare = [None if heading is None else heading.strip(SPACES) for heading in headings]
    return _match(wanted, [None if heading is None else mapped.get(heading, heading) for heading in bare])


def _match(wanted: Wanted, headings: Sequence[str | None]) -> Layout:
    places: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        if heading is not None:
            places.setdefault(heading, []).append(place)
    known = {name: places[name] for name in wanted.names if name in places}
    others = sorted(place for heading, found in places.items() if heading not in known for place in found)
    absent = [name for name in wanted.needed if name not in known]
    renamed = _renamed(wanted, absent, [(place, headings[place] or "") for place in others])
    if not known and not renamed:
        return Layout(header_missing=True)
    meant = {name for name, _ in renamed}
    used = {place for _, place in renamed}
    return Layout(
        columns={name: found[0] for name, found in known.items() if len(found) == 1},
        missing=tuple(name for name in absent if name not in meant),
        extra=tuple(place for place in others if place not in used),
        renamed=tuple(renamed),
        duplicate={name: tuple(found) for name, found in known.items() if len(found) > 1},
    )


def _renamed(
    wanted: Wanted, absent: Sequence[str], others: Sequence[tuple[int, str]]
) -> list[tuple[str, int]]:
    """Each heading that closely matches one absent column, by its name or its label.

    The two must be closest to each other, so that a worse heading does not take the better one's place.
    """
    labels = dict(zip(wanted.names, wanted.labels, strict=True))
    left, headings = list(absent), {place: heading for place, heading in others if heading}
    found: list[tuple[str, int]] = []
    while pair := next(_pairs(left, labels, headings), None):
        found.append(pair)
        left.remove(pair[0])
        del headings[pair[1]]
    return sorted(found, key=lambda pair: pair[1])


def _pairs(
    absent: Sequence[str], labels: Mapping[str, str], headings: Mapping[int, str]
) -> Iterator[tuple[str, int]]:
    """Names and places that are closest to each other: by name, then by label."""
    for said in ({name: name for name in absent}, {name: labels[name] for name in absent}):
        for name, text in said.items():
            heading = closest(text, headings.values())
            if heading is not None and closest(heading, said.values()) == text:
                yield name, next(place for place, other in headings.items() if other == heading)
