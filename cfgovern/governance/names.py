"""The closed list of ``{names}`` that wording may hold, and what stands in their place.

A name takes its words from facts alone. Where the facts do not have them the name is missing, and says where
somebody can write them. Values are put in as they are: nothing inside a value is read as a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cfgovern.governance import saidwords
from cfgovern.governance.saidwords import Sources, at, bodies_with, is_known, listed, on_day

__all__ = ["NAMES", "Filled", "Missing", "fill", "names_in"]

NAME = re.compile(r"\{([a-z0-9_]+)\}")
_PARTIES = "area.yaml: flows.FLOW.parties"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that nobody has said: ``what`` it is, and the ``place`` where it can be written."""

    what: str
    place: str


@dataclass(frozen=True, slots=True)
class Filled:
    """Wording with its names filled; a missing one shows as a gap in square brackets."""

    text: str
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    what: str
    place: str
    value: Callable[[Sources], str | None]


def fill(text: str, sources: Sources) -> Filled:
    """``text`` with every name filled. Raises KeyError for a name that is not in the list."""
    missing: dict[Missing, None] = {}

    def put(found: re.Match[str]) -> str:
        name = NAMES[found.group(1)]
        value = name.value(sources)
        if value is None:
            missing[Missing(name.what, _placed(name.place, sources))] = None
            return f"[not yet known: {name.what}]"
        return value

    return Filled(NAME.sub(put, text), tuple(missing))


def _placed(place: str, sources: Sources) -> str:
    """The place, with the id of the flow or party that it is about."""
    for word, kind in (("FLOW", "flow"), ("PARTY", "party")):
        if kind in sources.subject:
            place = place.replace(word, sources.subject[kind]["id"])
    return place


def names_in(text: str) -> list[str]:
    """The names in ``text``, in order; ``?`` for a bracket that belongs to none."""
    odd = ["?"] if re.search(r"[{}]", NAME.sub("", text)) else []
    return NAME.findall(text) + odd


def _fact(path: str, what: str, place: str = "") -> _Name:
    def value(sources: Sources) -> str | None:
        found = at(path, sources)
        return None if found is None else str(found)

    return _Name(what, place or f"area.yaml: {path}", value)


def _day(path: str, what: str, place: str = "") -> _Name:
    return _Name(what, place or f"area.yaml: {path}", lambda sources: on_day(at(path, sources)))


def _several(path: str, what: str, key: str = "", place: str = "") -> _Name:
    """A list of texts, or what the entries of a list have under ``key``."""

    def value(sources: Sources) -> str | None:
        entries = at(path, sources) or ()
        return listed(str(one.get(key) or "") if key else str(one) for one in entries)

    return _Name(what, place or f"area.yaml: {path}", value)


def _items(kind: str, what: str) -> _Name:
    def value(sources: Sources) -> str | None:
        items: Sequence[Mapping[str, Any]] = sources.facts.get("items", ())
        there = (saidwords.lower(one["label"]) for one in items if kind in one["kinds"] and one["collected"])
        return listed(there) or ("none" if items else None)

    return _Name(what, "the contract: cfgovernRole", value)


def _with_role(role: str, what: str) -> _Name:
    return _Name(what, _PARTIES, lambda s: listed(bodies_with(s.facts, role)))


def _sentences(path: str, what: str, place: str) -> _Name:
    """A list of whole sentences, each on a line of its own."""
    return _Name(what, place, lambda sources: "\n".join(at(path, sources) or ()) or None)


def _yes_no(path: str, yes: str, no: str, what: str, place: str = "") -> _Name:
    def value(sources: Sources) -> str | None:
        found = at(path, sources)
        return None if found is None else yes if found else no

    return _Name(what, place or f"area.yaml: {path}", value)


def _host(key: str) -> Callable[[Sources], str | None]:
    def value(sources: Sources) -> str | None:
        bodies: Sequence[Mapping[str, Any]] = sources.facts.get("bodies", ())
        found = next((one.get("dpo", {}).get(key) for one in bodies if one["id"] == "host"), None)
        return str(found) if is_known(found) else None

    return value


