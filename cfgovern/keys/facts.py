"""What a key file says of itself without being opened, and what the cipher guards with the keys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from cfgovern.keys.derivation import SIZE
from cfgovern.keys.pair import PAIR, PAIR_SIZE, PublicPair
from cfgovern.keys.root import ROOTS

__all__ = ["KINDS", "Entry", "Facts", "canonical", "today"]

KINDS = (*ROOTS, PAIR)


@dataclass(frozen=True, slots=True)
class Entry:
    """One epoch of one kind. ``made_here``: not taken in from another's file. Public keys: of a pair."""

    kind: str
    epoch: int
    made_on: str
    fingerprint: str
    made_here: bool = True
    x25519: str | None = None
    ed25519: str | None = None

    @property
    def size(self) -> int:
        """Bytes of its secret."""
        return PAIR_SIZE if self.kind == PAIR else SIZE

    @property
    def public(self) -> PublicPair:
        """The public keys of a pair."""
        return PublicPair(bytes.fromhex(self.x25519 or ""), bytes.fromhex(self.ed25519 or ""))


@dataclass(frozen=True, slots=True)
class Facts:
    """Custodian, day, what the file holds, from which epoch on each kind is used, and how it is locked."""

    custodian: str
    made_on: str
    entries: tuple[Entry, ...]
    lock: Mapping[str, Any]
    floors: Mapping[str, int] = field(default_factory=dict)

    def floor(self, kind: str) -> int:
        """The first epoch of ``kind`` that is used."""
        return self.floors.get(kind, 1)

    def epochs(self, kind: str) -> tuple[Entry, ...]:
        """The entries of ``kind`` from its first epoch on, those below the floor too."""
        there = (entry for entry in self.entries if entry.kind == kind)
        return tuple(sorted(there, key=lambda entry: entry.epoch))

    def said(self) -> dict[str, Any]:
        """As it stands in the file."""
        entries = [
            {key: value for key, value in asdict(entry).items() if value is not None}
            for entry in self.entries
        ]
        return {
            "custodian": self.custodian,
            "made_on": self.made_on,
            "keys": entries,
            "floors": dict(self.floors),
            "lock": dict(self.lock),
        }


def canonical(said: Mapping[str, Any]) -> bytes:
    """One way of writing it, for a cipher or a digest to guard."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def today() -> str:
    """The day on which something is made here."""
    return datetime.now().astimezone().date().isoformat()
