"""A whole run: places and keys of what was found, caps, both ways of listing, what is absent, origins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cfgovern.engine import cellgate
from cfgovern.engine.connection import connections
from cfgovern.engine.duck import Duck
from cfgovern.engine.plan import BoundTable, Check, Plan, PlanTable
from cfgovern.engine.result import Hit, Result
from cfgovern.engine.run import run
from cfgovern.engine.source import Doubt
from cfgovern.engine.state import HANDS, State
from cfgovern.engine.watch import Watch
from cfgovern.errors import SubmissionRefused, UsageError
from tests.unit.engine.tiny import NO_PERIOD, bind, check, column, judge, rows, table

KEYED = table(
    "t",
    column("id", show=True, pattern="^[A-Z][0-9]"),
    column("age", "integer"),
    column("record_origin"),
    primary_key=("id",),
)
CHECKS = [
    check("pattern", "id", pattern="^P[0-9]+$"),
    check("type", "age"),
    check("maximum", "age", bound="99", exclusive=False),
    check("whitespace", "age", severity="warning"),
    check("null_values", "age", severity="silent"),
]
SENT = [
    ["P1", "30", "live"],
    ["P2", "300", "live"],
    ["Q3", "x", "synthetic"],
    [" P4 ", " 301", ""],
    ["", "302 ", "other"],
    ["P6", "", "live"],
]


def test_a_hit_holds_record_line_and_the_key_that_may_be_shown(tmp_path: Path) -> None:
    result = judge(tmp_path, [(KEYED, SENT)], CHECKS)
    assert result.hits == {
        0: [Hit(3, 4, {})],
        1: [Hit(3, 4, {})],
        2: [Hit(2, 3, {"id": "P2"}), Hit(4, 5, {"id": "P4"}), Hit(5, 6, {})],
        3: [Hit(4, 5, {"id": "P4"}), Hit(5, 6, {})],
    }
    assert result.counts == {0: 1, 1: 1, 2: 3, 3: 2}
    assert result.rejected == {"t": 4}


@pytest.mark.parametrize("value", ["9990000018", "QQ123456C", "QX11AA"])
def test_a_key_that_looks_like_an_identifier_is_not_shown(tmp_path: Path, value: str) -> None:
    result = judge(tmp_path, [(KEYED, [[value, "300", "live"]])], CHECKS[1:])
    assert result.hits == {1: [Hit(1, 2, {})]}


def test_a_key_is_shown_beside_the_finding_of_a_later_gate_too(tmp_path: Path) -> None:
    result = judge(
        tmp_path, [(KEYED, [["P1", "30", ""], ["P2", "30", ""]])], [check("unique", "age", columns=["age"])]
    )
    assert result.hits == {0: [Hit(1, 2, {"id": "P1"}), Hit(2, 3, {"id": "P2"})]}


@pytest.mark.parametrize("more", [0, 120])
def test_counting_in_sql_finds_the_same_as_reading_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    """Beyond MANY failing rows they are counted in SQL; ``more`` checks make more than one mask."""
    checks = [*CHECKS, *(check("enum", "record_origin", values=["live", f"v{n}"]) for n in range(more))]
    few = judge(tmp_path, [(KEYED, SENT)], checks)
    monkeypatch.setattr(cellgate, "MANY", 1)
    assert judge(tmp_path, [(KEYED, SENT)], checks) == few
    assert few.counts


@pytest.mark.parametrize("many", [1, 1000])
def test_the_first_are_listed_and_all_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(cellgate, "MANY", many)
    sent = [["P1", "x", ""]] * 7
    checks = [*CHECKS, check("unique", "id", columns=["id"])]
    result = judge(tmp_path, [(KEYED, sent)], checks, listed=3)
    assert (rows(result, 1), rows(result, 5)) == ([1, 2, 3], [1, 2, 3])
    assert result.counts == {1: 7, 5: 7}
    assert result.rejected == {"t": 7}


def test_the_plan_lists_ten_thousand_of_each_unless_told_otherwise(tmp_path: Path) -> None:
    result = judge(tmp_path, [(KEYED, [["P1", "x", ""]] * 10_002)], CHECKS)
    assert (len(result.hits[1]), result.counts[1]) == (10_000, 10_002)


def test_a_table_in_order_has_nothing_to_say(tmp_path: Path) -> None:
    result = judge(
        tmp_path, [(KEYED, [["P1", "30", "live"]])], [*CHECKS, check("unique", "id", columns=["id"])]
    )
    assert result == Result(rejected={"t": 0}, origins={"t": {"live": 1, "synthetic": 0}})


# -- the cell gate and what it hands to later gates ------------------------------------------------


def whole(folder: Path, bound: BoundTable) -> Result:
    """What a whole run finds in the table ``t`` as it is bound."""
    return run(Plan((KEYED,), (), NO_PERIOD), [bound], folder, memory="256MB", threads=1)


def test_a_table_of_which_the_engine_holds_other_rows_is_refused(tmp_path: Path) -> None:
    bound = bind(tmp_path, KEYED, SENT, ["id", "age", "record_origin"])
    assert whole(tmp_path, replace(bound, kept=len(SENT))).origins
    for kept in (0, len(SENT) - 1, len(SENT) + 1):
        with pytest.raises(SubmissionRefused) as refused:
            whole(tmp_path, replace(bound, kept=kept))
        assert (refused.value.code, refused.value.where) == ("file.rows_lost", "t")


def as_sent(folder: Path, last: str = "P3,32,live\n") -> BoundTable:
    """A file of three records that is read as it was sent."""
    path = folder / "sent.csv"
    path.write_text(f"id,age,record_origin\nP1,30,live\nP2,31,live\n{last}", encoding="utf-8")
    told = path.stat()
    stamp = (told.st_size, told.st_mtime_ns)
    return BoundTable("t", str(path), 3, {"id": 0, "age": 1, "record_origin": 2}, rows=3, stamp=stamp)


def test_a_file_as_sent_of_which_other_rows_are_read_is_in_doubt(tmp_path: Path) -> None:
    bound = as_sent(tmp_path)
    assert whole(tmp_path, bound).origins == {"t": {"live": 3, "synthetic": 0}}
    for counted in (0, 2, 4):
        with pytest.raises(Doubt):
            whole(tmp_path, replace(bound, rows=counted))


@pytest.mark.parametrize("last", ["P3,32\n", "P3,32,live,more\n"])
def test_a_file_as_sent_with_a_ragged_record_is_in_doubt(tmp_path: Path, last: str) -> None:
    with pytest.raises(Doubt):
        whole(tmp_path, as_sent(tmp_path, last))


@pytest.mark.parametrize(("age", "looked_past"), [("30", []), ("x", ["age"])])
def test_only_a_table_with_a_fault_has_cells_to_look_past(
    tmp_path: Path, age: str, looked_past: list[str]
) -> None:
    checks = (replace(check("type", "age"), number=0), replace(CHECKS[3], number=1))
    plan = Plan((KEYED,), checks, NO_PERIOD)
    bound = bind(tmp_path, KEYED, [["P1", "31", "live"], ["P2", age, "live"]], ["id", "age", "record_origin"])
    hands = connections(tmp_path, HANDS + 1, memory="256MB", threads=1)
    with Watch(None) as watch, State(Duck(hands), plan, [bound], watch) as state:
        cellgate.judge(state)
    for hand in hands:
        hand.close()
    assert list(state.judged["t"].failing) == looked_past


# -- origins ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "origins"),
    [
        (["live", "live"], {"live": 2, "synthetic": 0}),
        (["synthetic", " synthetic "], {"live": 0, "synthetic": 2}),
        (["synthetic", ""], {"live": 1, "synthetic": 1}),
        (["Synthetic", "made up"], {"live": 2, "synthetic": 0}),
        ([], {"live": 0, "synthetic": 0}),
    ],
)
def test_a_row_that_does_not_say_synthetic_is_live(
    tmp_path: Path, said: list[str], origins: dict[str, int]
) -> None:
    assert judge(tmp_path, [(KEYED, [["P1", "1", origin] for origin in said])], []).origins == {"t": origins}


# -- what is not there -----------------------------------------------------------------------------

OTHER = table("other", column("to_id"), column("size", "integer"))
LATER = [
    check("unique", "age", columns=["id", "age"]),
    check("foreign_key", "to_id", table="other", columns=["to_id"], to_table="t", to_columns=["id"]),
    check("metric", None, metric="rowCount", columns=[]),
    check(
        "sql", None, query="SELECT count(*) FROM t WHERE age > 1", view="t", as_rows=True, parameters=[],
        views=[{"name": "t", "table": "t", "columns": {"age": "age"}}], reads={"t": ["age"]},
    ),
]  # fmt: skip


def absences(folder: Path, sent: Sequence[tuple[PlanTable, list[list[str]], list[str]]]) -> dict[int, str]:
    there = [entry for entry, _, _ in sent]
    result = judge(
        folder,
        [(entry, found) for entry, found, _ in sent],
        LATER,
        sent={entry.name: names for entry, _, names in sent},
        absent=[entry for entry in (KEYED, OTHER) if entry not in there],
    )
    return result.absent


def test_checks_without_their_table_are_said_to_be_absent(tmp_path: Path) -> None:
    assert absences(tmp_path, [(OTHER, [["P1", "1"]], ["to_id", "size"])]) == {
        0: "table:t",
        1: "table:t",
        2: "table:t",
        3: "table:t",
    }
    assert absences(tmp_path, [(KEYED, SENT, ["id", "age", "record_origin"])]) == {1: "table:other"}


def test_checks_without_their_column_are_said_to_be_absent(tmp_path: Path) -> None:
    sent = [(KEYED, [["P1", "live"]], ["id", "record_origin"]), (OTHER, [["1"]], ["size"])]
    assert absences(tmp_path, sent) == {0: "column:t.age", 1: "column:other.to_id", 3: "column:t.age"}


def test_columns_in_any_order_with_others_between_are_judged_by_name(tmp_path: Path) -> None:
    sent = [["extra", "x", "P1", "more"], ["extra", "30", "Q2", "more"]]
    result = judge(tmp_path, [(KEYED, sent)], CHECKS, sent={"t": ["new", "age", "id", "?"]})
    assert (rows(result, 0), rows(result, 1)) == ([2], [1])
    assert result.origins == {}


def test_without_its_column_a_cell_check_finds_nothing(tmp_path: Path) -> None:
    result = judge(tmp_path, [(KEYED, [["P1"], ["Q2"]])], CHECKS, sent={"t": ["id"]})
    assert result.hits == {0: [Hit(2, 3, {})]}


def test_a_table_with_none_of_its_columns_is_still_counted(tmp_path: Path) -> None:
    result = judge(tmp_path, [(KEYED, [["a"], ["b"]])], [*CHECKS, LATER[2]], sent={"t": ["new"]})
    assert result.measured == {5: (2, 2)}
    assert result.rejected == {"t": 0}


# -- patterns --------------------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", ["(?=x)", "a{2000}", "(", r"\1", "[[:nothing:]]"])
def test_a_pattern_that_the_engine_cannot_run_is_the_contracts_fault(tmp_path: Path, pattern: str) -> None:
    one: Check = check("pattern", "id", pattern=pattern)
    with pytest.raises(UsageError) as caught:
        judge(tmp_path, [(KEYED, SENT)], [one])
    assert caught.value.code == "contract.pattern"
    assert "t.id.pattern" in str(caught.value)


def test_of_several_patterns_the_one_that_cannot_be_run_is_told(tmp_path: Path) -> None:
    good: Check = check("pattern", "id", pattern="[A-Z]")
    bad: Check = check("pattern", "age", pattern="(")
    with pytest.raises(UsageError) as caught:
        judge(tmp_path, [(KEYED, SENT)], [good, bad])
    assert "t.age.pattern" in str(caught.value)


@pytest.mark.parametrize("pattern", ["it's", '"', "%", "\\\\", "[']", "x'; DROP TABLE t; --"])
def test_a_pattern_is_never_read_as_sql(tmp_path: Path, pattern: str) -> None:
    params: dict[str, Any] = {"pattern": pattern}
    assert rows(judge(tmp_path, [(KEYED, [["P1", "1", ""]])], [check("pattern", "id", **params)])) == [1]


def test_a_reference_that_leads_nowhere_is_no_key_of_any_finding_of_its_row(tmp_path: Path) -> None:
    visits = table(
        "v",
        column("id", "string", show=True, pattern="^[A-Z][0-9]"),
        column("n", "integer", show=True),
        primary_key=("id", "n"),
    )
    checks = [
        check("type", "age"),
        check("type", "n", table="v"),
        check("maximum", "n", table="v", bound="1", exclusive=False),
        check("foreign_key", "id", table="v", columns=["id"], to_table="t", to_columns=["id"]),
    ]
    result = judge(tmp_path, [(KEYED, SENT), (visits, [["P1", "1"], ["P1", "2"], ["P7", "2"]])], checks)
    assert result.hits[2] == [Hit(2, 3, {"id": "P1"}), Hit(3, 4, {})]
    assert result.hits[3] == [Hit(3, 4, {})]
    more = judge(tmp_path, [(KEYED, SENT), (visits, [["P1", "1"], ["P7", "1"]])], checks)
    assert more.hits[3] == [Hit(2, 3, {"n": "1"})]
