"""Rules written as SQL: what is refused, which rows are named, what is left out because a cell failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cfgovern.engine import queries, sql
from cfgovern.engine.plan import Check, PlanTable
from cfgovern.engine.result import Result
from cfgovern.errors import UsageError
from tests.unit.engine.tiny import NO_PERIOD, check, column, judge, rows, table

PEOPLE = table("people", column("id"), column("age", "integer"), column("born", "date"), column("note"))
VISITS = table("visits", column("person"), column("nights", "integer"), column("day", "date"))
PEOPLE_SENT = [
    ["P1", "30", "1996-01-01", "a"],
    ["P2", "17", "2009-01-01", "b"],
    ["P3", "x", "2000-01-01", "c"],
    ["P4", "40", "", "d"],
]
VISITS_SENT = [
    ["P1", "3", "2026-01-01"],
    ["P1", "4", "2026-02-01"],
    ["P2", "x", "2026-01-01"],
    ["P9", "1", ""],
]
# The same with nothing wrong in it.
SOUND: dict[str, Any] = {
    name: [["" if cell == "x" else cell for cell in row] for row in sent]
    for name, sent in (("people", PEOPLE_SENT), ("visits", VISITS_SENT))
}
TYPES = [
    check("type", "age", table="people"),
    check("type", "born", table="people"),
    check("type", "nights", table="visits"),
]
FIRST = len(TYPES)


def views(**tables: Sequence[str]) -> dict[str, Any]:
    """Views of tables by name, and the columns that the query reads of them."""
    return {
        "views": [
            {"name": name, "table": name, "columns": {c: c for c in cols}} for name, cols in tables.items()
        ],
        "reads": {name: list(cols) for name, cols in tables.items()},
    }


ALL = {"people": ["id", "age", "born", "note"], "visits": ["person", "nights", "day"]}


def counted(
    query: str, *, on: str = "people", as_rows: bool = True, percent: bool = False, **reads: Sequence[str]
) -> Check:
    """An ODCS ``sql`` rule."""
    given = views(**(reads or ALL))
    more = {"view": on, "as_rows": as_rows, "percent": percent, "parameters": []}
    return check("sql", None, table=on, query=query, **more, **given)


def rule(query: str, *, anchor: str = "people", group: Sequence[str] = (), **reads: Sequence[str]) -> Check:
    """A rule file."""
    given = views(**(reads or ALL))
    return check(
        "rule",
        "id",
        table=anchor,
        query=query,
        anchor=anchor,
        group=group,
        parameters=[],
        concepts={},
        **given,
    )


def found(
    folder: Path,
    *checks: Check,
    people: Sequence[Sequence[str]] = PEOPLE_SENT,
    visits: Sequence[Sequence[str]] = VISITS_SENT,
    parameters: Mapping[str, str | None] = NO_PERIOD,
) -> Result:
    sent: list[tuple[PlanTable, Sequence[Sequence[str]]]] = [(PEOPLE, people), (VISITS, visits)]
    return judge(folder, sent, [*TYPES, *checks], parameters=parameters)


# -- what is refused -------------------------------------------------------------------------------

REFUSED = {
    "nothing": "",
    "no SQL": "the age must be right",
    "half a query": "SELECT _row FROM people WHERE (",
    "two statements": "SELECT _row FROM people; SELECT _row FROM people",
    "a hidden second statement": "SELECT _row FROM people WHERE note = 'x'; DROP TABLE people --'",
    "a union": "SELECT _row FROM people UNION SELECT _row FROM visits",
    "values": "VALUES (1)",
    "create": "CREATE TABLE other AS SELECT 1",
    "drop": "DROP TABLE people",
    "delete": "DELETE FROM people",
    "update": "UPDATE people SET age = 1",
    "insert": "INSERT INTO people SELECT * FROM people",
    "into": "SELECT _row INTO other FROM people",
    "a delete inside": "WITH gone AS (DELETE FROM people RETURNING *) SELECT _row FROM gone",
    "copy": "COPY people TO 'out.csv'",
    "attach": "ATTACH 'other.db'",
    "settings": "SET threads = 1",
    "pragma": "PRAGMA database_list",
    "call": "CALL pragma_version()",
    "install": "INSTALL httpfs",
    "explain": "EXPLAIN SELECT _row FROM people",
    "read_csv": "SELECT 1 AS _row FROM read_csv('/etc/passwd')",
    "read_text": "SELECT _row FROM people, read_text('/etc/passwd')",
    "read_text as a value": "SELECT _row FROM people WHERE note = (SELECT content FROM read_text('/x'))",
    "read_text in a condition": "SELECT _row FROM people WHERE note IN (SELECT content FROM read_text('/x'))",
    "glob": "SELECT _row FROM people JOIN LATERAL (SELECT * FROM glob('/*')) ON true",
    "a file in a CTE": "WITH f AS (SELECT * FROM read_parquet('x')) SELECT _row FROM people",
    "a file by its name": "SELECT _row FROM people, '/etc/passwd'",
    "a file by its quoted name": 'SELECT _row FROM people, "/etc/passwd.csv"',
    "a query in a text": "SELECT _row FROM query('SELECT 1 AS _row')",
    "numbers from nowhere": "SELECT range AS _row FROM range(10)",
    "the environment": "SELECT _row FROM people WHERE note = getenv('PATH')",
    "an unknown function": "SELECT _row FROM people WHERE looks_wrong(note)",
    "an unknown table": "SELECT _row FROM people, persons",
    "our own tables": 'SELECT _row FROM people, "judged:people"',
    "what was sent": 'SELECT _row FROM people, "raw:people"',
    "the catalogue": "SELECT _row FROM people, duckdb_tables",
    "the catalogue by its schema": "SELECT _row FROM people, information_schema.tables",
    "an unknown column": "SELECT _row FROM people WHERE aged > 3",
    "an unknown parameter": "SELECT _row FROM people WHERE born > :tomorrow",
    "a numbered parameter": "SELECT _row FROM people WHERE born > $1",
    "a cast that stops": "SELECT _row FROM people WHERE CAST(note AS INTEGER) > 1",
    "an error on purpose": "SELECT _row FROM people WHERE error(note) IS NULL",
    "the wrong table first": "SELECT visits._row FROM visits JOIN people ON id = person",
    "another source first": "SELECT _row FROM (SELECT * FROM people) WHERE age < 18",
    "no row": "SELECT id FROM people",
}  # fmt: skip


@pytest.mark.parametrize("query", REFUSED.values(), ids=REFUSED)
def test_a_rule_that_does_more_than_read_the_contracts_tables_is_its_authors_fault(
    tmp_path: Path, query: str, canaries: Any
) -> None:
    people = [["P1", "30", "1996-01-01", canaries.plant()]]
    with pytest.raises(UsageError) as caught:
        found(tmp_path, rule(query), people=people)
    assert caught.value.code == "rule.sql"
    assert "people.id.rule" in str(caught.value)
    assert canaries.found_in(str(caught.value)) == []
    assert caught.value.fix


WHICHEVER = {
    "any value": "SELECT max(_row) AS _row FROM people GROUP BY note HAVING any_value(age) > 3",
    "the first": "SELECT max(_row) AS _row FROM people GROUP BY note HAVING first(age) > 3",
    "a list": "SELECT max(_row) AS _row FROM people GROUP BY note HAVING list(age)[1] > 3",
    "a text of all": "SELECT max(_row) AS _row FROM people GROUP BY note HAVING string_agg(id, ',') > 'a'",
    "numbered": "SELECT _row FROM people QUALIFY row_number() OVER (PARTITION BY note) > 1",
    "the one before": "SELECT _row FROM people QUALIFY lag(age) OVER (PARTITION BY note) > age",
    "one of each": "SELECT DISTINCT ON (note) _row FROM people",
    "a guess": "SELECT _row FROM people WHERE age > (SELECT approx_quantile(age, 0.5) FROM people)",
    "a guess of another name": "SELECT _row FROM people WHERE age > (SELECT approx_other(age) FROM people)",
}


@pytest.mark.parametrize("query", WHICHEVER.values(), ids=WHICHEVER)
def test_what_takes_whichever_row_comes_first_is_refused(query: str) -> None:
    with pytest.raises(UsageError, match="ORDER BY") as caught:
        queries.parse(query, "r")
    assert caught.value.code == "rule.sql"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT max(_row) AS _row FROM people GROUP BY note HAVING first(age ORDER BY _row) > 3",
        "SELECT max(_row) AS _row FROM people GROUP BY note HAVING string_agg(id, ',' ORDER BY id) > 'a'",
        "SELECT _row FROM people QUALIFY row_number() OVER (PARTITION BY note ORDER BY born, _row) > 1",
        "SELECT _row FROM people QUALIFY lag(age) OVER w > age WINDOW w AS (ORDER BY born, _row)",
        "SELECT DISTINCT ON (note) _row FROM people ORDER BY note, _row",
        "SELECT _row FROM people QUALIFY count(*) OVER (PARTITION BY note) > 1",
    ],
)
def test_what_says_in_which_order_is_taken(query: str) -> None:
    queries.parse(query, "r")


@pytest.mark.parametrize("name", ["into", "a delete inside", "read_csv", "read_text as a value", "glob"])
def test_a_select_that_writes_or_reads_files_is_refused_before_it_reaches_the_engine(name: str) -> None:
    with pytest.raises(UsageError, match="may only read"):
        queries.parse(REFUSED[name], "people.rule")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT _row FROM people WHERE age < 18;",
        "SELECT _row FROM people WHERE age < 18 -- ; DROP TABLE people",
        "SELECT p._row FROM people AS p WHERE p.age < 18 AND p.note <> ';'",
        "SELECT _row FROM People WHERE AGE < 18",
        "SELECT PEOPLE._row FROM People WHERE people.AGE < 18",
        "WITH few AS (FROM people WHERE age < 18) SELECT _row FROM people WHERE id IN (SELECT id FROM Few)",
    ],
)
def test_one_select_in_any_dress_is_run(tmp_path: Path, query: str) -> None:
    assert rows(found(tmp_path, rule(query)), FIRST) == [2]


# -- counting queries ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM people WHERE age < 18",
        "SELECT COUNT(1) AS young FROM people p WHERE p.age < 18",
        "select count(*) from PEOPLE where age < 18",
        "SELECT count(age) FROM people WHERE age < 18",
        "SELECT count(CASE WHEN age < 18 THEN id END) FROM people",
        "SELECT count(*) FILTER (WHERE age < 18 OR age > 90) FROM people WHERE age < 30 OR age > 40",
        "SELECT sum(CASE WHEN age < 18 OR age > 90 THEN 1 ELSE 0 END) FROM people WHERE age < 30",
        "SELECT sum(CASE WHEN age < 18 THEN 1 END) AS young FROM people",
        "SELECT sum(CASE WHEN age < 18 THEN 1 ELSE NULL END) FROM people",
        "SELECT count() FROM people WHERE age < 18",
        "SELECT count(people.*) FROM people WHERE age < 18",
        "SELECT CAST((count(*)) AS INTEGER) FROM people WHERE age < 18",
        "SELECT count_if(age < 18) FROM people",
    ],
)
def test_a_count_over_one_table_names_its_rows(tmp_path: Path, query: str) -> None:
    result = found(tmp_path, counted(query, people=["id", "age"]))
    assert rows(result, FIRST) == [2]
    assert result.measured == {}
    assert result.left_out == {FIRST: 1}  # the age of the third could not be read


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("SELECT count(*) FROM people", 4),
        ("SELECT count(DISTINCT note) FROM people", 4),
        ("SELECT sum(CASE WHEN age < 18 THEN 2 ELSE 0 END) FROM people", 2),
        ("SELECT sum(CASE WHEN age < 18 THEN 1 WHEN age > 30 THEN 1 END) FROM people", 2),
        ("SELECT sum(CASE age WHEN 17 THEN 1 ELSE 0 END) FROM people", 1),
        ("SELECT sum(CASE WHEN age < 18 THEN 1 ELSE 2 END) FROM people WHERE age < 18", 1),
        ("SELECT count(*) - 1 FROM people", 3),
        ("SELECT sum(nights) FROM visits", 8),
        ("SELECT avg(nights) FROM visits WHERE person = 'P1'", 3.5),
        ("SELECT max(age) / 3.0 FROM people", pytest.approx(40 / 3)),
        ("SELECT count(*) FROM people JOIN visits ON id = person", 3),
        ("SELECT count(*) FROM people WHERE id NOT IN (SELECT person FROM visits)", 2),
        ("SELECT count(*) FROM (SELECT 1 FROM people WHERE age > 18)", 2),
        ("SELECT count(*) FROM visits WHERE nights > 3", 1),
        ("WITH few AS (SELECT * FROM people LIMIT 2) SELECT count(*) FROM few", 2),
        ("SELECT CAST('12.50' AS DECIMAL(6, 2))", 12.5),
    ],
)
def test_any_other_count_is_measured(tmp_path: Path, query: str, number: float) -> None:
    as_rows = query != "SELECT count(*) FROM people"
    result = found(tmp_path, counted(query, as_rows=as_rows), **SOUND)
    assert result.measured == {FIRST: (number, 0)}
    assert (result.hits.get(FIRST), result.absent) == (None, {})


def test_a_count_of_rows_compared_in_percent_is_a_part_of_the_rows_of_its_table(tmp_path: Path) -> None:
    for query, measured in (
        ("SELECT count(*) FROM people WHERE age > 18", (2, 4)),
        ("SELECT 100 * count(*) / 8 FROM people", (50, 0)),  # works out the percent itself
    ):
        result = found(tmp_path, counted(query, as_rows=False, percent=True), **SOUND)
        assert result.measured == {FIRST: measured}


def test_a_count_that_is_no_part_of_a_table_is_not_compared_in_percent(tmp_path: Path) -> None:
    for query in (
        "SELECT count(*) FROM people WHERE id IN (SELECT person FROM visits)",
        "SELECT count(DISTINCT note) FROM people",
    ):
        with pytest.raises(UsageError, match="nothing says of how many that is a part"):
            found(tmp_path, counted(query, as_rows=False, percent=True), **SOUND)
    none = {"people": [], "visits": []}
    result = found(tmp_path, counted("SELECT count(*) FROM people", as_rows=False, percent=True), **none)
    assert (result.measured, result.absent) == ({}, {FIRST: "rows:"})


@pytest.mark.parametrize(
    "query",
    ["SELECT max(age) FROM people WHERE age > 99", "SELECT max(age) FROM people WHERE age > 99 GROUP BY id"],
)
def test_a_query_that_gives_no_number_is_not_compared(tmp_path: Path, query: str) -> None:
    result = found(tmp_path, counted(query, as_rows=False), **SOUND)
    assert (result.measured, result.absent) == ({}, {FIRST: "number:"})


@pytest.mark.parametrize(
    "query",
    [
        "SELECT note FROM people LIMIT 1",
        "SELECT born FROM people LIMIT 1",
        "SELECT id, age FROM people LIMIT 1",
        "SELECT age FROM people ORDER BY 1",
        "SELECT count(*) FROM people GROUP BY id",
        "SELECT 'NaN'::DOUBLE",
    ],
)
def test_a_query_that_gives_something_else_is_its_authors_fault(tmp_path: Path, query: str) -> None:
    with pytest.raises(UsageError, match=r"rule\.sql"):
        found(tmp_path, counted(query, as_rows=False), **SOUND)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*), 1 FROM people",
        "SELECT count(*) FROM people GROUP BY id",
        "SELECT count(*) FROM people HAVING count(*) > 1",
        "SELECT count(*) FROM people, visits",
        "SELECT count(*) FROM people WHERE EXISTS (SELECT 1 FROM visits)",
        "SELECT count(*) OVER () FROM people",
        "SELECT DISTINCT count(*) FROM people",
        "SELECT count(*) FROM people LIMIT 1",
        "SELECT count(*)",
        "SELECT count(*) FROM visits",
        "SELECT count(note ORDER BY id) FROM people",
    ],
)
def test_only_a_plain_count_over_its_own_table_is_turned_into_rows(query: str) -> None:
    assert queries.counting_to_rows(queries.parse(query, "r"), "people") is None


# -- parameters ------------------------------------------------------------------------------------


def test_todays_date_is_the_day_of_the_check(tmp_path: Path) -> None:
    for today in ("CURRENT_DATE", "current_date", "today()"):
        query = f"SELECT _row FROM people WHERE born < {today} - INTERVAL 26 YEAR"
        assert rows(found(tmp_path, rule(query, people=["born"])), FIRST) == [1, 3]  # 1 October 2026


def test_nothing_that_answers_otherwise_from_run_to_run_may_be_asked() -> None:
    """DuckDB's own catalogue says which functions those are."""
    asked = "SELECT DISTINCT function_name FROM duckdb_functions() WHERE "
    own = "(stability <> 'CONSISTENT' OR regexp_matches(macro_definition, 'current_timestamp|sleep_ms'))"
    names = [name for (name,) in duckdb.sql(f"{asked} {own}").fetchall()]
    assert len(names) > 30
    calls = [f"{name}()" for name in sorted({*names, "random", "now"} - {"current_date", "today"})]
    more = [
        "current_timestamp",
        "localtime",
        "localtimestamp",
        "current_time",
        "current_user",
        "age(born)",
        "born.age()",
    ]
    for call in (*calls, *more):
        with pytest.raises(UsageError, match="would not answer twice alike"):
            queries.parse(f"SELECT _row FROM people WHERE {call} IS NULL", "people.rule")
    with pytest.raises(UsageError, match="would not answer twice alike"):
        queries.parse("SELECT count(*) FROM people USING SAMPLE 1", "people.rule")
    assert queries.parse("SELECT _row FROM people WHERE age(born, day) IS NULL", "people.rule")


