"""What is sealed opens under its own root, purpose and epoch, and every other case has a code of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from cfgovern.errors import UsageError
from cfgovern.keys.facts import Facts
from cfgovern.keys.opened import Keys, told
from cfgovern.keys.root import Root
from cfgovern.keys.sealed import seal, unseal

ONE, TWO = Root("area", 1, bytes(range(32))), Root("area", 2, bytes(range(1, 33)))
OTHER = Root("area", 1, bytes(range(2, 34)))
ABOUT = {"domain": "evaluation", "release": "q3"}
DATA = b"participant_id,link_id\r\n" * 40
SEALED = seal(ONE, "crosswalk", DATA, ABOUT)
MAGIC = 16


def keys(*roots: Root, floor: int = 1) -> Keys:
    facts = Facts("", "2026-10-01", tuple(told(r, r.epoch) for r in roots), {}, {"area": floor})
    return Keys(facts, {(r.kind, r.epoch): r for r in roots}, "keys.json")


def code(do: Callable[[], object]) -> str:
    with pytest.raises(UsageError) as caught:
        do()
    assert caught.value.exit_code == 2 and caught.value.fix and caught.value.__context__ is None
    return caught.value.code


def with_header(change: dict[str, Any], name: str = "") -> bytes:
    """The sealed file with another header, by somebody who makes its sizes and digest anew."""
    rest = SEALED[MAGIC + 32 :]
    size = int.from_bytes(rest[:4], "big")
    said = {**json.loads(rest[12 : 12 + size]), **change}
    said.pop(name, None)
    header = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    rest = len(header).to_bytes(4, "big") + rest[4:12] + header + rest[12 + size :]
    return SEALED[:MAGIC] + hashlib.sha256(rest).digest() + rest


def test_what_was_sealed_is_opened() -> None:
    assert unseal(keys(ONE), SEALED, "crosswalk") == (DATA, ABOUT)
    assert unseal(keys(ONE, TWO), SEALED, "crosswalk") == (DATA, ABOUT)
    assert unseal(keys(TWO), seal(TWO, "review", b"", {}), "review") == (b"", {})


def test_nothing_of_the_content_stands_in_the_file_and_no_two_are_alike() -> None:
    assert b"participant_id" not in SEALED
    assert seal(ONE, "crosswalk", DATA, ABOUT) != SEALED


def test_the_header_unchanged_is_opened_and_its_order_is_free() -> None:
    assert unseal(keys(ONE), with_header({}), "crosswalk")[0] == DATA


def test_under_another_key() -> None:
    assert code(lambda: unseal(keys(OTHER), SEALED, "crosswalk")) == "sealed.wrong_key"
    assert code(lambda: unseal(keys(), SEALED, "crosswalk")) == "sealed.wrong_key"
    programme = Root("programme", 1, bytes(range(32)))
    assert code(lambda: unseal(keys(programme), SEALED, "crosswalk")) == "sealed.wrong_key"


def test_under_an_epoch_that_is_not_here() -> None:
    assert code(lambda: unseal(keys(TWO), SEALED, "crosswalk")) == "sealed.wrong_epoch"


def test_what_an_epoch_below_the_floor_sealed_can_still_be_read() -> None:
    assert unseal(keys(ONE, TWO, floor=2), SEALED, "crosswalk") == unseal(keys(ONE), SEALED, "crosswalk")


def test_for_another_purpose() -> None:
    assert code(lambda: unseal(keys(ONE), SEALED, "review")) == "sealed.purpose"
    renamed = with_header({"purpose": "review"})
    assert code(lambda: unseal(keys(ONE), renamed, "review")) == "sealed.edited"


@pytest.mark.parametrize("purpose", ["", "Crosswalk", "a/b", "x" * 65, "a\n"])
def test_a_purpose_is_a_plain_name(purpose: str) -> None:
    assert code(lambda: seal(ONE, purpose, b"", {})) == "sealed.name"


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"{", b"cfgovern sealed\r\n"])
def test_what_is_no_sealed_file(data: bytes) -> None:
    assert code(lambda: unseal(keys(ONE), data, "crosswalk")) == "sealed.not_ours"


def test_cut_short_at_every_place() -> None:
    for end in range(len(SEALED)):
        assert code(lambda end=end: unseal(keys(ONE), SEALED[:end], "crosswalk")) == "sealed.truncated", end  # type: ignore[misc]


def test_one_bit_changed_at_every_place() -> None:
    for place in range(MAGIC, len(SEALED)):
        data = bytearray(SEALED)
        data[place] ^= 1
        # Of a size that grew, the rest is missing.
        expected = (
            {"sealed.edited", "sealed.truncated"} if MAGIC + 32 <= place < MAGIC + 44 else {"sealed.edited"}
        )
        assert code(lambda data=data: unseal(keys(ONE), bytes(data), "crosswalk")) in expected, place  # type: ignore[misc]


def test_something_put_after_it() -> None:
    assert code(lambda: unseal(keys(ONE), SEALED + b"\n", "crosswalk")) == "sealed.edited"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"version": 2}, "sealed.version"),
        ({"epoch": 2}, "sealed.edited"),
        ({"about": {"domain": "another"}}, "sealed.edited"),
        ({"about": []}, "sealed.edited"),
        ({"about": {"domain": 1}}, "sealed.edited"),
        ({"fingerprint": OTHER.fingerprint}, "sealed.wrong_key"),
        ({"kind": 1}, "sealed.edited"),
        ({"epoch": True}, "sealed.edited"),
    ],
)
def test_edited_by_somebody_who_knows_the_form(change: dict[str, Any], expected: str) -> None:
    assert code(lambda: unseal(keys(ONE), with_header(change), "crosswalk")) == expected


def test_a_header_that_lacks_something() -> None:
    assert code(lambda: unseal(keys(ONE), with_header({}, "kind"), "crosswalk")) == "sealed.edited"


def test_no_token_key_is_the_key_of_a_sealed_file() -> None:
    sealed = ONE.derive("cfgovern/v1/seal/crosswalk/1/key")
    assert sealed != ONE.derive("cfgovern/v1/seal/crosswalk/1")
