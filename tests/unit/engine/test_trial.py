"""A query is tried over empty tables: what DuckDB cannot bind is known before any data is."""

from __future__ import annotations

import pytest

from cfgovern.engine.trial import refused

VIEWS = {"t": {"a": "integer", "d": "date", "s": "string", "n": "number", "b": "boolean"}}


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("SELECT _row FROM t WHERE d < :as_of", False),
        ("SELECT count(*) FROM T WHERE a + n > 1 AND b", False),
        ("SELECT count(*) FROM t WHERE s LIKE 'x%' OR d = '2026-04-01'", False),
        ("SELECT count(*) FROM t WHERE d < a", True),
        ("SELECT count(*) FROM t WHERE datedif(d, d) > 1", True),
        ("SELECT count(*) FROM t WHERE s > d", True),
        ("SELECT count(*) FROM t WHERE b + 1 > d", True),
        ("SELECT a, count(*) FROM t", True),
    ],
)
def test_what_duckdb_can_bind(query: str, wrong: bool) -> None:
    assert list(refused([query], VIEWS)) == [wrong]


def test_each_query_has_its_answer() -> None:
    queries = ["SELECT a FROM t", "SELECT nothing(a) FROM t", "SELECT d FROM t"]
    assert list(refused(queries, VIEWS)) == [False, True, False]
    assert list(refused([], VIEWS)) == []
