"""The governed facts of a contract and their digest: what the data protection documents rest on.

Which items there are and which codes they take, what they tell of people, how they are treated, what they are
for, who gets them and how long they are kept. Descriptions, labels, order, names and checks are none of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cfgovern.contract.domains import Domain
from cfgovern.contract.model import Code, Column, Contract

__all__ = ["UNITS", "codes_of", "governed_digest", "governed_facts", "lookup_of", "retention_of", "unit_of"]

UNITS = ("unit", "units")


def governed_facts(contract: Contract, domains: Sequence[Domain] = ()) -> dict[str, Any]:
    """The governed facts as JSON values: tables and items by concept, retention, domains, each in order."""
    return {
        "tables": _sorted(
            {
                "concept": table.concept,
                "route": table.route,
                "items": _sorted(_item(contract, column) for column in table.columns),
            }
            for table in contract.tables
        ),
        "retention": dict(retention_of(contract)),
        "domains": _sorted(
            {
                "name": domain.name,
                "recipient": domain.recipient,
                "purpose": domain.purpose,
                "payload": sorted(map(list, domain.payload)),
                "identifiers": sorted(map(list, domain.identifiers)),
                "retention": domain.retention,
            }
            for domain in domains
        ),
    }


def governed_digest(contract: Contract, domains: Sequence[Domain] = ()) -> str:
    """``sha256:`` and the SHA-256 of the governed facts as canonical JSON (UTF-8, sorted keys, no spaces)."""
    return "sha256:" + hashlib.sha256(_canonical(governed_facts(contract, domains)).encode()).hexdigest()


def _item(contract: Contract, column: Column) -> dict[str, Any]:
    codes = codes_of(contract, column)
    lookup = lookup_of(contract, column)
    return {
        "concept": column.concept,
        "type": column.kind,
        **({"inside": column.nested.inside} if column.nested else {}),
        "unit": unit_of(contract, column),
        "codes": None if codes is None else sorted({code.code for code in codes}),
        "no_answer": sorted(column.missing),
        "collected": column.collected,
        "identifier": column.identifier,
        "roles": sorted(set(column.roles)),
        "treatment": column.treated,
        **({"lookup": sorted(map(list, lookup.items()))} if lookup is not None else {}),
        "purposes": sorted(set(column.purposes)),
        "classification": column.classification.casefold(),
    }


def codes_of(contract: Contract, column: Column) -> tuple[Code, ...] | None:
    """The codes that a column takes, from its list or its own ``enum``; None where it takes other values."""
    if column.code_list:
        return contract.code_lists[column.code_list].codes
    return tuple(Code(value, label) for value, label in column.enum) or None


def lookup_of(contract: Contract, column: Column) -> Mapping[str, str] | None:
    """What the treatment of a column makes of each value; None for one that looks nothing up."""
    return contract.lookups.get(column.treatment_of) if column.treatment == "lookup" else None


def unit_of(contract: Contract, column: Column) -> str | None:
    """What a column is counted in, where a custom property ``unit`` says so."""
    node: Any = contract.document.data
    for step in column.path:
        node = node[step]
    for entry in node.get("customProperties") or ():
        if isinstance(entry, dict) and entry.get("property") in UNITS:
            return str(entry.get("value"))
    return None


def retention_of(contract: Contract) -> Mapping[str, str]:
    """How long the contract says that data are kept: element, or ``all``, to ``3 y``."""
    return dict(sorted(_retention(contract.document.data.get("slaProperties"))))


def _retention(given: Any) -> Iterator[tuple[str, str]]:
    for entry in given if isinstance(given, list) else ():
        if isinstance(entry, dict) and str(entry.get("property")).casefold() == "retention":
            words = (entry.get("value"), entry.get("valueExt"), entry.get("unit"))
            yield (
                str(entry.get("element") or "all"),
                " ".join(str(word) for word in words if word is not None),
            )


def _sorted(values: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(values, key=_canonical)


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
