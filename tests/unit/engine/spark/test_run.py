"""A plan on Spark finds what it finds with DuckDB; what is not known to answer alike is not run, and told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cfgovern.engine.handover import hand_on
from cfgovern.engine.plan import BoundTable, Check, Plan, PlanTable
from cfgovern.engine.result import Result
from cfgovern.engine.run import run as on_duckdb
from cfgovern.engine.spark.run import run, unlike
from cfgovern.engine.spark.session import started
from cfgovern.errors import UsageError
from tests.unit.engine.tiny import NO_PERIOD, bind, check, column, table

PEOPLE = table(
    "people",
    column("id"),
    column("n", "integer"),
    column("x", "number"),
    column("born", "date"),
    column("seen", "date", format="dd/MM/yyyy"),
    column("at", "timestamp"),
    column("open", "time"),
    column("yes", "boolean"),
    column("shut", "time", format="HH:mm"),
    column("nhs"),
    column("nino"),
    column("code", missing={"declined": "-1"}),
)
VISITS = table("visits", column("person"), column("day", "date"))
ROWS = [
    line.split("|")
    for line in (
        "P1|1|0.3|2026-01-01|01/02/2026|2026-01-01T10:11:12|10:11|true|17:30|9990000115|QQ123456C|a",
        "P2|01|1e3|2026-02-30|30/02/2026|2026-01-01T10:11:12+0100|24:00|TRUE|7:30|999 000 0115|QQ234567D|b",
        "P2| 7 |.5|2026-2-3|1/2/2026|2026-01-01|10:11:12.5||24:00|9990000119|qq 12 34 56 c|-1",
        "|-3|12|0001-01-01|31/12/9999|2026-01-01T25:00:00|9:00|false||999||",
        "P5|#N/A|-0.30000|9999-12-31|x|2026-13-01||no|09:00|\u00a0x|QQ\u200b|é\nü",
    )
]  # fmt: skip
DAYS = "P1|2026-01-02 P9|2025-12-31 P1|2025-12-31 P5|soon |2026-01-01 P1|2026-01-02"
SEEN = [visit.split("|") for visit in DAYS.split(" ")]
VIEWS: list[dict[str, Any]] = [
    {"name": "people", "table": "people", "columns": {"id": "id", "born": "born", "n": "n"}},
    {"name": "visits", "table": "visits", "columns": {"person": "person", "day": "day"}},
]
BEFORE = (
    "SELECT v._row FROM visits AS v WHERE EXISTS "
    "(SELECT 1 FROM people AS p WHERE p.id = v.person AND p.born > v.day)"
)
CHECKS = [
    *(check("type", name.name, table="people") for name in PEOPLE.columns),
    *(check(kind, name.name, table="people", severity="warning") for name in PEOPLE.columns
      for kind in ("whitespace", "characters", "line_break")),
    check("required", "id", table="people"),
    check("minimum", "n", table="people", bound=0, exclusive=False),
    check("minimum", "shut", table="people", bound="09:30", exclusive=False),
    check("maximum", "at", table="people", bound="2026-01-01T09:30:00", exclusive=True),
    check("maximum", "born", table="people", bound="2026-06-01", exclusive=True),
    check("multiple_of", "x", table="people", step="0.1"),
    check("max_length", "code", table="people", length=2),
    check("pattern", "code", table="people", pattern="^[a-z]$"),
    check("enum", "code", table="people", values=["a", "é\nü"]),
    check("identifier_form", "nhs", table="people", identifier="nhs_number"),
    check("check_digit", "nhs", table="people", identifier="nhs_number"),
    check("test_value", "nino", table="people", identifier="nino"),
    check("type", "day", table="visits"),
    check("unique", "id", table="people", columns=["id"]),
    check("unique", "person", table="visits", columns=["person", "day"]),
    check("foreign_key", "person", table="visits", columns=["person"], to_table="people", to_columns=["id"]),
    check("metric", "id", table="people", metric="duplicateValues", columns=["id", "n"]),
    check("metric", None, table="visits", metric="rowCount", columns=[]),
    check("rule", "day", table="visits", query=BEFORE, anchor="visits", views=VIEWS, group=[], parameters=[],
          reads={"people": ["id", "born"], "visits": ["person", "day"]}, concepts={"day": "day"}),
    check("sql", "n", table="people", query="SELECT count(*) FROM people WHERE n < 2", views=VIEWS[:1],
          reads={"people": ["n"]}, view="people", as_rows=True, percent=False, parameters=[]),
]  # fmt: skip


def plan_of(checks: list[Check]) -> Plan:
    return Plan((PEOPLE, VISITS), tuple(replace(one, number=n) for n, one in enumerate(checks)), NO_PERIOD)


def sent(folder: Path) -> tuple[list[BoundTable], list[BoundTable]]:
    """Both tables as intake writes them, and as it hands them on."""
    tables: list[tuple[PlanTable, list[list[str]]]] = [(PEOPLE, ROWS), (VISITS, SEEN)]
    bound = [bind(folder, entry, rows, [column.name for column in entry.columns]) for entry, rows in tables]
    files = hand_on(bound, folder / "handed-on", memory="64MB")
    told = [table.handed_on(str(files[table.name])) for table in bound]
    return bound, [BoundTable.from_json(one) for one in told]


def both(folder: Path, plan: Plan, session: Any) -> tuple[Result, Result]:
    bound, there = sent(folder)
    first = on_duckdb(plan, bound, folder, memory="64MB", threads=1, rejected_to=folder / "one")
    with started(session, folder, rows=1) as ours:
        return first, run(plan, there, ours, folder, rejected_to=folder / "other")


@pytest.mark.needs("java", "pyspark")
def test_every_kind_of_check_finds_the_same(tmp_path: Path, spark: Any) -> None:
    import duckdb

    one, other = both(tmp_path, plan_of(CHECKS), spark)
    assert other.as_json() == one.as_json()
    assert len(one.hits) > 20
    assert {"unique", "foreign_key", "rule", "sql"} <= {CHECKS[number].kind for number in one.hits}
    for file in sorted((tmp_path / "one").iterdir()):
        query = "SELECT _row FROM read_parquet(?) ORDER BY 1"
        there = tmp_path / "other" / file.name
        assert duckdb.execute(query, [str(there)]).fetchall() == duckdb.execute(query, [str(file)]).fetchall()


@pytest.mark.needs("java", "pyspark")
def test_a_query_that_spark_does_not_take_is_not_run(tmp_path: Path, spark: Any) -> None:
    """It looks two queries out, which DuckDB can."""
    query = (
        "SELECT p._row FROM people AS p WHERE EXISTS (SELECT 1 FROM visits AS v WHERE v.person = p.id "
        "AND EXISTS (SELECT 1 FROM visits AS w WHERE w.day < v.day AND w.person = p.id))"
    )
    deep = check("rule", "id", table="people", query=query, anchor="people", views=VIEWS, group=[],
                 reads={"people": ["id"], "visits": ["person", "day"]}, parameters=[],
                 concepts={})  # fmt: skip
    one, other = both(tmp_path, plan_of([check("type", "id", table="people"), deep]), spark)
    assert (one.absent, other.absent) == ({}, {1: "engine:"})


@pytest.mark.needs("java", "pyspark")
def test_a_rule_that_stops_on_some_values_is_its_authors_to_mend(
    tmp_path: Path, spark: Any, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    query = "SELECT _row FROM people WHERE CAST(id AS INTEGER) > 1"
    stops = check("rule", "id", table="people", query=query, anchor="people", views=VIEWS[:1], group=[],
                  parameters=[], reads={"people": ["id"]}, concepts={})  # fmt: skip
    plan = plan_of([check("type", "id", table="people"), stops])
    _, there = sent(tmp_path)
    with pytest.raises(UsageError) as caught, started(spark, tmp_path, rows=1) as ours:
        run(plan, there, ours, tmp_path)
    assert caught.value.code == "rule.sql"
    out, err = capfd.readouterr()
    assert not any("P1" in said for said in (str(caught.value), out, err, caplog.text))


def rule(query: str) -> Check:
    return check("sql", "n", table="people", query=query, views=VIEWS[:1], reads={"people": ["n"]},
                 view="people", as_rows=True, percent=False, parameters=[])  # fmt: skip


def test_what_is_not_known_to_answer_alike_is_named() -> None:
    plan = plan_of([
        check("pattern", "code", table="people", pattern="(?i)a"),
        check("invalid_values", "code", table="people", severity="silent", values=None, pattern="(a+)+"),
        check("metric", "code", table="people", metric="invalidValues", columns=["code"], cell_check=1),
        rule("SELECT count(*) FROM people WHERE median(n) > 1"),
        rule("SELECT count(*) FROM people WHERE n > 1"),
        check("type", "n", table="people"),
        check("rule", "day", table="visits", query=BEFORE, views=VIEWS, portable="duckdb"),
        check("rule", "day", table="visits", query=BEFORE, views=VIEWS, portable="both"),
    ])  # fmt: skip
    assert sorted(unlike(plan)) == [0, 1, 2, 3, 6]
