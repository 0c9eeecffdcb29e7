"""Runs the gates after the cells: keys, counted metrics, rules written as SQL."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from sqlglot import exp

from cfgovern.engine import later, misfits, queries, sql
from cfgovern.engine.plan import Check, Plan
from cfgovern.engine.result import Hit
from cfgovern.engine.state import State, Unanswered, hit_of

__all__ = ["GATES", "kept", "rejected", "run_check", "withhold"]

GATES = ("unique", "foreign_key", "metric", "sql", "rule", "json_schema")


def kept(plan: Plan) -> dict[str, set[str]]:
    """The columns of each table that a later gate, a key or the origin needs."""
    keep: dict[str, set[str]] = {table.name: {*table.key} for table in plan.tables}
    for table in plan.tables:
        if table.origin:
            keep[table.name].add(table.origin)
    for check in plan.checks:
        for name, columns in _needs(check).items():
            keep[name].update(columns)
    return keep


def run_check(state: State, check: Check) -> None:
    """Run one check of a later gate, or say why it cannot run."""
    try:
        _run(state, check)
    except Unanswered:
        state.result.absent[check.number] = "engine:"
    state.watch.add(1)


def _run(state: State, check: Check) -> None:
    why = _absent(state, check)
    if why:
        state.result.absent[check.number] = why
        return
    with state.database.guarded(f"running {check.rule}"):
        if check.kind == "unique":
            _record(state, check, later.duplicates(state.judged[check.table], check.params["columns"]))
        elif check.kind == "foreign_key":
            parent = state.judged[str(check.params["to_table"])]
            to, columns = check.params["to_columns"], check.params["columns"]
            _record(state, check, later.orphans(state.judged[check.table], columns, parent, to))
        elif check.kind == "metric":
            found = state.execute(later.measure(state.judged[check.table], check)).fetchone()
            if found:
                state.result.measured[check.number] = (int(found[0]), int(found[1]))
        elif check.kind == "json_schema":
            _record(state, check, misfits.untold(state.judged[check.table], check))
        else:
            with state.database.rule_at_fault(check.rule):
                _query(state, check)


def _absent(state: State, check: Check) -> str | None:
    """``table:NAME`` or ``column:TABLE.NAME`` for what is not there, ``period`` for no period."""
    for table, columns in _needs(check).items():
        if table not in state.judged:
            return f"table:{table}"
        for name in sorted(columns):
            if name not in state.bound[table].columns:
                return f"column:{table}.{name}"
    for name in check.params.get("parameters", ()):
        if state.plan.parameters.get(name) is None:
            return f"parameter:{name}"
    return None


def _query(state: State, check: Check) -> None:
    """A rule file or an ODCS sql rule."""
    params = check.params
    views = {view["name"]: queries.View(**view) for view in params["views"]}
    tree = queries.spelled(queries.parse(str(params["query"]), check.rule), views)
    anchor = str(params["anchor"]) if params.get("anchor") else None
    rows = queries.counting_to_rows(tree, str(params["view"])) if check.kind == "sql" else None
    if rows is not None and params["as_rows"]:
        tree, anchor = rows, str(params["view"])
    if check.kind == "sql" and rows is None and params["percent"] and queries.is_count(tree):
        raise queries.refused(check.rule, "counts, and nothing says of how many that is a part")
    bound = _bind(state, check, tree, anchor, views)
    if anchor is None:
        missed = sum(_faulty(state, view, params["reads"].get(name, ())) for name, view in views.items())
        if missed:  # a total of what is left would be another number
            state.result.left_out[check.number] = missed
            return
        among = 0
        if params["percent"] and rows is not None:
            among = state.count(f"judged:{check.table}")
            if not among:
                state.result.absent[check.number] = "rows:"
                return
        _measure(state, check, bound.query, among)
        return
    if bound.left_out is not None:
        missed = state.count(sql.nested(bound.left_out, "left"))
        if missed:
            state.result.left_out[check.number] = missed
    _record(state, check, bound.query)


def _bind(
    state: State, check: Check, tree: exp.Select, anchor: str | None, views: Mapping[str, queries.View]
) -> queries.BoundQuery:
    if any(name not in views for name in queries.tables_read(tree)):
        raise queries.refused(check.rule, "reads a table that the contract does not have")
    return queries.bind(
        tree,
        check.rule,
        anchor=anchor,
        views=views,
        reads=check.params["reads"],
        judged=state.judged,
        parameters=state.plan.parameters,
        group=check.params.get("group", ()),
    )


def _faulty(state: State, view: queries.View, reads: Sequence[str]) -> int:
    """How many rows of ``view`` a total looks past, because a cell that it reads failed."""
    wrong = later.failed(state.judged[view.table], view.reads(reads))
    return state.count(sql.table(f"judged:{view.table}", "f"), wrong)


def _measure(state: State, check: Check, query: exp.Expression, among: int) -> None:
    """Run a query that returns one number; NULL is none, and nothing is said of it.

    ``among``: the rows that the number is a part of, 0 for a number of its own.
    """
    found = state.execute(query).fetchmany(2)
    if len(found) > 1 or any(len(row) != 1 for row in found):
        raise queries.refused(check.rule, "must return one number")
    value = found[0][0] if found else None
    if value is None:
        state.result.absent[check.number] = "number:"
        return
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise queries.refused(check.rule, "must return one number") from None
    if math.isnan(number):
        raise queries.refused(check.rule, "must return one number")
    if math.isinf(number):  # a cell holds more figures than a number can
        state.result.absent[check.number] = "number:"
        return
    # A sum of parts hangs on their order in the last figures, and the order on how many hands add them up.
    number = number if number.is_integer() else float(f"{number:.12g}")
    state.result.measured[check.number] = (int(number) if number.is_integer() else number, among)


def _record(state: State, check: Check, query: exp.Expression) -> None:
    """Run a query that returns ``_row`` (and ``_column``), keep its rows, list the first."""
    returned = queries.returned(query)
    if "_row" not in returned:
        raise queries.refused(check.rule, "must return _row")
    column = sql.column("_column", "h") if "_column" in returned else sql.cast(exp.Null(), "VARCHAR")
    found = sql.select(
        [sql.column("_row", "h"), sql.named(column, "_column")],
        exp.Subquery(this=query, alias=exp.TableAlias(this=exp.Identifier(this="h", quoted=True))),
    )
    found.set("distinct", exp.Distinct())
    name = f"hits:{check.number}"
    counted = state.create(name, found)
    if not counted:
        return
    if check.kind == "rule" and state.count(_of_no_row(name, check.table)):
        raise queries.refused(check.rule, "returns a _row that its table does not have")
    state.result.counts[check.number] = counted
    judged, table = state.judged[check.table], state.tables[check.table]
    keys = state.keys(table.name)
    outputs: list[exp.Expression] = [sql.column("_row", "j")]
    outputs += [state.key(judged, key) for key in keys]
    outputs.append(sql.column("_column", "h"))
    listing = sql.select(outputs, sql.table(name, "h"))
    same = sql.equals(sql.column("_row", "j"), sql.column("_row", "h"))
    listing.append("joins", exp.Join(this=sql.table(f"judged:{check.table}", "j"), on=same))
    listing.set("order", exp.Order(expressions=[sql.column("_row", "j"), sql.column("_column", "h")]))
    listing.set("limit", exp.Limit(expression=sql.number(state.plan.listed)))
    columns = check.params.get("concepts", {})
    rows, lines = state.execute(listing).fetchall(), state.bound[check.table].lines
    state.result.hits[check.number] = [hit_of(row, keys, lines, columns.get(row[-1])) for row in rows]


def _of_no_row(name: str, table: str) -> exp.Expression:
    """The found rows that are no row of ``table``."""
    rows = sql.select([sql.column("_row")], f"judged:{table}")
    known = exp.In(this=sql.column("_row"), query=exp.Subquery(this=rows))
    return sql.nested(sql.select([exp.Star()], name, sql.unless_null(exp.Not(this=known), True)), "n")


def rejected(state: State) -> None:
    """The rows of each table that hold a block or an error, whichever gate found it, and how many they are.

    They stand in the table ``rejected:`` and its name, as ``_row``, where there are any.
    """
    grave = [c for c in state.plan.checks if c.severity in ("block", "error") and c.kind in GATES]
    for name, judged in state.judged.items():
        hit = [check for check in grave if check.table == name and check.number in state.result.hits]
        if not judged.failing and not hit:
            state.result.rejected[name] = 0
            continue
        with state.database.guarded("counting rows"):
            wrong = later.failed(judged, list(judged.failing))
            found: exp.Expression = sql.select([sql.column("_row")], f"judged:{name}", wrong)
            for check in hit:
                rows = sql.select([sql.column("_row")], f"hits:{check.number}")
                found = exp.Union(this=found, expression=rows, distinct=True)
            state.result.rejected[name] = state.create(f"rejected:{name}", found)


def withhold(state: State) -> None:
    """Take a reference that leads nowhere out of the keys of its row: nobody knows what it is."""
    for check in state.plan.checks:
        if check.kind != "foreign_key" or check.number not in state.result.hits:
            continue
        columns = set(state.keys(check.table)).intersection(check.params["columns"])
        if not columns:
            continue
        with state.database.guarded("withholding keys"):
            found = sql.select([sql.column("_row")], f"hits:{check.number}")
            orphans = {row for (row,) in state.execute(found).fetchall()}
        for hit in _hits_of(state, check.table):
            if hit.row in orphans:
                for name in columns:
                    hit.key.pop(name, None)


def _hits_of(state: State, table: str) -> Iterator[Hit]:
    """Every listed hit in ``table``."""
    for check in state.plan.checks:
        if check.table == table:
            yield from state.result.hits.get(check.number, ())


def _needs(check: Check) -> dict[str, set[str]]:
    """The columns of each table that a later gate reads."""
    params = check.params
    if check.kind in ("unique", "foreign_key"):
        needs = {check.table: set(params["columns"])}
        if check.kind == "foreign_key":
            needs.setdefault(str(params["to_table"]), set()).update(params["to_columns"])
        return needs
    if check.kind == "metric":
        return {check.table: set(params["columns"])}
    if check.kind in ("sql", "rule"):
        needs = {}
        for view in params["views"]:
            read = queries.View(**view).reads(params["reads"].get(view["name"], ()))
            if view["name"] in params["reads"]:
                needs[view["table"]] = set(read)
        return needs
    return {}
