"""The rows of tables that show judged risks, and the law that a document rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cfgovern.governance.bases import used_entries
from cfgovern.governance.facts import Known
from cfgovern.governance.law import Law
from cfgovern.governance.riskpicture import labels_of
from cfgovern.governance.risks import Proposal, Risk
from cfgovern.governance.rows import Row
from cfgovern.reporting.words import long_date

__all__ = ["law_rows", "risk_rows"]

_ALWAYS = ("act", "code", "regulator")


def risk_rows(risks: Sequence[Risk]) -> dict[str, list[Row]]:
    """The tables of risks, measures, and risks that cannot be judged."""
    there = [risk for risk in risks if risk.state == "applies"]
    labels = labels_of(risks)
    return {
        "risks": [{**_risk(risk), "id": labels[risk.id]} for risk in there],
        "measures": [{**_measures(risk), "id": labels[risk.id]} for risk in there],
        "unjudged": [
            {"id": risk.id, "title": risk.title, "unknown": "\n".join(_unknown(risk))}
            for risk in risks
            if risk.state == "cannot_be_judged"
        ],
    }


def _risk(risk: Risk) -> Row:
    before = risk.before
    return {
        "id": risk.id,
        "title": f"{risk.title}\n{risk.harm}" if risk.harm else risk.title,
        "because": "\n".join(_reasons(risk)),
        "likelihood": str(before.likelihood) if before else "",
        "severity": str(before.severity) if before else "",
        "band": before.words if before else "",
    }


def _reasons(risk: Risk) -> Iterator[str]:
    if risk.manual:
        yield "The area has added it."
    elif risk.cause:
        yield f"{risk.cause}."
    for one in risk.raised:
        yield (
            f"Worse here: {one.because}."
            if one.known
            else f"Counted as worse, as nobody knows: {one.because}."
        )


def _measures(risk: Risk) -> Row:
    after = risk.after
    return {
        "id": risk.id,
        "measures": "\n".join(risk.measures),
        "evidence": "\n".join(_evidence(risk)) or "No run can speak to it.",
        "after": f"{after.score} {after.words}" if after else "",
        "owner": " ".join(
            part for part in (risk.owner or "Nobody yet", risk.due and f"by {long_date(risk.due)}") if part
        ),
    }


def _evidence(risk: Risk) -> Iterator[str]:
    for one in risk.proposals:
        yield _proposal(one)
    if risk.override:
        yield f"Set by {risk.override.by} on {long_date(risk.override.on)}: {risk.override.because}"


def _proposal(one: Proposal) -> str:
    if one.run_id is None:
        return f"{one.means.rstrip('.')}: {one.says[0].lower()}{one.says[1:]}" if one.says else one.means
    return f"{one.means.rstrip('.')}: run {one.run_id[:8]}. {one.says}"


def _unknown(risk: Risk) -> Iterator[str]:
    means = {fact.name: fact.means for fact in risk.facts}
    for name in risk.unknown:
        yield means.get(name, name)


def law_rows(facts: Known, law: Law) -> list[Row]:
    """The acts and codes in force, and what the parties' bases name."""
    used = set(used_entries(facts))
    there = law.on(facts["as_of"])
    rows = []
    for name, entry in there.items():
        if entry.kind in _ALWAYS or name in used:
            title = entry.title if entry.certain else f"{entry.title} (check this)"
            row = {"title": title, "says": entry.says.strip(), "source": entry.source}
            rows.append({**row, "checked_on": entry.checked_on})
    return rows
