"""How well a check found what was planted: recall and precision, as a pure function of plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cfgovern.evidence.truth import PlantedFault
from cfgovern.findings import FaultScore, Finding, Score

__all__ = ["score"]

_Place = tuple[str, int | None, str]  # table, row, column
_Hit = tuple[_Place, str]  # and the rule


def score(
    findings: Iterable[Finding],
    planted: Sequence[PlantedFault],
    decoys: Sequence[PlantedFault] = (),
    *,
    truncated: Mapping[str, int] | None = None,
) -> Score:
    """``findings`` of one submission beside what was ``planted`` in it.

    A planted fault is found by a finding of the same table, row, column and of any one of its rules.
    A finding is explained if it stands at the place of a planted fault and is of one of its rules.
    ``truncated``: rules of which more was found than ``findings`` lists, and how many in all; what is
    not listed counts as unexplained.
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
    return Score(
        faults=tuple(_per_fault(planted, hits, total, rules)),
        findings=sum(total.values()),
        unexplained=tuple((rule, *place) for place, rule in unexplained),
        rules=dict(sorted(rules.items())),
        decoys=len(decoys),
        silent=sum(_where(decoy) not in places for decoy in decoys),
    )


def _per_fault(
    planted: Sequence[PlantedFault], hits: set[_Hit], total: Counter[str], unexplained: Counter[str]
) -> Iterable[FaultScore]:
    for fault in sorted({one.fault for one in planted}):
        ours = [one for one in planted if one.fault == fault]
        found = sum(any((_where(one), rule) in hits for rule in one.rules) for one in ours)
        rules = {rule for one in ours for rule in one.rules}
        reported = sum(total[rule] for rule in rules)
        explained = reported - sum(unexplained[rule] for rule in rules)
        yield FaultScore(fault, len(ours), found, reported, explained)


def _where(one: PlantedFault) -> _Place:
    return _place(one.table, one.row, one.column)


def _place(table: str | None, row: int | None, column: str | None) -> _Place:
    return table or "", row, column or ""
