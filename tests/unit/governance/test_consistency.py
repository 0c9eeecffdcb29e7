"""What a document or a notice says otherwise than contract and profile, and what is not claimed."""

from __future__ import annotations

from typing import Any

import pytest

from cfgovern.governance.consistency import mismatches, unmentioned
from cfgovern.governance.readback import Read
from tests.unit.governance.drafted import tables

DOMAIN = {
    "title": "Evaluation",
    "recipient": "Them",
    "purpose": "To learn",
    "n_items": "3",
    "retention": "2 years",
}
FACTS: dict[str, Any] = {
    "bodies": [{"id": "host", "name": "Northmoor"}, {"id": "eval", "name": "The evaluator (not named yet)"}],
    "flows": [
        {"from": "host", "to": "eval", "about_people": True},
        {"from": "host", "to": "host", "about_people": False},
    ],
    "retention": {"period": "Seven years"},
    "domains": [{"name": "evaluation", "about_people": True, "retention": ""}],
    "items": [
        {
            "table_label": "Needs",
            "label": "Mental health",
            "kinds": ["special_category"],
            "recipients": ["x"],
        },
        {"table_label": "Needs", "label": "Offences", "kinds": ["criminal_offence"], "recipients": []},
    ],
}


def told(**rows: list[dict[str, str]]) -> list[str]:
    return mismatches(Read("d.docx", "dpia", {}, (), rows), {"domains": [DOMAIN]}, tables())


def test_the_same_differs_in_nothing() -> None:
    assert told(domains=[DOMAIN]) == []
    assert told(domains=[{**DOMAIN, "retention": " 2\nyears"}]) == []


def test_each_difference_has_both_places() -> None:
    place = 'd.docx, table "Recipients and purposes in the contract"'
    assert told(domains=[{**DOMAIN, "retention": "9 years"}]) == [
        'Purpose Evaluation: kept by the recipient is "2 years" in contract and area profile,'
        f' and "9 years" in {place}.'
    ]
    assert told(domains=[]) == [
        f"Purpose Evaluation: stands in contract and area profile, and not in {place}."
    ]
    assert told(domains=[DOMAIN, {**DOMAIN, "title": "Else"}]) == [
        f"Purpose Else: stands in {place}, and not in contract and area profile."
    ]
    assert "is gone, or has other columns" in told()[0]


@pytest.mark.parametrize(
    "notice",
    ["An evaluator gets it for 7 years: mental health.", "**EVALUATOR**, seven-year limit, mentally unwell"],
)
def test_a_notice_that_mentions_all_is_not_accused(notice: str) -> None:
    assert unmentioned(notice, "n.md", FACTS) == []


def test_a_silent_notice_is_told() -> None:
    assert unmentioned("We evaluate, for 17 years.", "n.md", FACTS) == [
        "n.md does not mention the recipient The evaluator (not named yet) (area.yaml, flows).",
        'n.md does not mention how long data are kept: "Seven years" (area.yaml, retention.period).',
        'n.md does not mention special category data of the table "Needs", such as "Mental health" (the'
        " contract).",
    ]
