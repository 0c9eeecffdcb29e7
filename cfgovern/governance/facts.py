"""What is known, as plain JSON values: from the contract, the area profile and the run records.

Every document, question and risk reads these facts and nothing else, so two documents cannot tell two
stories.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from cfgovern.contract.domains import TO_BE_AGREED, Domain
from cfgovern.contract.model import Column, Contract, Table
from cfgovern.contract.purposes import Purpose
from cfgovern.contract.words import humanised, treatment_words
from cfgovern.profile.area import Area

__all__ = ["FRESH_DAYS", "NOBODY", "SECTIONS", "Known", "facts_of"]

Known = Mapping[str, Any]
FRESH_DAYS = 365
"""A run record older than this says nothing of today's data."""
SECTIONS = (
    "funding", "partnership", "roles", "processors", "people", "retention", "security", "transfers", "keys",
    "agreement", "notice", "consultation", "rights", "programmes", "mou", "lived_experience", "burden",
    "local_evaluation", "documents",
)  # fmt: skip
"""The sections of an area profile that are quoted as they are; one that is not there is an empty mapping."""
_KINDS = (
    "special_category",
    "criminal_offence",
    "direct_identifier",
    "quasi_identifier",
    "sensitive",
    "free_text",
    "record_id",
    "operational",
)
_ROUTE_PARTS = {"agreements": "agreements", "organisation": "organisation"}
_AS_NAMES = "In the clear and apart from all answers, or as a token"
"""What a split release and one of tokens do with an identifier."""
NOBODY = "not named yet"
"""What a name says that nobody has given yet: documents count it as open."""


def facts_of(
    contract: Contract,
    domains: Sequence[Domain],
    purposes: Mapping[str, Purpose],
    area: Area,
    said: Known,
    records: Iterable[Known],
    *,
    governed: str,
    retention: Mapping[str, str],
    as_of: date,
) -> dict[str, Any]:
    """All facts but the declared ones, as JSON values.

    ``said``: the sections of ``area`` over the programme's. ``records``: run records. ``governed``
    and ``retention``: digest of the governed facts, and what the contract says of keeping, by element.
    """
    bodies = [_body(body, said.get("documents", {}), governed) for body in said.get("bodies", ())]
    names = {body["id"]: body["name"] for body in bodies}
    items = [
        _item(table, column, domains, purposes, said, retention)
        for table in contract.tables
        for column in table.columns
    ]
    flows = _told_apart([_flow(flow, domains, names, items) for flow in said.get("flows", ())])
    return {
        "as_of": as_of.isoformat(),
        "area": _area(area),
        "contract": {
            "id": contract.id,
            "name": contract.name,
            "version": contract.version,
            "notice": contract.notice,
            "digest": contract.digest,
            "governed": governed,
        },
        "bodies": bodies,
        "parties": _parties(flows, bodies),
        "flows": flows,
        "domains": [_domain(one, items) for one in domains],
        "items": items,
        "evidence": [_record(one, contract.digest, as_of) for one in records],
        **{name: said.get(name, [] if name in ("processors", "programmes") else {}) for name in SECTIONS},
    }


def _area(area: Area) -> dict[str, Any]:
    first, last = area.period
    named = ("name", "host_organisation", "data_and_digital_lead", "notice_version")
    return {
        "id": _named(area, "area"),
        **{name: _named(area, name) for name in named},
        "period": {"start": first.isoformat(), "end": last.isoformat()},
    }


def _named(area: Area, name: str) -> str:
    return NOBODY if name in area.unsaid else str(getattr(area, name))


def _body(said: Known, documents: Known, governed: str) -> dict[str, Any]:
    """A body, and in ``signed_now`` what it signed of documents that rest on what is governed now."""
    regime = said.get("regime", "uk_gdpr")
    signed = said.get("signed", {}).items()
    return {
        **said,
        "signed_now": {one: by for one, by in signed if documents.get(one, {}).get("governed") == governed},
        "regime": regime,
        "kind_label": KIND_LABELS[said["kind"]],
        "regime_label": REGIME_LABELS[regime],
    }


def _item(
    table: Table,
    column: Column,
    domains: Sequence[Domain],
    purposes: Mapping[str, Purpose],
    said: Known,
    retention: Mapping[str, str],
) -> dict[str, Any]:
    """One column of the contract: what it tells of people, why it is there, who gets it and for how long."""
    place = (table.concept, column.concept)
    parts = {
        domain.name: part
        for domain in domains
        for part in ("payload", "identifiers")
        if column.collected and place in getattr(domain, part)
    }
    kinds = {*column.roles, *(("direct_identifier",) if column.identifies else ())}
    part = _ROUTE_PARTS.get(table.route or "") or _part(column, parts)
    in_names = part == "identifiers" and column.identifies and column.treatment == "token"
    return {
        "table": table.name,
        "table_label": table.label or humanised(table.name),
        "column": column.name,
        "label": column.label or humanised(column.name),
        "concept": column.concept,
        "type": column.type,
        "identifier": column.identifier or "",
        "collected": column.collected,
        "about_people": table.route != "organisation",
        "part": part,
        "kinds": [kind for kind in _KINDS if kind in kinds],
        "purposes": [_purpose(name, purposes) for name in column.purposes],
        "recipients": list(parts),
        "treated": column.treated,
        "treatment": _AS_NAMES if in_names else treatment_words(column),
        "retention": _kept(column, parts, domains, said, retention),
    }


def _part(column: Column, parts: Mapping[str, str]) -> str:
    if not column.collected:
        return "not_collected"
    found = set(parts.values())
    return "identifiers" if "identifiers" in found else "payload" if found else "stays"


