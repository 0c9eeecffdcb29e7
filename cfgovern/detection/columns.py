"""What a column holds, told by its values alone: for files without a contract.

One value proves little: one ten-digit order number in eleven has the check digit of an NHS number, one in
ten that of a card, one in 23 the letter of a PNC identifier. A column proves it by its share of right values:
at least ``LEAST`` different values, four in five of them right. By chance that comes to less than one column
of order numbers in a million (of 8 values 7, at one in eleven each). The fifth leaves room for slips.

Where there is no check digit, more is asked. A letter and six digits are a CRN only if they do not count up
as record numbers do. Days are those of births where they reach over ten years and half of them lie a good
while back; days of a case are of the last few years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from cfgovern.detection.cues import cues
from cfgovern.identifiers import (
    asn,
    card,
    crn,
    cro,
    date_of_birth,
    driving_licence,
    email,
    form,
    iban,
    network,
    nhs_number,
    nino,
    phone,
    pnc_id,
    postcode,
    prison_number,
    uprn,
    vehicle_registration,
)

__all__ = ["LEAST", "SHARE", "column_kind"]

LEAST, SHARE = 8, 0.8
_AT_MOST = 2_000  # different values are looked at
_SPREAD, _LATEST = 10, 2005  # years between the first and the last tenth; the middle year, at the latest
_DENSE = 20  # record numbers lie closer together than so many times their count


def column_kind(values: Iterable[str]) -> str | None:
    """The entity that a column of these ``values`` holds, or None where they do not prove one."""
    not_known = cues().not_known
    stripped = (value.strip() for value in values)
    given = (value for value in stripped if value and value.lower() not in not_known)
    different = tuple(islice(dict.fromkeys(given), _AT_MOST))
    if len(different) < LEAST:
        return None
    for entity, is_right in _RIGHT:
        right = [value for value in different if is_right(value)]
        if len(right) >= SHARE * len(different) and _ALSO.get(entity, _enough)(right):
            return entity
    return None


def _enough(right: list[str]) -> bool:
    return bool(right)


def _of(shape: form.Form) -> Callable[[str], bool]:
    def is_right(value: str) -> bool:
        return form.classify(shape, value) in ("valid", "unreal")

    return is_right


def _nhs(value: str) -> bool:
    word = form.compact(nhs_number.FORM, value)
    return len(set(word)) > 1 and nhs_number.parse(word) is not None


def _nino(value: str) -> bool:
    word = form.compact(nino.FORM, value)
    return word[-1:].isalpha() and form.classify(nino.FORM, word) in ("valid", "unreal")


def _phone(value: str) -> bool:
    return form.classify(phone.FORM, value) in ("valid", "unreal") or (
        value[:1] == "7" and form.classify(phone.FORM, f"0{value}") in ("valid", "unreal")
    )


def _vehicle(value: str) -> bool:
    word = form.compact(vehicle_registration.FORM, value)
    return len(word) == 7 and form.classify(vehicle_registration.FORM, word) in ("valid", "unreal")


def _scattered(right: list[str]) -> bool:
    """Whether the figures lie further apart than numbers that are given out one after the other."""
    numbers = sorted(int(value[-6:]) for value in right)
    return numbers[-1] - numbers[0] > _DENSE * len(numbers)


def _births(right: list[str]) -> bool:
    years = sorted(day.year for day in map(date_of_birth.read, right) if day is not None)
    tenth = len(years) // 10
    return years[-1 - tenth] - years[tenth] >= _SPREAD and years[len(years) // 2] <= _LATEST


def _property(value: str) -> bool:
    return uprn.IN_USE.fullmatch(form.compact(uprn.FORM, value)) is not None


_RIGHT: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("UK_NHS", _nhs),
    ("UK_NINO", _nino),
    ("EMAIL_ADDRESS", _of(email.FORM)),
    ("UK_POSTCODE", lambda value: postcode.classify(value) in ("valid", "unreal", "pseudo")),
    ("PHONE_NUMBER", _phone),
    ("UK_PNC_ID", _of(pnc_id.FORM)),
    ("UK_CRO", _of(cro.FORM)),
    ("UK_ASN", _of(asn.FORM)),
    ("UK_DRIVING_LICENCE", _of(driving_licence.FORM)),
    ("UK_PRISON_NUMBER", _of(prison_number.FORM)),
    ("UK_VEHICLE_REGISTRATION", _vehicle),
    ("UK_UPRN", _property),
    ("IBAN_CODE", lambda value: iban.classify(value) in ("valid", "unreal")),
    ("CREDIT_CARD", lambda value: card.classify(value) == "valid"),
    ("IP_ADDRESS", network.is_ip),
    ("UK_CRN", _of(crn.FORM)),
    ("DATE_OF_BIRTH", lambda value: date_of_birth.read(value) is not None and not value.isdigit()),
)
_ALSO: dict[str, Callable[[list[str]], bool]] = {"UK_CRN": _scattered, "DATE_OF_BIRTH": _births}
