"""What has a strict shape is found wherever it stands; what was never given out is nobody's.

The shapes are put together when a test runs and stand nowhere in this file.
"""

from __future__ import annotations

import pytest

from cfgovern.identifiers import card, iban
from cfgovern.identifiers.search import suspects
from cfgovern.identifiers.strict import STRICT
from cfgovern.journeys.unreal import _NAMES


def _iban(bank: str, account: str) -> str:
    checks = (f"GB{number:02}{bank}{account}" for number in range(2, 99))
    return next(word for word in checks if iban.check_holds(word))


def _card(stem: str) -> str:
    return next(stem + figure for figure in "0123456789" if card.check_holds(stem + figure))


def _in_fours(word: str, between: str) -> str:
    return between.join(word[at : at + 4] for at in range(0, len(word), 4))


def _made(*parts: str) -> str:
    return "".join(parts)


REAL: dict[str, list[str]] = {
    "asn": [_made("24/", "01AB", "/01/", "123K"), _made("2401", "AB", "01", "0" * 8, "123", "K")],
    "driving_licence": [_made("ABCDE", "7010", "19", "AB9CD"), _made("ABCDE ", "7010", "19 ", "AB9CD")],
    "iban": [_iban("ABCD", "12345612345678"), _in_fours(_iban("ABCD", "12345612345678"), " ")],
    "card": [_card("4" + "123456789" + "01234"), _in_fours(_card("5123" + "456789" + "01234"), "-")],
    "vehicle_registration": [_made("LS", "19", "XYZ"), _made("LS", "19 ", "XYZ")],
    "bank_account": [_made("12-34-", "56 ", "12345678"), _made("12345678 / ", "12-34-", "56")],
    "mac_address": [_made("3c:22:", "fb:01:", "02:03"), _made("3C22.", "FB01.", "0203")],
}  # fmt: skip
NOBODYS = {
    "asn": ["99/00QQ/01/00001234S", "9900QQ0100000001234S"],
    "driving_licence": ["QQ999701019Q99QQ"],
    "iban": ["GB16 QQQQ 0000 0000 0000 12", "GB22QQQQ00000000054321"],
    "card": ["4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005", "4" * 16],
    "vehicle_registration": ["AB49 ABC", "SL12 and", "sl12and"],
    "bank_account": ["00-00-00 00012345", "123456 12345678"],
    "mac_address": ["00:00:5E:00:53:01", "00-00-00-00-00-00", "FF:FF:FF:FF:FF:FF"],
}


def _kinds(text: str) -> set[str]:
    return {one.kind for one in suspects(text)}


def test_every_kind_is_tried_and_has_a_name() -> None:
    assert set(REAL) == set(NOBODYS) == set(STRICT)
    assert set(STRICT) <= set(_NAMES)


@pytest.mark.parametrize(
    "around", ["{}", "ref:{};", "he said {}, twice", "one\n{}\ntwo", "{" + "}" + " x" * 200]
)
@pytest.mark.parametrize("kind", REAL)
def test_a_shape_that_may_be_somebodys_is_found_at_its_place(kind: str, around: str) -> None:
    for text in REAL[kind]:
        start = around.index("{")
        found = {(one.kind, one.start, one.end) for one in suspects(around.format(text))}
        assert (kind, start, start + len(text)) in found


@pytest.mark.parametrize("kind", NOBODYS)
def test_what_is_nobodys_passes(kind: str) -> None:
    for text in NOBODYS[kind]:
        assert kind not in _kinds(f"ref {text} there"), text


def test_what_stands_in_a_digest_is_nobodys() -> None:
    number = REAL["card"][0]
    assert "card" in _kinds(number)
    assert _kinds(f"{number}{'ab12cd34' * 2}") == set()


def test_an_account_goes_no_further_than_its_figures_hold() -> None:
    (one,) = [one for one in suspects(f"{REAL['iban'][1]} then") if one.kind == "iban"]
    assert one.end == len(REAL["iban"][1])
