"""Every token of a file made again under another key, from file to file, however many rows there are.

What is keyed is the token as 32 hexadecimal figures in small letters, whatever form it has in the file: so
CSV and Parquet give the same. For the limited child process only: files may be hostile.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from cfgovern.engine import parquet, sql
from cfgovern.engine.connection import connect
from cfgovern.engine.keyed import held, keyed, keyed_hex
from cfgovern.errors import SubmissionRefused
from cfgovern.tokens.keyed import LENGTH, TokenKey

__all__ = ["LINK", "Rekeyed", "rekeyed"]

LINK = "link_id"
"""The column by which the people of a token file are told apart."""
_FIGURES = f"[0-9a-f]{{{2 * LENGTH}}}"
_HEADINGS = 1 << 16  # bytes of the first line
_LINE = 1 << 20  # bytes of any line
_PIECE = 1 << 23


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """``rows`` written; the columns that were ``tokens``, and those that were ``kept`` as they are."""

    rows: int
    tokens: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    binary: bool = False


def rekeyed(
    path: Path,
    kind: str,
    made: Path,
    keys: Mapping[str, TokenKey],
    *,
    shown: str,
    memory: str,
    columns: int,
    threads: int,
) -> Rekeyed:
    """Write the file at ``path``, of ``kind`` csv or parquet, to ``made`` with every token keyed again.

    ``keys``: by the heading of a column its key; columns with another heading are kept. ``shown``: what the
    file may be called. Spills into the folder of ``made``. Raises SubmissionRefused ``file.not_tokens`` for a
    file that is no token file (no ``link_id``, no token, or a cell that is none), ``file.damaged``,
    ``file.too_many_columns`` or ``file.too_large``.
    """
    with _refused(shown):
        connection = connect(made.parent, memory=memory, threads=threads, files=[str(path)])
        try:
            if kind == "parquet":
                connection.execute(sql.render(sql.select([exp.Star()], parquet.reading(path)).limit(0)))
                told = [
                    _Column(str(name), str(of) == "BLOB") for name, of, *_ in connection.description or ()
                ]
                source: exp.Expression = parquet.reading(path)
            else:
                told = [_Column(name) for name in _headings(path, shown)]
                source = _csv(path, [column.name for column in told])
            tokens = _tokens(told, keys, columns, shown)
            rows, wrong = connection.execute(sql.render(_judged(source.copy(), tokens))).fetchall()[0]
            if wrong:
                raise _no_tokens(shown, "In it stands something that is no token.")
            pads = {column.name: keys[column.name].pads() for column in tokens}
            with held(connection, pads):
                query = sql.select([_cell(column, column in tokens, kind) for column in told], source)
                connection.execute(sql.render(_copied(query, made, kind)))
        finally:
            connection.close()
    os.chmod(made, 0o600)
    others = tuple(column.name for column in told if column not in tokens)
    return Rekeyed(int(rows), tuple(column.name for column in tokens), others)


def _tokens(told: Sequence[_Column], keys: Mapping[str, TokenKey], columns: int, shown: str) -> list[_Column]:
    names = [column.name for column in told]
    if len(names) > columns:
        raise SubmissionRefused(
            "file.too_many_columns",
            f"The file has more than {columns:,} columns.",
            where=shown,
            fix="Send the token file as it was released.",
        )
    tokens = [column for column in told if column.name in keys]
    if LINK not in names or len({name.casefold() for name in names}) < len(names) or not tokens:
        raise _no_tokens(shown, f"It has no column {LINK}, no token, or two columns of one name.")
    return tokens


def _judged(source: exp.Expression, tokens: Sequence[_Column]) -> exp.Select:
    """How many rows there are, and in how many of them a cell is filled with anything but a token."""
    wrong = sql.either(*(_is_wrong(column) for column in tokens))
    counted = exp.Filter(this=exp.Count(this=exp.Star()), expression=exp.Where(this=wrong))
    return sql.select([exp.Count(this=exp.Star()), counted], source)


def _is_wrong(column: _Column) -> exp.Expression:
    cell = sql.column(column.name)
    if column.binary:
        return exp.NEQ(this=sql.call("octet_length", cell), expression=sql.number(LENGTH))
    return sql.negate(exp.RegexpFullMatch(this=cell, expression=sql.text(_FIGURES)))


def _cell(column: _Column, is_token: bool, kind: str) -> exp.Expression:
    cell: exp.Expression = sql.column(column.name)
    if not is_token:
        return cell
    text = exp.Lower(this=sql.call("hex", cell)) if column.binary else cell
    return sql.named((keyed if kind == "parquet" else keyed_hex)(text, column.name), column.name)


def _copied(query: exp.Expression, made: Path, kind: str) -> exp.Copy:
    if kind == "csv":
        return sql.copied(query, str(made), FORMAT="CSV", HEADER=exp.true())
    return sql.copied(query, str(made), FORMAT="PARQUET")


def _headings(path: Path, shown: str) -> list[str]:
    with path.open("rb") as stream:
        line = stream.readline(_HEADINGS)
    try:
        [names] = csv.reader([line.decode("utf-8-sig").rstrip("\r\n")], strict=True)
    except (UnicodeDecodeError, ValueError, csv.Error):
        raise _no_tokens(shown, "Its first line has no headings.") from None
    if not all(name.isprintable() and name for name in names):
        raise _no_tokens(shown, "Its first line has no headings.")
    return names


def _csv(path: Path, names: Sequence[str]) -> exp.Table:
    """Every cell as text; a file that is not as a release writes it is refused by the engine."""
    return sql.from_file(
        "read_csv",
        str(path),
        {
            "auto_detect": exp.Boolean(this=False),
            "header": exp.Boolean(this=True),
            "delim": sql.text(","),
            "quote": sql.text('"'),
            "escape": sql.text('"'),
            "comment": sql.text(""),
            "nullstr": sql.text(""),
            "max_line_size": sql.number(_LINE),
            "buffer_size": sql.number(_PIECE),
            "compression": sql.text("none"),
            "columns": sql.fields(dict.fromkeys(names, "VARCHAR")),
        },
    )


@contextmanager
def _refused(shown: str) -> Iterator[None]:
    """Whatever DuckDB trips over is the file's doing; its own words may quote cells, so none are kept."""
    import duckdb

    try:
        yield
    except (duckdb.OutOfMemoryException, MemoryError):
        raise SubmissionRefused(
            "file.too_large",
            "The file needs more memory than this run may use.",
            where=shown,
            fix="Close other programs and run it again, or send it in parts.",
        ) from None
    except duckdb.Error:
        raise SubmissionRefused(
            "file.damaged",
            "The file is damaged or is not what it seems to be.",
            where=shown,
            fix="Ask for it again, as it was released.",
        ) from None


def _no_tokens(shown: str, because: str) -> SubmissionRefused:
    return SubmissionRefused(
        "file.not_tokens",
        f"This is no token file of a release. {because}",
        where=shown,
        fix="Give the identifiers file of a release that was made with --mode tokens.",
    )
