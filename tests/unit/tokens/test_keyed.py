from __future__ import annotations

import copy
import hmac
import pickle

import pytest

from cfgovern.errors import UsageError
from cfgovern.tokens.keyed import LENGTH, TokenKey, token_key

KEY = bytes(range(100, 132))


class Root:
    """What a root key is here: it says for what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def derive(self, info: str) -> bytes:
        self.asked.append(info)
        return KEY


def test_a_key_is_derived_for_its_domain_epoch_and_token() -> None:
    root = Root()
    token_key(root, "national-linkage", "1", "surname_prefix3")
    token_key(root, "national-linkage", 2, "surname_prefix3")
    assert root.asked == [
        "cfgovern/v1/national-linkage/1/surname_prefix3",
        "cfgovern/v1/national-linkage/2/surname_prefix3",
    ]


@pytest.mark.parametrize("part", ["", "A", "-a", "a/b", "a\n", "a b", "é", "a" * 65, "_a", "٣"])
@pytest.mark.parametrize("place", range(3))
def test_a_part_that_could_be_read_otherwise_is_refused(part: str, place: int) -> None:
    parts = ["domain", "1", "token"]
    parts[place] = part
    root = Root()
    with pytest.raises(UsageError) as refused:
        token_key(root, *parts)
    assert (refused.value.code, root.asked) == ("token.name", [])
    assert token_key(root, "a" * 64, "0", "a-_9").token("x")


def test_a_token_has_sixteen_bytes_and_nothing_has_none() -> None:
    key = TokenKey(KEY)
    assert len(key.token("smith")) == LENGTH == 16
    assert key.token("smith") != key.token("smyth") != TokenKey(bytes(32)).token("smyth")
    with pytest.raises(ValueError, match="nothing"):
        key.token("")


def test_a_text_that_is_none_in_utf_8_stops_nothing() -> None:
    assert len(TokenKey(KEY).token("a\ud800")) == LENGTH


def test_a_key_shows_itself_to_nobody() -> None:
    key = TokenKey(KEY)
    shown = f"{key} {key!r} {key!s} {[key]} {vars(TokenKey).keys()}"
    assert KEY.hex() not in shown and str(KEY) not in shown and "d" * 9 not in shown
    for away in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            away(key)
    assert not hasattr(key, "__dict__")


def test_a_key_of_another_length_is_none() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        TokenKey(KEY[:31])


def test_a_child_is_told_the_key() -> None:
    assert TokenKey.from_parent(TokenKey(KEY).for_child()).token("x") == TokenKey(KEY).token("x")


def test_a_key_is_stretched_as_text_for_another_program() -> None:
    """RFC 5869 by hand: the secret is the 64 figures, the salt of nothing is noughts."""
    secret, info = KEY.hex().encode(), b"info"
    for digest, size in (("sha256", 32), ("sha512", 64)):
        for salt in (None, b"1980"):
            found = TokenKey(KEY).stretched(size + 9, digest.upper(), salt, info)
            base = hmac.digest(salt or bytes(size), secret, digest)
            first = hmac.digest(base, info + b"\x01", digest)
            assert found == (first + hmac.digest(base, first + info + b"\x02", digest))[: size + 9]
