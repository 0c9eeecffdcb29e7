"""Every rule that is marked for both engines finds the same rows on both, in submissions that nobody wrote.

A submission is one of the cases that the rules are tested with, with some of its cells changed. Many of them
stand in one set of tables, each with identifiers of its own, so that a query on Spark judges them all.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlglot import exp

from cfgovern.engine import queries, sql
from cfgovern.engine.cells import JudgedTable
from cfgovern.engine.connection import connect
from cfgovern.engine.plan import Check, Plan
from cfgovern.engine.spark.dialect import render
from cfgovern.engine.steps import CASTS
from cfgovern.tables import SEPARATOR
from tests.rules.test_rules import AS_OF, FILES, document, programme, whole

pytestmark = pytest.mark.needs("java", "pyspark")

SUBMISSIONS = int(os.environ.get("CFGOVERN_SUBMISSIONS", "1000"))
TOGETHER = 1_000
PERIOD = ("2026-07-01", "2026-09-30")
CHANGED = 0.1  # of the cells
Row = dict[str, str]
Tables = dict[str, list[Row]]


def cases() -> list[Mapping[str, list[Mapping[str, Any]]]]:
    """The tables of every case of every rule, by concept."""
    found = []
    for path in FILES:
        about = document(path)
        for case in (*about["good"], *about["bad"]):
            rest = about.get("rest", {})
            found.append(
                {
                    table: [{**rest.get(table, {}), **row} for row in rows]
                    for table, rows in case["tables"].items()
                }
            )
    return found


def pool(of: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], list[str]]:
    """What stands in each column in any of the cases, by concept."""
    values: dict[tuple[str, str], set[str]] = {}
    for tables in of:
        for table, rows in tables.items():
            for row in rows:
                for concept, value in row.items():
                    values.setdefault((table, concept), set()).add(str(value))
    return {place: sorted(found) for place, found in values.items()}


def other(value: str, values: Sequence[str], chance: random.Random) -> str:
    """Something else in place of ``value``: a day or number near it, what others wrote, or nothing."""
    way = chance.random()
    if way < 0.4:
        try:
            return (
                date.fromisoformat(value) + timedelta(chance.choice((-400, -183, -31, -1, 1, 28, 366)))
            ).isoformat()
        except ValueError:
            if value.isdigit():
                return str(max(0, int(value) + chance.choice((-2, -1, 1, 5))))
    return chance.choice(values) if way < 0.8 else ""


def submissions(number: int, known: Sequence[Mapping[str, Any]], ids: set[tuple[str, str]]) -> Tables:
    """``TOGETHER`` submissions in one set of tables. In the first set each row keeps its identifiers."""
    chance = random.Random(number)
    values = pool(known)
    made: Tables = {}
    for place in range(TOGETHER):
        for table, rows in known[(number * TOGETHER + place) % len(known)].items():
            for row in rows:
                told = {concept: str(value) for concept, value in row.items()}
                for concept in told:
                    if chance.random() < CHANGED and not (number == 0 and (table, concept) in ids):
                        told[concept] = other(told[concept], values[table, concept], chance)
                for concept, value in told.items():
                    if value and (table, concept) in ids:
                        told[concept] = f"{value}/{place}"
                made.setdefault(table, []).append(told)
    return made


def identifiers(plan: Plan) -> set[tuple[str, str]]:
    """The columns, by concept, that say whose or which: other ones in each submission."""
    return {
        (table.concept, column.concept)
        for table in plan.tables
        for column in table.columns
        if column.type == "string" and column.concept.endswith("_id")
    }


class Sets:
    """One set of judged tables in both engines."""

    def __init__(self, folder: Path, session: Any, plan: Plan, tables: Tables, number: int) -> None:
        self.plan = plan
        self.session = session
        self.connection = connect(folder)
        self.judged: dict[str, JudgedTable] = {}
        chance = random.Random(number)
        for table in plan.tables:
            rows = tables.get(table.concept, [])
            columns = {column.name: column for column in table.columns}
            bits = {name: (1 << place % 62,) for place, name in enumerate(columns)}
            self.judged[table.name] = JudgedTable(table.name, exp.Select(), ((),), bits, columns)
            self._fill(folder, table, rows, chance if number % 2 else None)

    def _fill(self, folder: Path, table: Any, rows: Sequence[Row], chance: random.Random | None) -> None:
        """``chance``: some cells have failed a check."""
        sent, file = folder / f"{table.name}.csv", folder / f"{table.name}.parquet"
        lines = []
        for place, row in enumerate(rows, start=1):
            failed = 1 << chance.randrange(62) if chance and chance.random() < 0.1 else 0
            cells = [row.get(column.concept, "") for column in table.columns]
            lines.append(SEPARATOR.join((str(place), str(failed), *cells)))
        sent.write_text("\n".join(lines) + "\n", encoding="utf-8")
        kinds = {"_row": "BIGINT", "m0": "BIGINT"} | {f"c{n}": "VARCHAR" for n in range(len(table.columns))}
        nothing = dict.fromkeys(("quote", "escape", "nullstr"), "")
        options: dict[str, Any] = {
            **{name: sql.text(text) for name, text in {"delim": SEPARATOR, **nothing}.items()},
            "auto_detect": exp.false(),
            "header": exp.false(),
            "columns": sql.fields(kinds),
        }
        outputs: list[exp.Expression] = [sql.column("_row"), sql.column("m0")]
        for n, column in enumerate(table.columns):
            outputs.append(sql.named(sql.column(f"c{n}"), f"x:{column.name}"))
            if column.type != "string":
                value = sql.cast(sql.column(f"c{n}"), CASTS.get(column.type, "VARCHAR"))
                outputs.append(sql.named(value, f"y:{column.name}"))
        query = sql.select(outputs, sql.from_file("read_csv", str(sent), options))
        if not rows:
            query = query.where(exp.false())
        self.connection.execute(sql.render(sql.copied(query, str(file), FORMAT="PARQUET")))
        name = f"judged:{table.name}"
        view = sql.select([exp.Star()], exp.Table(this=sql.call("read_parquet", sql.text(str(file)))))
        self.connection.execute(sql.render(exp.Create(this=sql.table(name), kind="TABLE", expression=view)))
        self.session.read.parquet(file.as_uri()).createOrReplaceTempView(f"`{name}`")

    def bound(self, check: Check) -> queries.BoundQuery:
        views = {view["name"]: queries.View(**view) for view in check.params["views"]}
        tree = queries.spelled(queries.parse(str(check.params["query"]), check.rule), views)
        return queries.bind(
            tree, check.rule, anchor=str(check.params["anchor"]), views=views, reads=check.params["reads"],
            judged=self.judged, parameters=self.plan.parameters, group=check.params["group"],
        )  # fmt: skip

    def on_duckdb(self, query: exp.Expression) -> Counter[Any]:
        return Counter(self.connection.execute(sql.render(query.copy())).fetchall())

    def on_spark(self, query: exp.Expression) -> Counter[Any]:
        return Counter(tuple(row) for row in self.session.sql(render(query)).collect())


def rules(plan: Plan) -> Iterator[Check]:
    return (check for check in plan.checks if check.kind == "rule")


@pytest.mark.parametrize("number", range(SUBMISSIONS // TOGETHER))
def test_each_rule_finds_the_same_rows(number: int, tmp_path: Path, spark: Any) -> None:
    from cfgovern.engine.spark.session import answering

    plan = whole(False, AS_OF, PERIOD)
    tables = submissions(number, cases(), identifiers(plan))
    sets = Sets(tmp_path, answering(spark.newSession()), plan, tables, number)
    judged = 0
    for check in rules(plan):
        bound = sets.bound(check)
        found = sets.on_duckdb(bound.query)
        assert sets.on_spark(bound.query) == found, check.rule
        judged += bool(found)
        if bound.left_out is not None and number == 1:
            assert sets.on_spark(bound.left_out) == sets.on_duckdb(bound.left_out), check.rule
    sets.connection.close()
    assert programme() and judged > 60, judged  # of 107: a set that finds nothing compares nothing
