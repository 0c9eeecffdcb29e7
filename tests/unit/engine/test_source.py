"""The normalised file, read back: every cell of every record as it was written, wherever a piece ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.engine import source, sql
from cfgovern.engine.connection import connect
from cfgovern.engine.plan import BoundTable
from cfgovern.intake.headings import write_rows

CELLS = st.text(st.sampled_from('a zé😀",\n\r\x1f'), max_size=12)
ROWS = st.lists(st.tuples(st.just("x"), CELLS, CELLS), min_size=1, max_size=60)


@given(sent=ROWS, piece=st.integers(1, 3000))
def test_records_that_lie_across_two_pieces_are_read_as_they_were_written(
    sent: list[tuple[str, str, str]], piece: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("job")
    written = _written(folder, sent * 10)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "_PIECE_BYTES", piece)
        assert _read(folder, written) == [(n, n + 1, *row) for n, row in enumerate(sent * 10, start=1)]


def test_a_record_as_long_as_one_may_be_is_read(tmp_path: Path) -> None:
    cells = ("x", '"' * 30_000, "😀" * 30_000)
    assert _read(tmp_path, _written(tmp_path, [cells])) == [(1, 2, *cells)]


def _written(folder: Path, rows: list[tuple[str, str, str]]) -> BoundTable:
    path = folder / "t.csv"
    records = ((number + 1, number + 1, list(row)) for number, row in enumerate(rows, start=1))
    written = write_rows((1, 1, ["a", "b", "c"]), records, 3, path)
    return BoundTable("t", str(path), 3, {}, longest=written.longest)


def _read(folder: Path, bound: BoundTable) -> list[tuple[object, ...]]:
    with connect(folder, memory="128MB", threads=2) as connection:
        found = connection.execute(sql.render(source.sent(bound))).fetchall()
    return [(row[0], row[1], *(cell or "" for cell in row[2:])) for row in found]
