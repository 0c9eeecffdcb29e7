"""The identifiers of people and places, one module each: the only rooms that know a format.

``FORMS`` holds the plain-data form of each by its ``cfgovernIdentifier`` name. Names, dates of birth
and addresses are identifiers without a form.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from cfgovern.identifiers import (
    crn,
    cro,
    email,
    form,
    nhs_number,
    nino,
    phone,
    pnc_id,
    postcode,
    prison_number,
    uprn,
)
from cfgovern.identifiers.form import Form, LetterMod, Status, Variant, WeightedDigits
from cfgovern.identifiers.likeness import looks_like_identifier
from cfgovern.identifiers.search import Suspect, meant_by, suspects

__all__ = [
    "FORMS",
    "Form",
    "LetterMod",
    "Status",
    "Suspect",
    "Variant",
    "WeightedDigits",
    "classify",
    "looks_like_identifier",
    "meant_by",
    "normalise",
    "parse",
    "suspects",
]


class _Room(Protocol):
    FORM: Form

    def normalise(self, text: str) -> str | None: ...

    def parse(self, text: str) -> str | None: ...


_ROOMS: dict[str, _Room] = {
    "nhs_number": nhs_number,
    "nino": nino,
    "pnc_id": pnc_id,
    "cro": cro,
    "crn": crn,
    "prison_number": prison_number,
    "postcode": postcode,
    "uprn": uprn,
    "phone": phone,
    "email": email,
}

FORMS: Mapping[str, Form] = MappingProxyType({name: room.FORM for name, room in _ROOMS.items()})


def classify(identifier: str, text: str) -> Status:
    """Judge ``text`` as the identifier of that name. Raises KeyError for a name without a form."""
    return form.classify(FORMS[identifier], text)


def normalise(identifier: str, text: str) -> str | None:
    """The canonical text of anything rightly shaped, or None. Raises KeyError as :func:`classify`."""
    return _ROOMS[identifier].normalise(text)


def parse(identifier: str, text: str) -> str | None:
    """The canonical text of what can be compared between records, or None.

    None where the shape or the check is wrong, and for codes that stand in for an identifier.
    Raises KeyError as :func:`classify`.
    """
    return _ROOMS[identifier].parse(text)
