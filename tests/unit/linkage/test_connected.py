"""Records that pairs connect have one number."""

from __future__ import annotations

from cfgovern.linkage.connected import connected
from cfgovern.linkage.scoring import Pair


def groups(*pairs: tuple[int, int]) -> list[int]:
    return connected([Pair(left, right, 0.99, 6.6) for left, right in pairs])


def test_what_is_connected_has_one_number_by_whatever_way() -> None:
    assert groups((1, 2), (3, 4), (2, 5)) == [1, 2, 1]
    assert groups((1, 2), (3, 4), (4, 2)) == [1, 1, 1]
    assert groups((9, 8), (2, 3), (5, 6), (6, 3)) == [1, 2, 2, 2]
    assert groups() == []
