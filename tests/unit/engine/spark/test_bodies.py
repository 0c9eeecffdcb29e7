"""Each construct on the allow-list, asked of both engines over awkward rows: the same answers."""

from __future__ import annotations

from typing import Any

import pytest
import sqlglot
from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.spark.bodies import Unlike
from cfgovern.engine.spark.dialect import render
from cfgovern.engine.spark.session import answering

TEXTS = (
    None,
    "",
    " ",
    "a",
    "A",
    "ab",
    "Ab\n",
    "a\nb",
    "é",
    "É",
    "ß",
    "İ",
    "ΑΣ",
    "ﬁ",
    "😀a",
    "e\u0301",
    "1",
    "01",
    "1e3",
    "1_000",
    "0x10",
    " 12",
    "+12",
    "-7",
    "1.5",
    "2026-02-28",
    "2026-2-3",
    "2026",
    "2024-02-29",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "24/12/2025",
    "5 Jan 2026",
    "10:11",
    "23:59:59.123456",
    "2026-01-01T10:11:12",
    "2026-06-01T10:11:12+0130",
    "2026-06-01 10:11:12.5-05:00",
    "true",
    "a'b",
    'a"b',
    "a\\b",
    "a%b_c",
    "ZZ99 3VZ",
    "\x85x",
    "x\u2028",
    "\ufeffx",
    "QQ123456C",
)
NUMBERS = (None, 0, 1, -1, 7, -7, 10, 999_999_999_999)
DAYS = (None, "2024-02-29", "2025-12-31", "2026-01-01", "2026-03-31", "0001-01-01", "9999-12-31")
OF_TEXT = [
    "length(t)",
    "lower(t)",
    "upper(t)",
    "levenshtein(lower(t), 'ab')",
    "levenshtein(t, 'é')",
    "t || 'x'",
    "substring(t, 1, 2)",
    "substring(t, 2, 1)",
    "substring(t, 1, greatest(3, length(t)))",
    "left(t, 1)",
    "replace(t, ' ', '')",
    "replace(t, 'a', 'é')",
    "t LIKE 'a%'",
    "t NOT LIKE 'ZZ99%'",
    "t LIKE '_'",
    "trim(t, ' a')",
    "lpad(t, 3, '0')",
    "strpos(t, 'b')",
    "regexp_matches(t, '^a')",
    "regexp_matches(t, 'b$')",
    "regexp_matches(t, '[0-9]')",
    r"regexp_matches(t, 'a\sb')",
    r"regexp_matches(t, '\\')",
    "regexp_matches(t, 'a.b')",
    "regexp_full_match(t, 'a.b')",
    "regexp_full_match(t, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}')",
    "regexp_full_match(t, 'a|ab')",
    "regexp_extract(t, '^([0-9]+)-([0-9]+)', 2)",
    "regexp_extract(t, 'z(a)?', 1)",
    "CASE WHEN regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN TRY_CAST(t AS DATE) END",
    "CASE WHEN regexp_full_match(t, '-?[0-9]+') THEN TRY_CAST(t AS BIGINT) END",
    "CASE WHEN regexp_full_match(t, 'true|false') THEN TRY_CAST(t AS BOOLEAN) END",
    "CASE WHEN t LIKE '2026-__-__T%' THEN TRY_CAST(t AS TIMESTAMP) END",
    "TRY_CAST('10:11' AS TIME) < TRY_CAST('10:11:00.1' AS TIME)",
    "t = 'a'",
    "t <> 'a'",
    "t < 'a'",
    "t >= '#'",
    "t IN ('a', 'é')",
    "t NOT IN ('a', 'b')",
    "t IS NULL",
    "COALESCE(t, '-')",
    "NULLIF(t, '')",
    "greatest(t, 'a')",
    "least(t, 'a', NULL)",
    "t BETWEEN 'a' AND 'b'",
    "CASE t WHEN 'a' THEN 1 WHEN 'b' THEN 2 END",
    "CASE WHEN t = 'a' THEN 'x' ELSE 'y' END",
    "sha256(encode('k') || encode(t))",
    "unhex(sha256(unhex('FF00') || unhex(sha256(encode(t)))))",
    "hex(encode(t))",
    "t IS DISTINCT FROM 'a'",
]
T = sql.column("t")


def as_day(style: str) -> exp.Expr:
    """How the engine reads a date that is written in another way."""
    return exp.Cast(this=sql.call("try_strptime", T.copy(), sql.text(style)), to=exp.DataType.build("DATE"))


