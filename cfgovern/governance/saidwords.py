"""What the facts say, in the words that names of wording are filled with; None of what nobody has said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cfgovern.governance.law import Law
from cfgovern.reporting.words import long_date

__all__ = [
    "Sources",
    "ask_regulator",
    "at",
    "bodies_with",
    "controllers",
    "digest",
    "flows",
    "is_known",
    "item_purposes",
    "last_check",
    "listed",
    "lower",
    "n_risks",
    "on_day",
    "parties",
    "party_caldicott",
    "party_name",
    "party_signed",
    "processor_contracts",
    "processors",
    "purposes",
    "recipients",
    "residual",
    "signers",
    "who_answers",
]

_MOST = 12
"""Longer lists stand in a table of the document; a sentence names the first ones."""
_NOT_SETTLED = frozenset({"", "to be agreed", "not named yet", "tbc"})
_REQUESTS = {
    "access": "to see data",
    "correction": "to put data right",
    "erasure": "to erase data",
    "objection": "to stop using data",
}


@dataclass(frozen=True, slots=True)
class Sources:
    """What names are filled from. ``subject``: the party, flow or item that a repeated question is about."""

    facts: Mapping[str, Any]
    law: Law
    subject: Mapping[str, Any] = field(default_factory=dict)


def is_known(value: Any) -> bool:
    """Whether somebody has said it: not empty, and not a word that says that it is still to be settled."""
    if isinstance(value, str):
        return value.strip().lower() not in _NOT_SETTLED
    return value is not None and value not in ([], {}, ())


def _is_named(text: Any) -> bool:
    """Whether it names somebody, and does not only say that this is still to come."""
    return is_known(text) and "not named yet" not in str(text)


def at(path: str, sources: Sources) -> Any:
    """What is known at a dotted path of the subject, where it has the first step, or of the facts."""
    value: Any = sources.subject if path.split(".")[0] in sources.subject else sources.facts
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value if is_known(value) else None


def listed(words: Iterable[str]) -> str | None:
    """``a, b and c``; the first twelve and how many more there are; None of none."""
    there = list(dict.fromkeys(word for word in words if is_known(word)))
    if len(there) > _MOST:
        return f"{', '.join(there[:_MOST])} and {len(there) - _MOST} more"
    return " and ".join(filter(None, [", ".join(there[:-1]), *there[-1:]])) or None


def digest(sources: Sources) -> str | None:
    """The start of the digest; the whole of it stands in the footer."""
    found = at("contract.governed", sources)
    return str(found).removeprefix("sha256:")[:12] if found else None


def on_day(text: str | None) -> str | None:
    """A day (ISO) as people write it: 5 February 2026."""
    return None if text is None else long_date(str(text))


def lower(label: str) -> str:
    """A label inside a sentence: capitals stay where a word has more of them (NHS, PNC)."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def bodies_with(facts: Mapping[str, Any], role: str) -> list[str]:
    """Names of the bodies that have this role in some flow."""
    flows = (flow for flow in facts.get("flows", ()) if flow["about_people"])
    parties = (party for flow in flows for party in flow.get("parties", ()))
    return list(dict.fromkeys(party["name"] for party in parties if party.get("role") == role))


def parties(sources: Sources) -> str | None:
    """Whoever takes part; None where one is not named yet."""
    taking_part = set(sources.facts.get("parties", ()))
    names = [body["name"] for body in sources.facts.get("bodies", ()) if body["id"] in taking_part]
    return listed(names) if all(map(_is_named, names)) else None


def controllers(facts: Mapping[str, Any]) -> list[str]:
    """Whoever decides, alone or with others."""
    return [name for role in ("controller", "joint_controller") for name in bodies_with(facts, role)]


def _body_name(sources: Sources, name: str) -> str:
    bodies: Sequence[Mapping[str, Any]] = sources.facts.get("bodies", ())
    return next((str(one["name"]) for one in bodies if one["id"] == name), name)


def processors(sources: Sources) -> str | None:
    """Whoever acts for another body."""
    there: Sequence[Mapping[str, Any]] = sources.facts.get("processors") or ()
    said = [_body_name(sources, one["body"]) for one in there]
    return listed([*bodies_with(sources.facts, "processor"), *said])


def processor_contracts(sources: Sources) -> str | None:
    """A sentence for each processor; None where one has no contract, or nobody knows if there are any."""
    there: Sequence[Mapping[str, Any]] = sources.facts.get("processors") or ()
    if not there:
        none = at("declared.n_processors", sources) == 0
        return "No processor handles the data." if none else None
    if not all(is_known(one.get("contract")) for one in there):
        return None
    return " ".join(f"{_body_name(sources, one['body'])} works under {one['contract']}." for one in there)


