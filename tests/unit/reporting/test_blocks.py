"""A text is shown as a block of X with a mark where something was found, and with none of its words."""

from __future__ import annotations

import re

import pytest

from cfgovern.findings import Finding
from cfgovern.reporting.blocks import block


def shown(size: int | None, start: int | None, end: int | None) -> str:
    finding = Finding("r", "block", "m", "f", entity="PERSON", start=start, end=end, size=size)
    return str(block(finding))


def parts(told: str) -> list[int]:
    return [len(run) for run in re.findall("(X*)(?=<)", re.sub("<code[^>]*>", "", told))]


def test_each_character_is_an_x_and_what_was_found_is_marked() -> None:
    assert re.sub("<code[^>]*>|</code>", "", shown(10, 3, 5)) == "XXX<mark>XX</mark>XXXXX"
    assert 'aria-label="characters 4 to 5 of 10"' in shown(10, 3, 5)


@pytest.mark.parametrize("size", [481, 5_000, 1_000_000])
def test_a_long_text_is_scaled_and_even_a_short_find_is_seen(size: int) -> None:
    told = shown(size, size - 1, size)
    assert told.count("X") <= 480 and "<mark>X</mark>" in told


def test_a_whole_cell_has_no_block() -> None:
    assert shown(5, 0, 5) == shown(None, 1, 2) == shown(5, None, None) == ""
