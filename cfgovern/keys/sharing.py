"""The programme root goes from who made it to each area, sealed to that area, and is taken in there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cfgovern.errors import UsageError
from cfgovern.keys.facts import Entry, Facts, today
from cfgovern.keys.faults import fault
from cfgovern.keys.keyfile import must_be_new, open_keys, opened_for_change, write_again, write_locked
from cfgovern.keys.locks import SealTo, Unlock
from cfgovern.keys.opened import joined
from cfgovern.keys.pair import PublicPair
from cfgovern.keys.root import ROOTS
from cfgovern.keys.synced import SERVICES

__all__ = ["add", "share"]

_SHARED = "programme"


def share(
    path: Path, unlock: Unlock, to: PublicPair, output: Path, *, allow_synced: Sequence[str] = ()
) -> Facts:
    """Write the programme root of the key file at ``path`` to ``output``, sealed to another's public key.

    The epochs from its floor on, with the floor. ``output`` may travel as it likes. Raises as
    :func:`cfgovern.keys.keyfile.open_keys` does, and KeyFault ``key.missing_root`` where the file has no
    programme root, ``key.not_made_here`` where another made it, ``key.exists`` for an output that is there.
    """
    keys = open_keys(path, unlock, allow_synced=allow_synced)
    facts = keys.listed()
    keys.root(_SHARED)  # there is one that is used
    entries = [entry for entry in facts.epochs(_SHARED) if entry.epoch >= facts.floor(_SHARED)]
    if not all(entry.made_here for entry in entries):
        raise fault("key.not_made_here", path)
    must_be_new(output)
    said, key = SealTo(to.x25519).closing()
    given = tuple(replace(entry, made_here=False) for entry in entries)
    shared = Facts(facts.custodian, today(), given, said, {_SHARED: facts.floor(_SHARED)})
    write_locked(output, shared, joined([keys.secret(entry) for entry in entries]), key)
    return shared


def add(
    path: Path,
    unlock: Unlock,
    sealed: Path,
    fingerprint: str,
    *,
    drop_own: bool = False,
    allow_synced: Sequence[str] = (),
) -> Facts:
    """Take the roots in ``sealed`` into the key file at ``path``, whose pair it was sealed to.

    ``fingerprint``: of its newest epoch, as its maker told it by another way; anybody can seal a root to a
    public key. ``drop_own``: let go of roots of the same kind that this file made for itself. Raises as
    :func:`cfgovern.keys.keyfile.open_keys` does for either file, and UsageError ``key.fingerprint`` for
    another root, KeyFault ``key.other_root`` where the file has another root of the kind.
    """
    keys, key = opened_for_change(path, unlock, allow_synced)
    given = open_keys(sealed, keys.pairs(), allow_synced=SERVICES)  # a letter may have come any way
    told = given.listed()
    kinds = {entry.kind for entry in told.entries}
    if len(kinds) != 1 or not kinds <= set(ROOTS):
        raise fault("key.edited", sealed)
    (newest,) = (told.epochs(kind)[-1] for kind in kinds)
    if fingerprint.replace(" ", "").casefold() != newest.fingerprint:
        raise UsageError(
            "key.fingerprint",
            "The root in the sealed file has another fingerprint.",
            where=str(sealed),
            fix="Ask whoever made it for the fingerprint, by telephone; if it differs, do not use the file.",
        )
    mine = keys.listed()
    clash = [entry for entry in mine.entries if _clashes(entry, told)]
    if clash and not (drop_own and all(entry.made_here for entry in clash)):
        raise fault("key.other_root", path)
    kept = [entry for entry in mine.entries if entry not in clash]
    there = {(entry.kind, entry.epoch) for entry in kept}
    new = [
        (replace(entry, made_here=False), given.secret(entry))
        for entry in told.entries
        if (entry.kind, entry.epoch) not in there
    ]
    floors = {**mine.floors, **told.floors}
    return write_again(path, key, keys, replace(mine, entries=tuple(kept), floors=floors), new)


def _clashes(entry: Entry, told: Facts) -> bool:
    """Whether an ``entry`` of ours cannot stand beside the roots that were given."""
    theirs = {given.epoch: given.fingerprint for given in told.epochs(entry.kind)}
    other = "" if entry.made_here else entry.fingerprint
    return bool(theirs) and theirs.get(entry.epoch, other) != entry.fingerprint
