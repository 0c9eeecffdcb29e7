"""What the gates of a run share: hands with a connection each, tables that they make, places of findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.engine.connection import connections
from cfgovern.engine.duck import Duck
from cfgovern.engine.plan import Plan
from cfgovern.engine.result import Hit
from cfgovern.engine.run import run
from cfgovern.engine.source import Doubt
from cfgovern.engine.state import State, hit_of
from cfgovern.engine.watch import Watch
from cfgovern.tables import Lines
from tests.unit.engine.tiny import NO_PERIOD, bind, check, column, rows, table

NUMBERS = table("t", column("n", "integer"))


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """A run with the fewest connections: one for the thread that runs the gates, one for a hand."""
    made = connections(tmp_path, 2, memory="64MB", threads=1)
    with Watch(None) as watch, State(Duck(made), Plan((NUMBERS,), (), NO_PERIOD), [], watch) as one:
        yield one
    for connection in made:
        connection.close()


def test_what_an_item_raises_is_raised(state: State) -> None:
    with pytest.raises(KeyError, match="second"):
        state.each({"first": 1}.__getitem__, ["first", "second"])


def test_a_second_reading_finds_nothing_of_the_first_in_the_database_file(tmp_path: Path) -> None:
    """Where a file as sent is not what intake saw, the strict reading judges in the same job folder."""
    plan = Plan((NUMBERS,), (check("unique", "n", columns=["n"]),), NO_PERIOD)
    path = tmp_path / "sent.csv"
    path.write_text("n\n1\n1\n3\n", encoding="utf-8")
    told = path.stat()
    strict = bind(tmp_path, NUMBERS, [["1"], ["2"], ["2"]], ["n"])
    as_sent = replace(strict, path=str(path), rows=4, stamp=(told.st_size, told.st_mtime_ns))
    with pytest.raises(Doubt):
        run(plan, [as_sent], tmp_path, memory="64MB", threads=1, file="judged.duckdb")
    assert (tmp_path / "judged.duckdb").exists()
    found = run(plan, [strict], tmp_path, memory="64MB", threads=1, file="judged.duckdb")
    assert rows(found) == [2, 3]


# -- places ----------------------------------------------------------------------------------------


def test_a_place_has_the_line_the_key_and_the_column_that_the_rule_names() -> None:
    lines = Lines([1], [5])
    assert hit_of((2, "P1", None, "n"), ["id", "at"], lines, "n") == Hit(2, 7, {"id": "P1"}, "n")
    assert hit_of((2, "P1"), ["id"], None) == Hit(2, None, {"id": "P1"}, None)


def test_a_row_without_its_key_columns_is_no_place() -> None:
    with pytest.raises(ValueError):
        hit_of((2, "P1"), ["id", "at"], None)
