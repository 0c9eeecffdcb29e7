"""What a Parquet file tells beside its cells is told in words of ours."""

from __future__ import annotations

import base64
from pathlib import Path

import duckdb
import pytest

from cfgovern.engine import parquetkeys


def written(folder: Path, keys: str) -> Path:
    path = folder / "t.parquet"
    with duckdb.connect() as connection:
        options = f", KV_METADATA {{{keys}}}" if keys else ""
        connection.execute(f"COPY (SELECT 1 AS a) TO '{path}' (FORMAT parquet{options})")
    return path


def told(folder: Path, keys: str = "") -> tuple[str, ...]:
    return parquetkeys.told(written(folder, keys), folder, memory="64MB", columns=5)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("", ()),
        ("'pandas': '{}', 'ARROW:schema': 'x', 'org.apache.spark.version': '3'", ()),
        ("'author': 'Synthetic Person'", ("its author",)),
        ("'dc:creator': 'x', 'Synthetic Person': 'y'", ("its author", "properties of its own")),
        ("'authority': 'x'", ("properties of its own",)),
    ],
)
def test_keys_that_no_program_writes_for_itself_are_told(
    tmp_path: Path, keys: str, words: tuple[str, ...]
) -> None:
    assert told(tmp_path, keys) == words


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (None, ()),
        ("DuckDB version v2.0.0 (build d54cbbe3df)", ()),
        ("parquet-cpp-arrow version 17.0.0", ()),
        ("parquet-mr version 1.13.1 (build db4183109d5b734ec5930d870cdae161e408ddba)", ()),
        ("Polars", ()),
        ("Parquet.Net v4.1.0", ()),
        ("A Synthetic Person", ("its author",)),
    ],
)
def test_what_is_no_name_of_a_program_may_be_somebodys(program: str | None, words: tuple[str, ...]) -> None:
    assert tuple(parquetkeys._by(program)) == words


ARROW = base64.b64encode(b"\x10\0\0\0 \x04\x01a remark\0\0\x07more of it\0").decode()


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("", ()),
        ("'author': 'Synthetic Person'", ("author", "Synthetic Person")),
        ("'a': 'same', 'b': 'same', 'c': ' '", ("a", "same", "b", "c")),
        ("""'pandas': '{"all": [{"name": "a remark", "size": 9}]}'""", ("all", "name", "a remark", "size")),
        ("'pandas': '{no JSON'", ("{no JSON",)),
        ("'pandas': '" + "[" * 100_000 + "'", ("[" * 100_000,)),
        (f"'ARROW:schema': '{ARROW}'", ("a remark", "more of it")),
        ("'ARROW:schema': 'x'", ("x",)),
    ],
    ids=["none", "own", "once", "pandas", "no JSON", "deep", "arrow", "no base64"],
)  # fmt: skip
def test_every_text_in_a_key_is_given(tmp_path: Path, keys: str, words: tuple[str, ...]) -> None:
    path = written(tmp_path, keys)
    found = parquetkeys.words(path, tmp_path, memory="64MB", columns=5)
    assert tuple(sorted(found)) == tuple(sorted(words))
