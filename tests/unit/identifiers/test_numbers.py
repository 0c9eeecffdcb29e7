"""NHS number, NINO, PNC identifier, CRO number, CRN, prison number, UPRN.

Numbers that could be somebody's are put together here from their parts and a check character
worked out on the spot: none stands in this file as such.
"""

from __future__ import annotations

import pytest

from cfgovern.identifiers import (
    classify,
    crn,
    cro,
    nhs_number,
    nino,
    normalise,
    parse,
    pnc_id,
    prison_number,
    uprn,
)


# --- NHS number -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("stem", "digit"),
    [
        ("943476591", 9),  # examples in public use
        ("987654321", 0),
        ("999000001", 8),
        ("999123456", None),  # no number has this stem
    ],
)
def test_nhs_check_digit(stem: str, digit: int | None) -> None:
    assert nhs_number.check_digit(stem) == digit


@pytest.mark.parametrize("stem", ["943476591", "987654321"])
def test_nhs_number_valid(stem: str) -> None:
    number = f"{stem}{nhs_number.check_digit(stem)}"
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    for text in (number, spaced, spaced.replace(" ", "-"), spaced.replace(" ", "\u00a0 ")):
        assert nhs_number.classify(text) == "valid"
        assert nhs_number.parse(text) == nhs_number.normalise(text) == number


@pytest.mark.parametrize("text", ["987 654 4321", "999 123 4560", "999 000 0019"])
def test_nhs_number_with_a_wrong_check_digit(text: str) -> None:
    assert nhs_number.classify(text) == "bad_check"
    assert nhs_number.parse(text) is None
    assert nhs_number.normalise(text) == text.replace(" ", "")


def test_nhs_test_numbers_and_fillers_are_unreal() -> None:
    for text in ("999 000 0018", *(str(digit) * 10 for digit in range(10))):
        assert nhs_number.classify(text) == "unreal"
        assert nhs_number.is_unreal(text)


@pytest.mark.parametrize("text", ["999000001", "99900000180", "999O000018", "999 000 0018\n999 000 0018"])
def test_nhs_number_malformed(text: str) -> None:
    assert nhs_number.classify(text) == "malformed"


def test_no_stem_has_ten_as_check_digit_and_one_in_eleven_has_none() -> None:
    digits = [nhs_number.check_digit(f"999{n:06d}") for n in range(11_000)]
    assert digits.count(None) == pytest.approx(1000, abs=5)
    for n, digit in enumerate(digits):
        if digit is not None:
            assert nhs_number.classify(f"999{n:06d}{digit}") == "unreal"


# --- NINO -----------------------------------------------------------------------------------------
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BARRED = ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")
WITHOUT_RULE = ("OO", "FY")  # administrative prefixes that break HMRC's rule


def hmrc_allows(prefix: str) -> bool:
    return not (prefix[0] in "DFIQUV" or prefix[1] in "DFIQUVO" or prefix in BARRED)


def test_nino_prefixes_all_676() -> None:
    for prefix in (a + b for a in ALPHABET for b in ALPHABET):
        status = nino.classify(f"{prefix} 12 34 56")
        if hmrc_allows(prefix):
            assert status == "valid", prefix
        else:
            assert status == ("malformed" if prefix in WITHOUT_RULE else "unreal"), prefix


@pytest.mark.parametrize("text", ["QQ123456C", "qq 12 34 56 c", "QQ-12-34-56-C", "QQ 12 34 56", "QQ123456 "])
def test_nino_example_of_hmrc_is_unreal_however_written(text: str) -> None:
    assert nino.is_unreal(text)
    assert nino.normalise(text) == nino.parse(text) == "QQ123456"


@pytest.mark.parametrize("suffix", list(ALPHABET))
def test_nino_last_letter(suffix: str) -> None:
    assert nino.classify(f"AB123456{suffix}") == ("valid" if suffix in "ABCD" else "malformed")
    assert nino.classify(f"ZZ123456{suffix}") == "unreal"  # what name generators make


@pytest.mark.parametrize("prefix", ["CR", "MW", "NC", "PP", "PY", "PZ", "GY", "JY", "MA"])
def test_nino_administrative_prefixes_that_keep_to_the_rule_are_valid(prefix: str) -> None:
    assert nino.classify(f"{prefix}123456A") == "valid"


@pytest.mark.parametrize(
    "text",
    [
        "11 a1 11 11",
        "NC010190M",
        "PP999999P",
        "QQ12345C",
        "QQ1234567C",
        "Q1234567C",
        "QQ123456CC",
        "QQ12E456C",
    ],
)
def test_nino_malformed(text: str) -> None:
    assert nino.classify(text) == "malformed"
    assert nino.parse(text) is None


