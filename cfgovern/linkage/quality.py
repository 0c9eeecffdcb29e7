"""Which candidates are links, and how often the links are right, for everybody and for each group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cfgovern.linkage.scoring import Pair

__all__ = ["FEW", "Quality", "by_group", "groups_of", "links", "quality"]

FEW = 10
"""A group with fewer true pairs is not judged: one person would make the figure."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How many links are right (``found``), of two people (``false``), and how many true pairs were
    ``missed``."""

    found: int
    false: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Of the links, how many are right; None where there is no link."""
        return self.found / (self.found + self.false) if self.found + self.false else None

    @property
    def recall(self) -> float | None:
        """Of the true pairs, how many are linked; None where there is none."""
        return self.found / (self.found + self.missed) if self.found + self.missed else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two."""
        total = 2 * self.found + self.false + self.missed
        return 2 * self.found / total if total else None


def links(pairs: Iterable[Pair], threshold: float, *, one_to_one: bool = False) -> list[Pair]:
    """The ``pairs``, the likeliest first, at or above ``threshold``; ``one_to_one``: nobody twice, and the
    likeliest pair goes first."""
    kept: list[Pair] = []
    left, right = set(), set()
    for pair in pairs:
        if pair.probability < threshold:
            continue
        if one_to_one and (pair.left in left or pair.right in right):
            continue
        left.add(pair.left)
        right.add(pair.right)
        kept.append(pair)
    return kept


Numbers = tuple[int, int]
_SILENT, _UNLIKE = "not known", "not the same in both"


def quality(linked: set[Numbers], truth: set[Numbers]) -> Quality:
    """The pairs of numbers that were ``linked``, held against those that are of one person."""
    found = len(linked & truth)
    return Quality(found, len(linked) - found, len(truth) - found)


def groups_of(
    pair: Numbers,
    left: Sequence[Mapping[str, str]],
    right: Sequence[Mapping[str, str]],
    asked: Mapping[str, Sequence[str] | None],
) -> dict[str, str]:
    """In which group of each kind a pair is: by the left record's code where codes are told apart, else by
    whether both records have it (``there``) or not (``missing``). None: by what either of them says."""
    one, other = left[pair[0]], right[pair[1]]
    found = {}
    for name, codes in asked.items():
        if codes is None:
            said = {record[name] for record in (one, other) if name in record}
            found[name] = said.pop() if len(said) == 1 else _UNLIKE if said else _SILENT
        elif codes:
            code = one.get(name, "")
            found[name] = code if code in codes else "other"
        else:
            found[name] = "there" if name in one and name in other else "missing"
    return found


def by_group(
    linked: set[Numbers],
    truth: set[Numbers],
    left: Sequence[Mapping[str, str]],
    right: Sequence[Mapping[str, str]],
    asked: Mapping[str, Sequence[str] | None],
) -> dict[str, dict[str, Quality]]:
    """The quality of each group of each kind ``asked`` for, in the order of its name."""
    parted: dict[str, dict[str, tuple[set[Numbers], set[Numbers]]]] = {name: {} for name in asked}
    for place, pairs in enumerate((linked, truth)):
        for pair in pairs:
            for name, group in groups_of(pair, left, right, asked).items():
                parted[name].setdefault(group, (set(), set()))[place].add(pair)
    return {
        name: {group: quality(*sets) for group, sets in sorted(groups.items())}
        for name, groups in parted.items()
    }
