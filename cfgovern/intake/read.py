"""One submission, whatever its form, as tables of text. Runs in the limited child process only.

Nothing is guessed: a sheet or file belongs to the table whose name it has. What belongs to none is
listed, because nothing that the contract does not know may leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cfgovern.errors import SubmissionRefused, UsageError
from cfgovern.intake import csvfile, headings
from cfgovern.intake.files import cannot_open, entries_of, must_open, small_enough, whole_digest
from cfgovern.intake.gathered import Extra, Intake, Notice
from cfgovern.intake.kinds import kind_of
from cfgovern.intake.labels import label, submission_name, table_named
from cfgovern.intake.limits import Limits
from cfgovern.tables import SourceTable

__all__ = ["read"]


def read(
    path: Path,
    wanted: Mapping[str, Sequence[str]],
    job: Path,
    *,
    table: str | None,
    limits: Limits,
) -> Intake:
    """Read the submission at ``path``; its tables are written into the folder ``job``.

    ``wanted`` maps each table of the contract to the words its headings may be known by. ``table``
    is the table that a single file holds. Raises SubmissionRefused, or UsageError ``table.needed``.
    """
    reader = _Reader(wanted, job, limits)
    if path.is_dir():
        if table is not None:
            raise UsageError(
                "table.folder",
                "A folder holds several tables, so --table does not go with it.",
                fix="Leave out --table, or name the one file.",
            )
        return reader.folder(path)
    must_open(path, "the file")
    small_enough(path, limits.file_bytes, "the file")
    if kind_of(path) == "xlsx":
        return reader.workbook(path, table)
    return reader.single(path, table)


class _Reader:
    """Gathers tables, notices and extras of one submission."""

    def __init__(self, wanted: Mapping[str, Sequence[str]], job: Path, limits: Limits) -> None:
        self.wanted = wanted
        self.names = list(wanted)
        self.job = job
        self.limits = limits

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
        for number, entry in enumerate(found, start=1):
            if entry.is_file():
                must_open(entry, self._file_label(entry, number))
        intake = Intake(submission_name(path.name, self.names, otherwise="folder"), whole_digest(path))
        for number, entry in enumerate(found, start=1):
            shown = self._file_label(entry, number)
            meant = table_named(entry.stem, self.names) if entry.is_file() else None
            if meant is None:
                intake.extras.append(Extra(shown))
                continue
            small_enough(entry, self.limits.file_bytes, shown)
            if kind_of(entry) != "csv":
                raise SubmissionRefused(
                    "file.not_csv",
                    "A file of this folder is a workbook, not a CSV file.",
                    where=shown,
                    fix="Give the workbook by itself, or save each of its sheets as CSV UTF-8.",
                )
            self._once(intake, meant, shown)
            self._csv(intake, entry, meant, shown)
        return intake

    def single(self, path: Path, table: str | None) -> Intake:
        meant = (
            table or table_named(path.stem, self.names) or (self.names[0] if len(self.names) == 1 else None)
        )
        if meant is None:
            raise UsageError(
                "table.needed",
                "The name of this file is not the name of a table, so it is not clear which table it holds.",
                fix="Say which one with --table, or give the file the name of its table.",
            )
        name = submission_name(path.name, self.names, otherwise="table.csv")
        intake = Intake(name, whole_digest(path), single=True)
        self._csv(intake, path, meant, name)
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
            found = self._written(len(intake.tables), meant, name, shown, heading, below, width, above)
            intake.tables.append(
                replace(
                    found,
                    hidden=sheet.hidden,
                    hidden_columns=sheet.hidden_columns,
                    hidden_rows=sheet.hidden_rows,
                )
            )
        if left_out:
            sheets_were = "1 other sheet was" if left_out == 1 else f"{left_out} other sheets were"
            text = f"Only the table {table} was asked for: {sheets_were} not checked."
            intake.notices.append(Notice("other_tables", text))
        return intake

    # -- parts -------------------------------------------------------------------------------

    def _csv(self, intake: Intake, path: Path, table: str, shown: str) -> None:
        encoding = csvfile.encoding_of(path, shown)
        records = csvfile.records(path, encoding, shown, self.limits)
        heading, above, below = headings.split(records, self.wanted[table])
        width = 0
        if heading is not None:
            width = len(heading[2])
            below = csvfile.same_width(heading, below, shown)
        written = self._written(len(intake.tables), table, shown, table, heading, below, width, above)
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

    def _file_label(self, entry: Path, number: int) -> str:
        stem = label(entry.stem, "", number, self.names)
        if stem == entry.stem and entry.suffix.casefold() == ".csv":
            return entry.name
        return f"file {number} of the folder in alphabetical order"
