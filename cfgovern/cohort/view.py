"""Made rows as columns of text, found by concept: a contract may rename every column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cfgovern.contract.model import Column, Contract

__all__ = ["PEOPLE", "PERSON", "View", "of_rows"]

PEOPLE, PERSON = "participants", "participant_id"
_WHOLE = re.compile("-?[0-9]{1,18}").fullmatch
Columns = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class View:
    """Tables by concept, each with its columns by concept; all columns of a table have one length.

    ``about`` has the column of the contract for (table, column), ``places`` each person's row.
    """

    contract: Contract
    tables: Mapping[str, Columns]
    about: Mapping[tuple[str, str], Column]
    places: Mapping[str, int]

    def has(self, table: str, *columns: str) -> bool:
        """Whether all ``columns`` can be had for the rows of ``table``, from it or from the person's row."""
        mine, persons = self.tables.get(table), self.tables.get(PEOPLE, {})
        if mine is None:
            return False
        return all(name in mine or (name in persons and PERSON in mine) for name in columns)

    def cells(self, table: str, column: str) -> Sequence[str]:
        """One text a row of ``table``, from the person's row if the table has no such column.

        Raises KeyError for what :meth:`has` does not have.
        """
        mine = self.tables[table]
        if column in mine:
            return mine[column]
        persons = self.tables[PEOPLE][column]
        found = (self.places.get(person) for person in mine[PERSON])
        return ["" if place is None else persons[place] for place in found]

    def known(self, table: str, column: str) -> list[str]:
        """As :meth:`cells`, but what the contract counts as missing is empty."""
        about = self._about(table, column)
        missing = set(about.missing.values()) if about else set()
        return ["" if cell in missing else cell for cell in self.cells(table, column)]

    def numbers(self, table: str, column: str) -> list[int | None]:
        """As :meth:`known`, as whole numbers; None where there is none."""
        return [int(cell) if _WHOLE(cell) else None for cell in self.known(table, column)]

    def days(self, table: str, column: str) -> list[date | None]:
        """As :meth:`known`, as days; None where there is none."""
        return [_day(cell) for cell in self.known(table, column)]

    def label(self, table: str, column: str) -> str:
        """What the contract calls the column for people."""
        about = self._about(table, column)
        return (about.label or about.name) if about else column

    def codes(self, table: str, column: str) -> dict[str, str]:
        """The codes of the column that are in the contract, without those for what is missing, and words."""
        about = self._about(table, column)
        if about is None:
            return {}
        listed: Iterable[tuple[str, str]] = about.enum
        named = self.contract.code_lists.get(about.code_list or "")
        if named is not None:
            listed = ((code.code, code.label) for code in named.codes)
        missing = set(about.missing.values())
        return {code: words or code for code, words in listed if code not in missing}

    def _about(self, table: str, column: str) -> Column | None:
        return self.about.get((table, column)) or self.about.get((PEOPLE, column))


def of_rows(contract: Contract, rows: Mapping[str, Sequence[Mapping[str, str]]]) -> View:
    """A view of ``rows`` (table name -> rows of column name -> text)."""
    tables: dict[str, Columns] = {}
    for table in contract.tables:
        made = rows.get(table.name)
        if made is not None and table.concept not in tables:
            named = {column.concept: column.name for column in reversed(table.collected)}
            tables[table.concept] = {
                concept: [row.get(name, "") for row in made] for concept, name in named.items()
            }
    # Where two tables or columns mean the same, the first of the contract is the one that is seen.
    about = {
        (table.concept, column.concept): column
        for table in reversed(contract.tables)
        for column in reversed(table.columns)
    }
    persons = tables.get(PEOPLE, {}).get(PERSON, ())
    return View(contract, tables, about, {person: place for place, person in enumerate(persons)})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
