"""The UK pack: what is found, what it counts for, and what is left alone. Every value here is nobody's."""

from __future__ import annotations

import re
from itertools import pairwise

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.cohort.unreal import broken, unreal
from cfgovern.detection import pack
from cfgovern.detection.pack import ENTITIES, WORTH, meant_by, search
from cfgovern.evidence.spans import ENTITIES as KNOWN
from cfgovern.identifiers import nhs_number

NHS = unreal("nhs_number", 7) or ""
NHS_SLIP = NHS[:-1] + str((int(NHS[-1]) + 1) % 10)
NINO = unreal("nino", 1) or ""
PHONE = "07700 900123"
POSTCODE = unreal("postcode", 3) or ""
PNC, CRO, CRN, PRISON, UPRN = (
    broken(kind, 1234) for kind in ("pnc_id", "cro", "crn", "prison_number", "uprn")
)
LICENCE = "QQ999704122Q94QQ"
IBAN = "GB16 QQQQ 0000 0000 0000 12"
CARD = "4111 1111 1111 1111"


def told(text: str, meant: str | None = None) -> list[tuple[str, str, str]]:
    """Entity, the stretch and severity of each find."""
    return [(one.entity, text[one.start : one.end], one.severity) for one in search(text, meant)]


def grouped(number: str) -> str:
    return f"{number[:3]} {number[3:6]} {number[6:]}"


BLOCKS = [
    ("UK_NHS", "seen, {}, by GP", NHS),
    ("UK_NHS", "NHS no. {}", grouped(NHS)),
    ("UK_NHS", "nhs:{}", grouped(NHS).replace(" ", "-")),
    ("UK_NHS", "NHS number{}", f" {NHS[:3]}\u200b{NHS[3:]}"),
    ("UK_NINO", "NI {} on file", NINO),
    ("UK_NINO", "{}", "QQ 12 34 56 C"),
    ("UK_NINO", "nino {}", "QQ-12-34-56-C"),
    ("UK_NINO", "nino {} (last letter not known)", "QQ123456"),
    ("UK_NINO", "temporary NI number {} from DWP", "12Q34567"),
    ("UK_POSTCODE", "moved to {} in May", POSTCODE),
    ("UK_POSTCODE", "post code {}", POSTCODE.lower().replace(" ", "")),
    ("PHONE_NUMBER", "rang {} twice", PHONE),
    ("PHONE_NUMBER", "{}", "+44 7700 900123"),
    ("PHONE_NUMBER", "tel {}", "(0113) 496 0123"),
    ("PHONE_NUMBER", "mum's number is {} ok", "+33 1 99 00 12 34"),
    ("PHONE_NUMBER", "given as {} he says", "oh seven seven double oh nine double oh one two three"),
    ("PHONE_NUMBER", "mob {}", "7700 900123"),
    ("EMAIL_ADDRESS", "copied to {}.", "kev.nobody@example.org"),
    ("EMAIL_ADDRESS", "copied to {}", "kev.nobody(at)example.org"),
    ("EMAIL_ADDRESS", "it is {}", "kev dot nobody at example dot org"),
    ("EMAIL_ADDRESS", "it is {}", "kev [at] example [dot] org"),
    ("EMAIL_ADDRESS", "it is {}", "kev.nobody@example,org"),
    ("DATE_OF_BIRTH", "dob {}", "12/3/85"),
    ("DATE_OF_BIRTH", "D.O.B. {}", "12.03.1985"),
    ("DATE_OF_BIRTH", "born on {} in Leeds", "12th of March 1985"),
    ("DATE_OF_BIRTH", "{} (dob)", "1985-03-12"),
    ("DATE_OF_BIRTH", "date of birth: {}", "March 12, 1985"),
    ("DATE_OF_BIRTH", "DOB {}", "12031985"),
    ("UK_PNC_ID", "markers on {}", PNC),
    ("UK_PNC_ID", "pnc {}", PNC.lower()),
    ("UK_CRO", "charge sheet {}", CRO),
    ("UK_CRN", "CRN {}", CRN),
    ("UK_CRN", "crn{}, moved", CRN),
    ("UK_CRN", "on a community order ({})", CRN),
    ("UK_PASSPORT", "passport no.{}/photo is old", "000012345"),
    ("UK_BANK_ACCOUNT", "paid to a/c{}", "00012345"),
    ("CASE_REFERENCE", "CAD/{} logged", "12345"),
    ("CASE_REFERENCE", "police log no {} logged", "912 of 12/11/25"),
    ("CASE_REFERENCE", "rio no. {} at the surgery", "00123"),
    ("UK_BENEFIT_REFERENCE", "esa reference {} closed", "QQ00123"),
    ("SOCIAL_HANDLE", "{} on insta", "kev_nobody12"),
    ("UK_PRISON_NUMBER", "letter to {} at HMP", PRISON),
    ("UK_PRISON_NUMBER", "noms {}", PRISON.lower()),
    ("UK_ASN", "ref {}", "99/00QQ/01/00001234S"),
    ("UK_ASN", "asn {}", "9900QQ0100000001234S"),
    ("UK_UPRN", "UPRN: {}", UPRN),
    ("UK_UPRN", "uprn {}", "1234567"),
    ("UK_DRIVING_LICENCE", "as ID {}", LICENCE),
    ("UK_DRIVING_LICENCE", "licence {}", "QQ999 704122 Q94QQ"),
    ("UK_PASSPORT", "passport no {}", "QQ0012345"),
    ("UK_PASSPORT", "her passport is {}", "000012345"),
    ("UK_VEHICLE_REGISTRATION", "seen in {} again", "AB49 XYK"),
    ("UK_VEHICLE_REGISTRATION", "drives {}", "ab49xyk"),
    ("UK_VEHICLE_REGISTRATION", "car reg {}", "Q123 ABC".replace("Q", "A")),
    ("UK_BANK_ACCOUNT", "pay {}", "00-00-00 00012345"),
    ("UK_BANK_ACCOUNT", "bank {}", "000000 00012345"),
    ("UK_BANK_ACCOUNT", "account number {}", "00012345"),
    ("IBAN_CODE", "to {} please", IBAN),
    ("IBAN_CODE", "to {}", IBAN.replace(" ", "").lower()),
    ("CREDIT_CARD", "paid by {} now stopped", CARD),
    ("UK_BENEFIT_REFERENCE", "UC claim {}", "0000 1234 0000 QQ"),
    ("UK_BENEFIT_REFERENCE", "PIP ref {}", "QQ/1234/0000"),
    ("CASE_REFERENCE", "case ref {}", "SYN-HSG-001234"),
    ("CASE_REFERENCE", "Our ref: {}", "SYN/0000/1234"),
    ("UK_ADDRESS", "lives at {} now", "12 Larkspur Street"),
    ("UK_ADDRESS", "visit to {}, Exampleton", "Flat 3, 12a Larkspur Close"),
    ("UK_ADDRESS", "lives at {}", "12 Rose House"),
    ("UK_ADDRESS", "{}, Exampleton", "12 Rose House"),
    ("IP_ADDRESS", "sent from {}.", "192.0.2.17"),
    ("IP_ADDRESS", "sent from {}", "2001:db8::12"),
    ("MAC_ADDRESS", "laptop {}", "00:00:5e:00:53:af"),
    ("SOCIAL_HANDLE", "add me {}", "@kev_nobody12"),
    ("SOCIAL_HANDLE", "insta is {} ok", "kev_nobody12"),
    ("URL", "see {}.", "https://www.example.org/profile/1234"),
]