# Calls that sqlglot has a node for when it reads them, and the engine writes as they are.
CALLS = [
    sql.call("translate", T.copy(), sql.text("ab1"), sql.text("xé")),
    sql.call("concat_ws", sql.text("-"), T.copy(), sql.text(""), sql.text("z")),
    *(sql.call("split_part", T.copy(), sql.text("-"), sql.number(part)) for part in (1, 2, 4)),
    exp.Lower(this=exp.Hex(this=T.copy())),
    as_day("%d/%m/%Y"),
    as_day("%d %b %Y"),
    as_day("%Y-%m-%dT%H:%M:%S"),
    sql.case(
        exp.RegexpLike(this=T.copy(), expression=sql.text("^2026-06")),
        sql.call("make_timestamp", sql.call("epoch_us", sql.cast(T.copy(), "TIMESTAMPTZ"))),
    ),
]
D, N = sql.column("d"), sql.column("n")
MOVED = exp.Paren(this=exp.Add(this=D.copy(), expression=sql.cast(sql.text("-1"), "INTEGER")))
FIRST = exp.Cast(this=sql.text("0001-01-01"), to=exp.DataType.build("DATE"))
STYLES = ("%d/%m/%Y", "%d %b %Y", "%Y%m%d", "1%%")
OF_STYLES = [
    sql.case(exp.GTE(this=MOVED, expression=FIRST), sql.as_text(MOVED.copy())),
    *(sql.call("strftime", D.copy(), sql.text(style)) for style in STYLES),
]
PLACE = exp.Greatest(this=N.copy(), expressions=[sql.number(0)])
OF_WAYS = [
    exp.Bracket(this=exp.Array(expressions=[*map(sql.text, "abc")]), expressions=[PLACE], offset=1),
    exp.Window(this=exp.Count(this=exp.Star()), partition_by=[exp.Mod(this=N, expression=sql.number(2))]),
]
OF_NUMBERS = [
    "n + 1",
    "n - 1",
    "n * 4",
    "-n",
    "abs(n)",
    "n % 5",
    "n // 3",
    "n / 4",
    "n & 6",
    "n = 1",
    "n BETWEEN 0 AND 7",
    "n IN (1, 7)",
    "CAST(n AS VARCHAR)",
    "greatest(n, 3)",
    "n > 1 OR n IS NULL",
    "NOT (n > 1)",
    "n IS DISTINCT FROM 1",
    "n > 1 AND n < 9",
]
OF_DAYS = [
    "EXTRACT(YEAR FROM d)",
    "EXTRACT(QUARTER FROM d)",
    "EXTRACT(MONTH FROM d)",
    "EXTRACT(DAY FROM d)",
    "date_diff('day', d, DATE '2026-02-28')",
    "date_diff('month', d, DATE '2026-02-28')",
    "date_diff('quarter', d, DATE '2026-02-28')",
    "date_diff('year', d, DATE '2026-02-28')",
    "CAST(d AS VARCHAR)",
    "d BETWEEN CAST('0001-01-02' AS DATE) AND CAST('9999-12-30' AS DATE)",
    "d < CAST('2026-01-01' AS DATE)",
    "EXTRACT(YEAR FROM d) * 10000 * 1000000",
]
OVER_ROWS = [
    "SELECT count(*), count(n), count(DISTINCT n), sum(n), min(n), max(n) FROM numbers",
    "SELECT count(*) FILTER (WHERE n > 0), sum(n) FROM numbers WHERE n > 100000000000000",
    "SELECT t, count(*) FROM texts GROUP BY t HAVING count(*) > 0",
    "SELECT DISTINCT n % 2 FROM numbers",
    "SELECT a.n FROM numbers AS a JOIN numbers AS b ON a.n = b.n LEFT JOIN texts AS t ON t.t = '1'",
    "SELECT n FROM numbers AS a WHERE EXISTS (SELECT 1 FROM numbers AS b WHERE b.n > a.n)",
    "SELECT n FROM numbers AS a WHERE NOT EXISTS (SELECT 1 FROM numbers AS b WHERE b.n = a.n + 1)",
    "SELECT n FROM numbers WHERE n IN (SELECT n FROM numbers WHERE n > 1)",
    "SELECT n FROM numbers WHERE n NOT IN (SELECT n FROM numbers)",
    "SELECT n FROM numbers WHERE (n, n) IN (SELECT n, n FROM numbers WHERE n < 9)",
    "SELECT a.n FROM numbers AS a WHERE a.n = (SELECT max(b.n) FROM numbers AS b WHERE b.n = a.n)",
    "SELECT a.n FROM numbers AS a WHERE 0 = (SELECT count(*) FROM numbers AS b WHERE b.n = a.n + 1)",
    "WITH big AS (SELECT n FROM numbers WHERE n > 1) SELECT n FROM big",
    "SELECT n FROM numbers WHERE n > 1 UNION SELECT n FROM numbers WHERE n < 9",
    "SELECT bool_or(n > 1), bool_and(n > 1), bool_or(n > 1) FILTER (WHERE n IS NULL) FROM numbers",
    "SELECT max(CAST(d AS VARCHAR) || 'x') FILTER (WHERE d > CAST('2025-01-01' AS DATE)) FROM days",
    "SELECT t, (SELECT max(b) FROM (VALUES ('1', 'x'), ('a', 'y')) AS w(a, b) WHERE a = t) FROM texts",
    "SELECT n, w.name FROM numbers CROSS JOIN (VALUES ('x'), ('y')) AS w(name)",
]


