"""One submission, whatever its form, as tables of text. Runs in the limited child process only.

Nothing is guessed: a sheet or file belongs to the table whose name it has. What belongs to none is
listed, because nothing that the contract does not know may leave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from cfgovern import frontsheet
from cfgovern.errors import SubmissionRefused, UsageError
from cfgovern.intake.archive import Member, unpacked
from cfgovern.intake.files import (
    cannot_open,
    entries_of,
    is_open_elsewhere,
    joint_digest,
    must_open,
    small_enough,
    whole_digest,
)
from cfgovern.intake.gathered import Extra, Intake, Notice
from cfgovern.intake.kinds import is_zip, kind_of
from cfgovern.intake.labels import Passes, copy_of, label, submission_name
from cfgovern.intake.limits import Limits
from cfgovern.intake.onetable import Asked, Spot, of_file, of_sheet
from cfgovern.intake.ours import NOTHING, Ours
from cfgovern.intake.parquetfile import ParquetWays

__all__ = ["read"]

_NONE: Mapping[str, str] = MappingProxyType({})
_NO_KEYS: Mapping[str, Sequence[str]] = MappingProxyType({})
_OPEN_ELSEWHERE = "A program seems to have this open. What was not saved there yet was not checked."
_SUFFIXES = (".csv", ".parquet", ".jsonl", ".ndjson", ".json")


def read(
    path: Path,
    wanted: Mapping[str, Sequence[str]],
    job: Path,
    *,
    table: str | None,
    limits: Limits,
    parquet: ParquetWays | None = None,
    schemas: Mapping[str, str] = _NONE,
    strict: bool = False,
    keys: Mapping[str, Sequence[str]] = _NO_KEYS,
    called: Mapping[str, str] = _NONE,
    ours: Ours = NOTHING,
    passes: Passes = lambda _: False,
) -> Intake:
    """Read the submission at ``path``; its tables are written into the folder ``job``.

    A plain CSV or Parquet file is left where it is, for the engine to read, unless ``strict`` is set.
    ``wanted`` maps each table of the contract to the words its headings may be known by. ``table`` is the
    table that a single file holds. ``parquet`` is how a Parquet file is read. ``keys`` maps each table to the
    words by which the columns of its key may be known, ``called`` each name that a sheet or file has in the
    area's own system to the table that it is, ``schemas`` to its JSON Schema, as text, for the
    records of JSON Lines. ``ours``: what a workbook may hold that is cfgovern's own.
    ``passes``: whether a name that is no table's may be shown. Raises
    SubmissionRefused, or UsageError ``table.needed`` or ``table.folder``.
    """
    asked = Asked(wanted, keys, schemas, job, limits, parquet, strict, called, ours, passes)
    intake = _of_its_form(asked, path, table)
    if is_open_elsewhere(path):
        intake.notices.append(Notice("open_elsewhere", _OPEN_ELSEWHERE))
    return intake


def _of_its_form(asked: Asked, path: Path, table: str | None) -> Intake:
    if path.is_dir():
        _one_table_only(table, "folder")
        return _folder(asked, path)
    must_open(path, "the file")
    small_enough(path, asked.limits.file_bytes, "the file")
    kind = kind_of(path)
    if kind == "xlsx":
        return _workbook(asked, path, table)
    if kind == "zip":
        _one_table_only(table, "zip")
        return _zip(asked, path)
    return _single(asked, path, table, kind)


def _one_table_only(table: str | None, form: str) -> None:
    """Refuse a table asked for of what holds several."""
    if table is not None:
        raise UsageError(
            "table.folder",
            f"A {form} holds several tables, so --table does not go with it.",
            fix="Leave out --table, or name the one file.",
        )


def _only(asked: Asked) -> str | None:
    """The table of a contract that has no other."""
    return next(iter(asked.wanted)) if len(asked.wanted) == 1 else None


# -- a folder, or a zip ------------------------------------------------------------------------


def _folder(asked: Asked, path: Path) -> Intake:
    try:
        found = entries_of(path)
    except OSError:
        raise cannot_open("the folder") from None
    if len(found) > asked.limits.files:
        raise SubmissionRefused(
            "file.too_many_files",
            f"The folder holds more than {asked.limits.files} files.",
            fix="Give the folder that holds only the files to be sent.",
        )
    members = [Member(entry.name, entry if entry.is_file() else None) for entry in found]
    labelled = _labelled(asked, members, "folder")
    for member, shown in labelled:
        if member.path is not None:
            must_open(member.path, shown)
    name = submission_name(path.name, asked.wanted, otherwise="folder")
    return _of_members(asked, Intake(name, whole_digest(path)), labelled, "folder")


def _zip(asked: Asked, path: Path) -> Intake:
    members = unpacked(path, asked.job / "unpacked", asked.limits)
    name = submission_name(path.name, asked.wanted, otherwise="submission.zip")
    digest = joint_digest((member.name, member.path) for member in members if member.path is not None)
    return _of_members(asked, Intake(name, digest), _labelled(asked, members, "zip"), "zip")


def _labelled(asked: Asked, members: Sequence[Member], form: str) -> list[tuple[Member, str]]:
    """Each file with what it is called: its name where that is safe to show, else its number."""
    labelled = []
    for number, member in enumerate(members, start=1):
        name = Path(member.name)
        safe = label(name.stem, "", number, [*asked.wanted, *asked.called], asked.passes) == name.stem
        numbered = f"file {number} of the {form} in alphabetical order"
        labelled.append((member, member.name if safe and name.suffix.casefold() in _SUFFIXES else numbered))
    return labelled


def _of_members(asked: Asked, intake: Intake, labelled: Sequence[tuple[Member, str]], form: str) -> Intake:
    """The tables among the files of a ``form``, a folder or a zip."""
    _must_hold_files(labelled, form)
    for member, shown in labelled:
        meant = asked.table(Path(member.name).stem) if member.path is not None else None
        if meant is None or member.path is None:
            twice = copy_of(Path(member.name).stem, asked.wanted)
            told = f"{shown}, which looks like a second copy of {twice}" if twice else shown
            intake.extras.append(Extra(told))
            continue
        small_enough(member.path, asked.limits.file_bytes, shown)
        _once(intake, meant, shown)
        _add_file(asked, intake, member.path, _kind_within(member.path, form, shown), meant, shown)
    if not intake.tables:  # one workbook or zip that was put into it would explain that
        for member, shown in labelled:
            if member.path is not None and is_zip(member.path):
                _kind_within(member.path, form, shown)
    return intake


def _must_hold_files(labelled: Sequence[tuple[Member, str]], form: str) -> None:
    """Refuse a folder or zip with nothing in it, or in which all lies deeper."""
    if not labelled:
        raise SubmissionRefused(
            "file.empty",
            f"There is no file in this {form}.",
            fix="Check that the right one was given, and that the files were saved there.",
        )
    if all(member.path is None for member, _ in labelled):
        raise SubmissionRefused(
            "file.too_deep",
            f"The {form} holds folders only, and files that lie deeper are not looked for.",
            fix="Give the folder that holds the files, or a zip of the files themselves.",
        )


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


# -- one file ----------------------------------------------------------------------------------


def _single(asked: Asked, path: Path, table: str | None, kind: str) -> Intake:
    meant = table or asked.table(path.stem) or _only(asked)
    if meant is None:
        raise UsageError(
            "table.needed",
            "The name of this file is not the name of a table, so it is not clear which table it holds.",
            fix="Say which one with --table, or give the file the name of its table.",
        )
    name = submission_name(path.name, asked.wanted, otherwise=f"table.{kind}")
    intake = Intake(name, whole_digest(path), single=True)
    _add_file(asked, intake, path, kind, meant, name)
    return intake


def _workbook(asked: Asked, path: Path, table: str | None) -> Intake:
    from cfgovern.intake import workbook
    from cfgovern.intake.carried import carried, on_pages

    small_enough(path, asked.limits.workbook_bytes, "the workbook")
    name = submission_name(path.name, asked.wanted, otherwise="workbook.xlsx")
    intake = Intake(name, whole_digest(path), single=table is not None)
    sheets = list(workbook.read_sheets(path, asked.limits))
    beside = carried(path, asked.limits, asked.ours.is_comment)
    printed = on_pages(any(sheet.printed for sheet in sheets))
    intake.parts, intake.properties = sorted({*beside.parts, *printed}), beside.properties
    own = [sheet for sheet in sheets if asked.ours.is_sheet(sheet.name, sheet.rows)]
    filled = [sheet for sheet in sheets if sheet.rows and sheet not in own]
    only = table or _only(asked)
    left_out = 0
    for number, sheet in enumerate(sheets, start=1):
        shown = label(sheet.name, "sheet", number, [*asked.wanted, *asked.called], asked.passes)
        shown = sheet.name if sheet.name in (frontsheet.ABOUT, frontsheet.LISTS) else shown
        meant = asked.table(sheet.name)
        if meant is None and filled == [sheet]:
            meant = only  # one table asked for, one sheet sent
        if meant is None:
            if sheet in filled:
                intake.extras.append(Extra(shown, sheet.hidden, sheet.is_front))
        elif table not in (None, meant):
            left_out += 1
        else:
            _once(intake, meant, shown)
            intake.tables.append(of_sheet(asked, Spot(len(intake.tables), meant, name, shown), sheet))
    if left_out:
        sheets_were = "1 other sheet was" if left_out == 1 else f"{left_out} other sheets were"
        text = f"Only the table {table} was asked for: {sheets_were} not checked."
        intake.notices.append(Notice("other_tables", text))
    return intake


# -- what is gathered --------------------------------------------------------------------------


def _once(intake: Intake, table: str, shown: str) -> None:
    if any(found.name == table for found in intake.tables):
        raise SubmissionRefused(
            "file.table_twice",
            "Two files or sheets have the name of the same table.",
            where=f"{table}, {shown}",
            fix="Keep one of them, or put all rows into one.",
        )


def _add_file(asked: Asked, intake: Intake, path: Path, kind: str, table: str, shown: str) -> None:
    """One file that holds one table."""
    found, misfits = of_file(asked, Spot(len(intake.tables), table, shown, table), path, kind)
    intake.tables.append(found)
    if misfits is not None:
        intake.misfits[table] = misfits
    if kind == "parquet" and asked.parquet is not None:
        told = asked.parquet.properties(path, asked.job)
        intake.properties = sorted({*intake.properties, *told})
