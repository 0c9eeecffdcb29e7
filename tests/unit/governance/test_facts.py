"""Facts of the programme contract and a made-up area."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfgovern.governance.facts import NOBODY
from tests.unit.governance.known import AS_OF, contract, known


def record(**said: Any) -> dict[str, Any]:
    return {
        "kind": "validate",
        "run_id": "r1",
        "ended": "2026-09-30T10:00:00+00:00",
        "outcome": "pass",
        "contract": contract().digest,
        "counts": {"error": 0},
        **said,
    }


def test_every_column_of_the_contract_is_an_item_exactly_once() -> None:
    facts = known()
    there = [(item["table"], item["column"]) for item in facts["items"]]
    assert there == [(table.name, one.name) for table in contract().tables for one in table.columns]
    assert json.loads(json.dumps(facts)) == facts


def test_what_is_not_collected_goes_to_nobody() -> None:
    off = [item for item in known()["items"] if not item["collected"]]
    assert {item["concept"] for item in off} >= {"nhs_number", "pnc_id"}
    assert {(item["part"], *item["recipients"]) for item in off} == {("not_collected",)}


def test_identifiers_and_answers_part_ways() -> None:
    parts: dict[str, set[str]] = {}
    for item in known()["items"]:
        for name in item["recipients"]:
            parts.setdefault(name, set()).add(item["part"])
    assert parts["national-linkage"] == {"identifiers"}
    assert "identifiers" not in parts["national-evaluation"]


def test_the_programme_says_who_sends_what_to_whom() -> None:
    facts = known()
    flows = {flow["id"]: flow for flow in facts["flows"]}
    assert flows["national-linkage"]["part"] == "identifiers"
    assert flows["national-linkage"]["kinds"][0] == "direct_identifier"
    assert not flows["national-delivery"]["about_people"]
    assert facts["parties"] == ["host", "evaluator", "linker"]


@pytest.mark.parametrize(
    ("said", "same", "current"),
    [
        ({}, True, True),
        ({"contract": "sha256:" + "0" * 64}, False, False),
        ({"ended": "2025-09-30T10:00:00+00:00"}, True, False),
        ({"ended": "2026-10-02T10:00:00+00:00"}, True, False),
    ],
)
def test_a_run_speaks_of_these_data_while_it_is_of_this_contract_and_fresh(
    said: dict[str, Any], same: bool, current: bool
) -> None:
    [one] = known(records=[record(**said)])["evidence"]
    assert (one["same_contract"], one["current"]) == (same, current)
    assert known()["as_of"] == AS_OF.isoformat()


def test_what_nobody_has_agreed_is_not_kept_as_words() -> None:
    assert {tuple(item["retention"]) for item in known()["items"]} == {()}
    kept = known({"retention": {"period": "five years after the programme ends"}})
    assert {tuple(item["retention"]) for item in kept["items"]} == {("five years after the programme ends",)}


def test_what_the_starter_left_to_be_filled_in_is_not_named_yet() -> None:
    area = known(area="TBC", host_organisation="To be named")["area"]
    assert (area["id"], area["host_organisation"], area["name"]) == (NOBODY, NOBODY, "Northmoor")


def test_a_name_is_never_said_to_be_a_token_alone() -> None:
    """The files for linking hold names in the clear, unless tokens are asked for."""
    sent = {item["concept"]: item["treatment"] for item in known()["items"] if item["part"] == "identifiers"}
    clear = "In the clear and apart from all answers, or as a token"
    assert {sent[name] for name in ("given_name", "family_name", "date_of_birth", "postcode")} == {clear}
    assert clear not in {item["treatment"] for item in known()["items"] if item["part"] != "identifiers"}
