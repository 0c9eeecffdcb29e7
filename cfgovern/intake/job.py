"""The folder in which one submission is worked on: private, and gone afterwards whatever happens.

The parent makes and removes it; the child writes nowhere else. A parent that is killed outright
cannot tidy up, so each run first removes the folders whose owner no longer holds their lease.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from cfgovern.atomic import is_full, lock, plain_error
from cfgovern.errors import UsageError
from cfgovern.intake.answers import disk_full

__all__ = ["job_folder", "others_at_work", "sweep"]

_PREFIX, _HIDDEN = "cfgovern-job-", ".cfgovern-job-"
_LEASE, _IN_MAKING = "lease", "lease-in-making"
_TRIES = 5
_NAMED_BY = ("TMPDIR", "TEMP", "TMP")
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL


@contextmanager
def job_folder(where: Path | None = None) -> Iterator[Path]:
    """A new folder that only this user can enter; removed with all it holds on the way out.

    ``where``: the folder to make it in, hidden (default: the system's for temporary files). Raises
    UsageError as :func:`cfgovern.atomic.write_atomic` does, of the system's folder
    ``temporary.unwritable``, or InternalFault ``internal.disk_full``.
    """
    sweep(where)
    folder, lease = _made(where)
    try:
        yield folder
    finally:
        os.close(lease)
        _remove(folder)


def _made(where: Path | None) -> tuple[Path, int]:
    """A new folder and its lease."""
    try:
        for left in reversed(range(_TRIES)):
            prefix = _HIDDEN if where else _PREFIX
            folder = Path(tempfile.mkdtemp(prefix=prefix, dir=where or _temporary()))  # it makes it 0700
            lease = _leased(folder, sure=left > 0)
            if lease is not None:
                return folder, lease
    except OSError as error:
        if where is not None:
            raise plain_error(error, str(where)) from None
        if is_full(error):
            raise disk_full() from None
    raise UsageError(
        "temporary.unwritable",
        "The folder for temporary files cannot be written to.",
        fix="Let TMPDIR (on Windows TEMP) name a folder that you may write to, and run it again.",
    )


def _temporary() -> str:
    """The folder for temporary files. Where the user names one, no other will do: data would lie there."""
    named = next(filter(None, map(os.environ.get, _NAMED_BY)), None)
    return os.path.abspath(named) if named else tempfile.gettempdir()


def _leased(folder: Path, *, sure: bool) -> int | None:
    """The lease of the new ``folder``; None where a run that tidies up has taken it away."""
    try:
        lease = _take_new_lease(folder, sure=sure)
    except FileNotFoundError:
        lease = None
    except BaseException:
        _remove(folder)
        raise
    if lease is None:
        _remove(folder)
    return lease


def sweep(where: Path | None = None) -> int:
    """Remove the job folders in ``where`` of this user whose owner is dead; how many went."""
    gone = 0
    with suppress(OSError):
        for entry in os.scandir(where or _temporary()):
            if entry.name.startswith((_PREFIX, _HIDDEN)) and _is_ours(entry):
                with _abandoned(Path(entry.path)) as dead:
                    if dead:
                        _remove(Path(entry.path))
                        gone += 1
    return gone


def others_at_work(where: Path, own: Path) -> bool:
    """Whether another run has a job folder in ``where`` beside its ``own``. Call it once it is made."""
    with suppress(OSError):
        for entry in os.scandir(where):
            if entry.name.startswith(_HIDDEN) and Path(entry.path) != own:
                with _abandoned(Path(entry.path)) as dead:
                    if not dead and os.path.lexists(entry.path):
                        return True
    return False


def _is_ours(entry: os.DirEntry[str]) -> bool:
    with suppress(OSError):
        found = entry.stat(follow_symlinks=False)
        owner = getattr(os, "geteuid", lambda: found.st_uid)()
        return stat.S_ISDIR(found.st_mode) and found.st_uid == owner
    return False


def _take_new_lease(folder: Path, *, sure: bool) -> int | None:
    """Lock first, name second: a lease that can be seen is always held.

    None where another has the lock; not ``sure``: where nobody can have one, as on a disk without locks, too.
    """
    if os.name != "posix":  # there the open handle itself is the lease
        return os.open(folder / _LEASE, _NEW, 0o600)
    making = folder / _IN_MAKING
    handle = os.open(making, _NEW, 0o600)
    try:
        if not lock(handle) and sure:
            os.close(handle)
            return None
        making.rename(folder / _LEASE)
    except OSError:
        os.close(handle)
        raise
    return handle


@contextmanager
def _abandoned(folder: Path) -> Iterator[bool]:
    """Whether the owner of ``folder`` is dead; as long as this lasts it cannot come to life.

    No clock is asked, which may be wrong: an owner whose folder goes while it is being made makes another.
    """
    with ExitStack() as stack:
        try:
            dead = _is_free(folder, stack)
        except OSError:
            dead = False
        yield dead


def _is_free(folder: Path, stack: ExitStack) -> bool:
    """Whether nobody holds the lease of ``folder``; it is ours then until ``stack`` is left."""
    for name in (_LEASE, _IN_MAKING):
        with suppress(FileNotFoundError):
            if os.name != "posix":
                (folder / name).unlink()  # refused while its owner has it open
                return True
            handle = os.open(folder / name, os.O_RDWR | os.O_NOFOLLOW)
            stack.callback(os.close, handle)
            return lock(handle)
    return _holds_no_lease(folder)


def _holds_no_lease(folder: Path) -> bool:
    """Whether ``folder`` is half removed. An empty one goes; if it was being made, its owner will see."""
    with suppress(OSError):
        folder.rmdir()
        return True
    with suppress(OSError):
        # The lease comes before all other files.
        return bool(set(os.listdir(folder)) - {_IN_MAKING}) and not os.path.lexists(folder / _LEASE)
    return False


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():  # something took away our right to remove it
        for inner, _, _ in os.walk(folder):
            with suppress(OSError):
                Path(inner).chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)
