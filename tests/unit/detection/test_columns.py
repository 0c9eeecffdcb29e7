"""A column is told by the share of right values, and never by luck."""

from __future__ import annotations

import random

import pytest

from cfgovern.cohort.unreal import broken, unreal
from cfgovern.detection.pack import column_kind

PEOPLE = range(1, 41)


@pytest.mark.parametrize(
    ("kind", "entity"),
    [
        ("nhs_number", "UK_NHS"),
        ("nino", "UK_NINO"),
        ("postcode", "UK_POSTCODE"),
        ("phone", "PHONE_NUMBER"),
        ("email", "EMAIL_ADDRESS"),
    ],
)
def test_a_column_of_one_kind_is_told_even_with_slips_and_fillers(kind: str, entity: str) -> None:
    values = [unreal(kind, person) or "" for person in PEOPLE]
    assert column_kind([*values, "", "not known", "see file", "?"]) == entity


@pytest.mark.parametrize(
    ("kind", "entity"),
    [
        ("pnc_id", "UK_PNC_ID"),
        ("cro", "UK_CRO"),
        ("prison_number", "UK_PRISON_NUMBER"),
        ("uprn", "UK_UPRN"),
        ("crn", "UK_CRN"),
    ],
)
def test_a_column_of_a_kind_without_a_test_range_is_told(kind: str, entity: str) -> None:
    assert column_kind([broken(kind, person * 7919) for person in PEOPLE]) == entity


@pytest.mark.parametrize("seed", range(200))
def test_ten_digit_order_numbers_never_become_nhs_numbers(seed: int) -> None:
    draw = random.Random(seed)
    assert column_kind(str(draw.randrange(10**9, 10**10)) for _ in range(8 + seed % 40)) is None


def test_record_numbers_that_count_up_are_no_crns() -> None:
    assert column_kind(f"P{number:06}" for number in range(100, 160)) is None


def test_days_of_birth_are_told_from_days_of_a_case() -> None:
    births = [f"{1950 + person}-03-{1 + person % 28:02}" for person in PEOPLE]
    assert column_kind(births) == "DATE_OF_BIRTH"
    assert column_kind(f"202{person % 7}-03-{1 + person % 28:02}" for person in PEOPLE) is None


def test_few_values_prove_nothing() -> None:
    assert column_kind([unreal("nhs_number", person) or "" for person in range(1, 8)]) is None
    assert column_kind(["1", "2", "3"] * 50) is None
    assert column_kind([]) is None
