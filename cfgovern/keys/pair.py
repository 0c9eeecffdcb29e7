"""A pair of pairs: X25519, for what is sealed to its owner, and Ed25519, for what its owner signs."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from cfgovern.keys.derivation import SIZE, derived
from cfgovern.keys.secret import Secret

__all__ = ["PAIR", "PAIR_SIZE", "Pair", "PublicPair", "sealed_to"]

PAIR = "pair"
PAIR_SIZE = 2 * SIZE
_BOX = b"cfgovern/v1/keyfile/sealed"
_FINGERPRINT = b"cfgovern/v1/fingerprint\0"


@dataclass(frozen=True, slots=True)
class PublicPair:
    """What others may know of a pair: 32 bytes each for sealing and for checking signatures."""

    x25519: bytes
    ed25519: bytes

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal figures by which people tell pairs apart."""
        return hashlib.sha256(_FINGERPRINT + self.x25519 + self.ed25519).digest()[:8].hex()


class Pair(Secret):
    """The private halves: 32 bytes of X25519, then 32 of Ed25519."""

    __slots__ = ()

    def __init__(self, held: bytes) -> None:
        if len(held) != PAIR_SIZE:
            raise ValueError("a pair has 64 bytes")
        super().__init__(held)

    @classmethod
    def new(cls) -> Pair:
        """A pair that nobody has seen."""
        return cls(secrets.token_bytes(PAIR_SIZE))

    def public(self) -> PublicPair:
        """The public halves."""
        sealing = X25519PrivateKey.from_private_bytes(self._held[:SIZE]).public_key()
        signing = Ed25519PrivateKey.from_private_bytes(self._held[SIZE:]).public_key()
        return PublicPair(sealing.public_bytes_raw(), signing.public_bytes_raw())

    def opened(self, ephemeral: bytes) -> Secret | None:
        """The key that :func:`sealed_to` made together with ``ephemeral``; None where there is none."""
        return _agreed(X25519PrivateKey.from_private_bytes(self._held[:SIZE]), ephemeral, sealer=False)


def sealed_to(recipient: bytes) -> tuple[bytes, Secret] | None:
    """A one-time public key, and the key that only the ``recipient`` (X25519) can make of it.

    X25519 with a key of this once, then HKDF over both public keys. None where ``recipient`` is no key
    that anything can be sealed to.
    """
    once = X25519PrivateKey.from_private_bytes(secrets.token_bytes(SIZE))
    key = _agreed(once, recipient, sealer=True)
    return None if key is None else (once.public_key().public_bytes_raw(), key)


def _agreed(private: X25519PrivateKey, other: bytes, *, sealer: bool) -> Secret | None:
    own = private.public_key().public_bytes_raw()
    salt = own + other if sealer else other + own
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(other))
    except ValueError:  # not 32 bytes, or a point of small order: anybody could know the key
        return None
    return Secret(derived(shared, _BOX, salt=salt))
