"""What goes to a domain, table by table: answers in one part of a release, identifiers in another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cfgovern.contract.domains import Domain, columns_of
from cfgovern.contract.model import Column, Contract, Table
from cfgovern.errors import UsageError

__all__ = ["LINK_ID", "MODES", "PERSON_REF", "SYNTHETIC_ID", "Part", "parts_of", "tables_for"]

PERSON_REF, LINK_ID, SYNTHETIC_ID = "person_ref", "link_id", "synthetic_record_id"
"""The columns that a release has in place of a record id; the last in made-up data alone."""


MODES = ("split", "tokens", "clk")
"""How identifiers leave: in the clear, as keyed tokens, or as one Cryptographic Longterm Key a person."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a release. ``name``: of the table there, and of its file; ``kind``: ``payload`` or
    ``identifiers``. ``columns``: what of the contract's ``table`` goes there, without the record id."""

    name: str
    kind: str
    table: Table
    columns: tuple[Column, ...]

    @property
    def references(self) -> tuple[str, ...]:
        """The columns that take the place of the record id, which come first."""
        return () if self.table.record_id is None else (PERSON_REF,) if self.kind == "payload" else (LINK_ID,)


def parts_of(contract: Contract, domain: Domain) -> tuple[Part, ...]:
    """The tables of a release for ``domain``: the payload first, each in the order of the contract.

    A table of which both answers and identifiers go is two; that of the identifiers has a name of its own.
    Raises UsageError ``released.record_id`` where rows about people have no record id to be replaced, and
    ``released.name`` where a column has the name of a reference.
    """
    parts = (*_parts(contract, domain, "payload"), *_parts(contract, domain, "identifiers"))
    known = any(table.record_id for table in contract.tables)
    for part in parts:
        about_people = part.kind == "identifiers" or not known
        if part.table.record_id is None and about_people and part.table.route != "organisation":
            raise UsageError(
                "released.record_id",
                f"Nothing says which column of the table {part.table.name} is the record id of a person.",
                fix="Give that column the cfgovernRole record_id, so that a reference can take its place.",
            )
        if not {PERSON_REF, LINK_ID, SYNTHETIC_ID}.isdisjoint(column.name for column in part.columns):
            raise UsageError(
                "released.name",
                f"A column of the table {part.table.name} has a name that a release uses for a reference.",
                fix=f"Give it another name than {PERSON_REF}, {LINK_ID} or {SYNTHETIC_ID}.",
            )
    return parts


def tables_for(contract: Contract, domain: Domain) -> set[str]:
    """The tables that go to the domain, and those that tell of people, whatever it is."""
    about_people = (table.name for table in contract.tables if table.record_id)
    return {*about_people, *(part.table.name for part in parts_of(contract, domain))}


def _parts(contract: Contract, domain: Domain, kind: str) -> Iterator[Part]:
    answers = {table.name for table, _ in columns_of(contract, domain.payload)}
    names = {table.name for table in contract.tables}
    for table, columns in columns_of(contract, getattr(domain, kind)):
        kept = tuple(column for column in columns if column is not table.record_id)
        name = table.name
        if kind == "identifiers" and name in answers:
            name += "_identifiers"
            while name in names:
                name += "_"
        if kept:
            yield Part(name, kind, table, kept)
