"""Pictures with two faces."""

from __future__ import annotations

import io
import struct
from xml.etree import ElementTree

import pytest

from cfgovern.governance.scene import Arrow, Box, Scene, Words, png, svg, wrapped

SCENE = Scene(
    "Title & more",
    "What <it> says",
    100,
    40,
    (
        Box(0, 0, 50, 20, "#eeeeee", "#000000", dashed=True),
        Words(5, 10, "A & <b>", anchor="middle"),
        Arrow(10, 30, 90, 30, "#b3261e", (6, 3)),
        Arrow(90, 10, 10, 10, "#b3261e"),
        Arrow(50, 5, 50, 35, "#1d4f91", head=False),
    ),
)


def test_the_svg_is_whole_and_says_what_it_shows() -> None:
    root = ElementTree.fromstring(svg(SCENE))
    kinds = [one.tag.rpartition("}")[2] for one in root]
    assert kinds == ["title", "desc", "rect", "text", "line", "polygon", "line", "polygon", "line"]
    assert root[1].text == "What <it> says"
    assert [one.get("stroke-dasharray") for one in root] == [None, None, "5 4", None, "6 3", *[None] * 4]


def test_the_png_is_twice_as_large_and_the_same_each_time() -> None:
    made = png(SCENE)
    assert struct.unpack(">II", made[16:24]) == (200, 80)
    assert made == png(SCENE)


@pytest.mark.parametrize("crowd", [0, 300])
def test_colours_of_the_png_are_as_they_are_said(crowd: int) -> None:
    """The palest too, and under words; with more than a palette holds, the first ones."""
    from PIL import Image

    pale = [
        Box(0, 0, 50, 40, "#fdfdfd"),
        Box(50, 0, 50, 40, "#f1f4fa"),
        Words(50, 20, "a word", fill="#b3261e"),
    ]
    more = [Box(90, 30, 1, 1, f"#00{number // 256:02x}{number % 256:02x}") for number in range(crowd)]
    words = Words(50, 36, "crowded", fill="#b3261e")
    shown = Image.open(io.BytesIO(png(Scene("", "", 100, 40, (*pale, *more, words))))).convert("RGB")
    seen = {colour for _, colour in shown.getcolors(8_000)}
    assert [shown.getpixel(place) for place in ((4, 4), (104, 4))] == [(0xFD,) * 3, (0xF1, 0xF4, 0xFA)]
    assert (0xB3, 0x26, 0x1E) in seen and len(seen) <= 256
    assert all(sum(colour) > 200 for colour in seen) or crowd


def test_words_are_cut_with_three_dots() -> None:
    assert wrapped("one two three four", 60, 10, 2) == ["one two", "three four"]
    assert wrapped("one two three four five", 60, 10, 2)[-1].endswith("…")
    assert wrapped("", 60, 10, 2) == [""]