# --- PNC identifier -------------------------------------------------------------------------------
def letter_by_hand(number: int) -> str:
    """The published rule in other words: A is 1 and so on without I, O and S, and Z is nought."""
    letters = [letter for letter in ALPHABET if letter not in "IOSZ"]
    return "Z" if number % 23 == 0 else letters[number % 23 - 1]


# Year, serial and letter of the cases in the Ministry of Justice's public tests.
PUBLISHED_PNC = [
    ("81", "34", "U"),
    ("02", "73319", "Z"),
    ("00", "223", "R"),
    ("79", "163001", "B"),
    ("03", "3", "Y"),
    ("67", "9893091", "D"),
    ("99", "123456", "X"),
    ("99", "1234567", "B"),
    ("20", "9", "N"),
    ("21", "9999", "M"),
]


@pytest.mark.parametrize(("year", "serial", "letter"), PUBLISHED_PNC)
def test_pnc_check_letter(year: str, serial: str, letter: str) -> None:
    assert pnc_id.check_letter(year, serial) == letter == letter_by_hand(int(year + serial.zfill(7)))
    assert pnc_id.check_letter("19" + year, serial) == letter


@pytest.mark.parametrize(("year", "serial", "letter"), PUBLISHED_PNC)
def test_pnc_ways_of_writing(year: str, serial: str, letter: str) -> None:
    full = serial.zfill(7)
    century = "19" if year > "26" else "20"
    for text in (
        f"{year}/{serial}{letter}",
        f"{year}/{full}{letter}",
        f"{century}{year}/{serial}{letter}",
        f"{century}{year}/{full}{letter}",
        f"{century}{year}{full}{letter}",  # no slash: a full number
        f"{year}{serial}{letter}",  # no slash: a short one
        f" {year} / {serial} {letter.lower()} ",
    ):
        assert pnc_id.classify(text) == "valid", (year, serial)
        assert pnc_id.parse(text) == pnc_id.normalise(text) == f"{year}/{full}{letter}"


@pytest.mark.parametrize(
    ("year", "serial", "letter"),
    [("2003", "0011985", "Z"), ("2012", "0052494", "O"), ("2023", "0583843", "N"), ("2001", "0171310", "S")],
)
def test_pnc_published_wrong_letters(year: str, serial: str, letter: str) -> None:
    for text in (f"{year}{serial}{letter}", f"{year}/{serial}{letter}"):
        assert pnc_id.classify(text) == "bad_check"
        assert pnc_id.parse(text) is None
        assert pnc_id.normalise(text) == f"{year[2:]}/{serial}{letter}"


@pytest.mark.parametrize(
    "text",
    [
        "0123567",
        "01234567890123",
        "TOTALLYINVALID",
        "1X23/1234567A",
        "1923[1234567A",
        "1923/1Z34567A",
        "1923/1234567AA",
        "1999/1234567",
        "1999/0001234567B",
        "20001/9999M",
        "1823/1234567A",
        "0099/1A",
        "9912345678A",  # ten digits: neither a short nor a full number
        "NONE",
        "N/A",
        "?",
    ],
)
def test_pnc_malformed(text: str) -> None:
    assert pnc_id.classify(text) == "malformed"
    assert pnc_id.normalise(text) is None


@pytest.mark.parametrize("year", ["2100", "2199", "3000", "9999"])
def test_pnc_of_a_year_to_come_is_unreal_and_stays_so(year: str) -> None:
    letter = pnc_id.check_letter(year, "12")
    for text in (f"{year}/12{letter}", f"{year}0000012{letter}"):
        assert pnc_id.is_unreal(text)
        assert pnc_id.normalise(text) == f"{year}/0000012{letter}"
        assert pnc_id.is_unreal(str(pnc_id.normalise(text)))
    wrong = "A" if letter != "A" else "B"
    assert pnc_id.classify(f"{year}/12{wrong}") == "bad_check"


def test_pnc_serial_nought_is_unreal() -> None:
    letter = pnc_id.check_letter("26", "0")
    for text in (f"26/0{letter}", f"2026/0000000{letter}", f"20260000000{letter}", f"26000{letter}"):
        assert pnc_id.is_unreal(text)


def test_pnc_two_digit_years_are_never_unreal_by_year() -> None:
    for year in range(100):
        assert pnc_id.classify(f"{year:02d}/1{pnc_id.check_letter(f'{year:02d}', '1')}") == "valid"


