"""What the limited child process does with two releases of CLKs: it compares the bits of every pair.

Argument and answer are those of :mod:`cfgovern.journeys.linkworker`; ``bits`` in addition, of each code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cfgovern.engine import connection
from cfgovern.evidence.links import Rule
from cfgovern.intake.child import allowed, stage
from cfgovern.journeys.linkworker import Side, damaged, judged, true_pairs
from cfgovern.linkage import bits
from cfgovern.linkage.quality import links
from cfgovern.linkage.scoring import Pair
from cfgovern.linkage.settings import ANSWERS, Settings
from cfgovern.tokens.clksettings import CLK

__all__ = ["prepare", "run"]

_DATABASE = "linked.duckdb"


def prepare() -> None:
    """Load the heavy libraries while the parent still works out what to ask."""
    connection.warm_up()


def run(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Link the people of two sides by their codes. Nobody is linked twice, and nothing is blocked.

    Raises SubmissionRefused ``file.damaged`` for a part that cannot be read, or holds what is no code.
    """
    stage("reading")
    settings = Settings.from_json(argument["settings"])
    codes = {name: settings.groups.get(name, ()) for name in ANSWERS}
    left, right = (_side(argument[name], codes, argument["bits"]) for name in ("left", "right"))
    stage("linking")
    kept = links(_pairs(argument, left, right), argument["threshold"], one_to_one=True)
    numbers = {(pair.left, pair.right) for pair in kept}
    truth = argument["truth"] and true_pairs(argument["truth"], left, right)
    every = len(left.records) * len(right.records)
    return {
        "records": [len(left.records), len(right.records)],
        "compared": [CLK],
        "blocking": [asdict(Rule((), every, "used"))],
        "links": [[left.ids[one.left], right.ids[one.right], one.probability, one.weight] for one in kept],
        "undecided": 0,
        "explained": None,
        **judged(numbers, truth, (left, right), settings, argument["groups"] or {}),
        "not_looked_for": len(set(map(tuple, argument["truth"] or ()))) - len(truth or ()),
    }


def _side(told: Mapping[str, Any], codes: Mapping[str, Any], size: int) -> Side:
    side = Side(told, None, codes)
    if not all(bits.is_code(one[CLK], size) for one in side.records if CLK in one):
        raise damaged(told["files"][0]["shown"])
    return side


def _pairs(argument: Mapping[str, Any], left: Side, right: Side) -> list[Pair]:
    limits = allowed()
    opened = connection.connect(
        Path(argument["job"]), memory=limits.engine_memory, threads=limits.threads, file=_DATABASE
    )
    try:
        return bits.alike_by(opened, left.records, right.records, argument["threshold"])
    finally:
        opened.close()
