"""Facts of a made-up area, as facts_of gives them, for tests of what is written from them."""

from __future__ import annotations

import copy
from typing import Any

from cfgovern.governance.vocabulary import load_vocabulary

_PARTIES = [
    {
        "body": "host",
        "name": "Wherryvale Council",
        "role": "joint_controller",
        "role_label": "Joint controller",
        "lawful_basis": "public_task",
        "basis_label": "public task",
        "power": ["localism_act_s1"],
        "article_9": ["article_9_research"],
        "article_10": ["article_10_authorised_by_law"],
        "schedule_1": ["schedule_1_research"],
    },
    {
        "body": "mhclg",
        "name": "The Ministry",
        "role": "joint_controller",
        "role_label": "Joint controller",
        "lawful_basis": "public_task",
        "basis_label": "public task",
        "power": ["crown_common_law"],
        "article_9": ["article_9_research"],
        "article_10": ["article_10_authorised_by_law"],
        "schedule_1": ["schedule_1_research"],
    },
]
_WHOLE: dict[str, Any] = {
    "as_of": "2026-11-28",
    "area": {
        "id": "CF-A01",
        "name": "Wherryvale",
        "host_organisation": "Wherryvale Council",
        "period": {"start": "2026-07-01", "end": "2026-09-30"},
    },
    "contract": {
        "id": "urn:cfgovern:changing-futures:candidate",
        "name": "Candidate contract",
        "version": "1.2.0",
        "digest": "sha256:aa",
        "governed": "sha256:bb",
    },
    "bodies": [
        {
            "id": "host",
            "name": "Wherryvale Council",
            "kind": "council",
            "kind_label": "council",
            "regime": "uk_gdpr",
            "regime_label": "UK GDPR",
            "contact": "data@wherryvale.example",
            "dpo": {"title": "Data Protection Officer", "contact": "dpo@wherryvale.example"},
            "siro": "Director of Resources",
            "caldicott_guardian": "Director of Adult Care",
            "signed_now": {},
        },
        {
            "id": "mhclg",
            "name": "The Ministry",
            "kind": "mhclg",
            "kind_label": "government department",
            "regime": "uk_gdpr",
            "regime_label": "UK GDPR",
            "contact": "research@ministry.example",
            "dpo": {"title": "Data Protection Officer", "contact": "dpo@ministry.example"},
            "siro": "Chief Data Officer",
            "signed_now": {},
        },
    ],
    "parties": ["host", "mhclg"],
    "flows": [
        {
            "id": "answers",
            "domain": "evaluation",
            "part": "payload",
            "part_label": "answers",
            "title": "Answers",
            "purpose": "To find out what helps.",
            "n_items": 2,
            "about_people": True,
            "kinds": ["special_category", "criminal_offence"],
            "from": "host",
            "to": "mhclg",
            "from_name": "Wherryvale Council",
            "to_name": "The Ministry",
            "how": "a sealed file",
            "how_often": "quarterly",
            "often_label": "every quarter",
            "encrypted": True,
            "parties": _PARTIES,
            "confidence": {"route": "consent", "opt_out": "not_applicable"},
            "operational_use": False,
        }
    ],
    "items": [
        {
            "table": "participants",
            "table_label": "Participants",
            "column": "ethnic_group",
            "label": "Ethnic group",
            "concept": "ethnic_group",
            "part": "payload",
            "about_people": True,
            "collected": True,
            "kinds": ["special_category"],
            "purposes": [{"id": "EQ1", "text": "Who is helped?"}],
            "recipients": ["evaluation"],
        },
        {
            "table": "participants",
            "table_label": "Participants",
            "column": "nights_prison",
            "label": "Nights in prison",
            "concept": "nights_prison",
            "part": "payload",
            "about_people": True,
            "collected": True,
            "kinds": ["criminal_offence"],
            "purposes": [{"id": "EQ2", "text": "what changes"}],
            "recipients": ["evaluation"],
        },
    ],
    "domains": [
        {
            "name": "evaluation",
            "title": "Answers",
            "recipient": "The Ministry",
            "purpose": "To find out what helps.",
            "retention": "five years",
            "about_people": True,
        }
    ],
    "evidence": [
        {
            "kind": "validate",
            "run_id": "run-1",
            "ended": "2026-11-20T10:00:00Z",
            "outcome": "pass",
            "age_days": 8,
            "current": True,
            "measures": {},
        }
    ],
    "declared": {
        "n_items": 2,
        "n_special": 1,
        "n_criminal": 1,
        "n_sensitive": 0,
        "n_direct_ids": 0,
        "n_free_text": 0,
        "has_linkage": True,
        "has_location_items": False,
        "outside_uk": False,
        "split_files": True,
        "operational_reuse_allowed": False,
        "is_law_enforcement_partner": False,
        "n_people": 120,
        "under_18": False,
        "n_processors": 0,
    },
    "people": {"expected": 120, "small_area": False, "under_18": False},
    "retention": {"period": "five years", "delete_by": "2034-03-31", "justified": "Outcomes come late."},
    "security": {
        "hosting": "uk",
        "where": "the council's own data centre",
        "access": "Only the evaluation team may open them.",
        "assurance": ["dspt"],
        "assets": ["case system", "sealed files"],
    },
    "transfers": {"outside_uk": False},
    "keys": {"custodian": "Head of Information Governance", "rotation_months": 12},
    "agreement": {
        "linking": True,
        "wording_version": "2026-1",
        "withdrawal_route": "Tell your worker, or write to data@wherryvale.example.",
        "coercion_screen": True,
        "notice_covers_linkage": True,
    },
    "notice": {"version": "2026-1", "published": "wherryvale.example/privacy"},
    "rights": {
        "contact": "rights@wherryvale.example",
        "complaints": "complaints@wherryvale.example",
        "breach": "breach@wherryvale.example",
        "who_answers": {"access": "host", "correction": "host", "erasure": "host", "objection": "host"},
    },
    "processors": [],
    "documents": {
        "dpia": {"version": "1", "owner": "Data and Digital Lead", "review_by": "2027-09-30"},
        "dsa": {
            "version": "1",
            "owner": "Data and Digital Lead",
            "starts": "2027-01-01",
            "review_by": "2028-01-01",
            "ends": "2030-03-31",
        },
    },
    "risks": [{"id": "R01", "title": "Picked out", "state": "applies"}],
    "regulator": {"state": "no", "high": [], "unknown": []},
}


def whole() -> dict[str, Any]:
    """Facts in which nothing that a clause or a derived answer needs is missing."""
    unknown = dict.fromkeys(load_vocabulary().facts)
    facts = copy.deepcopy(_WHOLE)
    facts["declared"] = unknown | facts["declared"]
    return facts
