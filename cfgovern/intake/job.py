"""The folder in which one submission is worked on: private, and gone afterwards whatever happens.

The parent makes and removes it; the child writes nowhere else. A parent that is killed outright
cannot tidy up, so each run first removes the folders whose owner no longer holds their lease.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cfgovern.atomic import is_full, lock, plain_error
from cfgovern.errors import UsageError
from cfgovern.intake.answers import disk_full

__all__ = ["job_folder", "others_at_work", "sweep"]

_PREFIX, _HIDDEN = "cfgovern-job-", ".cfgovern-job-"
_LEASE = "lease"
_UNLEASED_SECONDS = 3600.0  # a folder is only without its lease while it is being made


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
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix=_HIDDEN if where else _PREFIX, dir=where))  # it makes it 0700
        return folder, _take_new_lease(folder)
    except OSError as error:
        if folder is not None:
            _remove(folder)
        if where is not None:
            raise plain_error(error, str(where)) from None
        if is_full(error):
            raise disk_full() from None
        raise UsageError(
            "temporary.unwritable",
            "The folder for temporary files cannot be written to.",
            fix="Let TMPDIR (on Windows TEMP) name a folder that you may write to, and run it again.",
        ) from None


def sweep(where: Path | None = None) -> int:
    """Remove the job folders in ``where`` of this user whose owner is dead; how many went."""
    gone = 0
    with suppress(OSError):
        for entry in os.scandir(where or tempfile.gettempdir()):
            if (
                entry.name.startswith((_PREFIX, _HIDDEN))
                and _is_ours(entry)
                and _is_abandoned(Path(entry.path))
            ):
                _remove(Path(entry.path))
                gone += 1
    return gone


def others_at_work(where: Path, own: Path) -> bool:
    """Whether another run has a job folder in ``where`` beside its ``own``. Call it once it is made."""
    with suppress(OSError):
        for entry in os.scandir(where):
            other = entry.name.startswith(_HIDDEN) and Path(entry.path) != own
            if other and not _is_abandoned(Path(entry.path)):
                return True
    return False


def _is_ours(entry: os.DirEntry[str]) -> bool:
    with suppress(OSError):
        found = entry.stat(follow_symlinks=False)
        owner = getattr(os, "geteuid", lambda: found.st_uid)()
        return stat.S_ISDIR(found.st_mode) and found.st_uid == owner
    return False


def _take_new_lease(folder: Path) -> int:
    """Lock first, name second: a lease that can be seen is always held."""
    making = folder / "lease-in-making"
    handle = os.open(making, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    lock(handle)
    if os.name == "posix":
        try:
            making.rename(folder / _LEASE)
        except OSError:
            os.close(handle)
            raise
    else:  # Windows renames no open file; there the open handle itself is the lease
        os.close(handle)
        handle = os.open(folder / _LEASE, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        making.unlink()
    return handle


def _is_abandoned(folder: Path) -> bool:
    lease = folder / _LEASE
    try:
        if os.name != "posix":
            lease.unlink()  # refused while its owner has it open
            return True
        handle = os.open(lease, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        with suppress(OSError):
            return time.time() - folder.stat().st_mtime > _UNLEASED_SECONDS
        return False
    except OSError:
        return False
    try:
        return lock(handle)
    finally:
        os.close(handle)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():  # something took away our right to remove it
        for inner, _, _ in os.walk(folder):
            with suppress(OSError):
                Path(inner).chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)
