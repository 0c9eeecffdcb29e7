"""Made-up people have names, places and contacts that hold together, by number and by nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.frame import Cells, codes
from cfgovern.cohort.identity import IdentityShares, identity
from cfgovern.cohort.names import load_names
from cfgovern.identifiers import FORMS, classify

SHARES = IdentityShares(
    no_fixed_abode=0.18,
    without_nino=0.3,
    without_phone=0.2,
    without_email=0.4,
    middle_names=0.3,
    alias_given_name=0.15,
    alias_family_name=0.1,
    double_family_name=0.05,
    one_name=0.02,
    shared_house=0.25,
    odd_address=0.02,
)
EDGES = (909_090, 909_091, 909_092, 10**7)
NUMBERS = np.concatenate([np.arange(1, 5_001), np.array(EDGES)]).astype(np.int64)
TOWNS = ("Quillborough (made-up area)", "Marrowick (made-up area)")
PLACE = ("address_line_1", "address_line_2", "address_town", "postcode")
Told = dict[str, list[str]]


def asked(numbers: Any = NUMBERS, **others: Any) -> dict[str, Cells]:
    draw, groups = Draw(5), tuple(load_names().groups)[1:]
    about: dict[str, Any] = {
        "ethnic": codes(draw.stream("e").below(len(groups) + 1, numbers) - 2, groups, ("declined",)),
        "sex": codes(draw.stream("s").below(3, numbers) - 1, ("female", "male")),
        "born": draw.stream("b").between(13_000, 38_000, numbers),
        "area": numbers % 2,
        "towns": TOWNS,
        "shares": SHARES,
    }
    return identity(Draw(1), numbers, **{**about, **others})


def text(made: dict[str, Cells]) -> Told:
    return {concept: cells.text() for concept, cells in made.items()}


@pytest.fixture(scope="module")
def told() -> Told:
    return text(asked())


def share(cells: list[str]) -> float:
    return sum(map(bool, cells)) / len(cells)


def test_shares_are_about_what_was_asked(told: Told) -> None:
    filled = {concept: round(share(cells), 2) for concept, cells in told.items()}
    assert filled["given_name"] == 1
    wanted = {
        "family_name": 0.98, "middle_names": 0.3, "alias_given_name": 0.15, "alias_family_name": 0.1,
        "address_line_1": 0.82, "postcode": 1, "nino": 0.7, "phone": 0.8, "email": 0.6,
    }  # fmt: skip
    assert all(abs(filled[concept] - part) < 0.025 for concept, part in wanted.items()), filled
    nowhere = told["postcode"].count("ZZ99 3VZ") / len(NUMBERS)
    assert abs(nowhere - 0.18) < 0.025 and "ZZ99 3WZ" not in told["postcode"]


def test_without_shares_nothing_is_left_out_and_nothing_added() -> None:
    told = text(asked(shares=IdentityShares()))
    assert all(share(told[name]) == 1 for name in ("given_name", "family_name", "nino", "phone", "email"))
    added = ("middle_names", "alias_given_name", "alias_family_name", "address_line_2")
    assert all(share(told[name]) == 0 for name in added)


@pytest.mark.parametrize("marked", [True, False])
def test_every_identifier_is_nobodys(marked: bool) -> None:
    protected = NUMBERS % 5 == 0
    told = text(asked(also=tuple(FORMS), marked=marked, protected=protected))
    for identifier in FORMS:
        kinds = {classify(identifier, cell) for cell in told[identifier] if cell}
        assert kinds <= {"unreal", "pseudo"}
        assert bool(kinds) == (marked or identifier in ("nhs_number", "nino", "phone", "email", "postcode"))


def test_no_fixed_abode_has_no_address(told: Told) -> None:
    for line, second, town, postcode in zip(*(told[name] for name in PLACE), strict=True):
        assert (postcode == "ZZ99 3VZ") == (not line) == (not town)
        assert line or not second


def test_a_protected_person_has_no_place_and_is_reached_only_where_it_is_safe() -> None:
    protected, reachable = NUMBERS % 3 == 0, NUMBERS % 2 == 0
    told = text(asked(protected=protected, reachable=reachable))
    hidden = np.flatnonzero(protected).tolist()
    assert {tuple(told[name][row] for name in PLACE) for row in hidden} == {("", "", "", "ZZ99 3WZ")}
    silent = np.flatnonzero(protected & ~reachable).tolist()
    assert not any(told["phone"][row] or told["email"][row] for row in silent)
    assert any(told["phone"][row] for row in hidden)
    unknown = text(asked(protected=protected))
    assert not any(unknown["phone"][row] or unknown["email"][row] for row in hidden)


def test_a_person_can_be_made_alone_and_in_any_order(told: Told) -> None:
    for row in (0, 17, 4_999, 5_003):
        alone = text(asked(NUMBERS[row : row + 1]))
        assert {concept: cells[0] for concept, cells in alone.items()} == {
            concept: cells[row] for concept, cells in told.items()
        }
    backwards = text(asked(NUMBERS[::-1].copy()))
    assert {concept: cells[::-1] for concept, cells in backwards.items()} == told


def test_asking_for_more_changes_nothing_else(told: Told) -> None:
    more = text(asked(also=("nhs_number", "crn", "nino"), marked=True))
    assert {concept: more[concept] for concept in told} == told


def test_another_seed_is_another_cohort(told: Told) -> None:
    draw = Draw(2)
    plain = {"ethnic": codes(NUMBERS * 0, ("white_british",)), "sex": codes(NUMBERS * 0, ("female",))}
    one, two = (
        text(identity(d, NUMBERS, **plain, born=NUMBERS * 0, area=NUMBERS * 0, towns=TOWNS, shares=SHARES))
        for d in (Draw(1), draw)
    )
    assert one["given_name"] != two["given_name"] and one["address_line_1"] != two["address_line_1"]


def test_names_are_many_and_some_are_common(told: Told) -> None:
    pairs = list(zip(told["given_name"], told["family_name"], strict=True))
    assert 0.6 < len(set(pairs)) / len(pairs) < 0.99


def test_names_and_addresses_hold_what_breaks_careless_readers(told: Told) -> None:
    families, lines = " ".join(told["family_name"]), told["address_line_1"]
    assert all(sign in families for sign in "'-") and not families.isascii()
    assert any(" " in name for name in told["family_name"])
    assert all(any(sign in line for line in lines) for sign in ',"(;/')


def test_texts_fit_the_contract(told: Told) -> None:
    assert max(map(len, told["postcode"])) <= 8 and max(map(len, told["phone"])) <= 20
    assert max(len(cell) for cells in told.values() for cell in cells) <= 60


def test_towns_and_postcodes_go_with_the_area(told: Told) -> None:
    for number, town, postcode in zip(NUMBERS, told["address_town"], told["postcode"], strict=True):
        if town:
            assert TOWNS[number % 2].partition(" (")[0] in town and "(" not in town
            assert postcode.startswith("QB" if number % 2 else "QA")


def test_a_nickname_or_another_name_is_never_the_name_itself(told: Told) -> None:
    for name, also in (("given_name", "middle_names"), ("family_name", "alias_family_name")):
        assert all(one != two for one, two in zip(told[name], told[also], strict=True) if two)
