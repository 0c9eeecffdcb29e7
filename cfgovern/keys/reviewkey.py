"""The review key of one area: it makes the mark by which a cell is known again, and tells nothing of it.

32 random bytes in a file beside the area's profile, for its owner alone. It never leaves the area. Whoever
has no key cannot try out what a marked cell might hold.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cfgovern.atomic import plain_error
from cfgovern.errors import UsageError
from cfgovern.keys.privatefile import is_open_to_others
from cfgovern.keys.secret import Secret
from cfgovern.keys.synced import must_not_be_synced

__all__ = ["FILE", "ReviewKey", "kept_key"]

FILE = "review.key"
_BYTES, _MARK = 32, 16
_LABEL = b"cfgovern/v1/review"


class ReviewKey(Secret):
    """The key. It shows itself to nobody, and cannot be pickled."""

    __slots__ = ()

    def __init__(self, key: bytes) -> None:
        if len(key) != _BYTES:
            raise ValueError("a review key has 32 bytes")
        super().__init__(key)

    def mark(self, rule: str, text: str, start: int, end: int) -> str:
        """32 hexadecimal figures for a find of ``rule`` at ``start`` to ``end`` of ``text``."""
        said = (_LABEL, rule.encode(), b"%d-%d" % (start, end), text.encode("utf-8", "surrogatepass"))
        return hmac.new(self._held, b"\0".join(said), hashlib.sha256).hexdigest()[: 2 * _MARK]

    def for_child(self) -> str:
        """The key as text, for the standard input of a limited child process and for nothing else."""
        return self._held.hex()

    @classmethod
    def from_parent(cls, text: str) -> ReviewKey:
        """The key that :meth:`for_child` told."""
        return cls(bytes.fromhex(text))


def kept_key(folder: Path, allow_synced: Sequence[str] = ()) -> ReviewKey:
    """The review key kept in ``folder``; it is made there where there is none.

    Raises UsageError ``review.key`` where it cannot be read, is no key, or is open to others,
    ``key.synced_folder`` as :func:`cfgovern.keys.synced.must_not_be_synced` does, and as
    :func:`cfgovern.atomic.plain_error` where it cannot be made.
    """
    path = folder / FILE
    must_not_be_synced(path, allow_synced)
    with suppress(FileExistsError):
        _make(path)
    try:
        with path.open("rb") as stream:
            found = os.fstat(stream.fileno())
            key = stream.read(_BYTES + 1)
    except OSError:
        raise _fault("The review key cannot be read.", "Check that you may open it.") from None
    if is_open_to_others(found):
        raise _fault("The review key may be read by others.", f"Make it yours alone: chmod 600 {FILE}.")
    if len(key) != _BYTES:
        raise _fault(
            "The review key is not a key.",
            f"Move {FILE} away: a new one is made, and you review anew.",
        )
    return ReviewKey(key)


def _make(path: Path) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        number = os.open(path, flags, 0o600)
    except FileExistsError:
        raise
    except OSError as error:
        raise plain_error(error, FILE) from None
    try:
        with os.fdopen(number, "wb") as stream:
            stream.write(secrets.token_bytes(_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise plain_error(error, FILE) from None


def _fault(what: str, fix: str) -> UsageError:
    return UsageError("review.key", what, fix=fix)
