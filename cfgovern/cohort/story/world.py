"""What every part of the story is told from: the figures, chance, the days and the codes in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cfgovern.cohort.draw import Draw, Ints, Weights
from cfgovern.cohort.frame import EMPTY, Cells, codes
from cfgovern.cohort.margins import Joint
from cfgovern.cohort.profile import Profile

__all__ = ["DECLINED", "MISSING", "NOT_ASKED", "NOT_KNOWN", "YES_NO", "Mask", "World", "figures", "weighed"]

Mask = NDArray[np.bool_]
MISSING = ("declined", "not_asked", "not_known")
"""How an answer can be missing."""
DECLINED, NOT_ASKED, NOT_KNOWN = -2, -3, -4
"""How a column of numbers says so, in the order of ``MISSING``."""
YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class World:
    """``until``: the day before which people start; ``as_of``: nothing is dated later (days since 1900).

    ``joints``: what is drawn together for a person, block by block. ``areas``: the codes of areas, ``towns``
    what they are called, ``area_ends`` the number of the last person of each. ``also``: identifiers beyond
    the usual ones.
    """

    profile: Profile
    draw: Draw
    until: int
    as_of: int
    joints: tuple[Joint, ...]
    areas: tuple[str, ...]
    towns: tuple[str, ...]
    area_ends: Ints
    also: tuple[str, ...] = ()

    def chance(self, share: float | NDArray[np.float64], rows: Ints, *what: str) -> Mask:
        """Who of ``rows`` a ``share`` (0 to 1) falls on."""
        return self.draw.stream(*what).chance(share, rows)

    def picked(
        self, figure: str, rows: Ints, *what: str, codes: Sequence[str] = ()
    ) -> tuple[Ints, tuple[str, ...]]:
        """One code a row as the weights of ``figure`` say, and the words; with ``codes`` in that order."""
        weights = self.profile.weights[figure]
        words = tuple(codes) or tuple(weights)
        known = weighed(tuple(weights.get(word, 0) for word in words))
        return self.draw.stream(*(what or (figure,))).pick(known, rows), words

    def withheld(self, concept: str, values: Ints, rows: Ints, *, figure: str = "") -> Ints:
        """``values`` with some answers missing instead, as the profile says for the concept."""
        shares = self.profile.missing.get(figure or concept, self.profile.missing["default"])
        drawn = self.draw.stream("missing", concept).of_scale(rows)
        ends = np.rint(np.cumsum([shares.get(state, 0) / 100 for state in MISSING]) * 2**32).astype(np.int64)
        some = np.flatnonzero(drawn < ends[-1])
        values = values.copy()
        values[some] = DECLINED - np.searchsorted(ends, drawn[some], side="right")
        return values

    def yes_no(
        self, concept: str, yes: Mask, rows: Ints, *, figure: str = "", optional: bool = False
    ) -> Cells:
        """A question answered with yes or no, some answers missing; ``optional``: some cells left empty."""
        values = self.withheld(concept, np.where(yes, 0, 1), rows, figure=figure)
        if optional:
            values[self.chance(self.profile.share("optional_left_empty"), rows, "left empty", concept)] = (
                EMPTY
            )
        return codes(values, YES_NO, MISSING)


@cache
def weighed(weights: tuple[float, ...]) -> Weights:
    """The same as :meth:`Weights.of`, made once."""
    return Weights.of(weights)


def figures(part: Mapping[str, Any]) -> dict[str, int]:
    """The figures of one entry in thousandths, as whole numbers."""
    return {name: round(value * 1000) for name, value in part.items() if isinstance(value, (int, float))}
