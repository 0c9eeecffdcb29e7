from __future__ import annotations

import pytest

from cfgovern.identifiers import FORMS
from cfgovern.identifiers.fillers import stands_in


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("nhs_number", "000 000 0000"), ("nhs_number", "123 456 7890"), ("phone", "07777 777777"),
        ("phone", "+44 7777 777777"), ("phone", "01234567890"), ("uprn", "0"), ("uprn", "000000000000"),
        ("nino", "QQ 00 00 00 A"), ("nino", "QQ123456C"), ("nino", "TN010180M"), ("crn", "X000000"),
        ("prison_number", "A0000AA"), ("pnc_id", "99/0000000A"), ("pnc_id", "2199/0A"), ("cro", "000000/99A"),
        ("cro", "SF99/0A"),
    ],
)  # fmt: skip
def test_what_stands_in_for_a_number_is_known(kind: str, text: str) -> None:
    assert stands_in(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("nhs_number", "999 000 0018"), ("phone", "07700 900123"), ("uprn", "999999999001"), ("nino",
        "QQ123457C"), ("crn", "QQ000012"), ("prison_number", "QQ0001AA"), ("pnc_id", "2199/0000012B"),
        ("cro", "QQ000012/99A"), ("email", "someone@example.org"), ("postcode", "ZZ1 1ZZ"),
    ],
)  # fmt: skip
def test_a_number_kept_for_tests_stands_for_one_person(kind: str, text: str) -> None:
    assert not stands_in(kind, text)


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("text", ["", "?", "not known", "\ud800"])
def test_what_is_no_number_stands_in_for_none(kind: str, text: str) -> None:
    assert not stands_in(kind, text)
