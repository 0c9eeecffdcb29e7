"""Who is in which group, as the generator knows it."""

from __future__ import annotations

from datetime import date

import pytest

from cfgovern import content
from cfgovern.cohort.area import make_area
from cfgovern.cohort.draw import Draw
from cfgovern.cohort.linkage import load_linkage_plan, make_linkage
from cfgovern.cohort.linkgroups import ABODE, groups_csv, groups_of, origin_of
from cfgovern.cohort.names import load_communities
from cfgovern.contract.load import load_contract
from cfgovern.identifiers.postcode import NO_FIXED_ABODE

ORIGINS = load_linkage_plan().name_origins


def test_every_list_of_names_but_that_of_the_street_has_an_origin() -> None:
    lists = {community for of in load_communities().values() for community in of}
    assert sorted(one for of in ORIGINS.values() for one in of) == sorted(lists - {"also_known_as"})


@pytest.mark.parametrize(
    ("family", "given", "origin"),
    [
        ("Kowalska", "Anna", "Other European"),
        ("Kowalska-Nowak", "", "Other European"),
        ("Kowalska-Begum", "", "more than one"),
        ("", "Krzysztof", "Other European"),
        ("Xyzzy", "", "not known"),
    ],
)
def test_where_a_name_comes_from(family: str, given: str, origin: str) -> None:
    assert origin_of(family, given, origins=ORIGINS) == origin


def test_a_given_name_decides_where_the_family_name_leaves_it_open() -> None:
    lists = {"wide": ["arab"], "narrow": ["pakistani"]}
    both = next(
        name for name, of in load_communities().items() if {"arab", "pakistani"} <= of and " " not in name
    )
    alone = next(name for name, of in load_communities().items() if "arab" in of and "pakistani" not in of)
    assert origin_of(both, "", origins=lists) == "more than one"
    assert origin_of(both, alone, origins=lists) == "wide"


def test_everybody_of_the_left_file_has_a_group_of_each_kind_whatever_the_files_say() -> None:
    contract = load_contract(content.shipped("schemas") / "changing-futures" / "changing-futures.odcs.yaml")
    rows = make_area(contract, people=150, as_of=date(2026, 10, 1))
    made = make_linkage(contract, rows, Draw(1))
    told = groups_of(contract, rows, made)
    assert told.kinds.keys() == {"sex", "ethnicity", "name_origin", ABODE}
    assert "White" in told.kinds["ethnicity"] and told.kinds["sex"][:2] == ("Female", "Male")
    left = {row["participant_id"]: row for row in made.left["identifiers"]}
    assert told.left.keys() == left.keys()
    assert told.right.keys() == {row["participant_id"] for row in made.right["identifiers"]}
    for person, facts in told.left.items():
        assert (ABODE in facts) is (left[person]["postcode"] != NO_FIXED_ABODE)
        assert facts.keys() - {ABODE} == told.kinds.keys() - {ABODE}
        assert all(facts[kind] in told.kinds[kind] for kind in facts if kind != ABODE)
    truth = {row["participant_id"]: row["sex"] for row in rows["identifiers"]}
    assert all(facts["sex"].lower() == truth[one] for one, facts in told.left.items() if truth[one])
    lines = groups_csv(told).decode().splitlines()
    assert lines[0] == "side,record,ethnicity,name_origin,fixed_abode,record_origin"
    assert len(lines) == 1 + len(told.left) + len(told.right)
    nowhere = sum(row["postcode"] == NO_FIXED_ABODE for row in left.values())
    assert sum(line.startswith("left,") and line.endswith(",no,synthetic") for line in lines) == nowhere > 0
