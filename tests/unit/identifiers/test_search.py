"""Whatever could be somebody's is found wherever it stands; what is nobody's is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.identifiers import FORMS, search
from cfgovern.identifiers.search import Suspect, meant_by, suspects
from tests.unit.identifiers.real_shapes import REAL, UNREAL, real

KINDS = sorted(REAL)
AROUND = (
    "{}",
    "({})",
    "seen on the ward, {}.",
    "ref:{};",
    '"{}"',
    "tel/{} ask",
    "[{}]\n",
    "see\t{}\tthen",
    "né {} …",
)


def kinds(text: str, kind: str | None = None) -> list[str]:
    return [one.kind for one in suspects(text, kind)]


def test_every_identifier_with_a_form_is_looked_for() -> None:
    kinds = {kind for kind, _ in search._SHAPES}
    assert set(FORMS) == kinds | {"email"}
    assert kinds == {*search._WITH_LETTER, *search._WITH_FIGURE}


@given(
    kind=st.sampled_from(KINDS),
    number=st.integers(0, 10**9),
    around=st.sampled_from(AROUND),
    how=st.integers(0, 9),
)
def test_a_real_shape_is_found_wherever_it_stands(kind: str, number: int, around: str, how: int) -> None:
    ways = real(kind, number)
    text = around.format(ways[how % len(ways)])
    found = suspects(text)
    start = around.index("{")
    assert any(one.start < start + len(ways[how % len(ways)]) and one.end > start for one in found), text


ESCAPES = {
    "HTML": lambda one: f"&#{ord(one)};",
    "HTML in sixteens": lambda one: f"&#x{ord(one):X};",
    "JSON": lambda one: f"\\u{ord(one):04x}",
    "URL": lambda one: "".join(f"%{byte:02X}" for byte in one.encode()),
}


@given(
    kind=st.sampled_from(KINDS),
    number=st.integers(0, 10**9),
    how=st.integers(0, 9),
    escape=st.sampled_from(sorted(ESCAPES)),
    every=st.integers(1, 4),
)
def test_a_real_shape_is_found_however_it_is_escaped(
    kind: str, number: int, how: int, escape: str, every: int
) -> None:
    ways = real(kind, number)
    way = ways[how % len(ways)]
    written = "".join(
        ESCAPES[escape](one) if not one.isalnum() or place % every == 0 else one
        for place, one in enumerate(way)
    )
    found = suspects(f"see {written} now")
    assert any(one.start < 4 + len(written) and one.end > 4 for one in found), written


@pytest.mark.parametrize("space", ["&nbsp;", "&#160;", "&thinsp;", "\\u00a0", "%20", "%C2%A0"])
def test_a_space_may_be_escaped(space: str) -> None:
    number = real("nhs_number", 5)[0]
    assert kinds(f"x {number[:3]}{space}{number[3:6]}{space}{number[6:]}") == ["nhs_number"]
    assert kinds(f"999{space}000{space}0026") == []


@pytest.mark.parametrize("text", ["50% of 20", "R&D 12; 3", "C:\\temp\\new\\2026", "a%zz&#;\\u12", "100%25"])
def test_what_only_looks_like_an_escape_is_nothing(text: str) -> None:
    assert suspects(text) == ()


@given(
    number=st.integers(0, 10**9), after=st.sampled_from([3, 6]), end=st.sampled_from(["\n", "\r\n", " \n  "])
)
def test_an_nhs_number_in_groups_is_found_over_two_lines(number: int, after: int, end: str) -> None:
    ten = real("nhs_number", number)[0]
    cuts = {3: " ", 6: " ", after: end}
    text = ten[:3] + cuts[3] + ten[3:6] + cuts[6] + ten[6:]
    assert "nhs_number" in kinds(f"number {text}.")


@given(
    kind=st.sampled_from(KINDS),
    number=st.integers(0, 10**9),
    how=st.integers(0, 9),
    before=st.text(max_size=40),
    after=st.text(max_size=40),
)
def test_a_real_shape_is_found_among_any_words(
    kind: str, number: int, how: int, before: str, after: str
) -> None:
    ways = real(kind, number)
    way = ways[how % len(ways)]
    found = suspects(f"{before}\n \n\n{'-' * 9} x {way} ; {'.' * 9}{after}")
    start = len(before) + 4 + 9 + 3
    assert any(one.start < start + len(way) and one.end > start for one in found), way


@given(kind=st.sampled_from(KINDS), number=st.integers(0, 10**9), how=st.integers(0, 9))
def test_a_real_shape_is_found_under_its_own_heading(kind: str, number: int, how: int) -> None:
    ways = real(kind, number)
    assert kind in kinds(ways[how % len(ways)], kind)
    assert suspects(f"was {ways[how % len(ways)]} before", kind)


@pytest.mark.parametrize(("kind", "text"), UNREAL)
@pytest.mark.parametrize("around", AROUND)
def test_what_was_never_issued_passes(kind: str, text: str, around: str) -> None:
    assert not suspects(around.format(text))
    assert not suspects(around.format(text), kind)


@pytest.mark.parametrize(
    "text",
    [
        "P-00000012",
        "CF-A01",
        "2026-Q3",
        "2026-10-01",
        "2026-10-01T12:30:00Z",
        "01/10/2026",
        "01-10-2026 10:30",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "version 1.22.333",
        "0b7a1c9e-1234-4321-8888-123456789012",
        "the 14 of 20 people",
        "0.1",
        "toc.individual.housing.stable",
        "urn:example:library",
        "1,000,000",
        "from 0 to 40",
        "12.5",
        "2026/27",
        "SYN-00000001",
        "0123456789",
        "7700000000",
        "100000000000",
        "`@pytest.mark.needs(...)`",
        "15:05:00.1234567",
        "2 + 1.959964 / 3",
        "2100/0000012M",
        "2100 / 0000012M",
        "",
    ],
)
def test_ordinary_cells_pass(text: str) -> None:
    assert suspects(text) == ()


@given(number=st.integers(0, 999), where=st.sampled_from(["7700 900", "7700900", "20 7946 0", "1632 960"]))
def test_a_number_for_drama_holds_nothing_else(number: int, where: str) -> None:
    for begin in ("+44 ", "+44 (0)", "0044 ", "0"):
        assert suspects(f"ring {begin}{where}{number:03}, or {begin}{where}{number:03}") == ()


@given(number=st.integers(0, 10**9), how=st.sampled_from([1, 2, 4, 7, 8, 11]))
def test_a_telephone_number_is_found_where_another_follows_it(number: int, how: int) -> None:
    way = real("phone", number)[how]
    assert any(one.start < len(way) for one in suspects(f"{way} {real('phone', number)[1]}"))


@given(number=st.integers(0, 10**9), cut=st.sampled_from(" .-_"))
def test_a_postcode_may_be_cut_by_any_sign(number: int, cut: str) -> None:
    outward, inward = real("postcode", number)[0].split()
    assert kinds(f"in {outward}{cut}{inward} now") == ["postcode"]


@given(serial=st.integers(1, 9_999_999), letter=st.sampled_from("ABCDEFGHJKLMNPQRTUVWXYZ"))
def test_a_pnc_of_a_year_to_come_holds_nothing_else(serial: int, letter: str) -> None:
    assert suspects(f"2100/{serial:07}{letter}, 2107 / {serial}{letter}") == ()


@pytest.mark.parametrize(
    "text", ["AS 26.07.26", "RA updated by AS 26.07.26 a new plan", "JB 03-12-25 B wing"]
)
def test_initials_and_a_day_are_no_nino(text: str) -> None:
    assert suspects(text) == ()


def test_a_slip_in_a_test_number_is_nobodys() -> None:
    assert not suspects("9990000018")  # wrong check digit
    assert not suspects("7700900123", "phone")  # the sheet took the nought
    assert suspects(real("phone", 5)[0][1:], "phone")


def test_under_a_heading_less_is_enough() -> None:
    assert kinds("1234") == []
    assert kinds("1234", "uprn") == ["uprn"]
    assert kinds("12/5A", "pnc_id") == ["pnc_id"]


def test_places_are_those_of_the_text_as_written() -> None:
    (number,) = real("nhs_number", 7)[:1]
    hidden = "\u200b".join(number)
    assert suspects(f"é {hidden}!") == (Suspect("nhs_number", 2, 2 + len(hidden)),)
    wide = number.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    assert suspects(wide) == (Suspect("nhs_number", 0, 10),)


@given(st.text(max_size=60), st.sampled_from([None, *KINDS]))
def test_no_text_makes_it_stumble(text: str, kind: str | None) -> None:
    for one in suspects(text, kind):
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("nhs_number", "nhs_number"),
        ("NHS no.", "nhs_number"),
        ("nhsNumber", "nhs_number"),
        ("NI number", "nino"),
        ("National Insurance", "nino"),
        ("Mobile", "phone"),
        ("contact telephone", "phone"),
        ("E-mail", "email"),
        ("Post code", "postcode"),
        ("PNC id", "pnc_id"),
        ("CRO", "cro"),
        ("CRN", "crn"),
        ("UPRN", "uprn"),
        ("Prison number", "prison_number"),
        ("participant_id", None),
        ("nhs_trust", None),
        ("microphones", None),
    ],
)
def test_headings_say_what_a_column_holds(heading: str, kind: str | None) -> None:
    assert meant_by(heading) == kind


@given(
    number=st.integers(0, 10**9),
    how=st.sampled_from([1, 2, 4, 7, 8, 11]),
    before=st.sampled_from(
        ["07700 900123", "020 7946 0123", "0113 496 0999", "012 34", "07700 900123 07700 900124"]
    ),
    cut=st.sampled_from([" ", "  ", "-", ". "]),
)
def test_a_telephone_number_is_found_behind_one_that_is_nobody_s(
    number: int, how: int, before: str, cut: str
) -> None:
    way = real("phone", number)[how]
    text = f"{before}{cut}{way}"
    assert any(one.end > len(before) for one in suspects(text)), text
