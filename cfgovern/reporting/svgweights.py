"""Pictures of weights that add up: a waterfall from step to step, and bars to both sides of nought.

What adds is one colour and what takes away another; the sign of the figure beside each says it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cfgovern.reporting.markup import Html
from cfgovern.reporting.svgparts import (
    LETTER,
    WIDTH,
    Scale,
    Words,
    area,
    picture,
    rule,
    scale,
    text,
    tick,
    ticks,
    wrapped,
)

__all__ = ["signed", "two_sided", "waterfall"]

_LEFT, _RIGHT = 14.0, WIDTH - 24.0
_ADDS, _TAKES, _WHOLE = 1, 2, 3  # colours
_THICK = 5.0  # half of a bar


def waterfall(
    words: Words, parts: Sequence[tuple[str, float]], *, whole: str, edge: tuple[float, str]
) -> Html:
    """Each of ``parts`` (what it is, what it adds) from where the one before it ended, and the ``whole``.
    ``edge``: a place on the scale, and what it is."""
    ends = [0.0]
    for _, weight in parts:
        ends.append(ends[-1] + weight)
    rows = [
        (label, weight, (start, start + weight), _ADDS if weight >= 0 else _TAKES)
        for (label, weight), start in zip(parts, ends, strict=False)
    ]
    rows.append((whole, ends[-1], (0.0, ends[-1]), _WHOLE))
    at = ticks(min(*ends, edge[0]), max(*ends, edge[0]))
    across = scale(at[0], at[-1], _LEFT, _RIGHT)
    marks, y = [], 26.0
    for number, (label, weight, (start, end), colour) in enumerate(rows):
        if 0 < number < len(parts):
            marks.append(rule(across(start), y - 5, across(start), y + 21, "rule"))
        drawn, y = _row(y, label, signed(weight), [(start, end, colour)], across)
        marks += drawn
    grid = _grid(at, across, 22.0, y)
    upright = rule(across(edge[0]), 18, across(edge[0]), y, "ink", dashes="5 3")
    return picture(words, y + 22, [*grid, upright, _edge_words(edge[1], across(edge[0])), *marks])


def two_sided(words: Words, rows: Sequence[tuple[str, float, float]]) -> Html:
    """Of each row a bar to the right for what it adds, and one to the left for what it takes away."""
    values = [value for _, adds, takes in rows for value in (adds, takes)]
    at = ticks(min(0.0, *values), max(0.0, *values))
    across = scale(at[0], at[-1], _LEFT, _RIGHT)
    marks, y = [], 4.0
    for label, adds, takes in rows:
        bars = [(0.0, value, _ADDS if value >= 0 else _TAKES) for value in (adds, takes)]
        drawn, y = _row(y, label, f"{signed(adds)} / {signed(takes)}", bars, across)
        marks += drawn
    return picture(words, y + 22, [*_grid(at, across, 4.0, y), *marks])


def signed(weight: float) -> str:
    """A weight with its sign and one place: ``+11.3``, ``−3.9``, ``0.0``."""
    shown = f"{abs(weight):.1f}"
    return shown if not float(shown) else f"{'−' if weight < 0 else '+'}{shown}"


def _row(
    y: float, label: str, figure: str, bars: Sequence[tuple[float, float, int]], across: Scale
) -> tuple[list[Html], float]:
    """A row from ``y`` down: its words, its figure, and its bars under them; and where the next begins."""
    lines = wrapped(label, int((WIDTH - 20) / LETTER) - len(figure))
    marks = [text(4, y + 14 * number, line, clear=True) for number, line in enumerate(lines, 1)]
    marks.append(text(WIDTH - 4, y + 14, figure, anchor="end", bold=True, clear=True))
    y += 14 * len(lines) + 12
    for start, end, colour in bars:
        one, other = across(start), across(end)
        corners = [(one, y - _THICK), (other, y - _THICK), (other, y + _THICK), (one, y + _THICK)]
        marks.append(area(corners, colour))
    return marks, y + 10


def _grid(at: Sequence[Decimal], across: Scale, top: float, foot: float) -> Iterator[Html]:
    for value in at:
        yield rule(across(value), top, across(value), foot, "axis" if value == 0 else "rule")
        yield text(across(value), foot + 15, tick(value), anchor="middle", soft=True)


def _edge_words(words: str, x: float) -> Html:
    half = LETTER * len(words) / 2
    return text(min(max(x, half + 4), WIDTH - half - 4), 13, words, anchor="middle")
