"""Rules that the programme lets rest: which may, and the plan without what they ask for.

A waiver makes a rule milder, or leaves it out. It may neither let something leave that nothing may
(a block), nor let pass what was not judged at all, nor touch the checks of a key, which alone make sure
that what a report shows of a record is a record number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cfgovern.engine.plan import Check
from cfgovern.findings import SEVERITIES, Severity
from cfgovern.validation.planning import Planned

__all__ = ["Waivable", "milder", "with_waived"]

_SETTLED_ELSEWHERE = ("rule", "sql", "metric")  # kinds that say nothing about the form of a key


class Waivable:
    """What may be waived in a plan: asked rule by rule."""

    def __init__(self, planned: Planned) -> None:
        plan = planned.plan
        self._checks: dict[str, list[Check]] = {}
        for check in plan.checks:
            self._checks.setdefault(check.rule, []).append(check)
        self._keys = {table.name: set(table.key) for table in plan.tables}
        self._missing = {
            *(f"{table.name}.table_missing" for table in plan.tables),
            *(
                f"{table.name}.{column.name}.column_missing"
                for table in plan.tables
                for column in table.columns
            ),
        }
        self.known = (*self._checks, *(rule for rule, _ in planned.set_aside), *self._missing)

    def refusal(self, rule: str) -> str | None:
        """Why ``rule`` may not be waived: unknown, block or key. None where it may."""
        checks = self._checks.get(rule, ())
        if any(check.severity == "block" for check in checks):
            return "block"
        if any(check.kind not in _SETTLED_ELSEWHERE and self._of_key(check) for check in checks):
            return "key"
        return None if rule in self.known else "unknown"

    def _of_key(self, check: Check) -> bool:
        columns = {check.column, *check.params.get("columns", ())}
        return bool(columns & self._keys[check.table])


def milder(one: Severity, other: Severity) -> Severity:
    """The milder of two severities; a block stays one."""
    return one if one == "block" else max(one, other, key=SEVERITIES.index)


def with_waived(planned: Planned, waived: Mapping[str, Severity | None]) -> Planned:
    """``planned`` with each rule of ``waived`` as mild as that says, or, for None, set aside."""
    kept = [
        (check, wording)
        for check, wording in zip(planned.plan.checks, planned.wordings, strict=True)
        if waived.get(check.rule, check.severity) is not None
    ]
    numbers = {check.number: number for number, (check, _) in enumerate(kept)}
    checks = tuple(_milder(check, waived, numbers) for check, _ in kept)
    resting = (rule for rule in {check.rule: None for check in planned.plan.checks} if rule in waived)
    return replace(
        planned,
        plan=replace(planned.plan, checks=checks),
        wordings=tuple(wording for _, wording in kept),
        set_aside=(*planned.set_aside, *((rule, "waived") for rule in resting if waived[rule] is None)),
    )


def _milder(check: Check, waived: Mapping[str, Severity | None], numbers: Mapping[int, int]) -> Check:
    """``check`` under its new number, as mild as its rule has become."""
    becomes = waived.get(check.rule)
    severity = check.severity
    if becomes is not None and check.severity in SEVERITIES:  # a silent check is told by another
        severity = milder(check.severity, becomes)
    params = dict(check.params)
    if "cell_check" in params:
        params["cell_check"] = numbers[params["cell_check"]]
    return replace(check, number=numbers[check.number], severity=severity, params=params)
