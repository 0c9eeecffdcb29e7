"""What a Parquet file tells beside its cells that may be about somebody. It is told, and never shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sqlglot import exp

from cfgovern.engine import parquet
from cfgovern.engine.sql import call, column, render, select, text

__all__ = ["told"]

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


def told(path: Path, folder: Path, *, memory: str, columns: int) -> tuple[str, ...]:
    """In words, what the keys of the file at ``path`` tell; ``folder`` is one to work in.

    Raises SubmissionRefused as ``parquet.records`` does.
    """
    with parquet.opened(path, memory, columns, folder=folder) as (connection, _):
        about = exp.Table(this=call("parquet_kv_metadata", text(str(path))))
        keys = connection.execute(render(select([column("key")], about))).fetchall()
        about = exp.Table(this=call("parquet_file_metadata", text(str(path))))
        ((program,),) = connection.execute(render(select([column("created_by")], about))).fetchall()
    return tuple(sorted({*_words(bytes(key) for (key,) in keys), *_by(program)}))


def _words(keys: Iterator[bytes]) -> Iterator[str]:
    for key in keys:
        if not _TECHNICAL.fullmatch(key):
            yield "its author" if _WHO.fullmatch(key) else "properties of its own"


def _by(program: str | None) -> Iterator[str]:
    """A program that writes a Parquet file names itself; what is no such name may be somebody's."""
    if program and not _PROGRAM.fullmatch(program):
        yield "its author"
