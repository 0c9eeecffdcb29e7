"""Whatever could be somebody's is found wherever it stands; what is nobody's is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.identifiers import FORMS, meant_by, search, suspects
from cfgovern.identifiers.search import Suspect
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
    assert set(FORMS) == {kind for kind, _ in search._SHAPES} | {"email"}


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
