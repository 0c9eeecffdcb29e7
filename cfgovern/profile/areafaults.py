"""What the shape of an area profile alone does not tell of its sections: ids, ends, and who is who."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from cfgovern.errors import Fault
from cfgovern.profile.programme import HOST, load_programme, merged
from cfgovern.yamlfile import Document, did_you_mean, rules_of, says, shown
from cfgovern.yamlrules import Place, values

__all__ = ["section_faults"]

_Known = Mapping[str, Collection[str]]
_NEEDED = {
    "bodies": ("name", "kind"),
    "flows": ("domain", "part", "from", "to"),
}
_NOUNS = {
    "body": "body that is not among the bodies",
    "domain": "domain that the contract has not",
    "law": "entry that the catalogue of law has not",
    "risk": "risk that the catalogue has not",
}
_SPANS = (
    (("starts", "review_by"), "comes before the agreement starts"),
    (("starts", "ends"), "comes before the agreement starts"),
    (("review_by", "ends"), "comes before the review"),
)


def section_faults(document: Document, said: Mapping[str, Any], host: str, known: _Known) -> Iterator[Fault]:
    """Every fault in the sections ``said``, whose shape is right; ``host``: the host organisation.

    ``known``: the ids that may be named, by kind; a kind that is not there is not judged. Bodies are judged
    always: by what ``said`` and the base of the programme name.
    """
    if not said:
        return
    twice = list(_twice(document, said))
    yield from twice
    if twice:  # which of the two is meant, nobody knows
        return
    whole = merged(load_programme(), said, host).said
    bodies = [body["id"] for body in whole.get("bodies", ())]
    yield from _unknown(document, said, {**known, "body": bodies}, known)
    yield from _lacking(document, said, whole)
    yield from _host(document, said, host)
    yield from _to_itself(document, said, whole)
    yield from _out_of_order(document, said)


def _twice(document: Document, said: Mapping[str, Any]) -> Iterator[Fault]:
    """Entries whose id stands before them already."""
    lists: list[tuple[Place, str, Sequence[Mapping[str, Any]]]] = [
        (("bodies",), "id", said.get("bodies", ())),
        (("flows",), "id", said.get("flows", ())),
        (("risks", "manual"), "id", said.get("risks", {}).get("manual", ())),
    ]
    for number, flow in enumerate(said.get("flows", ())):
        lists.append((("flows", number, "parties"), "body", flow.get("parties", ())))
    for at, name, entries in lists:
        seen: set[str] = set()
        for number, entry in enumerate(entries):
            if entry[name] in seen:
                path = (*at, number, name)
                yield document.fault("area.twice", says(path, "stands in an entry before this one too"), path)
            seen.add(entry[name])


def _unknown(document: Document, said: Mapping[str, Any], known: _Known, given: _Known) -> Iterator[Fault]:
    """Ids that are declared nowhere."""
    own = [risk["id"] for risk in said.get("risks", {}).get("manual", ())]
    ids = {**known, **({"risk": [*given["risk"], *own]} if "risk" in given else {})}
    for path, rule, value in values({"schema": rules_of("area")}, said):
        kind = rule.get("meta", {}).get("refers")
        if kind in ids and value not in ids[kind]:
            words = says(path, f"names a {_NOUNS[kind]}")
            yield document.fault(f"area.{kind}", words, path, _meant(value, ids[kind]))


def _meant(value: str, ids: Collection[str]) -> str:
    meant = did_you_mean(value, ids).strip()
    return meant or (f"Known here: {', '.join(ids)}." if 0 < len(ids) <= 12 else "")


def _lacking(document: Document, said: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[Fault]:
    """Bodies and flows of the area's own that do not say what everything else rests on."""
    for section, needed in _NEEDED.items():
        full = {entry["id"]: entry for entry in whole.get(section, ())}
        for number, entry in enumerate(said.get(section, ())):
            lacking = [name for name in needed if name not in full[entry["id"]]]
            if lacking:
                path = (section, number)
                words = f"needs {' and '.join(map(shown, lacking))}: the programme has none of that id"
                yield document.fault("area.lacking", says(path, words), path)


def _host(document: Document, said: Mapping[str, Any], host: str) -> Iterator[Fault]:
    """The host organisation under another id than the one that the programme's flows have for it."""
    for number, body in enumerate(said.get("bodies", ())):
        if body["id"] != HOST and body.get("name") == host:
            path = ("bodies", number, "id")
            fix = f"Give it the id {shown(HOST)} here and wherever it is named."
            yield document.fault("area.host", says(path, "is of the host organisation"), path, fix)


def _to_itself(document: Document, said: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[Fault]:
    full = {flow["id"]: flow for flow in whole.get("flows", ())}
    for number, entry in enumerate(said.get("flows", ())):
        flow = full[entry["id"]]
        if "from" in flow and flow["from"] == flow.get("to"):
            path = ("flows", number, "to" if "to" in entry else "from")
            yield document.fault("area.flow", says(path, "is the other end of this flow too"), path)


def _out_of_order(document: Document, said: Mapping[str, Any]) -> Iterator[Fault]:
    agreement = said.get("documents", {}).get("dsa", {})
    for (first, last), words in _SPANS:
        if first in agreement and last in agreement and agreement[last] < agreement[first]:
            path = ("documents", "dsa", last)
            yield document.fault("area.order", says(path, words), path)
