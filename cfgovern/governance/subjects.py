"""What repeated questions are about: each party, each flow, each item about people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cfgovern.governance.bases import of_people, takes_part
from cfgovern.governance.law import Law

__all__ = ["subjects"]


def subjects(repeat: str, facts: Mapping[str, Any], law: Law) -> list[tuple[str, dict[str, Any]]]:
    """Targets (``party:host``, ``flow:answers``, ``item:participants.sex``) with their subjects, in order."""
    of = {"party": _parties, "flow": _flows, "item": _items}[repeat]
    return [(f"{repeat}:{name}", {repeat: subject}) for name, subject in of(facts, law)]


def _flows(facts: Mapping[str, Any], law: Law) -> Iterator[tuple[str, Mapping[str, Any]]]:
    kept = {domain["name"]: domain["retention"] for domain in facts["domains"]}
    for flow in of_people(facts):
        yield flow["id"], {**flow, "retention": kept.get(flow["domain"])}


def _items(facts: Mapping[str, Any], law: Law) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for item in facts["items"]:
        if item["about_people"] and item["collected"]:
            yield f"{item['table']}.{item['column']}", item


def _parties(facts: Mapping[str, Any], law: Law) -> Iterator[tuple[str, Mapping[str, Any]]]:
    bodies = {body["id"]: body for body in facts["bodies"]}
    for name in facts["parties"]:
        yield name, {**bodies[name], **_in_flows(name, facts, law)}


def _in_flows(name: str, facts: Mapping[str, Any], law: Law) -> dict[str, list[str]]:
    """The roles and the bases of a party in its flows, as words; none at all where one of them is missing."""
    roles, bases = [], []
    for flow in of_people(facts):
        parties = {party["body"]: party for party in flow.get("parties", ())}
        if name not in parties and name not in takes_part(flow):
            continue
        party = parties.get(name, {})
        roles.append(f"a {party['role_label'].lower()} ({flow['title']})" if party.get("role") else "")
        bases.append(_basis(party, flow, law))
    return {"roles": roles if all(roles) else [], "bases": bases if all(bases) else []}


def _basis(party: Mapping[str, Any], flow: Mapping[str, Any], law: Law) -> str:
    """One sentence on one flow; empty where there is nothing to say."""
    if party.get("role") == "processor":
        return f"{flow['title']}: it acts for a controller and on that one's basis."
    if not party.get("lawful_basis"):
        return ""
    ids = [party["lawful_basis"]]
    ids += [
        one for field in ("power", "article_9", "article_10", "schedule_1") for one in party.get(field) or ()
    ]
    if route := (flow.get("confidence") or {}).get("route"):
        ids.append(f"confidence_{route}")
    titles = [law.entries[one].title if one in law.entries else one for one in ids]
    if document := party.get("policy_document"):
        titles.append(f"policy document {document}")
    return f"{flow['title']}: {'; '.join(titles)}."
