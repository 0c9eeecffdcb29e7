"""Tables handed on to later stages of a journey, as Parquet in the job folder.

Nothing is written unless a later stage asks for it. The folder is only its owner's to enter and goes with
the job; so do the files.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from sqlglot import exp

from cfgovern.engine import source, sql
from cfgovern.engine.connection import connect, guarded
from cfgovern.engine.plan import BoundTable

__all__ = ["hand_on"]


def hand_on(tables: Iterable[BoundTable], folder: Path, *, memory: str) -> dict[str, Path]:
    """Write each table into ``folder``, which is made here; the file of each by its name.

    A file has ``_row`` and one column of text for each column as sent, ``c0``, ``c1`` …: a name as sent
    may be one that no table can have. An empty cell is NULL. Raises Doubt for a table as sent that is not
    what intake saw, SubmissionRefused where memory or disk ends.
    """
    folder.mkdir(mode=0o700)
    tables = list(tables)
    files = {}
    with guarded("handing on"):
        connection = connect(folder, memory=memory, threads=1, files=[table.path for table in tables])
    try:
        for number, table in enumerate(tables):
            files[table.name] = folder / f"table-{number}.parquet"
            with guarded(f"handing on {table.name}"):
                rows = connection.execute(sql.render(_copy(table, files[table.name]))).fetchone()
            source.hold(table, int(rows[0]) if rows else 0)
            os.chmod(files[table.name], 0o600)
    finally:
        connection.close()
    return files


def _copy(table: BoundTable, file: Path) -> exp.Copy:
    form = exp.CopyParameter(this=exp.Var(this="FORMAT"), expression=exp.Var(this="PARQUET"))
    return exp.Copy(
        this=exp.Subquery(this=source.sent(table)), kind=False, files=[sql.text(str(file))], params=[form]
    )
