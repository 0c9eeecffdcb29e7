"""A passphrase that stands in a file of its own: one line, for its owner's eyes alone."""

from __future__ import annotations

from pathlib import Path

from cfgovern.errors import UsageError
from cfgovern.keys.locks import Passphrase
from cfgovern.keys.privatefile import read_private
from cfgovern.keys.secret import Secret

__all__ = ["kept_passphrase", "passphrase_in"]

_MOST = 4096


def kept_passphrase(path: Path) -> Passphrase:
    """The passphrase in the file at ``path``.

    Raises UsageError ``key.passphrase_file`` where it is not one line of text, and KeyFault ``key.absent``,
    ``key.unreadable`` or ``key.open_to_others``.
    """
    return passphrase_in(Secret(read_private(path, _MOST)), str(path))


def passphrase_in(held: Secret, where: str) -> Passphrase:
    """The passphrase in the bytes ``held`` of ``where``. Raises UsageError ``key.passphrase_file``."""
    found = _line(held)
    if found is None:
        raise UsageError(
            "key.passphrase_file",
            "The passphrase is not one line of text.",
            where=where,
            fix="Put it into a file of its own, as one line in UTF-8.",
        )
    return found


def _line(held: Secret) -> Passphrase | None:
    try:
        lines = held.reveal().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return None
    return Passphrase(lines[0]) if len(lines) == 1 and lines[0] else None
