"""Tables handed on as Parquet: every cell as sent, for nobody else to read."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from cfgovern.engine.connection import connect
from cfgovern.engine.handover import hand_on
from cfgovern.engine.source import Doubt
from tests.unit.engine.test_source import ROWS, bound
from tests.unit.engine.tiny import bind, column, table


def test_both_forms_of_a_table_are_handed_on_as_they_were_sent(tmp_path: Path) -> None:
    written = bind(tmp_path, table("w", column("a"), column("b")), [["x", " y\n"], ["", '"']], ["a", "b"])
    files = hand_on([bound(tmp_path), written], tmp_path / "on", memory="256MB")
    assert stat.S_IMODE((tmp_path / "on").stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in files.values()] == [0o600, 0o600]
    with connect(tmp_path / "on") as connection:
        found = {
            name: connection.execute(f"SELECT * FROM read_parquet('{file}') ORDER BY _row").fetchall()
            for name, file in files.items()
        }
    assert found["t"] == [(n, *(cell or None for cell in row)) for n, row in enumerate(ROWS, start=1)]
    assert found["w"] == [(1, "x", " y\n"), (2, None, '"')]


def test_a_table_that_is_not_what_intake_saw_is_in_doubt(tmp_path: Path) -> None:
    table_as_sent = bound(tmp_path)
    with Path(table_as_sent.path).open("a") as stream:
        stream.write("x,y,z\n")
    with pytest.raises(Doubt):
        hand_on([table_as_sent], tmp_path / "on", memory="256MB")
