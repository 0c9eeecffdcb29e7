"""A picture of two shares a row, side by side on one scale: of everybody, and of those who fare worst."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cfgovern.reporting.markup import Html
from cfgovern.reporting.svgparts import (
    LETTER,
    WIDTH,
    Scale,
    Words,
    figures,
    mark,
    picture,
    rule,
    scale,
    text,
    tick,
    ticks,
    wrapped,
)

__all__ = ["Twin", "twins"]

_LEFT, _RIGHT = 20, 24
_WHOLE = 100


class Twin(NamedTuple):
    """One row: the two shares in per cent, or None where there is nothing to say."""

    label: str
    first: float | None
    second: float | None


def twins(words: Words, names: tuple[str, str], rows: Sequence[Twin], *, least: float = 100) -> Html:
    """A dot and a square a row, and a line from one to the other. ``names``: what each of the two is.

    The scale ends at 100 and begins at the round number below the least share, or below ``least``, so that
    two pictures can have one; it says so where that is not nought. Raises ValueError for what is no number.
    """
    shares = [one for row in rows for one in (row.first, row.second) if one is not None]
    if not shares:
        return picture(words, 34, [text(_LEFT, 21, "There is nothing to show.", soft=True)])
    at = [value for value in ticks(min(figures([*shares, least])), _WHOLE) if value <= _WHOLE]
    across = scale(at[0], _WHOLE, _LEFT, WIDTH - _RIGHT)
    marks, y = list(_key(names)), 28.0
    top = y
    for row in rows:
        shown = " · ".join("–" if one is None else f"{one:.1f}" for one in (row.first, row.second))
        labels = wrapped(row.label, int((WIDTH - _LEFT - 16) / LETTER) - len(shown))
        marks += [text(_LEFT, y + 14 * number, label, clear=True) for number, label in enumerate(labels, 1)]
        marks.append(text(WIDTH - 4, y + 14, shown, anchor="end", bold=True, clear=True))
        y += 14 * len(labels) + 12
        marks += _row(row, y, across)
        y += 12
    uprights = [
        part
        for value in at
        for part in (
            rule(across(value), top, across(value), y, "axis" if value == 0 else "rule"),
            text(across(value), y + 15, f"{tick(value)} %", anchor="middle", soft=True),
        )
    ]
    if at[0] > 0:
        begins = f"The scale begins at {tick(at[0])} %."
        uprights.append(text(_LEFT, y + 32, begins, soft=True))
        y += 17
    return picture(words, y + 22, [*uprights, *marks])


def _key(names: tuple[str, str]) -> Iterator[Html]:
    x = float(_LEFT)
    for number, name in enumerate(names, 1):
        yield mark(x + 4, 10, number)
        yield text(x + 14, 14, name, soft=True)
        x += 30 + LETTER * len(name)


def _row(row: Twin, y: float, across: Scale) -> Iterator[Html]:
    if row.first is not None and row.second is not None:
        yield rule(across(row.first), y, across(row.second), y, "axis")
    for number, share in ((2, row.second), (1, row.first)):
        if share is not None:
            yield mark(across(share), y, number)
