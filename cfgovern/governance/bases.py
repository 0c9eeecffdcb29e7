"""Whether the basis, power and conditions that an area wrote for each party of each flow can stand.

A finding is a mapping of ``id``, ``says``, ``fix``, ``place`` (a path in area.yaml), ``flow`` and ``party``
(empty where it is about the whole flow). That there is none does not mean that a sharing is lawful: only the
controller can decide that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cfgovern.governance.law import PUBLIC_BODIES, Entry, Law

__all__ = ["basis_faults", "flow_faults", "of_people", "party_faults", "takes_part", "used_entries"]

Finding = dict[str, str]
_CATEGORIES = {
    "article_9": ("special_category", "items of a special category, such as health or ethnic group"),
    "article_10": ("criminal_offence", "items about offences"),
}
_PART_3_KINDS = frozenset({"police", "probation", "other"})
_LISTS = ("power", "article_9", "article_10", "schedule_1")


def basis_faults(facts: Mapping[str, Any], law: Law) -> list[Finding]:
    """Findings about every flow of data about people (see facts_of) on the day ``as_of``, in their order."""
    bodies = {body["id"]: body for body in facts["bodies"]}
    found: list[Finding] = []
    for flow in of_people(facts):
        kinds = set(flow["kinds"])
        found += flow_faults(flow, kinds)
        parties = {party["body"]: party for party in flow.get("parties", ())}
        for name in dict.fromkeys([*takes_part(flow), *parties]):
            body = bodies.get(name, {"id": name})
            if name in parties:
                found += party_faults(flow["id"], parties[name], body, kinds, law, facts["as_of"])
            else:
                found.append(_absent(flow["id"], name, body))
    return found


def takes_part(flow: Mapping[str, Any]) -> list[str]:
    """Ids of the bodies that a flow passes through, from the first to the last."""
    return [flow["from"], *(flow.get("through") or ()), flow["to"]]


def _absent(flow: str, name: str, body: Mapping[str, Any]) -> Finding:
    return _finding(
        "law.party_missing",
        f"{body.get('name', name)} takes part in this flow, and nobody has said in which role.",
        "Add it under parties, with role, lawful_basis and power.",
        f"flows.{flow}.parties.{name}",
    )


def of_people(facts: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The flows of data about people; the others need no basis in data protection law."""
    return [flow for flow in facts["flows"] if flow["about_people"]]


