"""A passphrase that stands in a file of its own: one line, for its owner's eyes alone.

Build systems and containers give secrets as files that others on the machine may read, by design of theirs.
So such a file is told of, and not refused.
"""

from __future__ import annotations

from pathlib import Path

from cfgovern.errors import UsageError
from cfgovern.keys.locks import Passphrase
from cfgovern.keys.privatefile import read_with_mode
from cfgovern.keys.secret import Secret

__all__ = ["kept_passphrase", "may_be_read_by_others", "passphrase_in"]

_MOST = 4096


def kept_passphrase(path: Path) -> Passphrase:
    """The passphrase in the file at ``path``.

    Raises UsageError ``key.passphrase_file`` where it is not one line of text, and KeyFault ``key.absent`` or
    ``key.unreadable``.
    """
    return passphrase_in(Secret(read_with_mode(path, _MOST)[0]), str(path))


def may_be_read_by_others(path: Path) -> bool:
    """Whether others on this machine may read the file. Raises KeyFault as :func:`kept_passphrase`."""
    return read_with_mode(path, 0)[1]


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
