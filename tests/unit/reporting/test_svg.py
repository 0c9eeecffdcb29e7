"""Pictures are sound XML, say everything in words, and are the same bytes whenever they are drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.reporting import svg, svgparts
from cfgovern.reporting.svg import Bar, Line, Point, Words
from cfgovern.reporting.svgparts import figure, places, scale, tick, ticks, wrapped

WORDS = Words("p", "A title", "What there is to see")
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</svg><script>alert(1)</script>&amp;\"'\x00\x1b[31m\u202e\ud800\n]]>"
lines = partial(svg.lines, x_words="wave", y_words="score")


def seen(picture: str) -> list[str]:
    return [one.text or "" for one in parsed(picture).iter(f"{SVG}text")]


def parsed(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture)


def of_rows(values: Sequence[float]) -> str:
    return svg.bars(WORDS, [Bar("one", value) for value in values])


def of_dots(values: Sequence[float]) -> str:
    return svg.dots(WORDS, [Bar("one", value, value, value, value) for value in values])


def of_lines(values: Sequence[float]) -> str:
    return lines(WORDS, [Line("one", [Point(at, value, value, value) for at, value in enumerate(values)])])


def of_sets(values: Sequence[float]) -> str:
    return svg.sets(WORDS, ["A", "B"], [((True, False), int(value)) for value in values])


every = pytest.mark.parametrize("draw", [of_rows, of_dots, of_lines, of_sets])


@every
@pytest.mark.parametrize(
    "values",
    [
        [],
        [0],
        [5],
        [0, 0],
        [1, 2, 3],
        [1e300, 1],
        [1.7e308],
        [1e-300, 2e-300],
        [10**18, 10**18 + 1],
        [7] * 200,
    ],
    ids=["none", "nought", "one", "noughts", "some", "huge", "hugest", "tiny", "close", "many"],
)
def test_any_values_make_a_sound_picture_within_its_frame(
    draw: Callable[[Sequence[float]], str], values: Sequence[float]
) -> None:
    root = parsed(draw(values))
    assert root.tag == f"{SVG}svg"
    wide, high = map(float, root.attrib["viewBox"].split()[2:])
    assert wide == 400
    for one in root.iter():
        for name, value in one.attrib.items():
            if name in ("x", "x1", "x2", "cx"):
                assert -0.01 <= float(value) <= wide
            if name in ("y", "y1", "y2", "cy"):
                assert -0.01 <= float(value) <= high


@every
def test_a_picture_says_what_it_is_to_those_who_cannot_see_it(draw: Callable[[Sequence[float]], str]) -> None:
    for values in ([], [1, 2]):
        root = parsed(draw(values))
        title, desc = root[0], root[1]
        assert (title.tag, title.text) == (f"{SVG}title", WORDS.title)
        assert (desc.tag, desc.text) == (f"{SVG}desc", WORDS.desc)
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]


@every
def test_nothing_to_show_is_said(draw: Callable[[Sequence[float]], str]) -> None:
    assert seen(draw([])) == ["There is nothing to show."]


@every
def test_no_script_no_style_and_nothing_to_fetch(draw: Callable[[Sequence[float]], str]) -> None:
    """The policy of our pages forbids a style attribute; presentation attributes are no styles."""
    picture = draw([1, 2, 3])
    assert not re.search(r'<(script|style|image|use|foreignObject|a)\b|\b(on\w+|style|href)="|url\(', picture)
    assert re.findall(r"https?:[^\"]+", picture) == ["http://www.w3.org/2000/svg"]


def hostile() -> list[str]:
    words = Words("p", HOSTILE, HOSTILE)
    return [
        svg.bars(words, [Bar(HOSTILE, 1, 1, 1, 1, HOSTILE)], unit=HOSTILE),
        svg.dots(words, [Bar(HOSTILE, None)], unit=HOSTILE),
        svg.lines(
            words,
            [Line(HOSTILE, [Point(1, 1)]), Line(HOSTILE, [])],
            x_words=HOSTILE,
            y_words=HOSTILE,
            unit=HOSTILE,
            asked=1,
        ),
        svg.sets(words, [HOSTILE], [((True,), 1)]),
    ]


def test_hostile_words_are_only_words() -> None:
    for picture in hostile():
        root = parsed(picture)
        assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
            *("svg", "title", "desc", "text", "line", "polygon", "circle")
        }
        assert not re.search("[\x00-\x08\x1b\u202e\ud800]", picture)
        assert picture.encode("utf-8")


@given(words=st.text(max_size=200), value=st.floats(0, allow_infinity=False, allow_nan=False))
def test_any_words_and_numbers_are_sound(words: str, value: float) -> None:
    parsed(svg.bars(Words("p", words, words), [Bar(words, value, value, value, value, words)]))
    parsed(lines(Words("p", words, words), [Line(words, [Point(1, value), Point(2, -value)])], asked=value))


def test_the_same_values_are_the_same_bytes() -> None:
    """On every machine: what a picture is made of is written out here."""
    root = parsed(svg.bars(WORDS, [Bar("one", 2.5)], unit=" %"))
    assert root.attrib["viewBox"] == "0 0 400 48"
    bar = next(root.iter(f"{SVG}polygon"))
    assert bar.attrib["points"] == "37.2,9 339.6,9 339.6,19 37.2,19"
    third = 100 / 3
    picture = lines(WORDS, [Line("one", [Point(1, third), Point(2, 2 * third), Point(4, 0.1 + 0.2)])])
    assert [(one.attrib["cx"], one.attrib["cy"]) for one in parsed(picture).iter(f"{SVG}circle")] == [
        ("40.8", "134.83"),
        ("151.2", "55.67"),
        ("372", "213.29"),
    ]


def test_every_figure_stands_in_words() -> None:
    shown = seen(svg.bars(WORDS, [Bar("Ever", 86.923, 95), Bar("Never", 4), Bar("Unknown", None)], unit=" %"))
    assert {"Ever", "86.9 %", "Never", "4.0 %", "Unknown", "–", "asked", "0 %", "100 %"} <= set(shown)


def test_what_was_asked_is_told_by_shape() -> None:
    with_it, without = (svg.dots(WORDS, [Bar("one", 5, asked)]) for asked in (6, None))
    assert 'class="open ink"' in with_it and "asked" in seen(with_it)
    assert 'class="open ink"' not in without and "asked" not in seen(without)


def test_lines_are_told_apart_without_colour() -> None:
    three = [Line(f"line {number}", [Point(1, number), Point(2, number)]) for number in (1, 2, 3)]
    root = parsed(lines(WORDS, three))
    dashes = {one.attrib["class"]: one.attrib.get("stroke-dasharray") for one in root.iter(f"{SVG}line")}
    assert len({dashes[f"line-{number}"] for number in (1, 2, 3)}) == 3
    assert {"line 1", "line 2", "line 3"} <= set(seen(lines(WORDS, three)))
    with pytest.raises(ValueError, match="three lines"):
        lines(WORDS, [*three, three[0]])


def test_a_band_stands_behind_its_line() -> None:
    picture = lines(WORDS, [Line("one", [Point(1, 5, 4, 6), Point(2, 5, 3, 7)])])
    assert picture.index("fill-opacity") < picture.index('class="line-1"') < picture.index("<circle")


def test_points_may_come_in_any_order() -> None:
    points = [Point(3, 1), Point(1, 2), Point(2, 3)]
    assert lines(WORDS, [Line("one", points)]) == lines(WORDS, [Line("one", points[::-1])])


def test_sets_show_who_belongs() -> None:
    root = parsed(svg.sets(WORDS, ["A", "B", "C"], [((True, False, True), 1234), ((False,) * 3, 5)]))
    circles = [one.attrib["class"] for one in root.iter(f"{SVG}circle")]
    assert circles == ["fill-1", "open", "fill-1", "open", "open", "open"]
    assert {"A", "B", "C", "1,234", "5"} <= {one.text for one in root.iter(f"{SVG}text")}


def test_a_count_that_is_turned_stays_inside_the_picture() -> None:
    columns = [((True,), count) for count in (1_234_567, 12, *[1] * 8)]
    written = parsed(svg.sets(WORDS, ["A"], columns)).iter(f"{SVG}text")
    turned = [one for one in written if "transform" in one.attrib]
    assert len(turned) == len(columns)
    for one in turned:  # it is written upwards from its foot
        assert float(one.attrib["y"]) - svgparts.LETTER * len(one.text or "") >= 0


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -1.0])
@pytest.mark.parametrize("draw", [of_rows, of_dots])
def test_what_cannot_be_drawn_is_refused(draw: Callable[[Sequence[float]], str], wrong: float) -> None:
    with pytest.raises(ValueError, match=r"numbers only|below nought"):
        draw([1, wrong])


def test_lines_refuse_what_is_no_number_and_sets_what_is_no_count() -> None:
    with pytest.raises(ValueError, match="finite"):
        of_lines([float("inf")])
    with pytest.raises(ValueError, match="nobody"):
        of_sets([-1])


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        *((0, "0"), (5, "5"), (5.0, "5"), (2.5, "2.50"), (86.923, "86.9"), (1204.4, "1,204"), (-3, "−3")),
        *((0.07, "0.07"), (0.00001, "1.0e-05"), (3.14e12, "3.1e+12"), (-0.0, "0"), (999.96, "1,000.0")),
    ],
)
def test_figures_are_written_in_one_way(value: float, shown: str) -> None:
    assert figure(value) == shown


def test_figures_of_one_picture_have_as_many_places() -> None:
    assert places([]) == places([1, 2]) == places([1, 2000.5]) == 0
    assert places([20, 66.7]) == 1
    assert places([0.5, 4]) == 2
    assert figure(20, 1) == "20.0"


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (0, 100, ["0", "20", "40", "60", "80", "100"]),
        (0, 5, ["0", "1", "2", "3", "4", "5"]),
        (-0.3, 1, ["−0.5", "0", "0.5", "1"]),
        (7, 7, ["6", "8", "10", "12", "14"]),
        (0, 0, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    ],
)
def test_axes_have_round_numbers(low: float, high: float, shown: list[str]) -> None:
    assert [tick(value) for value in ticks(low, high)] == shown


@given(st.tuples(st.floats(-1e308, 1e308), st.floats(-1e308, 1e308)))
def test_axes_hold_what_they_are_for(ends: tuple[float, float]) -> None:
    low, high = sorted(ends)
    at = ticks(low, high)
    assert at[0] <= Decimal(low) and Decimal(high) <= at[-1]
    assert 2 <= len(at) <= 8
    along = scale(at[0], at[-1], 10, 20)
    assert 9.99 <= along(low) <= along(high) <= 20.01


def test_long_words_are_wrapped_and_then_cut() -> None:
    assert wrapped("one two three four five", 9) == ["one two", "three…"]
    assert wrapped("x" * 30, 10, most=5) == ["x" * 10] * 3
    assert wrapped("", 10) == [""]