def test_parameters_are_dates(tmp_path: Path) -> None:
    period = {"as_of": "2001-01-01", "period_start": "2000-01-01", "period_end": "2000-03-31"}
    query = "SELECT _row FROM people WHERE born BETWEEN :period_start AND COALESCE(:period_end, :as_of)"
    assert rows(found(tmp_path, rule(query, people=["born"]), parameters=period), FIRST) == [3]


def test_a_rule_over_a_period_is_not_run_without_one(tmp_path: Path) -> None:
    one = rule("SELECT _row FROM people WHERE born > :period_end", people=["born"])
    one.params["parameters"].append("period_end")  # type: ignore[index]
    result = found(tmp_path, one)
    assert (result.absent, rows(result, FIRST)) == ({FIRST: "parameter:period_end"}, [])


# -- cells that failed -----------------------------------------------------------------------------


def test_rows_whose_read_cells_failed_are_left_out_and_counted(tmp_path: Path) -> None:
    result = found(tmp_path, rule("SELECT _row FROM people WHERE age IS NULL OR age < 18", people=["age"]))
    assert rows(result, FIRST) == [2]
    assert result.left_out == {FIRST: 1}


def test_a_failed_cell_that_the_rule_does_not_read_keeps_nothing_out(tmp_path: Path) -> None:
    result = found(tmp_path, rule("SELECT _row FROM people WHERE born > DATE '1999-01-01'", people=["born"]))
    assert rows(result, FIRST) == [2, 3]
    assert result.left_out == {}


