"""What pictures are made of: scales, figures, and marks that look and read the same in every picture."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import isfinite
from typing import NamedTuple

from cfgovern.reporting.markup import Html, el
from cfgovern.reporting.plain import plain

__all__ = [
    "LETTER",
    "WIDTH",
    "Bar",
    "Line",
    "Point",
    "Scale",
    "Words",
    "area",
    "asked_mark",
    "circle",
    "figure",
    "figures",
    "mark",
    "picture",
    "places",
    "rule",
    "scale",
    "text",
    "tick",
    "ticks",
    "wrapped",
]

WIDTH = 400
"""Units across every picture: letters are 12 of them high."""
LETTER = 6.4
"""Units that a letter takes; a little more than most do, as nobody knows the font."""
_INK, _SOFT, _PAPER = "#16202a", "#4a5865", "#ffffff"
# Blue, orange and violet are told apart by all kinds of sight; each has 4.5 to 1 against white.
_COLOURS = ("#0b4f9e", "#a3470a", "#6b2d7a")
_DASHES = (None, "7 3", "2 3")
_STROKES = {"ink": _INK, "axis": _SOFT, "rule": "#c9d1d9"}
Number = float | Decimal
Scale = Callable[[Number], float]


class Words(NamedTuple):
    """What names a picture. ``id`` is unique in the page; ``desc`` says what there is to see."""

    id: str
    title: str
    desc: str


class Bar(NamedTuple):
    """One row of bars or dots. ``note`` is written behind the figure; a row may have no value."""

    label: str
    value: float | None
    asked: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""


class Point(NamedTuple):
    """One point of a line, with the ends of its band where there is one."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None


class Line(NamedTuple):
    """One line and what it is called."""

    name: str
    points: Sequence[Point]


def figures(values: Sequence[float]) -> Sequence[float]:
    """``values`` as they are. Raises ValueError if one of them is not a finite number."""
    if not all(isfinite(value) for value in values):
        raise ValueError("a picture shows finite numbers only")
    return values


def places(values: Sequence[float]) -> int:
    """How many places after the point tell ``values`` well enough, so that all are written alike."""
    most = max((abs(value) for value in values), default=0)
    if most >= 1000 or all(value == int(value) for value in values):
        return 0
    return 1 if most >= 10 else 2


def figure(value: float, after: int | None = None) -> str:
    """A number as pictures write it, with ``after`` places: ``1,204``, ``86.9``, ``−2.50``, ``3.1e+12``."""
    size = abs(value)
    if size >= 1e9 or 0 < size < 0.005:
        shown = f"{size:.1e}"
    else:
        shown = f"{size:,.{places([value]) if after is None else after}f}"
    return f"−{shown}" if value < 0 and shown.strip("0.") else shown


def tick(value: Decimal) -> str:
    """A figure of an axis, with no more places than it needs."""
    size = abs(value)
    shown = f"{size.normalize():,f}" if not size or Decimal("0.0001") <= size < 10**9 else f"{size:.1e}"
    return f"−{shown}" if value < 0 else shown


def ticks(low: float, high: float) -> list[Decimal]:
    """Round numbers, evenly apart and seven at most, from ``low`` or below to ``high`` or above."""
    first, last = Decimal(low), Decimal(high)
    if first == last:
        last += abs(last) or 1
    rough = (last - first) / 5
    unit = Decimal(1).scaleb(rough.adjusted())
    step = next(unit * times for times in (1, 2, 5, 10) if unit * times >= rough)
    start = (first / step).to_integral_value(ROUND_FLOOR)
    end = (last / step).to_integral_value(ROUND_CEILING)
    return [(start + number) * step for number in range(int(end - start) + 1)]


def scale(low: Number, high: Number, start: float, end: float) -> Scale:
    """Where a value from ``low`` to ``high`` lies from ``start`` to ``end``."""
    first, span = Decimal(low), Decimal(high) - Decimal(low)
    return lambda value: start + (end - start) * float((Decimal(value) - first) / span)


