"""Pairs about which a person should judge: how alike they are, and never what stands in a record.

What a value looks like may tell it. So a shape keeps figures as 9 and letters as Aa, in three lengths only; a
shape that few people have is told as rare; and of an answer of few codes, or a token, there is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from cfgovern.linkage.quality import FEW
from cfgovern.linkage.scoring import Pair
from cfgovern.linkage.settings import ANSWERS, Comparison

__all__ = ["RARE", "Looks", "Mask", "Sampled", "around", "shape"]

RARE = "rare"
"""In the place of a shape that fewer than :data:`~cfgovern.linkage.quality.FEW` people have."""
_EACH, _NEAREST = 25, 100  # pairs of either side of the threshold: drawn, and drawn from
_RUN = re.compile(r"[^\W\d_]+|\d+|.", re.DOTALL)
_MARKS = frozenset(" -'@./")
_LENGTHS = ((4, "Aa"), (7, "Aaaaa"), (10_000, "Aaaaaaaa"))  # up to so many letters
_FIGURES = 2  # fewer look like so many

Record = Mapping[str, str]
Looks = tuple[str, str, Literal["same", "differs", "missing"]]
"""The shapes of both sides, and whether the two are the same."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """A pair, and whether it is a ``link``."""

    pair: Pair
    link: bool


def around(pairs: Sequence[Pair], kept: Sequence[Pair], threshold: float, seed: int) -> list[Sampled]:
    """Of the links ``kept`` and of the ``pairs`` below ``threshold`` as many each, drawn from those that are
    nearest to it, the likeliest first."""
    chance = Random(seed)
    below = [pair for pair in pairs if pair.probability < threshold][:_NEAREST]
    drawn = [
        *(Sampled(pair, True) for pair in _some(kept[-_NEAREST:], chance)),
        *(Sampled(pair, False) for pair in _some(below, chance)),
    ]
    return sorted(drawn, key=lambda one: (-one.pair.weight, one.pair.left, one.pair.right))


def _some(pairs: Sequence[Pair], chance: Random) -> Sequence[Pair]:
    return chance.sample(pairs, _EACH) if len(pairs) > _EACH else pairs


def shape(text: str) -> str:
    """What ``text`` looks like: ``Aa-Aaaaa``, ``9999-99-99``. Nobody tells one letter from four by it."""
    return "".join(map(_run, _RUN.findall(text)))


def _run(run: str) -> str:
    if run[0].isdecimal():
        return "9" * max(len(run), _FIGURES)
    if run[0].isalpha():
        return next(shown for most, shown in _LENGTHS if len(run) <= most)
    return run if run in _MARKS else "."


class Mask:
    """What may be shown of the records of these ``sides``. ``clear``: whether they are no tokens."""

    def __init__(
        self, sides: Iterable[Sequence[Record]], comparisons: Sequence[Comparison], *, clear: bool
    ) -> None:
        self._shown = {one.name: clear and not set(one.of) & set(ANSWERS) for one in comparisons}
        self._comparisons = comparisons
        self._known = {
            one.name: Counter(shape(_said(record, one)) for side in sides for record in side)
            for one in comparisons
            if self._shown[one.name]
        }

    def shows(self, name: str) -> bool:
        """Whether shapes are shown of the comparison ``name``."""
        return self._shown[name]

    def looks(self, left: Record, right: Record) -> list[Looks]:
        """Of each comparison how the two look."""
        return [self._looks(left, right, one) for one in self._comparisons]

    def _looks(self, left: Record, right: Record, one: Comparison) -> Looks:
        told = [_said(record, one) for record in (left, right)]
        shapes = [self._shape(one.name, text) for text in told]
        if not all(told):
            return shapes[0], shapes[1], "missing"
        return shapes[0], shapes[1], "same" if told[0] == told[1] else "differs"

    def _shape(self, name: str, text: str) -> str:
        if not text or not self._shown[name]:
            return ""
        made = shape(text)
        return made if self._known[name][made] >= FEW else RARE


def _said(record: Record, one: Comparison) -> str:
    """What is compared in full; what there must be, where that is missing, such as the year of birth."""
    for columns in (one.levels[0].columns if one.levels else one.of, one.of):
        texts = [record.get(name, "") for name in columns]
        if all(texts):
            return " ".join(texts)
    return ""
