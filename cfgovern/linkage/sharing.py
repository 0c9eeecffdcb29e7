"""Which identifiers an area may share or keep, in parts that are shared or left out together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from cfgovern.errors import UsageError
from cfgovern.linkage.settings import Settings
from cfgovern.tokens.published import TOKENS

__all__ = ["NEEDED", "PARTS", "columns_of", "must_be_shared", "parts_of", "unused"]

PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "names": ("given_name", "family_name", "full_name"),
        "date_of_birth": ("date_of_birth",),
        "sex": ("sex",),
        "other_names": ("middle_names", "alias_given_name", "alias_family_name"),
        "place": ("postcode", "address", "uprn"),
        "contact": ("phone", "email"),
        "nino": ("nino",),
        "nhs_number": ("nhs_number",),
        "justice_numbers": ("pnc_id", "cro", "crn", "prison_number"),
    }
)
"""Each part with the fields of tokens, and the answers, that are in it."""
NEEDED = ("names", "date_of_birth")
"""What is in every set: without them most people could not be told apart."""
_PART = {field: part for part, fields in PARTS.items() for field in fields}


def parts_of(columns: Iterable[str]) -> tuple[str, ...]:
    """The parts that ``columns`` (tokens, and answers) are made of, in the order of :data:`PARTS`."""
    there = {_part(name) for name in columns}
    return tuple(part for part in PARTS if part in there)


def columns_of(columns: Iterable[str], parts: Collection[str]) -> list[str]:
    """Those of ``columns`` that are made of ``parts``."""
    return [name for name in columns if _part(name) in parts]


def _part(column: str) -> str:
    token = TOKENS.get(column)
    return _PART[token.needs[0] if token else column]


def unused(fields: Iterable[str], settings: Settings) -> tuple[str, ...]:
    """Those of ``fields`` of which the settings compare nothing: to share them links nobody."""
    used = {need for name in settings.used() for need in (TOKENS[name].needs if name in TOKENS else (name,))}
    return tuple(field for field in fields if field not in used)


def must_be_shared(fields: Iterable[str]) -> None:
    """Raise UsageError ``link.plan_names`` where ``fields`` have no name, or no birth date."""
    if not set(NEEDED) <= {_PART[field] for field in fields}:
        raise UsageError(
            "link.plan_names",
            "No plan can be made for a domain that does not have names and date of birth.",
            fix="Choose another with --domain; domains.yaml beside the contract says what each has.",
        )
