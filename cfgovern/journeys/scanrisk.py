"""How easily people in what a scan looks at could be singled out: asked here, counted in the child."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from cfgovern.contract.model import Contract
from cfgovern.engine.looking import Columns
from cfgovern.findings import NotRun, Report
from cfgovern.protection.risk import assess
from cfgovern.protection.riskplan import RiskPlan, risk_plan
from cfgovern.protection.riskpolicy import load_policy
from cfgovern.protection.risktold import sentences
from cfgovern.riskfigures import risk_from

__all__ = ["risk_asked", "risk_counted", "with_risk"]

_NOT_RUN = "risk"


def risk_asked(contract: Contract, day: str) -> dict[str, Any]:
    """What the child is to count, as JSON values. Raises UsageError where the contract marks no table."""
    return risk_plan(contract, day, load_policy().measures).as_json()


def risk_counted(
    asked: Mapping[str, Any], tables: Sequence[tuple[str, Mapping[str, int], Callable[[], Columns]]]
) -> dict[str, Any]:
    """The figures, as JSON values fit to be shown, or under ``because`` why there are none.

    ``tables``: those of the contract, each its name, where its columns stand, and its cells.
    """
    plan = RiskPlan.from_json(asked)
    found = [(places, cells) for name, places, cells in tables if name == plan.table]
    if len(found) != 1:
        many = "More than one" if found else "No"
        return {"because": f"{many} table {plan.table} was looked at, and people are counted in just one."}
    places, cells = found[0]
    laid = plan.laid(places)
    if not laid.shapes[0].quasi:
        return {"because": f"No column that could point to a person stands in the table {plan.table}."}
    return asdict(assess(cells().classes(laid.coded, laid.areas), plan, laid))


def with_risk(report: Report, told: Mapping[str, Any]) -> Report:
    """``report`` with the figures that the child ``told``, in words too, or with why there are none."""
    if because := told.get("because"):
        return replace(report, not_run=(*report.not_run, NotRun(_NOT_RUN, because)))
    figures = risk_from(told)
    return replace(report, risk=replace(figures, sentences=sentences(figures, load_policy())))
