"""What the limited child process does for a plan: it links made-up people by each set of identifiers.

The argument and the answer are JSON values. The answer holds counts and names of groups, and no id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cfgovern.engine.connection import connect
from cfgovern.intake.child import allowed, stage
from cfgovern.journeys.linkworker import Side, figures_of, prepare, true_pairs
from cfgovern.linkage import scoring
from cfgovern.linkage.blocking import chosen, measured
from cfgovern.linkage.once import standing_once
from cfgovern.linkage.quality import FEW, by_group, links, quality
from cfgovern.linkage.settings import ANSWERS, Settings
from cfgovern.linkage.sharing import NEEDED, columns_of, parts_of

__all__ = ["prepare", "run"]

Numbers = tuple[int, int]


def run(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Link the two sides, in the clear and by tokens, by each set of identifiers.

    ``argument``: job; modes (clear and tokens: left and right as ``linkworker.run`` takes them, settings,
    version); truth: pairs of ids; groups: left and right (by id the group of each kind) and kinds. The
    answer: records of each side, true_pairs, parts, and sets (mode, shared, figures, by_group).
    """
    stage("reading")
    modes = {
        mode: _Mode(mode, told, argument["truth"], argument["groups"])
        for mode, told in argument["modes"].items()
    }
    clear = modes["clear"]
    stage("linking")
    limits = allowed()
    connection = connect(Path(argument["job"]), memory=limits.engine_memory, threads=limits.threads)
    try:
        made = {parts: clear.linked(connection, parts) for parts in _first(clear.parts)}
        for parts in _chain(
            clear.parts, {parts: _costs(made[clear.parts], one) for parts, one in made.items()}
        ):
            if parts not in made:
                made[parts] = clear.linked(connection, parts)
        sets = [*made.values(), *(modes["tokens"].linked(connection, parts) for parts in made)]
    finally:
        connection.close()
    return {
        "records": [len(side.records) for side in clear.sides],
        "true_pairs": len(clear.true),
        "parts": list(clear.parts),
        "sets": sets,
    }


Parts = tuple[str, ...]


def _first(parts: Parts) -> Iterator[Parts]:
    """All parts; then each that may be left out, left out alone."""
    yield parts
    for part in _spare(parts):
        yield tuple(one for one in parts if one != part)


def _chain(parts: Parts, costs: Mapping[Parts, tuple[float, float]]) -> Iterator[Parts]:
    """One part after another left out, that which costs least by itself first, until none may be."""
    cost = {part: costs[tuple(one for one in parts if one != part)] for part in _spare(parts)}
    for part in sorted(cost, key=lambda one: (*cost[one], one)):
        parts = tuple(one for one in parts if one != part)
        yield parts


def _costs(whole: Mapping[str, Any], one: Mapping[str, Any]) -> tuple[float, float]:
    """How much F1 a set costs whom it costs most, and everybody together."""
    pairs = [(whole["figures"], one["figures"])]
    for kind, groups in whole["by_group"].items():
        pairs += [
            (before, one["by_group"][kind][group])
            for group, before in groups.items()
            if isinstance(before, Mapping)
        ]
    costs = [(before["f1"] or 0.0) - (after["f1"] or 0.0) for before, after in pairs]
    return max(costs), costs[0]


def _spare(parts: Parts) -> list[str]:
    return [part for part in parts if part not in NEEDED]


class _Mode:
    """Both sides in one mode, with what is known of the truth."""

    def __init__(
        self, name: str, told: Mapping[str, Any], truth: Sequence[tuple[str, str]], groups: Mapping[str, Any]
    ) -> None:
        self.name, self.settings = name, Settings.from_json(told["settings"])
        self._counted: scoring.Counted = {}
        codes = {name: self.settings.groups.get(name, ()) for name in ANSWERS}
        self.sides = [Side(told[side], told["version"], codes) for side in ("left", "right")]
        self.true = true_pairs(truth, self.sides[0], self.sides[1])
        self.columns = scoring.columns_in_both(*(side.records for side in self.sides))
        self.parts = parts_of(self.settings.over(self.columns).used())
        missing = [
            name for name, values in self.settings.groups.items() if not values and name in self.columns
        ]
        self.kinds = {**groups["kinds"], **dict.fromkeys(missing, ())}
        self.groups = [
            [_facts(groups[name].get(known, {}), record, missing) for known, record in _people(side)]
            for name, side in zip(("left", "right"), self.sides, strict=True)
        ]

    def linked(self, connection: Any, parts: Parts) -> dict[str, Any]:
        """How well the people are linked who share those parts."""
        left, right = (side.records for side in self.sides)
        settings = self.settings.over(columns_of(self.columns, parts))
        used = chosen(settings, measured(settings, left, right))
        scored = scoring.score(connection, left, right, used, self._counted)
        scored = standing_once(scored, len(left), len(right), used.once)
        linked = {(one.left, one.right) for one in links(scored.pairs, settings.threshold)}
        by_kind = by_group(linked, self.true, self.groups[0], self.groups[1], self.kinds)
        return {
            "mode": self.name,
            "shared": list(parts),
            "figures": asdict(figures_of(quality(linked, self.true))),
            "by_group": {
                kind: {
                    group: asdict(figures_of(one))
                    if one.found + one.missed >= FEW
                    else one.found + one.missed
                    for group, one in groups.items()
                }
                for kind, groups in by_kind.items()
            },
        }


def _people(side: Side) -> Iterator[tuple[str, Mapping[str, str]]]:
    return zip(side.known, side.records, strict=True)


def _facts(known: Mapping[str, str], record: Mapping[str, str], there: Sequence[str]) -> dict[str, str]:
    """What is known of a person, and what their record has."""
    return {**known, **{name: record[name] for name in there if name in record}}