def test_another_table_keeps_all_its_rows_with_the_failed_cell_null(tmp_path: Path) -> None:
    """P2 has a visit whose nights cannot be read: it is a visit all the same, but P2 is not judged on it."""
    none = "SELECT p._row FROM people p WHERE NOT EXISTS (FROM visits v WHERE v.person = p.id)"
    long = (
        "SELECT p._row FROM people p WHERE NOT EXISTS (FROM visits v WHERE v.person = p.id AND v.nights > 3)"
    )
    result = found(
        tmp_path,
        rule(none, people=["id"], visits=["person"]),
        rule(long, people=["id"], visits=["person", "nights"]),
    )
    assert rows(result, FIRST) == [3, 4]
    assert rows(result, FIRST + 1) == [3, 4]
    assert result.left_out == {FIRST + 1: 1}


@pytest.mark.parametrize(
    "links", ["v.person = p.id AND v.day = p.born", "v.day = p.born AND v.person = p.id"]
)
def test_tables_that_are_linked_twice_keep_out_only_rows_that_both_links_lead_to(
    tmp_path: Path, links: str
) -> None:
    """No nights can be read of P2 and P3; but the visit of P3 is on another day than the rule asks for."""
    query = f"SELECT p._row FROM people p JOIN visits v ON {links} WHERE v.nights > 3"
    people = [["P1", "", "2026-01-01", ""], ["P2", "", "2026-01-01", ""], ["P3", "", "2026-02-02", ""]]
    visits = [["P1", "4", "2026-01-01"], ["P2", "x", "2026-01-01"], ["P3", "x", "2026-01-01"]]
    one = rule(query, people=["id", "born"], visits=["person", "nights", "day"])
    result = found(tmp_path, one, people=people, visits=visits)
    assert rows(result, FIRST) == [1]
    assert result.left_out == {FIRST: 1}


