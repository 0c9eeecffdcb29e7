"""Runs a plan over the tables of one submission: cells first, then whole columns, then rules.

Nothing that leaves here holds a value of a cell, save a record key that the contract shows, that
passed its own checks and that does not look like an identifier.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from cfgovern.engine import cellgate, handover, latergates, sql
from cfgovern.engine.connection import connections, guarded
from cfgovern.engine.duck import Duck
from cfgovern.engine.plan import BoundTable, Plan
from cfgovern.engine.result import Result
from cfgovern.engine.state import HANDS, Database, State
from cfgovern.engine.watch import Watch
from cfgovern.errors import UsageError
from cfgovern.progress import Counted

if TYPE_CHECKING:
    import duckdb

__all__ = ["gates", "run", "run_with", "try_patterns"]


def run(
    plan: Plan,
    tables: Sequence[BoundTable],
    folder: Path,
    *,
    memory: str,
    threads: int,
    file: str | None = None,
    told: Counted | None = None,
    rejected_to: Path | None = None,
) -> Result:
    """Judge ``tables`` by ``plan``; ``folder`` is the job folder that holds their files.

    ``file``: work in a database file of that name in ``folder``, for more rows than memory holds.
    ``told`` hears how many of the rows are judged, and then how many of the later checks are done.
    ``rejected_to``: a folder in ``folder`` into which the numbers of rejected rows are handed on.
    Raises UsageError for a rule or pattern that cannot be run, SubmissionRefused when memory ends, Doubt
    for a table as sent that is not what intake saw.
    """
    as_sent = [table.path for table in tables if table.stamp is not None]
    with guarded("opening"):
        hands = connections(folder, HANDS + 1, memory=memory, threads=threads, file=file, files=as_sent)
    return run_with(hands, plan, tables, told, rejected_to)


def run_with(
    hands: Sequence[duckdb.DuckDBPyConnection],
    plan: Plan,
    tables: Sequence[BoundTable],
    told: Counted | None = None,
    rejected_to: Path | None = None,
) -> Result:
    """Judge ``tables`` by ``plan`` in the database to which ``hands`` are connected, and close them."""
    try:
        try_patterns(hands[0], plan)
        return gates(Duck(hands), plan, tables, told, rejected_to)
    finally:
        for hand in hands:
            hand.close()


def gates(
    database: Database,
    plan: Plan,
    tables: Sequence[BoundTable],
    told: Counted | None,
    rejected_to: Path | None,
) -> Result:
    """Judge ``tables`` by ``plan`` in ``database``; see :func:`run`."""
    with Watch(told) as watch, State(database, plan, tables, watch) as state:
        cellgate.judge(state)
        later = [check for check in plan.checks if check.kind in latergates.GATES]
        watch.begin(len(later), "checks")
        state.each(lambda check: latergates.run_check(state, check), later)
        latergates.rejected(state)
        if rejected_to is not None:
            handover.hand_on_rejected(state, rejected_to)
        latergates.withhold(state)
        return state.result


def try_patterns(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Raise UsageError for the first check with a pattern that cannot be run."""
    found = {str(check.params["pattern"]): check for check in plan.checks if check.params.get("pattern")}
    if found and not _can_run(connection, list(found)):
        for pattern, check in found.items():
            if not _can_run(connection, [pattern]):
                raise UsageError(
                    "contract.pattern",
                    f"The pattern behind {check.rule} cannot be run: it is not RE2, or too large for it.",
                    fix="Write a simpler pattern.",
                )


def _can_run(connection: duckdb.DuckDBPyConnection, patterns: list[str]) -> bool:
    import duckdb

    tried = [sql.call("regexp_matches", sql.text(""), sql.text(pattern)) for pattern in patterns]
    try:
        connection.execute(sql.render(exp.Select(expressions=tried)))
    except duckdb.Error:
        return False
    return True
