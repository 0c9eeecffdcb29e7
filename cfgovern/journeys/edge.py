"""Rows at the edges of a contract, judged by the very checks that a submission is judged by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cfgovern.cohort.clones import Rows
from cfgovern.cohort.coverage import Coverage
from cfgovern.cohort.edge import Turned, edge_rows
from cfgovern.cohort.files import as_csv
from cfgovern.contract.model import Contract
from cfgovern.engine.plan import Check
from cfgovern.engine.result import Result
from cfgovern.intake.job import job_folder
from cfgovern.journeys import worker
from cfgovern.journeys.submission import task
from cfgovern.validation.planning import Planned, make_plan

__all__ = ["make_edge"]

_LISTED = 10**9  # findings of a rule: every row has to be known
_TURNS_AWAY = frozenset({"block", "error", "warning"})
_WORD = re.compile(r"[^\W\d]\w*")


def make_edge(contract: Contract, *, as_of: date, seed: int = 1) -> tuple[Rows, Coverage]:
    """The rows of a submission at the edges of ``contract``, none with a block, error or warning.

    Rules about whole tables (how many rows, what share of them) are not looked at. Raises
    OperatorFileError for a rule pack at fault, and UsageError as the generator and the engine do.
    """
    judge = _Judge(contract, make_plan(contract, as_of.isoformat()))
    return edge_rows(contract, as_of=as_of, seed=seed, accepted=judge)


@dataclass(frozen=True)
class _Judge:
    """Says which rows are turned away. The rows are ours, so no child process reads them."""

    contract: Contract
    planned: Planned

    def __call__(self, rows: Rows) -> Iterator[Turned]:
        result = _result(self.contract, self.planned, rows)
        for check in self.planned.plan.checks:
            hits = result.hits.get(check.number, ())
            if not hits or check.severity not in _TURNS_AWAY:
                continue
            columns, others = _columns(self.contract, check), _others(check)
            for hit in hits:
                named = (hit.column,) if hit.column and hit.column not in columns else ()
                yield Turned(check.table, hit.row, (*columns, *named), check.rule, others)


def _result(contract: Contract, planned: Planned, rows: Rows) -> Result:
    with job_folder() as job:
        folder = job / "edge"
        folder.mkdir()
        for table in contract.tables:
            (folder / f"{table.name}.csv").write_bytes(as_csv(table, rows[table.name]))
        asked = task(folder, job, None, contract, planned)
        asked["plan"]["listed"] = _LISTED
        return Result.from_json(worker.run(asked)["result"])


def _columns(contract: Contract, check: Check) -> tuple[str, ...]:
    """The columns of its own table that a check reads."""
    table = contract.table(check.table)
    names = [column.name for column in table.collected] if table else []
    if check.kind == "sql":
        words = {word.casefold() for word in _WORD.findall(check.params["query"])}
        return tuple(name for name in names if name.casefold() in words)
    if check.kind == "rule":
        concepts = check.params["concepts"]
        read = check.params["reads"].get(check.params["anchor"], ())
        return tuple(dict.fromkeys(concepts[one] for one in read if one in concepts))
    if "columns" in check.params:
        return tuple(check.params["columns"])
    return (check.column,) if check.column else ()


def _others(check: Check) -> tuple[tuple[str, str], ...]:
    """(table, column) of other tables that a rule file reads."""
    if check.kind != "rule":
        return ()
    return tuple(
        (view["table"], view["columns"][concept])
        for view in check.params["views"]
        for concept in check.params["reads"].get(view["name"], ())
        if view["table"] != check.table and concept in view["columns"]
    )
