"""Rows at the edges of a contract, judged by the very checks that a submission is judged by."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from cfgovern.cohort.coverage import Coverage
from cfgovern.cohort.edge import Turned, edge_rows
from cfgovern.cohort.rows import Rows
from cfgovern.contract.model import Contract
from cfgovern.engine.plan import Check
from cfgovern.engine.result import Result
from cfgovern.journeys.ownrows import answer_on, must_have_room
from cfgovern.validation.planning import Planned, make_plan

__all__ = ["make_edge"]

_LISTED = 10**9  # findings of a rule: every row has to be known
_TURNS_AWAY = frozenset({"block", "error", "warning"})
_WHOLE = frozenset({"area_id", "period"})


def make_edge(contract: Contract, *, as_of: date, seed: int = 1) -> tuple[Rows, Coverage]:
    """The rows of a submission at the edges of ``contract``, none with a block, error or warning.

    Rules about whole tables (how many rows, what share of them) and about all rows of an area or quarter are
    not looked at: rows at the edges are of every area, and no area has all that it should. Raises
    OperatorFileError for a rule pack at fault, and UsageError as the generator and the engine do.
    """
    must_have_room(contract)
    judge = _Judge(contract, make_plan(contract, as_of.isoformat()))
    return edge_rows(contract, as_of=as_of, seed=seed, accepted=judge)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Says which rows are turned away. The rows are ours, so no child process reads them."""

    contract: Contract
    planned: Planned

    def __call__(self, rows: Rows, new: Collection[str]) -> Iterator[Turned]:
        contract, planned = self._about(new)
        result = Result.from_json(answer_on(contract, planned, rows, listed=_LISTED)["result"])
        for check in planned.plan.checks:
            hits = result.hits.get(check.number, ())
            if not hits or check.severity not in _TURNS_AWAY or _of_an_area(check):
                continue
            columns, others = _columns(check), _others(check)
            for hit in hits:
                named = (hit.column,) if hit.column and hit.column not in columns else ()
                yield Turned(check.table, hit.row, (*columns, *named), check.rule, others)

    def _about(self, new: Collection[str]) -> tuple[Contract, Planned]:
        """The checks that look at a table of ``new``, and the tables that these look at."""
        plan = self.planned.plan
        checks = tuple(check for check in plan.checks if not _tables(check).isdisjoint(new))
        needed = {name for check in checks for name in _tables(check)}
        tables = tuple(table for table in plan.tables if table.name in needed)
        contract = replace(self.contract, tables=tuple(t for t in self.contract.tables if t.name in needed))
        return contract, replace(self.planned, plan=replace(plan, tables=tables, checks=checks))


def _of_an_area(check: Check) -> bool:
    """Whether a check looks at all rows of an area or quarter together, and not at those of a person."""
    group = set(check.params.get("group", ()))
    return bool(group) and group <= _WHOLE


def _tables(check: Check) -> set[str]:
    """The tables that a check looks at."""
    others = (*(view["table"] for view in check.params.get("views", ())), check.params.get("to_table"))
    return {check.table, *filter(None, others)}


def _columns(check: Check) -> tuple[str, ...]:
    """The columns of its own table that a check reads."""
    if "views" in check.params:
        return tuple(dict.fromkeys(name for table, name in _read(check) if table == check.table))
    if "columns" in check.params:
        return tuple(check.params["columns"])
    return (check.column,) if check.column else ()


def _others(check: Check) -> tuple[tuple[str, str], ...]:
    """(table, column) of other tables that a rule reads."""
    return tuple(place for place in _read(check) if place[0] != check.table)


def _read(check: Check) -> Iterator[tuple[str, str]]:
    """(table, column) of what a rule of several columns reads."""
    for view in check.params.get("views", ()):
        for known in check.params["reads"].get(view["name"], ()):
            if known in view["columns"]:
                yield view["table"], view["columns"][known]
