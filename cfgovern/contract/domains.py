"""``domains.yaml`` beside a contract: to whom data go, for what, which, and for how long."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cfgovern.contract.model import Column, Contract, Table
from cfgovern.errors import Fault, OperatorFileError, UsageError
from cfgovern.yamlfile import Document, check, did_you_mean, load, shown

__all__ = [
    "DOMAINS_FILE",
    "TO_BE_AGREED",
    "Domain",
    "Item",
    "columns_of",
    "domain_for",
    "load_domains",
    "read_domains",
]

DOMAINS_FILE = "domains.yaml"
TO_BE_AGREED = "to be agreed"
Item = tuple[str, str]
"""Concept of a table and concept of one of its columns."""
_PARTS = ("payload", "identifiers")


@dataclass(frozen=True, slots=True)
class Domain:
    """One purpose at one recipient. ``retention`` is words; ``to be agreed`` where nobody has said yet."""

    name: str
    recipient: str
    purpose: str
    payload: tuple[Item, ...]
    identifiers: tuple[Item, ...]
    retention: str
    title: str = ""
    description: str = ""


def load_domains(contract: Contract) -> tuple[Domain, ...]:
    """The domains of ``contract``; none where no file stands beside it.

    Raises OperatorFileError (``domains.refused``) with every fault and its line and column.
    """
    domains, faults = read_domains(contract)
    if faults:
        raise OperatorFileError("domains.refused", "The domains cannot be used as they are.", faults)
    return domains


def domain_for(contract: Contract, name: str) -> Domain:
    """The domain of that name; of a contract without domains one that takes all that may go anywhere.

    Raises UsageError ``domain.unknown`` where the contract has domains and none of that name, and as
    :func:`load_domains`.
    """
    domains = load_domains(contract)
    if not domains:
        parts: dict[str, list[Item]] = {part: [] for part in _PARTS}
        for table in contract.tables:
            for column in table.collected:
                if part := _part_of(table, column):
                    parts[part].append((table.concept, column.concept))
        payload, identifiers = map(tuple, parts.values())
        nobody = f"{name} (the contract names no recipient)"
        return Domain(name, nobody, TO_BE_AGREED, payload, identifiers, TO_BE_AGREED)
    for domain in domains:
        if domain.name == name:
            return domain
    raise UsageError(
        "domain.unknown",
        f"The contract has no domain of that name.{did_you_mean(name, [one.name for one in domains])}",
        fix=f"Choose from {', '.join(one.name for one in domains)}.",
    )


def columns_of(contract: Contract, items: Sequence[Item]) -> list[tuple[Table, tuple[Column, ...]]]:
    """Each table of ``items`` with the columns that are named there, both in the order of the contract."""
    named = set(items)
    found = []
    for table in contract.tables:
        if contract.by_concept(table.concept) is table:
            columns = tuple(one for one in table.collected if (table.concept, one.concept) in named)
            if columns:
                found.append((table, columns))
    return found


def _part_of(table: Table, column: Column) -> str | None:
    """In which part a column travels where no domain says so. One that identifies goes with the answers only
    where its treatment leaves less than that."""
    if table.route == "agreements" or column.treatment == "drop":
        return None
    whole = column.identifies and column.treatment in (None, "keep", "token")
    return "identifiers" if whole or table.route == "identifiers" else "payload"


def read_domains(contract: Contract) -> tuple[tuple[Domain, ...], list[Fault]]:
    """The domains as far as they can be read, and every fault of their file."""
    file = Path(contract.document.path).parent / DOMAINS_FILE
    if not os.path.exists(file):
        return (), []
    try:
        document = load(file)
        said = check(document, "domains")
    except OperatorFileError as error:
        return (), list(error.faults)
    domains = tuple(
        Domain(
            name=name,
            recipient=entry["recipient"].strip(),
            purpose=entry["purpose"].strip(),
            payload=_items(entry["payload"]),
            identifiers=_items(entry["identifiers"]),
            retention=entry["retention"].strip(),
            title=entry.get("title", ""),
            description=entry.get("description", "").strip(),
        )
        for name, entry in said["domains"].items()
    )
    return domains, list(_faults(document, contract, domains))


def _items(said: Mapping[str, Sequence[str]]) -> tuple[Item, ...]:
    return tuple((table, concept) for table, concepts in said.items() for concept in concepts)


def _faults(document: Document, contract: Contract, domains: Sequence[Domain]) -> Iterator[Fault]:
    if document.data["contract"] != contract.id:
        message = f"These domains name another contract than the one beside them, {shown(contract.id)}."
        yield document.fault("domains.other_contract", message, ("contract",))
    for domain in domains:
        for part in _PARTS:
            yield from _part_faults(document, contract, domain.name, part)


def _part_faults(document: Document, contract: Contract, name: str, part: str) -> Iterator[Fault]:
    said: Mapping[str, Sequence[str]] = document.data["domains"][name].get(part) or {}
    for concept, columns in said.items():
        path = ("domains", name, part, concept)
        table = contract.by_concept(concept)
        if table is None:
            meant = did_you_mean(concept, [table.concept for table in contract.tables])
            message = f"The contract has no table of the concept {shown(concept)}.{meant}"
            yield document.fault("domains.unknown_table", message, path, key=True)
            continue
        for index, wanted in enumerate(columns):
            if wanted in columns[:index]:
                message = f"{shown(wanted)} is named twice."
                yield document.fault("domains.twice", message, (*path, index))
                continue
            found = [column for column in table.columns if column.concept == wanted]
            if not found:
                meant = did_you_mean(wanted, [column.concept for column in table.columns])
                message = f"{shown(concept)} has no column of the concept {shown(wanted)}.{meant}"
                yield document.fault("domains.unknown_concept", message, (*path, index))
            elif refusal := _refusal(table, found[0], part):
                code, message, fix = refusal
                yield document.fault(f"domains.{code}", message, (*path, index), fix)


def _refusal(table: Table, column: Column, part: str) -> tuple[str, str, str] | None:
    """Why ``column`` must not stand in that part of a domain."""
    name = shown(column.concept)
    if not column.collected:
        return "not_collected", f"{name} is not collected, so it cannot go anywhere.", "Take it out."
    if column.treatment == "drop":
        return "dropped", f"{name} never leaves the area: its treatment is drop.", "Take it out."
    identifies = column.identifies
    if part == "payload" and (
        table.route == "identifiers" or (identifies and column.treatment in (None, "keep"))
    ):
        message = f"{name} identifies a person, so it cannot travel with the answers."
        return "identifier_in_payload", message, "Name it under identifiers, or take it out."
    if part == "identifiers" and not identifies and table.route not in ("identifiers", None):
        message = f"{name} is an answer, so it cannot travel with identifiers."
        return "answer_with_identifiers", message, "Name it under payload, or take it out."
    return None
