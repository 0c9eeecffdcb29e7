"""Writes files completely or not at all: a temporary name beside each place, then a rename.

Whatever stood there before stays whole until the new bytes are on the disk, and a failed or
interrupted write leaves neither a half file nor a temporary one. What a run that was killed has left
is taken away by the next one that writes there.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from cfgovern import windows
from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "BETWEEN",
    "is_full",
    "lock",
    "made_folder",
    "place_all",
    "plain_error",
    "plain_errors",
    "publish",
    "write_all",
    "write_atomic",
]

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_FLAGS = _CREATE | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_FIX = (
    "Check the name, check that the folder is there and may be written to, and close the file if it is open."
)
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_ON_WINDOWS = os.name == "nt"
_OURS = re.compile(r"\.cfgovern-[0-9a-f]{16}\.tmp")
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)  # seconds, while a program that keeps folders in step lets go of a file


def write_atomic(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write ``data`` to ``path``, replacing a regular file that is there.

    ``mode`` is given to the file; without it an existing file keeps its own, and a new one gets
    what the umask allows. A symbolic link is followed, so it stays a link.

    Raises UsageError ``output.not_a_file``, ``output.name``, ``output.full``, ``output.in_use`` or
    ``output.unwritable``.
    """
    write_all([(path, data)], mode=mode)


def write_all(files: Sequence[tuple[Path, bytes]], *, mode: int | None = None) -> None:
    """Write each ``(path, data)`` as :func:`write_atomic` does: all of them, or none."""
    with ExitStack() as stack:
        moves = []
        for path, data in files:
            with plain_errors(path):
                place = Path(windows.reachable(os.path.realpath(path)))
                _must_be_a_name(place, path)
                kept = _existing_mode(place, path)
                given = mode if mode is not None else kept
                moves.append((stack.enter_context(_written(place.parent, data, given)), place))
        folders = {place.parent for _, place in moves}
        with plain_errors(files[0][0] if len(files) == 1 else files[0][0].parent):
            _replace_all(moves, lambda place: _beside(place.parent))
    for folder in folders:
        _sync_folder(folder)
        _sweep(folder)


@contextmanager
def made_folder(path: Path) -> Iterator[None]:
    """Make ``path`` and its parents where they are absent; they go again if the work in them fails.

    Raises UsageError ``output.not_a_folder`` where something else has that name, or as
    :func:`write_atomic` does.
    """
    with plain_errors(path):
        place = Path(windows.reachable(str(path)))
        absent = [each for each in (place, *place.parents) if not os.path.lexists(each)]
        try:
            for each in reversed(absent):
                each.mkdir(exist_ok=True)
            if not place.is_dir():
                raise FileExistsError
        except (FileExistsError, NotADirectoryError):
            _take_away(absent)
            raise UsageError(
                "output.not_a_folder",
                "The place for the output is not a folder.",
                where=str(path),
                fix="Give the name of a folder, or a new name.",
            ) from None
        except BaseException:
            _take_away(absent)
            raise
    try:
        yield
    except BaseException:
        _take_away(absent)
        raise


def _take_away(folders: Sequence[Path]) -> None:
    """Remove those of the ``folders``, the innermost first, that nothing has been put into."""
    with suppress(OSError):
        for folder in folders:
            if folder.exists():
                folder.rmdir()


def _must_be_a_name(place: Path, shown: Path) -> None:
    if _ON_WINDOWS and not windows.can_be_named(place.name):
        raise UsageError(
            "output.name",
            "Windows keeps no file of that name.",
            where=str(shown),
            fix="Give a name that does not end in a full stop or a space and is no device such as NUL.",
        )


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


@contextmanager
def _written(folder: Path, data: bytes, mode: int | None) -> Iterator[Path]:
    """A temporary file in ``folder`` that holds ``data``, on the disk; gone afterwards if it is still there.

    Its lock says that somebody is at work on it: see :func:`_sweep`.
    """
    temporary = _beside(folder)
    try:
        with open(temporary, "xb", opener=_opener(mode)) as stream:
            lock(stream.fileno())
            stream.write(data)
            stream.flush()
            if mode is not None:
                temporary.chmod(mode)  # the umask may have taken bits that the old file had
            os.fsync(stream.fileno())
            if _ON_WINDOWS:  # it renames no open file
                stream.close()
            yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _beside(folder: Path) -> Path:
    """A name for something temporary in ``folder``."""
    return folder / f".cfgovern-{os.urandom(8).hex()}.tmp"


def lock(handle: int) -> bool:
    """Take the lock of an open file until it is closed, however that happens; False where another has it.

    True where the system has no such locks.
    """
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sweep(folder: Path) -> None:
    """Take away what runs that were killed have left in ``folder``: nobody holds the lock of it."""
    if os.name != "posix":
        return
    with suppress(OSError):
        for name in filter(_OURS.fullmatch, os.listdir(folder)):
            handle = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                found = os.fstat(handle)
                ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
                # Of an empty one the owner may be about to take the lock.
                if ours and found.st_size and lock(handle):
                    (folder / name).unlink()
            finally:
                os.close(handle)


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
def plain_errors(path: Path) -> Iterator[None]:
    """What the system says of writing to ``path``, as :func:`plain_error`."""
    try:
        yield
    except OSError as error:
        raise plain_error(error, str(path)) from None


