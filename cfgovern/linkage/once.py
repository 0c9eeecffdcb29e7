"""A person stands once in each file: who has been found cannot be somebody else as well.

Splink judges each pair alone. Here a pair is less likely where one of its two people has another who is as
likely, and more likely where nearly everybody else has been found: how many people stand in both files is
reckoned anew from the pairs until it stays the same. So a twin is not linked beside the person herself, and
two records that disagree much are linked where nobody else is left for either. It is belief propagation over
one-to-one links, and exact where no two records have two candidates in common.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from cfgovern.linkage.quality import links
from cfgovern.linkage.scoring import Pair, Scored
from cfgovern.linkage.settings import Once

__all__ = ["standing_once", "undecided"]

_FEW = 20  # so many more are taken to stand in one file alone: no small file is taken to stand in the other
_ROUNDS, _SAME = 50, 0.01
_MOST = 200.0  # of weight: beyond any doubt, and still a number


@dataclass(frozen=True, slots=True)
class _Files:
    """Two files: how many people each has, and by person of each the places of their pairs."""

    sizes: tuple[int, int]
    places: tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]


def standing_once(scored: Scored, left: int, right: int, once: Once | None) -> Scored:
    """``scored`` as it is where nobody stands twice in a file, of ``left`` and ``right`` people; unchanged
    where nothing was compared, or ``once`` is None.

    The weight ``before`` is that of two people of whom nobody else is found; ``others`` of a pair is what
    else takes from it.
    """
    if once is None or not scored.pairs:
        return scored
    files = _files(scored.pairs, left, right)
    alike = [2.0 ** min(_MOST, pair.weight - scored.before) for pair in scored.pairs]
    both = _both(left * right / (1 + 2.0**-scored.before), files, once)
    heard = [1.0] * len(alike), [1.0] * len(alike)
    for _ in range(_ROUNDS):
        before = _before(both, files)
        free = _free(both, files, once)
        odds = [before * one for one in alike]
        heard = (
            _heard(odds, heard[1], files.places[0], free[0]),
            _heard(odds, heard[0], files.places[1], free[1]),
        )
        others = [one * other for one, other in zip(*heard, strict=True)]
        likely = (1 / (1 + 1 / (one * other)) for one, other in zip(odds, others, strict=True))
        last, both = both, _both(math.fsum(likely), files, once)
        if abs(both - last) < _SAME:
            break
    weight = round(math.log2(before), 4)
    made = [
        _judged(pair, weight - scored.before, math.log2(taken))
        for pair, taken in zip(scored.pairs, others, strict=True)
    ]
    made.sort(key=lambda pair: (-pair.weight, pair.left, pair.right))
    return replace(scored, pairs=made, before=weight)


def undecided(pairs: Sequence[Pair], threshold: float) -> int:
    """How many people of the left file are not linked because two or more are likely, and none by far."""
    kept = links(pairs, threshold)
    left, right = {pair.left for pair in kept}, {pair.right for pair in kept}
    edge = math.log2(threshold / (1 - threshold))
    return len(
        {
            pair.left
            for pair in pairs
            if pair.weight < edge <= pair.weight - pair.others
            and pair.left not in left
            and pair.right not in right
        }
    )


def _files(pairs: Sequence[Pair], left: int, right: int) -> _Files:
    of_left, of_right = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for place, pair in enumerate(pairs):
        of_left[pair.left].append(place)
        of_right[pair.right].append(place)
    return _Files((left, right), (_frozen(of_left.values()), _frozen(of_right.values())))


def _frozen(groups: Iterable[list[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(map(tuple, groups))


def _both(found: float, files: _Files, once: Once) -> float:
    """How many people stand in both files, where the pairs speak for ``found``."""
    smaller = min(files.sizes)
    return smaller * min(once.at_most, found / (smaller + _FEW))


def _before(both: float, files: _Files) -> float:
    """The odds that two people are one, of whom nobody else is found."""
    left, right = files.sizes
    return both / ((left - both) * (right - both))


def _free(both: float, files: _Files, once: Once) -> tuple[float, float]:
    """How it weighs for somebody of each file to be in no pair: alone, or with somebody whom no rule brought
    together with them."""
    left, right = (1 + once.not_brought * both / (size - both) for size in files.sizes)
    return left, right


def _heard(
    odds: Sequence[float], heard: Sequence[float], groups: Iterable[Sequence[int]], free: float
) -> list[float]:
    """For each pair how free its person of this file is, by what their other pairs say."""
    found = [1.0] * len(odds)
    for places in groups:
        said = [odds[place] * heard[place] for place in places]
        earlier = accumulate(said, initial=0.0)
        later = [*accumulate(reversed(said), initial=0.0)][-2::-1]
        # The sum of all less its own would lose the small ones beside one that is large.
        for place, one, other in zip(places, earlier, later, strict=False):
            found[place] = 1 / (free + one + other)
    return found


def _judged(pair: Pair, more: float, others: float) -> Pair:
    weight = round(pair.weight + more + others, 4)
    return replace(pair, probability=round(1 / (1 + 2.0**-weight), 6), weight=weight, others=round(others, 4))
