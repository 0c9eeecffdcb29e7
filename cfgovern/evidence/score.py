"""How well a check found what was planted: recall and precision, as a pure function of plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cfgovern.evidence.truth import PlantedFault
from cfgovern.findings import FaultScore, Finding, NotRun, Score

__all__ = ["score"]

_Place = tuple[str, int | None, str]  # table, row, column
_Hit = tuple[_Place, str]  # and the rule


def score(
    findings: Iterable[Finding],
    planted: Sequence[PlantedFault],
    decoys: Sequence[PlantedFault] = (),
    *,
    truncated: Mapping[str, int] | None = None,
    not_run: Iterable[NotRun] = (),
) -> Score:
    """``findings`` of one submission beside what was ``planted`` in it.

    A planted fault is found by a finding of the same table, row, column and of any one of its rules.
    A finding is explained if it stands at the place of a planted fault and is of one of its rules.
    ``truncated``: rules of which more was found than ``findings`` lists, and how many in all; what is
    not listed counts as unexplained. ``not_run``: what was not run; a place that is not found and all of
    whose rules are among that was not judged, so it is not missed.
    """
    found = [(_place(one.table, one.row, one.column), one.rule) for one in findings]
    hits = set(found)
    wanted = {(_where(one), rule) for one in planted for rule in one.rules}
    unexplained = tuple(hit for hit in found if hit not in wanted)
    listed = Counter(rule for _, rule in found)
    more = {rule: count - listed[rule] for rule, count in (truncated or {}).items() if count > listed[rule]}
    rules = Counter(rule for _, rule in unexplained) + Counter(more)
    total = listed + Counter(more)
    places = {place for place, _ in found}
    skipped = {entry.rule: entry.because for entry in not_run if entry.rows is None}
    unjudged = [one for one in planted if not _is_found(one, hits) and all(_why(one.rules, skipped))]
    return Score(
        faults=tuple(_per_fault(planted, hits, total, rules, Counter(one.fault for one in unjudged))),
        findings=sum(total.values()),
        unexplained=tuple((rule, *place) for place, rule in unexplained),
        rules=dict(sorted(rules.items())),
        decoys=len(decoys),
        silent=sum(_where(decoy) not in places for decoy in decoys),
        because=tuple(dict.fromkeys(why for one in unjudged for why in _why(one.rules, skipped))),
    )


def _is_found(one: PlantedFault, hits: set[_Hit]) -> bool:
    return any((_where(one), rule) in hits for rule in one.rules)


def _why(rules: Iterable[str], skipped: Mapping[str, str]) -> list[str]:
    """Why each of ``rules`` was not run, or empty: it may be named itself, or its column or table."""
    told = []
    for rule in rules:
        parts = rule.split(".")
        wider = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
        told.append(next((skipped[name] for name in wider if name in skipped), ""))
    return told


def _per_fault(
    planted: Sequence[PlantedFault],
    hits: set[_Hit],
    total: Counter[str],
    unexplained: Counter[str],
    unjudged: Counter[str],
) -> Iterable[FaultScore]:
    for fault in sorted({one.fault for one in planted}):
        ours = [one for one in planted if one.fault == fault]
        found = sum(_is_found(one, hits) for one in ours)
        rules = {rule for one in ours for rule in one.rules}
        reported = sum(total[rule] for rule in rules)
        explained = reported - sum(unexplained[rule] for rule in rules)
        yield FaultScore(fault, len(ours), found, reported, explained, unjudged[fault])


def _where(one: PlantedFault) -> _Place:
    return _place(one.table, one.row, one.column)


def _place(table: str | None, row: int | None, column: str | None) -> _Place:
    return table or "", row, column or ""
