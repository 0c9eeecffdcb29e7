"""Made-up identifiers belong to nobody, and run out rather than become somebody's."""

from __future__ import annotations

import pytest

from cfgovern.cohort.unreal import unreal
from cfgovern.identifiers import FORMS, classify

MADE = ["nhs_number", "nino", "phone", "email", "postcode"]


@pytest.mark.parametrize("identifier", MADE)
@pytest.mark.parametrize("number", [1, 2, 9, 10, 11, 500, 999, 1_000, 12_345, 999_999, 1_000_000, 5_000_000])
def test_what_is_made_can_be_nobodys(identifier: str, number: int) -> None:
    made = unreal(identifier, number)
    assert made is None or classify(identifier, made) in ("unreal", "pseudo")


@pytest.mark.parametrize("identifier", ["nhs_number", "nino", "phone", "email"])
def test_no_two_people_share_one(identifier: str) -> None:
    made = [text for number in range(1, 999) if (text := unreal(identifier, number)) is not None]
    assert len(set(made)) == len(made) > 880


def test_where_the_range_ends_there_is_none() -> None:
    assert unreal("phone", 1_000) is None
    assert unreal("nino", 1_000_000) is None
    assert unreal("nhs_number", 1_000_000) is None


def test_an_nhs_number_is_left_out_where_no_check_digit_fits() -> None:
    assert any(unreal("nhs_number", number) is None for number in range(1, 30))


@pytest.mark.parametrize("identifier", [*sorted(set(FORMS) - set(MADE)), "given_name", "nonsense"])
def test_kinds_without_a_range_of_their_own_are_not_made(identifier: str) -> None:
    assert unreal(identifier, 1) is None
