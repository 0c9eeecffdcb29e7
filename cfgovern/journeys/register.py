"""The register of releases beside a key file: sealed entries, of which the area alone can read any."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cfgovern.atomic import made_folder, plain_error, write_atomic
from cfgovern.errors import UsageError
from cfgovern.evidence.ledger import Entry, entry_from
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
        """Every release that was made, in the order of their names. Raises KeyFault as ``unseal``."""
        return [entry_from(self._opened(path, _ENTRY)) for path in self._paths() if not _is_link(path)]

    def link_key(self, release: str) -> bytes:
        """32 random bytes by which the link ids of a release are made: the same in all its parts."""
        path = self._folder / f"{release}{_SEALED}"
        if not path.exists():
            sealed = seal(self._root, _LINK, secrets.token_bytes(_BYTES), {"release": release})
            with made_folder(self._folder):
                self._folder.chmod(0o700)
                _write_once(path, sealed)
        return self._opened(path, _LINK)

    def keep(self, entry: Entry) -> None:
        """Write the entry of a release; one of the same release and domain is replaced."""
        about = {"release": entry.release, "domain": entry.domain}
        with made_folder(self._folder):
            path = self._folder / f"{entry.release}.{entry.domain}{_SEALED}"
            write_atomic(path, seal(self._root, _ENTRY, entry.to_bytes(), about), mode=0o600)

    def _paths(self) -> Iterator[Path]:
        if self._folder.is_dir():
            yield from sorted(path for path in self._folder.iterdir() if path.name.endswith(_SEALED))

    def _opened(self, path: Path, purpose: str) -> bytes:
        try:
            with path.open("rb") as stream:
                sealed = stream.read(_MOST)
        except OSError as error:
            raise plain_error(error, str(path), fix="Check that you may open it.") from None
        return unseal(self._keys, sealed, purpose)[0]


def must_be_name(text: str, what: str) -> None:
    """Refuse a name of a release or a domain that no key and no file can bear. Raises UsageError."""
    if not _NAME.fullmatch(text):
        raise UsageError(
            "release.name",
            f"The name of the {what} cannot be used.",
            fix="Use small letters, figures, - and _, a letter or figure first, at most 64: 2026-q3.",
        )


def _is_link(path: Path) -> bool:
    return path.name.count(".") == 1


def _write_once(path: Path, data: bytes) -> None:
    """Write a file that nobody has written yet; whoever comes second leaves the first one's."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        write_atomic(beside, data, mode=0o600)
        with suppress(FileExistsError):
            os.link(beside, path)
    except OSError as error:
        raise plain_error(error, str(path)) from None
    finally:
        beside.unlink(missing_ok=True)
