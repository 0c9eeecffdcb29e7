"""A look at a Parquet file: what is plain, and what is left to the strict reader."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from cfgovern.engine import plainparquet
from cfgovern.intake.celltext import CONTROL
from cfgovern.intake.totals import MAY_BE_NO_RECORD
from cfgovern.tables import Seen


def look(folder: Path, query: str, name: str = "t.parquet", cells: int = 100) -> Seen | None:
    path = folder / name
    if not path.exists():
        duckdb.sql(query).write_parquet(str(path))
    job = folder / "job"
    job.mkdir(exist_ok=True)
    return plainparquet.look(
        path,
        job,
        memory="64MB",
        columns=4,
        cells=cells,
        longest=50,
        control=CONTROL.pattern,
        starts=MAY_BE_NO_RECORD.decode(),
    )


def test_what_is_seen_of_a_plain_file(tmp_path: Path) -> None:
    seen = look(tmp_path, "SELECT 'M-' || range AS id, range AS n, NULL::date AS d FROM range(9)")
    assert seen is not None
    assert (seen.columns, seen.rows) == (("id", "n", "d"), 9)
    assert seen.typed == (("id", "VARCHAR"), ("n", "BIGINT"), ("d", "DATE"))
    assert (seen.spaced, seen.odd, seen.broken) == (False, False, False)
    assert seen.size == 9 * (len("|M-1") + 8 + 8)
    assert seen.stamp[0] == (tmp_path / "t.parquet").stat().st_size


@pytest.mark.parametrize(
    ("cell", "flags"),
    [("' a'", "spaced"), ("'a\t'", "spaced"), ("'Zo\u00c3\u00ab'", "odd"), ("'a\nb'", "broken")],
)
def test_what_the_checks_have_to_look_for(tmp_path: Path, cell: str, flags: str) -> None:
    seen = look(tmp_path, f"SELECT * FROM (VALUES ('x', 1), ({cell}, 2)) t(id, n)")
    assert seen is not None
    assert [name for name in ("spaced", "odd", "broken") if getattr(seen, name)] == [flags]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1 AS n WHERE false",
        "SELECT chr(0) || 'a' AS id",
        "SELECT chr(31) || 'a' AS id",
        "SELECT repeat('x', 51) AS id",
        "SELECT * FROM (VALUES ('a', 1), (' ', NULL)) t(id, n)",
        "SELECT * FROM (VALUES ('a', 1), (NULL, NULL)) t(id, n)",
        "SELECT * FROM (VALUES ('a', 1), ('\u00a0TOTAL', 2)) t(id, n)",
        "SELECT * FROM (VALUES (NULL, 'a'), (NULL, 'Note: b')) t(n, id)",
        "SELECT 1e15::double AS n",
        "SELECT 1e-7::double AS n",
        "SELECT [1] AS n",
        "SELECT 1 AS n, 2 AS FILE_ROW_NUMBER",
        'SELECT 1 AS n, 2 AS " "',
        "SELECT 1 AS a, 2 AS b, 3 AS c, 4 AS d, 5 AS e",
        "SELECT range AS n FROM range(101)",
    ],
)
def test_what_is_left_to_the_strict_reader(tmp_path: Path, query: str) -> None:
    assert look(tmp_path, query) is None


def test_a_name_that_may_be_a_pattern_or_a_damaged_file_is_left_too(tmp_path: Path) -> None:
    assert look(tmp_path, "SELECT 1 AS n") is not None
    assert look(tmp_path, "SELECT 1 AS n", "[t].parquet") is None
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "t.parquet").read_bytes()[:-9])
    assert look(tmp_path, "", "cut.parquet") is None
