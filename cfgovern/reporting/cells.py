"""Places told briefly: ``C4, C7-C9`` for cells, ``5, 8-10`` for lines and records."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["CAP", "cell_ranges", "number_ranges"]

CAP = 30
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


def cell_ranges(addresses: Iterable[str], *, total: int | None = None, cap: int = CAP) -> str:
    """Spreadsheet addresses, sorted by column then row, runs down a column joined.

    At most ``cap`` entries are shown; the rest of ``total`` (all addresses, also those not given
    here) is told as ``and 212 more``. Raises ValueError for a text that is no address.
    """
    places = set()
    for address in addresses:
        found = _ADDRESS.fullmatch(address)
        if found is None:
            raise ValueError("not a spreadsheet address")
        letters = found[1]
        places.add((len(letters), letters, int(found[2])))
    runs: list[tuple[str, int, int]] = []
    for _, letters, row in sorted(places):
        if runs and runs[-1][0] == letters and runs[-1][2] == row - 1:
            runs[-1] = (letters, runs[-1][1], row)
        else:
            runs.append((letters, row, row))
    return _told(runs, total if total is not None else len(places), cap)


def number_ranges(numbers: Iterable[int], *, total: int | None = None, cap: int = CAP) -> str:
    """Line or record numbers, sorted, runs joined; ``cap`` and ``total`` as for :func:`cell_ranges`."""
    runs: list[tuple[str, int, int]] = []
    given = sorted(set(numbers))
    for number in given:
        if runs and runs[-1][2] == number - 1:
            runs[-1] = ("", runs[-1][1], number)
        else:
            runs.append(("", number, number))
    return _told(runs, total if total is not None else len(given), cap)


def _told(runs: list[tuple[str, int, int]], total: int, cap: int) -> str:
    shown = runs[:cap]
    told = ", ".join(
        f"{prefix}{first}" if first == last else f"{prefix}{first}-{prefix}{last}"
        for prefix, first, last in shown
    )
    rest = total - sum(last - first + 1 for _, first, last in shown)
    return f"{told} and {rest:,} more" if rest > 0 and told else told