def test_a_link_goes_through_a_table_between(tmp_path: Path) -> None:
    query = """SELECT p._row FROM people p
        JOIN visits a ON a.person = p.id JOIN visits b ON b.person = a.person
        WHERE b.nights > 3"""
    one = rule(query, people=["id"], visits=["person", "nights"])
    result = found(tmp_path, one, visits=[["P1", "4", ""], ["P2", "x", ""], ["P3", "1", ""]])
    assert rows(result, FIRST) == [1]
    assert result.left_out == {FIRST: 1}


def test_without_a_link_between_the_tables_one_failed_cell_keeps_every_row_out(tmp_path: Path) -> None:
    query = "SELECT p._row FROM people p WHERE p.age > (SELECT max(v.nights) FROM visits v)"
    result = found(tmp_path, rule(query, people=["age"], visits=["nights"]))
    assert rows(result, FIRST) == []
    assert result.left_out == {FIRST: 4}


def test_a_rule_over_groups_leaves_out_the_whole_group_of_a_failed_cell(tmp_path: Path) -> None:
    query = """SELECT v._row FROM visits v WHERE EXISTS
        (SELECT 1 FROM visits e WHERE e.person = v.person AND e.day < v.day AND e.nights < v.nights)"""
    sent = [["P1", "1", "2026-01-01"], ["P1", "2", "2026-02-01"], ["P1", "x", "2026-03-01"], *(
        ["P2", "1", "2026-01-01"], ["P2", "2", "2026-02-01"]
    )]  # fmt: skip
    one = rule(query, anchor="visits", group=["person"], visits=["person", "nights", "day"])
    result = found(tmp_path, one, visits=sent)
    assert rows(result, FIRST) == [5]
    assert result.left_out == {FIRST: 3}


