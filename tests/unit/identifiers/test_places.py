"""Postcode, telephone number, e-mail address."""

from __future__ import annotations

import pytest

from cfgovern.identifiers import email, phone, postcode

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


# --- postcode -------------------------------------------------------------------------------------
def test_there_are_124_areas_of_places_and_four_of_none() -> None:
    assert len(postcode.AREAS) == len(set(postcode.AREAS)) == 128
    assert {"BF", "BX", "QC", "XX"} < set(postcode.AREAS)
    assert {area for area in postcode.AREAS if len(area) == 1} == set("BEGLMNSW")
    assert list(postcode.AREAS) == sorted(postcode.AREAS)


def test_every_combination_of_letters_is_an_area_or_unreal() -> None:
    for area in (*LETTERS, *(a + b for a in LETTERS for b in LETTERS)):
        for district in ("1", "19"):
            expected = "valid" if area in postcode.AREAS else "unreal"
            assert postcode.classify(f"{area}{district} 1AA") == expected, area


def test_units_never_hold_six_letters() -> None:
    for unit in (a + b for a in LETTERS for b in LETTERS):
        expected = "unreal" if set(unit) & set("CIKMOV") else "valid"
        assert postcode.classify(f"LS1 1{unit}") == expected, unit


@pytest.mark.parametrize("code", ["ZZ99 3VZ", "ZZ99 3WZ", "ZZ99 3CZ", "ZZ99 3GZ", "ZZ99 1WZ", "zz993vz"])
def test_codes_for_no_place_are_pseudo(code: str) -> None:
    assert postcode.classify(code) == "pseudo"
    assert not postcode.is_unreal(code)
    assert postcode.parse(code) is None
    assert postcode.normalise(code) == f"{code[:4]} {code[-3:]}".upper()


def test_other_codes_of_that_area_are_unreal() -> None:
    for code in ("ZZ99 1AA", "ZZ1 1AA", "ZZ98 3VZ"):
        assert postcode.is_unreal(code)


@pytest.mark.parametrize(
    "outward", ["M1", "B33", "CR2", "DN55", "W1A", "E1W", "N1C", "N1P", "EC1A", "SW1A", "WC2N", "BS0"]
)
def test_every_pattern_of_outward_code(outward: str) -> None:
    for text in (
        f"{outward} 1AA",
        f"{outward}1AA",
        f"{outward.lower()}  1aa",
        f"{outward}\u00a01AA",
        f"{outward}-1AA",
    ):
        assert postcode.classify(text) == "valid"
        assert postcode.normalise(text) == postcode.parse(text) == f"{outward} 1AA"


def test_girobank() -> None:
    assert postcode.classify("GIR 0AA") == "valid"


@pytest.mark.parametrize(
    "text",
    [
        "LS1",
        "LS1 1A",
        "LS1 AA1",
        "1AA LS1",
        "LS01 1AA",
        "LS0 1AA",
        "LS1A 1AA",
        "EC1I 1AA",
        "LS1 OAA",
        "LS111 1AA",
        "BFPO 801",
        "LS1 1AA LS1 1AB",
    ],
)
def test_postcode_malformed(text: str) -> None:
    assert postcode.classify(text) == "malformed"
    assert postcode.normalise(text) is None


# --- telephone number -----------------------------------------------------------------------------
# Ofcom, "Telephone numbers for use in TV and radio drama programmes": first number of each thousand.
DRAMA = [
    "0113 496 0000",
    "0114 496 0000",
    "0115 496 0000",
    "0116 496 0000",
    "0117 496 0000",
    "0118 496 0000",
    "0121 496 0000",
    "0131 496 0000",
    "0141 496 0000",
    "0151 496 0000",
    "0161 496 0000",
    "020 7946 0000",
    "0191 498 0000",
    "028 9649 6000",
    "029 2018 0000",
    "01632 960000",
    "07700 900000",
    "08081 570000",
    "0909 8790000",
    "03069 990000",
]


def number(text: str) -> int:
    return int(text.replace(" ", ""))


