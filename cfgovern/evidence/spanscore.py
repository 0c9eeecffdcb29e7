"""How well a scan found what was planted in texts: recall and precision by entity, of plain values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from cfgovern.evidence.spans import Span
from cfgovern.findings import FaultScore, Finding, Score

__all__ = ["span_score"]

_Place = tuple[str, int | None, str]  # table, row, column


def span_score(
    findings: Iterable[Finding], planted: Sequence[Span], *, truncated: Mapping[str, int] | None = None
) -> Score:
    """``findings`` of a scan beside the spans that were ``planted``.

    A span is found by a finding of the same table, row, column and entity that overlaps with it; a finding
    without offsets is of the whole cell. A finding of severity info says that it points to nobody: where
    nothing was planted it is left out of account. ``truncated``: rules of which more was found than is
    listed, and how many in all; what is not listed counts as unexplained.
    """
    found: dict[_Place, list[Finding]] = defaultdict(list)
    counted: Counter[str] = Counter()
    for one in findings:
        found[(one.table or "", one.row, one.column or "")].append(one)
        counted[one.rule] += 1
    explained: set[int] = set()
    faults: dict[str, Counter[str]] = defaultdict(Counter)
    for span in planted:
        hits = [one for one in found[(span.table, span.row, span.column)] if _is_hit(one, span)]
        explained.update(map(id, hits))
        faults[span.entity].update(planted=1, found=bool(hits))
    unexplained = []
    for place, there in found.items():
        for one in there:
            if id(one) not in explained and one.severity == "info":
                continue
            faults[one.entity or ""].update(reported=1, explained=id(one) in explained)
            if id(one) not in explained:
                unexplained.append((one.rule, *place))
    more = {rule: count - counted[rule] for rule, count in (truncated or {}).items() if count > counted[rule]}
    rules = Counter(rule for rule, *_ in unexplained) + Counter(more)
    return Score(
        faults=tuple(
            FaultScore(name, told["planted"], told["found"], told["reported"], told["explained"])
            for name, told in sorted(faults.items())
        ),
        findings=sum(told["reported"] for told in faults.values()) + sum(more.values()),
        unexplained=tuple(unexplained),
        rules=dict(sorted(rules.items())),
    )


def _is_hit(one: Finding, span: Span) -> bool:
    if one.entity != span.entity:
        return False
    return one.start is None or one.end is None or (one.start < span.end and span.start < one.end)
