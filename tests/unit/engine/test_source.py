"""A file that was sent, read by the engine as it stands."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.engine import source, sql
from cfgovern.engine.connection import connect
from cfgovern.engine.plan import BoundTable
from cfgovern.errors import SubmissionRefused
from cfgovern.tables import SEPARATOR

ROWS = [(f"r{n}", 'a "word", and\nmore ' * (n % 5), "" if n % 3 else "\u00e9" * (n % 7)) for n in range(400)]


def bound(folder: Path, end: str = "\n") -> BoundTable:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows([("a", "b", "c"), *ROWS])
    path = folder / "sent.csv"
    path.write_bytes(text.getvalue().encode())
    told = path.stat()
    stamp = (told.st_size, told.st_mtime_ns)
    return BoundTable("t", str(path), 3, {}, longest=100, rows=len(ROWS), stamp=stamp)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("piece", [1 << 23, 500, 1_001])
@pytest.mark.parametrize("threads", [1, 4])
def test_every_cell_is_read_and_every_row_numbered(
    tmp_path: Path, end: str, piece: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "_PIECE_BYTES", piece)
    table = bound(tmp_path, end)
    (tmp_path / "job").mkdir()
    with connect(tmp_path / "job", threads=threads, files=[table.path]) as connection:
        found = connection.execute(sql.render(source.sent(table))).fetchall()
    assert found == [(n, *(cell or None for cell in row)) for n, row in enumerate(ROWS, start=1)]


def test_no_file_beside_the_one_that_is_named_can_be_read(tmp_path: Path) -> None:
    import duckdb

    table = bound(tmp_path)
    (tmp_path / "job").mkdir()
    other = tmp_path / "other.csv"
    other.write_bytes(Path(table.path).read_bytes())
    (tmp_path / "link.csv").symlink_to(other)
    with connect(tmp_path / "job", files=[table.path]) as connection:
        for path in (other, tmp_path / "link.csv", tmp_path / "job" / ".." / "other.csv"):
            with pytest.raises(duckdb.PermissionException):
                connection.execute(sql.render(source.sent(replace(table, path=str(path)))))
        with pytest.raises(duckdb.PermissionException):
            connection.execute(f"COPY (SELECT 1) TO '{other}'")


def test_a_file_that_changed_since_it_was_looked_at_is_in_doubt(tmp_path: Path) -> None:
    table = bound(tmp_path)
    source.hold(table, len(ROWS))
    with pytest.raises(source.Doubt):
        source.hold(table, len(ROWS) - 1)
    later = table.stamp[1] + 1_000_000 if table.stamp else 0
    os.utime(table.path, ns=(later, later))
    with pytest.raises(source.Doubt):
        source.hold(table, len(ROWS))
    source.hold(replace(table, stamp=None), 0)


@pytest.mark.parametrize("kept", [0, 399, 401])
def test_a_table_of_which_other_rows_are_judged_is_refused(tmp_path: Path, kept: int) -> None:
    table = replace(bound(tmp_path), stamp=None)
    source.hold(replace(table, kept=400), 400)
    with pytest.raises(SubmissionRefused) as refused:
        source.hold(replace(table, kept=kept), 400)
    assert (refused.value.code, refused.value.where) == ("file.rows_lost", "t")
    assert refused.value.what.startswith("Two counts of the rows of this table do not agree")
    assert refused.value.fix.startswith("Save it as a new file and send that.")


# -- nothing is guessed ----------------------------------------------------------------------------


def read(folder: Path, table: BoundTable) -> list[tuple[object, ...]]:
    """What the engine reads of ``table``."""
    (folder / "job").mkdir()
    with connect(folder / "job", files=[table.path]) as connection:
        return connection.execute(sql.render(source.sent(table))).fetchall()


def a_file(folder: Path, text: str, name: str = "t.csv", *, own: bool = False) -> BoundTable:
    path = folder / name
    path.write_bytes(text.encode())
    return BoundTable("t", str(path), 2, {}, longest=100, stamp=None if own else (0, 0))


@pytest.mark.parametrize(
    ("record", "cells"),
    [
        ('"a,b",c', ("a,b", "c")),
        ('"say ""yes""",c', ('say "yes"', "c")),
        ('"a\\",c', ("a\\", "c")),
        ("'a',c", ("'a'", "c")),
        ("a;b|c\td,e", ("a;b|c\td", "e")),
        ("# a,b", ("# a", "b")),
        ("#,#", ("#", "#")),
        (" a , b ", (" a ", " b ")),
        ("NULL,null", ("NULL", "null")),
        ("NA,N/A", ("NA", "N/A")),
        ("007,1e3", ("007", "1e3")),
        ("true,2026-01-02", ("true", "2026-01-02")),
        (",b", (None, "b")),
        ('"",b', (None, "b")),
        (",", (None, None)),
    ],
)
def test_a_record_as_sent_is_read_to_the_letter(
    tmp_path: Path, record: str, cells: tuple[str | None, ...]
) -> None:
    text = f"h,i\nx,y\n{record}\nv,w\n"
    assert read(tmp_path, a_file(tmp_path, text)) == [(1, "x", "y"), (2, *cells), (3, "v", "w")]


