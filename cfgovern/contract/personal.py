"""What a column tells of a person beyond its roles: an exact day, a small place, a painful question."""

from __future__ import annotations

from cfgovern.contract.model import Column, Contract, Table

__all__ = ["SENSITIVE", "about_people", "every_question_can_be_declined", "is_exact_day", "is_fine_place"]

SENSITIVE = frozenset({"special_category", "criminal_offence", "sensitive"})
"""Roles of what would hurt a person if it came out."""
_FINE_IDENTIFIERS = frozenset({"address", "postcode", "uprn"})
_FINE_CONCEPTS = frozenset({"lsoa", "msoa", "ward", "outward_postcode", "place_name", "grid_reference"})


def about_people(contract: Contract) -> tuple[Table, ...]:
    """The tables whose rows are about a person."""
    return tuple(table for table in contract.tables if table.record_id is not None)


def is_exact_day(column: Column) -> bool:
    """Whether it holds a day, or a moment, that does not itself say who somebody is."""
    return column.type in ("date", "timestamp") and not column.identifies


def is_fine_place(column: Column) -> bool:
    """Whether it places a person more finely than a local authority."""
    return column.identifier in _FINE_IDENTIFIERS or column.concept in _FINE_CONCEPTS


def every_question_can_be_declined(contract: Contract) -> bool | None:
    """Whether all that is sensitive and asked of people (it has a code for not asked) can be declined.

    None where the contract has no such column.
    """
    asked = [
        column
        for table in about_people(contract)
        for column in table.collected
        if SENSITIVE.intersection(column.roles) and "not_asked" in column.missing
    ]
    return all("declined" in column.missing for column in asked) if asked else None
