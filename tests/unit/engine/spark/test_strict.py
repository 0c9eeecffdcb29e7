"""What somebody's query may ask, so that both engines answer alike."""

from __future__ import annotations

import pytest

from cfgovern.engine.queries import parse
from cfgovern.engine.spark.bodies import Unlike
from cfgovern.engine.spark.strict import look

TYPES = [
    ("name", "string"),
    ("n", "integer"),
    ("x", "number"),
    ("born", "date"),
    ("died", "date"),
    ("at", "timestamp"),
]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT _row FROM t WHERE n - 1 > 3",
        "SELECT _row FROM t WHERE born - 1 < died",
        "SELECT _row FROM t WHERE n // 2 = 1 AND n % 2 = 0 AND MOD(n, 5) = 0",
        "SELECT _row FROM t WHERE CAST(EXTRACT(YEAR FROM born) AS VARCHAR) || '-Q' < name",
        "SELECT _row FROM t WHERE CAST(SUBSTRING(name, 1, 4) AS INTEGER) > 2000",
        "SELECT _row FROM t WHERE born > :as_of OR born > CURRENT_DATE",
        "SELECT _row FROM t WHERE born > CAST('2026-01-01' AS DATE) AND name_state || 'x' = 'emptyx'",
        "SELECT _row, w.a AS _column FROM t CROSS JOIN (VALUES ('x')) AS w(a) WHERE w.a || name = 'xa'",
        "WITH s AS (SELECT MIN(n) AS m FROM t GROUP BY name) SELECT t._row FROM t JOIN s ON s.m = t.n - 1",
        "SELECT _row FROM t WHERE CASE WHEN n > 1 THEN n ELSE 0 END - n > 0 AND x - n > 0.5",
    ],
)
def test_what_is_plain_is_let_through(query: str) -> None:
    look(parse(query, "r"), TYPES)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT _row FROM t WHERE died - born > 30",
        "SELECT _row FROM t WHERE CAST(x AS VARCHAR) = '1.0'",
        "SELECT _row FROM t WHERE name || n = 'a1'",
        "SELECT _row FROM t WHERE TRY_CAST(name AS INTEGER) > 1",
        "SELECT _row FROM t WHERE CAST(x AS INTEGER) = 1",
        "SELECT _row FROM t WHERE CAST(name AS DATE) = born",
        "SELECT _row FROM t WHERE CAST('2026' AS DATE) = born",
        "SELECT _row FROM t WHERE CAST(name AS DOUBLE) = x",
        "SELECT _row FROM t WHERE x % 2 = 0",
        "SELECT _row FROM t WHERE x // 2 = 0",
        "SELECT _row FROM t WHERE SUBSTRING(name, n, 2) = 'a'",
        "SELECT _row FROM t WHERE SUBSTRING(name, 1, n) = 'a'",
        "SELECT _row FROM t WHERE SUBSTRING(name, 0, 2) = 'a'",
        "SELECT _row FROM t WHERE LENGTH(born) = 10",
        "SELECT MIN(_row) AS _row FROM t GROUP BY 1",
        "WITH s AS (SELECT n AS name FROM t) SELECT t._row FROM t JOIN s ON s.name || 'x' = t.name",
    ],
)
def test_what_hangs_on_kinds_that_differ_is_refused(query: str) -> None:
    with pytest.raises(Unlike):
        look(parse(query, "r"), TYPES)
