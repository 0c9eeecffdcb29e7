"""A picture of two shares a row."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from cfgovern.reporting.svgparts import WIDTH, Words
from cfgovern.reporting.svgtwins import Twin, twins

WORDS = Words("p", "A title", "What there is to see")
NAMES = ("everybody", "those found least")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*rows: Twin) -> ElementTree.Element:
    return ElementTree.fromstring(twins(WORDS, NAMES, rows))


def test_a_row_is_a_dot_a_square_and_both_figures() -> None:
    picture = drawn(Twin("all", 99.0, 95.0), Twin("none", 91.0, 20.4))
    seen = [one.text for one in picture.iter(f"{SVG}text")]
    assert {"everybody", "those found least", "all", "99.0 · 95.0", "91.0 · 20.4", "100 %"} <= set(seen)
    assert "The scale begins at 20 %." in seen
    assert (
        len(list(picture.iter(f"{SVG}circle"))) == len(list(picture.iter(f"{SVG}polygon"))) == 3
    )  # and the key
    places = [float(one.get("cx", 0)) for one in picture.iter(f"{SVG}circle")][1:]
    assert places[1] < places[0] < WIDTH


def test_a_scale_from_nought_needs_no_word_and_what_is_not_known_is_a_dash() -> None:
    picture = drawn(Twin("all", 50.0, 0.0), Twin("few", 99.0, None))
    seen = [one.text for one in picture.iter(f"{SVG}text")]
    assert "99.0 · –" in seen and not any("begins" in (one or "") for one in seen)


def test_two_pictures_may_have_one_scale() -> None:
    picture = twins(WORDS, NAMES, [Twin("all", 99.0, 95.0)], least=41.0)
    assert "The scale begins at 40 %." in picture


def test_nothing_is_a_picture_too_and_no_number_is_refused() -> None:
    assert "There is nothing to show." in twins(WORDS, NAMES, [Twin("all", None, None)])
    with pytest.raises(ValueError, match="finite"):
        drawn(Twin("all", float("nan"), 1.0))
