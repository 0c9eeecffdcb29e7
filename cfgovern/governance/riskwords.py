"""Why a risk stands where it stands, in plain lines: facts, rules, evidence, and who decided what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cfgovern.governance.riskcatalogue import Score
from cfgovern.governance.risks import Proposal, Raised, Risk, UsedFact
from cfgovern.reporting.plain import plain

__all__ = ["explained", "not_counted", "score_words"]

_STATES = {
    "applies": "It applies.",
    "not_applies": "It does not apply.",
    "cannot_be_judged": "It cannot be judged.",
}


def score_words(score: Score) -> str:
    """``likelihood 2 x severity 4 = 8, high``."""
    return f"likelihood {score.likelihood} x severity {score.severity} = {score.score}, {score.words}"


def explained(risk: Risk) -> list[str]:
    """Why ``risk`` stands where it stands, line by line, as text without markup."""
    parts = (_head(risk), _rules(risk), _evidence(risk), _people(risk))
    return [plain(line) for part in parts for line in part]


def _head(risk: Risk) -> Iterator[str]:
    yield f"{risk.id} {risk.title}"
    if risk.manual:
        yield "A risk that stands in the area profile and not in the catalogue."
        return
    yield f"Brought by: {risk.cause}."
    yield f"What it does: {risk.harm}"
    yield f"Rule: {risk.condition}"
    yield _STATES[risk.state]
    for name in risk.unknown:
        yield f"  To judge it, this must be known: {name}."


def _rules(risk: Risk) -> Iterator[str]:
    if risk.facts:
        yield "Facts:"
        yield from (f"  {_fact(fact)}" for fact in risk.facts)
    yield from (f"Made worse: {_raised(one)}" for one in risk.raised)
    if risk.because:
        yield f"Why this rule: {risk.because}"
        yield f"Source: {risk.source}"
    if risk.before is not None:
        yield f"Before: {score_words(risk.before)}."


def _fact(fact: UsedFact) -> str:
    value = fact.value
    if value is None:
        said = "not known"
    elif isinstance(value, bool):
        said = "yes" if value else "no"
    else:
        said = f'"{value}"' if isinstance(value, str) else f"{value:,}"
    return f"{fact.name} = {said} (from {fact.source}). {fact.means}"


def _raised(one: Raised) -> str:
    changes = f"{_change(one)} ({one.condition}): {one.because}."
    if one.known:
        return changes
    return f"{changes} Counted as if so, as nobody knows {' and '.join(one.unknown)}."


def _change(one: Raised | Proposal) -> str:
    """``likelihood +1, severity -1``."""
    parts = (("likelihood", one.likelihood), ("severity", one.severity))
    return ", ".join(f"{name} {change:+d}" for name, change in parts if change)


def _evidence(risk: Risk) -> Iterator[str]:
    for one in risk.proposals:
        yield f"Evidence {one.measure}, asked: {one.asks}, proposes {_change(one)}: {one.because}."
        if one.run_id is not None:
            value = {True: "yes", False: "no"}[one.value] if isinstance(one.value, bool) else f"{one.value:,}"
            yield f"  Run {one.run_id} ({(one.kind or '').replace('_', ' ')}) measured {value}. {one.says}"
        else:
            yield f"  {one.says}"


def _people(risk: Risk) -> Iterator[str]:
    if risk.by_rules is not None and not risk.manual:
        yield f"After accepted evidence: {score_words(risk.by_rules)}."
    if risk.override is not None:
        one = risk.override
        yield f"Set by {one.by} on {one.on}: {score_words(one.score)}. Reason: {one.because}"
    if risk.after is not None:
        yield f"Residual: {score_words(risk.after)}."
    owner, due = risk.owner or "nobody yet", f", by {risk.due}" if risk.due else ""
    yield f"Owner: {owner}{due}."


def not_counted(risks: Sequence[Risk], said: Mapping[str, Any]) -> list[str]:
    """Acceptances of the area that count for nothing, each with why. ``said``: as ``judged`` takes it."""
    known = {risk.id: risk for risk in risks}
    return [line for one in said.get("accepted", ()) if (line := _idle(one, known.get(one["risk"])))]


def _idle(given: Mapping[str, Any], risk: Risk | None) -> str:
    start = f"The acceptance of {given['evidence']} for {given['risk']} counts for nothing:"
    if risk is None or risk.manual:
        return f"{start} the catalogue has no such risk."
    if risk.state != "applies":
        return f"{start} {_STATES[risk.state].replace('It', 'the risk')}"
    named = [one for one in risk.proposals if one.measure == given["evidence"]]
    if not named:
        return f"{start} that evidence does not lower this risk."
    [one] = named
    if one.state == "accepted":
        return ""
    if one.run_id in (given["run"], None) or one.state == "not_met":
        return f"{start} {one.says[0].lower()}{one.says[1:]}"
    return f"{start} no run of that id can speak for it; the newest is {one.run_id}."