def is_full(error: OSError) -> bool:
    """Whether the system says that there is no room left, or none for this user."""
    return error.errno in _FULL


def plain_error(error: OSError, where: str, *, fix: str = _FIX) -> UsageError:
    """What the system said of writing to ``where``, in words of ours.

    ``output.full``, ``output.in_use``, or ``output.unwritable`` with the remedy ``fix``.
    """
    if is_full(error):
        return UsageError(
            "output.full",
            "There is no room left to write the output.",
            where=where,
            fix="Free some space or choose another place, then run the command again.",
        )
    if windows.is_held(error):
        return UsageError(
            "output.in_use",
            "Another program has the output open, or it is marked as read-only.",
            where=where,
            fix="Close it there, in Excel for instance, and run the command again. It still is as it was.",
        )
    return UsageError("output.unwritable", "The output cannot be written there.", where=where, fix=fix)


def publish(ready: Path, folder: Path, last: str) -> None:
    """Move what is in the folder ``ready`` into ``folder``, on the same disk. Others there are left alone.

    An entry of the same name is replaced whole; where something goes wrong all is put back. The entry
    ``last`` says that all is there. It goes last; from the first move until then it stands as ``last.new``,
    beside the earlier one as ``last.old``, so that a later run can tell what one that was killed has left.
    Raises UsageError as :func:`write_atomic`.
    """
    with plain_errors(folder):
        for path in ready.rglob("*"):
            _sync_folder(path) if path.is_dir() else _sync_file(path)
        entries = sorted(entry.name for entry in ready.iterdir() if entry.name != last)
        new, old = (f"{last}{ending}" for ending in BETWEEN)
        moves = [(ready / last, folder / new), (folder / last, folder / old)]
        moves += [(ready / name, folder / name) for name in entries] + [(folder / new, folder / last)]
        numbers = count()
        _move(moves, lambda _place: ready / f".{next(numbers)}.old")
        with suppress(OSError):  # all is there; what is left of the one before is known by its name
            (folder / old).unlink(missing_ok=True)
        _sync_folder(folder)


def place_all(ready: Path, folder: Path) -> None:
    """Move each file below ``ready`` to its place below ``folder``, on the same disk: all of them or none.

    Others there are left alone. Raises UsageError as :func:`write_atomic` and :func:`made_folder` do.
    """
    with plain_errors(folder), ExitStack() as stack:
        moves = []
        for path in sorted(path for path in ready.rglob("*") if path.is_file()):
            place = folder / path.relative_to(ready)
            stack.enter_context(made_folder(place.parent))
            _existing_mode(place, place)
            _sync_file(path)
            moves.append((path, place))
        numbers = count()
        _replace_all(moves, lambda _place: ready / f".{next(numbers)}.old")
        for parent in {place.parent for _, place in moves}:
            _sync_folder(parent)


BETWEEN = (".new", ".old")
"""How the last entry of :func:`publish` ends while the others are moved: the one to come, the one before."""


def _replace_all(moves: Sequence[tuple[Path, Path]], aside: Callable[[Path], Path]) -> None:
    """As :func:`_move`. Whoever is killed between two moves leaves too little, and never old beside new.

    So all that stood there goes before the first comes.
    """
    before = [place for _, place in moves if os.path.lexists(place)] if len(moves) > 1 else []
    away = [(place, aside(place)) for place in before]
    _move([*away, *moves], aside)
    for _, old in away:
        with suppress(OSError):
            old.unlink()


def _move(moves: Sequence[tuple[Path, Path]], aside: Callable[[Path], Path]) -> None:
    """Move each to its place; what stood there is kept where ``aside`` says. All or none."""
    done: list[tuple[Path, Path]] = []
    kept: list[Path] = []
    try:
        for source, place in moves:
            if not os.path.lexists(source):
                continue
            if len(moves) > 1 and os.path.lexists(place):
                kept.append(aside(place))
                _put_aside(place, kept[-1])
                done.append((place, kept[-1]))
            _rename(source, place)
            done.append((source, place))
    except BaseException:
        for source, place in reversed(done):
            with suppress(OSError):
                os.replace(place, source)
        raise
    finally:
        for old in kept:
            with suppress(OSError):
                old.unlink()


def _put_aside(place: Path, kept: Path) -> None:
    """Keep what is at ``place`` under another name: a file is there under both until it is replaced."""
    if place.is_file() and not place.is_symlink():
        with suppress(OSError, NotImplementedError, AttributeError):  # not every disk can do it
            os.link(place, kept)
            return
    _rename(place, kept)


def _rename(source: Path, place: Path) -> None:
    """Rename, also if another program holds the file for a moment, as those do that keep folders in step."""
    for wait in (*_WAITS, None):
        try:
            return os.replace(source, place)
        except OSError as error:
            if wait is None or not windows.is_held(error):
                raise
        time.sleep(wait)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