@pytest.fixture(scope="module")
def both(spark: Any) -> Any:
    """Ask a query of both engines: the rows of each, sorted."""
    import duckdb

    session, connection = answering(spark.newSession()), duckdb.connect()
    for name, column, kind, values in (
        ("texts", "t", "VARCHAR", TEXTS), ("numbers", "n", "BIGINT", NUMBERS), ("days", "d", "DATE", DAYS),
    ):  # fmt: skip
        connection.execute(f"CREATE TABLE {name} (_row BIGINT, {column} {kind})")
        connection.executemany(f"INSERT INTO {name} VALUES (?, ?)", list(enumerate(values)))
        made = session.createDataFrame(
            list(enumerate(values)), f"_row bigint, x {'bigint' if kind == 'BIGINT' else 'string'}"
        )
        made.selectExpr(
            "_row", f"CAST(x AS {kind.replace('VARCHAR', 'STRING')}) AS {column}"
        ).createOrReplaceTempView(name)

    def asked(tree: exp.Expr) -> tuple[list[Any], list[Any]]:
        one = connection.execute(sql.render(tree.copy())).fetchall()
        other = [tuple(plain(cell) for cell in row) for row in session.sql(render(tree)).collect()]
        return sorted(([*map(plain, row)] for row in one), key=repr), sorted(map(list, other), key=repr)

    yield asked
    connection.close()


def read(query: str) -> exp.Expr:
    """The tree of ``query``, with TRY_CAST as the engine writes it: nobody else may."""
    tree = sqlglot.parse_one(query, dialect=sql.DIALECT)
    for cast in list(tree.find_all(exp.TryCast)):
        cast.replace(exp.TryCast(this=cast.this, to=cast.to))
    return tree


def plain(cell: Any) -> Any:
    return bytes(cell) if isinstance(cell, bytearray) else cell


@pytest.mark.needs("java", "pyspark")
@pytest.mark.parametrize("table", ["texts", "numbers", "days"])
def test_what_is_asked_of_a_value_is_answered_alike(both: Any, table: str) -> None:
    asked = {"texts": OF_TEXT, "numbers": OF_NUMBERS, "days": OF_DAYS}[table]
    trees = [read(one) for one in asked] + (CALLS if table == "texts" else [])
    trees += {"days": OF_STYLES, "numbers": OF_WAYS}.get(table, [])
    outputs = [sql.named(tree, f"o{place}") for place, tree in enumerate(trees)]
    one, other = both(sql.select([sql.column("_row"), *outputs], table))
    for mine, theirs in zip(one, other, strict=True):
        for place, (left, right) in enumerate(zip(mine[1:], theirs[1:], strict=True)):
            assert (type(left), left) == (type(right), right), (trees[place].sql(), mine[0])


@pytest.mark.needs("java", "pyspark")
def test_what_is_asked_of_rows_is_answered_alike(both: Any) -> None:
    for query in OVER_ROWS:
        one, other = both(read(query))
        assert one == other, query


@pytest.mark.parametrize(
    "query",
    [
        "SELECT row_number() OVER (ORDER BY n) FROM t",
        "SELECT n FROM t QUALIFY n > 1",
        "SELECT count_if(n) FROM t",
        "SELECT * EXCLUDE (n) FROM t",
        "SELECT n::HUGEINT FROM t",
        "SELECT date_diff('week', d, d) FROM t",
        "SELECT extract(dow FROM d) FROM t",
        "SELECT extract(isodow FROM d) FROM t",
        "SELECT list_sum([1]) FROM t",
        "SELECT strip_accents(t) FROM t",
        "SELECT jaro_winkler_similarity(t, t) FROM t",
        "SELECT t ILIKE 'a' FROM t",
        "SELECT regexp_matches(t, 'a', 'i') FROM t",
        "SELECT regexp_replace(t, 'a', 'b') FROM t",
        "SELECT t[1:2] FROM t",
        "SELECT t LIKE 'a\\%' FROM t",
        "SELECT n / m FROM t",
        "SELECT n / 0 FROM t",
        "SELECT rpad(t, 3, '0') FROM t",
        "SELECT regexp_matches(t, '(?i)a') FROM t",
        "SELECT regexp_matches(t, u) FROM t",
        "SELECT xor(n, n) FROM t",
        "SELECT * FROM t ASOF JOIN u ON t.n >= u.n",
        "SELECT * FROM t FULL JOIN u ON t.n = u.n",
        "SELECT * FROM range(3)",
        "SELECT * FROM t JOIN u USING (n)",
        "SELECT n FROM t GROUP BY ALL",
        "SELECT d + INTERVAL 1 MONTH FROM t",
        "SELECT avg(n) FROM t",
        "SELECT median(n) FROM t",
        "SELECT string_agg(t, ',' ORDER BY t) FROM t",
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n FROM r) SELECT n FROM r",
        "SELECT now() FROM t",
        "SELECT n FROM t LIMIT 1 OFFSET 1",
        "SELECT [n, n][0:1] FROM t",
        "SELECT row_number() OVER (PARTITION BY n) FROM t",
        "SELECT count(*) OVER (PARTITION BY n ORDER BY n) FROM t",
        "SELECT strftime(d, '%j') FROM t",
        "SELECT trim(t) FROM t",
    ],
)
def test_what_is_not_on_the_list_is_refused(query: str) -> None:
    with pytest.raises(Unlike):
        render(read(query))
