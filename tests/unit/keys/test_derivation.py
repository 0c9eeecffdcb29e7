"""HKDF-SHA256 gives what RFC 5869 publishes, and what the standard library makes of the same words."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from cfgovern.keys.derivation import derived

# RFC 5869, appendix A, the three cases with SHA-256: secret, salt, info, length, result.
VECTORS = [
    (
        "0b" * 22, "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9", 42,
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ),
    (
        bytes(range(0x50)).hex(), bytes(range(0x60, 0xB0)).hex(), bytes(range(0xB0, 0x100)).hex(), 82,
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
        "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
    ),
    (
        "0b" * 22, "", "", 42,
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("secret", "salt", "info", "length", "expected"), VECTORS)
def test_the_vectors_of_rfc_5869(secret: str, salt: str, info: str, length: int, expected: str) -> None:
    made = derived(bytes.fromhex(secret), bytes.fromhex(info), salt=bytes.fromhex(salt), length=length)
    assert made.hex() == expected


def test_one_block_is_two_hmacs_of_the_standard_library() -> None:
    secret, info = bytes(range(32)), b"cfgovern/v1/evaluation/1/nhs_number"
    extracted = hmac.digest(bytes(32), secret, hashlib.sha256)
    assert derived(secret, info) == hmac.digest(extracted, info + b"\x01", hashlib.sha256)
