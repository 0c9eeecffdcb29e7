"""One submission, whatever its form, as tables of text. Runs in the limited child process only.

Nothing is guessed: a sheet or file belongs to the table whose name it has. What belongs to none is
listed, because nothing that the contract does not know may leave.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cfgovern.errors import SubmissionRefused, UsageError
from cfgovern.intake import csvfile, headings
from cfgovern.intake.kinds import kind_of
from cfgovern.intake.labels import label, submission_name, table_named
from cfgovern.intake.limits import MIB, Limits
from cfgovern.tables import SourceTable

__all__ = ["Extra", "Intake", "Notice", "cannot_open", "digest_of", "is_litter", "read"]

# What systems leave in folders by themselves; none of it is anybody's data.
_LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_LITTER_STARTS = ("._", "~$", ".~lock.")  # beside a file that a Mac copied, or that a program has open


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing about how the submission was read; ``text`` is safe to show."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Extra:
    """A sheet or file that belongs to no table. ``label`` is safe to show.

    ``front``: the front sheet of a made-up workbook, word for word.
    """

    label: str
    hidden: bool = False
    front: bool = False


@dataclass(slots=True)
class Intake:
    """What was read. ``name`` is safe to show; ``digest`` is ``sha256:`` and hex figures.

    ``single``: one table was given or asked for, and the others are not missed. ``parts``: what else a
    workbook carries, in words; ``properties``: what those of the document tell, in words.
    """

    name: str
    digest: str
    single: bool = False
    parts: Sequence[str] = ()
    properties: Sequence[str] = ()
    tables: list[SourceTable] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)


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
    _must_open(path, "the file")
    _small_enough(path, limits.file_bytes, "the file")
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
            found = _entries(path)
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
                _must_open(entry, self._file_label(entry, number))
        intake = Intake(submission_name(path.name, self.names, otherwise="folder"), _digest(path))
        for number, entry in enumerate(found, start=1):
            shown = self._file_label(entry, number)
            meant = table_named(entry.stem, self.names) if entry.is_file() else None
            if meant is None:
                intake.extras.append(Extra(shown))
                continue
            _small_enough(entry, self.limits.file_bytes, shown)
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
        intake = Intake(name, _digest(path), single=True)
        self._csv(intake, path, meant, name)
        return intake

    def workbook(self, path: Path, table: str | None) -> Intake:
        from cfgovern.intake import workbook
        from cfgovern.intake.carried import carried

        _small_enough(path, self.limits.workbook_bytes, "the workbook")
        name = submission_name(path.name, self.names, otherwise="workbook.xlsx")
        intake = Intake(name, _digest(path), single=table is not None)
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


def is_litter(entry: Path) -> bool:
    """Whether a system, and no person, put ``entry`` into its folder."""
    name = entry.name.casefold()
    return name in _LITTER or name.startswith(_LITTER_STARTS)


def _must_open(path: Path, shown: str) -> None:
    """Refuse what is no ordinary file, or may not be read: a program that has it open may forbid it."""
    try:
        if path.is_file():
            with path.open("rb"):
                return
    except OSError:
        pass
    raise cannot_open(shown)


def cannot_open(shown: str) -> SubmissionRefused:
    """The refusal of what is no ordinary file, or may not be read."""
    return SubmissionRefused(
        "file.cannot_open",
        "The submission cannot be opened.",
        where=shown,
        fix="Close it in other programs, check that you may read it, and try again.",
    )


def _small_enough(path: Path, most: int, shown: str) -> None:
    if path.stat().st_size > most:
        raise SubmissionRefused(
            "file.too_large",
            f"The file is larger than {most // MIB} MB, more than one submission may be.",
            where=shown,
            fix="Send only the tables and rows that are asked for, large tables as CSV.",
        )


def digest_of(path: Path, limits: Limits) -> str | None:
    """The digest of a file or folder as a report has it; None where it cannot be read, or is over a limit."""
    try:
        files = [entry for entry in (_entries(path) if path.is_dir() else [path]) if entry.is_file()]
        size = sum(entry.stat().st_size for entry in files)
        if not files or len(files) > limits.files or size > limits.file_bytes:
            return None
        return _digest(path)
    except OSError:
        return None


def _entries(folder: Path) -> list[Path]:
    """What people put into a folder, in the order in which its files are numbered."""
    entries = (entry for entry in folder.iterdir() if not is_litter(entry))
    return sorted(entries, key=lambda entry: (entry.name.casefold(), entry.name))


def _digest(path: Path) -> str:
    """Of a folder: the SHA-256 of the sorted lines "name NUL hex LF" of its files."""
    if not path.is_dir():
        return f"sha256:{_sha256(path)}"
    lines = sorted(f"{entry.name}\0{_sha256(entry)}\n" for entry in _entries(path) if entry.is_file())
    return "sha256:" + hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
