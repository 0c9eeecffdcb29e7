"""What may stand in a slot: values of the right form, made from a seed when wanted and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

from tests.labelled import everyday, official
from tests.labelled.drawing import pattern

__all__ = ["SLOTS", "Maker"]

Maker = Callable[[Random, str], str]

SLOTS: Mapping[str, tuple[str | None, Maker]] = MappingProxyType(
    {
        "nhs_number": ("UK_NHS", official.nhs_number),
        "nino": ("UK_NINO", official.nino),
        "postcode": ("UK_POSTCODE", everyday.postcode),
        "phone": ("PHONE_NUMBER", everyday.phone),
        "email": ("EMAIL_ADDRESS", everyday.email),
        "dob": ("DATE_OF_BIRTH", lambda rng, style: everyday.written(everyday.day(rng, 1948, 2005), style)),
        "pnc_id": ("UK_PNC_ID", official.pnc_id),
        "cro": ("UK_CRO", official.cro),
        "crn": ("UK_CRN", official.crn),
        "prison_number": ("UK_PRISON_NUMBER", official.prison_number),
        "asn": ("UK_ASN", official.asn),
        "uprn": ("UK_UPRN", official.uprn),
        "driving_licence": ("UK_DRIVING_LICENCE", official.driving_licence),
        "passport": ("UK_PASSPORT", official.passport),
        "vehicle": ("UK_VEHICLE_REGISTRATION", official.vehicle),
        "account_number": ("UK_BANK_ACCOUNT", official.account_number),
        "benefit_ref": ("UK_BENEFIT_REFERENCE", pattern),
        "case_ref": ("CASE_REFERENCE", pattern),
        "ip": ("IP_ADDRESS", everyday.ip),
        "mac": ("MAC_ADDRESS", everyday.mac),
        "iban": ("IBAN_CODE", official.iban),
        "card": ("CREDIT_CARD", official.card),
        "handle": ("SOCIAL_HANDLE", everyday.handle),
        "url": ("URL", everyday.url),
        # No identifier of anybody.
        "sort_code": (None, official.sort_code),
        "ten_digits": (None, official.ten_digits),
        "sixteen": (None, official.sixteen),
        "date": (None, lambda rng, style: everyday.written(everyday.day(rng, 2023, 2026), style)),
        "like": (None, pattern),
        "number": (None, everyday.number),
    }
)
"""By name of the slot: the entity that its value is, None if it is none, and how it is made from a style."""
