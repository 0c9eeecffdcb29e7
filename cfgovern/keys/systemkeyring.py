"""A key file that the keyring of the operating system opens, for the user who made it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Protocol

from cfgovern.errors import UsageError
from cfgovern.keys.derivation import SIZE
from cfgovern.keys.secret import Secret

__all__ = ["Backend", "SystemKeyring"]

_SERVICE = "cfgovern"


class Backend(Protocol):
    """What is used of a backend of the library ``keyring``. A priority below 1 keeps nothing safe."""

    priority: float

    def get_password(self, service: str, username: str) -> str | None:
        """What is kept under the name; None for nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it under the name."""


class SystemKeyring:
    """Locks and opens with a key that the keyring keeps. ``backend``: another than the system's."""

    way = "keyring"

    def __init__(self, backend: Backend | None = None) -> None:
        self._backend = backend

    def closing(self) -> tuple[dict[str, Any], Secret]:
        """A new entry of the keyring. Raises UsageError ``key.no_keyring`` or ``key.keyring``."""
        name, key = secrets.token_hex(8), Secret(secrets.token_bytes(SIZE))
        if not _kept(self._safe(), name, key):
            raise _cannot()
        return {"way": self.way, "name": name}, key

    def opening(self, lock: Mapping[str, Any]) -> Secret | str:
        """The key in the keyring. Raises UsageError ``key.no_keyring`` or ``key.keyring``."""
        found = _found(self._safe(), str(lock.get("name")))
        if found is None:
            raise _cannot()
        return found or "key.wrong"

    def _safe(self) -> Backend:
        backend = self._backend or _system()
        if backend is None or backend.priority < 1:
            raise UsageError(
                "key.no_keyring",
                "There is no keyring of the system that cfgovern can use.",
                fix="Install the extra with pip install 'cfgovern[keyring]', or use a passphrase.",
            )
        return backend


def _system() -> Backend | None:
    try:
        import keyring
    except ImportError:
        return None
    backend: Backend = keyring.get_keyring()
    return backend


def _kept(backend: Backend, name: str, key: Secret) -> bool:
    try:
        backend.set_password(_SERVICE, name, key.reveal().hex())
    except Exception:  # each system has errors of its own, and what they say is not ours
        return False
    return True


def _found(backend: Backend, name: str) -> Secret | str | None:
    """The key, "" where the keyring has none of that name, None where it does not answer."""
    try:
        said = backend.get_password(_SERVICE, name)
    except Exception:
        return None
    try:
        return Secret(bytes.fromhex(said)) if said else ""
    except ValueError:
        return ""


def _cannot() -> UsageError:
    return UsageError(
        "key.keyring",
        "The keyring of the system does not answer.",
        fix="Unlock it, or sign in as the user who made the key file, and run the command again.",
    )
