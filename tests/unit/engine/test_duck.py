"""The database of a run in DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot

from cfgovern.engine.connection import connections
from cfgovern.engine.duck import Duck
from cfgovern.engine.plan import Plan
from cfgovern.engine.state import State
from cfgovern.engine.watch import Watch
from tests.unit.engine.tiny import NO_PERIOD, bind, column, table

NUMBERS = table("t", column("n", "integer"))


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """A run with the fewest connections: one for the thread that runs the gates, one for a hand."""
    made = connections(tmp_path, 2, memory="64MB", threads=1)
    with Watch(None) as watch, State(Duck(made), Plan((NUMBERS,), (), NO_PERIOD), [], watch) as one:
        yield one
    for connection in made:
        connection.close()


def test_a_thread_keeps_its_connection_and_shares_it_with_no_other(state: State) -> None:
    mine, used = state.database.connection, []
    state.each(lambda _: used.append(state.database.connection), range(3))
    assert state.database.connection is mine
    assert len(used) == 3
    assert used[0] is used[1] is used[2] is not mine


def test_a_table_tells_how_many_rows_it_has(state: State) -> None:
    assert state.create("made", sqlglot.parse_one("VALUES (1), (2)")) == state.count("made") == 2


def test_the_table_as_sent_has_a_name(state: State, tmp_path: Path) -> None:
    state.database.lay_out(bind(tmp_path, NUMBERS, [["1"], ["2"]], ["n"]))
    assert state.count("raw:t") == 2


def test_rows_are_handed_on(state: State, tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    state.database.hand_on(sqlglot.parse_one("SELECT 1 AS n"), file)
    assert file.read_bytes().startswith(b"PAR1")
