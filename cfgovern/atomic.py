"""Writes a file completely or not at all: a temporary name beside its place, then a rename.

Whatever stood there before stays whole until the new bytes are on the disk, and a failed or
interrupted write leaves neither a half file nor a temporary one.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BETWEEN", "make_folder", "plain_error", "publish", "write_atomic"]

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_FLAGS = _CREATE | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_FIX = (
    "Check the name, check that the folder is there and may be written to, and close the file if it is open."
)
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def write_atomic(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write ``data`` to ``path``, replacing a regular file that is there.

    ``mode`` is given to the file; without it an existing file keeps its own, and a new one gets
    what the umask allows. A symbolic link is followed, so it stays a link.

    Raises UsageError ``output.not_a_file``, ``output.full`` or ``output.unwritable``.
    """
    with _plain_errors(path):
        place = Path(os.path.realpath(path))
        kept = _existing_mode(place, path)
        temporary = place.with_name(f".{os.urandom(8).hex()}.tmp")
        _replace(temporary, place, data, mode if mode is not None else kept)


def make_folder(path: Path) -> None:
    """Make ``path`` and its parents where they are absent.

    Raises UsageError ``output.not_a_folder`` where something else has that name, or as
    :func:`write_atomic` does.
    """
    with _plain_errors(path):
        try:
            path.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise UsageError(
                "output.not_a_folder",
                "The place for the output is not a folder.",
                where=str(path),
                fix="Give the name of a folder, or a new name.",
            ) from None


def _existing_mode(place: Path, shown: Path) -> int | None:
    try:
        found = place.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise UsageError(
            "output.not_a_file",
            "The place for the output is not an ordinary file.",
            where=str(shown),
            fix="Give the name of a file, or - for standard output.",
        )
    return stat.S_IMODE(found.st_mode)


def _replace(temporary: Path, place: Path, data: bytes, mode: int | None) -> None:
    try:
        with open(temporary, "xb", opener=_opener(mode)) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            temporary.chmod(mode)  # the umask may have taken bits that the old file had
        os.replace(temporary, place)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(place.parent)


def _opener(mode: int | None) -> Callable[[str, int], int]:
    """Open with the final rights from the first moment: never wider for an instant."""

    def opener(name: str, _flags: int) -> int:
        return os.open(name, _FLAGS, 0o666 if mode is None else mode & 0o777)

    return opener


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system can open a folder (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise plain_error(error, str(path)) from None


def plain_error(error: OSError, where: str, *, fix: str = _FIX) -> UsageError:
    """What the system said of writing to ``where``, in words of ours.

    ``output.full``, or ``output.unwritable`` with the remedy ``fix``.
    """
    if error.errno in _FULL:
        return UsageError(
            "output.full",
            "There is no room left to write the output.",
            where=where,
            fix="Free some space or choose another place, then run the command again.",
        )
    return UsageError("output.unwritable", "The output cannot be written there.", where=where, fix=fix)


def publish(ready: Path, folder: Path, last: str) -> None:
    """Move what is in the folder ``ready`` into ``folder``, on the same disk. Others there are left alone.

    An entry of the same name is replaced whole; where something goes wrong all is put back. The entry
    ``last`` says that all is there. It goes last; from the first move until then it stands as ``last.new``,
    beside the earlier one as ``last.old``, so that a later run can tell what one that was killed has left.
    Raises UsageError as :func:`write_atomic`.
    """
    with _plain_errors(folder):
        for path in ready.rglob("*"):
            _sync_folder(path) if path.is_dir() else _sync_file(path)
        entries = sorted(entry.name for entry in ready.iterdir() if entry.name != last)
        new, old = (f"{last}{ending}" for ending in BETWEEN)
        moves = [(ready / last, folder / new), (folder / last, folder / old)]
        moves += [(ready / name, folder / name) for name in entries] + [(folder / new, folder / last)]
        _move(moves, ready)
        (folder / old).unlink(missing_ok=True)
        _sync_folder(folder)


BETWEEN = (".new", ".old")
"""How the last entry of :func:`publish` ends while the others are moved: the one to come, the one before."""


def _move(moves: Sequence[tuple[Path, Path]], aside: Path) -> None:
    """Move each to its place; what stood there is put ``aside``. All of them or none."""
    done: list[tuple[Path, Path]] = []
    try:
        for number, (source, place) in enumerate(moves):
            if not os.path.lexists(source):
                continue
            if os.path.lexists(place):
                kept = aside / f".{number}.old"
                os.replace(place, kept)
                done.append((place, kept))
            os.replace(source, place)
            done.append((source, place))
    except BaseException:
        with suppress(OSError):
            for source, place in reversed(done):
                os.replace(place, source)
        raise


def _sync_file(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