def test_a_group_may_be_of_two_columns(tmp_path: Path) -> None:
    sent = [["P1", "1", "2026-01-01"], ["P1", "x", "2026-01-01"], ["P1", "1", "2026-02-01"], ["P2", "1", ""]]
    one = rule(
        "SELECT _row FROM visits WHERE nights < 3",
        anchor="visits", group=["person", "day"], visits=["person", "nights", "day"],
    )  # fmt: skip
    result = found(tmp_path, one, visits=sent)
    assert rows(result, FIRST) == [3, 4]
    assert result.left_out == {FIRST: 2}


def test_a_cell_of_the_right_type_that_failed_is_null_too(tmp_path: Path) -> None:
    most = check("maximum", "nights", table="visits", bound="3", exclusive=False)
    long = (
        "SELECT p._row FROM people p WHERE NOT EXISTS (FROM visits v WHERE v.person = p.id AND v.nights > 3)"
    )
    result = found(tmp_path, most, rule(long, people=["id"], visits=["person", "nights"]))
    assert rows(result, FIRST) == [2]
    assert rows(result, FIRST + 1) == [3, 4]
    assert result.left_out == {FIRST + 1: 2}


def test_a_total_is_not_judged_while_a_cell_that_it_reads_has_failed(tmp_path: Path) -> None:
    asked = counted("SELECT count(nights) FROM visits", as_rows=False, visits=["nights"])
    result = found(tmp_path, asked)
    assert (result.measured, result.left_out) == ({}, {FIRST: 1})
    asked = counted("SELECT count(day) FROM visits", as_rows=False, visits=["day"])
    assert found(tmp_path, asked).measured == {FIRST: (3, 0)}


