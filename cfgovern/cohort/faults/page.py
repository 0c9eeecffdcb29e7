"""One table as it will be sent: rows, headings, and what else stands on its sheet or in its file.

Rows are told apart by identity, so that a place stays known while rows are added or taken out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cfgovern.contract.model import Contract, Table
from cfgovern.workbooks import State

__all__ = [
    "Book",
    "Extra",
    "Mark",
    "Page",
    "Row",
    "book_of",
    "day_in",
    "keys_of",
    "record_id",
    "rows_about",
    "whose",
]

Row = dict[str, str]


@dataclass(slots=True)
class Page:
    """One table. ``columns``: names in the order sent; ``headings``: what stands above one, if not its name.

    ``above``: rows over the headings. ``state``: visible, hidden or veryHidden. ``merged``: ranges such as
    A1:C1. ``comments``: (row, or None for the headings; column; words). ``kinds``: how a workbook holds a
    cell that is no text, number or date by its column: ``number``, ``error`` or ``formula``.
    """

    table: Table
    rows: list[Row]
    columns: list[str]
    headings: dict[str, str] = field(default_factory=dict)
    above: list[list[str]] = field(default_factory=list)
    state: State = "visible"
    hidden_columns: list[str] = field(default_factory=list)
    hidden_rows: list[Row] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    comments: list[tuple[int, str, str]] = field(default_factory=list)
    kinds: dict[tuple[int, str], str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of its sheet or file."""
        return self.table.name

    def numbers(self) -> Mapping[int, int]:
        """The number of each record, from 1, by the identity of its row."""
        return {id(row): number for number, row in enumerate(self.rows, start=1)}


@dataclass(frozen=True, slots=True)
class Extra:
    """A sheet or file that the contract does not know."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    state: State = "visible"


@dataclass(slots=True)
class Book:
    """A whole submission as it will be sent.

    ``says_1904``: the workbook says that its days are counted from 1904, which they are not. ``rewrites``:
    what becomes of the bytes of a CSV file, by table.
    """

    pages: dict[str, Page]
    extras: list[Extra] = field(default_factory=list)
    rewrites: dict[str, Callable[[bytes], bytes]] = field(default_factory=dict)
    says_1904: bool = False
    author: str = ""
    properties: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place at fault. ``part``: which of the rules of its kind finds it there; the usual ones by default.

    ``row`` None: the whole table; ``table`` empty: the whole submission.
    """

    table: str
    row: Row | None = None
    column: str = ""
    part: str = ""
    clean: str = ""
    dirty: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


def book_of(contract: Contract, rows: Mapping[str, Iterable[Mapping[str, str]]]) -> Book:
    """``rows`` (column -> text, by table) as a submission that can be spoilt without changing them."""
    return Book(
        {
            table.name: Page(
                table, [dict(row) for row in rows[table.name]], [column.name for column in table.collected]
            )
            for table in contract.tables
            if table.name in rows
        }
    )


def keys_of(contract: Contract, table: Table) -> set[str]:
    """The columns of ``table`` that hold it together with itself or with others: a fault there spreads."""
    own = {name for key in table.foreign_keys for name in key.columns}
    theirs = {
        name
        for other in contract.tables
        for key in other.foreign_keys
        if key.table == table.name
        for name in key.to_columns
    }
    origin = {column.name for column in table.columns if column.concept == "record_origin"}
    return {*table.primary_key, *own, *theirs, *origin, record_id(table) or ""}


def record_id(table: Table) -> str | None:
    """The column that tells whose row it is, or None."""
    return table.record_id.name if table.record_id else None


def whose(page: Page, row: Row) -> str:
    """The ID of the person that ``row`` is about; nothing where its table is about nobody."""
    name = record_id(page.table)
    return row.get(name, "") if name else ""


def rows_about(page: Page, person: str) -> list[Row]:
    """The rows of ``page`` about the person of that ID."""
    name = record_id(page.table)
    return [row for row in page.rows if row.get(name) == person] if name and person else []


def day_in(text: str) -> date | None:
    """The day that a cell holds, written as 2026-03-31, or None."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
