"""``synthetic/quarters.yaml``: how often a record is late, wrong at first, sent again or taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cfgovern import content
from cfgovern.cohort.sources import unsourced
from cfgovern.errors import OperatorFileError
from cfgovern.yamlfile import check, load

__all__ = ["QuarterPlan", "load_quarter_plan"]

_GROUPS = ("late", "corrected")
_ALONE = ("resubmitted", "withdrawn")


@dataclass(frozen=True, slots=True)
class QuarterPlan:
    """Rates in per cent, and the concepts of the columns that may be wrong at first.

    ``late``: by kind of record, how many come one and two quarters late. ``days_before``: by how many days
    at most a wrong date is too early. ``total``: the concept of the column that sums the scores up.
    """

    late: Mapping[str, tuple[float, float]]
    wrong: Mapping[str, float]
    total: str
    dates: tuple[str, ...]
    days_before: int
    codes: tuple[str, ...]
    resubmitted: float
    settled: float
    withdrawn: float


def load_quarter_plan() -> QuarterPlan:
    """``synthetic/quarters.yaml`` of the pack in use. Raises OperatorFileError with every fault."""
    document = load(content.file("synthetic", "quarters.yaml"))
    told = check(document, "quarters")
    entries: list[tuple[tuple[str, ...], Any]] = [((name,), told[name]) for name in _ALONE]
    entries += [((group, name), entry) for group in _GROUPS for name, entry in told[group].items()]
    faults = list(unsourced(document, "quarters.source", entries, told["sources"]))
    if faults:
        raise OperatorFileError("quarters.refused", "The plan of returns cannot be used as it is.", faults)
    corrected = told["corrected"]
    return QuarterPlan(
        late={kind: (entry["one"], entry["two"]) for kind, entry in told["late"].items()},
        wrong={kind: entry["rate"] for kind, entry in corrected.items()},
        total=corrected["score"]["total"],
        dates=tuple(corrected["date"]["concepts"]),
        days_before=corrected["date"]["days_before"],
        codes=tuple(corrected["code"]["concepts"]),
        resubmitted=told["resubmitted"]["rate"],
        settled=told["resubmitted"]["settled"],
        withdrawn=told["withdrawn"]["rate"],
    )
