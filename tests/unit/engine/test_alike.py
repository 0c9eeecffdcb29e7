"""Ways to be alike, asked of DuckDB."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.engine.alike import ID, blocked_on, condition, lay_out, not_said, rows_of
from cfgovern.engine.connection import connect

Record = dict[str, str]


def asked(tmp_path: Path, left: Record, right: Record, sql: str) -> object:
    """What ``sql`` says of two records."""
    columns = ["given", "family", "alias"]
    connection = connect(tmp_path)
    lay_out(connection, "one", columns, [left])
    lay_out(connection, "two", columns, [right])
    sides = [", ".join(f'{name} AS "{name}_{side}"' for name in columns) for side in "lr"]
    query = f"SELECT {sql} FROM (SELECT {sides[0]} FROM one), (SELECT {sides[1]} FROM two)"
    [[answer]] = connection.execute(query).fetchall()
    return answer


ANN = {"given": "ann", "family": "lee"}


@pytest.mark.parametrize(
    ("way", "columns", "right", "holds"),
    [
        ("same", ["given", "family"], {"given": "ann", "family": "lee"}, True),
        ("same", ["given", "family"], {"given": "ann", "family": "low"}, False),
        ("same", ["alias"], {"given": "ann"}, None),
        ("crossed", ["given", "family"], {"given": "lee", "family": "ann"}, True),
        ("crossed", ["given", "family"], {"given": "ann", "family": "lee"}, False),
        ("either", ["family", "alias"], {"family": "low", "alias": "lee"}, True),
        ("either", ["family", "alias"], {"family": "low", "alias": "ann"}, None),
        ("like", ["given"], {"given": "anne"}, True),
        ("like", ["given"], {"given": "bob"}, False),
    ],
)
def test_each_way_holds_where_it_should(
    tmp_path: Path, way: str, columns: list[str], right: Record, holds: bool | None
) -> None:
    assert asked(tmp_path, ANN, right, condition(way, columns, 0.9)) is holds


def test_nothing_is_said_of_what_is_missing_or_counts_elsewhere(tmp_path: Path) -> None:
    turned = {"given": "lee", "family": "ann"}
    assert asked(tmp_path, ANN, {"given": "ann"}, not_said(["family"])) is True
    assert asked(tmp_path, ANN, turned, not_said(["family"])) is False
    assert asked(tmp_path, ANN, turned, not_said(["family"], ["given", "family"])) is True
    known = {**ANN, "alias": "x"}
    assert asked(tmp_path, known, {**turned, "alias": "x"}, not_said(["family"], ["alias"])) is True
    assert asked(tmp_path, known, known, not_said(["family"], ["alias"])) is False


def test_a_blocking_rule_names_both_sides() -> None:
    assert blocked_on(["dob", "sex"]) == '"l"."dob" = "r"."dob" AND "l"."sex" = "r"."sex"'


def test_records_are_laid_out_with_their_numbers(tmp_path: Path) -> None:
    connection = connect(tmp_path)
    lay_out(connection, "one", ["given"], [{"given": "ann"}, {}, {"given": "x'; --"}])
    assert sorted(rows_of(connection, "one", [ID, "given"])) == [("0", "ann"), ("1", None), ("2", "x'; --")]
