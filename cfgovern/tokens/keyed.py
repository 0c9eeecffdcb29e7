"""The keyed token of a value: the first 16 bytes of HMAC-SHA256 under a key of its own.

A key is of one domain, epoch and token name. The construction is that of ``docs/reference/tokens.md`` and
``docs/vectors/``, and stays. A key shows itself to nobody.
"""

from __future__ import annotations

import hmac
import re
from typing import NoReturn, Protocol

from cfgovern.errors import UsageError

__all__ = ["LENGTH", "Deriving", "TokenKey", "token_key"]

LENGTH = 16
"""Bytes of a token."""
_BLOCK = 64  # bytes of a block of SHA-256: the key is padded to one, by RFC 2104
_INNER, _OUTER = 0x36, 0x5C
_KEY = 32
_PART = re.compile("[a-z0-9][a-z0-9_-]{0,63}")
_LABEL = "cfgovern/v1"


class Deriving(Protocol):
    """A root key, as far as it is needed here."""

    def derive(self, info: str) -> bytes:
        """32 bytes by HKDF-SHA256 for that purpose."""


class TokenKey:
    """The key of one token in one domain and epoch. It shows itself to nobody, and cannot be copied away."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) != _KEY:
            raise ValueError("a token key has 32 bytes")
        self._key = key

    def __repr__(self) -> str:
        return "TokenKey(…)"

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("A key is not handed on.")

    def for_child(self) -> str:
        """The key as text, for the standard input of a limited child process and for nothing else."""
        return self._key.hex()

    @classmethod
    def from_parent(cls, text: str) -> TokenKey:
        """The key that :meth:`for_child` told."""
        return cls(bytes.fromhex(text))

    def token(self, value: str) -> bytes:
        """The 16 bytes of a normalised ``value``. Raises ValueError for an empty one."""
        if not value:
            raise ValueError("nothing has no token")
        return hmac.digest(self._key, value.encode("utf-8", "surrogatepass"), "sha256")[:LENGTH]

    def stretched(self, size: int, digest: str, salt: bytes | None, info: bytes | None) -> bytes:
        """``size`` bytes by HKDF with the hash ``digest`` (SHA256, SHA512) from the key as text: the 64
        figures of :meth:`for_child`, as other programs are given a secret."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        made = HKDF(algorithm=getattr(hashes, digest)(), length=size, salt=salt, info=info)
        return made.derive(self._key.hex().encode())

    def pads(self) -> tuple[bytes, bytes]:
        """The inner and outer padded key of 64 bytes each, for the engine to bind and for nothing else."""
        padded = self._key.ljust(_BLOCK, b"\0")
        return bytes(byte ^ _INNER for byte in padded), bytes(byte ^ _OUTER for byte in padded)


def token_key(root: Deriving, domain: str, epoch: str | int, name: str) -> TokenKey:
    """The key of the token ``name``, in a ``domain`` and ``epoch``: HKDF with
    ``cfgovern/v1/domain/epoch/name``.

    Raises UsageError ``token.name`` where a part is not small letters, figures, - and _, at most 64.
    """
    for part, said in (("domain", domain), ("epoch", str(epoch)), ("token", name)):
        if not _PART.fullmatch(said):
            raise UsageError(
                "token.name",
                f"The name of the {part} cannot stand in a key.",
                fix="Use small letters, figures, - and _, a letter or figure first, and at most 64 of them.",
            )
    return TokenKey(root.derive(f"{_LABEL}/{domain}/{epoch}/{name}"))