def _purpose(name: str, purposes: Mapping[str, Purpose]) -> dict[str, str]:
    known = purposes.get(name)
    return {"id": name, "text": known.text if known else humanised(name.rpartition(".")[2])}


def _kept(
    column: Column,
    parts: Mapping[str, str],
    domains: Sequence[Domain],
    said: Known,
    retention: Mapping[str, str],
) -> list[str]:
    """How long an item is kept, in the words of whoever said so; empty where nobody has."""
    told = [domain.retention for domain in domains if domain.name in parts]
    told += [retention[name] for name in (column.concept, column.name, "all") if name in retention][:1]
    told.append(said.get("retention", {}).get("period", ""))
    return list(dict.fromkeys(words for words in told if words and words != TO_BE_AGREED))


def _domain(domain: Domain, items: Sequence[Known]) -> dict[str, Any]:
    there = [item for item in items if domain.name in item["recipients"]]
    return {
        "name": domain.name,
        "title": domain.title or humanised(domain.name),
        "description": domain.description,
        "recipient": domain.recipient,
        "purpose": domain.purpose,
        "retention": "" if domain.retention == TO_BE_AGREED else domain.retention,
        "n_items": len(there),
        "n_identifiers": len(domain.identifiers),
        "about_people": any(item["about_people"] for item in there),
    }


def _flow(
    said: Known, domains: Sequence[Domain], names: Mapping[str, str], items: Sequence[Known]
) -> dict[str, Any]:
    domain = next((one for one in domains if one.name == said.get("domain")), None)
    part = said.get("part", "payload")
    carried = [] if domain is None else _carried(domain, part, items)
    return {
        **said,
        "part": part,
        "part_label": PART_LABELS[part],
        "title": domain.title if domain else humanised(said["id"]),
        "purpose": domain.purpose if domain else "",
        "often_label": OFTEN_LABELS.get(said.get("how_often", ""), ""),
        "from_name": names.get(said.get("from", ""), NOBODY),
        "to_name": names.get(said.get("to", ""), NOBODY),
        "through_names": [names.get(one, NOBODY) for one in said.get("through", ())],
        "n_items": len(carried),
        "about_people": any(item["about_people"] for item in carried),
        "kinds": [kind for kind in _KINDS if any(kind in item["kinds"] for item in carried)],
        "parties": [_party(one, names) for one in said.get("parties", ())],
    }


def _told_apart(flows: Sequence[Known]) -> list[dict[str, Any]]:
    """The flows, where several carry the same each named with its sender too."""
    titles = Counter(flow["title"] for flow in flows)
    return [
        {**flow, "title": f"{flow['title']}, from {flow['from_name']}"}
        if titles[flow["title"]] > 1
        else {**flow}
        for flow in flows
    ]


def _carried(domain: Domain, part: str, items: Sequence[Known]) -> list[Known]:
    wanted = {column for _, column in getattr(domain, part)}
    return [item for item in items if domain.name in item["recipients"] and item["concept"] in wanted]


def _party(said: Known, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        **said,
        "name": names.get(said["body"], NOBODY),
        "role_label": ROLE_LABELS.get(said.get("role", ""), ""),
        "basis_label": humanised(said.get("lawful_basis", "")),
    }


def _parties(flows: Sequence[Known], bodies: Sequence[Known]) -> list[str]:
    """The bodies that send, carry, receive or answer for a flow about people, in the order of the profile."""
    there = set()
    for flow in flows:
        if flow["about_people"]:
            there |= {flow.get("from"), flow.get("to"), *flow.get("through", ())}
            there |= {party["body"] for party in flow["parties"]}
    return [body["id"] for body in bodies if body["id"] in there]


def _record(record: Known, digest: str, as_of: date) -> dict[str, Any]:
    """One run: whether it is of this contract and fresh enough to speak of today's data."""
    age = (as_of - date.fromisoformat(record["ended"][:10])).days
    same = record["contract"] == digest
    return {
        "kind": record["kind"],
        "run_id": record["run_id"],
        "ended": record["ended"],
        "outcome": record["outcome"],
        "counts": dict(record["counts"]),
        "measures": dict(record.get("measures") or {}),
        "link_plan": dict(record.get("link_plan") or {}),
        "age_days": age,
        "same_contract": same,
        "current": same and 0 <= age <= FRESH_DAYS,
    }


KIND_LABELS: Mapping[str, str] = {
    "council": "Council",
    "strategic_authority": "Mayoral strategic authority",
    "nhs": "NHS body",
    "police": "Police",
    "probation": "Probation",
    "voluntary_sector": "Voluntary or community organisation",
    "dwp": "Department for Work and Pensions",
    "mhclg": "Government department",
    "evaluator": "National evaluator",
    "linker": "Organisation that links records",
    "other": "Other body",
}
REGIME_LABELS: Mapping[str, str] = {
    "uk_gdpr": "UK GDPR and DPA 2018 Part 2",
    "dpa_part_3": "DPA 2018 Part 3 (law enforcement)",
}
ROLE_LABELS: Mapping[str, str] = {
    "controller": "Controller",
    "joint_controller": "Joint controller",
    "processor": "Processor",
}
OFTEN_LABELS: Mapping[str, str] = {
    "once": "once",
    "monthly": "every month",
    "quarterly": "every quarter",
    "yearly": "every year",
    "on_request": "on request",
}
PART_LABELS: Mapping[str, str] = {
    "payload": "Answers, without names",
    "identifiers": "Identifiers, without answers",
}