def test_a_row_that_its_table_does_not_have_is_its_authors_fault(tmp_path: Path) -> None:
    for row in ("_row + 100", "NULL"):
        with pytest.raises(UsageError, match="returns a _row that its table does not have"):
            found(tmp_path, rule(f"SELECT {row} AS _row FROM people WHERE age < 18"))


def test_sql_too_deep_to_read_is_its_authors_fault() -> None:
    for deep in ("(" * 3000 + "1" + ")" * 3000, " + ".join(["1"] * 20_000)):
        try:
            queries.parse(f"SELECT count(*) FROM people WHERE {deep} > 0", "people.rule")
        except UsageError as error:
            assert error.code == "rule.sql"


# -- what a view holds -----------------------------------------------------------------------------


def test_views_go_by_concept_and_tell_states_apart(tmp_path: Path) -> None:
    entry = table(
        "intake_form", column("c1", "integer", concept="age", missing={"declined": "-8", "not_asked": "-9"}),
        concept="participants",
    )  # fmt: skip
    query = """SELECT _row FROM participants
        WHERE age_state IN ('declined', 'empty') OR (age_state = 'value' AND age > 50)"""
    one = check(
        "rule", "c1", table="intake_form", query=query, anchor="participants", group=[], parameters=[],
        views=[{"name": "participants", "table": "intake_form", "columns": {"age": "c1"}}],
        reads={"participants": ["age", "age_state"]}, concepts={"age": "c1"},
    )  # fmt: skip
    sent = [["-8"], ["-9"], [""], ["60"], ["40"], ["x"]]
    result = judge(tmp_path, [(entry, sent)], [check("type", "c1", table="intake_form"), one])
    assert rows(result, 1) == [1, 3, 4]
    assert result.left_out == {1: 1}


