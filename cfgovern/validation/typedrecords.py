"""The check of typed records against JSON Schema: part of a plan only where a value does not fit.

The process that reads a submission and the one that tells of it each add the same checks, in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cfgovern.engine.plan import Check, Plan

if TYPE_CHECKING:  # the process that reads a submission plans nothing
    from cfgovern.validation.planning import Planned

__all__ = ["KIND", "Place", "with_checks", "with_words"]

KIND = "json_schema"
Place = tuple[str, str, str, int]
"""Table, column, the file of values that do not fit, and the place of the column in it."""


def with_checks(plan: Plan, places: Sequence[Place]) -> Plan:
    """``plan`` with a check for each of ``places``."""
    start = len(plan.checks)
    return replace(plan, checks=(*plan.checks, *(_check(start + n, place) for n, place in enumerate(places))))


def with_words(planned: Planned, places: Sequence[Place]) -> Planned:
    """``planned`` with the same checks, and their words."""
    from cfgovern.validation.planning import Wording

    words = (Wording(KIND) for _ in places)
    return replace(planned, plan=with_checks(planned.plan, places), wordings=(*planned.wordings, *words))


def _check(number: int, place: Place) -> Check:
    table, column, path, at = place
    return Check(number, f"{table}.{column}.{KIND}", KIND, "error", table, column, {"path": path, "at": at})
