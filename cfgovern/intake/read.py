"""One submission, whatever its form, as tables of text. Runs in the limited child process only.

Nothing is guessed: a sheet or file belongs to the table whose name it has. What belongs to none is
listed, because nothing that the contract does not know may leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cfgovern.contract.records import NO_SCHEMA, Judge
from cfgovern.errors import InternalFault, SubmissionRefused, UsageError
from cfgovern.intake import csvfile, headings, jsonlines, plaincsv
from cfgovern.intake.archive import Member, unpacked
from cfgovern.intake.celltext import must_be_text
from cfgovern.intake.files import (
    alone,
    cannot_open,
    entries_of,
    is_open_elsewhere,
    joint_digest,
    must_open,
    small_enough,
    whole_digest,
)
from cfgovern.intake.gathered import Extra, Intake, Misfits, Notice
from cfgovern.intake.jsonlines import NO_HEADINGS
from cfgovern.intake.kinds import is_zip, kind_of
from cfgovern.intake.labels import label, submission_name, table_named
from cfgovern.intake.limits import Limits
from cfgovern.intake.totals import NoRecords
from cfgovern.tables import SourceTable

__all__ = ["read"]

Parquet = Callable[[Path, str], Iterator[list[str]]]
_NONE: Mapping[str, str] = MappingProxyType({})
_OPEN_ELSEWHERE = "A program seems to have this open. What was not saved there yet was not checked."
_SUFFIXES = (".csv", ".parquet", ".jsonl", ".ndjson", ".json")


def read(
    path: Path,
    wanted: Mapping[str, Sequence[str]],
    job: Path,
    *,
    table: str | None,
    limits: Limits,
    parquet: Parquet | None = None,
    schemas: Mapping[str, str] = _NONE,
    strict: bool = False,
    keys: Mapping[str, Sequence[str]] | None = None,
) -> Intake:
    """Read the submission at ``path``; its tables are written into the folder ``job``.

    A plain CSV file is left where it is, for the engine to read, unless ``strict`` is set.
    ``wanted`` maps each table of the contract to the words its headings may be known by. ``table``
    is the table that a single file holds. ``parquet`` is how a Parquet file is read: it is given a file
    in a folder with nothing else, and gives the headings, then the rows, as text. ``keys`` maps each table
    to the words by which the columns of its key may be known, ``schemas`` to its JSON Schema, as text, for
    the records of JSON Lines. Raises SubmissionRefused, or UsageError ``table.needed`` or ``table.folder``.
    """
    reader = _Reader(wanted, job, limits, parquet, schemas, strict, keys or {})
    intake = _of_its_form(reader, path, table, limits)
    if is_open_elsewhere(path):
        intake.notices.append(Notice("open_elsewhere", _OPEN_ELSEWHERE))
    return intake


def _of_its_form(reader: _Reader, path: Path, table: str | None, limits: Limits) -> Intake:
    if path.is_dir():
        _one_table_only(table, "folder")
        return reader.folder(path)
    must_open(path, "the file")
    small_enough(path, limits.file_bytes, "the file")
    kind = kind_of(path)
    if kind == "xlsx":
        return reader.workbook(path, table)
    if kind == "zip":
        _one_table_only(table, "zip")
        return reader.zip(path)
    return reader.single(path, table, kind)


def _with(table: SourceTable, others: NoRecords) -> SourceTable:
    """``table``, which also counts the rows that are no records."""
    read = max([table.rows_read, *(row - table.header_row for row in others.rows)])
    ignored = table.rows_ignored + read - table.rows_read
    return replace(table, rows_read=read, rows_ignored=ignored, no_records=tuple(others.rows))


def _one_table_only(table: str | None, form: str) -> None:
    """Refuse a table asked for of what holds several."""
    if table is not None:
        raise UsageError(
            "table.folder",
            f"A {form} holds several tables, so --table does not go with it.",
            fix="Leave out --table, or name the one file.",
        )


class _Reader:
    """Gathers tables, notices and extras of one submission."""

    def __init__(
        self,
        wanted: Mapping[str, Sequence[str]],
        job: Path,
        limits: Limits,
        parquet: Parquet | None,
        schemas: Mapping[str, str],
        strict: bool,
        keys: Mapping[str, Sequence[str]],
    ) -> None:
        self.wanted = wanted
        self.names = list(wanted)
        self.job = job
        self.limits = limits
        self.parquet = parquet
        self.schemas = schemas
        self.strict = strict
        self.keys = keys

    # -- forms -------------------------------------------------------------------------------

    def folder(self, path: Path) -> Intake:
        try:
            found = entries_of(path)
        except OSError:
            raise cannot_open("the folder") from None
        if len(found) > self.limits.files:
            raise SubmissionRefused(
                "file.too_many_files",
                f"The folder holds more than {self.limits.files} files.",
                fix="Give the folder that holds only the files to be sent.",
            )
        name = submission_name(path.name, self.names, otherwise="folder")
        members = [Member(entry.name, entry if entry.is_file() else None) for entry in found]
        for member, shown in zip(members, self._labels(members, "folder"), strict=True):
            if member.path is not None:
                must_open(member.path, shown)
        return self._members(Intake(name, whole_digest(path)), members, "folder")

    def zip(self, path: Path) -> Intake:
        members = unpacked(path, self.job / "unpacked", self.limits)
        name = submission_name(path.name, self.names, otherwise="submission.zip")
        digest = joint_digest((member.name, member.path) for member in members if member.path is not None)
        return self._members(Intake(name, digest), members, "zip")

    def _members(self, intake: Intake, members: Sequence[Member], form: str) -> Intake:
        """The tables among the files of a ``form``, a folder or a zip."""
        for member, shown in zip(members, self._labels(members, form), strict=True):
            meant = table_named(Path(member.name).stem, self.names) if member.path is not None else None
            if meant is None or member.path is None:
                intake.extras.append(Extra(shown))
                continue
            small_enough(member.path, self.limits.file_bytes, shown)
            self._once(intake, meant, shown)
            self._file(intake, member.path, _kind_within(member.path, form, shown), meant, shown)
        if not intake.tables:  # one workbook or zip that was put into it would explain that
            for member, shown in zip(members, self._labels(members, form), strict=True):
                if member.path is not None and is_zip(member.path):
                    _kind_within(member.path, form, shown)
        return intake

    def single(self, path: Path, table: str | None, kind: str) -> Intake:
        meant = (
            table or table_named(path.stem, self.names) or (self.names[0] if len(self.names) == 1 else None)
        )
        if meant is None:
            raise UsageError(
                "table.needed",
                "The name of this file is not the name of a table, so it is not clear which table it holds.",
                fix="Say which one with --table, or give the file the name of its table.",
            )
        name = submission_name(path.name, self.names, otherwise=f"table.{kind}")
        intake = Intake(name, whole_digest(path), single=True)
        self._file(intake, path, kind, meant, name)
        return intake

    def workbook(self, path: Path, table: str | None) -> Intake:
        from cfgovern.intake import workbook
        from cfgovern.intake.carried import carried

        small_enough(path, self.limits.workbook_bytes, "the workbook")
        name = submission_name(path.name, self.names, otherwise="workbook.xlsx")
        intake = Intake(name, whole_digest(path), single=table is not None)
        sheets = list(workbook.read_sheets(path, self.limits))
        beside = carried(path, self.limits)
        intake.parts, intake.properties = beside.parts, beside.properties
        filled = [sheet for sheet in sheets if sheet.rows]
        only = table or (self.names[0] if len(self.names) == 1 else None)
        left_out = 0
        for number, sheet in enumerate(sheets, start=1):
            meant = table_named(sheet.name, self.names)
            if meant is None and only is not None and filled == [sheet]:
                meant = only  # one table asked for, one sheet sent
            shown = label(sheet.name, "sheet", number, self.names)
            if meant is None or table not in (None, meant):
                if meant is None and sheet.rows:
                    intake.extras.append(Extra(shown, sheet.hidden, sheet.is_front))
                left_out += meant is not None
                continue
            self._once(intake, meant, shown)
            records: Iterator[headings.Record] = ((row, None, cells) for row, cells in sheet.rows)
            heading, above, below = headings.split(records, self.wanted[meant])
            width = max((len(cells) for _, cells in sheet.rows), default=0)
            others = NoRecords(heading[2] if heading else (), self.keys.get(meant, ()))
            below = others.without(below)
            found = self._written(len(intake.tables), meant, name, shown, heading, below, width, above)
            found = _with(found, others)
            intake.tables.append(
                replace(
                    found,
                    hidden=sheet.hidden,
                    hidden_columns=sheet.hidden_columns,
                    hidden_rows=sheet.hidden_rows,
                    ranges=sheet.ranges_from(found.header_row, others.rows),
                )
            )
        if left_out:
            sheets_were = "1 other sheet was" if left_out == 1 else f"{left_out} other sheets were"
            text = f"Only the table {table} was asked for: {sheets_were} not checked."
            intake.notices.append(Notice("other_tables", text))
        return intake

    # -- parts -------------------------------------------------------------------------------

    def _file(self, intake: Intake, path: Path, kind: str, table: str, shown: str) -> None:
        """One file that holds one table."""
        if kind == "csv":
            self._csv(intake, path, table, shown)
            return
        if kind == "jsonl":
            self._jsonl(intake, path, table, shown)
            return
        names, below = self._parquet(path, shown)
        intake.tables.append(self._without_headings(len(intake.tables), table, shown, names, below))

    def _jsonl(self, intake: Intake, path: Path, table: str, shown: str) -> None:
        number = len(intake.tables)
        names = jsonlines.keys(path, shown, self.limits)
        judge = Judge(self.schemas.get(table, NO_SCHEMA))
        place = {name: at for at, name in enumerate(names)}
        found: set[int] = set()
        with (self.job / f"misfits-{number}.csv").open("x", encoding="ascii") as kept:

            def watch(record: int, values: Mapping[str, Any]) -> None:
                for name in judge.misfits(values):
                    found.add(place[name])
                    kept.write(f"{record},{place[name]}\n")

            below = jsonlines.records(path, names, shown, self.limits, watch)
            intake.tables.append(self._without_headings(number, table, shown, names, below))
        if found:
            intake.misfits[table] = Misfits(kept.name, tuple(sorted(found)))

    def _without_headings(
        self, number: int, table: str, shown: str, names: list[str], below: Iterator[headings.Record]
    ) -> SourceTable:
        """A table whose columns have names, but no row of headings."""
        heading = (NO_HEADINGS, None, names)
        others = NoRecords(names, self.keys.get(table, ()))
        below = others.without(below)
        found = self._written(number, table, shown, table, heading, below, len(names), headings.Above())
        return _with(found, others)

    def _parquet(self, path: Path, shown: str) -> tuple[list[str], Iterator[headings.Record]]:
        if self.parquet is None:
            raise InternalFault("internal.no_reader", "There is no reader of Parquet files here.")
        rows = self.parquet(alone(path, self.job / "parquet"), shown)
        names = next(rows)
        must_be_text(names, self.limits.cell_chars, f"{shown}, the names of its columns")
        return names, self._judged(rows, shown)

    def _judged(self, rows: Iterator[list[str]], shown: str) -> Iterator[headings.Record]:
        for number, cells in enumerate(rows, start=1):
            must_be_text(cells, self.limits.cell_chars, f"{shown}, row {number:,}")
            yield number, None, cells

    def _csv(self, intake: Intake, path: Path, table: str, shown: str) -> None:
        plain = None if self.strict else plaincsv.look(path, self.wanted[table], self.limits)
        if plain is not None:
            intake.tables.append(_as_sent(plain, path, table, shown))
            return
        encoding = csvfile.encoding_of(path, shown)
        records = csvfile.records(path, encoding, shown, self.limits)
        heading, above, below = headings.split(records, self.wanted[table])
        width = 0
        if heading is not None:
            width = len(heading[2])
            others = NoRecords(heading[2], self.keys.get(table, ()))
            below = csvfile.same_width(heading, others.without(below), shown)
        written = self._written(len(intake.tables), table, shown, table, heading, below, width, above)
        if heading is not None:
            written = _with(written, others)
        intake.tables.append(replace(written, windows_text=encoding == "cp1252"))

    def _written(
        self,
        number: int,
        table: str,
        source: str,
        sheet: str,
        heading: headings.Record | None,
        below: Iterator[headings.Record],
        width: int,
        above: headings.Above,
    ) -> SourceTable:
        path = self.job / f"table-{number}.csv"
        written = headings.write_rows(heading or (1, 1, []), below, width, path)
        return SourceTable(
            name=table,
            source=source,
            sheet=sheet,
            columns=written.columns,
            header_row=heading[0] if heading else 1,
            rows_read=written.rows_read,
            rows_ignored=written.rows_ignored,
            path=str(path),
            spaced=written.spaced,
            odd=written.odd,
            broken=written.broken,
            longest=written.longest,
            lines=written.lines,
            rows_above=above.rows,
            titles=above.titles,
        )

    def _once(self, intake: Intake, table: str, shown: str) -> None:
        if any(found.name == table for found in intake.tables):
            raise SubmissionRefused(
                "file.table_twice",
                "Two files or sheets have the name of the same table.",
                where=f"{table}, {shown}",
                fix="Keep one of them, or put all rows into one.",
            )

    def _labels(self, members: Sequence[Member], form: str) -> list[str]:
        """What each file is called where that is safe to show, else its number."""
        return [
            member.name
            if label(Path(member.name).stem, "", number, self.names) == Path(member.name).stem
            and Path(member.name).suffix.casefold() in _SUFFIXES
            else f"file {number} of the {form} in alphabetical order"
            for number, member in enumerate(members, start=1)
        ]


def _kind_within(path: Path, form: str, shown: str) -> str:
    """The kind of a file of a folder or zip. Refuses one that is itself a submission."""
    kind = kind_of(path)
    if kind == "xlsx":
        raise SubmissionRefused(
            "file.not_csv",
            f"A file of this {form} is a workbook.",
            where=shown,
            fix="Give the workbook by itself, or save each of its sheets as CSV UTF-8.",
        )
    if kind == "zip":
        raise SubmissionRefused(
            "file.zip_inside",
            f"A file of this {form} is a zip.",
            where=shown,
            fix="Give it by itself, or put the files that are in it in its place.",
        )
    return kind


def _as_sent(plain: plaincsv.Plain, path: Path, table: str, shown: str) -> SourceTable:
    return SourceTable(
        name=table,
        source=shown,
        sheet=table,
        columns=plain.columns,
        header_row=1,
        rows_read=plain.rows,
        rows_ignored=0,
        path=str(path),
        lines=plain.lines,
        stamp=plain.stamp,
        spaced=plain.spaced,
        odd=plain.odd,
        broken=plain.broken,
        longest=plain.longest,
    )