NAMES: Mapping[str, _Name] = {
    "area_name": _fact("area.name", "the name of the area", "area.yaml: name"),
    "host": _fact("area.host_organisation", "the host organisation", "area.yaml: host_organisation"),
    "as_of": _day("as_of", "the day of the draft"),
    "contract_name": _fact("contract.name", "the name of the contract", "the contract: name"),
    "contract_version": _fact("contract.version", "the version of the contract", "the contract: version"),
    "contract_digest": _Name("the digest of the governed facts", "the contract", saidwords.digest),
    "n_items": _fact("declared.n_items", "how many items there are", "the contract"),
    "n_special": _fact("declared.n_special", "how many items are of a special category", "the contract"),
    "n_criminal": _fact("declared.n_criminal", "how many items are about offences", "the contract"),
    "n_direct_ids": _fact("declared.n_direct_ids", "how many items name a person", "the contract"),
    "n_free_text": _fact("declared.n_free_text", "how many items are free text", "the contract"),
    "n_people": _fact("people.expected", "how many people the area expects to support"),
    "special_items": _items("special_category", "the items of a special category"),
    "criminal_items": _items("criminal_offence", "the items about offences"),
    "identifier_items": _items("direct_identifier", "the items that name a person"),
    "purposes": _Name("what the data are for", "domains.yaml: purpose", saidwords.purposes),
    "flows": _Name("which data go from whom to whom", "area.yaml: flows", saidwords.flows),
    "recipients": _Name("who receives the data", "domains.yaml: recipient", saidwords.recipients),
    "parties": _Name("who takes part", "area.yaml: flows", saidwords.parties),
    "controllers": _with_role("controller", "who is a controller"),
    "all_controllers": _Name(
        "who the controllers are", _PARTIES, lambda s: listed(saidwords.controllers(s.facts))
    ),
    "joint_controllers": _with_role("joint_controller", "who is a joint controller"),
    "processors": _Name("who is a processor", "area.yaml: processors", saidwords.processors),
    "processor_contracts": _Name(
        "the contract of each processor, or that there is none",
        "area.yaml: processors",
        saidwords.processor_contracts,
    ),
    "screening": _several("screening", "a sign of high risk to people", place="area.yaml and the contract"),
    "last_check": _Name(
        "a check of the data that is up to date", "cfgovern validate --evidence", saidwords.last_check
    ),
    "n_risks": _Name("how many risks apply", "cfgovern documents explain", saidwords.n_risks),
    "residual": _Name("which risks are still high", "cfgovern documents explain", saidwords.residual),
    "ask_regulator": _Name(
        "whether a high risk is left", "cfgovern documents explain", saidwords.ask_regulator
    ),
    "signers": _Name("who accepts the risk that is left", "area.yaml: bodies.BODY.siro", saidwords.signers),
    "who_answers": _Name("who answers which request", "area.yaml: rights.who_answers", saidwords.who_answers),
    "dpo_title": _Name("the host's data protection officer", "area.yaml: bodies.host.dpo", _host("title")),
    "dpo_contact": _Name("how to reach that officer", "area.yaml: bodies.host.dpo", _host("contact")),
    "dpia_owner": _fact("documents.dpia.owner", "who answers for the assessment"),
    "dpia_version": _fact("documents.dpia.version", "the version of the assessment"),
    "dpia_review": _day("documents.dpia.review_by", "the day by which the assessment is reviewed"),
    "dsa_owner": _fact("documents.dsa.owner", "who answers for the agreement"),
    "dsa_version": _fact("documents.dsa.version", "the version of the agreement"),
    "dsa_starts": _day("documents.dsa.starts", "the day on which the agreement starts"),
    "dsa_review": _day("documents.dsa.review_by", "the day by which the agreement is reviewed"),
    "dsa_ends": _day("documents.dsa.ends", "the day on which the agreement ends"),
    "retention_period": _fact("retention.period", "how long the data are kept"),
    "retention_until": _day("retention.delete_by", "the day by which the data are deleted"),
    "retention_reason": _fact("retention.justified", "why the data are kept so long"),
    "security_where": _fact("security.where", "where the data are kept"),
    "security_access": _fact("security.access", "who may open the data"),
    "assurance": _several("security.assurance", "which outside assurance of security there is"),
    "assets": _several("security.assets", "the systems, formats and places that hold the data"),
    "hosting": _yes_no(
        "transfers.outside_uk",
        "Some data leave the United Kingdom.",
        "The data stay in the United Kingdom.",
        "whether data leave the United Kingdom",
    ),
    "safeguard": _fact("transfers.safeguard", "what protects data outside the United Kingdom"),
    "key_custodian": _fact("keys.custodian", "the post that holds the keys"),
    "key_months": _fact("keys.rotation_months", "after how many months keys are renewed"),
    "rights_contact": _fact("rights.contact", "where people write to about their data"),
    "complaints_contact": _fact("rights.complaints", "where people send complaints"),
    "breach_contact": _fact("rights.breach", "whom to tell of a breach"),
    "wording_version": _fact(
        "agreement.wording_version", "the version of the words in which people are asked"
    ),
    "withdrawal_route": _fact("agreement.withdrawal_route", "how a person takes an agreement back"),
    "notice_version": _fact("notice.version", "the version of the privacy notice"),
    "notice_published": _fact("notice.published", "where the privacy notice can be read"),
    "regulator": _Name("the regulator", "legal.yaml", lambda s: s.law.regulator(s.facts["as_of"]).title),
    "party_name": _Name("the name of the party", "area.yaml: bodies.PARTY.name", saidwords.party_name),
    "party_kind": _fact("party.kind_label", "the kind of the party", "area.yaml: bodies"),
    "party_contact": _fact("party.contact", "how to reach the party", "area.yaml: bodies.PARTY.contact"),
    "party_dpo": _fact("party.dpo.title", "its data protection officer", "area.yaml: bodies.PARTY.dpo"),
    "party_dpo_contact": _fact(
        "party.dpo.contact", "how to reach that officer", "area.yaml: bodies.PARTY.dpo"
    ),
    "party_roles": _several("party.roles", "its role in each flow", place=_PARTIES),
    "party_bases": _sentences("party.bases", "its basis in each flow", _PARTIES),
    "party_caldicott": _Name(
        "its Caldicott Guardian", "area.yaml: bodies.PARTY.caldicott_guardian", saidwords.party_caldicott
    ),
    "party_signed": _Name(
        "who has signed for it", "area.yaml: bodies.PARTY.signed.dsa", saidwords.party_signed
    ),
    "flow_title": _fact("flow.title", "the name of the flow", "domains.yaml: title"),
    "flow_from": _fact("flow.from_name", "who sends", "area.yaml: flows.FLOW.from"),
    "flow_to": _fact("flow.to_name", "who receives", "area.yaml: flows.FLOW.to"),
    "flow_how": _fact("flow.how", "how the data are sent", "area.yaml: flows.FLOW.how"),
    "flow_often": _fact("flow.often_label", "how often they are sent", "area.yaml: flows.FLOW.how_often"),
    "flow_items": _fact("flow.n_items", "how many items are sent", "the contract"),
    "flow_encrypted": _yes_no(
        "flow.encrypted",
        "The data are encrypted on the way.",
        "The data are NOT encrypted on the way.",
        "whether they are encrypted on the way",
        "area.yaml: flows.FLOW.encrypted",
    ),
    "flow_retention": _fact("flow.retention", "how long the recipient keeps them", "domains.yaml: retention"),
    "item_label": _fact("item.label", "the name of the item", "the contract"),
    "item_purposes": _Name("why it is needed", "the contract: cfgovernPurpose", saidwords.item_purposes),
}
