"""Which risks apply, how grave they are, and what measured evidence and named people make of them.

A run record proposes a lower score. It counts only when somebody has accepted that very run for that risk and
measure. What nobody knows is never taken for no: a risk that it decides cannot be judged, and what would make
another worse counts as if it did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cfgovern.governance.expressions import Expression, is_of_kind
from cfgovern.governance.riskcatalogue import Catalogue, Evidence, RiskRule, Score, Worse, load_risks
from cfgovern.reporting.words import long_date

__all__ = ["Override", "Proposal", "Raised", "Regulator", "Risk", "UsedFact", "judged", "regulator"]

State = Literal["applies", "not_applies", "cannot_be_judged"]
_LOST = "A risk that the catalogue does not have any more"


@dataclass(frozen=True, slots=True)
class UsedFact:
    """A fact that a rule reads. ``value`` is None where nobody knows it."""

    name: str
    means: str
    source: str
    value: bool | float | str | None


@dataclass(frozen=True, slots=True)
class Raised:
    """What raised a score: its condition holds, or (``known`` false) nobody knows whether it does."""

    condition: str
    known: bool
    because: str
    likelihood: int
    severity: int
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a measure has to say. ``state``: accepted (the only one that counts), proposed, not_met,
    not_current, or none where no run record has the measure; ``says``: that in words."""

    measure: str
    means: str
    asks: str
    likelihood: int
    severity: int
    because: str
    state: str
    says: str
    run_id: str | None = None
    kind: str | None = None
    value: bool | float | None = None
    accepted_by: str | None = None
    accepted_on: str | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A person's own score, with their reason. It stands beside what the rules say and takes its place."""

    score: Score
    because: str
    by: str
    on: str


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk as judged. ``unknown``: the facts for want of which it cannot be judged.

    ``before``: what the facts say; ``by_rules``: with accepted evidence; ``after``: the same, or what a
    person has put in its place. Each is None where the risk does not apply or cannot be judged.
    """

    id: str
    title: str
    level: str
    cause: str
    harm: str
    state: State
    condition: str
    facts: tuple[UsedFact, ...]
    unknown: tuple[str, ...]
    raised: tuple[Raised, ...]
    before: Score | None
    proposals: tuple[Proposal, ...]
    by_rules: Score | None
    override: Override | None
    after: Score | None
    measures: tuple[str, ...]
    owner: str | None
    due: str | None
    manual: bool
    source: str
    because: str


@dataclass(frozen=True, slots=True)
class Regulator:
    """Whether the regulator is to be consulted first (Article 36).

    ``state``: ``ask`` where a residual risk is high or above (``high``: their ids), ``open`` where none is
    but some cannot be judged (``unknown``), else ``no``.
    """

    state: str
    high: tuple[str, ...]
    unknown: tuple[str, ...]


def judged(
    facts: Mapping[str, Any], said: Mapping[str, Any] | None = None, catalogue: Catalogue | None = None
) -> list[Risk]:
    """Every risk of the catalogue, then the area's own, as the ``facts`` of ``facts_of`` decide.

    ``said``: the section ``risks`` of the area profile (manual, overrides, accepted, owners). A score of its
    own for a risk that the catalogue has lost stays too.
    """
    catalogue = catalogue or load_risks()
    judge = _Judge(catalogue, facts, said or {})
    found = [judge.risk(rule) for rule in catalogue.risks.values()]
    found += [judge.own(one) for one in judge.said.get("manual", ())]
    known = {risk.id for risk in found}
    named = dict.fromkeys(one["risk"] for one in _dated(judge.said, "overrides", judge.day))
    return [*found, *(judge.lost(name) for name in named if name not in known)]


def regulator(risks: Sequence[Risk], catalogue: Catalogue | None = None) -> Regulator:
    """What the residual risks say to consulting the regulator."""
    limit = (catalogue or load_risks()).ask_from
    high = tuple(risk.id for risk in risks if risk.after is not None and risk.after.score >= limit)
    unknown = tuple(risk.id for risk in risks if risk.state == "cannot_be_judged" and risk.after is None)
    return Regulator("ask" if high else "open" if unknown else "no", high, unknown)


def _dated(said: Mapping[str, Any], section: str, day: str) -> list[Mapping[str, Any]]:
    """The entries of a section that hold on ``day``, in order of their days."""
    held = (one for one in said.get(section, ()) if str(one["on"]) <= day)
    return sorted(held, key=lambda one: str(one["on"]))


@dataclass(frozen=True, slots=True)
class _Judge:
    """Facts of one area on one day, and what it has said of its risks."""

    catalogue: Catalogue
    facts: Mapping[str, Any]
    said: Mapping[str, Any]

    @property
    def day(self) -> str:
        return str(self.facts["as_of"])

    @property
    def values(self) -> Mapping[str, Any]:
        values: Mapping[str, Any] = self.facts["declared"]
        return values

    def risk(self, rule: RiskRule) -> Risk:
        """A risk of the catalogue."""
        holds = rule.when.judge(self.values)
        raised = tuple(self._raised(rule.worse)) if holds else ()
        before = by_rules = None
        proposals: tuple[Proposal, ...] = ()
        if holds:
            before = self._score(rule.likelihood, rule.severity, raised)
            proposals = tuple(self._proposal(rule.id, one) for one in rule.evidence)
            accepted = [one for one in proposals if one.state == "accepted"]
            by_rules = self._score(before.likelihood, before.severity, accepted)
        state: State = "applies" if holds else "cannot_be_judged" if holds is None else "not_applies"
        override = self._override(rule.id)
        return Risk(
            id=rule.id,
            title=rule.title,
            level=rule.level,
            cause=rule.cause,
            harm=rule.harm,
            state=state,
            condition=rule.when.text,
            facts=self._used(rule),
            unknown=rule.when.unknown(self.values),
            raised=raised,
            before=before,
            proposals=proposals,
            by_rules=by_rules,
            override=override,
            after=override.score if override else by_rules,
            measures=rule.measures,
            manual=False,
            source=rule.source,
            because=rule.because,
            **self._owner(rule.id),
        )

    def own(self, said: Mapping[str, Any]) -> Risk:
        """A risk that the area has added: its score is the person's own."""
        score = self.catalogue.score(said["likelihood"], said["severity"])
        owner = {"owner": said.get("owner"), "due": _text(said.get("due"))}
        return self._bare(said["id"], said["title"], score, tuple(said.get("measures", ())), owner)

    def lost(self, name: str) -> Risk:
        """What is left of a risk of which only the area's own score is known."""
        return self._bare(name, _LOST, None, (), self._owner(name))

    def _bare(
        self, name: str, title: str, score: Score | None, measures: tuple[str, ...], owner: Mapping[str, Any]
    ) -> Risk:
        override = self._override(name)
        return Risk(
            id=name,
            title=title,
            level="conduct",
            cause="",
            harm="",
            state="applies",
            condition="",
            facts=(),
            unknown=(),
            raised=(),
            before=score,
            proposals=(),
            by_rules=score,
            override=override,
            after=override.score if override else score,
            measures=measures,
            manual=True,
            source="The area itself",
            because="",
            **owner,
        )

    def _score(self, likelihood: int, severity: int, changes: Sequence[Raised | Proposal]) -> Score:
        likelihood += sum(one.likelihood for one in changes)
        severity += sum(one.severity for one in changes)
        return self.catalogue.score(likelihood, severity)

    def _used(self, rule: RiskRule) -> tuple[UsedFact, ...]:
        conditions: list[Expression] = [rule.when, *(one.when for one in rule.worse)]
        names = dict.fromkeys(name for one in conditions for name in one.names)
        words = self.catalogue.words.facts
        return tuple(
            UsedFact(name, words[name].means, words[name].source, self.values.get(name)) for name in names
        )

    def _raised(self, worse: Sequence[Worse]) -> Iterator[Raised]:
        for one in worse:
            holds = one.when.judge(self.values)
            if holds is not False:
                change = (one.because, one.likelihood, one.severity)
                yield Raised(one.when.text, holds is True, *change, one.when.unknown(self.values))

    def _override(self, name: str) -> Override | None:
        """The newest of the person's own scores."""
        given = [one for one in _dated(self.said, "overrides", self.day) if one["risk"] == name]
        if not given:
            return None
        last = given[-1]
        score = self.catalogue.score(last["likelihood"], last["severity"])
        return Override(score, last["because"], last["by"], str(last["on"]))

    def _owner(self, name: str) -> dict[str, Any]:
        named = [one for one in self.said.get("owners", ()) if one["risk"] == name]
        last = named[-1] if named else {}
        return {"owner": last.get("owner"), "due": _text(last.get("due"))}

    def _proposal(self, risk: str, one: Evidence) -> Proposal:
        """What the newest run that may speak has measured, unless an accepted one still stands."""
        word = self.catalogue.words.measures[one.measure]
        told = (one.measure, word.means, one.asks, one.likelihood, one.severity, one.because)
        records = [
            record
            for record in self.facts["evidence"]
            if record["kind"] in word.record and is_of_kind(record["measures"].get(one.measure), word.kind)
        ]
        records.sort(key=lambda record: (str(record["ended"]), record["run_id"]), reverse=True)
        if not records:
            kinds = " or ".join(kind.replace("_", " ") for kind in word.record)
            return Proposal(*told, "none", f"No run record of {kinds} says it.")
        stale = {record["run_id"]: self._stale(record) for record in records}
        newest = next((record for record in records if not stale[record["run_id"]]), None)
        if newest is None:
            first = records[0]
            return Proposal(*told, "not_current", stale[first["run_id"]], *_run(first, one.measure))
        if not one.met(newest["measures"][one.measure]):
            value = newest["measures"][one.measure]
            says = "The newest run did not show it."
            if not isinstance(value, bool):
                says = f"The newest run measured {value:,}, which is not good enough."
            return Proposal(*told, "not_met", says, *_run(newest, one.measure))
        good = {
            record["run_id"]: record
            for record in records
            if not stale[record["run_id"]] and one.met(record["measures"][one.measure])
        }
        for given in reversed(_dated(self.said, "accepted", self.day)):
            if (given["risk"], given["evidence"]) == (risk, one.measure) and given["run"] in good:
                run = _run(good[given["run"]], one.measure)
                by, on = given["by"], str(given["on"])
                return Proposal(*told, "accepted", f"Accepted by {by} on {long_date(on)}.", *run, by, on)
        says = "Nobody has accepted it yet, so it counts for nothing."
        return Proposal(*told, "proposed", says, *_run(newest, one.measure))

    def _stale(self, record: Mapping[str, Any]) -> str:
        """Why a run record may not speak, or nothing."""
        if record["age_days"] < 0:
            return "The run is later than the day of this document."
        if record["age_days"] > self.catalogue.evidence_days:
            return f"The run is {record['age_days']:,} days old, and may be {self.catalogue.evidence_days}."
        return "" if record["current"] else "The run was made with another contract than the one in use."


def _run(record: Mapping[str, Any], measure: str) -> tuple[str, str, Any]:
    return record["run_id"], record["kind"], record["measures"][measure]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
