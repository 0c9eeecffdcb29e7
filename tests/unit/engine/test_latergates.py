"""The gates after the cells: who is at fault, what is listed first, which rows count, which keys are told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlglot

from cfgovern.engine import later, latergates
from cfgovern.engine.plan import Check, Plan
from cfgovern.engine.result import Hit
from cfgovern.errors import InternalFault, UsageError
from tests.unit.engine.test_queries import FIRST, SOUND, counted, found, rule
from tests.unit.engine.tiny import NO_PERIOD, check, column, judge, rows, table

# -- who is at fault -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (rule("SELECT id FROM people"), "must return _row"),
        (rule("SELECT _row FROM people, persons"), "reads a table that the contract does not have"),
        (counted("SELECT id, age FROM people LIMIT 1", as_rows=False), "must return one number"),
        (counted("SELECT age FROM people ORDER BY 1", as_rows=False), "must return one number"),
        (counted("SELECT note FROM people LIMIT 1", as_rows=False), "must return one number"),
        (counted("SELECT born FROM people LIMIT 1", as_rows=False), "must return one number"),
        (counted("SELECT 'NaN'::DOUBLE", as_rows=False), "must return one number"),
    ],
)
def test_the_author_of_a_rule_is_told_which_and_why(tmp_path: Path, one: Check, why: str) -> None:
    with pytest.raises(UsageError, match=rf"^The SQL of the rule {one.rule} {why}\."):
        found(tmp_path, one, **SOUND)


def test_a_failure_of_the_engine_is_no_fault_of_the_rule_and_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(later, "duplicates", lambda *_: sqlglot.parse_one("SELECT _row FROM nowhere"))
    with pytest.raises(InternalFault, match=r"CatalogException while running people\.id\.unique\)"):
        found(tmp_path, check("unique", "id", table="people", columns=["id"]))


# -- what is measured ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "measured"),
    [
        ("SELECT max(age) / 3.0 FROM people", 13.3333333333),  # twelve figures
        ("SELECT max(age) / 2.0 FROM people", 20),
        ("SELECT max(age) * 1000000000001 + 7 FROM people", 40000000000047),  # all figures of a whole number
    ],
)
def test_a_number_that_is_not_whole_has_twelve_figures(tmp_path: Path, query: str, measured: float) -> None:
    assert found(tmp_path, counted(query, as_rows=False), **SOUND).measured == {FIRST: (measured, 0)}


def test_a_number_without_end_is_not_compared(tmp_path: Path) -> None:
    result = found(tmp_path, counted("SELECT max(age) * 1e308 FROM people", as_rows=False), **SOUND)
    assert (result.measured, result.absent) == ({}, {FIRST: "number:"})


def test_the_cells_of_two_tables_that_failed_keep_a_total_from_being_judged(tmp_path: Path) -> None:
    query = "SELECT count(*) FROM people p JOIN visits v ON v.person = p.id WHERE p.age + v.nights > 1"
    one = counted(query, as_rows=False, people=["id", "age"], visits=["person", "nights"])
    result = found(tmp_path, one)
    assert (result.measured, result.left_out) == ({}, {FIRST: 2})


def test_a_rule_over_a_period_is_run_with_one(tmp_path: Path) -> None:
    one = rule("SELECT _row FROM people WHERE born > :period_end", people=["born"])
    one.params["parameters"].append("period_end")  # type: ignore[index]
    period = {**NO_PERIOD, "period_end": "2000-12-31"}
    result = found(tmp_path, one, parameters=period)
    assert (result.absent, rows(result, FIRST)) == ({}, [2])


# -- what is listed --------------------------------------------------------------------------------

COLUMNS = ("a", "b", "c", "d", "e")


def test_what_is_listed_stands_in_the_order_of_rows_and_columns(tmp_path: Path) -> None:
    entry, names = table("t", *map(column, COLUMNS)), table("names", column("name"))
    one = check(
        "rule", "a", query="SELECT t._row, n.name AS _column FROM t JOIN names n ON n.name <> t.a",
        anchor="t", group=[], parameters=[], concepts={name: name for name in COLUMNS},
        views=[
            {"name": "t", "table": "t", "columns": {"a": "a"}},
            {"name": "names", "table": "names", "columns": {"name": "name"}},
        ],
        reads={"t": ["a"], "names": ["name"]},
    )  # fmt: skip
    sent = [["x"] * 5] * 40
    result = judge(tmp_path, [(entry, sent), (names, [[n] for n in "dbeac"])], [one], listed=12)
    places = [(row, name) for row in (1, 2, 3) for name in COLUMNS]
    assert [(hit.row, hit.column) for hit in result.hits[0]] == places[:12]
    assert result.counts == {0: 200}
    assert result.rejected == {"t": 40, "names": 0}


# -- which rows count as rejected ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "rejected"), [("block", 2), ("error", 2), ("warning", 0), ("information", 0)]
)
def test_a_row_is_rejected_by_what_is_grave(tmp_path: Path, severity: str, rejected: int) -> None:
    one = check("unique", "a", severity=severity, columns=["a"])
    result = judge(tmp_path, [(table("t", column("a")), [["x"], ["x"], ["y"]])], [one])
    assert (rows(result), result.rejected) == ([1, 2], {"t": rejected})


def test_a_row_that_several_gates_find_is_rejected_once(tmp_path: Path) -> None:
    entry, other = table("t", column("a"), column("b", "integer")), table("v", column("a"))
    checks = [
        check("type", "b"),
        check("unique", "a", columns=["a"]),
        check("foreign_key", "a", columns=["a"], to_table="v", to_columns=["a"]),
    ]
    sent = [["x", "no"], ["x", "1"], ["q", "2"], ["y", "3"]]
    result = judge(tmp_path, [(entry, sent), (other, [["x"], ["y"]])], checks)
    assert [rows(result, number) for number in range(3)] == [[1], [1, 2], [3]]
    assert result.rejected == {"t": 3, "v": 0}


# -- which keys are told ---------------------------------------------------------------------------

HOME = table("home", column("id"), column("at"))
KEY = {"show": True, "pattern": "^[A-Z][0-9]"}
VISIT = table("visit", column("id", **KEY), column("at", **KEY), primary_key=("id", "at"))


def places(folder: Path, *checks: Check) -> Sequence[list[Hit]]:
    """What ``checks`` list in two visits, of which the second leads to no home."""
    sent = [["P1", "A1"], ["P1", "A1"], ["P7", "A1"], ["P7", "A1"]]
    result = judge(folder, [(HOME, [["P1", "A1"]]), (VISIT, sent)], checks)
    return [result.hits.get(number, []) for number in range(len(checks))]


def leads(*columns: str) -> Check:
    return check(
        "foreign_key", columns[0], table="visit", columns=columns, to_table="home", to_columns=columns
    )


TWICE = check("unique", "id", table="visit", columns=["id", "at"])


def test_only_the_columns_that_lead_nowhere_are_taken_out_of_the_key(tmp_path: Path) -> None:
    sound, wrong = {"id": "P1", "at": "A1"}, {"at": "A1"}
    for checks in ((TWICE, leads("at"), leads("id")), (leads("at"), TWICE, leads("id"))):
        twice = places(tmp_path, *checks)[checks.index(TWICE)]
        assert [hit.key for hit in twice] == [sound, sound, wrong, wrong]


def test_a_reference_of_two_columns_that_leads_nowhere_takes_both_out(tmp_path: Path) -> None:
    twice, alone = places(tmp_path, TWICE, leads("id", "at"))
    assert [hit.key for hit in twice] == [{"id": "P1", "at": "A1"}] * 2 + [{}] * 2
    assert [(hit.row, hit.key) for hit in alone] == [(3, {}), (4, {})]


# -- which columns a later gate needs --------------------------------------------------------------


def test_the_columns_that_later_gates_read_are_kept(tmp_path: Path) -> None:
    checks = (
        check("unique", "at", table="visit", columns=["id", "at"]),
        check("metric", "at", table="home", metric="duplicateValues", columns=["at"]),
        check("metric", None, table="home", metric="rowCount", columns=[]),
        check("json_schema", "id", table="home", path="x", at=0),
        check("pattern", "id", table="home", pattern="x"),
    )
    assert latergates.kept(Plan((HOME, VISIT), checks, NO_PERIOD)) == {"home": {"at"}, "visit": {"id", "at"}}
    assert latergates.kept(Plan((HOME,), (), NO_PERIOD)) == {"home": set()}
    people = table("people", column("id"), column("age", "integer"), column("record_origin"))
    one = rule("SELECT _row FROM people WHERE age > 3 AND id > 'a'", people=["age"])
    assert latergates.kept(Plan((people,), (one,), NO_PERIOD)) == {"people": {"age", "record_origin"}}
