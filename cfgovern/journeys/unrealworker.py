"""What the limited child process does with files that are said to be made up. Data stays here.

The argument and the answer are JSON values. What goes back holds kinds and places, and no value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from cfgovern.errors import SubmissionRefused
from cfgovern.evidence.spans import Span
from cfgovern.evidence.truth import PlantedFault
from cfgovern.evidence.truthfile import headings
from cfgovern.identifiers import Suspect, meant_by, suspects
from cfgovern.intake import csvfile
from cfgovern.intake.child import allowed, stage
from cfgovern.intake.headings import Record, blank
from cfgovern.intake.kinds import kind_of
from cfgovern.intake.labels import folded
from cfgovern.intake.limits import Limits
from cfgovern.tables import SPACES, cell_address

__all__ = ["run"]

_LISTED = 1_000  # places of one file
_LOOK_FOR_HEADINGS = 20  # rows
_ORIGIN, _SYNTHETIC = "record origin", "synthetic"
_REMEMBERED = 100_000  # cells
# Headings of files of ours that hold no row about a person: code lists, and truth beside what was made.
_CODE_LIST = {"code", "label", "valid from", "valid to", "successor"}
_NOT_ABOUT_PEOPLE = (*({*map(folded, headings(kind))} for kind in (PlantedFault, Span)), {"left", "right"})


def run(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Look at every cell of every file.

    ``argument``: paths, and meant (folded heading -> kind of identifier, or ``record_origin``). The
    answer: files, one a path: found (places), more (how many are not listed), cells, and refused (code,
    what, where, fix) or None.
    """
    stage("reading")
    return {"files": [_file(Path(path), argument["meant"], allowed()) for path in argument["paths"]]}


def _file(path: Path, meant: Mapping[str, str], limits: Limits) -> dict[str, Any]:
    look = _Look(meant)
    refused = None
    try:
        look.file(path, limits)
    except SubmissionRefused as refusal:
        refused = [refusal.code, refusal.what, refusal.where, refusal.fix]
    except OSError:
        refused = ["file.cannot_open", "The file cannot be opened.", "", "Check that you may read it."]
    return {"found": look.found, "more": look.more, "cells": look.cells, "refused": refused}


@lru_cache(maxsize=_REMEMBERED)
def _suspects(text: str, kind: str | None) -> tuple[Suspect, ...]:
    return suspects(text, kind)


class _Look:
    """Gathers the places of one file."""

    def __init__(self, meant: Mapping[str, str]) -> None:
        self.meant = meant
        self.found: list[dict[str, Any]] = []
        self.more = 0
        self.cells = 0

    def file(self, path: Path, limits: Limits) -> None:
        if path.stat().st_size == 0:
            return
        with path.open("rb") as stream:
            markup = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        kind = "text" if markup else kind_of(path)
        if kind == "xlsx":
            from cfgovern.intake.workbook import read_sheets

            for number, sheet in enumerate(read_sheets(path, limits), start=1):
                if not _is_notice(sheet.rows):
                    self.table(((row, None, cells) for row, cells in sheet.rows), number)
                else:
                    self.loose(sheet.rows, number)
            return
        encoding = csvfile.encoding_of(path, "the file")
        if path.suffix.casefold() == ".csv":
            self.table(csvfile.records(path, encoding, "the file", limits), None)
        else:
            self.text(path, encoding)

    def text(self, path: Path, encoding: str) -> None:
        with path.open(encoding=encoding, newline=None) as stream:
            for number, line in enumerate(stream, start=1):
                self.cells += 1
                for one in suspects(line):
                    self._note(one.kind, line=number, character=one.start + 1)

    def loose(self, rows: list[tuple[int, list[str]]], sheet: int) -> None:
        for row, cells in rows:
            for column, cell in enumerate(cells):
                self._cell(cell, None, sheet, cell_address(column, row), None, None)

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
            self._cell(cell, kind, sheet, cell_address(column, number), line, count)

    def _cell(
        self, cell: str, kind: str | None, sheet: int | None, at: str, line: int | None, row: int | None
    ) -> None:
        self.cells += 1
        for one in _suspects(cell, kind) if cell else ():
            self._note(one.kind, sheet=sheet, row=row, cell=at, line=line, character=one.start + 1)

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
