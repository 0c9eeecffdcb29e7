"""Which records are alike in the bits of their CLKs: the pairs to be judged, the most alike first."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence

from cfgovern.engine.alike import Connection
from cfgovern.engine.dice import alike
from cfgovern.linkage.scoring import Pair
from cfgovern.tokens.clksettings import CLK

__all__ = ["alike_by", "is_code"]


def is_code(text: str, bits: int) -> bool:
    """Whether ``text`` is a CLK of so many ``bits``, of which one is set."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(found) * 8 == bits and any(found)


def alike_by(
    connection: Connection,
    left: Sequence[Mapping[str, str]],
    right: Sequence[Mapping[str, str]],
    threshold: float,
) -> list[Pair]:
    """The pairs whose Dice coefficient is at least ``threshold``, which stands as their probability."""
    one, other = ([record.get(CLK) for record in side] for side in (left, right))
    pairs = [
        Pair(here, there, round(dice, 6), 0.0)
        for here, there, dice in alike(connection, one, other, threshold)
    ]
    return sorted(pairs, key=lambda pair: (-pair.probability, pair.left, pair.right))
