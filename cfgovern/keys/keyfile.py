"""Key files: made, opened, and given a new epoch."""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from cfgovern.atomic import write_atomic
from cfgovern.errors import UsageError
from cfgovern.identifiers import names_somebody
from cfgovern.keys.derivation import SIZE
from cfgovern.keys.envelope import read_envelope, sealed_envelope
from cfgovern.keys.facts import KINDS, Entry, Facts, today
from cfgovern.keys.faults import fault
from cfgovern.keys.locks import Lock, Passphrase, SealTo, Unlock
from cfgovern.keys.opened import Keys, joined, parted, told
from cfgovern.keys.pair import PAIR, Pair
from cfgovern.keys.root import Root
from cfgovern.keys.secret import Secret
from cfgovern.keys.synced import must_not_be_synced

__all__ = ["Keys", "Passphrase", "new_keys", "open_keys", "public_facts", "rotate"]

_LONGEST = 200
New = tuple[Entry, Root | Pair]
"""A key that comes into a file, and what stands there of it in the clear."""


def new_keys(
    path: Path,
    lock: Lock,
    kinds: Collection[str] = KINDS,
    custodian: str = "",
    *,
    allow_synced: Sequence[str] = (),
) -> Facts:
    """Make a key file with the first epoch of each of ``kinds``, for its owner alone (mode 0600).

    ``lock``: a passphrase, a public key to seal to, or the system's keyring. ``custodian``: the person or
    role who answers for it. Raises UsageError ``key.synced_folder``, ``key.short_passphrase``,
    ``key.public``, ``key.custodian`` or ``key.seal_one``, KeyFault ``key.exists``, and as
    :func:`cfgovern.atomic.write_atomic` does.
    """
    must_not_be_synced(path, allow_synced)
    must_be_new(path)
    if len(custodian) > _LONGEST or not custodian.isprintable() or names_somebody(custodian):
        raise UsageError(
            "key.custodian",
            "The custodian is no short line of text, or holds something that is written like an identifier.",
            fix=f"Give a name or a role of at most {_LONGEST} characters.",
        )
    if isinstance(lock, SealTo) and (PAIR in kinds or len(kinds) != 1):
        raise UsageError(
            "key.seal_one",
            "One root at a time is sealed to somebody else, and a pair of keys never.",
            fix="Say which root: --root programme or --root area.",
        )
    said, key = lock.closing()
    made = [new_key(kind, 1) for kind in KINDS if kind in kinds]
    facts = Facts(custodian, today(), tuple(entry for entry, _ in made), said)
    write_locked(path, facts, joined([secret for _, secret in made]), key)
    return facts


def open_keys(path: Path, unlock: Unlock, *, allow_synced: Sequence[str] = ()) -> Keys:
    """Open the key file at ``path``.

    Raises KeyFault ``key.passphrase`` or ``key.wrong`` where it is locked otherwise, ``key.lock`` where it is
    locked in another way, ``key.edited``, ``key.truncated``, ``key.not_ours``, ``key.version``,
    ``key.parameters``, ``key.absent``, ``key.unreadable`` or ``key.open_to_others``, and UsageError
    ``key.synced_folder``.
    """
    return opened_for_change(path, unlock, allow_synced)[0]


def public_facts(path: Path) -> Facts:
    """What the key file at ``path`` says of itself, as it stands there: nobody has opened it.

    Raises as :func:`open_keys` does for a file that is not whole.
    """
    return read_envelope(path).facts


def rotate(
    path: Path,
    unlock: Unlock,
    kinds: Collection[str] = KINDS,
    *,
    floor: int | None = None,
    new_epoch: bool = True,
    allow_synced: Sequence[str] = (),
) -> Facts:
    """Give each of ``kinds`` that the file has a new epoch, and move its floor where one is given.

    Earlier epochs stay in the file, and are used from the floor on. A root that another made gets no new
    epoch here. Without ``new_epoch`` the floor alone is moved. Raises as :func:`open_keys` does, and KeyFault
    ``key.missing_root`` where there is none of the kinds, ``key.epoch`` for a floor that is no epoch of one.
    """
    keys, key = opened_for_change(path, unlock, allow_synced)
    facts = keys.listed()
    there = [
        entries[-1]
        for entries in (facts.epochs(kind) for kind in KINDS if kind in kinds)
        if entries and (entries[-1].made_here or not new_epoch)
    ]
    if not there:
        raise fault("key.missing_root", path)
    made = [new_key(entry.kind, entry.epoch + 1) for entry in there] if new_epoch else []
    if floor is not None:
        if not all(1 <= floor <= entry.epoch + new_epoch for entry in there):
            raise fault("key.epoch", path)
        facts = replace(facts, floors={**facts.floors, **{entry.kind: floor for entry in there}})
    return write_again(path, key, keys, facts, made)


def write_again(path: Path, key: Secret, keys: Keys, facts: Facts, made: Sequence[New]) -> Facts:
    """Write a file that was opened with ``key`` anew, with the keys ``made`` after those that it has.

    Raises KeyFault ``key.changed`` where another command has written it since: its keys would be lost.
    """
    if public_facts(path) != keys.listed():
        raise fault("key.changed", path)
    held = joined([*(keys.secret(entry) for entry in facts.entries), *(secret for _, secret in made)])
    whole = replace(facts, entries=(*facts.entries, *(entry for entry, _ in made)))
    write_locked(path, whole, held, key)
    return whole


def write_locked(path: Path, facts: Facts, held: Secret, key: Secret) -> None:
    """Write a key file, completely or not at all, for its owner alone."""
    write_atomic(path, sealed_envelope(facts, held, key).written(), mode=0o600)


def must_be_new(path: Path) -> None:
    """Refuse to put a new key file where something is. Raises KeyFault ``key.exists``."""
    if os.path.lexists(path):
        raise fault("key.exists", path)


def opened_for_change(path: Path, unlock: Unlock, allow_synced: Sequence[str] = ()) -> tuple[Keys, Secret]:
    """The keys of a file, and the key that it stays locked with. Raises as :func:`open_keys` does."""
    must_not_be_synced(path, allow_synced)
    envelope = read_envelope(path)
    code = "key.lock" if envelope.facts.lock.get("way") != unlock.way else ""
    key = code or unlock.opening(envelope.facts.lock)
    if isinstance(key, str):
        raise fault(key, path)
    if not envelope.is_key(key):
        raise fault("key.passphrase" if unlock.way == "passphrase" else "key.wrong", path)
    held = envelope.opened(key)
    keys = None if held is None else parted(envelope.facts, held, str(path))
    if keys is None:
        raise fault("key.edited", path)
    return keys, key


def new_key(kind: str, epoch: int) -> New:
    """A key of ``kind`` that nobody has seen, and what may be told of it."""
    secret = Pair.new() if kind == PAIR else Root(kind, epoch, secrets.token_bytes(SIZE))
    return told(secret, epoch), secret
