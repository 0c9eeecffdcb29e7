"""Which records of two files are of one person: the truth about them, and what a linkage found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from cfgovern.evidence.truthfile import Reading, headings

__all__ = [
    "SIDES",
    "Alike",
    "Explained",
    "Figures",
    "Level",
    "Link",
    "Linkage",
    "Rule",
    "RuleUse",
    "SampledPair",
    "Side",
    "Step",
    "TrueLink",
    "Worth",
    "read_groups",
    "read_links",
]


@dataclass(frozen=True, slots=True)
class TrueLink:
    """One line of ``links.csv``: two record ids of one person."""

    left: str
    right: str


@dataclass(frozen=True, slots=True, repr=False)
class Link:
    """One link: the id of the record on either side, how likely it is right, and its match weight (the binary
    logarithm of the odds). Of CLKs it is how alike their bits are, and no weight. ``group``: of one file, the
    number of the records that links connect. It shows nobody."""

    left: str
    right: str
    probability: float
    weight: float
    group: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class SampledPair:
    """A pair for people to judge, as :class:`Link`; whether it is a ``link``; and of each comparison the
    shapes of both sides and whether they are the same. It shows nobody."""

    left: str
    right: str
    probability: float
    weight: float
    link: bool
    looks: tuple[tuple[str, str, str], ...]


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


SIDES = ("left", "right")
_LONG = 80
_MANY = 60  # a kind of more groups would tell of people, and of no group
RuleUse = Literal["used", "not_in_both", "over_budget"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A blocking rule: the ``columns`` in which two records must be the same, how many ``pairs`` it brings
    together, and whether it is used, or why not."""

    columns: tuple[str, ...]
    pairs: int
    use: RuleUse


@dataclass(frozen=True, slots=True)
class Level:
    """One way to be alike in a comparison, as the settings have it, and its match weight."""

    way: str
    columns: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Worth:
    """What a comparison is worth, level by level from the top, and where the two ``differ``."""

    name: str
    levels: tuple[Level, ...]
    differ: float


@dataclass(frozen=True, slots=True)
class Alike:
    """A way to be alike: of each comparison the place of the level that holds (the one after the last: they
    differ; None: nothing is said), how many ``pairs`` are so alike, and on average what their names, rare or
    common, add, and what ``others`` who may be one of the two take. All are None where they are too few."""

    levels: tuple[int | None, ...]
    pairs: int | None
    rarity: float | None
    others: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How many links there would be from this match ``weight`` on; how often right, if the truth is known."""

    weight: float
    links: int
    precision: float | None = None
    recall: float | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """Why pairs are links. ``before``: the match weight of any two records; ``worth``: what each comparison
    adds; ``typical`` and ``borderline``: how most links, and most pairs near the threshold, are alike;
    ``steps``: what other thresholds would do, the one that was used among them."""

    before: float
    worth: tuple[Worth, ...]
    typical: Alike | None
    borderline: Alike | None
    steps: tuple[Step, ...]

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Explained:
        """What ``asdict`` made of one, once it has been JSON."""
        worth = tuple(
            Worth(
                one["name"],
                tuple(Level(**{**level, "columns": tuple(level["columns"])}) for level in one["levels"]),
                one["differ"],
            )
            for one in told["worth"]
        )
        steps = tuple(Step(**one) for one in told["steps"])
        return cls(told["before"], worth, _way(told["typical"]), _way(told["borderline"]), steps)


def _way(told: Mapping[str, Any] | None) -> Alike | None:
    return Alike(**{**told, "levels": tuple(told["levels"])}) if told else None


@dataclass(frozen=True, slots=True)
class Linkage:
    """What a linkage found, between two files or, where ``right`` is None, within one. ``mode``: clear,
    tokens or clk. ``because``: why that threshold. ``compared`` and ``not_compared``: comparisons.
    ``blocking``: the candidates, and ``budget`` how many pairs those that are used may bring together in all.
    ``figures`` and ``by_group`` (None where a group is too small) where the truth was given;
    ``not_looked_for``: true pairs of which a record is on no side. ``links`` are kept out of reports.
    ``undecided``: people of the left who are not linked, as two or more are likely and none by far.
    ``explained`` is None where nobody could be compared. ``sample``: pairs for people to judge, if they were
    asked for; ``shapes``: comparisons of which it shows what the values look like.
    """

    mode: str
    synthetic: bool
    left: Side
    right: Side | None
    threshold: float
    because: str
    one_to_one: bool
    compared: tuple[str, ...]
    not_compared: tuple[str, ...]
    budget: int
    blocking: tuple[Rule, ...]
    links: tuple[Link, ...] = field(repr=False)
    undecided: int = 0
    figures: Figures | None = None
    not_looked_for: int = 0
    by_group: Mapping[str, Mapping[str, Figures | int]] = field(default_factory=dict)
    explained: Explained | None = None
    sample: tuple[SampledPair, ...] = field(default=(), repr=False)
    shapes: tuple[str, ...] = ()


def read_groups(path: Path) -> dict[str, dict[str, dict[str, str]]]:
    """A ``groups.csv``: by side and record id, by kind of group, in which group a record is.

    Its columns are side (left or right), record, and one for each kind; an empty cell says nothing. In one
    that was made up, record_origin says so. Raises OperatorFileError with every fault and its line, as
    :func:`read_links` does.
    """
    reading = Reading(path)
    found: dict[str, dict[str, dict[str, str]]] = {side: {} for side in SIDES}
    for line, cells in reading.rows(("side", "record"), more=True):
        side, record = cells.pop("side"), cells.pop("record")
        cells.pop("record_origin", None)
        names = [
            (name, "names no group in a few plain words", _is_name(text))
            for name, text in cells.items()
            if text
        ]
        judged = [("side", "is neither left nor right", side in SIDES), ("record", "is empty", bool(record))]
        if reading.right(line, [*judged, *names]):
            found[side][record] = {name: text for name, text in cells.items() if text}
    for name, groups in _groups(found).items():
        if len(groups) > _MANY:
            reading.fault("value", f"{name} has more than {_MANY} groups.", fix="Put some of them together.")
    reading.at_an_end(count=sum(map(len, found.values())))
    return found


def _is_name(text: str) -> bool:
    return len(text) <= _LONG and text.isprintable() and text[0].isalnum()


def _groups(found: Mapping[str, Mapping[str, Mapping[str, str]]]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = {}
    for side in found.values():
        for kinds in side.values():
            for name, group in kinds.items():
                groups.setdefault(name, set()).add(group)
    return groups


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
