"""Runs the cell gate over each table that was sent, and lists the cells that fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlglot import exp

from cfgovern.engine import cells, latergates, sql
from cfgovern.engine.cells import JudgedTable
from cfgovern.engine.plan import BoundTable, Check, PlanTable
from cfgovern.engine.result import Hit
from cfgovern.engine.source import hold
from cfgovern.engine.state import State, hit_of

__all__ = ["MANY", "judge"]

MANY = 20_000  # failing rows of a table beyond which they are counted in SQL, not in Python


def judge(state: State) -> None:
    """Judge the cells of every table that was sent."""
    keep = latergates.kept(state.plan)
    tables = [table for table in state.plan.tables if table.name in state.bound]
    state.watch.begin(sum(state.bound[table.name].rows for table in tables), "rows")
    state.each(lambda table: _judge_table(state, table, keep[table.name]), tables)


def _judge_table(state: State, table: PlanTable, keep: set[str]) -> None:
    bound = state.bound[table.name]
    with state.database.guarded(f"checking the cells of {table.name}"):
        state.database.lay_out(bound)
        checks = [c for c in state.plan.checks if c.table == table.name and c.kind in cells.KINDS]
        judged = cells.judge(table, bound, checks, keep)
        _make(state, bound, judged)
        faulty = _collect(state, table, judged)
        # Without a fault there is nothing that later gates must look past.
        state.judged[table.name] = judged if faulty else replace(judged, failing={})
        _origins(state, table)


def _make(state: State, bound: BoundTable, judged: JudgedTable) -> None:
    """The judged table. Raises Doubt where a file read as sent does not hold what intake saw."""
    with state.database.judging(bound), state.watch.query(state.database.connection, bound.rows):
        rows = state.create(f"judged:{bound.name}", judged.query)
    hold(bound, rows)


def _collect(state: State, table: PlanTable, judged: JudgedTable) -> int:
    """List the failing cells; beyond MANY failing rows, count them in SQL and list the first.

    How many rows have one.
    """
    reported = [
        (place, bit, check)
        for place, mask in enumerate(judged.masks)
        for bit, check in enumerate(mask)
        if check.severity != "silent"
    ]
    if not reported:
        return 0
    wanted = [0] * len(judged.masks)
    for place, bit, _ in reported:
        wanted[place] |= 1 << bit
    any_failed = sql.either(
        *(sql.has_bits(sql.column(f"m{p}"), bits) for p, bits in enumerate(wanted) if bits)
    )
    wrong = state.count(f"judged:{table.name}", any_failed)
    if not wrong:
        return 0
    keys, lines = state.keys(table.name), state.bound[table.name].lines
    if wrong <= MANY:
        _decode(state, judged, keys, _listing(state, judged, keys, any_failed, None))
        return wrong
    for place, bit, check in reported:
        failing = sql.has_bits(sql.column(f"m{place}"), 1 << bit)
        found = state.count(f"judged:{table.name}", failing)
        if found:
            rows = _listing(state, judged, keys, failing.copy(), state.plan.listed)
            state.result.counts[check.number] = found
            state.result.hits[check.number] = [hit_of(row, keys, lines) for row in rows]
    return wrong


def _listing(
    state: State, judged: JudgedTable, keys: Sequence[str], where: exp.Expression, limit: int | None
) -> Iterator[tuple[Any, ...]]:
    outputs: list[exp.Expression] = [sql.column("_row")]
    outputs += [state.key(judged, name) for name in keys]
    outputs += [sql.column(f"m{place}") for place in range(len(judged.masks))]
    query = sql.select(outputs, f"judged:{judged.table}", where)
    query.set("order", exp.Order(expressions=[sql.column("_row")]))
    if limit is not None:
        query.set("limit", exp.Limit(expression=sql.number(limit)))
    cursor = state.execute(query)
    while batch := cursor.fetchmany(2_000):
        yield from batch


def _decode(state: State, judged: JudgedTable, keys: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
    start, lines = 1 + len(keys), state.bound[judged.table].lines
    for row in rows:
        hit = hit_of(row, keys, lines)
        for place, mask in enumerate(judged.masks):
            found = row[start + place]
            while found:
                low = found & -found
                found ^= low
                check = mask[low.bit_length() - 1]
                if check.severity != "silent":
                    _add(state, check, hit)


def _add(state: State, check: Check, hit: Hit) -> None:
    counts = state.result.counts
    counts[check.number] = counts.get(check.number, 0) + 1
    if counts[check.number] <= state.plan.listed:
        state.result.hits.setdefault(check.number, []).append(hit)


def _origins(state: State, table: PlanTable) -> None:
    """How many rows say live and how many synthetic; other values are neither."""
    if table.origin is None or table.origin not in state.bound[table.name].columns:
        return
    said = sql.column(f"x:{table.origin}")
    query = sql.select([said, exp.Count(this=exp.Star())], f"judged:{table.name}")
    query.set("group", exp.Group(expressions=[said.copy()]))
    found = {"live": 0, "synthetic": 0}
    for value, count in state.execute(query).fetchall():
        found["synthetic" if value == "synthetic" else "live"] += count
    state.result.origins[table.name] = found
