"""What a query reads, told from its tree alone, and where a wrong name stands."""

from __future__ import annotations

import pytest

from cfgovern.engine.reading import Unknown, place_of, reads
from cfgovern.errors import UsageError

VIEWS = {"t": ("a", "b", "k"), "u": ("a", "z")}


def columns(query: str) -> set[str]:
    found = reads(query, "r", VIEWS)
    assert found.unknown == ()
    return {".".join(pair) for pair in found.columns}


@pytest.mark.parametrize(
    ("query", "want"),
    [
        ("SELECT _row FROM t WHERE a > 1 ORDER BY k", "t.a t.k"),
        ("SELECT t._row FROM t AS t WHERE T.A = 1", "t.a"),
        ("SELECT _ROW FROM T WHERE A = 1", "t.a"),
        ("SELECT x._row FROM t AS x JOIN u AS y ON x.k = y.z", "t.k u.z"),
        ("SELECT t._row FROM t JOIN u USING (a)", "t.a u.a"),
        # an inner name is of the inner table where that has it, else of the outer
        ("SELECT _row FROM t WHERE EXISTS (SELECT 1 FROM u WHERE a = 1 AND z = b)", "u.a u.z t.b"),
        ("SELECT _row FROM t WHERE a IN (SELECT u.z FROM u WHERE u.a = t.k)", "t.a u.z u.a t.k"),
        ("SELECT o._row FROM t AS o WHERE EXISTS (SELECT 1 FROM t AS i WHERE i.a < o.b)", "t.a t.b"),
        ("WITH x AS (SELECT a AS day FROM t) SELECT count(*) FROM x WHERE day > 1", "t.a"),
        ("SELECT s.n FROM (SELECT count(*) AS n, k FROM t GROUP BY k) AS s WHERE s.k = 1", "t.k"),
        ("SELECT max(a) AS m FROM t HAVING m > 1", "t.a"),
        ("SELECT k FROM t GROUP BY k HAVING max(b) > 1", "t.k t.b"),
        ("SELECT _row FROM t WHERE EXISTS (SELECT z FROM u GROUP BY z HAVING count(*) > b)", "u.z t.b"),
        ("SELECT t.* EXCLUDE (k) FROM t WHERE b = 1", "t.b"),
        ("SELECT a AS x, x + 1 AS y FROM t", "t.a"),
        ("SELECT _row FROM t QUALIFY row_number() OVER (PARTITION BY k ORDER BY b) > 1", "t.k t.b"),
        ("SELECT t._row, n.w AS _column FROM t CROSS JOIN (VALUES ('p')) AS n(w) WHERE n.w = t.a", "t.a"),
        ("SELECT list_filter([1], lambda v: v > a) FROM t", "t.a"),
        ("SELECT count(*) FROM t", ""),
        ("SELECT _row FROM t WHERE a IN (SELECT a FROM u UNION SELECT z FROM u)", "t.a u.a u.z"),
        ("SELECT _row FROM t WHERE a = 'b' -- k", "t.a"),
    ],
)
def test_the_columns_that_a_query_reads(query: str, want: str) -> None:
    assert columns(query) == set(want.split())


@pytest.mark.parametrize(
    ("query", "unknown"),
    [
        ("SELECT _row FROM t WHERE aa = 1", Unknown("aa", VIEWS["t"])),
        ("SELECT _row FROM t AS x WHERE x.z = 1", Unknown("z", VIEWS["t"])),
        ("SELECT _row FROM t AS x WHERE t.a = 1", Unknown("a", ())),
        (
            "SELECT _row FROM t WHERE EXISTS (SELECT 1 FROM u WHERE c = a)",
            Unknown("c", ("a", "z", "a", "b", "k")),
        ),
        ("WITH x AS (SELECT z FROM t) SELECT count(*) FROM x, u", Unknown("z", VIEWS["t"])),
        ("SELECT k FROM t GROUP BY k HAVING max(bb) > 1", Unknown("bb", VIEWS["t"])),
        ("SELECT _row FROM tt", Unknown("tt", ("t", "u"), is_table=True)),
        ("SELECT _row FROM t WHERE a = 'c c' AND c = 1", Unknown("c", VIEWS["t"], earlier=2)),
        ("SELECT s.q FROM (SELECT a FROM t) AS s", Unknown("q", ())),
    ],
)
def test_a_name_that_no_table_has(query: str, unknown: Unknown) -> None:
    assert reads(query, "r", VIEWS).unknown == (unknown,)


def test_the_outermost_table_the_outputs_and_the_parameters() -> None:
    found = reads("SELECT x._row, 'a' AS _column FROM t AS x WHERE a < :as_of AND b < :day", "r", VIEWS)
    assert (found.source, found.outputs, found.parameters) == ("t", ("_row", "_column"), ("as_of", "day"))
    assert reads("SELECT 1 FROM (SELECT a FROM t) AS s", "r", VIEWS).source is None


@pytest.mark.parametrize(
    "query",
    ["", "DELETE FROM t", "SELECT 1; SELECT 2", "SELECT (", "SELECT 1 UNION SELECT 2", "COPY t TO 'x'",
     "SELECT * FROM read_csv('x')", "SELECT * FROM other.t", "SELECT * FROM 'x.csv'"],
)  # fmt: skip
def test_what_is_not_one_select_over_known_tables(query: str) -> None:
    try:
        found = reads(query, "r", VIEWS)
    except UsageError as refusal:
        assert refusal.code == "rule.sql" and "The SQL of the rule r " in refusal.what
    else:
        assert found.unknown[0].is_table


@pytest.mark.parametrize(
    ("word", "earlier", "start", "place"),
    [
        ("bb", 0, (1, 1), (1, 8)),
        ("bb", 1, (1, 1), (3, 4)),
        ("bb", 0, (2, 1), (3, 4)),
        ("bb", 0, (3, 5), (3, 8)),
        ("bb", 9, (2, 1), (2, 1)),
        ("b", 0, (2, 3), (2, 3)),
    ],
)
def test_the_place_of_a_word_in_a_file(
    word: str, earlier: int, start: tuple[int, int], place: tuple[int, int]
) -> None:
    text = "query: bb\nabb bbc\n   bb, bb\n"
    assert place_of(Unknown(word, (), earlier=earlier), text, start) == place
