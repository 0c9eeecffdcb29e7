"""Which identifier has which room, by its ``cfgovernIdentifier`` name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from cfgovern.identifiers import (
    crn,
    cro,
    email,
    nhs_number,
    nino,
    phone,
    pnc_id,
    postcode,
    prison_number,
    uprn,
)
from cfgovern.identifiers.form import Form

__all__ = ["FORMS", "ROOMS", "Room"]


class Room(Protocol):
    """What the module of every identifier has."""

    FORM: Form
    WRITTEN: tuple[str, ...]

    def normalise(self, text: str) -> str | None:
        """The canonical text, or None."""

    def parse(self, text: str) -> str | None:
        """The canonical text of what can be compared between records, or None."""


ROOMS: Mapping[str, Room] = MappingProxyType(
    {
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
)
FORMS: Mapping[str, Form] = MappingProxyType({name: room.FORM for name, room in ROOMS.items()})
