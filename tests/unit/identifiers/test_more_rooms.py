"""The identifiers that are not compared between records: good, bad, and hostile. Every value is nobody's."""

from __future__ import annotations

import re
from datetime import date

import pytest

from cfgovern.identifiers import (
    address,
    asn,
    bank_account,
    card,
    date_of_birth,
    driving_licence,
    email,
    fillers,
    iban,
    network,
    passport,
    phone,
    vehicle_registration,
)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("99/00QQ/01/1234S", "unreal"),
        ("99/00qq/01/00001234s", "unreal"),
        ("9900QQ0100000001234S", "unreal"),
        ("9900QQ01000000012345", "malformed"),
        ("99/00QQ/01/1234", "malformed"),
        ("99/QQ/01/1234S", "malformed"),
        ("", "malformed"),
    ],
)
def test_arrest_summons_number(text: str, status: str) -> None:
    assert asn.classify(text) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("QQ999704122Q94QQ", "unreal"),
        ("qq999 754122 q94qq", "unreal"),  # a woman: 50 more
        ("QQ999713122Q94QQ", "malformed"),  # month 13
        ("QQ999704322Q94QQ", "malformed"),  # day 32
        ("Q9Q99704122Q94QQ", "malformed"),  # 9 before a letter
        ("99999704122Q94QQ", "malformed"),
        ("QQ99970412Q94QQ", "malformed"),
        ("QQ999704122Q94QQ1", "malformed"),
    ],
)
def test_driving_licence(text: str, status: str) -> None:
    assert driving_licence.classify(text) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("QQ0012345", "unreal"),
        ("000000000", "unreal"),
        ("Q00012345", "malformed"),
        ("QQ001234", "malformed"),
        ("QQ00123456", "malformed"),
    ],
)
def test_passport(text: str, status: str) -> None:
    assert passport.classify(text) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("AB49 XYK", "unreal"),
        ("ab49xyk", "unreal"),
        ("A123 BCD", "valid"),
        ("ABC 123D", "valid"),
        ("AB51 ABC", "valid"),
        ("IB51 ABC", "malformed"),
        ("AB35 ABC", "malformed"),
        ("AB51 AIB", "malformed"),
        ("ABC 123Z", "malformed"),
        ("I123 BCD", "malformed"),
    ],
)
def test_vehicle_registration(text: str, status: str) -> None:
    assert vehicle_registration.classify(text) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("00-00-00 00012345", "unreal"),
        ("00 00 00 / 00012345", "unreal"),
        ("00-00-00 0001234", "malformed"),
        ("00-00-00", "malformed"),
    ],
)
def test_bank_account(text: str, status: str) -> None:
    assert bank_account.classify(text) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("GB16 QQQQ 0000 0000 0000 12", "unreal"),
        ("gb22qqqq00000000054321", "unreal"),
        ("GB17 QQQQ 0000 0000 0000 12", "bad_check"),
        ("GB16 QQQQ 0000 0000 0000", "malformed"),  # too short for the country
        ("QQ16 QQQQ 0000 0000 0000 12", "malformed"),
        ("GB16 \u0661QQQ 0000 0000 0000 12", "malformed"),
    ],
)
def test_iban(text: str, status: str) -> None:
    assert iban.classify(text) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("4111 1111 1111 1111", "valid"),
        ("5555-5555-5555-4444", "valid"),
        ("4111 1111 1111 1112", "bad_check"),
        ("1111 1111 1111 1117", "malformed"),  # no issuer
        ("4111 1111 1111", "malformed"),
    ],
)
def test_card(text: str, status: str) -> None:
    assert card.classify(text) == status


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("192.0.2.1", True),
        ("2001:db8::1", True),
        ("256.0.2.1", False),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("192.0.2", False),
        ("\u0661.0.2.1", False),
    ],
)
def test_ip(text: str, is_one: bool) -> None:
    assert network.is_ip(text) is is_one


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/03/1985", date(1985, 3, 12)),
        ("12.3.85", date(1985, 3, 12)),
        ("12/3/26", date(2026, 3, 12)),
        ("1985-03-12", date(1985, 3, 12)),
        ("12th of March 1985", date(1985, 3, 12)),
        ("March 12, 1985", date(1985, 3, 12)),
        ("12MAR1985", date(1985, 3, 12)),
        ("19850312", date(1985, 3, 12)),
        ("12031985", date(1985, 3, 12)),
        ("120385", date(1985, 3, 12)),
        ("03/25/1985", date(1985, 3, 25)),  # the month first, where it cannot be the day
        ("31/02/1985", None),
        ("March 1985", None),
        ("12 March", None),
        ("", None),
        ("99999999", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert date_of_birth.read(text) == day


@pytest.mark.parametrize(
    ("text", "could"),
    [("12/03/1985", True), ("12/3/85", True), ("12/03/2024", False), ("12/3/24", False), ("1/1/1850", False)],
)
def test_a_day_that_may_be_of_a_birth(text: str, could: bool) -> None:
    assert date_of_birth.could_be_birth(text) is could


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("oh seven seven double oh nine", "077009"),
        ("zero, seven 7", "077"),
        ("treble one", "111"),
        ("plus four four", "+44"),
    ],
)
def test_a_number_that_is_read_out(text: str, figures: str) -> None:
    assert phone.spoken(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "kev(at)example.org",
        "kev [at] example [dot] org",
        "kev dot nobody at example dot org",
        "kev@example,org",
        "kev @ example.org",
    ],
)
def test_an_address_of_mail_that_is_written_round(text: str) -> None:
    assert email.SIGNS.search(text)
    match = email.OBSCURED.search(text)
    assert match is not None and match[0] == text


def test_streets_that_say_much_else() -> None:
    assert address.is_loose("Close") and not address.is_loose("Street")


@pytest.mark.parametrize("text", ["0" * 10, "9" * 12, "07" + "0" * 9])
def test_fillers(text: str) -> None:
    assert re.fullmatch("|".join(fillers.WRITTEN), text)
