"""Weights that add up, drawn: signs are said and not only coloured, and nothing leaves the picture."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.reporting.svgparts import WIDTH, Words
from cfgovern.reporting.svgweights import signed, two_sided, waterfall

WORDS = Words("p", "A title", "What there is to see")
WEIGHTS = st.lists(st.tuples(st.text(max_size=40), st.floats(-60, 60)), min_size=1, max_size=12)


def corners(picture: str) -> list[float]:
    found = re.findall('points="([^"]+)"', picture)
    return [float(corner.split(",")[0]) for one in found for corner in one.split()]


@given(WEIGHTS, st.floats(-40, 40))
def test_a_waterfall_is_sound_whatever_is_added(parts: list[tuple[str, float]], edge: float) -> None:
    picture = waterfall(WORDS, parts, whole="In all", edge=(edge, "from here on"))
    ElementTree.fromstring(picture)
    assert all(0 <= x <= WIDTH for x in corners(picture))


def test_each_bar_begins_where_the_one_before_it_ended() -> None:
    bars = corners(waterfall(WORDS, [("a", -10), ("b", 30)], whole="all", edge=(5, "edge")))
    first, second, whole = (bars[at : at + 4] for at in range(0, 12, 4))
    assert first[1] == second[0] and second[1] == whole[1] and first[0] == whole[0]
    assert first[1] < first[0] < second[1]


def test_to_both_sides_of_nought() -> None:
    picture = two_sided(WORDS, [("Given name", 8.0, -6.0)])
    ElementTree.fromstring(picture)
    adds, takes = corners(picture)[:4], corners(picture)[4:]
    assert min(adds) == max(takes) and "+8.0 / −6.0" in picture


@pytest.mark.parametrize(("weight", "shown"), [(0.04, "0.0"), (-0.04, "0.0"), (1.25, "+1.2"), (-3, "−3.0")])
def test_a_weight_has_a_sign_unless_it_is_nought(weight: float, shown: str) -> None:
    assert signed(weight) == shown