# --- CRO number -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("year", "serial", "letter"),
    [
        ("21", "265416", "G"),
        ("91", "65656", "H"),
        ("99", "123456", "L"),
        ("88", "1234", "P"),
        ("11", "1", "X"),
    ],
)
def test_cro_published(year: str, serial: str, letter: str) -> None:
    assert cro.check_letter(year, serial) == letter == letter_by_hand(int(year + serial.zfill(6)))
    for text in (
        f"{serial}/{year}{letter}",
        f"{serial.zfill(6)}/{year}{letter.lower()}",
        f"{serial} / {year} {letter}",
    ):
        assert cro.classify(text) == "valid"
        assert cro.parse(text) == f"{serial.zfill(6)}/{year}{letter}"


@pytest.mark.parametrize(("year", "serial", "letter"), [("05", "482703", "J"), ("83", "50058", "Z")])
def test_cro_sf_form_is_not_padded(year: str, serial: str, letter: str) -> None:
    text = f"SF{year}/{serial}{letter}"
    assert cro.check_letter(year, serial, file=True) == letter == letter_by_hand(int(year + serial))
    assert cro.classify(text) == "valid"
    assert cro.parse(text.lower()) == text


def test_cro_published_wrong_letters() -> None:
    for year, serial, letter in (("65", "85227", "G"), ("99", "123456", "Z")):
        assert cro.classify(f"{serial}/{year}{letter}") == "bad_check"
        assert cro.parse(f"{serial}/{year}{letter}") is None
    assert cro.classify("SF99/123456Z") == "bad_check"


@pytest.mark.parametrize(
    "text", ["1234567/99L", "123456/99LL", "12345699L", "SF20/01234523", "SF99/1234567L", "NONE", "N/A"]
)
def test_cro_malformed(text: str) -> None:
    assert cro.classify(text) == "malformed"
    assert cro.normalise(text) is None


def test_cro_unreal() -> None:
    letter = cro.check_letter("21", "12")
    assert cro.is_unreal(f"QQ12/21{letter}")
    assert cro.normalise(f"qq12/21{letter}") == f"QQ000012/21{letter}"
    assert cro.is_unreal(f"QQ000012/21{letter}")
    assert cro.classify(f"QQ12/21{'A' if letter != 'A' else 'B'}") == "bad_check"
    assert cro.is_unreal(f"0/21{cro.check_letter('21', '0')}")
    assert cro.is_unreal(f"SF21/00{cro.check_letter('21', '00', file=True)}")


# --- CRN and prison number ------------------------------------------------------------------------
def test_crn() -> None:
    assert crn.classify(f"X{123456}") == "valid"
    assert crn.normalise("x 123 456") == crn.parse("x 123 456") == f"X{123456}"
    for text in ("QQ123456", "X000000", "qq 000001"):
        assert crn.is_unreal(text)
    for text in ("X12345", "X1234567", "1234567", "XX123456", "X-123456"):
        assert crn.classify(text) == "malformed"
        assert crn.normalise(text) is None


def test_prison_number() -> None:
    number = f"A{1234}BC"
    for text in (number, "a1234bc", "A 1234 BC", "A-1234-BC"):
        assert prison_number.classify(text) == "valid"
        assert prison_number.normalise(text) == prison_number.parse(text) == number
    for text in ("QQ1234BC", "A0000AA"):
        assert prison_number.is_unreal(text)
    for text in ("A123BC", "A12345BC", "A1234B", "A1234BCD", "11234BC", "AA1234BC"):
        assert prison_number.classify(text) == "malformed"


def test_the_mark_of_this_project_is_no_other_real_identifier() -> None:
    for text in ("QQ123456", "QQ1234BC", f"QQ12/21{cro.check_letter('21', '12')}"):
        for name in ("nino", "pnc_id", "cro", "crn", "prison_number"):
            assert classify(name, text) in ("unreal", "malformed")


# --- UPRN -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "status", "canonical"),
    [
        ("999999999001", "unreal", "999999999001"),
        ("0", "unreal", "0"),
        ("000000000000", "unreal", "0"),
        ("000000000012", "valid", "12"),
        ("12 34", "valid", "1234"),
        ("1234567890123", "malformed", None),
        ("12-34", "malformed", None),
        ("1.2E+11", "malformed", None),
        ("12\n34", "malformed", None),
    ],
)
def test_uprn(text: str, status: str, canonical: str | None) -> None:
    assert uprn.classify(text) == status
    assert uprn.is_unreal(text) == (status == "unreal")
    assert uprn.normalise(text) == uprn.parse(text) == canonical


def test_by_name_and_by_module_agree() -> None:
    for name, text in (("nino", "QQ123456C"), ("uprn", "0012"), ("nhs_number", "999 000 0018")):
        room = {"nino": nino, "uprn": uprn, "nhs_number": nhs_number}[name]
        assert classify(name, text) == room.classify(text)
        assert normalise(name, text) == room.normalise(text)
        assert parse(name, text) == room.parse(text)
