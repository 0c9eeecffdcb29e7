"""Which records of two files are of one person: the truth about them, and what a linkage found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cfgovern.evidence.truthfile import Reading, headings

__all__ = ["Figures", "Link", "Linkage", "Side", "TrueLink", "read_links"]


@dataclass(frozen=True, slots=True)
class TrueLink:
    """One line of ``links.csv``: two record ids of one person."""

    left: str
    right: str


@dataclass(frozen=True, slots=True, repr=False)
class Link:
    """One link: the id of the record on either side, how likely it is right, and its match weight (the binary
    logarithm of the odds). It shows nobody."""

    left: str
    right: str
    probability: float
    weight: float


@dataclass(frozen=True, slots=True)
class Figures:
    """How many links are right (``found``) or of two people (``false_links``), and how many true pairs were
    ``missed``. What nothing can be said of is None."""

    found: int
    false_links: int
    missed: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: a ``release`` or a ``submission``, its people, and those kept back by reason."""

    kind: str
    records: int
    kept_back: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Linkage:
    """What a linkage found. ``mode``: clear or tokens. ``because``: why that threshold. ``compared`` and
    ``not_compared``: comparisons of the settings. ``blocking``: columns of each rule, and how many pairs it
    brings together. ``figures`` and ``by_group`` (None where a group is too small) where the truth was given;
    ``not_looked_for``: true pairs of which a record is on no side. ``links`` are kept out of reports.
    """

    mode: str
    synthetic: bool
    left: Side
    right: Side
    threshold: float
    because: str
    one_to_one: bool
    compared: tuple[str, ...]
    not_compared: tuple[str, ...]
    blocking: tuple[tuple[tuple[str, ...], int], ...]
    links: tuple[Link, ...] = field(repr=False)
    figures: Figures | None = None
    not_looked_for: int = 0
    by_group: Mapping[str, Mapping[str, Figures | int]] = field(default_factory=dict)


def read_links(path: Path) -> tuple[TrueLink, ...]:
    """The lines of a ``links.csv``.

    Raises OperatorFileError with every fault and its line (``truth.missing``, ``truth.unreadable``,
    ``truth.csv``, ``truth.headings``, ``truth.cells``, ``truth.value``, ``truth.nothing``).
    """
    reading = Reading(path)
    found = []
    for line, cells in reading.lines(TrueLink):
        if reading.right(line, [(name, "is empty", bool(cells[name])) for name in headings(TrueLink)]):
            found.append(TrueLink(**cells))
    reading.at_an_end(count=len(found))
    return tuple(found)
