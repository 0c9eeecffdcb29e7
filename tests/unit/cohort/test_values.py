"""Quarters, and cells from a column's own words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cfgovern import api
from cfgovern.cohort.draw import Draw
from cfgovern.cohort.values import Maker, quarter
from cfgovern.contract.model import Bound, Column
from cfgovern.errors import UsageError


@pytest.mark.parametrize(
    ("day", "name", "first", "last"),
    [
        (date(2026, 1, 1), "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), "2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 8, 9), "2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 12, 31), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_has_its_name_and_its_days(day: date, name: str, first: date, last: date) -> None:
    assert quarter(day) == (name, first, last)


@pytest.fixture(scope="module")
def maker() -> Maker:
    return Maker(api.load_contract(), date(2026, 10, 1), Draw(1))


@pytest.mark.parametrize(
    ("options", "allowed"),
    [
        ({"type": "integer", "minimum": Bound("3"), "maximum": Bound("5")}, {"3", "4", "5"}),
        ({"type": "boolean"}, {"true", "false"}),
        ({"enum": (("a", "A"), ("b", "B"))}, {"a", "b"}),
        ({"code_list": "sex"}, {"female", "male"}),
        ({"code_list": "sex", "missing": {"declined": "998"}}, {"female", "male", "998"}),
        ({"pattern": "^20[0-9]{2}-Q[1-4]$"}, {"2026-Q3"}),
        ({"identifier": "crn"}, {""}),
    ],
)
def test_cells_are_what_the_column_allows(maker: Maker, options: dict[str, Any], allowed: set[str]) -> None:
    column = Column("x", (), required=True, **options)
    assert {maker.cell("t", column, number) for number in range(1, 200)} == allowed


def test_retired_codes_are_not_used(maker: Maker) -> None:
    codes = maker.codes(Column("x", (), code_list="exit_destinations"))
    assert "died" in codes and "deceased" not in codes


def test_a_day_before_every_code_of_a_list_is_refused() -> None:
    early = Maker(api.load_contract(), date(1999, 1, 1), Draw(1))
    with pytest.raises(UsageError, match=r"cohort\.codes"):
        early.cell("t", Column("x", (), required=True, code_list="sex"), 1)


def test_optional_cells_are_sometimes_empty_and_texts_are_short_enough(maker: Maker) -> None:
    cells = {maker.cell("t", Column("x", (), max_length=7), number) for number in range(1, 100)}
    assert "" in cells and max(map(len, cells)) == 7


def test_numbers_and_dates_keep_to_their_limits(maker: Maker) -> None:
    number = Column("x", (), type="number", required=True, minimum=Bound("1"), maximum=Bound("5"))
    cells = [maker.cell("t", number, n) for n in range(1, 200)]
    assert all(1 <= float(cell) <= 5 for cell in cells) and any("." in cell for cell in cells)
    day = Column("x", (), type="date", required=True, minimum=Bound("2026-09-01"))
    days = {maker.cell("t", day, n) for n in range(1, 300)}
    assert (min(days), max(days)) == ("2026-09-01", "2026-10-01")
