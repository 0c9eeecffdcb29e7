"""A Parquet file comes as text, and one that is no such file is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from cfgovern.engine.parquet import records, rows
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


def sent(path: Path) -> list[list[str]]:
    return list(records(path, "t.parquet", memory="128MB", columns=50))


def test_a_submission_has_each_value_as_a_workbook_would_have_it(written: Callable[[str], Path]) -> None:
    cells = {
        "7::utinyint": "7",
        "18446744073709551615::ubigint": "18446744073709551615",
        "true": "true",
        "1.0::double": "1",
        "-0.0::double": "0",
        "0.1::float": "0.1",
        "0.1::double + 0.2": "0.30000000000000004",
        "1e-7::double": "0.0000001",
        "123456789012345::double": "123456789012345",
        "-999999999999999::double": "-999999999999999",
        "'nan'::double": "nan",
        "5.00::decimal(9, 2)": "5",
        "1.50::decimal(9, 2)": "1.5",
        "100::decimal(9, 0)": "100",
        "0.05::decimal(38, 20)": "0.05",
        "date '2026-10-01'": "2026-10-01",
        "time '09:05:00'": "09:05:00",
        "timestamp '2026-10-01 00:00:00'": "2026-10-01",
        "timestamp_ns '2026-10-01 14:05:00.5'": "2026-10-01T14:05:00.5",
        "timestamptz '2026-10-01 00:00:00+01'": "2026-09-30T23:00:00Z",
        "timestamp_ns '2026-10-01 14:05:00.123456789'": "2026-10-01T14:05:00.123456789",
        "NULL::timestamptz": "",
        "NULL::json": "",
        "NULL": "",
        "'a\nb '": "a\nb ",
        "'f'::enum('f', 'm')": "f",
        "'{\"a\":  1}'::json": '{"a":  1}',
        "'00000000-0000-4000-8000-000000000000'::uuid": "00000000-0000-4000-8000-000000000000",
    }
    path = written("SELECT " + ", ".join(f"{cell} AS c{place}" for place, cell in enumerate(cells)))
    assert sent(path)[1] == list(cells.values())


@pytest.mark.parametrize(
    "cell", ["[1]", "{'a': 1}", "map {'k': 1}", "'x'::blob", "interval 1 day", "timetz '10:00:00+01'"]
)
def test_what_is_no_single_value_is_refused(written: Callable[[str], Path], cell: str) -> None:
    with pytest.raises(SubmissionRefused) as refused:
        sent(written(f"SELECT 1 AS Ann, {cell} AS b"))
    assert (refused.value.code, refused.value.where) == ("file.column_type", "t.parquet, column 2")


@pytest.mark.parametrize(
    "cell", ["1e15::double", "-1e22::double", "123456789012345678::double", "'inf'::double"]
)
def test_figures_that_a_float_has_lost_are_refused(written: Callable[[str], Path], cell: str) -> None:
    if "inf" in cell:  # that is no number, and so the fault of its cell
        assert sent(written(f"SELECT {cell} AS a"))[1] == ["inf"]
        return
    with pytest.raises(SubmissionRefused) as refused:
        sent(written(f"SELECT 1.0::double AS a, {cell} AS b"))
    assert (refused.value.code, refused.value.where) == ("file.long_number", "t.parquet, column 2, row 1")


def test_headings_are_those_of_the_file(written: Callable[[str], Path], tmp_path: Path) -> None:
    path = written("SELECT 1 AS ab, 2 AS cd, 3 AS _row, 4 AS filename, 5 AS file_row_number")
    assert sent(path) == [["ab", "cd", "_row", "filename", "file_row_number"], ["1", "2", "3", "4", "5"]]
    for other in (b"ab", b"AB"):  # DuckDB writes no such file, and gives the second column another name
        path.write_bytes(path.read_bytes().replace(b"cd", other))
        assert sent(path)[0][:2] == ["ab", other.decode()]
        assert sent(path)[1] == ["1", "2", "3", "4", "5"]
        path.write_bytes(written("SELECT 1 AS ab, 2 AS cd, 3 AS _row, 4 AS filename, 5 AS x").read_bytes())


def test_names_of_folders_are_no_columns(tmp_path: Path) -> None:
    folder = tmp_path / "wave=7"
    folder.mkdir()
    duckdb.sql("SELECT 1 AS a").write_parquet(str(folder / "t.parquet"))
    assert sent(folder / "t.parquet") == [["a"], ["1"]]


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


def test_more_cells_than_a_submission_may_have_are_refused_before_a_row_is_read(
    written: Callable[[str], Path],
) -> None:
    path = written("SELECT 1 AS a, 2 AS b FROM range(3)")
    assert len(list(records(path, "t.parquet", memory="64MB", columns=5, cells=6))) == 4
    with pytest.raises(SubmissionRefused) as refused:
        next(records(path, "t.parquet", memory="64MB", columns=5, cells=5))
    assert (refused.value.code, refused.value.where) == ("file.too_large", "t.parquet")
