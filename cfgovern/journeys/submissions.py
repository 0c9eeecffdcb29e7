"""Made-up rows written as areas send them: a workbook, or a folder of CSV or Parquet files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cfgovern import frontsheet, workbooks
from cfgovern.cohort.files import as_columns, as_typed, csv_head, csv_lines, typed_cells
from cfgovern.cohort.rows import Rows
from cfgovern.contract.model import Contract
from cfgovern.engine.export import Field, store
from cfgovern.evidence.manifest import Digested

__all__ = ["EXTENSIONS", "Writer"]

EXTENSIONS = ("xlsx", "csv", "parquet")
_TITLE, _SUBJECT = "SYNTHETIC", "Made up: nobody in it exists"


class Writer:
    """Writes submissions into the folder ``ready``, within ``scratch``, and counts their rows."""

    def __init__(self, ready: Path, scratch: Path, contract: Contract, form: str) -> None:
        self.ready, self.scratch, self.contract, self.form = ready, scratch, contract, form
        self.submissions: dict[str, Mapping[str, Mapping[str, Any]]] = {}
        self._whole = {table.name: Digested(csv_head(table)) for table in contract.tables}

    def add(self, name: str, rows: Rows) -> Path:
        """One submission of every table of ``rows``, marked by its name."""
        place = self._write(f"SYNTHETIC-{name}", rows)
        self.submissions[place.name] = self.count(rows)
        return place

    def count(self, rows: Rows) -> dict[str, dict[str, Any]]:
        """Rows and digest of each table of ``rows``, which are counted among those of the whole."""
        told = {}
        for table in self.contract.tables:
            if table.name in rows:
                lines = csv_lines(table, as_columns(table, rows[table.name]))
                alone = Digested(csv_head(table))
                for digested in (alone, self._whole[table.name]):
                    digested.add(len(rows[table.name]), lines)
                told[table.name] = alone.told()
        return told

    def bytes(self, name: str, data: bytes) -> None:
        """One file beside the submissions, or in a folder of its own."""
        place = self.ready / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)

    def tables(self) -> Mapping[str, Mapping[str, Any]]:
        """Rows and digest of each table over all submissions so far, in the order in which they came."""
        return {name: digested.told() for name, digested in self._whole.items() if digested.rows}

    def _write(self, name: str, rows: Rows) -> Path:
        tables = [table for table in self.contract.tables if table.name in rows]
        if self.form == "xlsx":
            sheets = [_front()] + [
                workbooks.Sheet(
                    table.name,
                    [column.name for column in table.collected],
                    as_typed(table, rows[table.name]),
                )
                for table in tables
            ]
            place = self.ready / f"{name}.xlsx"
            place.write_bytes(workbooks.workbook_bytes(sheets, title=_TITLE, subject=_SUBJECT))
            return place
        place = self.ready / name
        place.mkdir()
        if self.form == "csv":
            for table in tables:
                lines = csv_lines(table, as_columns(table, rows[table.name]))
                (place / f"{table.name}.csv").write_bytes(csv_head(table) + lines)
            return place
        with store(self.scratch) as kept:
            for table in tables:
                columns = as_columns(table, rows[table.name])
                typed = [(column, *typed_cells(column, columns[column.name])) for column in table.collected]
                fields = [Field(column.name, kind) for column, kind, _ in typed]
                kept.add(table.name, fields, [cells for _, _, cells in typed])
                kept.write(table.name, place / f"{table.name}.parquet")
        return place


def _front() -> workbooks.Sheet:
    """The first sheet, which says what the workbook is."""
    return workbooks.Sheet(frontsheet.NAME, frontsheet.LINES[:1], [[line] for line in frontsheet.LINES[1:]])
