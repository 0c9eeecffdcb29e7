"""What the limited child process does with files that are said to be made up. Data stays here.

The argument and the answer are JSON values. What goes back holds kinds and places, and no value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from cfgovern.errors import SubmissionRefused
from cfgovern.evidence.spans import Span
from cfgovern.evidence.truth import PlantedFault
from cfgovern.evidence.truthfile import headings
from cfgovern.identifiers.search import Suspect, meant_by, suspects
from cfgovern.intake import csvfile
from cfgovern.intake.archive import remarks
from cfgovern.intake.beside import beside
from cfgovern.intake.child import allowed, stage
from cfgovern.intake.files import alone
from cfgovern.intake.headings import Record, blank
from cfgovern.intake.kinds import PARQUET, kind_of
from cfgovern.intake.limits import Limits
from cfgovern.likewords import folded
from cfgovern.tables import SPACES, cell_address

__all__ = ["run"]

_LISTED = 1_000  # places of one file
_LOOK_FOR_HEADINGS = 20  # rows
_ORIGIN, _SYNTHETIC = "record origin", "synthetic"
_REMEMBERED, _SHORT = 100_000, 64  # cells, of as many characters
_PIECE, _OVERLAP = 1 << 18, 1 << 9  # characters; no shape is as long as the overlap
_ONE_LINE = str.maketrans("\r\n", "  ")
# Headings of files of ours that hold no row about a person: code lists, and truth beside what was made.
_CODE_LIST = {"code", "label", "valid from", "valid to", "successor"}
_NOT_ABOUT_PEOPLE = (*({*map(folded, headings(kind))} for kind in (PlantedFault, Span)), {"left", "right"})


def run(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Look at every cell of every file.

    ``argument``: paths, job (an empty folder to work in), and meant (folded heading -> kind of identifier,
    or ``record_origin``). The answer: files, one a path: found (places), more (how many are not listed),
    cells, and refused (code, what, where, fix) or None.
    """
    stage("reading")
    meant, job = argument["meant"], Path(argument["job"])
    return {"files": [_file(Path(path), meant, allowed(), job) for path in argument["paths"]]}


def _file(path: Path, meant: Mapping[str, str], limits: Limits, job: Path) -> dict[str, Any]:
    look = _Look(meant)
    refused = None
    try:
        look.file(path, limits, job)
    except SubmissionRefused as refusal:
        refused = [refusal.code, refusal.what, refusal.where, refusal.fix]
    except OSError:
        refused = ["file.cannot_open", "The file cannot be opened.", "", "Check that you may read it."]
    return {"found": look.found, "more": look.more, "cells": look.cells, "refused": refused}


def _suspects(text: str, kind: str | None) -> tuple[Suspect, ...]:
    return _remembered(text, kind) if len(text) <= _SHORT else _sought(text, kind)


@lru_cache(maxsize=_REMEMBERED)
def _remembered(text: str, kind: str | None) -> tuple[Suspect, ...]:
    return _sought(text, kind)


def _sought(text: str, kind: str | None) -> tuple[Suspect, ...]:
    """What is found in a cell. An NHS number counts also where lines break within: it has a check digit."""
    found = suspects(text, kind)
    if "\n" in text and not found:
        found = tuple(one for one in suspects(text.translate(_ONE_LINE), kind) if one.kind == "nhs_number")
    return found


