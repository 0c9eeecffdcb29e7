"""Runs a plan over the tables of one submission: cells first, then whole columns, then rules.

Nothing that leaves here holds a value of a cell, save a record key that the contract shows, that
passed its own checks and that does not look like an identifier.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from cfgovern import identifiers
from cfgovern.engine import cells, later, queries, sql
from cfgovern.engine.cells import JudgedTable
from cfgovern.engine.connection import connect, guarded, rule_at_fault
from cfgovern.engine.plan import BoundTable, Check, Plan, PlanTable
from cfgovern.engine.result import Hit, Result
from cfgovern.engine.source import sent
from cfgovern.errors import UsageError

if TYPE_CHECKING:
    import duckdb

__all__ = ["run"]

MANY = 20_000  # failing rows of a table beyond which they are counted in SQL, not in Python
GATES = ("unique", "foreign_key", "metric", "sql", "rule")


def run(plan: Plan, tables: Sequence[BoundTable], folder: Path, *, memory: str, threads: int) -> Result:
    """Judge ``tables`` by ``plan``; ``folder`` is the job folder that holds their files.

    Raises UsageError for a rule or pattern that cannot be run, SubmissionRefused when memory ends.
    """
    with guarded("opening"):
        connection = connect(folder, memory=memory, threads=threads)
    try:
        _try_patterns(connection, plan)
        runner = _Runner(connection, plan, {table.name: table for table in tables})
        runner.judge()
        for check in plan.checks:
            if check.kind in GATES:
                runner.later(check)
        runner.count_rejected()
        return runner.result
    finally:
        connection.close()


def _try_patterns(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    import duckdb

    for check in plan.checks:
        pattern = check.params.get("pattern")
        try:
            if pattern:
                connection.execute("SELECT regexp_matches('', ?)", [pattern])
        except duckdb.Error:
            raise UsageError(
                "contract.pattern",
                f"The pattern behind {check.rule} cannot be run: it is not RE2, or too large for it.",
                fix="Write a simpler pattern.",
            ) from None


class _Runner:
    """One run: the connection, what was judged so far, and the result that grows."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, plan: Plan, bound: Mapping[str, BoundTable]
    ) -> None:
        self.connection = connection
        self.plan = plan
        self.bound = bound
        self.tables = {table.name: table for table in plan.tables}
        self.judged: dict[str, JudgedTable] = {}
        self.result = Result()

    def execute(self, tree: exp.Expression) -> duckdb.DuckDBPyConnection:
        return self.connection.execute(sql.render(tree))

    def _count(self, source: exp.Expression | str, where: exp.Expression | None = None) -> int:
        counted = self.execute(sql.select([exp.Count(this=exp.Star())], source, where)).fetchone()
        return int(counted[0]) if counted else 0

    # -- the cell gate -----------------------------------------------------------------------

    def judge(self) -> None:
        """Judge the cells of every table that was sent."""
        keep = self._kept()
        for table in self.plan.tables:
            if table.name not in self.bound:
                continue
            with guarded(f"checking the cells of {table.name}"):
                self._create(f"raw:{table.name}", sent(self.bound[table.name]), kind="VIEW")
                checks = [c for c in self.plan.checks if c.table == table.name and c.kind in cells.KINDS]
                judged = cells.judge(table, self.bound[table.name], checks, keep.get(table.name, ()))
                self._create(f"judged:{table.name}", judged.query)
                faulty = self._collect(table, judged)
                # Without a fault there is nothing that later gates must look past.
                self.judged[table.name] = judged if faulty else replace(judged, failing={})
                self._origins(table)

    def _kept(self) -> dict[str, set[str]]:
        """The columns of each table that a later gate, a key or the origin needs."""
        keep: dict[str, set[str]] = {table.name: {*table.key} for table in self.plan.tables}
        for table in self.plan.tables:
            if table.origin:
                keep[table.name].add(table.origin)
        for check in self.plan.checks:
            for name, columns in _needs(check).items():
                keep.setdefault(name, set()).update(columns)
        return keep

    def _create(self, name: str, query: exp.Expression, kind: str = "TABLE") -> int:
        """Make a table or a view; how many rows the table has."""
        table = exp.Table(this=exp.Identifier(this=name, quoted=True))
        made = self.execute(exp.Create(this=table, kind=kind, expression=query, replace=True)).fetchone()
        return int(made[0]) if made and kind == "TABLE" else 0

    def _collect(self, table: PlanTable, judged: JudgedTable) -> int:
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
        wrong = self._count(f"judged:{table.name}", any_failed)
        if not wrong:
            return 0
        keys = self._keys(table, judged)
        if wrong <= MANY:
            self._decode(judged, keys, self._listing(judged, keys, any_failed, None))
            return wrong
        for place, bit, check in reported:
            failing = sql.has_bits(sql.column(f"m{place}"), 1 << bit)
            found = self._count(f"judged:{table.name}", failing)
            if found:
                rows = self._listing(judged, keys, failing.copy(), self.plan.listed)
                self.result.counts[check.number] = found
                self.result.hits[check.number] = [_hit(row, keys) for row in rows]
        return wrong

    def _listing(
        self, judged: JudgedTable, keys: Sequence[str], where: exp.Expression, limit: int | None
    ) -> Iterator[tuple[Any, ...]]:
        outputs: list[exp.Expression] = [sql.column("_row"), sql.column("_line")]
        outputs += [self._key(judged, name) for name in keys]
        outputs += [sql.column(f"m{place}") for place in range(len(judged.masks))]
        query = sql.select(outputs, f"judged:{judged.table}", where)
        query.set("order", exp.Order(expressions=[sql.column("_row")]))
        if limit is not None:
            query.set("limit", exp.Limit(expression=sql.number(limit)))
        cursor = self.execute(query)
        while batch := cursor.fetchmany(2_000):
            yield from batch

    def _decode(self, judged: JudgedTable, keys: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
        start = 2 + len(keys)
        for row in rows:
            hit = _hit(row, keys)
            for place, mask in enumerate(judged.masks):
                found = row[start + place]
                while found:
                    low = found & -found
                    found ^= low
                    check = mask[low.bit_length() - 1]
                    if check.severity != "silent":
                        self._add(check, hit)

    def _add(self, check: Check, hit: Hit) -> None:
        counts = self.result.counts
        counts[check.number] = counts.get(check.number, 0) + 1
        if counts[check.number] <= self.plan.listed:
            self.result.hits.setdefault(check.number, []).append(hit)

    def _keys(self, table: PlanTable, judged: JudgedTable) -> list[str]:
        return [name for name in table.key if name in self.bound[table.name].columns]

    def _key(self, judged: JudgedTable, name: str) -> exp.Expression:
        """The text of a key column where the cell passed every check, else NULL."""
        text = sql.column(f"x:{name}")
        return sql.case(later.failed(judged, [name]), exp.Null(), text)

    def _origins(self, table: PlanTable) -> None:
        """How many rows say live and how many synthetic; other values are neither."""
        if table.origin is None or table.origin not in self.bound[table.name].columns:
            return
        said = sql.column(f"x:{table.origin}")
        query = sql.select([said, exp.Count(this=exp.Star())], f"judged:{table.name}")
        query.set("group", exp.Group(expressions=[said.copy()]))
        found = {"live": 0, "synthetic": 0}
        for value, count in self.execute(query).fetchall():
            found["synthetic" if value == "synthetic" else "live"] += count
        self.result.origins[table.name] = found

    # -- later gates -------------------------------------------------------------------------

    def later(self, check: Check) -> None:
        """Run one check of a later gate, or say why it cannot run."""
        why = self._absent(check)
        if why:
            self.result.absent[check.number] = why
            return
        with guarded(f"running {check.rule}"):
            if check.kind == "unique":
                self._record(check, later.duplicates(self.judged[check.table], check.params["columns"]))
            elif check.kind == "foreign_key":
                parent = self.judged[str(check.params["to_table"])]
                to, columns = check.params["to_columns"], check.params["columns"]
                self._record(check, later.orphans(self.judged[check.table], columns, parent, to))
            elif check.kind == "metric":
                found = self.execute(later.measure(self.judged[check.table], check)).fetchone()
                if found:
                    self.result.measured[check.number] = (int(found[0]), int(found[1]))
            else:
                with rule_at_fault(check.rule):
                    self._query(check)

    def _absent(self, check: Check) -> str | None:
        """``table:NAME`` or ``column:TABLE.NAME`` for what is not there, ``period`` for no period."""
        for table, columns in _needs(check).items():
            if table not in self.judged:
                return f"table:{table}"
            for name in sorted(columns):
                if name not in self.bound[table].columns:
                    return f"column:{table}.{name}"
        for name in check.params.get("parameters", ()):
            if self.plan.parameters.get(name) is None:
                return f"parameter:{name}"
        return None

    def _query(self, check: Check) -> None:
        """A rule file or an ODCS sql rule."""
        params = check.params
        views = {view["name"]: queries.View(**view) for view in params["views"]}
        tree = queries.spelled(queries.parse(str(params["query"]), check.rule), views)
        anchor = str(params["anchor"]) if params.get("anchor") else None
        if check.kind == "sql" and params["as_rows"]:
            rows = queries.counting_to_rows(tree, str(params["view"]))
            tree, anchor = (rows, str(params["view"])) if rows is not None else (tree, None)
        bound = self._bind(check, tree, anchor, views)
        if anchor is None:
            self._measure(check, bound.query)
            missed = sum(self._faulty(view, params["reads"].get(name, ())) for name, view in views.items())
            if missed:
                self.result.left_out[check.number] = missed
            return
        if bound.left_out is not None:
            missed = self._count(sql.nested(_as_select(bound.left_out), "left"))
            if missed:
                self.result.left_out[check.number] = missed
        self._record(check, bound.query)

    def _bind(
        self, check: Check, tree: exp.Select, anchor: str | None, views: Mapping[str, queries.View]
    ) -> queries.BoundQuery:
        if any(name not in views for name in queries.tables_read(tree)):
            raise queries.refused(check.rule, "reads a table that the contract does not have")
        return queries.bind(
            tree,
            check.rule,
            anchor=anchor,
            views=views,
            reads=check.params["reads"],
            judged=self.judged,
            parameters=self.plan.parameters,
            group=check.params.get("group", ()),
        )

    def _faulty(self, view: queries.View, reads: Sequence[str]) -> int:
        """How many rows of ``view`` a total looks past, because a cell that it reads failed."""
        wrong = later.failed(self.judged[view.table], view.reads(reads))
        return self._count(_named_table(f"judged:{view.table}", "f"), wrong)

    def _measure(self, check: Check, query: exp.Expression) -> None:
        """Run a query that returns one number; NULL is none, and nothing is said of it."""
        found = self.execute(query).fetchmany(2)
        if len(found) > 1 or any(len(row) != 1 for row in found):
            raise queries.refused(check.rule, "must return one number")
        value = found[0][0] if found else None
        if value is None:
            self.result.absent[check.number] = "number:"
            return
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise queries.refused(check.rule, "must return one number") from None
        if math.isnan(number):
            raise queries.refused(check.rule, "must return one number")
        if math.isinf(number):  # a cell holds more figures than a number can
            self.result.absent[check.number] = "number:"
            return
        self.result.measured[check.number] = (int(number) if number.is_integer() else number, 0)

    def _record(self, check: Check, query: exp.Expression) -> None:
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
        counted = self._create(name, found)
        if not counted:
            return
        self.result.counts[check.number] = counted
        judged, table = self.judged[check.table], self.tables[check.table]
        keys = self._keys(table, judged)
        outputs: list[exp.Expression] = [sql.column("_row", "j"), sql.column("_line", "j")]
        outputs += [self._key(judged, key) for key in keys]
        outputs.append(sql.column("_column", "h"))
        listing = sql.select(outputs, _named_table(name, "h"))
        same = sql.equals(sql.column("_row", "j"), sql.column("_row", "h"))
        listing.append("joins", exp.Join(this=_named_table(f"judged:{check.table}", "j"), on=same))
        listing.set("order", exp.Order(expressions=[sql.column("_row", "j"), sql.column("_column", "h")]))
        listing.set("limit", exp.Limit(expression=sql.number(self.plan.listed)))
        columns = check.params.get("concepts", {})
        rows = self.execute(listing).fetchall()
        self.result.hits[check.number] = [_hit(row, keys, columns.get(row[-1])) for row in rows]

    def count_rejected(self) -> None:
        """How many rows of each table hold a block or an error, whichever gate found it."""
        grave = [c for c in self.plan.checks if c.severity in ("block", "error") and c.kind in GATES]
        for name, judged in self.judged.items():
            hit = [check for check in grave if check.table == name and check.number in self.result.hits]
            if not judged.failing and not hit:
                self.result.rejected[name] = 0
                continue
            with guarded("counting rows"):
                wrong = later.failed(judged, list(judged.failing))
                found: exp.Expression = sql.select([sql.column("_row")], f"judged:{name}", wrong)
                for check in hit:
                    rows = sql.select([sql.column("_row")], f"hits:{check.number}")
                    found = exp.Union(this=found, expression=rows, distinct=True)
                self.result.rejected[name] = self._count(sql.nested(_as_select(found), "r"))


def _named_table(name: str, alias: str) -> exp.Table:
    quoted = exp.Identifier(this=name, quoted=True)
    return exp.Table(this=quoted, alias=exp.TableAlias(this=exp.Identifier(this=alias, quoted=True)))


def _as_select(query: exp.Expression) -> exp.Select:
    """A union as something to select from: ``SELECT DISTINCT _row FROM (query)``."""
    alias = exp.TableAlias(this=exp.Identifier(this="u", quoted=True))
    outer = sql.select([sql.column("_row")], exp.Subquery(this=query.copy(), alias=alias))
    outer.set("distinct", exp.Distinct())
    return outer


def _hit(row: tuple[Any, ...], keys: Sequence[str], column: str | None = None) -> Hit:
    shown = {
        name: value
        for name, value in zip(keys, row[2 : 2 + len(keys)], strict=True)
        if value is not None and not identifiers.looks_like_identifier(value)
    }
    return Hit(row[0], row[1], shown, column)


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
