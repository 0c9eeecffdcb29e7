"""A disk that fails when it is told to: the Nth call of a kind, or all writing after so many bytes.

``Disk(folder, ...)`` watches what is made, written, synced, moved and taken away below ``folder``; what
lies elsewhere goes on as ever. In a test, ``with Disk(...) as disk:``. In a process of its own, put
``environment(...)`` into what ``tests.command.cfgovern`` is given.

A native library writes past Python. ``strace`` reaches it (``tests/journeys/test_system_calls.py``).
"""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.command import ROOT

KINDS = ("open", "write", "fsync", "chmod", "rename", "link", "mkdir", "unlink", "rmdir")
"""The kinds of call that can be made to fail."""

_CALLS = {
    "fsync": "fsync", "chmod": "chmod", "replace": "rename", "rename": "rename", "link": "link",
    "mkdir": "mkdir", "unlink": "unlink", "remove": "unlink", "rmdir": "rmdir",
}  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Disk:
    """Counts the calls below ``folders`` and fails the ``nth`` of a ``kind`` with the number ``error``.

    ``last``: how many calls from the nth on fail (default: that one). ``room``: how many bytes it takes
    in all. ``killed``: the process ends there as SIGKILL ends it. ``windows``: the number Windows would
    give. ``failed`` says whether anything did.
    """

    def __init__(
        self,
        *folders: Path,
        kind: str = "",
        nth: int = 0,
        last: int = 1,
        error: int = errno.ENOSPC,
        room: int | None = None,
        killed: bool = False,
        windows: int | None = None,
    ) -> None:
        self.folders = [os.path.realpath(folder) + os.sep for folder in folders]
        self.kind, self.nth, self.last, self.error = kind, nth, last, error
        self.room, self.killed, self.windows = room, killed, windows
        self.calls: Counter[str] = Counter()
        self.failed = False
        self._kept: list[tuple[Any, str, Any]] = []
        self._open = io.open

    def __enter__(self) -> Disk:
        for name, kind in _CALLS.items():
            if hasattr(os, name):
                self._put(os, name, self._counted(getattr(os, name), kind))
        self._put(os, "open", self._system_open(os.open))
        self._put(io, "open", self._file_open)
        self._put(builtins, "open", self._file_open)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        while self._kept:
            setattr(*self._kept.pop())

    def call(self, kind: str) -> None:
        """One call of ``kind`` is about to be made."""
        self.calls[kind] += 1
        if kind == self.kind and self.nth <= self.calls[kind] < self.nth + self.last:
            self.fail(self.error)

    def fail(self, number: int) -> None:
        self.failed = True
        if self.killed:
            os.kill(os.getpid(), 9)
        fault = OSError(number, "the system's own words", "a name")
        if self.windows is not None:
            fault.winerror = self.windows
        raise fault

    def watches(self, path: Any) -> bool:
        """Whether ``path`` lies below one of the folders. A handle that is open counts as ours."""
        if isinstance(path, int):
            return True
        real = os.path.abspath(os.fsdecode(path)) + os.sep
        return any(real.startswith(folder) for folder in self.folders)

    def _put(self, module: Any, name: str, new: Any) -> None:
        self._kept.append((module, name, getattr(module, name)))
        setattr(module, name, new)

    def _counted(self, real: Callable[..., Any], kind: str) -> Callable[..., Any]:
        def call(place: Any, *rest: Any, **more: Any) -> Any:
            if more.get("dir_fd") is not None or self.watches(place):
                self.call(kind)
            return real(place, *rest, **more)

        return call

    def _system_open(self, real: Callable[..., int]) -> Callable[..., int]:
        def call(path: Any, flags: int, *rest: Any, **more: Any) -> int:
            if flags & _WRITING and self.watches(path):
                self.call("open")
            return real(path, flags, *rest, **more)

        return call

    def _file_open(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        if isinstance(file, int) or not set(mode) & set("wxa+") or not self.watches(file):
            return self._open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        if opener is None:
            self.call("open")
        raw = _Raw(self, file, mode.replace("b", "").replace("t", ""), opener)
        held: Any = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return held if "b" in mode else io.TextIOWrapper(held, encoding, errors, newline)


class _Raw(io.FileIO):
    """A file that asks its disk before it takes a byte, and takes a part where there is room for one."""

    def __init__(self, disk: Disk, file: Any, mode: str, opener: Any) -> None:
        self._disk = disk
        super().__init__(file, mode, opener=opener)

    def write(self, data: Any) -> int:
        self._disk.call("write")
        held, room = bytes(data), self._disk.room
        if room is None:
            return super().write(held) or 0
        if held and not room:
            self._disk.fail(errno.ENOSPC)
        taken = super().write(held[:room]) or 0
        self._disk.room = room - taken
        return taken


def environment(folder: Path, watched: Sequence[Path], **asked: Any) -> dict[str, str]:
    """The environment of a command whose disk fails below ``watched`` as ``Disk(**asked)`` says."""
    folder.mkdir(exist_ok=True)
    given = "".join(f", {name}={value!r}" for name, value in asked.items())
    places = ", ".join(repr(str(path)) for path in watched)
    start = f"from tests.breakage import Disk\nDisk({places}{given}).__enter__()\n"
    (folder / "sitecustomize.py").write_text(start, encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)]), "PYTHONDONTWRITEBYTECODE": "1"}


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below ``folder``: the bytes of a file, None for a folder, where a link leads."""
    return {
        path.relative_to(folder).as_posix(): os.fsencode(os.readlink(path))
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else None
        for path in sorted(folder.rglob("*"))
    }