class _Look:
    """Gathers the places of one file."""

    def __init__(self, meant: Mapping[str, str]) -> None:
        self.meant = meant
        self._shown: set[str] = set()  # cells of sheets that look like something
        self.found: list[dict[str, Any]] = []
        self.more = 0
        self.cells = 0

    def file(self, path: Path, limits: Limits, job: Path) -> None:
        if path.stat().st_size == 0:
            return
        with path.open("rb") as stream:
            start = stream.read(64)
        if start.startswith(PARQUET):
            self.parquet(path, limits, job)
            return
        markup = start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        kind = "text" if markup else kind_of(path)
        if kind == "xlsx":
            self.workbook(path, limits)
            return
        if kind == "zip":
            raise SubmissionRefused(
                "file.wrong_kind", "This file is a zip archive.", fix="Unpack it, and give what was in it."
            )
        encoding = csvfile.encoding_of(path, "the file")
        if path.suffix.casefold() == ".csv":
            self.table(csvfile.records(path, encoding, "the file", limits), None)
        else:
            with path.open(encoding=encoding, newline=None) as text:
                self.text(text)

    def text(self, stream: TextIO) -> None:
        """Running text, piece by piece. Each overlaps with the next, so that nothing is cut in two."""
        piece, skipped = stream.read(_PIECE), 0
        line, before = 1, 0  # of the first character: its line, and how many of that line come before it
        self.cells += piece.count("\n")
        while piece:
            more = stream.read(_PIECE)
            self.cells += more.count("\n") if more else not piece.endswith("\n")
            end = max(skipped, len(piece) - _OVERLAP) if more else len(piece)
            for one in suspects(piece):
                if skipped <= one.start < end:
                    down, along = _from(piece, one.start)
                    self._note(one.kind, line=line + down, character=along + (0 if down else before) + 1)
            kept = max(0, end - _OVERLAP) if more else end
            down, along = _from(piece, kept)
            line, before = line + down, along + (0 if down else before)
            piece, skipped = piece[kept:] + more, end - kept

    def workbook(self, path: Path, limits: Limits) -> None:
        from cfgovern.intake.workbook import read_sheets

        for number, sheet in enumerate(read_sheets(path, limits), start=1):
            if not _is_notice(sheet.rows):
                self.table(((row, None, cells) for row, cells in sheet.rows), number)
            else:
                self.loose(sheet.rows, number)
        beside(path, limits, self._beside)
        for text in remarks(path):
            self._beside("comments of the zip", text, False, None)

    def _beside(self, part: str, text: str, shown: bool, cell: str | None) -> None:
        """Text of a file that stands beside its cells, or that they may show."""
        self.cells += not shown
        if not shown or text not in self._shown:
            for one in _suspects(text, None):
                self._note(one.kind, part="" if suspects(part) else part, cell=cell)

    def parquet(self, path: Path, limits: Limits, job: Path) -> None:
        """DuckDB reads it in a folder with nothing else."""
        from cfgovern.engine.parquet import rows
        from cfgovern.engine.parquetkeys import words

        place = alone(path, job / "parquet")
        for text in words(place, place.parent, memory=limits.engine_memory, columns=limits.columns):
            self._beside("properties", text, False, None)
        found = rows(place, memory=limits.engine_memory, columns=limits.columns)
        self.table(((row, None, cells) for row, cells in enumerate(found, start=1)), None)

    def loose(self, rows: list[tuple[int, list[str]]], sheet: int) -> None:
        for row, cells in rows:
            for column, cell in enumerate(cells):
                self._cell(cell, None, sheet, (column, row), None, None)

    def table(self, records: Iterator[Record], sheet: int | None) -> None:
        """A table: its cells, and that each of its rows says that it is made up."""
        above: list[Record] = []
        for record in records:
            above.append(record)
            if len(above) == _LOOK_FOR_HEADINGS or self._origins(record[2]):
                break
        at = next((place for place, one in enumerate(above) if self._origins(one[2])), 0)
        heading: Record = above[at] if above else (1, 1, [])
        origin = self._origins(heading[2])
        kinds = [self._kind(text) for text in heading[2]]
        if not origin and above and not _not_about_people(heading[2]):
            self._note("no_record_origin", sheet=sheet, line=heading[1], cell=cell_address(0, heading[0]))
        for record in above[: at + 1]:
            self._row(record, [], sheet, None)
        for count, record in enumerate(chain(above[at + 1 :], records), start=1):
            self._row(record, kinds, sheet, count)
            for column in origin:
                self._origin(record, column, sheet, count)

    def _row(self, record: Record, kinds: list[str | None], sheet: int | None, count: int | None) -> None:
        number, line, cells = record
        for column, cell in enumerate(cells):
            kind = kinds[column] if column < len(kinds) else None
            self._cell(cell, kind, sheet, (column, number), line, count)

    def _cell(
        self,
        cell: str,
        kind: str | None,
        sheet: int | None,
        at: tuple[int, int],
        line: int | None,
        row: int | None,
    ) -> None:
        """``at``: column from 0 and row from 1, as a spreadsheet shows it."""
        self.cells += 1
        if not cell:
            return
        found = _suspects(cell, kind)
        if sheet is not None and (found or (kind and _suspects(cell, None))):
            self._shown.add(cell)
        for one in found:
            place = cell_address(*at)
            self._note(one.kind, sheet=sheet, row=row, cell=place, line=line, character=one.start + 1)

    def _origin(self, record: Record, column: int, sheet: int | None, count: int) -> None:
        number, line, cells = record
        said = cells[column].strip(SPACES) if column < len(cells) else ""
        if said != _SYNTHETIC and not blank(cells):
            at = cell_address(column, number)
            self._note("record_origin", sheet=sheet, row=count, cell=at, line=line)

    def _origins(self, headings: list[str]) -> list[int]:
        """The columns that say whether a row is made up."""
        named = ((place, folded(text)) for place, text in enumerate(headings))
        return [place for place, text in named if text == _ORIGIN or self.meant.get(text) == "record_origin"]

    def _kind(self, heading: str) -> str | None:
        said = self.meant.get(folded(heading))
        return meant_by(heading) if said in (None, "record_origin") else said

    def _note(self, kind: str, **place: Any) -> None:
        if len(self.found) < _LISTED:
            self.found.append({"kind": kind} | place)
        else:
            self.more += 1


def _from(piece: str, place: int) -> tuple[int, int]:
    """How many lines begin up to a place, and how many characters of its line come before it."""
    return piece.count("\n", 0, place), place - 1 - piece.rfind("\n", 0, place)


def _is_notice(rows: list[tuple[int, list[str]]]) -> bool:
    """A front sheet of ours: it begins with SYNTHETIC, and has no more than a name and a value a row."""
    filled = [[cell for cell in cells if cell.strip(SPACES)] for _, cells in rows]
    if not filled:
        return True
    return filled[0][0].startswith("SYNTHETIC") and all(len(cells) <= 2 for cells in filled)


def _not_about_people(headings: list[str]) -> bool:
    """Whether a table has the headings of a file of ours without rows about people."""
    names = {folded(text) for text in headings}
    return names >= _CODE_LIST or names in _NOT_ABOUT_PEOPLE
