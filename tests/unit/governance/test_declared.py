"""The declared facts: each has a rule, and what nobody has said is unknown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cfgovern.governance import declared as room
from cfgovern.governance.expressions import is_of_kind
from cfgovern.governance.vocabulary import load_vocabulary
from tests.unit.governance.known import GOVERNED, contract, known

EVALUATION = {"id": "national-evaluation", "encrypted": True}
LINKAGE = {"id": "national-linkage"}
PARTY = {"body": "host", "role": "controller", "lawful_basis": "public_task"}
SIGNED = {"id": "host", "signed": {"dsa": {"role": "SRO", "on": "2026-09-01"}}}
RESEARCHER = {**PARTY, "article_9": ["research"]}


def told(said: dict[str, Any] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = known(said)["declared"]
    return found


def test_every_fact_is_a_count_of_items_or_has_a_rule() -> None:
    words = load_vocabulary().facts
    counted = {name for name, word in words.items() if word.items is not None}
    assert counted | set(room._RULES) == set(words)
    assert counted.isdisjoint(room._RULES)


def test_every_value_is_of_its_kind_or_unknown() -> None:
    words = load_vocabulary().facts
    for said in (None, {"people": {"expected": 200, "small_area": True}, "keys": {"rotation_months": 12}}):
        for name, value in told(said).items():
            assert value is None or is_of_kind(value, words[name].kind), name


def test_counts_are_those_of_the_contract() -> None:
    about = [
        column for table in contract().tables if table.route != "organisation" for column in table.collected
    ]
    facts = told()
    assert facts["n_items"] == len(about)
    assert facts["n_special"] == sum("special_category" in column.roles for column in about)
    assert facts["n_criminal"] == sum("criminal_offence" in column.roles for column in about)
    assert facts["n_direct_ids"] == sum(column.identifies for column in about)
    assert facts["has_da_items"] and facts["has_location_items"]


@pytest.mark.parametrize(
    ("name", "said", "value"),
    [
        ("n_people", {"people": {"expected": 240}}, 240),
        ("small_area", {"people": {"small_area": False}}, False),
        ("withdrawal_route", {"agreement": {"linking": True}}, False),
        ("withdrawal_route", {"agreement": {"withdrawal_route": "Ask any worker."}}, True),
        ("cond_art9", {"flows": [{**EVALUATION, "parties": [PARTY]}]}, ""),
        ("cond_art9", {"flows": [{**EVALUATION, "parties": [RESEARCHER]}]}, "research"),
        ("cond_art9", {"flows": [{**EVALUATION, "parties": [{**PARTY, "role": "processor"}]}]}, None),
        ("n_parties_without_basis", {"flows": [{**EVALUATION, "parties": [PARTY]}]}, 1),
        ("transfer_encrypted", {"flows": [EVALUATION]}, None),
        ("transfer_encrypted", {"flows": [EVALUATION, {**LINKAGE, "encrypted": True}]}, True),
        ("transfer_encrypted", {"flows": [EVALUATION, {**LINKAGE, "encrypted": False}]}, False),
        ("n_processors", None, None),
        ("n_processors", {"processors": [{"body": "linker", "contract": "C-1"}]}, 1),
        ("n_processors_without_contract", {"processors": [{"body": "linker", "contract": "C-1"}]}, 0),
        ("n_subprocessors_undisclosed", {"processors": [{"body": "linker", "contract": "C-1"}]}, 1),
        ("outside_uk", {"security": {"hosting": "uk"}}, None),
        ("outside_uk", {"transfers": {"outside_uk": False}}, False),
        ("outside_uk", {"security": {"hosting": "elsewhere"}, "transfers": {"outside_uk": False}}, True),
        ("retention_past", {"retention": {"delete_by": "2026-09-30"}}, True),
        ("retention_past", {"retention": {"delete_by": "2026-10-01"}}, False),
        ("retention_set", {"retention": {"period": "five years"}}, True),
        ("partners_unsigned", {"bodies": [SIGNED], "documents": {"dsa": {"governed": GOVERNED}}}, 2),
        ("partners_unsigned", {"bodies": [SIGNED], "documents": {"dsa": {"governed": "sha256:1"}}}, 3),
        ("partners_unsigned", {"bodies": [SIGNED]}, 3),
        ("is_law_enforcement_partner", {"bodies": [{"id": "linker", "kind": "police"}]}, True),
        ("operational_reuse_allowed", {"flows": [{**EVALUATION, "operational_use": True}]}, True),
        ("programmes_share_person_data", {"programmes": [{"name": "x"}, {"shares_person_data": True}]}, True),
        ("programmes_share_person_data", {"programmes": [{"name": "x"}]}, None),
        ("split_files", {"flows": [{**LINKAGE, "to": "evaluator"}]}, False),
        ("people_consulted", {"consultation": {"not_done_because": "x"}}, False),
    ],
)  # fmt: skip
def test_what_a_profile_says(name: str, said: dict[str, Any] | None, value: object) -> None:
    assert told(said)[name] == value


def test_the_notice_covers_what_leaves_by_concept_or_table() -> None:
    tables = sorted(
        {item["table"] for item in known()["items"] if item["about_people"] and item["recipients"]}
    )
    assert told({"notice": {"covers": tables}})["notice_covers_items"] is True
    assert told({"notice": {"covers": tables[1:]}})["notice_covers_items"] is False


def test_a_new_column_of_a_special_category_is_counted() -> None:
    [people] = [table for table in contract().tables if table.concept == "participants"]
    more = replace(people.columns[-1], name="more", concept="more", roles=("special_category",))
    tables = tuple(
        replace(one, columns=(*one.columns, more)) if one is people else one for one in contract().tables
    )
    wider = replace(contract(), tables=tables)
    before, after = told(), known(of=wider)["declared"]
    assert {name for name in before if before[name] != after[name]} == {"n_items", "n_special"}
