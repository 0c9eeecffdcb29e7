"""Which columns decide about a person's safety, by their concepts; the words are in ``safety.yaml``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cfgovern import content, yamlfile
from cfgovern.contract.dates import ISO, date_format
from cfgovern.contract.model import Column, Contract, Table
from cfgovern.engine.people import Agreements, PeoplePlan, Said

__all__ = ["PLACES", "Words", "load_words", "people_plan", "tells_a_place"]

PLACES = frozenset({"address", "postcode", "uprn", "phone", "email"})
"""Identifiers by which a person can be found at a place; of a person whose place is protected none leaves."""
_TEXT: dict[str, Any] = {"type": "string", "empty": False, "required": True}
_LIST: dict[str, Any] = {"type": "list", "schema": {"type": "string", "empty": False}, "required": True}
_SCHEMA: dict[str, Any] = {
    "version": {"type": "integer", "allowed": [1], "required": True},
    **dict.fromkeys(("scope", "given", "withdrawn", "interview_scope"), _TEXT),
    **dict.fromkeys(("not_protected", "no_abuse", "places", "counted_tokens"), _LIST),
    "token_minimum": {"type": "integer", "min": 2, "required": True},
}


@dataclass(frozen=True, slots=True)
class Words:
    """The codes and concepts of ``validators/protection/safety.yaml``; its comments tell what each means."""

    scope: str
    given: str
    withdrawn: str
    interview_scope: str
    not_protected: tuple[str, ...]
    no_abuse: tuple[str, ...]
    places: tuple[str, ...]
    token_minimum: int
    counted_tokens: tuple[str, ...]


def load_words() -> Words:
    """The words of the pack in use. Raises OperatorFileError with every fault of the file."""
    document = yamlfile.load(content.file("validators", "protection", "safety.yaml"))
    said: dict[str, Any] = dict(yamlfile.check(document, _SCHEMA))
    del said["version"]
    plain: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in said.items()}
    return Words(**plain)


def people_plan(contract: Contract, words: Words, sending: Iterable[str]) -> PeoplePlan:
    """Where ``contract`` says what decides about a person. ``sending``: tables whose identifiers would go."""
    tables = {table.name: table.record_id.name for table in contract.tables if table.record_id}
    protected = list(_asked(contract, tables, "location_protected"))
    return PeoplePlan(
        tables=tables,
        identifying=tuple(name for name in sending if name in tables),
        agreements=_agreements(contract, tables, words),
        protected=tuple(said for said, _ in protected),
        abuse=tuple(said for said, _ in _asked(contract, tables, "domestic_abuse_current")),
        born_days=tuple(_births(contract, tables)),
        born_years=tuple(said for said, _ in _asked(contract, tables, "year_of_birth")),
        free=words.not_protected,
        safe=words.no_abuse,
        unanswered=tuple({code for _, column in protected for code in column.missing.values()}),
    )


def tells_a_place(column: Column, words: Words) -> bool:
    """Whether the column tells where a person is, or how to reach them, in any form.

    An identifier of which the contract does not say the kind may be an address.
    """
    return (
        column.identifier in PLACES
        or (column.identifies and column.identifier is None)
        or column.concept in words.places
        or column.treatment == "outward_postcode"
    )


def _asked(contract: Contract, tables: dict[str, str], concept: str) -> Iterable[tuple[Said, Column]]:
    for table in contract.tables:
        for column in table.collected:
            if column.concept == concept and table.name in tables:
                yield Said(table.name, tables[table.name], column.name), column


def _births(contract: Contract, tables: dict[str, str]) -> Iterable[Said]:
    for table in contract.tables:
        for column in table.collected:
            if column.identifier == "date_of_birth" and table.name in tables:
                yield _dated(table, tables[table.name], column)


def _agreements(contract: Contract, tables: dict[str, str], words: Words) -> Agreements | None:
    """None where the contract does not ask in a way that is known: then nobody has agreed."""
    table = next((one for one in contract.tables if one.concept == "agreements" and one.name in tables), None)
    if table is None:
        return None
    found = {name: table.by_concept(f"agreement_{name}") for name in ("scope", "state", "date")}
    scope, state, day = found["scope"], found["state"], found["date"]
    if scope is None or state is None or day is None:
        return None
    dated = _dated(table, tables[table.name], day)
    said = (words.scope, words.interview_scope, words.given, words.withdrawn)
    return Agreements(scope.name, state.name, dated, *said)


def _dated(table: Table, record: str, column: Column) -> Said:
    form = date_format(column.type if column.type in ISO else "date", column.format)
    return Said(table.name, record, column.name, form.shape, form.strptime)
