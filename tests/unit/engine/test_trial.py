"""A query is tried over empty tables: what DuckDB cannot bind is known before any data is."""

from __future__ import annotations

import pytest

from cfgovern.engine.trial import refused

VIEWS = {"t": {"a": "integer", "d": "date", "s": "string", "n": "number", "b": "boolean"}}


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT _row FROM t WHERE d < :as_of", None),
        ("SELECT count(*) FROM T WHERE a + n > 1 AND b", None),
        ("SELECT count(*) FROM t WHERE s LIKE 'x%' OR d = '2026-04-01'", None),
        ("SELECT count(*) FROM t WHERE d < a", "refused"),
        ("SELECT count(*) FROM t WHERE datedif(d, d) > 1", "refused"),
        ("SELECT count(*) FROM t WHERE s > d", "refused"),
        ("SELECT count(*) FROM t WHERE b + 1 > d", "refused"),
        ("SELECT a, count(*) FROM t", "refused"),
    ],
)
def test_what_duckdb_can_bind(query: str, why: str | None) -> None:
    assert list(refused([query], VIEWS)) == [why]


def test_each_query_has_its_answer() -> None:
    queries = ["SELECT a FROM t", "SELECT nothing(a) FROM t", "SELECT d FROM t"]
    assert list(refused(queries, VIEWS)) == [None, "refused", None]
    assert list(refused([], VIEWS)) == []


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT count(*) FROM t", None),
        ("SELECT sum(a) * 0.5 FROM t", None),
        ("SELECT avg(n) FROM t", None),
        ("SELECT max(d) - min(d) FROM t", None),
        ("SELECT bool_and(b) FROM t", None),
        ("SELECT max(s) FROM t", "number"),
        ("SELECT min(d) FROM t", "number"),
        ("SELECT array_agg(a ORDER BY a) FROM t", "number"),
        ("SELECT sum(COLUMNS('[an]')) FROM t", "number"),
    ],
)
def test_where_a_number_is_wanted_nothing_else_will_do(query: str, why: str | None) -> None:
    assert list(refused([query], VIEWS, number=True)) == [why]
    assert list(refused([query], VIEWS)) == [None]