@pytest.mark.parametrize("record", ["a", "a,b,c", '"a"b,c'])
def test_a_record_that_is_not_as_the_others_is_an_error(tmp_path: Path, record: str) -> None:
    import duckdb

    with pytest.raises(duckdb.InvalidInputException):
        read(tmp_path, a_file(tmp_path, f"h,i\nx,y\n{record}\n"))


def test_a_record_longer_than_any_that_intake_saw_is_an_error(tmp_path: Path) -> None:
    import duckdb

    table = a_file(tmp_path, f"h,i\nx,{'y' * 2_000}\n")
    with pytest.raises(duckdb.InvalidInputException):
        read(tmp_path, replace(table, longest=100))
    (tmp_path / "job").rmdir()
    assert read(tmp_path, replace(table, longest=2_000)) == [(1, "x", "y" * 2_000)]


@pytest.mark.parametrize("name", ["t.csv.gz", "t.csv.zst", "t.tsv", "t.json"])
def test_the_name_of_a_file_says_nothing(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, a_file(tmp_path, "h,i\nx,y\n", name)) == [(1, "x", "y")]


def test_what_intake_wrote_has_no_headings_and_numbers_of_its_own(tmp_path: Path) -> None:
    lines = [("4", "a,b", '"say ""yes"""'), ("6", '"one\ntwo"', ""), ("7", "# a", "NULL")]
    text = "".join(f"{SEPARATOR.join(cells)}\r\n" for cells in lines)
    assert read(tmp_path, a_file(tmp_path, text, own=True)) == [
        (4, "a,b", 'say "yes"'),
        (6, "one\ntwo", None),
        (7, "# a", "NULL"),
    ]


def test_a_file_of_parquet_is_numbered_in_its_order_and_its_cells_are_text(tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "t.parquet"
    rows = "SELECT i AS a, CASE WHEN i % 3 > 0 THEN 'w' || i END AS b FROM range(5, 3000) AS r(i)"
    duckdb.connect().execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)")
    typed = (("a", "BIGINT"), ("b", "VARCHAR"))
    table = BoundTable("t", str(path), 2, {}, stamp=(0, 0), typed=typed)
    wanted = [(n, str(i), f"w{i}" if i % 3 else None) for n, i in enumerate(range(5, 3000), start=1)]
    assert sorted(read(tmp_path, table)) == wanted


@pytest.mark.parametrize("longest", [1, 2, 16, 100])
def test_the_longest_record_that_intake_saw_is_read_whatever_its_letters_take(
    tmp_path: Path, longest: int
) -> None:
    cell = "\U0001f600" * (longest // 2)
    other = "\U0001f600" * (longest - len(cell))
    table = replace(a_file(tmp_path, f'h,i\r\n"{cell}","{other}"\r\n'), longest=longest)
    assert read(tmp_path, table) == [(1, cell or None, other)]


@pytest.mark.parametrize("kind", ["as sent", "from intake", "Parquet"])
def test_columns_have_the_names_by_which_every_step_asks_for_them(tmp_path: Path, kind: str) -> None:
    import duckdb

    if kind == "Parquet":
        path = tmp_path / "t.parquet"
        duckdb.connect().execute(f"COPY (SELECT 'x' AS a, 'y' AS b) TO '{path}' (FORMAT parquet)")
        typed = (("a", "VARCHAR"), ("b", "VARCHAR"))
        table = BoundTable("t", str(path), 2, {}, stamp=(0, 0), typed=typed)
    else:
        own = kind == "from intake"
        text = f"{SEPARATOR.join('1xy')}\r\n" if own else "a,b\nx,y\n"
        table = a_file(tmp_path, text, own=own)
    (tmp_path / "job").mkdir()
    with connect(tmp_path / "job", files=[table.path]) as connection:
        told = connection.execute(sql.render(source.sent(table))).description
    assert [name for name, *_ in told or ()] == ["_row", "c0", "c1"]
