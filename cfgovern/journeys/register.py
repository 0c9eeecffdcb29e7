"""The register of releases beside a key file: sealed entries, of which the area alone can read any."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from cfgovern.atomic import made_folder, plain_error, write_atomic
from cfgovern.errors import UsageError
from cfgovern.evidence.ledger import Entry, entry_from
from cfgovern.keys.faults import KeyFault, fault
from cfgovern.keys.keyfile import Keys
from cfgovern.keys.root import Root
from cfgovern.keys.sealed import seal, unseal

__all__ = ["ENDING", "Register"]

ENDING = ".releases"
"""What the folder of the register is called, behind the name of the key file."""
_ENTRY, _LINK = "release", "link"
_SEALED = ".sealed"
_BYTES = 32
_MOST = 1 << 30
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class Register:
    """The entries in ``folder``, opened with ``keys``; written under the area root ``root``."""

    def __init__(self, folder: Path, keys: Keys, root: Root) -> None:
        self._folder = folder
        self._keys = keys
        self._root = root

    def entries(self) -> list[Entry]:
        """Every release that was made, in the order of their names.

        Raises UsageError ``register.unreadable``, or KeyFault as ``unseal``, with the name of the file.
        """
        return [entry_from(self._opened(path, _ENTRY)[0]) for path in self._paths() if not _is_link(path)]

    def link_key(self, release: str) -> bytes:
        """32 random bytes by which the link ids of a release are made: the same in all its parts."""
        path = self._folder / f"{release}{_SEALED}"
        if not os.path.lexists(path):
            sealed = seal(self._root, _LINK, secrets.token_bytes(_BYTES), {"release": release})
            with made_folder(self._folder):
                _write_once(path, sealed)
        key, about = self._opened(path, _LINK)
        if about.get("release") != release:  # of another release, put in its place
            raise fault("sealed.edited", path)
        return key

    def keep(self, entry: Entry, run: str) -> Path:
        """Write the entry of a release that the run of that id makes; where it is.

        No entry is ever replaced: who was in a release that is made again must still be told of.
        """
        about = {"release": entry.release, "domain": entry.domain}
        path = self._folder / f"{entry.release}.{entry.domain}.{run}{_SEALED}"
        with made_folder(self._folder):
            write_atomic(path, seal(self._root, _ENTRY, entry.to_bytes(), about), mode=0o600)
        return path

    def _paths(self) -> list[Path]:
        try:
            return sorted(path for path in self._folder.iterdir() if path.name.endswith(_SEALED))
        except FileNotFoundError:  # nothing was released yet
            return []
        except OSError:
            raise _unreadable(self._folder) from None

    def _opened(self, path: Path, purpose: str) -> tuple[bytes, dict[str, str]]:
        try:
            with path.open("rb") as stream:
                sealed = stream.read(_MOST)
        except OSError:
            raise _unreadable(path) from None
        try:
            return unseal(self._keys, sealed, purpose)
        except KeyFault as found:
            raise fault(found.code, path) from None


def must_be_name(text: str, what: str) -> None:
    """Refuse a name of a release or a domain that no key and no file can bear. Raises UsageError."""
    if not _NAME.fullmatch(text):
        raise UsageError(
            "release.name",
            f"The name of the {what} cannot be used.",
            fix="Use small letters, figures, - and _, a letter or figure first, at most 64: 2026-q3.",
        )


def _unreadable(path: Path) -> UsageError:
    return UsageError(
        "register.unreadable",
        "The register of releases cannot be read, and it says who has withdrawn.",
        where=str(path),
        fix="Check that you may open it.",
    )


def _is_link(path: Path) -> bool:
    return path.name.count(".") == 1


def _write_once(path: Path, data: bytes) -> None:
    """Write a file that nobody has written yet; whoever comes second leaves the first one's."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.chmod(0o700)
        write_atomic(beside, data, mode=0o600)
        with suppress(FileExistsError):
            os.link(beside, path)
    except OSError as error:
        raise plain_error(error, str(path)) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
