"""A picture as a list of plain marks, drawn as SVG for a page and as PNG for Word: one layout, two faces.

No outside program is needed. Colour never stands alone: lines differ in their dashes too.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from cfgovern.reporting.markup import Html, el

__all__ = ["Arrow", "Box", "Mark", "Scene", "Words", "png", "svg", "wrapped"]

_SCALE = 2
"""Pixels of the PNG for one unit: about 290 to the inch at the width of a page."""
_LETTER = 0.54
"""How wide a letter is on average, in sizes of the type."""
_HEAD = 7


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str = "#ffffff"
    line: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; ``y`` is its middle. ``anchor``: start, middle or end."""

    x: float
    y: float
    text: str
    size: float = 12
    fill: str = "#000000"
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Arrow:
    """A level or upright line with a head at its end; ``dash``: lengths of dash and gap, or nothing."""

    x1: float
    y1: float
    x2: float
    y2: float
    line: str
    dash: tuple[int, int] | None = None
    head: bool = True


Mark = Box | Words | Arrow


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture ``width`` by ``height`` units, with its title and what it says in words."""

    title: str
    says: str
    width: int
    height: int
    marks: tuple[Mark, ...]


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """``text`` in at most ``most`` lines of about ``width`` units; what is too long ends in three dots."""
    letters = max(4, int(width / (size * _LETTER)))
    return textwrap.wrap(text, letters, max_lines=most, placeholder="…") or [""]


def svg(scene: Scene) -> Html:
    """The picture as SVG, whole and by itself."""
    return el(
        "svg",
        el("title", scene.title),
        el("desc", scene.says),
        [_svg(mark) for mark in scene.marks],
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {scene.width} {scene.height}",
        role="img",
        font_family="Arial, Liberation Sans, sans-serif",
    )


def _svg(mark: Mark) -> Iterator[Html]:
    if isinstance(mark, Box):
        dash = "5 4" if mark.dashed else None
        place = {"x": _n(mark.x), "y": _n(mark.y), "width": _n(mark.width), "height": _n(mark.height)}
        yield el("rect", **place, fill=mark.fill, stroke=mark.line or None, stroke_dasharray=dash)
    elif isinstance(mark, Words):
        place = {"x": _n(mark.x), "y": _n(mark.y + mark.size * 0.35), "font_size": _n(mark.size)}
        yield el("text", mark.text, **place, fill=mark.fill, text_anchor=mark.anchor)
    else:
        dash = f"{mark.dash[0]} {mark.dash[1]}" if mark.dash else None
        ends = {"x1": _n(mark.x1), "y1": _n(mark.y1), "x2": _n(mark.x2), "y2": _n(mark.y2)}
        yield el("line", **ends, stroke=mark.line, stroke_width="2", stroke_dasharray=dash)
        if mark.head:
            points = " ".join(f"{_n(x)},{_n(y)}" for x, y in _head(mark))
            yield el("polygon", points=points, fill=mark.line)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _head(mark: Arrow) -> Sequence[tuple[float, float]]:
    if mark.y1 == mark.y2:
        back = mark.x2 - _HEAD * (1 if mark.x2 >= mark.x1 else -1)
        return (mark.x2, mark.y2), (back, mark.y2 - _HEAD / 2), (back, mark.y2 + _HEAD / 2)
    back = mark.y2 - _HEAD * (1 if mark.y2 >= mark.y1 else -1)
    return (mark.x2, mark.y2), (mark.x2 - _HEAD / 2, back), (mark.x2 + _HEAD / 2, back)


@lru_cache(maxsize=8)  # both documents of an area show the same flows
def png(scene: Scene) -> bytes:
    """The picture as PNG, in the font that Pillow brings."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (scene.width * _SCALE, scene.height * _SCALE), "#ffffff")
    pen = ImageDraw.Draw(image)
    for mark in scene.marks:
        _drawn(pen, mark)
    made = io.BytesIO()
    image.quantize(64, Image.Quantize.FASTOCTREE).save(made, "PNG", optimize=False)
    return made.getvalue()


@cache
def _font(size: float) -> Any:
    """A font that keeps the words it has drawn: most are the same in the pictures of every area."""
    from PIL import ImageFont

    font: Any = ImageFont.load_default(size)
    font.getmask2 = lru_cache(maxsize=2_000)(font.getmask2)
    return font


def _drawn(pen: Any, mark: Mark) -> None:
    if isinstance(mark, Box):
        ends = (mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)
        pen.rectangle([end * _SCALE for end in ends], mark.fill, mark.line or None, _SCALE)
    elif isinstance(mark, Words):
        anchor = {"start": "lm", "middle": "mm", "end": "rm"}[mark.anchor]
        place = (mark.x * _SCALE, mark.y * _SCALE)
        pen.text(place, mark.text, mark.fill, _font(mark.size * _SCALE), anchor=anchor)
    else:
        for part in _dashes(mark):
            pen.line([end * _SCALE for end in part], mark.line, 2 * _SCALE)
        if mark.head:
            pen.polygon([(x * _SCALE, y * _SCALE) for x, y in _head(mark)], mark.line)


def _dashes(mark: Arrow) -> Iterator[tuple[float, float, float, float]]:
    """The parts of a line that are drawn."""
    if mark.dash is None:
        yield mark.x1, mark.y1, mark.x2, mark.y2
        return
    dash, gap = mark.dash
    long = abs(mark.x2 - mark.x1) + abs(mark.y2 - mark.y1)
    across, down = (mark.x2 - mark.x1) / (long or 1), (mark.y2 - mark.y1) / (long or 1)
    at = 0.0
    while at < long:
        end = min(at + dash, long)
        yield mark.x1 + across * at, mark.y1 + down * at, mark.x1 + across * end, mark.y1 + down * end
        at += dash + gap