def used_entries(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of the law that the flows of ``facts`` rest on, each once, in the order of the flows."""
    used: dict[str, None] = {}
    for flow in of_people(facts):
        for party in flow.get("parties", ()):
            ids = [party.get("lawful_basis"), *(one for name in _LISTS for one in party.get(name) or ())]
            used |= dict.fromkeys(one for one in ids if one)
        if route := (flow.get("confidence") or {}).get("route"):
            used[f"confidence_{route}"] = None
    return tuple(used)


def flow_faults(flow: Mapping[str, Any], kinds: set[str]) -> Iterator[Finding]:
    """Whether the route through the duty of confidence and the National Data Opt-out go together."""
    said = flow.get("confidence") or {}
    place = f"flows.{flow['id']}.confidence"
    if not said.get("route") and kinds & {"special_category", "criminal_offence", "direct_identifier"}:
        yield _finding(
            "law.confidence_missing",
            "This flow carries what people tell in confidence, and nobody has said how that duty is met.",
            "Write a route: consent (the person agreed), section_251, legal_requirement, public_interest.",
            f"{place}.route",
        )
    section_251 = said.get("route") == "section_251"
    if section_251 and said.get("opt_out") != "applied":
        yield _finding(
            "law.opt_out_missing",
            "With section 251 support the National Data Opt-out has to be applied.",
            "Apply it and write opt_out: applied, or write in reference which approval says otherwise.",
            f"{place}.opt_out",
        )
    if section_251 and not said.get("reference"):
        yield _finding(
            "law.section_251_reference",
            "Section 251 support is given for one use, under a reference, and none is written here.",
            "Write the reference of the approval under reference.",
            f"{place}.reference",
        )
    if said.get("route") and not section_251 and said.get("opt_out") == "applied":
        yield _finding(
            "law.opt_out_not_needed",
            "The National Data Opt-out goes with section 251 support only, and this flow has another route.",
            "Write opt_out: not_applicable, or check the route.",
            f"{place}.opt_out",
        )


def party_faults(
    flow: str, party: Mapping[str, Any], body: Mapping[str, Any], carries: set[str], law: Law, day: str
) -> Iterator[Finding]:
    """What cannot stand of one party's basis, power and conditions, where such kinds of data travel."""
    place = f"flows.{flow}.parties.{party['body']}"
    name = body.get("name", party["body"])
    yield from _unusable(party, name, body.get("kind", "other"), law, day, place)
    if party.get("role") == "processor":
        if party.get("lawful_basis"):
            yield _finding(
                "law.processor_basis",
                f"{name} is a processor here; it works under the basis of the controller that it acts for.",
                "Leave lawful_basis out, or write another role.",
                f"{place}.lawful_basis",
            )
        return
    yield from _basis(party, name, body, law, place)
    for article, (kind, words) in _CATEGORIES.items():
        if kind in carries and not party.get(article):
            yield _finding(
                f"law.{article}_missing",
                f"This flow carries {words}, and {name} has no condition of {_articled(article)} for them.",
                f"Write one under {article}, or leave those items out of the flow.",
                f"{place}.{article}",
            )
    yield from _schedule_1(party, name, law, place)


def _unusable(
    party: Mapping[str, Any], name: str, kind: str, law: Law, day: str, place: str
) -> Iterator[Finding]:
    """Ids that the law file does not have, has for another question, for other bodies or for other days."""
    named = [("lawful_basis", party["lawful_basis"])] if party.get("lawful_basis") else []
    named += [(field, one) for field in _LISTS for one in party.get(field) or ()]
    for field, one in named:
        entry = law.entries.get(one)
        if entry is None or not _answers(entry, field):
            yield _finding(
                "law.unknown",
                f"What {name} has under {field} is not in the list of the law for it.",
                f"Take one of the ids in legal.yaml that stand under {field}.",
                f"{place}.{field}",
            )
        elif not entry.in_force(day):
            yield _finding(
                "law.not_in_force",
                f"{entry.title} was not in force on {day}.",
                "Take another, or check its dates in legal.yaml.",
                f"{place}.{field}",
            )
        elif not entry.fits(kind) and field == "lawful_basis" and kind in PUBLIC_BODIES:
            yield _finding(
                "law.public_body_interests",
                f"{name} is a public body, and a public body cannot use {_plain(entry)} for its tasks.",
                "Write lawful_basis: public_task, and name the power under power.",
                f"{place}.{field}",
            )
        elif not entry.fits(kind):
            yield _finding(
                "law.not_for_kind",
                f"{entry.title} is not for a body such as {name}.",
                f"Take one that is, or check the kind of {name}.",
                f"{place}.{field}",
            )


def _basis(
    party: Mapping[str, Any], name: str, body: Mapping[str, Any], law: Law, place: str
) -> Iterator[Finding]:
    basis, kind = party.get("lawful_basis"), body.get("kind", "other")
    entry = law.entries.get(basis or "")
    if not basis:
        yield _finding(
            "law.basis_missing",
            f"{name} has no lawful basis for this flow.",
            "Write one under lawful_basis. A public body usually has public_task.",
            f"{place}.lawful_basis",
        )
    elif entry is not None and entry.needs_power and not party.get("power"):
        yield _finding(
            "law.power_missing",
            f"{_plain(entry).capitalize()} rests on a law, and none is named for {name}.",
            "Name it under power.",
            f"{place}.power",
        )
    if basis == "consent" and kind in PUBLIC_BODIES:
        yield _finding(
            "law.consent_seldom_free",
            f"Consent is seldom free where people depend on a public body, and {name} is one.",
            "Think of public_task. Agreement to linking is asked for all the same, and is not this basis.",
            f"{place}.lawful_basis",
        )
    if body.get("regime") == "dpa_part_3":
        yield from _part_3(party, name, kind, place)


def _part_3(party: Mapping[str, Any], name: str, kind: str, place: str) -> Iterator[Finding]:
    if kind not in _PART_3_KINDS:
        yield _finding(
            "law.regime_not_for_kind",
            f"Part 3 of the Data Protection Act is for law enforcement, and {name} is no such body.",
            "Write regime: uk_gdpr.",
            f"bodies.{party['body']}.regime",
        )
    elif not party.get("power"):
        yield _finding(
            "law.part_3_power_missing",
            f"What {name} collected for law enforcement may go to another purpose only where law allows it.",
            "Name that law under power. From then on the UK GDPR applies.",
            f"{place}.power",
        )


def _schedule_1(party: Mapping[str, Any], name: str, law: Law, place: str) -> Iterator[Finding]:
    """Conditions of Schedule 1 that the others need, and the policy document that some of those need."""
    given = [law.entries[one] for one in party.get("schedule_1") or () if one in law.entries]
    for field in ("article_9", "article_10"):
        for one in party.get(field) or ():
            entry = law.entries.get(one)
            if entry is not None and entry.needs_schedule_1 and not any(one in each.serves for each in given):
                fitting = ", ".join(n for n, each in law.under("schedule_1").items() if one in each.serves)
                yield _finding(
                    "law.schedule_1_missing",
                    f"{entry.title} holds only with a condition of Schedule 1, and {name} has none for it.",
                    f"Write one under schedule_1: {fitting}.",
                    f"{place}.schedule_1",
                )
    needing = [entry.title for entry in given if entry.needs_policy_document]
    if needing and not party.get("policy_document"):
        yield _finding(
            "law.policy_document_missing",
            f"{name} needs an appropriate policy document for {'; '.join(needing)}.",
            "Write one, keep it ready for the regulator, and put its reference under policy_document.",
            f"{place}.policy_document",
        )


def _answers(entry: Entry, field: str) -> bool:
    if field == "power":
        return entry.kind == "power"
    return entry.under == ("article_6" if field == "lawful_basis" else field)


def _plain(entry: Entry) -> str:
    """The title without the article behind it, inside a sentence."""
    return entry.title.partition(" (")[0].lower()


def _articled(name: str) -> str:
    return name.replace("article_", "Article ")


def _finding(name: str, says: str, fix: str, place: str) -> Finding:
    """A finding at ``flows.FLOW.parties.PARTY...``, ``flows.FLOW.confidence...`` or ``bodies.PARTY...``."""
    steps = place.split(".")
    flow = steps[1] if steps[0] == "flows" else ""
    party = steps[1] if steps[0] == "bodies" else steps[3] if steps[2] == "parties" else ""
    return {
        "id": name,
        "says": says,
        "fix": fix,
        "place": f"area.yaml: {place}",
        "flow": flow,
        "party": party,
    }
