"""What a query asks of single rows: groups of comparisons, of which a right row has one untrue in each."""

from __future__ import annotations

import pytest

from cfgovern.engine.comparisons import Comparison, comparisons

COLUMNS = ("a", "b", "Full title")


def groups(condition: str, query: str = "SELECT COUNT(*) FROM t WHERE {}") -> list[tuple[Comparison, ...]]:
    return comparisons(query.format(condition), "t", COLUMNS)


A_B = Comparison("a", "<", other="b")
A_NULL, B_NULL = Comparison("a", "null"), Comparison("b", "null")


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ("a < b", [(A_B,)]),
        ("b > A", [(Comparison("b", ">", other="a"),)]),
        ("(a) < ((b))", [(A_B,)]),
        ("a", [(Comparison("a", "=", value="true"),)]),
        ("3 >= a", [(Comparison("a", "<=", value="3"),)]),
        ("a = -1.5", [(Comparison("a", "=", value="-1.5"),)]),
        ("\"Full title\" <> 'it''s'", [(Comparison("Full title", "<>", value="it's"),)]),
        ("a < DATE '2026-04-01'", [(Comparison("a", "<", value="2026-04-01"),)]),
        ("a = true", [(Comparison("a", "=", value="true"),)]),
        ("NOT a", [(Comparison("a", "=", value="false"),)]),
        ("a IS NULL AND b IS NOT NULL", [(A_NULL, Comparison("b", "not null"))]),
        ("a IS NULL OR (a < b AND b IS NULL)", [(A_NULL,), (A_B, B_NULL)]),
        ("NOT (a >= b OR b IS NOT NULL)", [(A_B, B_NULL)]),
        ("a IN (1, 2)", [(Comparison("a", "=", value="1"),), (Comparison("a", "=", value="2"),)]),
        ("a NOT IN (1, 2)", [(Comparison("a", "<>", value="1"), Comparison("a", "<>", value="2"))]),
        ("a BETWEEN 1 AND 2", [(Comparison("a", ">=", value="1"), Comparison("a", "<=", value="2"))]),
        ("a < b AND length(b) > 3", [(A_B,)]),
    ],
)
def test_conditions_are_read(condition: str, wanted: list[tuple[Comparison, ...]]) -> None:
    assert groups(condition) == wanted


@pytest.mark.parametrize(
    "query",
    [
        "SELECT COUNT(*) FROM t WHERE a + b > 3",
        "SELECT COUNT(*) FROM t WHERE other < 3",
        "SELECT COUNT(*) FROM t WHERE 'a' IS NULL",
        "SELECT COUNT(*) FROM t WHERE a < -b",
        "SELECT COUNT(*) FROM t, u WHERE t.a < u.a",
        "SELECT MAX(a) FROM t",
        "SELECT COUNT(*) FROM t",
        "this is no SQL",
        "SELECT COUNT(*) FROM t WHERE a IN (SELECT a FROM u)",
    ],
)
def test_what_cannot_be_read_gives_nothing(query: str) -> None:
    assert comparisons(query, "t", COLUMNS) == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT COUNT(*) FILTER (WHERE {}) FROM t",
        "SELECT SUM(CASE WHEN {} THEN 1 ELSE 0 END) FROM T",
        'SELECT count(1) AS n FROM "t" WHERE {}',
    ],
)
def test_every_way_to_count_rows_is_read(query: str) -> None:
    assert groups("a < b", query) == [(A_B,)]


def test_as_many_as_64_cases_are_worked_out() -> None:
    assert len(groups(" AND ".join(f"(a = {n} OR b = {n})" for n in range(6)))) == 64


def test_a_condition_of_very_many_cases_is_not_worked_out() -> None:
    many = " AND ".join(f"(a = {n} OR b = {n})" for n in range(12))
    assert len(groups(many)) <= 64
