"""What a Parquet file tells beside its cells, which may be about somebody. It is told, and never shown."""

from __future__ import annotations

import binascii
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlglot import exp

from cfgovern.engine import parquet
from cfgovern.engine.sql import call, column, render, select, text

__all__ = ["told", "words"]

# What programs write for themselves. Of the names of columns in it, those that are no columns are of no cell.
_TECHNICAL = re.compile(
    rb"pandas|polars|arrow:schema|arrow_.*|spark\..*|org\.apache\..*|com\.databricks\..*|parquet\..*"
    rb"|writer\..*|iceberg\..*|delta\..*|duckdb.*|geo|r|field_id.*|hoodie_.*",
    re.IGNORECASE | re.DOTALL,
)
_WHO = re.compile(
    rb"(.*[^a-z])?(author|creator|created|owner|manager|contact)([^a-z].*)?", re.IGNORECASE | re.DOTALL
)
# "parquet-cpp-arrow version 17.0.0", "Parquet.Net v4.1.0 (build 7a)", "Polars".
_PROGRAM = re.compile(
    r"[\w.+-]{0,40}( (version|v)? ?v?[0-9][\w.+-]{0,40})?( \(build [\w.+-]{0,60}\))?", re.ASCII
)
# The schema of Arrow, packed: its texts, the remarks on columns among them, stand in it as they are.
_ARROW = b"arrow:schema"
_RUN = re.compile(rb"[ -~\x80-\xff]{6,}")


def told(path: Path, folder: Path, *, memory: str, columns: int) -> tuple[str, ...]:
    """In words, what the keys of the file at ``path`` tell; ``folder`` is one to work in.

    Raises SubmissionRefused as ``parquet.records`` does.
    """
    program, said = _read(path, folder, memory, columns)
    return tuple(sorted({*_kinds(key for key, _ in said), *_by(program)}))


def words(path: Path, folder: Path, *, memory: str, columns: int) -> tuple[str, ...]:
    """All that the file at ``path`` says beside its cells and the names of its columns, each text once.

    What a program writes for itself has texts of people in it too: the remarks on a table and its columns.
    Raises as :func:`told` does.
    """
    program, said = _read(path, folder, memory, columns)
    found = [program] if program and any(_by(program)) else []
    for key, value in said:
        own = _TECHNICAL.fullmatch(key)
        found += _texts(key, value) if own else [_text(key), _text(value)]
    return tuple(dict.fromkeys(one for one in found if one.strip()))


def _read(
    path: Path, folder: Path, memory: str, columns: int
) -> tuple[str | None, list[tuple[bytes, bytes]]]:
    """The program that wrote the file, as it says, and its keys with their values."""
    with parquet.opened(path, memory, columns, folder=folder) as (connection, _):
        about = exp.Table(this=call("parquet_kv_metadata", text(str(path))))
        query = render(select([column("key"), column("value")], about))
        said = [(bytes(key), bytes(value or b"")) for key, value in connection.execute(query).fetchall()]
        about = exp.Table(this=call("parquet_file_metadata", text(str(path))))
        ((program,),) = connection.execute(render(select([column("created_by")], about))).fetchall()
    return program, said


def _texts(key: bytes, value: bytes) -> Iterator[str]:
    """The texts in what a program wrote for itself: numbers and signs of its own are none."""
    try:
        if key.lower() == _ARROW:
            yield from map(_text, _RUN.findall(binascii.a2b_base64(value)))
        else:
            yield from _strings(json.loads(value))
    except (ValueError, RecursionError):
        yield _text(value)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, held in value.items():
            yield name
            yield from _strings(held)
    elif isinstance(value, list):
        for held in value:
            yield from _strings(held)


def _text(said: bytes) -> str:
    return said.decode("utf-8", "replace")


def _kinds(keys: Iterator[bytes]) -> Iterator[str]:
    for key in keys:
        if not _TECHNICAL.fullmatch(key):
            yield "its author" if _WHO.fullmatch(key) else "properties of its own"


def _by(program: str | None) -> Iterator[str]:
    """A program that writes a Parquet file names itself; what is no such name may be somebody's."""
    if program and not _PROGRAM.fullmatch(program):
        yield "its author"
