"""Made-up identifiers belong to nobody, and run out rather than become somebody's."""

from __future__ import annotations

import numpy as np
import pytest

from cfgovern.cohort.unreal import (
    BROKEN,
    CERTAIN,
    NHS_NUMBERS,
    broken,
    broken_cells,
    cells,
    postcodes,
    unreal,
)
from cfgovern.identifiers import FORMS, classify, nhs_number, normalise

EDGES = (1, 2, 9, 10, 999, 1_000, 909_090, 909_091, 909_092, 10**6, 10**6 + 1, 10**7, 10**8)
THOUSANDS = np.concatenate([np.arange(1, 4_001), np.array(EDGES)]).astype(np.int64)


def test_every_kind_of_identifier_is_certain_or_marked_and_none_is_both() -> None:
    assert set(CERTAIN) | set(BROKEN) == set(FORMS)
    assert not set(CERTAIN) & set(BROKEN)


@pytest.mark.parametrize("identifier", sorted(CERTAIN))
def test_what_is_made_can_be_nobodys(identifier: str) -> None:
    made = cells(identifier, THOUSANDS).text()
    assert {classify(identifier, text) for text in made if text} == {"unreal"}


@pytest.mark.parametrize("identifier", sorted(BROKEN))
def test_what_is_broken_is_known_as_such(identifier: str) -> None:
    made = broken_cells(identifier, THOUSANDS).text()
    assert {classify(identifier, text) for text in made} == {"unreal"}


@pytest.mark.parametrize("number", EDGES)
def test_one_value_is_what_the_array_has(number: int) -> None:
    at = np.array([7, number], dtype=np.int64)
    assert all((unreal(name, number) or "") == cells(name, at).text()[1] for name in CERTAIN)
    assert all(broken(name, number) == broken_cells(name, at).text()[1] for name in BROKEN)


@pytest.mark.parametrize("identifier", ["nhs_number", "nino", "email"])
def test_no_two_people_share_one(identifier: str) -> None:
    numbers = np.arange(1, 20_001, dtype=np.int64)
    made = {normalise(identifier, text) for text in cells(identifier, numbers).text()}
    assert len(made) == len(numbers)


def test_nhs_numbers_are_all_of_999_and_then_none() -> None:
    made = cells("nhs_number", np.arange(1, NHS_NUMBERS + 11, dtype=np.int64)).values
    given = np.unique(made[made >= 0])
    assert len(given) == NHS_NUMBERS
    assert given[0] >= 9_990_000_000 and given[-1] <= 9_999_999_999
    assert (made[NHS_NUMBERS:] == -1).all()
    assert all(nhs_number.parse(str(number)) for number in given[::9_973])
    assert unreal("nhs_number", NHS_NUMBERS + 1) is None


def test_ninos_differ_for_ten_million_people_and_run_out_in_the_end() -> None:
    # The figures come round after each million: those who share them have prefixes of their own.
    some = np.concatenate(
        [np.arange(1, 10**6, 7), np.arange(1, 10**7 + 1, 10**6), np.arange(4, 10**7, 10**6)]
    )
    made = cells("nino", np.unique(some)).values
    without_last_letter = made // 4_000_000 * 10**6 + made % 10**6
    assert len(np.unique(without_last_letter)) == len(made)
    assert unreal("nino", 18_000_000) is not None and unreal("nino", 18_000_001) is None


def test_most_ninos_begin_as_the_example_of_hmrc_does_and_some_do_not() -> None:
    made = cells("nino", np.arange(1, 4_001, dtype=np.int64)).text()
    assert 0.7 < sum(text.startswith("QQ") for text in made) / len(made) < 0.85
    assert len({text[:2] for text in made}) > 10
    assert not any(text.startswith("TN") for text in made)


def test_phones_come_from_every_range_for_drama_and_most_are_mobile() -> None:
    made = [normalise("phone", text) or "" for text in cells("phone", np.arange(1, 4_001)).text()]
    assert 0.7 < sum(text.startswith("+447700900") for text in made) / len(made) < 0.8
    assert len({text[:-3] for text in made}) == 20


def test_areas_have_postcodes_of_their_own() -> None:
    numbers = np.arange(1, 2_001, dtype=np.int64)
    first, second = (postcodes(numbers, area).text() for area in (0, 31))
    assert len({text[:2] for text in first}) == len({text[:2] for text in second}) == 1
    assert first[0][:2] != second[0][:2]
    assert len(set(first)) == len(numbers)
    assert {classify("postcode", text) for text in first + second} == {"unreal"}


@pytest.mark.parametrize("identifier", [*sorted(BROKEN), "given_name", "nonsense"])
def test_kinds_without_a_range_of_their_own_are_not_made(identifier: str) -> None:
    assert unreal(identifier, 1) is None


@pytest.mark.parametrize("identifier", [*sorted(CERTAIN), "given_name"])
def test_nothing_is_broken_that_has_a_range(identifier: str) -> None:
    with pytest.raises(KeyError):
        broken(identifier, 1)
