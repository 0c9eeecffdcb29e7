"""A Parquet file that a look at it shows to be plain, so that the engine may read it as it was sent.

Plain is what needs no other hand between the file and the checks: single values, text without control
characters, no number that a float has lost figures of, no blank row, none that may be one of totals, and
as many rows as the file says. On any doubt there is none, and ``parquet.records`` reads the file and names
the fault. For the limited child process only: files may be hostile.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sqlglot import exp

from cfgovern.engine import parquet, sql
from cfgovern.errors import SubmissionRefused
from cfgovern.tables import EXACT, ODD, SPACES, Seen, means_itself

__all__ = ["cell", "look", "number"]

# Between the cells of a row that is looked at in one piece. A cell that holds it may only look worse than it
# is: as if white space stood around it, or as the end of a blank row.
_BETWEEN = "|"
_EDGE = rf"\|[{SPACES}]|[{SPACES}](?:\||$)"
_BREAK = r"[\r\n]"
_NUMBER = "file_row_number"  # what DuckDB calls the place of a row
_TYPED = 8  # bytes that a number or date takes as text, about


def look(
    path: Path,
    folder: Path,
    *,
    memory: str,
    columns: int,
    cells: int,
    longest: int,
    control: str,
    starts: str,
) -> Seen | None:
    """What a plain file holds; None for any that may not be plain, or has more ``columns`` or ``cells``.

    Nothing else can be read, nothing written but in ``folder``, and no more than ``memory`` is taken. No row
    has more than ``longest`` bytes of text, none a character of the pattern ``control``, and no first word
    begins as the pattern ``starts`` says (in small letters).
    """
    import duckdb

    if not means_itself(path):
        return None
    try:
        told = os.stat(path)
        with parquet.opened(path, memory, columns, folder=folder) as (connection, types):
            names = parquet.headings(connection, path, types)
            if not _may_be_plain(names, types):
                return None
            rows = parquet.counted(connection, path)
            if not 0 < rows * len(types) <= cells:
                return None
            blank = rf"(?i)^[{SPACES}|]*(?:$|{starts})"
            query = _query(path, types, longest, control, blank)
            ((count, size, doubt, spaced, odd, broken),) = connection.execute(sql.render(query)).fetchall()
    except (SubmissionRefused, duckdb.Error):
        return None
    if count != rows or doubt:
        return None
    typed = sum(not parquet.TEXTS.fullmatch(kind) for _, kind in types)
    return Seen(
        columns=tuple(names),
        rows=rows,
        size=int(size) + rows * typed * _TYPED,
        stamp=(told.st_size, told.st_mtime_ns),
        spaced=spaced,
        odd=odd,
        broken=broken,
        typed=tuple(types),
    )


def _may_be_plain(names: Sequence[str], types: Sequence[tuple[str, str]]) -> bool:
    """Whether every column has a name and holds single values, and none has the name that DuckDB needs."""
    if not all(name.strip(SPACES) for name in names):
        return False
    return all(
        name.casefold() != _NUMBER and parquet.as_text(sql.column(name), kind) is not None
        for name, kind in types
    )


def number() -> exp.Expression:
    """The place of a row in its file, from 1."""
    return exp.Add(this=sql.column(_NUMBER), expression=sql.number(1))


def cell(name: str, kind: str) -> exp.Expression:
    """The text of a cell of a plain file, NULL where it is empty. DuckDB knows ``name`` and ``kind``."""
    value: exp.Expression | None = sql.column(name)
    if kind != "VARCHAR":
        value = parquet.as_text(sql.column(name), kind)
    assert value is not None
    return exp.Nullif(this=value, expression=sql.text(""))


def _query(
    path: Path, types: Sequence[tuple[str, str]], longest: int, control: str, blank: str
) -> exp.Select:
    """One row: how many rows there are, bytes of text, and whether any row is in doubt, spaced, odd, broken.

    ``line`` is all that may be any text, end to end. One quick question settles nearly every row: numbers
    and dates need none, and make no row worse than it looks without them.
    """
    source = sql.select(
        [sql.named(cell(name, kind), f"c{at}") for at, (name, kind) in enumerate(types)]
        + [sql.named(_lossy(types), "lossy")],
        parquet.reading(path),
    )
    texts = [f"c{at}" for at, (_, kind) in enumerate(types) if parquet.TEXTS.fullmatch(kind)]
    source = sql.select([exp.Star(), sql.named(_joined(texts), "line")], sql.nested(source, "cells"))
    quick = "|".join((control, _BREAK, _EDGE, ODD, blank))
    source = sql.select([exp.Star(), sql.named(_matches("line", quick), "hit")], sql.nested(source, "lines"))
    whole = _joined([f"c{at}" for at in range(len(types))])
    bytes_of = sql.call("strlen", sql.column("line"))
    doubt = sql.either(
        sql.column("lossy"),
        exp.GT(this=bytes_of.copy(), expression=sql.number(longest)),
        _where_hit(sql.either(_matches("line", control), _matches(whole, blank))),
    )
    flags = [doubt, *(_where_hit(_matches("line", pattern)) for pattern in (_EDGE, ODD, _BREAK))]
    return sql.select(
        [exp.Count(this=exp.Star()), exp.Sum(this=bytes_of), *(sql.call("bool_or", flag) for flag in flags)],
        sql.nested(source, "looked"),
    )


def _lossy(types: Sequence[tuple[str, str]]) -> exp.Expression:
    """Whether a float of the row may have lost figures, or is told in another form than a plain number's."""
    found: list[exp.Expression] = [exp.Boolean(this=False)]
    for name, kind in types:
        if kind in parquet.FLOATS:
            large = exp.GTE(this=exp.Abs(this=sql.column(name)), expression=sql.number(EXACT // 10))
            found += [large, sql.call("contains", exp.cast(sql.column(name), "varchar"), sql.text("e"))]
    return sql.unless_null(sql.either(*found))


def _joined(names: Sequence[str]) -> exp.Expression:
    return sql.call("concat_ws", sql.text(_BETWEEN), sql.text(""), *map(sql.column, names))


def _matches(what: str | exp.Expression, pattern: str) -> exp.Expression:
    value = sql.column(what) if isinstance(what, str) else what
    return exp.RegexpLike(this=value, expression=sql.text(pattern))


def _where_hit(condition: exp.Expression) -> exp.Expression:
    return sql.case(sql.column("hit"), condition, exp.Boolean(this=False))
