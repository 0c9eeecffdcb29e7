"""Lists of cells and lines as people write them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.reporting.cells import CAP, cell_ranges, number_ranges
from cfgovern.tables import cell_address

cells = st.builds(cell_address, st.integers(0, 16_383), st.integers(1, 60))


@pytest.mark.parametrize(
    ("addresses", "told"),
    [
        ([], ""),
        (["C4"], "C4"),
        (["C7", "C4", "C9", "C8"], "C4, C7-C9"),
        (["C4", "C4"], "C4"),
        (["C4", "C5"], "C4-C5"),
        (["D4", "C5", "C4"], "C4-C5, D4"),
        (["C4", "D4", "E4"], "C4, D4, E4"),
        (["AA1", "B2", "Z9", "B10"], "B2, B10, Z9, AA1"),
        (["C9", "C10", "C11", "C100"], "C9-C11, C100"),
    ],
)
def test_cells_are_sorted_and_runs_down_a_column_joined(addresses: list[str], told: str) -> None:
    assert cell_ranges(addresses) == told


@pytest.mark.parametrize(
    "address", ["", "4", "C", "C0", "C-4", "c4", "ABCD4", "$C$4", "C4 ", "C4:C9", "R1C1"]
)
def test_what_is_no_address_is_not_told(address: str) -> None:
    with pytest.raises(ValueError, match=r"^not a spreadsheet address$"):
        cell_ranges([address])


@pytest.mark.parametrize(
    ("numbers", "told"),
    [([], ""), ([5], "5"), ([10, 5, 8, 9], "5, 8-10"), ([2, 2, 3], "2-3"), ([100, 20], "20, 100")],
)
def test_numbers_are_told_in_the_same_way(numbers: list[int], told: str) -> None:
    assert number_ranges(numbers) == told


def test_only_the_first_are_told_and_the_rest_is_counted() -> None:
    apart = [f"A{row}" for row in range(1, 2 * CAP + 3, 2)]
    assert cell_ranges(apart).endswith(", A59 and 1 more")
    assert cell_ranges(apart[:CAP]).endswith(", A59")
    assert cell_ranges(["A1", "A2", "B5"], cap=1) == "A1-A2 and 1 more"
    assert number_ranges([1, 3, 4], cap=2) == "1, 3-4"


def test_what_is_not_listed_here_is_counted_too() -> None:
    assert cell_ranges(["A1", "A2"], total=12_000) == "A1-A2 and 11,998 more"
    assert number_ranges([7], total=3) == "7 and 2 more"
    assert cell_ranges([], total=3) == ""


@given(st.lists(cells, max_size=40))
def test_a_list_tells_each_cell_once(addresses: list[str]) -> None:
    told = cell_ranges(addresses, cap=len(addresses) + 1)
    found: list[str] = []
    for part in filter(None, told.split(", ")):
        ends = re.findall("([A-Z]+)([0-9]+)", part)
        column, first, last = ends[0][0], int(ends[0][1]), int(ends[-1][1])
        found += [f"{column}{row}" for row in range(first, last + 1)]
    assert sorted(found) == sorted(set(addresses))
