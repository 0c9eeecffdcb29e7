"""The guard of record keys: in doubt it keeps a key out of a report."""

from __future__ import annotations

import time

import pytest

from cfgovern.identifiers import cro, looks_like_identifier, names_somebody, nhs_number, pnc_id


@pytest.mark.parametrize(
    "key",
    [
        "",
        "P-0012",
        "P0012",
        "CF-00000012",
        "CF00000012",
        "A01-2026-0031",
        "DEMO-0001",
        "DEMO-0001-B",
        "CF-26-0031",
        "26-P-00031",
        "P-000123",
        "0031A",
        "CF-0031A",
        "12",
        "00000012",
        "ref 12",
        "participant_0012",
        "A/12/3",
        "MARCH-12",
        "abc",
        "6f1c2d3e",
        "x" * 100,
    ],
)
def test_ordinary_record_numbers_are_shown(key: str) -> None:
    assert not looks_like_identifier(key)


def live(stem: str) -> str:
    return f"{stem}{nhs_number.check_digit(stem)}"


def wrong(letter: str) -> str:
    return "A" if letter != "A" else "B"


IDENTIFIERS = [
    "9990000018",
    "999 000 0018",
    "999-000-0018",
    "999.000.0018",
    "999_000_0018",
    "999 000 0019",  # a slip of the pen
    "9 9 9 0 0 0 0 0 1 8",
    f"{live('943476591')[:4]}-{live('943476591')[4:]}",
    "QQ123456C",
    "qq 12 34 56 c",
    "QQ-12-34-56-C",
    "QQ12-3456-C",
    "QQ123456",
    "QQ-123456",
    "QQ-12-34-56",
    "Q Q 1 2 3 4 5 6 C",
    "FY123456A",
    "NC010190M",
    "11 a1 11 11",
    "11a11111",
    f"2199/0000012{pnc_id.check_letter('2199', '12')}",
    f"99/12{pnc_id.check_letter('99', '12')}",
    f"99/12{wrong(pnc_id.check_letter('99', '12'))}",
    f"99123456{wrong(pnc_id.check_letter('99', '123456'))}",
    f"QQ12/21{cro.check_letter('21', '12')}",
    f"12/21{wrong(cro.check_letter('21', '12'))}",
    f"SF21/12{wrong(cro.check_letter('21', '12', file=True))}",
    "X000000",
    "X 000000",
    "QQ1234BC",
    "A0000AA",
    "A-0000-AA",
    "ZZ99 3VZ",
    "ZZ993VZ",
    "zz99-3vz",
    "LS1 1CA",
    "07700 900123",
    "+44 7700 900123",
    "+44 (0)7700-900-123",
    "0113.496.0001",
    "+33 6 39 98 01 23",
    "a@example.org",
    "@handle",
    "999999999001",
    "123456789",
    "12 March 1985",
    "12mar85",
    "March 12th, 1985",
    "1985 March 12",
    "12/03/1985",
    "1/2/85",
    "12-03-85",
    "12.03.1985",
    "1985-03-12",
    "03/12/1985",
    "12031985",
    "19850312",
]


@pytest.mark.parametrize("text", IDENTIFIERS)
@pytest.mark.parametrize("around", ["{}", "CF-{}", "{}-01", "ref ({})", "id:{}!", "Jo {} x"])
def test_identifiers_and_dates_are_kept_out(text: str, around: str) -> None:
    assert looks_like_identifier(around.format(text))


@pytest.mark.parametrize("text", ["JSMITH19850312", "JS12031985X", "N9990000018Y"])
def test_long_numbers_and_dates_count_inside_words(text: str) -> None:
    assert looks_like_identifier(text)


@pytest.mark.parametrize(
    "text", ["Zoë-12", "P–0012", "٩٩٩", "P-0012\n", "P\t12", "\x00", "QQ123456С", "x" * 101, "\ud800"]
)
def test_what_is_not_plain_short_ascii_is_kept_out(text: str) -> None:
    assert looks_like_identifier(text)


def test_the_longest_key_is_judged_quickly() -> None:
    key = "1a " * 33
    start = time.perf_counter()
    looks_like_identifier(key)
    assert time.perf_counter() - start < 0.5


# Each begins with what is written like an identifier, then " is ...".
NAMING = [
    "999 000 0018 is checked", "9990000018", "999\n000\n0018", "９９９ ０００ ００１８",
    "999\u200b000\u200b0018",
    "999,000,0018", "999/000/0018", "&#57;990000018", "%39990000018", "999 000 0019",
    "QQ123456C is right", "QQ 12 34 56 C", "qq 12 34 56 c",
    "07700 900123 is theirs", "+44 7700 900123", "(01632) 960123",
    "jo@example.org is theirs",
    "ZZ99 3VZ is home", "ZZ993VZ", "zz99 3vz",
    "A1234BC is theirs", "A 1234 BC",
    "99/123456X is theirs", "2012/0000123A is theirs", "123456/99A is theirs", "X123456 is theirs",
    "999999999001 is the house",
    "born 1.2.1980", "born 1.2.80", "born 01/02/1980", "born 1 February 1980", "born Feb 1, 1980",
    "1980-02-01", "19800201",
]  # fmt: skip
PLAIN_REASONS = [
    "Stayed in the night shelter for all 92 nights of the quarter; checked with the provider.",
    "The person gave only the year, and it was checked at the front desk.",
    "Two moves in one week, both confirmed by the hostel’s manager – see the case record.",
    "Rows 12, 14 and 15 are right: three visits to A&E on one day.",
    "Score of 10 out of 10 is right, 36 of 48, and up to 12 to 14 weeks, 3 of them in B and B",
    "1,200 nights in 4 hostels; seen 3 times in May 2026, in 2026-Q3",
    "started 1 April",
    "Naïve café: 50 % ok",
]  # fmt: skip


@pytest.mark.parametrize("text", NAMING)
def test_a_sentence_that_may_name_somebody(text: str) -> None:
    assert names_somebody(text)
    assert names_somebody(f"Checked with the provider: {text}; it is right as it stands. " + "Yes. " * 50)


@pytest.mark.parametrize("text", PLAIN_REASONS)
def test_an_ordinary_reason(text: str) -> None:
    assert not names_somebody(text)


def test_a_long_sentence_is_judged_soon() -> None:
    began = time.process_time()
    names_somebody("word 12 of 3 a " * 1000)
    assert time.process_time() - began < 20
