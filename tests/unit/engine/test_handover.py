"""Tables handed on as Parquet: every cell as sent, for nobody else to read."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.engine.connection import connect
from cfgovern.engine.handover import hand_on, rejected_file
from cfgovern.engine.plan import Plan
from cfgovern.engine.run import run
from cfgovern.engine.source import Doubt
from tests.unit.engine.test_source import ROWS, bound
from tests.unit.engine.tiny import NO_PERIOD, bind, check, column, table


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


def test_the_numbers_of_rejected_rows_are_handed_on(tmp_path: Path) -> None:
    """Whichever severity rejects; a table without any has no file."""
    checks = [
        replace(check("pattern", "a", pattern="^x$"), number=0),
        replace(check("pattern", "b", pattern="^y$", severity="warning"), number=1),
        replace(check("pattern", "a", table="u", pattern="^x$"), number=2),
    ]
    t, u = table("t", column("a"), column("b")), table("u", column("a"))
    bound = [
        bind(tmp_path, t, [["x", "z"], ["z", "y"], ["z", "z"]], ["a", "b"]),
        bind(tmp_path, u, [["x"]], ["a"]),
    ]
    told = tmp_path / "rejected"
    plan = Plan((t, u), tuple(checks), NO_PERIOD)
    result = run(plan, bound, tmp_path, memory="256MB", threads=1, rejected_to=told)
    assert result.rejected == {"t": 2, "u": 0}
    assert [file.name for file in told.iterdir()] == [rejected_file(0)]
    assert stat.S_IMODE((told / rejected_file(0)).stat().st_mode) == 0o600
    with connect(told) as connection:
        found = connection.execute(f"SELECT _row FROM read_parquet('{told / rejected_file(0)}')").fetchall()
    assert sorted(found) == [(2,), (3,)]


def test_a_table_that_is_not_what_intake_saw_is_in_doubt(tmp_path: Path) -> None:
    table_as_sent = bound(tmp_path)
    with Path(table_as_sent.path).open("a") as stream:
        stream.write("x,y,z\n")
    with pytest.raises(Doubt):
        hand_on([table_as_sent], tmp_path / "on", memory="256MB")
