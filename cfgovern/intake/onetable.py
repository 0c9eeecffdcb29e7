"""One file or sheet as one table of text, whatever its form. Runs in the limited child process only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cfgovern.contract.records import NO_SCHEMA, Judge
from cfgovern.errors import InternalFault
from cfgovern.intake import csvfile, headings, jsonlines, parquetfile, plaincsv
from cfgovern.intake.files import alone
from cfgovern.intake.gathered import Misfits
from cfgovern.intake.headings import Above, Record
from cfgovern.intake.labels import Passes, table_named
from cfgovern.intake.limits import Limits
from cfgovern.intake.ours import NOTHING, Ours
from cfgovern.intake.parquetfile import ParquetWays
from cfgovern.intake.totals import NoRecords
from cfgovern.tables import NO_HEADINGS, Seen, SourceTable

if TYPE_CHECKING:
    from cfgovern.intake.workbook import SheetRows

__all__ = ["Asked", "Spot", "of_file", "of_sheet"]


@dataclass(frozen=True, slots=True)
class Asked:
    """How a submission is to be read: arguments of :func:`cfgovern.intake.read.read`."""

    wanted: Mapping[str, Sequence[str]]
    keys: Mapping[str, Sequence[str]]
    schemas: Mapping[str, str]
    job: Path
    limits: Limits
    parquet: ParquetWays | None
    strict: bool
    called: Mapping[str, str]
    ours: Ours = NOTHING
    passes: Passes = lambda _: False

    def table(self, name: str) -> str | None:
        """The contract table that a sheet or file of that ``name`` is, or None. Nothing is guessed."""
        own = table_named(name, self.called)
        return self.called[own] if own is not None else table_named(name, self.wanted)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a table was found: its ``number`` among them from 0, its name, and what may be said of it."""

    number: int
    table: str
    source: str
    sheet: str


def of_file(asked: Asked, spot: Spot, path: Path, kind: str) -> tuple[SourceTable, Misfits | None]:
    """The table in the file at ``path``, which is of ``kind`` csv, jsonl or parquet.

    The values that its JSON Schema does not allow are listed if there are any. Raises SubmissionRefused as
    the readers of these kinds do.
    """
    if kind == "csv":
        return _of_csv(asked, spot, path), None
    if kind == "jsonl":
        return _of_json_lines(asked, spot, path)
    return _of_parquet(asked, spot, path), None


def of_sheet(asked: Asked, spot: Spot, sheet: SheetRows) -> SourceTable:
    """The table in one sheet of a workbook."""
    records: Iterator[Record] = ((row, None, cells) for row, cells in sheet.rows)
    heading, above, below = headings.split(records, asked.wanted[spot.table])
    width = max((len(cells) for _, cells in sheet.rows), default=0)
    others = _no_records(asked, spot, heading)
    found = _written(asked, spot, heading, others.without(below), width, others, above)
    return replace(
        found,
        hidden=sheet.hidden,
        hidden_columns=sheet.hidden_columns,
        hidden_rows=sheet.hidden_rows,
        ranges=sheet.ranges_from(found.header_row, others.rows),
    )


def _of_csv(asked: Asked, spot: Spot, path: Path) -> SourceTable:
    seen = None if asked.strict else plaincsv.look(path, asked.wanted[spot.table], asked.limits)
    if seen is not None:
        return _as_sent(seen, spot, path)
    encoding = csvfile.encoding_of(path, spot.source)
    records = csvfile.records(path, encoding, spot.source, asked.limits)
    heading, above, below = headings.split(records, asked.wanted[spot.table])
    others = _no_records(asked, spot, heading)
    width = 0
    if heading is not None:
        width = len(heading[2])
        below = csvfile.same_width(heading, others.without(below), spot.source)
    found = _written(asked, spot, heading, below, width, others, above)
    return replace(found, windows_text=encoding == "cp1252")


def _as_sent(seen: Seen, spot: Spot, path: Path) -> SourceTable:
    """A plain file as the table that the engine reads."""
    return SourceTable(
        name=spot.table,
        source=spot.source,
        sheet=spot.sheet,
        columns=seen.columns,
        header_row=seen.header_row,
        rows_read=seen.rows,
        rows_ignored=0,
        path=str(path),
        lines=seen.lines,
        stamp=seen.stamp,
        typed=seen.typed,
        size=seen.size,
        spaced=seen.spaced,
        odd=seen.odd,
        broken=seen.broken,
        longest=seen.longest,
    )


def _of_json_lines(asked: Asked, spot: Spot, path: Path) -> tuple[SourceTable, Misfits | None]:
    names = jsonlines.keys(path, spot.source, asked.limits)
    judge = Judge(asked.schemas.get(spot.table, NO_SCHEMA))
    place = {name: at for at, name in enumerate(names)}
    found: set[int] = set()
    with (asked.job / f"misfits-{spot.number}.csv").open("x", encoding="ascii") as kept:

        def watch(record: int, values: Mapping[str, Any]) -> None:
            for name in judge.misfits(values):
                found.add(place[name])
                kept.write(f"{record},{place[name]}\n")

        below = jsonlines.records(path, names, spot.source, asked.limits, watch)
        table = _without_headings(asked, spot, names, below)
    return table, Misfits(kept.name, tuple(sorted(found))) if found else None


def _of_parquet(asked: Asked, spot: Spot, path: Path) -> SourceTable:
    if asked.parquet is None:
        raise InternalFault("internal.no_reader", "There is no reader of Parquet files here.")
    seen = None if asked.strict else asked.parquet.look(path, asked.job)
    if seen is not None:
        return _as_sent(seen, spot, path)
    rows = asked.parquet.records(alone(path, asked.job / "parquet"), spot.source)
    names, below = parquetfile.judged(rows, spot.source, asked.limits)
    return _without_headings(asked, spot, names, below)


def _without_headings(asked: Asked, spot: Spot, names: list[str], below: Iterator[Record]) -> SourceTable:
    """A table whose columns have names, but no row of headings."""
    heading: Record = (NO_HEADINGS, None, names)
    others = _no_records(asked, spot, heading)
    return _written(asked, spot, heading, others.without(below), len(names), others)


def _no_records(asked: Asked, spot: Spot, heading: Record | None) -> NoRecords:
    return NoRecords(heading[2] if heading else (), asked.keys.get(spot.table, ()))


def _written(
    asked: Asked,
    spot: Spot,
    heading: Record | None,
    below: Iterator[Record],
    width: int,
    others: NoRecords,
    above: Above | None = None,
) -> SourceTable:
    """The table with the records of ``below``, from which ``others`` were taken out as they came by."""
    path = asked.job / f"table-{spot.number}.csv"
    top = heading or (1, 1, [])
    written = headings.write_rows(top, below, width, path)
    above = above or Above()
    rows = max([written.rows_read, *(row - top[0] for row in others.rows)])
    return SourceTable(
        name=spot.table,
        source=spot.source,
        sheet=spot.sheet,
        columns=written.columns,
        header_row=top[0],
        rows_read=rows,
        rows_ignored=written.rows_ignored + rows - written.rows_read,
        path=str(path),
        size=path.stat().st_size,
        spaced=written.spaced,
        odd=written.odd,
        broken=written.broken,
        longest=written.longest,
        lines=written.lines,
        rows_above=above.rows,
        titles=above.titles,
        no_records=tuple(others.rows),
    )
