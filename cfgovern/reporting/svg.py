"""Small pictures as SVG text: bars, dots, lines and sets. No library, no script, no font, no request.

Each picture is complete by itself and may stand in a page: title and description are read out, every mark
has words beside it, and what colour says is said by shape or dashes too. Numbers are written in one way
only, so the same values give the same bytes. ``svg.css`` gives the parts the colours of a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from cfgovern.reporting.markup import Html
from cfgovern.reporting.svgparts import (
    LETTER,
    WIDTH,
    Bar,
    Line,
    Point,
    Scale,
    Words,
    area,
    asked_mark,
    circle,
    figure,
    figures,
    mark,
    picture,
    places,
    rule,
    scale,
    text,
    tick,
    ticks,
    wrapped,
)

__all__ = ["Bar", "Line", "Point", "Words", "bars", "dots", "figure", "lines", "sets"]

_LEFT, _RIGHT = 14, 24
_SHORT = 10  # letters
_SERIES = 3  # looks that can be told apart
_HIGH = 190  # units from the top of a plot to its foot

_Draw = Callable[[Bar, float, Scale], Iterator[Html]]


def bars(words: Words, rows: Sequence[Bar], *, unit: str = "", most: float | None = None) -> Html:
    """Horizontal bars from nought; what was asked is an upright line with a diamond.

    ``unit`` follows each figure. ``most`` is the least end of the scale. Raises ValueError for a number
    below nought or none.
    """
    return _rows(words, rows, _bar, unit, most)


def dots(words: Words, rows: Sequence[Bar], *, unit: str = "", most: float | None = None) -> Html:
    """As :func:`bars`, but each value is a dot and its interval a thick line."""
    return _rows(words, rows, _dot, unit, most)


def _rows(words: Words, rows: Sequence[Bar], draw: _Draw, unit: str, most: float | None) -> Html:
    if not rows:
        return _nothing(words)
    values = figures([value for row in rows for value in row[1:5] if value is not None])
    if min(values, default=0) < 0:
        raise ValueError("bars and dots show no number below nought")
    after = places([row.value for row in rows if row.value is not None])
    shown = [_shown(row, unit, after) for row in rows]
    longest = max(len(row.label) for row in rows)
    beside = longest <= _SHORT  # the label stands beside its bar, not above it
    left = _LEFT + (LETTER * longest + 4 if beside else 0)
    right = WIDTH - (LETTER * max(map(len, shown)) + 22 if beside else _RIGHT)
    at = ticks(0, max([most or 0, *values]) or 1)
    across = scale(at[0], at[-1], left, right)
    marks = list(_row_key(draw, rows))
    top = y = 28.0 if marks else 4.0
    for row, figured in zip(rows, shown, strict=True):
        room = int((WIDTH - _LEFT - 16) / LETTER) - (0 if beside else len(figured))
        labels = wrapped(row.label, room)
        x = 4 if beside else _LEFT + 5
        marks += [text(x, y + 14 * number, label, clear=True) for number, label in enumerate(labels, 1)]
        marks.append(text(WIDTH - 4, y + 14, figured, anchor="end", bold=True, clear=True))
        y += 10 if beside else 14 * len(labels) + 12
        marks += draw(row, y, across)
        y += 12
    return picture(words, y + 22, [*_uprights(at, across, top, y, unit), *marks])


def _shown(row: Bar, unit: str, after: int) -> str:
    shown = "–" if row.value is None else f"{figure(row.value, after)}{unit}"
    return f"{shown} {row.note}" if row.note else shown


def _bar(row: Bar, y: float, across: Scale) -> Iterator[Html]:
    if row.value is not None:
        yield area(
            [(across(0), y - 5), (across(row.value), y - 5), (across(row.value), y + 5), (across(0), y + 5)]
        )
    if row.low is not None and row.high is not None:
        yield rule(across(row.low), y, across(row.high), y, "ink", width=2)
    if row.asked is not None:
        yield from asked_mark(across(row.asked), y)


def _dot(row: Bar, y: float, across: Scale) -> Iterator[Html]:
    yield rule(across(0), y, across(row.value or 0), y, "rule")
    if row.low is not None and row.high is not None:
        yield rule(across(row.low), y, across(row.high), y, "line-1", width=4)
    if row.value is not None:
        yield circle(across(row.value), y, 5)
    if row.asked is not None:
        yield from asked_mark(across(row.asked), y)


def _row_key(draw: _Draw, rows: Sequence[Bar]) -> Iterator[Html]:
    """What the marks mean, where there is more than one kind."""
    x: float = _LEFT
    if any(row.asked is not None for row in rows):
        yield from asked_mark(x + 4, 10)
        yield text(x + 14, 14, "asked", soft=True)
        x += 66
        if draw is _dot:
            yield circle(x, 10, 5)
            yield text(x + 10, 14, "drawn", soft=True)
            x += 62
    if any(row.low is not None for row in rows):
        yield rule(x, 10, x + 20, 10, "line-1" if draw is _dot else "ink", width=4 if draw is _dot else 2)
        yield text(x + 26, 14, "95 % interval of sampling", soft=True)


def _uprights(at: Sequence[Decimal], across: Scale, top: float, foot: float, unit: str) -> Iterator[Html]:
    for value in at:
        x = across(value)
        yield rule(x, top, x, foot, "axis" if value == 0 else "rule")
        yield text(x, foot + 15, f"{tick(value)}{unit}", anchor="middle", soft=True)


def lines(
    words: Words,
    series: Sequence[Line],
    *,
    x_words: str,
    y_words: str,
    unit: str = "",
    asked: float | None = None,
    least: float = 0,
    most: float | None = None,
    upright: tuple[float, str] | None = None,
) -> Html:
    """At most three lines with their bands, each point marked. ``asked`` is a level line with words, and
    ``upright`` an upright one: its place and what it is.

    ``least`` and ``most`` are inside the scale whatever the values are; ``x`` are whole numbers. Raises
    ValueError for more lines, or for what is no number.
    """
    if len(series) > _SERIES:
        raise ValueError("three lines at most can be told apart")
    points = [point for line in series for point in line.points]
    if not points:
        return _nothing(words)
    values = [value for point in points for value in point[1:] if value is not None]
    values += [level for level in (asked, most) if level is not None]
    figures([*values, *(point.x for point in points)])
    at = ticks(min(least, *values), max(least, *values))
    top = 24.0 + 18 * (len(series) > 1)
    up = scale(at[0], at[-1], top + _HIGH, top)
    left = 14 + LETTER * max(len(tick(value) + unit) for value in at)
    steps = sorted({point.x for point in points})
    spare = 0.0 if len(steps) > 1 else 1.0
    ends = [*steps, *((upright[0],) if upright else ())]
    across = scale(min(ends) - spare, max(ends) + spare, left + 14, WIDTH - _RIGHT - 4)
    parts = [text(4, 13, y_words, soft=True)]
    for value in at:
        parts.append(rule(left, up(value), WIDTH - 4, up(value), "axis" if value == 0 else "rule"))
        parts.append(text(left - 6, up(value) + 4, f"{tick(value)}{unit}", anchor="end", soft=True))
    parts += _feet(steps, across, top + _HIGH, x_words)
    if asked is not None:
        parts.append(rule(left, up(asked), WIDTH - 4, up(asked), "ink", dashes="8 4"))
        parts.append(text(WIDTH - 4, up(asked) - 5, f"asked {figure(asked)}{unit}", anchor="end", clear=True))
    if upright is not None:
        parts += _upright(across(upright[0]), upright[1], top)
    for number, line in enumerate(series, 1):
        parts += _one_line(line, number, across, up)
    if len(series) > 1:
        parts += _line_key(series)
    return picture(words, top + _HIGH + 38, parts)


def _upright(x: float, words: str, top: float) -> Iterator[Html]:
    """An upright line with its words at its foot, on the side that has room."""
    yield rule(x, top, x, top + _HIGH, "ink", dashes="5 3")
    left = x > WIDTH - LETTER * len(words) - 12
    yield text(
        x - 6 if left else x + 6, top + _HIGH - 6, words, anchor="end" if left else "start", clear=True
    )


def _feet(steps: Sequence[float], across: Scale, foot: float, x_words: str) -> Iterator[Html]:
    """Figures under the points, as many as have room, and what they are."""
    last = float("-inf")
    for step in steps:
        shown = figure(step)
        if across(step) - last > LETTER * len(shown) + 8:
            yield text(across(step), foot + 16, shown, anchor="middle", soft=True)
            last = across(step) + LETTER * len(shown) / 2
    yield text(WIDTH - 4, foot + 32, x_words, anchor="end", soft=True)


def _one_line(line: Line, number: int, across: Scale, up: Scale) -> Iterator[Html]:
    points = sorted(line.points, key=lambda point: point.x)
    banded = [
        (across(point.x), up(point.low), up(point.high))
        for point in points
        if point.low is not None and point.high is not None
    ]
    if len(banded) > 1:
        edge = [(x, high) for x, _, high in banded] + [(x, low) for x, low, _ in reversed(banded)]
        yield area(edge, number, band=True)
    elif banded:
        x, low, high = banded[0]
        yield rule(x, low, x, high, f"line-{number}", width=2)
    for one, other in pairwise(points):
        yield rule(across(one.x), up(one.y), across(other.x), up(other.y), f"line-{number}", width=2)
    for point in points:
        yield mark(across(point.x), up(point.y), number)


def _line_key(series: Sequence[Line]) -> Iterator[Html]:
    step = (WIDTH - 8) / len(series)
    for number, line in enumerate(series, 1):
        x = 4 + step * (number - 1)
        yield rule(x, 28, x + 22, 28, f"line-{number}", width=2)
        yield mark(x + 11, 28, number)
        yield text(x + 28, 32, wrapped(line.name, int((step - 30) / LETTER), most=1)[0])


def sets(words: Words, names: Sequence[str], rows: Sequence[tuple[Sequence[bool], int]]) -> Html:
    """Which of the sets ``names`` come together: a column a combination, dots below and its count above.

    Each row is whether each set belongs to it, and how many have just that; columns keep their order.
    Wide pictures need few rows: about ten are readable. Raises ValueError for a count below nought.
    """
    if not rows or not names:
        return _nothing(words)
    if min(count for _, count in rows) < 0:
        raise ValueError("a combination is had by nobody or by somebody")
    left, high = 148.0, 130.0
    step = (WIDTH - left - 4) / len(rows)
    longest = max(len(f"{count:,}") for _, count in rows) * LETTER
    turned = longest > step
    top = 26.0 if not turned else longest + 10  # the highest bar has its count above it
    up = scale(0, max(count for _, count in rows) or 1, top + high, top)
    labels = [wrapped(name, int((left - 16) / LETTER)) for name in names]
    parts, y = [text(4, 13, "people", soft=True)], top + high + 14
    middles = []
    for number, label in enumerate(labels):
        middles.append(y + 15)
        if number % 2 == 0:
            parts.append(area([(0, y), (WIDTH, y), (WIDTH, y + 30), (0, y + 30)], band=True))
        first = y + 19 - 7 * (len(label) - 1)
        parts += [text(4, first + 14 * row, part) for row, part in enumerate(label)]
        y += 30
    parts.append(rule(left, top + high, WIDTH - 4, top + high, "axis"))
    for number, (members, count) in enumerate(rows):
        parts += _column(left + step * (number + 0.5), min(step * 0.6, 18), count, up, turned)
        parts += _members(left + step * (number + 0.5), min(6.0, step * 0.4), middles, members)
    return picture(words, y + 4, parts)


def _column(x: float, wide: float, count: int, up: Scale, turned: bool) -> Iterator[Html]:
    half = wide / 2
    yield area([(x - half, up(0)), (x - half, up(count)), (x + half, up(count)), (x + half, up(0))])
    yield text(x, up(count) - 5, f"{count:,}", anchor="start" if turned else "middle", turned=turned)


def _members(x: float, size: float, middles: Sequence[float], members: Sequence[bool]) -> Iterator[Html]:
    """A full dot for each set that belongs, an open one for the others, and a line from first to last."""
    full = [y for y, has in zip(middles, members, strict=True) if has]
    if len(full) > 1:
        yield rule(x, full[0], x, full[-1], "line-1", width=2)
    for y, has in zip(middles, members, strict=True):
        yield circle(x, y, size if has else size * 0.6, full=has)


def _nothing(words: Words) -> Html:
    return picture(words, 34, [text(_LEFT, 21, "There is nothing to show.", soft=True)])
