"""Tables, and which rows were rejected, handed on to later stages of a journey as Parquet in the job folder.

Nothing is written unless a later stage asks for it. The folder is only its owner's to enter and goes with
the job; so do the files.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cfgovern.engine import source, sql
from cfgovern.engine.connection import connect, guarded
from cfgovern.engine.plan import BoundTable

if TYPE_CHECKING:
    from cfgovern.engine.state import State

__all__ = ["hand_on", "hand_on_rejected", "rejected_file"]


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
            with guarded(f"handing on {table.name}"), source.doubting(table):
                copied = sql.copied(source.sent(table), str(files[table.name]), FORMAT="PARQUET")
                rows = connection.execute(sql.render(copied)).fetchone()
            source.hold(table, int(rows[0]) if rows else 0)
            os.chmod(files[table.name], 0o600)
    finally:
        connection.close()
    return files


def hand_on_rejected(state: State, folder: Path) -> None:
    """Write the numbers of the rejected rows into ``folder``, which is made here: a file a table, ``_row``.

    A table without any has no file.
    """
    folder.mkdir(mode=0o700)
    for name, rows in state.result.rejected.items():
        if rows:
            file = folder / rejected_file(list(state.tables).index(name))
            with state.database.guarded(f"handing on {name}"):
                rows_only = sql.select([sql.column("_row")], f"rejected:{name}")
                state.database.hand_on(rows_only, file)
            os.chmod(file, 0o600)


def rejected_file(number: int) -> str:
    """The name of the file of rejected rows of the table ``number`` (from 0) of the plan."""
    return f"rejected-{number}.parquet"
