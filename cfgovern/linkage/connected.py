"""Records that pairs connect: of one person perhaps, and perhaps not, as each pair may be wrong."""

from __future__ import annotations

from collections.abc import Iterable

from cfgovern.linkage.scoring import Pair

__all__ = ["connected"]


def connected(pairs: Iterable[Pair]) -> list[int]:
    """Of each pair of one file the number of its group, from 1 on, as the groups first come up."""
    pairs = list(pairs)
    chief: dict[int, int] = {}

    def find(record: int) -> int:
        while (above := chief.setdefault(record, record)) != record:
            chief[record] = chief[above]
            record = above
        return record

    for pair in pairs:
        chief[find(pair.right)] = find(pair.left)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(find(pair.left), len(numbers) + 1) for pair in pairs]
