"""Which blocking rules are worth what they cost: the pairs of each are counted before any is compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cfgovern.errors import UsageError
from cfgovern.evidence.links import Rule, RuleUse
from cfgovern.linkage.scoring import Record, columns_in_both, pairs_by_rule
from cfgovern.linkage.settings import Settings

__all__ = ["chosen", "measured"]


def measured(settings: Settings, left: Sequence[Record], right: Sequence[Record] | None) -> tuple[Rule, ...]:
    """The candidates of the whole ``settings``, in their order; within ``left`` where ``right`` is None.

    The cheapest are used, until the next would bring together more than the budget in all. Nothing is scored
    for it, so its cost is one look at each record. Raises UsageError ``link.too_many_pairs`` where even the
    cheapest is over the budget.
    """
    there = set(columns_in_both(left, left if right is None else right))
    counts = pairs_by_rule(settings.blocking, left, right)
    left_over, use = settings.budget, dict[int, RuleUse]()
    for place in sorted(range(len(counts)), key=lambda place: (counts[place], place)):
        if not there.issuperset(settings.blocking[place]):
            use[place] = "not_in_both"
        elif counts[place] > left_over:
            use[place] = "over_budget"
        else:
            use[place] = "used"
            left_over -= counts[place]
    if "over_budget" in use.values() and "used" not in use.values():
        raise UsageError(
            "link.too_many_pairs",
            "Every blocking rule brings together more pairs than the budget of the settings allows.",
            fix="Give settings with rules of more columns, or with a larger budget (--settings).",
        )
    rules = zip(settings.blocking, counts, strict=True)
    return tuple(Rule(columns, pairs, use[place]) for place, (columns, pairs) in enumerate(rules))


def chosen(settings: Settings, rules: Sequence[Rule]) -> Settings:
    """``settings`` with those of ``rules`` that are used."""
    return replace(settings, blocking=tuple(_used(rules)))


def _used(rules: Sequence[Rule]) -> Iterator[tuple[str, ...]]:
    return (one.columns for one in rules if one.use == "used")
