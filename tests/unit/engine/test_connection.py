"""The one way to DuckDB: nothing outside the job folder can be reached, and no error quotes a cell."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy
import pytest

from cfgovern.engine.connection import connect, guarded, rule_at_fault
from cfgovern.errors import CfgovernError, InternalFault, SubmissionRefused

Connection = duckdb.DuckDBPyConnection


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder that nobody allowed, with a file in it."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.csv").write_text("secret\r\n", encoding="utf-8")
    return folder


@pytest.fixture
def allowed(tmp_path: Path, outside: Path) -> Path:
    """The job folder, with links out of it."""
    folder = tmp_path / "job"
    folder.mkdir()
    (folder / "ok.csv").write_text("1,2\r\n", encoding="utf-8")
    (folder / "link.csv").symlink_to(outside / "secret.csv")
    (folder / "way_out").symlink_to(outside, target_is_directory=True)
    return folder


@pytest.fixture
def connection(allowed: Path) -> Iterator[Connection]:
    with connect(allowed, memory="128MB", threads=1) as made:
        yield made


def test_the_job_folder_can_be_read(connection: Connection, allowed: Path) -> None:
    assert connection.execute("SELECT * FROM read_csv(?)", [str(allowed / "ok.csv")]).fetchall() == [(1, 2)]


ESCAPES = {
    "another file": "SELECT * FROM read_csv('{outside}/secret.csv')",
    "a file by its name": "SELECT * FROM '{outside}/secret.csv'",
    "up and over": "SELECT * FROM read_csv('{allowed}/../outside/secret.csv')",
    "a link in the folder": "SELECT * FROM read_csv('{allowed}/link.csv')",
    "a link to a folder": "SELECT * FROM read_csv('{allowed}/way_out/secret.csv')",
    "text": "SELECT * FROM read_text('{outside}/secret.csv')",
    "bytes": "SELECT * FROM read_blob('{outside}/secret.csv')",
    "file names": "SELECT * FROM glob('{outside}/*')",
    "sniffing": "SELECT * FROM sniff_csv('{outside}/secret.csv')",
    "parquet": "SELECT * FROM parquet_metadata('{outside}/secret.csv')",
    "json": "SELECT * FROM read_json('{outside}/secret.csv')",
    "copy out": "COPY (SELECT 1) TO '{outside}/out.csv'",
    "copy over a link": "COPY (SELECT 1) TO '{allowed}/link.csv'",
    "copy to a stream": "COPY (SELECT 1) TO '/dev/stdout'",
    "export": "EXPORT DATABASE '{outside}/all'",
    "import": "IMPORT DATABASE '{outside}'",
    "attach": "ATTACH '{outside}/other.db'",
    "install": "INSTALL httpfs",
    "install from a path": "INSTALL extra FROM '{outside}'",
    "load": "LOAD httpfs",
    "load a file": "LOAD '{outside}/extra.duckdb_extension'",
    "the web": "SELECT * FROM read_csv('https://example.org/data.csv')",
    "a bucket": "SELECT * FROM read_parquet('s3://example/data.parquet')",
    "settings": "SET threads = 4",
    "access back on": "SET enable_external_access = true",
    "another folder": "SET allowed_directories = ['/']",
    "the lock": "SET lock_configuration = false",
    "reset": "RESET enable_external_access",
    "spilling elsewhere": "PRAGMA temp_directory = '{outside}'",
    "logging": "CALL enable_logging()",
    "profiling": "PRAGMA enable_profiling",
    "secrets": "CREATE SECRET one (TYPE s3)",
    "the environment": "SELECT getenv('PATH')",
    "the environment as a file": "SELECT * FROM read_blob('/proc/self/environ')",
    "a Python variable": "SELECT * FROM python_rows",
}


@pytest.mark.parametrize("query", ESCAPES.values(), ids=ESCAPES)
def test_every_way_out_is_shut(connection: Connection, allowed: Path, outside: Path, query: str) -> None:
    python_rows = {"one": numpy.array([1])}  # what DuckDB would find by its name, were it allowed to look
    with pytest.raises(duckdb.Error):
        connection.execute(query.format(allowed=allowed, outside=outside)).fetchall()
    assert python_rows
    assert [path.name for path in outside.iterdir()] == ["secret.csv"]
    assert (outside / "secret.csv").read_text(encoding="utf-8") == "secret\n"


def test_what_does_not_fit_in_memory_is_spilled_into_the_job_folder_only(
    connection: Connection, allowed: Path
) -> None:
    assert connection.execute("SELECT current_setting('temp_directory')").fetchone() == (
        str(allowed / "spill"),
    )


LEAKY = {
    "a cast": "SELECT CAST('Qvx000Zjk' AS INTEGER)",
    "the error function": "SELECT error('Qvx000Zjk')",
    "a wrong name": 'SELECT "Qvx000Zjk"',
    "a wrong file": "SELECT * FROM read_csv('/Qvx000Zjk.csv')",
    "bad syntax": "SELECT Qvx000Zjk FROM FROM",
}


@pytest.mark.parametrize("query", LEAKY.values(), ids=LEAKY)
def test_an_error_of_the_library_says_its_kind_and_stage_only(connection: Connection, query: str) -> None:
    with pytest.raises(InternalFault) as caught, guarded("checking the cells of people"):
        connection.execute(query).fetchall()
    assert caught.value.code == "engine.failed"
    assert "while checking the cells of people" in str(caught.value)
    assert "Qvx000Zjk" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("error", [duckdb.OutOfMemoryException("Qvx000Zjk"), MemoryError("Qvx000Zjk")])
def test_too_little_memory_refuses_the_submission(error: Exception) -> None:
    with pytest.raises(SubmissionRefused) as caught, guarded("opening"):
        raise error
    assert caught.value.code == "file.too_large"
    assert "Qvx000Zjk" not in "".join(traceback.format_exception(caught.value))


def test_a_rule_that_takes_too_much_memory_is_named() -> None:
    with pytest.raises(SubmissionRefused) as caught, guarded("running"), rule_at_fault("people.sums"):
        raise duckdb.OutOfMemoryException("Qvx000Zjk")
    assert (caught.value.code, caught.value.where) == ("file.too_large", "the rule people.sums")
    assert "Qvx000Zjk" not in "".join(traceback.format_exception(caught.value))


def test_more_than_the_memory_allows_is_told_as_that(allowed: Path) -> None:
    connection = connect(allowed, memory="16MB", threads=1)
    with pytest.raises(SubmissionRefused), guarded("counting"):
        connection.execute("SELECT list(range) FROM range(20000000)").fetchall()


@pytest.mark.parametrize("error", [CfgovernError("some.code", "Said well."), KeyError("ours")])
def test_errors_that_are_not_the_librarys_pass_through(error: Exception) -> None:
    with pytest.raises(type(error)) as caught, guarded("opening"):
        raise error
    assert caught.value is error


def test_a_full_disk_is_told_as_such_and_quotes_nothing() -> None:
    with pytest.raises(OSError) as caught, guarded("writing people"):
        raise duckdb.IOException('Could not write file "/secret": No space left on device')
    assert caught.value.errno == errno.ENOSPC
    assert "secret" not in "".join(traceback.format_exception(caught.value))
