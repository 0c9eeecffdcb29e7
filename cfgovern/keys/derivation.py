"""HKDF with SHA-256 (RFC 5869): one key out of another, for one purpose each."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["SIZE", "derived"]

SIZE = 32
"""Bytes of a root and of every key that is derived."""


def derived(secret: bytes, info: bytes, *, salt: bytes = b"", length: int = SIZE) -> bytes:
    """``length`` bytes from ``secret`` for the purpose ``info``; an empty salt is that of RFC 5869, 2.2."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt or None, info=info).derive(secret)