def wrapped(words: str, letters: int, most: int = 2) -> list[str]:
    """``words`` in at least one and at most ``most`` lines of so many letters; the rest is left out with …"""
    return textwrap.wrap(
        plain(words), max(letters, 4), max_lines=most, placeholder="…", break_long_words=True
    ) or [""]


def picture(words: Words, height: float, parts: Sequence[Html]) -> Html:
    """The whole picture; what is in it is read out as its title and description."""
    return el(
        "svg",
        el("title", words.title, id=f"{words.id}-title"),
        el("desc", words.desc, id=f"{words.id}-desc"),
        parts,
        xmlns="http://www.w3.org/2000/svg",
        class_="picture",
        role="img",
        aria_labelledby=f"{words.id}-title {words.id}-desc",
        viewBox=f"0 0 {WIDTH} {_place(height)}",
        font_family="system-ui, sans-serif",
        font_size=12,
    )


def text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    soft: bool = False,
    bold: bool = False,
    clear: bool = False,
    turned: bool = False,
) -> Html:
    """Words with their foot at ``y``; ``clear``: of the lines behind them; ``turned``: upwards from there."""
    if turned:
        x += 4
    return el(
        "text",
        words,
        x=_place(x),
        y=_place(y),
        text_anchor=None if anchor == "start" else anchor,
        font_weight="bold" if bold else None,
        transform=f"rotate(-90 {_place(x)} {_place(y)})" if turned else None,
        fill=_SOFT if soft else _INK,
        stroke=_PAPER if clear else None,
        stroke_width=4 if clear else None,
        paint_order="stroke" if clear else None,
        class_=" ".join(name for name, on in (("soft", soft), ("clear", clear)) if on) or None,
    )


def rule(
    x1: float, y1: float, x2: float, y2: float, kind: str, *, width: int = 1, dashes: str | None = None
) -> Html:
    """A straight line: ``ink``, ``axis``, ``rule``, or ``line-1`` to ``line-3`` with dashes of their own."""
    number = int(kind[-1]) - 1 if kind.startswith("line-") else None
    return el(
        "line",
        x1=_place(x1),
        y1=_place(y1),
        x2=_place(x2),
        y2=_place(y2),
        stroke=_STROKES[kind] if number is None else _COLOURS[number],
        stroke_width=width,
        stroke_dasharray=dashes if number is None else _DASHES[number],
        class_=kind,
    )


def area(corners: Sequence[tuple[float, float]], number: int = 1, *, band: bool = False) -> Html:
    """A filled shape; a band lets what is behind it be seen."""
    return el(
        "polygon",
        points=" ".join(f"{_place(x)},{_place(y)}" for x, y in corners),
        fill=_COLOURS[number - 1],
        fill_opacity="0.14" if band else None,
        class_=f"fill-{number}",
    )


def circle(x: float, y: float, size: float, *, full: bool = True) -> Html:
    """A dot, or an open one."""
    return el(
        "circle",
        cx=_place(x),
        cy=_place(y),
        r=_place(size),
        fill=_COLOURS[0] if full else _PAPER,
        stroke=None if full else _SOFT,
        class_="fill-1" if full else "open",
    )


def mark(x: float, y: float, number: int) -> Html:
    """The mark of a line: dot, square, triangle."""
    if number == 1:
        return circle(x, y, 4)
    if number == 2:
        return area([(x - 4, y - 4), (x + 4, y - 4), (x + 4, y + 4), (x - 4, y + 4)], 2)
    return area([(x, y - 5), (x + 5, y + 4), (x - 5, y + 4)], 3)


def asked_mark(x: float, y: float) -> Iterator[Html]:
    """What was asked: an upright line with an open diamond."""
    yield rule(x, y - 9, x, y + 9, "ink", width=2)
    corners = ((x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y))
    yield el(
        "polygon",
        points=" ".join(f"{_place(across)},{_place(down)}" for across, down in corners),
        fill=_PAPER,
        stroke=_INK,
        stroke_width=2,
        class_="open ink",
    )


def _place(value: float) -> str:
    """A coordinate: two places at most, never in another notation, never a negative nought."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown
