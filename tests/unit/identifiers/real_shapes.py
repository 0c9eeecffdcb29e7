"""Shapes of real identifiers, made when a test runs and never written down, in the ways people write them."""

from __future__ import annotations

from collections.abc import Callable

from cfgovern.identifiers import cro, nhs_number, pnc_id

_LETTERS = "ABCEGHJKLMNPRSTWXYZ"


def _nhs(number: int) -> list[str]:
    stem = 400_000_000 + number % 99_999_999
    while nhs_number.check_digit(str(stem)) is None:
        stem += 1
    ten = f"{stem}{nhs_number.check_digit(str(stem))}"
    three = (ten[:3], ten[3:6], ten[6:])
    return [
        ten,
        *(cut.join(three) for cut in (" ", "-", "\u00a0", "  ", ".", " - ")),
        " ".join(ten),
        f"{ten[:5]} {ten[5:]}",
    ]


def _nino(number: int) -> list[str]:
    digits = f"{number % 999_999:06}"
    area, last = "A" + "BEHLMPRSTWXYZ"[number % 13], "ABCD"[number % 4]
    two = " ".join((area, digits[:2], digits[2:4], digits[4:], last))
    return [
        area + digits + last,
        two,
        two.lower(),
        two.replace(" ", "-"),
        area + digits,
        f"{area} {digits}",
        f"{area} {digits} {last}",
    ]


def _pnc(number: int) -> list[str]:
    year, serial = str(1970 + number % 50), f"{1 + number % 8_999_999:07}"
    letter = pnc_id.check_letter(year, serial)
    full = f"{year}/{serial}{letter}"
    return [
        full,
        full.lower(),
        f"{year[2:]}/{serial.lstrip('0')}{letter}",
        f"{year}{serial}{letter}",
        f"{year} / {serial} {letter}",
    ]


def _cro(number: int) -> list[str]:
    year, serial = f"{number % 100:02}", str(1 + number % 899_999)
    plain = f"{serial}/{year}{cro.check_letter(year, serial)}"
    return [plain, plain.lower(), f"SF{year}/{serial}{cro.check_letter(year, serial, file=True)}"]


def _crn(number: int) -> list[str]:
    letter, digits = _LETTERS[number % 19], f"{1 + number % 999_998:06}"
    return [letter + digits, letter.lower() + digits, f"{letter} {digits}"]


def _prison(number: int) -> list[str]:
    letter, digits, two = (
        _LETTERS[number % 19],
        f"{1 + number % 9_998:04}",
        _LETTERS[number % 17] + _LETTERS[number % 7],
    )
    return [
        letter + digits + two,
        (letter + digits + two).lower(),
        f"{letter} {digits} {two}",
        f"{letter}{digits}-{two}",
    ]


def _postcode(number: int) -> list[str]:
    area = ("LS", "M", "B", "SW", "EH", "N")[number % 6]
    inward = f"{number % 10}{'ABDEFGHJLN'[number % 10]}{'PQRSTUWXYZ'[number % 10]}"
    outward = f"{area}{1 + number % 9}"
    return [
        f"{outward} {inward}",
        outward + inward,
        f"{outward} {inward}".lower(),
        f"{outward}-{inward}",
        f"{outward}  {inward}",
    ]


def _uprn(number: int) -> list[str]:
    odd = 2 * number + 1  # a round number is nobody's
    return [f"{10_000_000_000 + odd}", f"{100_000_000_000 + odd}"]


def _phone(number: int) -> list[str]:
    digits = f"{number % 1_000_000:06}"
    if digits.startswith("900"):
        digits = "8" + digits[1:]
    solid = f"0770{number % 9 + 1}{digits}"
    solid = solid.replace("07700", "07701", 1)
    rest = solid[1:]
    return [
        solid,
        f"{solid[:5]} {solid[5:]}",
        f"{solid[:5]} {solid[5:8]} {solid[8:]}",
        f"+44{rest}",
        f"+44 {rest[:4]} {rest[4:]}",
        f"+44 (0) {rest[:4]} {rest[4:]}",
        f"0044 {rest}",
        f"({solid[:5]}) {solid[5:]}",
        f"{solid[:5]}-{solid[5:]}",
        f"+44 (0){rest}",
        f"{solid[:5]} {solid[5:7]} {solid[7:9]} {solid[9:]}",
        "0" + "20 7" + f"{number % 899:03} {number % 9999:04}",
    ]


def _email(number: int) -> list[str]:
    return [
        f"person.{number}@" + "mail.invented.co.uk",
        f"P{number}@" + "INVENTED.ORG",
        f"a@{'example'}.org.uk",
    ]


REAL: dict[str, Callable[[int], list[str]]] = {
    "nhs_number": _nhs,
    "nino": _nino,
    "pnc_id": _pnc,
    "cro": _cro,
    "crn": _crn,
    "prison_number": _prison,
    "postcode": _postcode,
    "uprn": _uprn,
    "phone": _phone,
    "email": _email,
}


def real(kind: str, number: int) -> list[str]:
    """Ways to write a made-up identifier of the kind that could be somebody's."""
    return REAL[kind](number)


UNREAL = [
    ("nhs_number", "9990000026"),
    ("nhs_number", "999 000 0026"),
    ("nino", "QQ123456C"),
    ("nino", "QQ 12 34 56 C"),
    ("nino", "qq123456"),
    ("phone", "07700 900123"),
    ("phone", "+44 7700 900123"),
    ("phone", "+44 (0)7700 900123"),
    ("phone", "01632 960123"),
    ("phone", "020 7946 0123"),
    ("phone", "0113 496 0123"),
    ("email", "person.1@example.org"),
    ("email", "a@b.example.com"),
    ("postcode", "ZZ99 3VZ"),
    ("postcode", "zz99 3wz"),
    ("postcode", "QX9 1AB"),
    ("postcode", "QX91AB"),
    ("pnc_id", "2199/0000012A"),
    ("cro", "QQ123456/99A"),
    ("crn", "QQ123456"),
    ("prison_number", "QQ1234AB"),
    ("prison_number", "A0000AA"),
    ("uprn", "999999999123"),
    ("uprn", "0"),
]
