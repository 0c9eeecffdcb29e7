"""The part of the front door that is about keys; :mod:`cfgovern.api` hands it on.

``lock`` and ``unlock`` are ``cfgovern.keys.locks.Passphrase`` (or ``kept_passphrase`` of
``cfgovern.keys.passphrasefile``) and ``cfgovern.keys.systemkeyring.SystemKeyring``; a new file can be locked
with ``SealTo`` as well. ``allow_synced``: names of ``cfgovern.keys.synced.SERVICES``. What is raised is a
UsageError, exit 2, with a code that starts with ``key.``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cfgovern.journeys.rekey import RekeyedFile
    from cfgovern.keys.facts import Facts
    from cfgovern.keys.locks import Lock, Unlock
    from cfgovern.keys.opened import Keys
    from cfgovern.keys.root import Root

__all__ = [
    "add_keys",
    "key_facts",
    "new_keys",
    "open_keys",
    "public_keys",
    "rekey",
    "rotate_keys",
    "share_keys",
]

_ALL = ("programme", "area", "pair")


def new_keys(
    path: Path | str,
    lock: Lock,
    *,
    kinds: Collection[str] = _ALL,
    custodian: str = "",
    allow_synced: Sequence[str] = (),
) -> Facts:
    """Make a key file with the first epoch of each of ``kinds``: programme, area, pair."""
    from cfgovern.keys.keyfile import new_keys as make

    return make(Path(path), lock, kinds, custodian, allow_synced=allow_synced)


def open_keys(path: Path | str, unlock: Unlock, *, allow_synced: Sequence[str] = ()) -> Keys:
    """Open a key file: its roots by kind and epoch."""
    from cfgovern.keys.keyfile import open_keys as opened

    return opened(Path(path), unlock, allow_synced=allow_synced)


def key_facts(path: Path | str, unlock: Unlock | None = None, *, allow_synced: Sequence[str] = ()) -> Facts:
    """What a key file says of itself. Without ``unlock`` nobody has made sure that it was not edited."""
    from cfgovern.keys.keyfile import open_keys as opened
    from cfgovern.keys.keyfile import public_facts

    if unlock is None:
        return public_facts(Path(path))
    return opened(Path(path), unlock, allow_synced=allow_synced).listed()


def public_keys(facts: Facts) -> str:
    """The newest public keys among what :func:`key_facts` returned, as a JSON document for others."""
    from cfgovern.keys.publickey import public_document

    return public_document(facts)


def rotate_keys(
    path: Path | str,
    unlock: Unlock,
    *,
    kinds: Collection[str] = _ALL,
    floor: int | None = None,
    new_epoch: bool = True,
    allow_synced: Sequence[str] = (),
) -> Facts:
    """Give each of ``kinds`` that the file has a new epoch, and move the floor below which none is used."""
    from cfgovern.keys.keyfile import rotate

    return rotate(Path(path), unlock, kinds, floor=floor, new_epoch=new_epoch, allow_synced=allow_synced)


def share_keys(
    path: Path | str,
    unlock: Unlock,
    public: Path | str,
    output: Path | str,
    *,
    allow_synced: Sequence[str] = (),
) -> Facts:
    """Write the programme root to ``output``, sealed to the owner of the document ``public``."""
    from cfgovern.keys.publickey import read_public
    from cfgovern.keys.sharing import share

    return share(Path(path), unlock, read_public(Path(public)), Path(output), allow_synced=allow_synced)


def add_keys(
    path: Path | str,
    unlock: Unlock,
    sealed: Path | str,
    fingerprint: str,
    *,
    drop_own: bool = False,
    allow_synced: Sequence[str] = (),
) -> Facts:
    """Take a root that was sealed to the pair of a key file into it.

    ``fingerprint``: as the maker of the root told it by another way. ``drop_own``: let go of a root of the
    same kind that the file made for itself.
    """
    from cfgovern.keys.sharing import add

    return add(Path(path), unlock, Path(sealed), fingerprint, drop_own=drop_own, allow_synced=allow_synced)


def rekey(
    files: Sequence[Path | str], root: Root, out: Path | str, *, domain: str = "linkage"
) -> list[RekeyedFile]:
    """Make the tokens of a release again under a linker's own ``root``, and write each file to ``out``.

    Raises as :func:`cfgovern.journeys.rekey.rekey` does.
    """
    from cfgovern.journeys.rekey import rekey as made

    return made([Path(file) for file in files], root, Path(out), domain=domain)
