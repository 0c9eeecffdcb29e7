"""Looks through a workbook before any reader may: budgets, and every lie that a reader falls for.

A crafted cell or count makes native readers ask for hundreds of gigabytes and end the process, or
hand back a value that is not there (measured in November 2026 with calamine and openpyxl). So
everything a reader would trust is checked here first: positions, shared-string indexes, cached
values of formulas. What is counted here is compared with what the reader then gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from posixpath import join, normpath, split

from cfgovern.intake.cellparts import Budget, Sheet, Span, span
from cfgovern.intake.cellvalues import Values
from cfgovern.intake.clockstyles import Styles
from cfgovern.intake.limits import Limits
from cfgovern.intake.sharedstrings import Strings
from cfgovern.intake.xmlparts import Archive, Handler, damaged, local, refuse, too_large

__all__ = ["SheetCount", "inspect", "look_through"]

_HIDDEN = ("hidden", "veryHidden")
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"


@dataclass(frozen=True, slots=True)
class SheetCount:
    """One worksheet: cells that hold more than white space, and the last row that has one.

    ``shown`` maps (row, column), from 1, to what a spreadsheet shows there and the reader does not give: an
    error such as ``#N/A``, or a day that never was. ``hidden_columns``: first and last, from 1, of columns
    that do not show; ``hidden_rows``: rows with cells that do not show. ``merged``: merged cells;
    ``totals``: rows that a table of the sheet declares to hold totals.
    ``printed``: it has a header or footer with words of its own.
    ``rows``: (spreadsheet row, cells as text from column A), filled rows only; None where the reader of
    workbooks has to tell.
    """

    name: str
    hidden: bool
    cells: int
    last_row: int
    rows: list[tuple[int, list[str]]] | None
    shown: Mapping[tuple[int, int], str]
    hidden_columns: Sequence[tuple[int, int]] = ()
    hidden_rows: Set[int] = frozenset()
    merged: Sequence[Span] = ()
    totals: Sequence[Span] = ()
    printed: bool = False


def inspect(path: Path, limits: Limits) -> list[SheetCount]:
    """Every worksheet of the workbook, in order. Raises SubmissionRefused for what must not be read."""
    return look_through(Archive(path, limits), limits)


def look_through(archive: Archive, limits: Limits) -> list[SheetCount]:
    """As :func:`inspect`, of an open workbook."""
    done = {"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
    root, book, links = _Relations(""), _Workbook(), _Relations("xl")
    if not archive.parse("_rels/.rels", root) or not root.leads("officeDocument", "xl/workbook.xml"):
        raise damaged()
    if not archive.parse("xl/workbook.xml", book) or not archive.parse("xl/_rels/workbook.xml.rels", links):
        raise damaged()
    if len(book.sheets) > limits.sheets:
        raise too_large("sheets")
    strings = Strings(limits)
    if links.leads("sharedStrings", _STRINGS):
        archive.parse(_STRINGS, strings)
        done.add(_STRINGS.casefold())
    styles = Styles()
    if links.leads("styles", _STYLES):
        archive.parse(_STYLES, styles)
        done.add(_STYLES.casefold())
    clocks = styles.clocks(from_1904=book.from_1904)
    values = Values(strings.texts, strings.blanks, strings.unsure, clocks, limits.cell_chars)
    counts: list[SheetCount] = []
    budget = Budget(limits)
    seen: set[str] = set()
    for number, (name, relation, state) in enumerate(book.sheets, start=1):
        kind, target = links.targets.get(relation, ("", ""))
        if name.casefold() in seen:
            refuse("doubled_sheet", "Two sheets have the same name.", f"sheet {number}")
        seen.add(name.casefold())
        if kind == "chartsheet":
            continue
        if kind != "worksheet" or target.casefold() in done:
            raise damaged(f"sheet {number}")
        sheet = Sheet(values, budget, f"sheet {number}")
        if not archive.parse(target, sheet):
            raise damaged(f"sheet {number}")
        done.add(target.casefold())
        totals = _totals(archive, target, done, sheet.where)
        counts.append(_counted(sheet, name, state, totals))
    if not counts:
        refuse("no_sheets", "The workbook has no sheet with cells.")
    archive.parse_the_rest(done)
    return counts


def _totals(archive: Archive, sheet: str, done: set[str], where: str) -> list[Span]:
    """The rows of totals that the tables of a sheet declare."""
    folder, name = split(sheet)
    links, totals = _Relations(folder), []
    archive.parse(f"{folder}/_rels/{name}.rels", links)
    for kind, target in links.targets.values():
        if kind == "table":
            table = _Table(where)
            archive.parse(target, table)
            done.add(target.casefold())
            totals += table.totals
    return totals


def _counted(sheet: Sheet, name: str, state: str, totals: Sequence[Span]) -> SheetCount:
    return SheetCount(
        name,
        state in _HIDDEN,
        sheet.filled,
        sheet.last_row,
        sheet.rows,
        sheet.shown,
        sheet.hidden_columns,
        sheet.hidden_rows,
        sheet.merged,
        totals,
        sheet.edges.words,
    )


class _Workbook(Handler):
    """The list of sheets: (name, relation id, state); whether days are counted from 1904."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")
        if local(name) == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), relation, attributes.get("state", "visible")))


class _Table(Handler):
    """The rows of totals at the foot of a table."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.totals: list[Span] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        rows = attributes.get("totalsRowCount", "0")
        if local(name) != "table" or rows == "0":
            return
        top, left, bottom, right = span(attributes.get("ref", ""), self.where)
        if not rows.isascii() or not rows.isdecimal() or int(rows) > bottom - top:
            raise damaged(self.where)
        self.totals.append((bottom - int(rows) + 1, left, bottom, right))


class _Relations(Handler):
    """Which part each relation of the parts in ``folder`` leads to: (kind, name of the part)."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.targets: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else normpath(join(self.folder, target))
        if attributes.get("Id", "") in self.targets:
            raise damaged()
        self.targets[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], part)

    def leads(self, kind: str, usual: str) -> bool:
        """Whether there is a part of that kind.

        The reader knows it by its usual name alone, so it may have no other: the reader would show
        other texts or dates than a spreadsheet program does.
        """
        parts = [part.casefold() for found, part in self.targets.values() if found == kind]
        if any(part != usual.casefold() for part in parts):
            raise damaged()
        return bool(parts)
