"""Where a fault may be planted: cells found by what the contract says of them, never by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.faults.page import Book, Page, Row, keys_of, rows_about, whose
from cfgovern.contract.model import CodeList, Column, Contract, Table

__all__ = ["Ground", "Spot", "columns", "fits", "rotated"]

_DIGITS = ("nhs_number", "phone", "uprn")  # identifiers of figures alone, which spreadsheets take for numbers


@dataclass(frozen=True, slots=True)
class Ground:
    """What is planted in, the day it is judged by, and chance; ``purpose`` is what the draws are for."""

    contract: Contract
    book: Book
    as_of: date
    draw: Draw
    purpose: str

    def below(self, limit: int, *place: str | int) -> int:
        """A drawn whole number from 0 to ``limit`` - 1."""
        return self.draw.below(limit, "fault", self.purpose, *place)

    def codes(self, column: Column) -> CodeList | None:
        """The code list of ``column``."""
        return self.contract.code_lists.get(column.code_list) if column.code_list else None


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell that could become faulty."""

    ground: Ground
    page: Page
    column: Column
    row: Row

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.row[self.column.name]

    def value(self, concept: str) -> str:
        """What the cell of that concept in the same row holds; nothing where there is no such column.

        ``participants.end_date`` is that of the same person in another table, in the first row there;
        ``as_of`` the day of the check.
        """
        if concept == "as_of":
            return self.ground.as_of.isoformat()
        table, _, name = concept.rpartition(".")
        page, row = self.page, self.row
        if table:
            other = next((one for one in self.ground.book.pages.values() if one.table.concept == table), None)
            theirs = rows_about(other, whose(page, row)) if other else []
            if other is None or not theirs:
                return ""
            page, row = other, theirs[0]
        column = page.table.by_concept(name)
        return row.get(column.name, "") if column else ""


def columns(ground: Ground, where: Mapping[str, Any]) -> Iterator[tuple[Page, Column]]:
    """The columns that ``where`` speaks of, in the order of the contract.

    Unless it names a column, keys are left out; unless it names a table or a route, so are the tables of
    an organisation, which are kept for faults of whole sheets.
    """
    named = "column" in where or where.get("foreign_key")
    for page in ground.book.pages.values():
        if page.rows and _is_table(page.table, where):
            keys = set() if named else keys_of(ground.contract, page.table)
            for column in page.table.collected:
                if column.name not in keys and _is_column(ground, page.table, column, where):
                    yield page, column


def _is_table(table: Table, where: Mapping[str, Any]) -> bool:
    if "table" in where or "route" in where:
        wanted = where.get("table", table.concept), where.get("route", table.route)
        return wanted == (table.concept, table.route)
    return table.route != "organisation" and table.concept not in where.get("except_tables", ())


def _is_column(ground: Ground, table: Table, column: Column, where: Mapping[str, Any]) -> bool:
    asked: dict[str, Callable[[Any], bool]] = {
        "column": lambda said: column.concept == said,
        "type": lambda said: column.type == said,
        "identifier": lambda said: column.identifier == said,
        "digits": lambda said: (column.identifier in _DIGITS) == said,
        "role": lambda said: said in column.roles,
        "codes": lambda said: _has_codes(ground, column, said),
        "bound": lambda said: _has_bound(ground, column, said),
        "required": lambda said: column.required == said,
        "foreign_key": lambda said: any(key.columns == (column.name,) for key in table.foreign_keys) == said,
    }
    return all(asked[key](said) for key, said in where.items() if key in asked)


def _has_codes(ground: Ground, column: Column, said: str) -> bool:
    codes = ground.codes(column)
    return codes is not None and (said == "any" or bool(codes.on(ground.as_of.isoformat()).ended))


def _has_bound(ground: Ground, column: Column, said: str) -> bool:
    """A bound of a number or of the length of a text that is not also held to a list."""
    if ground.codes(column) is not None:
        return False
    if said == "max_length":
        return column.max_length is not None
    bound = column.minimum if said == "minimum" else column.maximum
    return bound is not None and column.type in ("integer", "number")


def fits(spot: Spot, where: Mapping[str, Any]) -> bool:
    """Whether the row and the cell of ``spot`` are as ``where`` wants them; a cell is to hold something."""
    return (
        bool(spot.text) != where.get("empty", False)
        and all(spot.value(concept) == text for concept, text in where.get("when", {}).items())
        and all(spot.value(concept) not in texts for concept, texts in where.get("unless", {}).items())
        and all(spot.value(concept) for concept in where.get("filled", ()))
        and ("last" not in where or _is_last(spot, where["last"]))
    )


def _is_last(spot: Spot, number: str) -> bool:
    """Whether no row of the same person in the table has more in the column of the concept ``number``."""
    column = spot.page.table.by_concept(number)
    if column is None:
        return False
    texts = [row.get(column.name, "") for row in rows_about(spot.page, whose(spot.page, spot.row))]
    return spot.row[column.name] == max(texts, key=lambda text: (len(text), text), default="")


def rotated(count: int, first: int) -> Iterator[int]:
    """The numbers from 0 to ``count`` - 1, beginning with ``first`` and coming round."""
    yield from range(first, count)
    yield from range(first)
