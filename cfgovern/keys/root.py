"""A root: 32 random bytes from which the keys of one epoch are derived, and which no engine ever sees."""

from __future__ import annotations

from cfgovern.keys.derivation import SIZE, derived
from cfgovern.keys.secret import Secret

__all__ = ["ROOTS", "Root"]

ROOTS = ("programme", "area")
"""The kinds: what must match between areas, and everything else."""
_FINGERPRINT = "cfgovern/v1/fingerprint"


class Root(Secret):
    """One epoch of a root. It shows its kind, its epoch and its fingerprint, and nothing else.

    ``fingerprint``: 16 hexadecimal figures by which people tell roots apart. It is derived from the root
    as any other key is, and tells nothing of it.
    """

    __slots__ = ("epoch", "fingerprint", "kind")

    def __init__(self, kind: str, epoch: int, held: bytes) -> None:
        if kind not in ROOTS or epoch < 1 or len(held) != SIZE:
            raise ValueError("a root has a kind, an epoch from 1 on and 32 bytes")
        super().__init__(held)
        self.kind = kind
        self.epoch = epoch
        self.fingerprint = self.derive(_FINGERPRINT)[:8].hex()

    def __repr__(self) -> str:
        return f"Root({self.kind}, epoch {self.epoch}, {self.fingerprint})"

    def derive(self, info: str) -> bytes:
        """The 32 bytes for the purpose ``info`` (ASCII): HKDF-SHA256 with an empty salt."""
        return derived(self._held, info.encode("ascii"))

    def for_child(self) -> str:
        """The root as text, for the standard input of a limited child process and for nothing else."""
        return f"{self.kind}:{self.epoch}:{self._held.hex()}"

    @classmethod
    def from_parent(cls, text: str) -> Root:
        """The root that :meth:`for_child` told."""
        kind, epoch, held = text.split(":")
        return cls(kind, int(epoch), bytes.fromhex(held))
