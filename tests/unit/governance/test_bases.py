"""Which basis, power and conditions cannot stand for which party, where, and what to do about it."""

from __future__ import annotations

from typing import Any

import pytest

from cfgovern.governance.bases import basis_faults, used_entries
from cfgovern.governance.law import PUBLIC_BODIES, Law, load_law

DAY = "2026-11-28"
BODIES = {
    "council": "council",
    "trust": "nhs",
    "force": "police",
    "charity": "voluntary_sector",
    "linker": "linker",
}
GOOD = {"body": "council", "role": "controller", "lawful_basis": "public_task", "power": ["localism_act_s1"]}
RESEARCH = {"article_9": ["article_9_research"], "schedule_1": ["schedule_1_research"]}
GOVERNMENT = {
    "article_9": ["article_9_substantial_public_interest"],
    "schedule_1": ["schedule_1_government_purposes"],
}
AUTHORISED = {"article_10": ["article_10_authorised_by_law"]}


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law()


def facts(party: dict[str, Any], kinds: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    """One flow with one party; ``kinds`` of data travel in it. ``regime`` and ``confidence`` as given."""
    bodies = [
        {"id": name, "kind": kind, "name": f"The {name}", "regime": more.get("regime", "uk_gdpr")}
        for name, kind in BODIES.items()
    ]
    flow = {"id": "out", "about_people": True, "kinds": list(kinds), "parties": [party]}
    flow |= {"from": party["body"], "to": more.get("to", party["body"])}
    flow |= {"confidence": more.get("confidence", {"route": "consent"})}
    other = {"id": "delivery", "about_people": False, "kinds": [], "from": "council", "to": "ministry"}
    return {"as_of": more.get("day", DAY), "bodies": bodies, "flows": [flow, other]}


def ids(said: dict[str, Any], law: Law) -> list[str]:
    return [found["id"].removeprefix("law.") for found in basis_faults(said, law)]


def test_a_public_body_with_task_power_and_conditions_has_no_finding(law: Law) -> None:
    party = GOOD | RESEARCH | AUTHORISED
    assert ids(facts(party, ("special_category", "criminal_offence")), law) == []


def test_whoever_takes_part_says_in_which_role(law: Law) -> None:
    found = basis_faults(facts(GOOD, to="trust"), law)
    assert [(one["id"], one["flow"], one["party"]) for one in found] == [
        ("law.party_missing", "out", "trust")
    ]


@pytest.mark.parametrize("kind", ["special_category", "criminal_offence", "direct_identifier"])
def test_what_was_told_in_confidence_has_a_route(law: Law, kind: str) -> None:
    party = GOOD | RESEARCH | AUTHORISED
    found = basis_faults(facts(party, (kind,), confidence={}), law)
    assert [(one["id"], one["flow"], one["party"]) for one in found] == [
        ("law.confidence_missing", "out", "")
    ]
    assert ids(facts(party, ("sensitive",), confidence={}), law) == []


@pytest.mark.parametrize("kind", sorted(PUBLIC_BODIES))
@pytest.mark.parametrize("basis", ["legitimate_interests", "recognised_legitimate_interest"])
def test_no_public_body_rests_on_interests(law: Law, kind: str, basis: str) -> None:
    said = facts(GOOD | {"lawful_basis": basis})
    said["bodies"][0]["kind"] = kind
    found = [one for one in basis_faults(said, law) if one["id"] == "law.public_body_interests"]
    assert [one["place"] for one in found] == ["area.yaml: flows.out.parties.council.lawful_basis"]
    assert "cannot use" in found[0]["says"]
    assert "public_task" in found[0]["fix"]


def test_a_charity_may_rest_on_interests_since_they_are_law(law: Law) -> None:
    party = {"body": "charity", "role": "controller", "lawful_basis": "recognised_legitimate_interest"}
    assert ids(facts(party), law) == []
    assert ids(facts(party, day="2026-02-04"), law) == ["not_in_force"]


@pytest.mark.parametrize(
    ("party", "kinds", "found"),
    [
        ({"body": "council", "role": "controller"}, (), ["basis_missing"]),
        (GOOD | {"power": []}, (), ["power_missing"]),
        (GOOD | {"lawful_basis": "legal_obligation", "power": []}, (), ["power_missing"]),
        (GOOD | {"lawful_basis": "consent"}, (), ["consent_seldom_free"]),
        (GOOD | {"body": "charity", "lawful_basis": "consent", "power": []}, (), []),
        (GOOD | {"power": ["police_common_law"]}, (), ["not_for_kind"]),
        (GOOD | {"power": ["no_such_power"]}, (), ["unknown"]),
        (GOOD | {"power": ["public_task"]}, (), ["unknown"]),
        (GOOD, ("special_category",), ["article_9_missing"]),
        (GOOD, ("criminal_offence",), ["article_10_missing"]),
        (GOOD | {"article_9": ["article_9_research"]}, ("special_category",), ["schedule_1_missing"]),
        (GOOD | AUTHORISED, ("criminal_offence",), ["schedule_1_missing"]),
        (
            GOOD | RESEARCH | {"schedule_1": ["schedule_1_public_health"]},
            ("special_category",),
            ["schedule_1_missing"],
        ),
        (GOOD | GOVERNMENT, ("special_category",), ["policy_document_missing"]),
        (GOOD | GOVERNMENT | {"policy_document": "APD 3"}, ("special_category",), []),
        ({"body": "linker", "role": "processor"}, ("special_category",), []),
        (GOOD | {"body": "linker", "role": "processor", "power": []}, (), ["processor_basis"]),
    ],
)
def test_what_cannot_stand(law: Law, party: dict[str, Any], kinds: tuple[str, ...], found: list[str]) -> None:
    assert ids(facts(party, kinds), law) == found


@pytest.mark.parametrize(
    ("party", "found"),
    [
        (GOOD | {"body": "council"}, ["regime_not_for_kind"]),
        (GOOD | {"body": "force", "power": ["part_3_further_use"]}, []),
        (GOOD | {"body": "force", "power": []}, ["power_missing", "part_3_power_missing"]),
    ],
)
def test_part_3_is_for_law_enforcement(law: Law, party: dict[str, Any], found: list[str]) -> None:
    assert ids(facts(party, regime="dpa_part_3"), law) == found


@pytest.mark.parametrize(
    ("confidence", "found"),
    [
        ({"route": "section_251", "opt_out": "applied", "reference": "26/CAG/0001"}, []),
        ({"route": "section_251", "reference": "26/CAG/0001"}, ["opt_out_missing"]),
        ({"route": "section_251", "opt_out": "applied"}, ["section_251_reference"]),
        ({"route": "consent", "opt_out": "applied"}, ["opt_out_not_needed"]),
        ({"route": "consent", "opt_out": "not_applicable"}, []),
        ({}, []),
    ],
)
def test_the_opt_out_goes_with_section_251_alone(
    law: Law, confidence: dict[str, str], found: list[str]
) -> None:
    assert ids(facts(GOOD, confidence=confidence), law) == found


def test_every_finding_has_a_sentence_a_remedy_and_a_place(law: Law) -> None:
    found = basis_faults(facts({"body": "council", "role": "controller"}, ("special_category",)), law)
    assert len(found) == 2
    for one in found:
        assert set(one) == {"id", "says", "fix", "place", "flow", "party"}
        assert one["says"].endswith(".") and one["fix"].endswith(".")
        assert one["place"].startswith("area.yaml: flows.out.parties.council.")


def test_what_the_flows_rest_on(law: Law) -> None:
    said = facts(GOOD | RESEARCH, confidence={"route": "section_251"})
    used = ("public_task", "localism_act_s1", "article_9_research", "schedule_1_research")
    assert used_entries(said) == (*used, "confidence_section_251")
    assert set(used_entries(said)) <= set(law.entries)
