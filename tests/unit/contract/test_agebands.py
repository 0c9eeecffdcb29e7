"""Bands of ages: every age falls into one band, and every band has its name."""

from __future__ import annotations

import pytest

from cfgovern.contract.agebands import AgeBands


@pytest.mark.parametrize(
    ("width", "oldest", "names"),
    [
        (20, 65, ("0-19", "20-39", "40-59", "60+")),
        (10, 30, ("0-9", "10-19", "20-29", "30+")),
        (50, 30, ("0+",)),
    ],
)
def test_the_bands_have_names_from_the_youngest_to_the_oldest(
    width: int, oldest: int, names: tuple[str, ...]
) -> None:
    bands = AgeBands(width, oldest)
    assert bands.names() == names
    assert {bands.of(age) for age in range(130)} == set(names)


def test_a_band_is_named_by_its_first_and_last_age() -> None:
    bands = AgeBands(5, 65)
    assert [bands.of(age) for age in (19, 20, 24, 25, 64, 65, 99)] == [
        "15-19", "20-24", "20-24", "25-29", "60-64", "65+", "65+",
    ]  # fmt: skip
