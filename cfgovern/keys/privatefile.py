"""Files for their owner's eyes alone: read only where the system keeps others out."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cfgovern.keys.faults import fault

__all__ = ["is_open_to_others", "read_private"]


def is_open_to_others(found: os.stat_result) -> bool:
    """Whether an ordinary file may be used by others than its owner; False where modes do not say."""
    return os.name == "posix" and stat.S_ISREG(found.st_mode) and bool(stat.S_IMODE(found.st_mode) & 0o077)


def read_private(path: Path, most: int) -> bytes:
    """At most ``most`` bytes of a file. Raises KeyFault ``key.absent``, ``key.unreadable`` or
    ``key.open_to_others``.
    """
    try:
        with path.open("rb") as stream:
            if not is_open_to_others(os.fstat(stream.fileno())):
                return stream.read(most)
    except FileNotFoundError:
        refusal = fault("key.absent", path)
    except OSError:
        refusal = fault("key.unreadable", path)
    else:
        refusal = fault("key.open_to_others", path)
    raise refusal
