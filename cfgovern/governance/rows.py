"""The rows of the tables of a document, as text by key, from facts alone.

Which columns a table shows, and their headings, stands in ``dpia_templates/tables.yaml``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cfgovern.contract.words import ROLES, humanised
from cfgovern.governance.facts import Known
from cfgovern.reporting.linkplanwords import MODES, group_name, parts_named
from cfgovern.reporting.words import long_date

__all__ = ["Row", "fact_rows", "party_rows", "signature_rows"]

Row = dict[str, str]
_GUARDED = ("special_category", "criminal_offence", "sensitive")
_STAYS = {
    "stays": "Stays in the area",
    "agreements": "Stays in the area; decides who may be linked",
    "not_collected": "Not collected",
    "organisation": "Stays in the area",
}
_KINDS = {
    "validate": "Check against the contract",
    "scan": "Search for identifiers",
    "pseudonymise": "Release",
    "pseudonymise_check": "Proof of a release",
    "link": "Linking",
    "link_plan": "What linking needs",
}
_RIGHTS = {
    "access": "asks for a copy of their data",
    "correction": "asks for a correction",
    "erasure": "asks for their data to be erased",
    "objection": "objects to the use of their data",
}
NOT_SAID = "Not said yet"


def fact_rows(facts: Known, titles: Mapping[str, str]) -> dict[str, list[Row]]:
    """The rows of every table that facts fill, by the name of the table. ``titles``: of the law, by id."""
    numbers = _numbered(facts["items"])
    return {
        "data_items": [_data_item(item, numbers) for item in facts["items"]],
        "purposes": list(_purposes(facts["items"], numbers)),
        "special_items": list(_special_items(facts["items"])),
        "no_purpose": [
            {"table": one["table_label"], "label": one["label"]}
            for one in facts["items"]
            if one["recipients"] and not one["purposes"]
        ],
        "linking_needs": list(_linking_needs(facts["evidence"])),
        "flows": list(map(_flow, facts["flows"])),
        "domains": [_domain(one, facts) for one in facts["domains"]],
        "parties": [_party(body) for body in facts["bodies"] if body["id"] in facts["parties"]],
        "bases": list(_bases(facts["flows"], titles)),
        "confidence": list(_confidence(facts["flows"])),
        "evidence": list(map(_evidence, facts["evidence"])),
        "rights": list(_rights(facts)),
    }


def party_rows(facts: Known, titles: Mapping[str, str], party: str) -> list[Row]:
    """Role and basis of one party in each flow that it takes part in."""
    return list(_bases(facts["flows"], titles, party))


def signature_rows(facts: Known, document: str) -> list[Row]:
    """A row for each party: the post and the day where it has signed the document, else room for both."""
    rows = []
    for body in facts["bodies"]:
        if body["id"] in facts["parties"]:
            signed = body["signed_now"].get(document, {})
            told = {"post": signed.get("role", ""), "signature": "Signed" if signed else ""}
            rows.append({"party": body["name"], **told, "date": long_date(str(signed.get("on", "")))})
    return rows


def _numbered(items: Iterable[Known]) -> dict[str, str]:
    """The purposes by their texts, numbered as they come: P1, P2 ..."""
    texts = dict.fromkeys(one["text"] for item in items for one in item["purposes"])
    return {text: f"P{number}" for number, text in enumerate(texts, 1)}


def _purposes(items: Sequence[Known], numbers: Mapping[str, str]) -> Iterator[Row]:
    many = Counter(text for item in items for text in {one["text"] for one in item["purposes"]})
    for text, number in numbers.items():
        yield {"id": number, "text": text, "n_items": str(many[text])}


def _data_item(item: Known, numbers: Mapping[str, str]) -> Row:
    told = item["treatment"] or "Sent as it is"
    return {
        "table": item["table_label"],
        "label": item["label"],
        "kinds": _lines(ROLES.get(kind, humanised(kind)) for kind in item["kinds"]),
        "purposes": ", ".join(dict.fromkeys(numbers[one["text"]] for one in item["purposes"]))
        or "None named",
        "recipients": _lines(humanised(name) for name in item["recipients"]) or "Nobody",
        "treatment": told if item["recipients"] else _STAYS.get(item["part"], ""),
    }


def _special_items(items: Iterable[Known]) -> Iterator[Row]:
    found: dict[tuple[str, str], list[str]] = {}
    for item in items:
        for kind in _GUARDED:
            if kind in item["kinds"] and item["collected"]:
                found.setdefault((item["table_label"], kind), []).append(item["label"])
    for (table, kind), labels in found.items():
        yield {"table": table, "kind": ROLES[kind], "labels": ", ".join(labels)}


def _linking_needs(evidence: Sequence[Known]) -> Iterator[Row]:
    """The sets of identifiers of the newest plan of linking that speaks of these data."""
    plans = [record["link_plan"] for record in evidence if record["current"] and record["link_plan"]]
    for one in plans[-1]["sets"] if plans else ():
        yield {
            "shared": _capital(parts_named(one["shared"])),
            "mode": MODES.get(one["mode"], one["mode"]),
            "f1": _share(one["f1"]),
            "recall": _share(one["recall"]),
            "worst": _worst(one["worst"]),
        }


def _worst(group: Known | None) -> str:
    if group is None:
        return "None can be judged"
    return f"{_capital(group_name(group['kind'], group['group']))}: {_share(group['recall'])}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _flow(flow: Known) -> Row:
    encrypted = {True: "encrypted", False: "not encrypted"}.get(flow.get("encrypted", ""), "")
    through = ", through " + " and ".join(flow["through_names"]) if flow["through_names"] else ""
    return {
        "title": flow["title"],
        "sender": flow["from_name"],
        "receiver": flow["to_name"] + through,
        "what": f"{_what(flow)}: {flow['n_items']} items",
        "how": ", ".join(words for words in (flow.get("how", ""), flow["often_label"], encrypted) if words)
        or NOT_SAID,
    }


def _what(flow: Known) -> str:
    return str(flow["part_label"]) if flow["about_people"] else "About organisations"


def _domain(domain: Known, facts: Known) -> Row:
    """A domain: its recipients are those of the flows, its keeping that of the area, where they say it."""
    there = [flow["to_name"] for flow in facts["flows"] if flow.get("domain") == domain["name"]]
    return {
        "title": domain["title"],
        "recipient": _lines(dict.fromkeys(there)) or domain["recipient"],
        "purpose": domain["purpose"],
        "n_items": str(domain["n_items"]),
        "retention": domain["retention"] or _said_by_area(facts["retention"].get("period", "")),
    }


def _said_by_area(period: str) -> str:
    return f"{_capital(period)} (said by the area)" if period else "Nobody has said yet"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _party(body: Known) -> Row:
    officer = body.get("dpo", {})
    told = [officer.get("title", ""), officer.get("contact", "")]
    return {
        "name": body["name"],
        "kind": body["kind_label"],
        "regime": body["regime_label"],
        "contact": body.get("contact", "") or NOT_SAID,
        "dpo": _lines(told) or NOT_SAID,
    }


def _bases(flows: Iterable[Known], titles: Mapping[str, str], only: str | None = None) -> Iterator[Row]:
    for flow in flows:
        for party in flow["parties"]:
            if flow["about_people"] and only in (None, party["body"]):
                yield {
                    "flow": flow["title"],
                    "party": party["name"],
                    "role": party["role_label"] or NOT_SAID,
                    "basis": party["basis_label"] or _without(party),
                    "power": _titles(party, "power", titles),
                    "article_9": _condition(flow, party, "article_9", titles),
                    "article_10": _condition(flow, party, "article_10", titles),
                }


def _without(party: Known) -> str:
    return "That of the controller" if party.get("role") == "processor" else NOT_SAID


def _condition(flow: Known, party: Known, field: str, titles: Mapping[str, str]) -> str:
    """The conditions of one article; not needed where the flow has no item that asks for them."""
    kind = {"article_9": "special_category", "article_10": "criminal_offence"}[field]
    if kind not in flow["kinds"] and not party.get(field):
        return "Not needed: no such item"
    return _titles(party, field, titles)


def _titles(party: Known, field: str, titles: Mapping[str, str]) -> str:
    named = _lines(titles.get(one, humanised(one)) for one in party.get(field) or ())
    return named or ("Not needed" if party.get("role") == "processor" else "None named")


def _confidence(flows: Iterable[Known]) -> Iterator[Row]:
    for flow in flows:
        if said := flow.get("confidence"):
            yield {
                "flow": flow["title"],
                "route": humanised(said.get("route", "")) or NOT_SAID,
                "opt_out": humanised(said.get("opt_out", "")) or NOT_SAID,
                "reference": said.get("reference", ""),
            }


def _evidence(record: Known) -> Row:
    if record["current"]:
        speaks = "Yes"
    elif not record["same_contract"]:
        speaks = "No: it was of another contract"
    else:
        speaks = f"No: it is {record['age_days']} days old"
    return {
        "run": record["run_id"],
        "kind": _KINDS.get(record["kind"], humanised(record["kind"])),
        "ended": record["ended"][:10],
        "outcome": humanised(record["outcome"]),
        "speaks": speaks,
    }


def _rights(facts: Known) -> Iterator[Row]:
    names = {body["id"]: body["name"] for body in facts["bodies"]}
    rights = facts["rights"]
    answering = rights.get("who_answers", {})
    for name, words in _RIGHTS.items():
        if name in answering:
            yield {"what": words, "who": names.get(answering[name], answering[name])}
    for field, words in (
        ("contact", "does not know whom to ask"),
        ("complaints", "wants to complain"),
        ("breach", "finds a breach, or thinks there is one"),
    ):
        if rights.get(field):
            yield {"what": words, "who": rights[field]}


def _lines(words: Iterable[str]) -> str:
    return "\n".join(word for word in words if word)
