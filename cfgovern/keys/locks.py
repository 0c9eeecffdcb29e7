"""How a key file is locked, and who can open it: a passphrase, a pair of keys, or the system's keyring.

Each way gives the facts that stand in the file, and a key of 32 bytes that does not.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any, Protocol

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from cfgovern.errors import UsageError
from cfgovern.keys.derivation import SIZE
from cfgovern.keys.pair import Pair, sealed_to
from cfgovern.keys.secret import Secret, Unshown

__all__ = ["SHORTEST", "Lock", "OwnPairs", "Passphrase", "SealTo", "Unlock"]

SHORTEST = 15
"""Characters of a passphrase, as NIST SP 800-63B-4 asks where nothing else guards what it opens."""
_FEWEST = 5
_SALT = 16
# RFC 9106, the second recommended option: for where 2 GiB are too much to ask.
_COST = {"memory_kib": 65_536, "iterations": 3, "lanes": 4}
# A file may ask for no less than OWASP's least, and for no more than any computer has.
_LIMITS = {"memory_kib": (19_456, 262_144), "iterations": (2, 10), "lanes": (1, 8)}


class Lock(Protocol):
    """A way to lock a new key file."""

    way: str

    def closing(self) -> tuple[dict[str, Any], Secret]:
        """What stands in the file, and the key."""


class Unlock(Protocol):
    """A way to open a key file."""

    way: str

    def opening(self, lock: Mapping[str, Any]) -> Secret | str:
        """The key of what stands in the file, or the code of what is wrong."""


class Passphrase(Secret):
    """A passphrase, as Unicode NFKC, so that every keyboard gives the same one. Locks and opens."""

    __slots__ = ()
    way = "passphrase"

    def __init__(self, text: str) -> None:
        super().__init__(unicodedata.normalize("NFKC", text).encode("utf-8", "surrogatepass"))

    def closing(self) -> tuple[dict[str, Any], Secret]:
        """A new salt and today's cost. Raises UsageError ``key.short_passphrase``."""
        if len(self._held.decode("utf-8", "replace")) < SHORTEST or len(set(self._held)) < _FEWEST:
            raise UsageError(
                "key.short_passphrase",
                f"The passphrase is too short or too plain: {SHORTEST} characters are the least.",
                fix="Take four words that nobody would expect together, and keep them where the file is not.",
            )
        lock = {"way": self.way, "kdf": "argon2id", "salt": secrets.token_hex(_SALT), **_COST}
        return lock, self._stretched(lock)

    def opening(self, lock: Mapping[str, Any]) -> Secret | str:
        """The key for the salt and the cost that the file gives, within limits."""
        costs = {name: lock.get(name) for name in _LIMITS}
        within = all(
            type(cost) is int and _LIMITS[name][0] <= cost <= _LIMITS[name][1] for name, cost in costs.items()
        )
        if not within or lock.get("kdf") != "argon2id" or _hex(lock, "salt", _SALT) is None:
            return "key.parameters"
        return self._stretched(lock)

    def _stretched(self, lock: Mapping[str, Any]) -> Secret:
        kdf = Argon2id(
            salt=bytes.fromhex(lock["salt"]),
            length=SIZE,
            iterations=lock["iterations"],
            lanes=lock["lanes"],
            memory_cost=lock["memory_kib"],
        )
        return Secret(kdf.derive(self._held))


class SealTo:
    """Locks for the owner of an X25519 public key, and for nobody else: not even for who locks."""

    way = "sealed"

    def __init__(self, x25519: bytes) -> None:
        self._to = x25519

    def closing(self) -> tuple[dict[str, Any], Secret]:
        """A public key of this once. Raises UsageError ``key.public``."""
        made = sealed_to(self._to)
        if made is None:
            raise UsageError(
                "key.public", "Nothing can be sealed to this public key.", fix="Ask its owner for it again."
            )
        return {"way": self.way, "to": self._to.hex(), "ephemeral": made[0].hex()}, made[1]


class OwnPairs(Unshown):
    """Opens what was sealed to one of these pairs."""

    __slots__ = ("_pairs",)
    way = "sealed"

    def __init__(self, pairs: tuple[Pair, ...]) -> None:
        self._pairs = pairs

    def opening(self, lock: Mapping[str, Any]) -> Secret | str:
        """The key that only the owner of the pair can make."""
        ephemeral = _hex(lock, "ephemeral", SIZE)
        if ephemeral is None:
            return "key.edited"
        for pair in self._pairs:
            if pair.public().x25519.hex() == lock.get("to"):
                return pair.opened(ephemeral) or "key.edited"
        return "key.wrong"


def _hex(lock: Mapping[str, Any], name: str, size: int) -> bytes | None:
    """The ``size`` bytes that stand there; None for anything else."""
    said = lock.get(name)
    try:
        found = bytes.fromhex(said) if isinstance(said, str) else b""
    except ValueError:
        return None
    return found if len(found) == size else None