@pytest.mark.parametrize(("entity", "sentence", "value"), BLOCKS)
def test_what_is_enough_by_itself_or_by_the_word_before_it(entity: str, sentence: str, value: str) -> None:
    assert (entity, value.strip(), "block") in told(sentence.format(value))


@pytest.mark.parametrize(
    ("entity", "text", "value"),
    [
        ("UK_NHS", f"NHS no {NHS_SLIP}", NHS_SLIP),
        ("UK_NHS", f"NHS no {NHS[:-1]}", NHS[:-1]),
        ("UK_NINO", "nino QQ12345C", "QQ12345C"),
        ("UK_NINO", "NI numbers QQ123456C and ZZ123456A", "ZZ123456A"),
        ("UK_PNC_ID", f"PNC {PNC[:-1]}S", f"{PNC[:-1]}S"),
        ("UK_CRN", f"spoke to {CRN} today", CRN),
        ("UK_UPRN", f"at {UPRN} since May", UPRN),
        ("DATE_OF_BIRTH", "Kev (14/03/1985) came", "14/03/1985"),
        ("UK_ADDRESS", "the squat at the end of figtree row", "figtree row"),
        ("UK_BANK_ACCOUNT", "000000 00012345", "000000 00012345"),
        ("URL", "website is kevnobody.example.org", "kevnobody.example.org"),
        ("URL", "the page http://example.com/u is up", "http://example.com/u"),
        ("CASE_REFERENCE", "FW: SYN-HSG-001234", "SYN-HSG-001234"),
    ],
)
def test_what_a_person_has_to_look_at(entity: str, text: str, value: str) -> None:
    assert (entity, value, "warning") in told(text)


