"""Layer 1: what a column may hold by its contract: the identifier that it is declared for, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cfgovern.evidence.spans import ENTITY_OF

__all__ = ["HOLDS", "RECORD_ID", "UNDECLARED", "Role", "role_of"]

HOLDS: Mapping[str, str] = MappingProxyType(
    {
        **ENTITY_OF,
        "date_of_birth": "DATE_OF_BIRTH",
        "address": "UK_ADDRESS",
        **dict.fromkeys(("given_name", "family_name", "full_name", "other_names"), "PERSON"),
    }
)
"""The entity that a column of each ``cfgovernIdentifier`` holds."""

# What stands in an identifier as a part of it: nothing is said of it there.
_WITHIN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "UK_ADDRESS": frozenset({"UK_ADDRESS", "UK_POSTCODE", "PERSON"}),
        "EMAIL_ADDRESS": frozenset({"EMAIL_ADDRESS", "PERSON", "URL"}),
    }
)
_WITH_NAMES = ("string",)


@dataclass(frozen=True, slots=True)
class Role:
    """How a column is looked at.

    ``meant``: the entity it is declared or found to hold. ``allowed``: what is no finding there. ``names``:
    whether names of people are looked for, which codes, numbers and days do not hold.
    """

    meant: str | None = None
    allowed: frozenset[str] = frozenset()
    names: bool = True
    declared: bool = False

    def as_json(self) -> dict[str, Any]:
        """The role as JSON values."""
        return {
            "meant": self.meant,
            "allowed": sorted(self.allowed),
            "names": self.names,
            "declared": self.declared,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Role:
        """The role that :meth:`as_json` wrote."""
        return cls(data["meant"], frozenset(data["allowed"]), data["names"], data["declared"])


RECORD_ID = Role(allowed=frozenset({"CASE_REFERENCE"}))
"""Of a column that numbers the records of a table: each is a reference, and of nothing but this table."""

UNDECLARED = Role()
"""Of a column that no contract knows: anything may stand in it, and nothing is allowed."""


def role_of(identifier: str | None, kind: str, *, coded: bool, record_id: bool = False) -> Role:
    """The role of a contract column: its ``cfgovernIdentifier``, its logical type, whether it has codes or a
    pattern, and whether it numbers the records.

    An identifier that is known to no room is declared all the same: a person's name may stand in it.
    """
    if identifier is not None:
        entity = HOLDS.get(identifier, "PERSON")
        return Role(entity, _WITHIN.get(entity, frozenset({entity})), names=False, declared=True)
    allowed = RECORD_ID.allowed if record_id else frozenset()
    return Role(None, allowed, names=kind in _WITH_NAMES and not coded, declared=True)
