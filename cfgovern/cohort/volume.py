"""Many people, written as they are made: memory holds one piece of them, whatever their number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

import numpy as np

from cfgovern.atomic import plain_error
from cfgovern.cohort.area import PIECE, Cohort
from cfgovern.cohort.files import Columns, as_columns, csv_head, csv_lines, typed_cells
from cfgovern.cohort.frame import EMPTY
from cfgovern.contract.model import Table
from cfgovern.engine.export import Field, Store, store
from cfgovern.evidence.manifest import Digested
from cfgovern.progress import Counted

__all__ = ["Volume", "write_volume"]


@dataclass(frozen=True, slots=True)
class Volume:
    """What was written. ``tables``: rows and the SHA-256 of the canonical CSV of each, in contract order.

    ``empty_nhs_numbers``: rows about people for whom no NHS number is left that is nobody's. ``files``: their
    paths, in the order of the tables.
    """

    tables: Mapping[str, Digested]
    empty_nhs_numbers: int
    files: tuple[Path, ...]


class _Writer(Protocol):
    def add(self, table: Table, columns: Columns, lines: bytes) -> None:
        """Add rows, as columns and as lines of the canonical CSV."""

    def close(self) -> None:
        """Write what still waits."""


def write_volume(
    cohort: Cohort,
    folder: Path,
    form: Literal["csv", "parquet"],
    *,
    size: int = PIECE,
    counted: Counted | None = None,
) -> Volume:
    """Write every table of ``cohort`` into ``folder``, one file a table, ``size`` people at a time.

    The rows are those of ``cohort.rows`` of one area after another, whatever the ``size`` and the ``form``.
    ``counted`` hears how many people are made. Raises UsageError ``output.full`` or ``output.unwritable``;
    what was written until then stays there.
    """
    tables = cohort.contract.tables
    digests = {table.name: Digested(csv_head(table)) for table in tables}
    paths = {table.name: folder / f"{table.name}.{form}" for table in tables}
    empty = 0
    with ExitStack() as stack:
        try:
            writer = _writer(form, paths, stack)
            for table, columns in _pieces(cohort, size, counted):
                lines = csv_lines(table, columns)
                rows = len(next(iter(columns.values())).values)
                digests[table.name].add(rows, lines)
                writer.add(table, columns, lines)
                empty += _empty_nhs_numbers(table, columns)
            writer.close()
        except OSError as error:
            raise plain_error(error, str(folder)) from None
    return Volume(digests, empty, tuple(paths.values()))


def _pieces(cohort: Cohort, size: int, counted: Counted | None) -> Iterator[tuple[Table, Columns]]:
    """Every table piece by piece; a table that has no rows comes too, and empty."""
    contract = cohort.contract
    for area in range(len(cohort.areas)):
        made = cohort.rows() if cohort.world is None else cohort.organisation(area)
        for table in contract.tables:
            yield table, as_columns(table, made[table.name])
    if cohort.world is None:
        return
    for count, piece in enumerate(cohort.pieces(range(1, cohort.people + 1), size=size), start=1):
        for table in contract.tables:
            if table.name in piece:
                yield table, piece[table.name]
        if counted is not None:
            counted(min(count * size, cohort.people), cohort.people, "people")


def _empty_nhs_numbers(table: Table, columns: Columns) -> int:
    """Made-up people have an NHS number as long as there are any left that are nobody's."""
    kept = [columns[column.name] for column in table.collected if column.identifier == "nhs_number"]
    return sum(int(np.count_nonzero(cells.values == EMPTY)) for cells in kept)


def _writer(form: str, paths: Mapping[str, Path], stack: ExitStack) -> _Writer:
    if form == "csv":
        return _Csv(paths, stack)
    return _Parquet(paths, stack)


class _Csv:
    def __init__(self, paths: Mapping[str, Path], stack: ExitStack) -> None:
        self._paths, self._stack = paths, stack
        self._files: dict[str, BinaryIO] = {}

    def add(self, table: Table, columns: Columns, lines: bytes) -> None:
        if table.name not in self._files:
            self._files[table.name] = self._stack.enter_context(self._paths[table.name].open("wb"))
            self._files[table.name].write(csv_head(table))
        self._files[table.name].write(lines)

    def close(self) -> None:
        for file in self._files.values():
            file.close()


class _Parquet:
    def __init__(self, paths: Mapping[str, Path], stack: ExitStack) -> None:
        self._paths = paths
        folder = next(iter(paths.values())).parent
        self._store: Store = stack.enter_context(store(folder))

    def add(self, table: Table, columns: Columns, lines: bytes) -> None:
        typed = [(column.name, *typed_cells(column, columns[column.name])) for column in table.collected]
        fields = [Field(name, kind) for name, kind, _ in typed]
        self._store.add(table.name, fields, [cells for _, _, cells in typed])

    def close(self) -> None:
        for name, path in self._paths.items():
            self._store.write(name, path)