@pytest.mark.parametrize(
    ("entity", "text", "meant"),
    [
        ("UK_POSTCODE", "ZZ99 3VZ", None),
        ("UK_NHS", "9" * 10, None),
        ("UK_NHS", "0" * 10, "UK_NHS"),
        ("UK_NHS", "".join(map(str, range(1, 10))) + "0", None),
        ("UK_NINO", " Not known ", "UK_NINO"),
        ("DATE_OF_BIRTH", "01/01/1900", "DATE_OF_BIRTH"),
        ("PHONE_NUMBER", "0" * 11, "PHONE_NUMBER"),
    ],
)
def test_what_stands_in_for_an_identifier_points_to_nobody(entity: str, text: str, meant: str | None) -> None:
    assert told(text, meant) == [(entity, text.strip(), "info")]


@pytest.mark.parametrize(
    "text",
    [
        f"order no {NHS}",
        f"invoice {NHS}",
        f"seen {NHS_SLIP} today",
        "review 12/03/2026, appt 14/4/26 at 10:30",
        "tenancy started 14/03/1998",
        "not known",
        "scored 31/48 and 12 out of 10 is good",
        "1st floor, B1 2nd door",
        "AS 26.07.26 seen",
        "24/7 helpline, form UC50, DS1500",
        "100 mg at 10:30, £25.50, 2 people, 3.5 hours",
        "version 1.2.3.4 of the system",
        "3 people on the street, all the way down the road",
        "Kev was rated amber",
        "twelve people, seven of them new",
        "email me at home, dot the i",
        "2026-W12 batch 00A12 inv 001234",
        "UUID 00000000-0000-4000-8000-000000000000",
        "mtg @ 3pm @office",
        "Rob Street came along",
        "MDT half 4 Hope House meeting room, Room 19, Hope House",
        "will be at Grace Court tonight",
        "part ZZ123456A fitted",
        f"receipt {CRN} for bedding",
        f"invoice no. {CRN} paid",
        "IT ticket ref QQ001234",
        "mileage claim 1234",
        "scores 01-02-03-04-05-06 by week",
        f"bundle {PNC[:-1]}S copied",
        "came here on 14/03/1998 and left",
    ],
)
def test_what_is_no_identifier_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_a_heading_says_what_a_cell_holds() -> None:
    assert told("QQ123456", "UK_NINO") == [("UK_NINO", "QQ123456", "block")]
    assert told("12031985", "DATE_OF_BIRTH") == [("DATE_OF_BIRTH", "12031985", "block")]
    assert search("000012345", "UK_PASSPORT")[0].because == "heading"
    assert told("000012345") == []


def test_a_number_with_a_slip_in_its_own_column_is_a_near_miss() -> None:
    assert [(one.severity, one.because) for one in search(NHS_SLIP, "UK_NHS")] == [("warning", "near_miss")]


@pytest.mark.parametrize(
    ("meant", "cell"),
    [
        ("UK_NHS", f"{NHS[:8]}OO"),
        ("UK_NINO", "QQ12345C"),
        ("UK_POSTCODE", "L51 4DO"),
        ("PHONE_NUMBER", "07700 90012"),
        ("UK_PNC_ID", PNC[:-1]),
        ("UK_CRO", f"{CRO[:-1]}S"),
        ("UK_CRN", "Q12345"),
        ("UK_PRISON_NUMBER", "Q1234B"),
        ("UK_DRIVING_LICENCE", LICENCE[:-2]),
        ("IBAN_CODE", IBAN.replace("16", "17")),
        ("CREDIT_CARD", CARD[:-1] + "2"),
    ],
)
def test_what_is_mistyped_in_its_own_column_is_told(meant: str, cell: str) -> None:
    assert [(one.entity, one.because) for one in search(cell, meant)] == [(meant, "near_miss")]


def test_a_column_of_addresses_holds_addresses_that_have_no_street() -> None:
    assert told(" The Old Foundry, Unit 3 ", "UK_ADDRESS") == [
        ("UK_ADDRESS", "The Old Foundry, Unit 3", "warning")
    ]


def test_the_nearest_word_says_what_a_number_is() -> None:
    assert told(f"NHS no not known, prison no {PRISON}, review 12/03/2026") == [
        ("UK_PRISON_NUMBER", PRISON, "block")
    ]
    assert [kind for kind, _, _ in told(f"crn {CRN}, noms {PRISON}, cro {CRO}")] == [
        "UK_CRN",
        "UK_PRISON_NUMBER",
        "UK_CRO",
    ]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        (f"\u202e{NHS[::-1]}\u202c", "UK_NHS"),
        (f"{NHS[:4]}\x00{NHS[4:]}", "UK_NHS"),
        ("".join(chr(0xFF10 + int(digit)) for digit in NHS), "UK_NHS"),
        ("NINO \u041e\u041e123456C", "UK_NINO"),
        ("nino QQ12\u20603456\u200bC", "UK_NINO"),
        ("&#48;7700 900123", "PHONE_NUMBER"),
    ],
)
def test_what_is_hidden_in_the_letters_is_found(text: str, entity: str) -> None:
    assert [one.entity for one in search(text)] == [entity]


