"""Why pairs are links: how typical ones are alike, how those on the edge are, what another threshold does.

All of it is about many pairs. Nothing tells of one: not who, not what a record holds, not how rare it is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from cfgovern.evidence.links import Alike, Explained, Level, Step, Worth
from cfgovern.linkage.quality import FEW, Numbers, links
from cfgovern.linkage.scoring import Pair, Scored
from cfgovern.linkage.settings import Settings

__all__ = ["explained", "weight_of"]

_NEAR = 2.0  # of match weight: four times as likely, or a quarter
_WEIGHTS = range(-6, 21, 2)  # from 1 in 65 to a million to one


def weight_of(probability: float) -> float:
    """The match weight of a probability; that of a hair less than certainty where it is certain."""
    odds = min(probability, 1 - 1e-12)
    return round(math.log2(odds / (1 - odds)), 4)


def explained(
    scored: Scored, used: Settings, kept: Sequence[Pair], truth: set[Numbers] | None, *, one_to_one: bool
) -> Explained | None:
    """Why the links ``kept`` are links, by the settings ``used``; None where nobody could be compared."""
    if not scored.worth:
        return None
    worth = tuple(
        Worth(
            one.name,
            tuple(
                Level(level.way, level.columns, weight)
                for level, weight in zip(one.levels, weights[:-1], strict=True)
            ),
            weights[-1],
        )
        for one, weights in zip(used.comparisons, scored.worth, strict=True)
    )
    typical = _alike(scored, kept, _commonest(kept)) if kept else None
    told = _steps(scored.pairs, used.threshold, truth, one_to_one=one_to_one)
    return Explained(scored.before, worth, typical, _borderline(scored, used.threshold), tuple(told))


def _borderline(scored: Scored, threshold: float) -> Alike | None:
    """How most of the pairs near ``threshold`` are alike; where so few are alike that it would tell of
    them, the way to be alike that comes nearest to it."""
    edge = weight_of(threshold)
    near = [pair for pair in scored.pairs if abs(pair.weight - edge) <= _NEAR]
    if near and (found := _alike(scored, near, _commonest(near))).rarity is not None:
        return found
    ways = {pair.levels for pair in scored.pairs}
    nearest = min(ways, key=lambda way: (abs(_plain(scored, way) - edge), _order(way)), default=None)
    return Alike(nearest, None, None) if nearest is not None else None


def _commonest(pairs: Sequence[Pair]) -> tuple[int | None, ...]:
    counts = Counter(pair.levels for pair in pairs)
    return min(counts, key=lambda way: (-counts[way], _order(way)))


def _order(way: Sequence[int | None]) -> tuple[int, ...]:
    return tuple(-1 if place is None else place for place in way)


def _alike(scored: Scored, pairs: Sequence[Pair], way: tuple[int | None, ...]) -> Alike:
    alike = [pair for pair in pairs if pair.levels == way]
    many = len(alike)
    if many < FEW:  # what is rare would be rare of somebody
        return Alike(way, None, None)
    others = sum(pair.others for pair in alike) / many
    whole = sum(pair.weight for pair in alike) / many
    return Alike(way, many, round(whole - others - _plain(scored, way), 4), round(others, 4))


def _plain(scored: Scored, way: Sequence[int | None]) -> float:
    """The weight of two records that are so alike, whatever their names."""
    held = zip(scored.worth, way, strict=True)
    return scored.before + sum(worth[place] for worth, place in held if place is not None)


def _steps(
    pairs: Sequence[Pair], threshold: float, truth: set[Numbers] | None, *, one_to_one: bool
) -> list[Step]:
    """What other thresholds would do, ``threshold`` among them."""
    kept = links(pairs, 0.0, one_to_one=one_to_one)
    found = []
    for weight in sorted({*_WEIGHTS, weight_of(threshold)}):
        there = [pair for pair in kept if pair.weight >= weight]
        if truth is None:
            found.append(Step(float(weight), len(there)))
            continue
        right = sum((pair.left, pair.right) in truth for pair in there)
        found.append(Step(float(weight), len(there), _share(right, len(there)), _share(right, len(truth))))
    return found


def _share(part: int, whole: int) -> float | None:
    return round(float(Fraction(part, whole)), 4) if whole else None
