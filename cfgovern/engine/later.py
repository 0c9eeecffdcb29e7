"""The gates after the cells that need whole columns: unique keys, foreign keys, counted metrics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.cells import JudgedTable
from cfgovern.engine.plan import Check

__all__ = ["duplicates", "failed", "measure", "orphans"]


def failed(judged: JudgedTable, columns: Sequence[str], alias: str | None = None) -> exp.Expression:
    """Whether any cell of ``columns`` in the row already failed."""
    wanted = [0] * len(judged.masks)
    for name in columns:
        for place, found in enumerate(judged.failing.get(name, ())):
            wanted[place] |= found
    tests = [
        sql.has_bits(sql.column(f"m{place}", alias), found) for place, found in enumerate(wanted) if found
    ]
    return exp.Paren(this=sql.either(*tests)) if tests else exp.Boolean(this=False)


def _sound(judged: JudgedTable, columns: Sequence[str], alias: str | None = None) -> exp.Expression:
    """Whether every cell of ``columns`` holds a value that passed."""
    there = [exp.Not(this=sql.is_null(judged.value(name, alias))) for name in columns]
    return sql.both(sql.negate(failed(judged, columns, alias)), *there)


def duplicates(judged: JudgedTable, columns: Sequence[str]) -> exp.Select:
    """``_row`` of every row whose ``columns`` stand together more than once, compared as text."""
    keys = [sql.column(f"x:{name}") for name in columns]
    groups = sql.select([key.copy() for key in keys], judged.table_as("g"), _sound(judged, columns))
    groups.set("group", exp.Group(expressions=[key.copy() for key in keys]))
    many = exp.GT(this=exp.Count(this=exp.Star()), expression=sql.number(1))
    groups.set("having", exp.Having(this=many))
    left: exp.Expression = exp.Tuple(expressions=keys) if len(keys) > 1 else keys[0]
    within = exp.In(this=left, query=exp.Subquery(this=groups))
    return sql.select([sql.column("_row")], judged.table_as("t"), sql.both(_sound(judged, columns), within))


def orphans(
    judged: JudgedTable, columns: Sequence[str], parent: JudgedTable, to: Sequence[str]
) -> exp.Select:
    """``_row`` of every row whose ``columns`` name no row of ``parent``, compared as text.

    A parent whose own key failed still counts: the child would otherwise be blamed for it.
    """
    links = [
        sql.equals(sql.column(f"x:{there}", "p"), sql.column(f"x:{here}", "t"))
        for here, there in zip(columns, to, strict=True)
    ]
    found = sql.select([sql.number(1)], parent.table_as("p"), sql.both(*links))
    alone = exp.Not(this=exp.Exists(this=found))
    return sql.select(
        [sql.column("_row", "t")], judged.table_as("t"), sql.both(_sound(judged, columns, "t"), alone)
    )


def measure(judged: JudgedTable, check: Check) -> exp.Select:
    """The number that a library metric compares, and the rows it is a part of."""
    metric, params = str(check.params["metric"]), check.params
    rows = exp.Count(this=exp.Star())
    if metric == "rowCount":
        counted: exp.Expression = exp.Count(this=exp.Star())
        where = None
    elif metric == "duplicateValues":
        columns = [str(name) for name in params["columns"]]
        keys: list[exp.Expression] = [sql.column(f"x:{name}") for name in columns]
        one = keys[0] if len(keys) == 1 else sql.call("struct_pack", *_fields(keys))
        total = exp.Count(this=exp.Star())
        counted = exp.Sub(this=total, expression=exp.Count(this=exp.Distinct(expressions=[one])))
        where = _sound(judged, columns)
    else:
        # count_if would be NULL, not 0, for a table without rows.
        counted = exp.Count(this=sql.case(_metric_condition(judged, check, params), sql.number(1)))
        where = None
    return sql.select([counted, rows], judged.table_as("t"), where)


def _fields(keys: Sequence[exp.Expression]) -> list[exp.Expression]:
    return [
        exp.PropertyEQ(this=exp.Identifier(this=f"k{place}", quoted=False), expression=key)
        for place, key in enumerate(keys)
    ]


def _metric_condition(judged: JudgedTable, check: Check, params: Mapping[str, object]) -> exp.Expression:
    """Rows that nullValues, missingValues or invalidValues count: the bit of a silent cell check."""
    for place, mask in enumerate(judged.masks):
        for bit, other in enumerate(mask):
            if other.number == params["cell_check"]:
                return sql.has_bits(sql.column(f"m{place}"), 1 << bit)
    raise LookupError(check.rule)
