"""A day is written in one way; a dash and a file of that name are told apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
import pytest

from cfgovern.cli.streams import is_stream
from cfgovern.cli.values import DAY, MODES, PLACE
from cfgovern.contract import parts


def test_a_day() -> None:
    assert DAY.convert("2026-01-05", None, None) == date(2026, 1, 5)


@pytest.mark.parametrize(
    "text",
    ["2026-1-5", "2026-01-5", "20260105", "2026-W01-1", "2026-02-30", " 2026-01-05", "2026-01-05T00:00",
     "soon", "", "٢٠٢٦-٠١-٠٥"],
)  # fmt: skip
def test_what_is_no_day_in_that_form(text: str) -> None:
    with pytest.raises(click.BadParameter):
        DAY.convert(text, None, None)


@pytest.mark.parametrize("text", ["a.csv", "../a", "/a", "x" * 300])
def test_a_place_is_as_it_was_typed(text: str) -> None:
    assert PLACE.convert(text, None, None) == Path(text)


@pytest.mark.parametrize(("text", "stream"), [("-", True), ("./-", False), ("-/", False), ("a/-", False)])
def test_a_dash_is_a_stream_and_a_file_of_that_name_is_none(text: str, stream: bool) -> None:
    place = PLACE.convert(text, None, None)
    assert is_stream(place) == stream
    assert stream or place.name == "-"


def test_the_modes_of_a_release_are_those_of_its_parts() -> None:
    assert MODES == parts.MODES