@pytest.mark.parametrize("first", DRAMA)
def test_drama_ranges_are_a_thousand_numbers_exactly(first: str) -> None:
    start = number(first)
    for value in (start, start + 1, start + 500, start + 999):
        assert phone.is_unreal(f"0{value}")
    for value in (start - 1, start + 1000):
        assert phone.classify(f"0{value}") == "valid"


def test_there_are_twenty_ranges_and_no_other() -> None:
    starts = {number(first) for first in DRAMA}
    assert len(starts) == 20
    for area in ("0111", "0112", "0119", "0171", "0181", "0191", "0122"):
        assert not phone.is_unreal(f"{area} 496 0000")
    for other in ("028 9018 0000", "020 7496 0000", "01632 961000", "0808 156 0000"):
        assert phone.classify(other) == "valid"


@pytest.mark.parametrize(
    "text",
    [
        "07700 900123",
        "07700900123",
        "07700-900-123",
        "(07700) 900 123",
        "+44 7700 900123",
        "+44 (0)7700 900123",
        "+44 (0) 7700 900 123",
        "0044 7700 900123",
        "0044 (0)7700 900123",
        "44 7700 900123",
        "07700.900.123",
        "07700\u00a0900\u2011123",
    ],
)
def test_phone_ways_of_writing(text: str) -> None:
    assert phone.is_unreal(text)
    assert phone.normalise(text) == phone.parse(text) == "+447700900123"


def test_phone_kinds_of_national_numbers() -> None:
    for national in (
        "163296100",
        "1632961000",
        "2079461000",
        "3069991000",
        "7700901000",
        "8081571000",
        "800157100",
    ):
        assert phone.classify(f"0{national}") == "valid"
        assert phone.normalise(f"0{national}") == f"+44{national}"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("+33 6 39 98 01 23", "+33639980123"),
        ("0033 6 39 98 01 23", "+33639980123"),
        ("+1 (212) 555-0100", "+12125550100"),
    ],
)
def test_phone_foreign(text: str, canonical: str) -> None:
    assert phone.classify(text) == "valid"
    assert phone.normalise(text) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "7700 900123",  # the spreadsheet took the nought
        "07700 90012",
        "07700 9001234",
        "+44 7700 90012",
        "+44 17700 900123",
        "900123",
        "999",
        "+0 123 456 789",
        "+1234567890123456",
        "7.7009E+09",
        "07700 900123 / 07700 900124",
        "07700 900123\n07700 900124",
        "unknown",
    ],
)
def test_phone_malformed(text: str) -> None:
    assert phone.classify(text) == "malformed"
    assert phone.normalise(text) is None


# --- e-mail address -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "a@example.org",
        "A.B+tag@EXAMPLE.com",
        "o'hara@mail.example.net",
        "a@x.example",
        "a@deep.er.test",
        "a@b.invalid",
        "a@my.localhost",
        "a@test",
    ],
)
def test_email_unreal(text: str) -> None:
    assert email.is_unreal(text)
    assert email.normalise(text) == email.parse(text) == text.lower()


@pytest.mark.parametrize(
    "host", ["notexample.org", "example.org.uk", "example.co.uk", "test.net", "contest", "x.xn--p1ai"]
)
def test_email_under_other_names_is_not_unreal(host: str) -> None:
    expected = "valid" if "." in host else "malformed"
    assert email.classify(f"someone@{host}") == expected


@pytest.mark.parametrize(
    "text",
    [
        "a@b",
        "a b@example.org",
        "a@exam ple.org",
        "a@@example.org",
        "a.@example.org",
        ".a@example.org",
        "a..b@example.org",
        "a@-example.org",
        "a@example..org",
        "a@example.org.",
        "a@example.o",
        "a@example.org, b@example.org",
        "a@example.org\n",
        "a at example.org",
        "@example.org",
        "a@",
        f"a@{'x' * 64}.example.org",
        "josé@example.org",
    ],
)
def test_email_malformed(text: str) -> None:
    assert email.classify(text) == "malformed"
    assert email.normalise(text) is None
