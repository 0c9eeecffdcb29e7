"""What the prospectus asks of an area."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from cfgovern.governance.duties import Duty, duties_of, duty_rows
from cfgovern.profile.programme import load_programme
from tests.unit.governance.known import known


def found(said: Mapping[str, Any] | None = None) -> dict[str, Duty]:
    return {one.id: one for one in duties_of(known(said), load_programme().duties)}


def test_of_an_empty_profile_nothing_is_met_and_each_says_what_to_do() -> None:
    duties = found().values()
    assert {one.state for one in duties} == {"open", "not_met", "met"}
    assert [one.id for one in duties if one.state == "met"] == ["duties.partner_other_local_authority"]
    assert all(one.fix.endswith(".") and one.paragraph for one in duties if one.state != "met")


def test_every_paragraph_of_the_prospectus_that_asks_something_is_there() -> None:
    paragraphs = {one.paragraph for one in found().values()}
    assert paragraphs == {"8", "9", "16", "17", "18", "19", "20", "29 to 31", "36", "37", "38", "39"}
    assert sum(one.paragraph == "20" for one in found().values()) == 6
    assert sum(one.paragraph == "9" for one in found().values()) == 10
    assert sum(one.paragraph == "16" for one in found().values()) == 12


DUTY = {"owner": "Programme manager", "evidence": "Board paper 4"}
PROGRAMME = {"name": "A", "link": "x", "shares_person_data": False}
POST = {"post": "Programme manager", "body": "host", "filled": True}


@pytest.mark.parametrize(
    ("name", "said", "state"),
    [
        ("mou_area_evidence", {"mou": {"area": {"evidence": DUTY}}}, "met"),
        ("mou_area_evidence", {"mou": {"area": {"evidence": {"owner": "X"}}}}, "open"),
        ("mou_national_guidance", {"mou": {"national": {"guidance": DUTY}}}, "met"),
        ("funding_route", {"funding": {"recipient": "host", "route": "upper_tier"}}, "met"),
        ("funding_flows", {"funding": {"flows_on_to": ["x"], "delivery_plan": "Plan 1"}}, "met"),
        ("partner_police", {"bodies": [{"id": "host", "represents": ["police"]}]}, "met"),
        ("chair", {"partnership": {"chair": {"kind": "independent", "post": "Chair"}}}, "met"),
        ("chair", {"partnership": {"chair": {"kind": "partner", "post": "Chair"}}}, "open"),
        ("board", {"partnership": {"board": "x", "linked_boards": ["Health and wellbeing board"]}}, "met"),
        ("role_programme_lead", {"roles": {"programme_lead": POST}}, "met"),
        ("role_programme_lead", {"roles": {"programme_lead": {**POST, "filled": False}}}, "not_met"),
        ("role_programme_lead", {"roles": {"programme_lead": {"body": "host", "filled": True}}}, "open"),
        (
            "linked_programmes",
            {"programmes": [{"name": "A", "link": "x", "shares_person_data": False}]},
            "met",
        ),
        ("linked_programmes", {"programmes": [{"name": "A"}]}, "open"),
        ("burden", {"burden": {"reviewed_on": "2026-09-01"}}, "met"),
        ("documents", {"documents": {"dpia": {"version": "1"}, "dsa": {"version": "1"}}}, "met"),
        ("documents", {"documents": {"dpia": {"version": "1"}}}, "open"),
        ("signed", {"bodies": [{"id": "host", "signed": {"dsa": {"role": "x"}}}]}, "not_met"),
        ("lived_experience", {"lived_experience": {"how": "A panel.", "evidence": "Notes"}}, "met"),
        ("local_evaluation", {"local_evaluation": {"commissioned": False}}, "met"),
        ("local_evaluation", {"local_evaluation": {"commissioned": True, "body": "x"}}, "not_met"),
    ],
)
def test_what_a_profile_says_decides(name: str, said: dict[str, Any], state: str) -> None:
    assert found(said)[f"duties.{name}"].state == state


def test_rows_say_the_state_and_the_next_step() -> None:
    [row] = [one for one in duty_rows(found().values()) if one["paragraph"] == "36"]
    assert row["state"] == "Open" and "reviewed_on" in row["says"]
