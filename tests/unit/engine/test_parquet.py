"""A Parquet file comes as text, and one that is no such file is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from cfgovern.engine.parquet import rows
from cfgovern.errors import SubmissionRefused


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(query: str) -> Path:
        path = tmp_path / "x.parquet"
        duckdb.sql(query).write_parquet(str(path))
        return path

    return write


def read(path: Path, columns: int = 20) -> list[list[str]]:
    return list(rows(path, memory="128MB", columns=columns))


def test_every_cell_is_text(written: Callable[[str], Path]) -> None:
    path = written(
        "SELECT 1 AS a, DATE '2026-10-01' AS \"b \"\" c\", NULL::varchar AS d, ['x', 'y'] AS e,"
        " 1.5::double AS f"
    )
    assert read(path) == [["a", 'b " c', "d", "e", "f"], ["1", "2026-10-01", "", "[x, y]", "1.5"]]


def test_rows_come_in_order_however_many(written: Callable[[str], Path]) -> None:
    found = read(written("SELECT range AS n FROM range(300000)"))
    assert found[1:] == [[str(number)] for number in range(300_000)]


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:4], lambda b: b[:-30], lambda b: b[:4] + bytes(40) + b[44:], lambda b: b + b"x"]
)
def test_a_damaged_file_is_refused(written: Callable[[str], Path], spoil: Callable[[bytes], bytes]) -> None:
    path = written("SELECT repeat('word', range % 9) AS n FROM range(1000)")
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(SubmissionRefused) as refused:
        read(path)
    assert refused.value.code == "file.damaged"


def test_too_many_columns_are_refused(written: Callable[[str], Path]) -> None:
    with pytest.raises(SubmissionRefused) as refused:
        read(written("SELECT 1 AS a, 2 AS b, 3 AS c"), columns=2)
    assert refused.value.code == "file.too_many_columns"


def test_more_than_the_memory_is_refused(written: Callable[[str], Path]) -> None:
    path = written("SELECT repeat('x', 60000000) AS n FROM range(6)")
    with pytest.raises(SubmissionRefused) as refused:
        list(rows(path, memory="64MB", columns=20))
    assert refused.value.code == "file.too_large"
