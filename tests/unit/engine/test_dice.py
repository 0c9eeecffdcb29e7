"""Dice's coefficient in SQL is that of the bits."""

from __future__ import annotations

import base64
import random
from pathlib import Path

from cfgovern.engine.connection import connect
from cfgovern.engine.dice import alike


def code(bits: int) -> str:
    return base64.b64encode(bits.to_bytes(16)).decode()


def test_every_pair_that_is_enough_alike_is_found_and_no_other(tmp_path: Path) -> None:
    chance = random.Random(8)
    base = [chance.getrandbits(128) | 1 for _ in range(12)]
    left, right = base, [one ^ chance.getrandbits(128) & chance.getrandbits(128) | 1 for one in base]
    expected = {
        (at, to): 2 * (one & other).bit_count() / (one.bit_count() + other.bit_count())
        for at, one in enumerate(left)
        for to, other in enumerate(right)
    }
    least = sorted(expected.values())[-20]
    connection = connect(tmp_path)
    found = alike(connection, [*map(code, left), None], [*map(code, right), None], least)
    connection.close()
    assert {(at, to): dice for at, to, dice in found} == {
        pair: dice for pair, dice in expected.items() if dice >= least
    }
    assert 20 <= len(found) < len(expected)
