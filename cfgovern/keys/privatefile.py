"""Files for their owner's eyes alone: read only where the system keeps others out."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cfgovern.keys.faults import fault

__all__ = ["is_open_to_others", "read_with_mode"]


def is_open_to_others(found: os.stat_result) -> bool:
    """Whether an ordinary file may be used by others than its owner; False where modes do not say."""
    return os.name == "posix" and stat.S_ISREG(found.st_mode) and bool(stat.S_IMODE(found.st_mode) & 0o077)


def read_with_mode(path: Path, most: int) -> tuple[bytes, bool]:
    """At most ``most`` bytes of a file, and whether it is open to others.

    Raises KeyFault ``key.absent`` or ``key.unreadable``.
    """
    return _read(path, most, open_too=True)


def _read(path: Path, most: int, *, open_too: bool) -> tuple[bytes, bool]:
    """What is open to others is read where ``open_too``: otherwise no variable ever holds it."""
    try:
        with path.open("rb") as stream:
            is_open = is_open_to_others(os.fstat(stream.fileno()))
            return stream.read(most) if open_too or not is_open else b"", is_open
    except FileNotFoundError:
        refusal = fault("key.absent", path)
    except OSError:
        refusal = fault("key.unreadable", path)
    raise refusal
