"""One cell that the contract accepts, from what the contract says about its column alone."""

from __future__ import annotations

import re
from datetime import date, timedelta

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.unreal import unreal
from cfgovern.contract.model import Column, Contract
from cfgovern.errors import UsageError

__all__ = ["Maker", "quarter"]

# Commas, accents, doubled quotes and line breaks are what breaks a careless reader.
_TEXTS = (
    "Made up for testing",
    'Made up: the "open door" café',
    "Made up, with a comma",
    "Made up\nover two lines",
    "Façade, naïve, Łódź",
)


def quarter(day: date) -> tuple[str, date, date]:
    """The calendar quarter of ``day``: its name as year and quarter, its first and its last day."""
    number = (day.month - 1) // 3
    first = date(day.year, number * 3 + 1, 1)
    after = date(day.year + 1, 1, 1) if number == 3 else date(day.year, number * 3 + 4, 1)
    return f"{day.year}-Q{number + 1}", first, after - timedelta(days=1)


class Maker:
    """Makes cells for one contract, one day and one seed."""

    def __init__(self, contract: Contract, as_of: date, draw: Draw) -> None:
        self.contract = contract
        self.as_of = as_of
        self.draw = draw
        self.period = quarter(as_of - timedelta(days=91))[0]

    def codes(self, column: Column) -> list[str]:
        """The codes that ``column`` may hold on the day, without those for a missing answer.

        Raises UsageError ``cohort.codes`` where its code list has none for that day.
        """
        if column.code_list is None:
            return [value for value, _ in column.enum]
        known = self.contract.code_lists[column.code_list].codes
        valid = [code.code for code in known if code.valid_on(self.as_of.isoformat())]
        if not valid:
            raise UsageError(
                "cohort.codes",
                f"The code list {column.code_list} has no code for {self.as_of.isoformat()}.",
                fix="Choose a day on which its codes are in use.",
            )
        return valid

    def cell(self, table: str, column: Column, number: int) -> str:
        """The text of ``column`` in row ``number`` (from 1).

        Raises UsageError ``cohort.pattern`` where a pattern asks for more than is known here, or
        ``cohort.codes``.
        """
        place = (table, column.name, number)
        if not column.required and not column.identifier and self.draw.one_in(4, *place, "empty"):
            return ""
        if column.identifier:
            return unreal(column.identifier, number) or ""
        if column.missing and self.draw.one_in(12, *place, "missing"):
            return self.draw.pick(sorted(column.missing.values()), *place, "why")
        codes = self.codes(column)
        if codes:
            return self.draw.pick(codes, *place)
        if column.type in ("integer", "number"):
            return self._number(column, *place)
        if column.type == "date":
            first = date.fromisoformat(column.minimum.value) if column.minimum else date.min
            first = max(first, self.as_of - timedelta(days=365))
            return self.draw.day(first, self.as_of, *place).isoformat()
        if column.type == "boolean":
            return self.draw.pick(("true", "false"), *place)
        if column.pattern:
            return self.word(table, column, number)
        return self.draw.pick(_TEXTS, *place)[: column.max_length]

    def word(self, table: str, column: Column, number: int) -> str:
        """A text of the column's pattern, different for each ``number`` where it can be."""
        letter = table[0].upper()
        numbered = [f"{letter}-{number:0{width}}" for width in (4, 3, 6, 8)]
        for text in (*numbered, self.period, f"v{number}", *column.examples):
            if re.search(column.pattern or "", text):
                return text
        if column.required:
            raise UsageError(
                "cohort.pattern",
                f"No text can be made up for the pattern of {table}.{column.name}.",
                fix="Give the property an example in the contract that its pattern allows.",
            )
        return ""

    def _number(self, column: Column, *place: str | int) -> str:
        low = int(float(column.minimum.value)) if column.minimum else 0
        high = min(int(float(column.maximum.value)) if column.maximum else low + 40, low + 40)
        whole = self.draw.between(low, high, *place)
        if column.type == "number" and whole < high:
            return f"{whole}.{self.draw.below(10, *place, 'tenth')}"
        return str(whole)
