"""A picture as a list of plain marks, drawn as SVG for a page and as PNG for Word: one layout, two faces.

No outside program is needed. Colour never stands alone: lines differ in their dashes too.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from math import ceil, floor
from typing import Any

from cfgovern.reporting.markup import Html, el

__all__ = ["Arrow", "Box", "Mark", "Scene", "Words", "png", "svg", "wrapped"]

_SCALE = 2
"""Pixels of the PNG for one unit: about 290 to the inch at the width of a page."""
_LETTER = 0.54
"""How wide a letter is on average, in sizes of the type."""
_HEAD = 7
_SHADES, _MOST_COLOURS = 8, 256


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

    colours = _Colours()
    image = Image.new("L", (scene.width * _SCALE, scene.height * _SCALE), colours.number("#ffffff"))
    pen = ImageDraw.Draw(image)
    for mark in scene.marks:
        if isinstance(mark, Words):
            _write(image, mark, colours)
        else:
            _draw(pen, mark, colours)
    image.putpalette(colours.palette())
    made = io.BytesIO()
    image.save(made, "PNG", compress_level=4)
    return made.getvalue()


class _Colours:
    """The palette of a picture, which grows with it: each colour as it is, and letters blended into what is
    under them. Reducing a finished picture to a palette takes far longer, and loses the paler colours."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, ...], int] = {}
        self._blends: dict[tuple[int, int], bytes] = {}

    def number(self, name: str) -> int:
        """The number of a colour."""
        from PIL import ImageColor

        return self._number(ImageColor.getrgb(name)[:3])

    def blend(self, under: int, ink: int) -> bytes:
        """For each of 256 strengths of ``ink`` the number of what is seen over the colour ``under``."""
        if (under, ink) not in self._blends:
            shades = [self._shade(under, ink, part) for part in range(_SHADES + 1)]
            self._blends[under, ink] = bytes(shades[round(one * _SHADES / 255)] for one in range(256))
        return self._blends[under, ink]

    def palette(self) -> list[int]:
        """Red, green and blue of each number in turn."""
        return list(chain.from_iterable(self._numbers))

    def _shade(self, under: int, ink: int, part: int) -> int:
        """``part`` of the ``ink`` in so many shades; where no more colours fit, whichever is nearer."""
        every = list(self._numbers)
        both = zip(every[under], every[ink], strict=True)
        mixed = tuple((below * (_SHADES - part) + above * part) // _SHADES for below, above in both)
        return self._number(mixed, under if part * 2 < _SHADES else ink)

    def _number(self, colour: tuple[int, ...], instead: int = 0) -> int:
        if colour not in self._numbers and len(self._numbers) == _MOST_COLOURS:
            return instead
        return self._numbers.setdefault(colour, len(self._numbers))


def _write(image: Any, words: Words, colours: _Colours) -> None:
    """Write a line of text over whatever is there."""
    from PIL import Image

    letters = _letters(words.text, words.size * _SCALE, words.anchor)
    corner = round(words.x * _SCALE) + letters.left, round(words.y * _SCALE) + letters.top
    size = letters.width, letters.height
    there = image.crop((*corner, corner[0] + size[0], corner[1] + size[1])).tobytes()
    ink = colours.number(words.fill)
    for under in set(there):
        made = letters.strengths.translate(colours.blend(under, ink))
        only = there.translate(bytes(under) + b"\xff" + bytes(255 - under))
        image.paste(Image.frombytes("L", size, made), corner, Image.frombytes("L", size, only))


@dataclass(frozen=True, slots=True)
class _Letters:
    """A line of text as a mask of ``width`` by ``height`` pixels, and where it stands beside its anchor."""

    left: int
    top: int
    width: int
    height: int
    strengths: bytes


@lru_cache(maxsize=2_000)  # most words are the same in the pictures of every area
def _letters(text: str, size: float, anchor: str) -> _Letters:
    from PIL import Image, ImageDraw

    font, anchor = _font(size), {"start": "lm", "middle": "mm", "end": "rm"}[anchor]
    left, top, right, bottom = font.getbbox(text, anchor=anchor)
    left, top = floor(left), floor(top)
    mask = Image.new("L", (ceil(right) - left, ceil(bottom) - top))
    ImageDraw.Draw(mask).text((-left, -top), text, 255, font, anchor=anchor)
    return _Letters(left, top, mask.width, mask.height, mask.tobytes())


@cache
def _font(size: float) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size)


def _draw(pen: Any, mark: Box | Arrow, colours: _Colours) -> None:
    line = colours.number(mark.line) if mark.line else None
    if isinstance(mark, Box):
        ends = (mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)
        pen.rectangle([end * _SCALE for end in ends], colours.number(mark.fill), line, _SCALE)
        return
    for part in _dashes(mark):
        pen.line([end * _SCALE for end in part], line, 2 * _SCALE)
    if mark.head:
        pen.polygon([(x * _SCALE, y * _SCALE) for x, y in _head(mark)], line)


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
