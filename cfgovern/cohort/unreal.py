"""Identifiers that belong to nobody: only from ranges that have never been and will never be issued."""

from __future__ import annotations

from collections.abc import Callable

from cfgovern.identifiers import classify, nhs_number

__all__ = ["unreal"]


def unreal(identifier: str, number: int) -> str | None:
    """The made-up identifier of that kind for person ``number`` (from 1), different for each.

    None for a kind of which no range is certain to belong to nobody, and where the range has no more.
    """
    make = _MAKERS.get(identifier)
    made = make(number) if make else None
    if made is not None and classify(identifier, made) not in ("unreal", "pseudo"):
        raise AssertionError(f"a made-up {identifier} could be somebody's")
    return made


def _nhs_number(number: int) -> str | None:
    """In 999 000 0000 to 999 999 9999; one stem in eleven has no check digit, and is nobody's either."""
    stem = f"999{number:06}"
    digit = nhs_number.check_digit(stem) if len(stem) == 9 else None
    return None if digit is None else f"{stem}{digit}"


def _nino(number: int) -> str | None:
    """QQ is the prefix of HMRC's own example."""
    return f"QQ{number:06}{'ABCD'[number % 4]}" if number < 1_000_000 else None


def _phone(number: int) -> str | None:
    """The mobile numbers that Ofcom keeps for drama."""
    return f"07700 900{number:03}" if number < 1_000 else None


def _email(number: int) -> str:
    return f"person.{number}@example.org"


def _postcode(number: int) -> str:
    """No fixed abode for one in four; else the area ZZ, which does not exist."""
    return "ZZ99 3VZ" if number % 4 == 0 else f"ZZ{number % 9 + 1} {number // 9 % 10}AA"


_MAKERS: dict[str, Callable[[int], str | None]] = {
    "nhs_number": _nhs_number,
    "nino": _nino,
    "phone": _phone,
    "email": _email,
    "postcode": _postcode,
}
