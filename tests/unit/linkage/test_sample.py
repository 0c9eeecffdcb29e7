"""A sample shows how alike two records are, and nothing that stands in one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.linkage.quality import FEW
from cfgovern.linkage.sample import RARE, Mask, around, shape
from cfgovern.linkage.scoring import Pair
from cfgovern.linkage.settings import load_settings
from cfgovern.tokens.published import components

USED = load_settings("clear")
NAMES = [one.name for one in USED.comparisons]


def person(given: str, family: str, born: str, **more: str) -> dict[str, str]:
    return components({"given_name": given, "family_name": family, "date_of_birth": born, **more})


MANY = [person("Ann", "Marlowe", "1950-02-11") | {"sex": "female", "nino": "QQ000000"}] * FEW


def looks(left: dict[str, str], right: dict[str, str], *others: dict[str, str]) -> dict[str, tuple[str, ...]]:
    mask = Mask([[*MANY, left], [right, *others]], USED.comparisons, clear=True)
    return dict(zip(NAMES, mask.looks(left, right), strict=True))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("J", "Aa"), ("Al", "Aa"), ("ANNE", "Aa"), ("Keith", "Aaaaa"), ("Elizabeth", "Aaaaaaaa"),
        ("1950-02-01", "9999-99-99"), ("1950", "9999"), ("4 Elm Row", "99 Aa Aa"), ("124 Elm", "999 Aa"),
        ("QQ000000", "Aa999999"), ("o'b", "Aa'Aa"), ("a_b=c", "Aa.Aa.Aa"), ("Ł\u202e", "Aa."),
    ],
)  # fmt: skip
def test_what_a_value_looks_like(text: str, shown: str) -> None:
    assert shape(text) == shown


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"]), max_size=60))
def test_a_shape_holds_nothing_of_a_value(text: str) -> None:
    assert set(shape(text)) <= set("Aa9 -'@./")


def test_a_short_value_cannot_be_told_from_a_longer_one() -> None:
    assert shape("J") == shape("Jo") == shape("Joe") == shape("John")


def test_same_differs_and_missing() -> None:
    found = looks(MANY[0], person("Ann", "Moreton", "1950-02-12"))
    assert found["given_name"] == ("Aa", "Aa", "same")
    assert found["family_name"] == ("Aaaaa", "Aaaaa", "differs")
    assert found["date_of_birth"] == ("9999-99-99", "9999-99-99", "differs")
    assert found["nino"] == ("Aa999999", "", "missing") and found["phone"] == ("", "", "missing")


def test_a_shape_that_few_people_have_is_not_told() -> None:
    odd = person("Ann", "Smith-Jones-Featherstonehaugh 3", "1950-02-11")
    assert looks(MANY[0], odd)["given_name"][1] == "Aa"
    rare = person("Bartholomew", "Marlowe", "1950-02-11")
    assert looks(MANY[0], rare)["given_name"] == ("Aa", RARE, "differs")
    assert looks(MANY[0], rare, *[rare] * (FEW - 1))["given_name"] == ("Aa", "Aaaaaaaa", "differs")


def test_a_code_has_no_shape_as_its_length_would_tell_it() -> None:
    assert looks(MANY[0], {**MANY[0], "sex": "male"})["sex"] == ("", "", "differs")


def test_of_a_birth_date_that_is_known_in_part_the_year_is_compared() -> None:
    part = person("Ann", "Marlowe", "1950-01-01")
    assert looks(part, part, *[part] * FEW)["date_of_birth"] == ("9999", "9999", "same")


def test_tokens_have_no_shape() -> None:
    used = load_settings("tokens")
    mask = Mask([[{"given_full": "00ff"}], [{"given_full": "00fe"}]], used.comparisons, clear=False)
    assert not any(mask.shows(one.name) for one in used.comparisons)
    assert mask.looks({"given_full": "00ff"}, {"given_full": "00fe"})[0] == ("", "", "differs")


PAIRS = [Pair(number, number, round(1 - number / 400, 4), 50.0 - number) for number in range(400)]


def test_as_many_from_either_side_of_the_threshold_and_the_same_each_time() -> None:
    kept = [one for one in PAIRS if one.probability >= 0.5]
    drawn = around(PAIRS, kept, 0.5, 1)
    assert [one.link for one in drawn].count(True) == 25 and len(drawn) == 50
    assert all(100 < one.pair.left <= 300 for one in drawn)
    assert drawn == around(PAIRS, kept, 0.5, 1) != around(PAIRS, kept, 0.5, 2)
    assert [one.pair.weight for one in drawn] == sorted((one.pair.weight for one in drawn), reverse=True)


def test_of_few_pairs_all_are_drawn_and_what_was_left_out_for_another_is_none_below() -> None:
    drawn = around(PAIRS[:3], PAIRS[:1], 0.9, 1)
    assert [(one.pair.left, one.link) for one in drawn] == [(0, True)]
