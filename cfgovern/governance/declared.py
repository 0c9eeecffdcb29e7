"""The declared facts that conditions of questions, risks and clauses may name: numbers, yes or no, texts.

What nobody has said is None: unknown, and no condition takes it for no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from cfgovern.governance.facts import Known
from cfgovern.governance.law import Law
from cfgovern.governance.vocabulary import FactWord, Vocabulary

__all__ = ["Value", "declared"]

Value = bool | int | str | None
_FIELDS = {"kinds": "kinds", "identifiers": "identifier", "types": "type", "concepts": "concept"}
"""Words of facts.yaml, and where an item says it."""


def declared(facts: Known, vocabulary: Vocabulary, law: Law) -> dict[str, Value]:
    """Every fact of the ``vocabulary``, in its order, from the ``facts`` of ``facts_of``."""
    about = [item for item in facts["items"] if item["about_people"] and item["collected"]]
    known = _Profile(facts, law)
    found: dict[str, Value] = {}
    for name, word in vocabulary.facts.items():
        found[name] = _counted(word, about) if word.items is not None else _RULES[name](known)
    return found


def _counted(word: FactWord, items: Iterable[Known]) -> Value:
    there = [item for item in items if _is_one(item, word.items or {})]
    return len(there) if word.kind == "number" else bool(there)


def _is_one(item: Known, wanted: Mapping[str, tuple[str, ...]]) -> bool:
    if not any(wanted.values()):
        return True
    for field, values in wanted.items():
        there = item[_FIELDS[field]]
        if not set(values).isdisjoint([there] if isinstance(there, str) else there):
            return True
    return False


class _Profile:
    """What the sections of an area profile say, with what a rule needs at hand."""

    def __init__(self, facts: Known, law: Law) -> None:
        self.facts = facts
        self.law = law
        self.day = date.fromisoformat(facts["as_of"])
        self.bodies: dict[str, Known] = {body["id"]: body for body in facts["bodies"]}
        self.flows: list[Known] = [flow for flow in facts["flows"] if flow["about_people"]]
        self.parties: list[tuple[Known, Known]] = [
            (flow, party) for flow in self.flows for party in flow["parties"]
        ]
        self.taking_part: list[Known] = [self.bodies[one] for one in facts["parties"]]

    def said(self, section: str, name: str) -> Any:
        """What stands under a name of a section; None where nobody has said."""
        return self.facts[section].get(name)

    def every(self, field: str) -> bool | None:
        """Whether every flow about people has yes there; None where one says nothing and none says no."""
        told = [flow.get(field) for flow in self.flows]
        return False if False in told else None if not told or None in told else True

    def conditions(self, kind: str, article: str) -> str | None:
        """The conditions of an article that parties of flows with that kind of data have; empty where one has
        none; None where no such party is named."""
        there = [
            party.get(article, ())
            for flow, party in self.parties
            if kind in flow["kinds"] and party.get("role") != "processor"
        ]
        if not there:
            return None
        return "" if not all(there) else ", ".join(dict.fromkeys(name for one in there for name in one))

    def policies(self) -> bool | None:
        """Whether each party that relies on a condition which needs one names its policy document."""
        told = []
        for _, party in self.parties:
            used = [*party.get("article_9", ()), *party.get("article_10", ()), *party.get("schedule_1", ())]
            if any(self.needs_policy(name) for name in used):
                told.append(bool(party.get("policy_document")))
        return all(told) if self.parties else None

    def needs_policy(self, name: str) -> bool:
        """Whether a condition of the law file needs an appropriate policy document."""
        entry = self.law.entries.get(name)
        return entry is not None and entry.needs_policy_document

    def unfounded(self) -> int | None:
        """How many parties have no lawful basis, or none of the powers that theirs needs."""
        if not self.parties:
            return None
        without = set()
        for flow, party in self.parties:
            entry = self.law.entries.get(party.get("lawful_basis", ""))
            needs_power = entry is not None and entry.needs_power and not party.get("power")
            if party.get("role") != "processor" and (entry is None or needs_power):
                without.add((flow["id"], party["body"]))
        return len(without)

    def processors(self) -> set[str] | None:
        """The bodies that are processors; None where nobody has said what role anybody has."""
        if not self.parties and not self.facts["processors"]:
            return None
        named = {one["body"] for one in self.facts["processors"]}
        return named | {party["body"] for _, party in self.parties if party.get("role") == "processor"}

    def without(self, field: str) -> int | None:
        """How many processors have nothing, or no, under a field of their entry."""
        there = self.processors()
        if there is None:
            return None
        told = {one["body"]: one for one in self.facts["processors"]}
        return sum(not told.get(body, {}).get(field) for body in there)

    def kinds(self, *kinds: str) -> bool:
        """Whether a body of one of these kinds takes part."""
        return any(body["kind"] in kinds for body in self.taking_part)


def _linkage(known: _Profile) -> bool:
    said: bool | None = known.said("agreement", "linking")
    return said if said is not None else any(domain["n_identifiers"] for domain in known.facts["domains"])


def _split(known: _Profile) -> bool:
    parts: dict[str, set[Any]] = {"payload": set(), "identifiers": set()}
    for flow in known.flows:
        parts[flow["part"]].add(flow.get("to"))
    return not parts["payload"] & parts["identifiers"]


def _covered(known: _Profile) -> bool | None:
    covers = known.said("notice", "covers")
    if covers is None:
        return None
    there = [item for item in known.facts["items"] if item["about_people"] and item["recipients"]]
    return all({item["concept"], item["table"]} & set(covers) for item in there)


def _outside(known: _Profile) -> bool | None:
    hosting, said = known.said("security", "hosting"), known.said("transfers", "outside_uk")
    if said or hosting == "elsewhere":
        return True
    return None if said is None else False


def _past(known: _Profile) -> bool | None:
    delete_by = known.said("retention", "delete_by")
    return None if delete_by is None else date.fromisoformat(str(delete_by)) < known.day


def _unsigned(known: _Profile) -> int | None:
    if not known.taking_part:
        return None
    return sum(not body["signed_now"].get("dsa") for body in known.taking_part)


def _confidence(known: _Profile) -> int:
    return sum(
        "special_category" in flow["kinds"] and not flow.get("confidence", {}).get("route")
        for flow in known.flows
    )


def _consulted(known: _Profile) -> bool | None:
    said = known.facts["consultation"]
    return bool(said.get("people", {}).get("how")) if said else None


def _shared_programmes(known: _Profile) -> bool | None:
    told = [one.get("shares_person_data") for one in known.facts["programmes"]]
    return None if not told else True if True in told else None if None in told else False


def _extra_columns(known: _Profile) -> bool | None:
    told = [
        record["measures"]["undeclared_columns"]
        for record in known.facts["evidence"]
        if record["current"] and "undeclared_columns" in record["measures"]
    ]
    return bool(told[-1]) if told else None


def _changed(known: _Profile) -> bool | None:
    signed = known.said("documents", "dpia") or {}
    governed = signed.get("governed")
    if governed is None:  # what nobody has signed cannot be out of date
        return None if any(body.get("signed", {}).get("dpia") for body in known.facts["bodies"]) else False
    return bool(governed != known.facts["contract"]["governed"])


def _processors(known: _Profile) -> int | None:
    there = known.processors()
    return None if there is None else len(there)


def _text(section: str, name: str) -> Callable[[_Profile], Value]:
    return lambda known: known.said(section, name) or ""


def _written(section: str, name: str) -> Callable[[_Profile], Value]:
    """Yes where something is written there; no where the section is there without it; else unknown."""
    return lambda known: bool(known.said(section, name)) if known.facts[section] else None


def _said(section: str, name: str) -> Callable[[_Profile], Value]:
    return lambda known: known.said(section, name)


_RULES: Mapping[str, Callable[[_Profile], Value]] = {
    "n_without_purpose": lambda known: sum(
        not item["purposes"] for item in known.facts["items"] if item["about_people"] and item["recipients"]
    ),
    "n_recipients": lambda known: len({flow.get("to") for flow in known.flows}),
    "split_files": _split,
    "n_people": _said("people", "expected"),
    "small_area": _said("people", "small_area"),
    "under_18": _said("people", "under_18"),
    "has_linkage": _linkage,
    "consent_for_linkage": _said("agreement", "linking"),
    "withdrawal_route": _written("agreement", "withdrawal_route"),
    "coercion_screen": _said("agreement", "coercion_screen"),
    "notice_covers_linkage": _said("agreement", "notice_covers_linkage"),
    "notice_covers_items": _covered,
    "people_consulted": _consulted,
    "cond_art9": lambda known: known.conditions("special_category", "article_9"),
    "cond_art10": lambda known: known.conditions("criminal_offence", "article_10"),
    "appropriate_policy_doc": _Profile.policies,
    "n_parties_without_basis": _Profile.unfounded,
    "n_flows_without_confidence": _confidence,
    "transfer_encrypted": lambda known: known.every("encrypted"),
    "n_processors": _processors,
    "n_processors_without_contract": lambda known: known.without("contract"),
    "n_subprocessors_undisclosed": lambda known: known.without("subprocessors_known"),
    "outside_uk": _outside,
    "transfer_safeguard": _written("transfers", "safeguard"),
    "access_described": _written("security", "access"),
    "assurance_recorded": _written("security", "assurance"),
    "retention_set": lambda known: (
        bool(known.said("retention", "period"))
        or (bool(known.flows) and all(domain["retention"] for domain in known.facts["domains"]))
    ),
    "retention_past": _past,
    "key_custodian": _text("keys", "custodian"),
    "key_rotation_months": _said("keys", "rotation_months"),
    "complaints_route": _written("rights", "complaints"),
    "breach_contact": _written("rights", "breach"),
    "partners_unsigned": _unsigned,
    "is_law_enforcement_partner": lambda known: known.kinds("police", "probation"),
    "is_benefits_partner": lambda known: known.kinds("dwp"),
    "operational_reuse_allowed": lambda known: any(flow.get("operational_use") for flow in known.flows),
    "programmes_share_person_data": _shared_programmes,
    "synthetic_from_real": _said("people", "test_data_from_real"),
    "local_extra_columns": _extra_columns,
    "contract_changed_since_dpia": _changed,
}
"""A rule for each declared fact that is no count of items."""