def last_check(sources: Sources) -> str | None:
    """The last run of validate that is up to date, in a sentence."""
    there: Sequence[Mapping[str, Any]] = sources.facts.get("evidence", ())
    runs = [one for one in there if one["kind"] == "validate" and one["current"]]
    if not runs:
        return None
    last = max(runs, key=lambda one: str(one["ended"]))
    return f"The last check ended on {on_day(last['ended'][:10])} with the outcome {last['outcome']}."


def n_risks(sources: Sources) -> str | None:
    """How many risks apply; None where none was judged."""
    risks: Sequence[Mapping[str, Any]] = sources.facts.get("risks", ())
    return str(sum(one["state"] == "applies" for one in risks)) if risks else None


def _high(sources: Sources) -> str | None:
    """The risks that are still high, by title; empty where none is, None where that cannot be told."""
    found = at("regulator", sources) or {}
    if found.get("state") not in ("no", "ask"):
        return None
    titles = {one["id"]: one["title"] for one in sources.facts.get("risks", ())}
    return "; ".join(titles.get(one, one) for one in found.get("high", ()))


def residual(sources: Sources) -> str | None:
    """Which risks are still high, in a sentence."""
    high = _high(sources)
    return None if high is None else f"Still high: {high}." if high else "No risk that is left is high."


def ask_regulator(sources: Sources) -> str | None:
    """Whether the regulator has to be asked first, in sentences."""
    high, regulator = _high(sources), sources.law.regulator(sources.facts["as_of"]).title
    if high is None:
        return None
    if not high:
        return f"No risk that is left is high, so the {regulator} need not be asked first."
    return (
        f"A high risk is left: {high}. The {regulator} must be asked before the data are used. The answer"
        " comes within eight weeks, or six more."
    )


def signers(sources: Sources) -> str | None:
    """Which posts accept the risk that is left, for the bodies that decide; None where one is missing."""
    deciding = {
        name for role in ("controller", "joint_controller") for name in bodies_with(sources.facts, role)
    }
    bodies = [one for one in sources.facts.get("bodies", ()) if one["name"] in deciding]
    if not bodies or not all(is_known(one.get("siro")) for one in bodies):
        return None
    return " ".join(f"For {one['name']} the {one['siro']} accepts the risk that is left." for one in bodies)


def who_answers(sources: Sources) -> str | None:
    """Who answers which request; None where one is missing."""
    said = at("rights.who_answers", sources) or {}
    asked = {
        "access": "to see data",
        "correction": "to put data right",
        "erasure": "to erase",
        "objection": "to stop",
    }
    if set(asked) - set(said):
        return None
    return " ".join(f"Requests {words}: {_body_name(sources, said[key])}." for key, words in asked.items())


def item_purposes(sources: Sources) -> str | None:
    """What an item is needed for, as sentences."""
    texts = [one["text"] for one in at("item.purposes", sources) or ()]
    return " ".join(text if text[-1:] in tuple(".?!") else f"{text}." for text in texts) or None


def party_name(sources: Sources) -> str | None:
    """The name of the party; None where it is not named yet."""
    name = at("party.name", sources)
    return str(name) if _is_named(name) else None


def party_caldicott(sources: Sources) -> str | None:
    """The Caldicott Guardian of a health body; nothing for a body that needs none."""
    post = at("party.caldicott_guardian", sources)
    kind = at("party.kind", sources)
    return f"Caldicott Guardian: {post}." if post else None if kind in ("nhs", None) else ""


def party_signed(sources: Sources) -> str | None:
    """Who signed the agreement as it stands for the party, and when."""
    signed = at("party.signed_now.dsa", sources)
    return f"signed by the {signed['role']} on {on_day(signed['on'])}" if signed else None


def purposes(sources: Sources) -> str | None:
    """The purposes of all flows about people, each once."""
    told = [flow.get("purpose") for flow in sources.facts.get("flows", ()) if flow["about_people"]]
    return " ".join(dict.fromkeys(text for text in told if is_known(text))) or None


def flows(sources: Sources) -> str | None:
    """Which data go from whom to whom."""
    flows = (flow for flow in sources.facts.get("flows", ()) if flow["about_people"])
    return listed(f"{flow['title']} (to {flow['to_name']})" for flow in flows)


def recipients(sources: Sources) -> str | None:
    """Who receives data about people; None where one is not named yet."""
    domains: Sequence[Mapping[str, Any]] = sources.facts.get("domains", ())
    there = [domain["recipient"] for domain in domains if domain["about_people"]]
    return listed(there) if all(map(_is_named, there)) else None
