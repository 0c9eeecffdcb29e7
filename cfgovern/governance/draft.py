"""One document put together: what every tag of its template names, as plain values of one shape.

Word, web page and JSON show these values and add nothing of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cfgovern.governance.bases import used_entries
from cfgovern.governance.clauses import Drafted
from cfgovern.governance.facts import Known
from cfgovern.governance.judgedrows import law_rows, risk_rows
from cfgovern.governance.law import Law
from cfgovern.governance.outline import Outline
from cfgovern.governance.questions import Question, State
from cfgovern.governance.risks import Risk
from cfgovern.governance.rows import Row, fact_rows, party_rows, signature_rows
from cfgovern.governance.status import lights
from cfgovern.reporting.words import long_date

__all__ = ["OPEN_TEXT", "STATE_LABELS", "Material", "context_of", "limbs_of", "open_states"]

_LIGHTS = {
    "open": ("Open questions", "FFF2CC"),
    "confirm": ("Drafts to confirm", "DCE6F5"),
    "complete": ("Complete", "DDF0E3"),
}
STATE_LABELS = {
    "answered": "Answered",
    "derived": "From the contract, the area profile and runs",
    "confirm": "A draft, to be confirmed",
    "open": "OPEN",
    "not_applicable": "Does not apply",
}
"""The words above an answer, by its state."""
_NEEDED = {"draft": "to draft", "sign": "before signing", "share": "before data are shared"}
OPEN_TEXT = "Nobody has answered this yet. Write the answer here."
"""What stands where an answer is to be written."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that documents of one area are made of. ``departures`` and ``duties`` are rows."""

    facts: Known
    questions: Mapping[str, Question]
    states: Sequence[State]
    risks: Sequence[Risk]
    clauses: Mapping[str, Sequence[Drafted]]
    """By kind of document."""
    modules: Mapping[str, bool | None]
    law: Law
    duties: Sequence[Row]
    departures: Sequence[Row]
    digests: Mapping[str, str]
    unread: Sequence[str] = ()
    """A sentence for each run record that cannot be read."""
    not_counted: Sequence[str] = ()
    """A sentence for each acceptance of evidence that counts for nothing."""


def context_of(outline: Outline, material: Material) -> dict[str, Any]:
    """The values of one document, of the shape of ``shape_of`` without its pictures."""
    facts = material.facts
    states = [state for state in material.states if outline.kind in state.documents]
    rows = {
        **fact_rows(facts, material.law.titles),
        "signatures": signature_rows(facts, outline.kind),
        **risk_rows(material.risks),
        "law": law_rows(facts, material.law),
        "duties": list(material.duties),
        "departures": list(material.departures),
        "unanswered": list(_unanswered(states, material)),
    }
    return {
        "draft": _draft(outline, material, states),
        "q": {name: _asked(name, states, material) for name in outline.named("question")},
        "clause": _clauses(outline, material.clauses[outline.kind]),
        "rows": {name: rows[name] for name in outline.named("table")},
        "modules": {name: needed is not False for name, needed in material.modules.items()},
        "limbs": limbs_of(states),
        "schedules": list(_schedules(outline, states, material)),
    }


def open_states(states: Iterable[State]) -> list[State]:
    """Those that nobody has answered."""
    return [state for state in states if state.state == "open"]


def limbs_of(states: Iterable[State]) -> list[dict[str, str]]:
    """The four lights of Article 35(7): how many questions of each are open, or drafts to confirm."""
    return [_limb(letter, light) for letter, light in lights(states).items()]


def _limb(letter: str, light: Mapping[str, Any]) -> dict[str, str]:
    label, fill = _LIGHTS[light["light"]]
    return {
        "limb": letter,
        "title": f"({letter}) {light['title']}",
        "state": light["light"],
        "label": label,
        "open": str(light["open"]),
        "confirm": str(light["confirm"]),
        "fill": fill,
    }


def _draft(outline: Outline, material: Material, states: Sequence[State]) -> dict[str, Any]:
    facts = material.facts
    said = facts["documents"].get(outline.kind, {})
    shown = long_date(facts["as_of"])
    version = f"version {said['version']}" if said.get("version") else "no version yet"
    return {
        "kind": outline.kind,
        "title": outline.title,
        "area": facts["area"]["name"],
        "version": f"{version}, drafted on {shown}",
        "as_of": shown,
        "notices": list(_notices(outline, material, states)),
        "footer": _footer(facts, material.digests),
    }


def _notices(outline: Outline, material: Material, states: Sequence[State]) -> Iterator[str]:
    """What page 1 says before anything else."""
    there = {clause.id: clause for clause in material.clauses[outline.kind]}
    for name in ("draft_notice", "candidate_notice"):
        if name == "draft_notice" or material.facts["contract"]["notice"]:
            yield from there[name].paragraphs
    unanswered = len(open_states(states))
    confirm = sum(state.state == "confirm" for state in states)
    yield f"Open questions: {unanswered or 'none'}. Drafts to confirm: {confirm or 'none'}."
    yield from material.law.notices(material.facts["as_of"], used_entries(material.facts))
    yield from material.unread