@pytest.mark.parametrize(
    "text", ["\ud800 12/3/85", "\u0130" * 40 + PHONE, "\x00" * 9, "\u202e", "𝟗" * 10, ""]
)
def test_odd_text_is_no_trouble(text: str) -> None:
    for one in search(text):
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize(
    ("heading", "entity"),
    [
        ("NHS_Number", "UK_NHS"),
        ("nationalInsurance", "UK_NINO"),
        ("D.O.B.", "DATE_OF_BIRTH"),
        ("IP address", "IP_ADDRESS"),
        ("Home address", "UK_ADDRESS"),
        ("Name", "PERSON"),
        ("Hostel name", None),
        ("Mobile", "PHONE_NUMBER"),
        ("RiO number", "CASE_REFERENCE"),
        ("Housing register ref", "CASE_REFERENCE"),
        ("Order ref", None),
        ("Case reference number (CRN)", "UK_CRN"),
        ("ESA ref", "UK_BENEFIT_REFERENCE"),
        ("Bank a/c no", "UK_BANK_ACCOUNT"),
        ("uprn1", "UK_UPRN"),
        ("NOK tel", "PHONE_NUMBER"),
        ("Child's name", "PERSON"),
        ("vehicle reg", "UK_VEHICLE_REGISTRATION"),
        ("support_start_date", None),
        ("score", None),
    ],
)
def test_what_a_heading_means(heading: str, entity: str | None) -> None:
    assert meant_by(heading) == entity


def test_every_entity_has_a_name_that_truth_files_know() -> None:
    assert set(ENTITIES) <= set(KNOWN)


LOOSE = ["dob", "nhs", "ref", "at", "dot", "insta", "street", "Flat", "12", "/", "3", "-", ".", ",", "(", "@"]
FEW = [
    "GIR 0AA",
    "ABC 1D",
    "K1 ABC",
    "k1abc",
    "3rd of May",
    "March 3",
    "Flat 2, Nowhere,",
    "car",
    "birthday",
    "insta: kevnobody",
    "kev(at)example.org",
    "handle is kevnobody",
    "snap",
]
ODD = ["A", "q", "é", "\u200b", "\u0410", "%39", "&#48;", "\u202e", "\x00"]
PIECES = st.sampled_from([*(value for _, _, value in BLOCKS), *LOOSE, *FEW, *ODD])


@given(
    st.lists(PIECES, max_size=8).map(" ".join)
    | st.text(max_size=40)
    | st.lists(PIECES, max_size=12).map("".join)
)
def test_a_text_that_is_not_worth_a_look_holds_nothing(text: str) -> None:
    if re.search(WORTH, text) is None:
        assert pack._unfiltered(text, None) == []


@given(st.lists(PIECES, max_size=8).map(" ".join) | st.text(max_size=60), st.sampled_from([None, *ENTITIES]))
def test_finds_lie_apart_and_in_order(text: str, meant: str | None) -> None:
    found = search(text, meant)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_the_check_digit_of_the_tests_is_right() -> None:
    assert nhs_number.parse(NHS) and not nhs_number.parse(NHS_SLIP)


def test_the_engine_reads_the_pattern_as_python_does() -> None:
    texts = [
        *(value for _, _, value in BLOCKS),
        *LOOSE,
        *FEW,
        *ODD[:-1],
        "nobody was here",
        "white_british",
        "it is 2 pm",
    ]
    con = duckdb.connect()
    told = con.execute(
        "select list_transform(?::varchar[], lambda text: regexp_matches(text, ?))", [texts, WORTH]
    ).fetchone()
    assert told is not None
    assert told[0] == [re.search(WORTH, text) is not None for text in texts]
    assert told[0][-3:] == [False, False, False]


@given(st.lists(PIECES, max_size=8).map("; ".join))
def test_looking_only_where_a_shape_may_begin_loses_nothing(text: str) -> None:
    fast = search(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pack, "_starts", lambda text: list(range(len(text))))
        assert search(text) == fast


def test_of_two_kinds_that_fit_alike_it_is_always_the_same() -> None:
    # In an order that depended on the run it was now the one and now the other.
    (one,) = search("RECALL PAPERWORK CRN=G87245:")
    assert (one.entity, one.because) == ("UK_CRN", "near_miss")
