"""The keys of a key file that has been opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cfgovern.keys.facts import Entry, Facts, today
from cfgovern.keys.faults import fault
from cfgovern.keys.locks import OwnPairs
from cfgovern.keys.pair import PAIR, Pair
from cfgovern.keys.root import Root
from cfgovern.keys.secret import Secret, Unshown

__all__ = ["Keys", "joined", "parted", "told"]


class Keys(Unshown):
    """The roots and pairs of one file, by kind and epoch. It shows itself to nobody."""

    __slots__ = ("_facts", "_held", "_name")

    def __init__(self, facts: Facts, held: Mapping[tuple[str, int], Root | Pair], name: str) -> None:
        self._facts = facts
        self._held = held
        self._name = name

    def listed(self) -> Facts:
        """What the file says of itself, now that it has been opened and found to be unchanged."""
        return self._facts

    def root(self, kind: str, epoch: int | None = None) -> Root:
        """The root of ``kind`` (programme, area) of an ``epoch``, or of the newest.

        Raises KeyFault ``key.missing_root`` where there is none of the kind, ``key.epoch`` where it does
        not have that epoch, ``key.floor`` where the epoch is no longer used.
        """
        found = self._held[kind, self._epoch(kind, epoch)]
        if not isinstance(found, Root):
            raise fault("key.missing_root", self._name)
        return found

    def reading_root(self, kind: str, epoch: int) -> Root:
        """The same of any epoch, also of one below the floor: to read what it sealed, and know people again.

        Raises KeyFault ``key.missing_root`` or ``key.epoch``.
        """
        found = self._held.get((kind, epoch))
        if not isinstance(found, Root):
            raise fault("key.epoch" if self._facts.epochs(kind) else "key.missing_root", self._name)
        return found

    def pairs(self) -> OwnPairs:
        """What opens a file that was sealed to a pair of these keys, of any epoch that is used.

        Raises KeyFault ``key.missing_root`` where there is no pair.
        """
        self._epoch(PAIR, None)
        used = self._facts.floor(PAIR)
        held = ((epoch, pair) for (_, epoch), pair in self._held.items() if isinstance(pair, Pair))
        return OwnPairs(tuple(pair for epoch, pair in held if epoch >= used))

    def _epoch(self, kind: str, epoch: int | None) -> int:
        there = [entry.epoch for entry in self._facts.epochs(kind)]
        if not there:
            raise fault("key.missing_root", self._name)
        if epoch is not None and epoch not in there:
            raise fault("key.epoch", self._name)
        wanted = max(there) if epoch is None else epoch
        if wanted < self._facts.floor(kind):
            raise fault("key.floor", self._name)
        return wanted

    def secret(self, entry: Entry) -> Root | Pair:
        """The root or pair of an entry, also of one below the floor: to write the file again."""
        return self._held[entry.kind, entry.epoch]


def joined(secrets: Sequence[Secret]) -> Secret:
    """The secrets one after the other, as an envelope holds them."""
    return Secret(b"".join(each.reveal() for each in secrets))


def parted(facts: Facts, held: Secret, name: str) -> Keys | None:
    """The keys that an envelope holds; None where they are not those that its facts tell of.

    Whoever seals a file to a public key writes its facts: a fingerprint is believed of a key that has it.
    """
    found: dict[tuple[str, int], Root | Pair] = {}
    start = 0
    for entry in facts.entries:
        found[entry.kind, entry.epoch] = _one(entry, held, start)
        start += entry.size
    same = all(_is_told(found[entry.kind, entry.epoch], entry) for entry in facts.entries)
    return Keys(facts, found, name) if same else None


def _one(entry: Entry, held: Secret, start: int) -> Root | Pair:
    if entry.kind == PAIR:
        return Pair(held.reveal()[start : start + entry.size])
    return Root(entry.kind, entry.epoch, held.reveal()[start : start + entry.size])


def _is_told(key: Root | Pair, entry: Entry) -> bool:
    right = told(key, entry.epoch)
    return entry == replace(right, made_on=entry.made_on, made_here=entry.made_here)


def told(key: Root | Pair, epoch: int) -> Entry:
    """What may be told of a key that was made today."""
    if isinstance(key, Root):
        return Entry(key.kind, epoch, today(), key.fingerprint)
    public = key.public()
    return Entry(PAIR, epoch, today(), public.fingerprint, True, public.x25519.hex(), public.ed25519.hex())