def _footer(facts: Known, digests: Mapping[str, str]) -> str:
    """The digests by which ``documents verify`` tells whether this is still true."""
    told = " ".join(f"{name} {digest[7:15]}" for name, digest in digests.items())
    return f"DRAFT, generated, not legal advice. {facts['area']['id']}. {told}"


def _asked(name: str, states: Sequence[State], material: Material) -> dict[str, Any]:
    question = material.questions[name]
    there = [state for state in states if state.question == name]
    if question.repeat == "item":
        settled = [state for state in there if state.state == "derived"]
        rest = [state for state in there if state.state != "derived"]
        there = [_together(settled, len(there)), *rest] if settled else rest
    elif question.repeat and _said_of_all(there):
        there = [replace(there[0], target=None)]
    answers = [_answer(state, material) for state in there]
    return {"id": name, "title": question.title, "asks": question.asks, "answers": answers}


def _said_of_all(states: Sequence[State]) -> bool:
    """Whether people gave one and the same answer for all targets."""
    settled = ("answered", "not_applicable")
    said = {(one.state, one.text, one.because) for one in states if one.state in settled}
    return len(states) > 1 and len(said) == 1 and all(one.state in settled for one in states)


def _together(settled: Sequence[State], asked: int) -> State:
    """One answer for all items of which the contract says it: they stand in the table of data items."""
    said = f"The contract answers this for {len(settled):,} of {asked:,} items: see the table of data items."
    return replace(settled[0], target=None, text=(said,))


def _answer(state: State, material: Material) -> dict[str, Any]:
    tag = state.question if state.target is None else f"{state.question} {state.target}"
    return {
        "tag": tag,
        "label": _label(state, material.facts),
        "state": state.state,
        "paragraphs": list(state.text) or [_empty(state)],
    }


def _label(state: State, facts: Known) -> str:
    parts = [STATE_LABELS[state.state]]
    if state.target is not None:
        parts.insert(0, _about(state.target, facts))
    if state.state in ("open", "confirm"):
        parts += [f"For: {_owner(state)}", f"Needed {_NEEDED[state.required_for]}"]
    if state.state == "open" and state.because:
        parts.append(state.because)
    return ". ".join(part.rstrip(".") for part in parts) + "."


def _empty(state: State) -> str:
    return state.because if state.state == "not_applicable" else OPEN_TEXT


def _owner(state: State) -> str:
    return state.owner.replace("_", " ")


def _about(target: str, facts: Known) -> str:
    """The name of the party, flow or item that a repeated question is about."""
    kind, _, name = target.partition(":")
    if kind == "party":
        return next((str(one["name"]) for one in facts["bodies"] if one["id"] == name), name)
    if kind == "flow":
        return next((str(one["title"]) for one in facts["flows"] if one["id"] == name), name)
    items = (
        (f"{one['table']}.{one['column']}", f"{one['table_label']}: {one['label']}") for one in facts["items"]
    )
    return next((words for place, words in items if place == name), name)


def _unanswered(states: Iterable[State], material: Material) -> Iterator[Row]:
    for state in open_states(states):
        about = "" if state.target is None else f"{_about(state.target, material.facts)}: "
        yield {
            "id": state.question,
            "asks": about + material.questions[state.question].asks,
            "owner": _owner(state).capitalize(),
            "required_for": _NEEDED[state.required_for],
        }


def _clauses(outline: Outline, drafted: Iterable[Drafted]) -> dict[str, list[dict[str, Any]]]:
    """Each clause of the outline, numbered in its order; an empty list where it does not belong here."""
    there = {clause.id: clause for clause in drafted}
    found: dict[str, list[dict[str, Any]]] = {}
    number = 0
    for name in outline.named("clause"):
        found[name] = []
        if clause := there.get(name):
            number += 1
            title = f"{number}. {clause.title}"
            found[name] = [{"title": title, "paragraphs": list(clause.paragraphs)}]
    return found


def _schedules(outline: Outline, states: Sequence[State], material: Material) -> Iterator[dict[str, Any]]:
    """One schedule a party: its roles and bases, and the questions that are asked of it."""
    if not outline.named("schedules"):
        return
    names = {body["id"]: body["name"] for body in material.facts["bodies"]}
    for party in material.facts["parties"]:
        target = f"party:{party}"
        own = [state for state in states if state.target == target]
        asked = [_asked(name, own, material) for name in dict.fromkeys(one.question for one in own)]
        yield {
            "name": names[party],
            "bases": party_rows(material.facts, material.law.titles, party),
            "questions": asked,
        }
