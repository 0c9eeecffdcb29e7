"""Whole columns: unique names every row, foreign keys, counted metrics; failed cells are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.engine.tiny import check, column, judge, rows, table

PAIR = table("t", column("a"), column("b", "integer"))
FAILS = [check("type", "b"), check("required", "a")]


def test_a_duplicate_names_every_row_of_its_group(tmp_path: Path) -> None:
    found = judge(
        tmp_path,
        [(PAIR, [["x", "1"], ["y", "2"], ["x", "3"], ["x", "4"], ["z", "5"], ["y", "6"]])],
        [check("unique", "a", columns=["a"])],
    )
    assert rows(found) == [1, 2, 3, 4, 6]
    assert found.rejected == {"t": 5}


def test_uniqueness_compares_trimmed_text_and_leaves_empty_cells_out(tmp_path: Path) -> None:
    texts = ["x", " x", "X", "", " ", "1", "01", "1.0"]
    found = judge(tmp_path, [(PAIR, [[text, "1"] for text in texts])], [check("unique", "a", columns=["a"])])
    assert rows(found) == [1, 2]


def test_a_composite_key_is_judged_as_a_whole(tmp_path: Path) -> None:
    found = judge(
        tmp_path,
        [(PAIR, [["x", "1"], ["x", "2"], ["y", "1"], ["x", "1"], ["", "1"], ["", "1"], ["x1", ""]])],
        [check("unique", "a", columns=["a", "b"])],
    )
    assert rows(found) == [1, 4]


def test_a_cell_that_already_failed_is_no_duplicate(tmp_path: Path) -> None:
    found = judge(
        tmp_path,
        [(PAIR, [["x", "one"], ["x", "one"], ["y", "2"], ["y", "2"], ["", "2"]])],
        [*FAILS, check("unique", "b", columns=["b"])],
    )
    assert rows(found, 2) == [3, 4, 5]
    assert found.rejected == {"t": 5}


def test_a_warning_does_not_take_a_cell_out(tmp_path: Path) -> None:
    checks = [check("whitespace", "a", severity="warning"), check("unique", "a", columns=["a"])]
    found = judge(tmp_path, [(PAIR, [["x", "1"], ["x ", "2"]])], checks)
    assert (rows(found, 0), rows(found, 1)) == ([2], [1, 2])


CHILD = table("child", column("to_a"), column("to_b", "integer"))


def refers(*columns: str, to: tuple[str, ...]):  # type: ignore[no-untyped-def]
    return check("foreign_key", columns[0], table="child", columns=columns, to_table="t", to_columns=to)


def test_a_foreign_key_names_the_rows_that_stand_alone(tmp_path: Path) -> None:
    found = judge(
        tmp_path,
        [(PAIR, [["x", "1"], ["y", "2"]]), (CHILD, [["x", ""], ["z", ""], [" y ", ""], ["", ""], ["X", ""]])],
        [refers("to_a", to=("a",))],
    )
    assert rows(found) == [2, 5]
    assert found.rejected == {"t": 0, "child": 2}


def test_a_composite_foreign_key_needs_one_row_that_has_both(tmp_path: Path) -> None:
    found = judge(
        tmp_path,
        [(PAIR, [["x", "1"], ["y", "2"]]), (CHILD, [["x", "1"], ["x", "2"], ["y", ""], ["", "2"]])],
        [refers("to_a", "to_b", to=("a", "b"))],
    )
    assert rows(found) == [2]


def test_a_reference_of_two_columns_to_one_is_not_cut_to_fit(tmp_path: Path) -> None:
    """A contract cannot hold one; if ever a plan does, nothing is judged by half of it."""
    with pytest.raises(ValueError, match="shorter"):
        judge(tmp_path, [(PAIR, [["x", "1"]]), (CHILD, [["x", "2"]])], [refers("to_a", "to_b", to=("a",))])


def test_a_parent_whose_key_failed_still_counts(tmp_path: Path) -> None:
    wrong = check("pattern", "a", pattern="^[a-z]$")
    found = judge(
        tmp_path, [(PAIR, [["x1", "1"]]), (CHILD, [["x1", ""]])], [wrong, refers("to_a", to=("a",))]
    )
    assert (rows(found, 0), rows(found, 1)) == ([1], [])


def test_a_child_whose_cell_failed_is_not_blamed_twice(tmp_path: Path) -> None:
    wrong = check("pattern", "to_a", table="child", pattern="^[a-z]$")
    sent = [(PAIR, [["x", "1"]]), (CHILD, [["z1", ""], ["z", ""]])]
    found = judge(tmp_path, sent, [wrong, refers("to_a", to=("a",))])
    assert (rows(found, 0), rows(found, 1)) == ([1], [2])


def test_a_table_may_refer_to_itself(tmp_path: Path) -> None:
    entry = table("t", column("a"), column("parent"))
    own = check("foreign_key", "parent", columns=["parent"], to_table="t", to_columns=["a"])
    found = judge(tmp_path, [(entry, [["x", ""], ["y", "x"], ["z", "y"], ["q", "nobody"]])], [own])
    assert rows(found) == [4]


# -- counted metrics -------------------------------------------------------------------------------


def metric(name: str, columns: list[str], **more: object):  # type: ignore[no-untyped-def]
    return check("metric", columns[0] if columns else None, metric=name, columns=columns, **more)


def test_rows_are_counted(tmp_path: Path) -> None:
    assert judge(tmp_path, [(PAIR, [["", ""], ["x", "1"]])], [metric("rowCount", [])]).measured == {0: (2, 2)}


@pytest.mark.parametrize(("columns", "count"), [(["a"], (3, 6)), (["a", "b"], (1, 5))])
def test_duplicates_are_counted_beyond_the_first_of_each_group(
    tmp_path: Path, columns: list[str], count: tuple[int, int]
) -> None:
    sent = [["x", "1"], ["x", "1"], ["x", "2"], ["y", "1"], ["y", "9"], ["z", "no"], ["", "1"]]
    checks = [check("type", "b"), metric("duplicateValues", columns)]
    assert judge(tmp_path, [(PAIR, sent)], checks).measured == {1: count}


@pytest.mark.parametrize(
    ("kind", "name", "params", "count"),
    [
        ("null_values", "nullValues", {}, 2),
        ("missing_values", "missingValues", {"values": ["N/A", None]}, 3),
        ("invalid_values", "invalidValues", {"values": ["x"], "pattern": None}, 2),
    ],
)
def test_cells_are_counted_by_a_silent_check_that_is_never_told(
    tmp_path: Path, kind: str, name: str, params: dict[str, object], count: int
) -> None:
    silent = check(kind, "a", severity="silent", **params)
    sent = [["x", "1"], ["", "1"], [" ", "1"], ["N/A", "1"], ["y", "1"]]
    found = judge(tmp_path, [(PAIR, sent)], [silent, metric(name, ["a"], cell_check=0)])
    assert found.measured == {1: (count, 5)}
    assert found.hits == found.counts == {}
    assert found.rejected == {"t": 0}


@pytest.mark.parametrize("name", ["rowCount", "duplicateValues", "nullValues"])
def test_a_table_without_rows_counts_none(tmp_path: Path, name: str) -> None:
    columns = [] if name == "rowCount" else ["a"]
    silent = check("null_values", "a", severity="silent")
    assert judge(tmp_path, [(PAIR, [])], [silent, metric(name, columns, cell_check=0)]).measured == {
        1: (0, 0)
    }


def test_a_metric_without_the_check_that_counts_its_cells_is_an_error_that_names_it(tmp_path: Path) -> None:
    silent = check("null_values", "a", severity="silent")
    with pytest.raises(LookupError, match=r"^t\.b\.metric$"):
        judge(tmp_path, [(PAIR, [["", "1"]])], [silent, metric("nullValues", ["b"], cell_check=7)])