def test_a_rule_may_name_the_column_that_its_finding_points_to(tmp_path: Path) -> None:
    query = "SELECT _row, CASE WHEN age < 18 THEN 'age' ELSE note END AS _column FROM people WHERE age < 35"
    one = rule(query, people=["age", "note"])
    one.params["concepts"]["age"] = "age"  # type: ignore[index]
    result = found(tmp_path, one)
    # What is no column of the table, such as the text of a cell, is never handed on.
    assert [(hit.row, hit.column) for hit in result.hits[FIRST]] == [(1, None), (2, "age")]


def test_a_row_that_a_join_returns_twice_is_one_finding(tmp_path: Path) -> None:
    query = "SELECT p._row FROM people p JOIN visits v ON v.person = p.id WHERE p.age > 18"
    result = found(tmp_path, rule(query, people=["id", "age"], visits=["person"]))
    assert rows(result, FIRST) == [1]
    assert result.counts == {0: 1, 2: 1, FIRST: 1}


def test_the_query_of_a_rule_is_not_changed_by_binding() -> None:
    tree = queries.parse("SELECT _row FROM people WHERE born > :as_of", "r")
    before = sql.render(tree)
    queries.spelled(tree, ["PEOPLE"])
    assert sql.render(tree) == before
    assert queries.tables_read(queries.spelled(tree, ["PEOPLE"])) == ["PEOPLE"]
