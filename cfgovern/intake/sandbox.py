"""One limited child process a submission: the parent's side.

A crafted file can make a native reader abort the whole process, or a parser run for hours, where
no exception and no signal handler of the same process helps. So the bytes of a submission are only
ever read in a child that is started afresh (never forked), under limits of the operating system,
with the wall clock kept here. Plain JSON goes in and comes out; nothing is ever unpickled.

The child writes small lines such as ``{"stage": "reading"}``, some with a count of what is done, and ends
with one line that holds its result, its refusal, or the kind and place of its fault. What it says is not
trusted: its length and shape are checked.
"""

from __future__ import annotations

import json
import os
import re
import signal
import site
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from cfgovern import errors
from cfgovern.intake import answers, jobobject
from cfgovern.intake.child import allowed, counted, stage
from cfgovern.intake.limits import Limits
from cfgovern.progress import UNITS, Progress, Told

__all__ = ["Child", "allowed", "counted", "stage", "start"]

# The package is loaded from exactly the place this process has it from (wheel, editable install or
# bare checkout) without putting its folder, or the folder of the user, on the path. Nothing else of
# the installation is looked for (-S): the parent says where packages are.
_BOOT = """
import sys, importlib.util as util
spec = util.spec_from_file_location("cfgovern", sys.argv[1])
module = sys.modules["cfgovern"] = util.module_from_spec(spec)
spec.loader.exec_module(module)
from cfgovern.intake.child import main
main()
"""
_HANDED_ON = ("PATH", "SYSTEMROOT", "WINDIR", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_PIECE = 1 << 16
_STAGE = re.compile(
    rb'\{"stage": "([a-z]{1,20})"(?:, "done": (\d{1,15}), "of": (\d{1,15}), "unit": "(%s)")?\}\n'
    % "|".join(UNITS).encode()
)


@contextmanager
def start(entry: str, *, limits: Limits, told: Told | None = None) -> Iterator[Child]:
    """A limited child process that will call ``entry`` ("package.module:function").

    It loads the function's module, and calls a function ``prepare`` of that module where there is
    one, while the parent still works out what to ask. In the child, ``sandbox.allowed()`` are the
    limits to read under, ``sandbox.stage(name)`` says what is being done and ``sandbox.counted()`` how far
    that has come; an abnormal end in the stage "reading" is taken to be the file's doing. ``told`` is given
    each stage when it begins, and each count. The process is ended on the way out.
    """
    process = _spawn()
    clock = _Clock(process, limits.wall_seconds)
    job = jobobject.confine(process, limits)  # before the child has its task, so before it does a thing
    child = Child(process, clock, limits, told)
    try:
        child.tell(
            {
                "entry": entry,
                "limits": limits.as_json(),
                "limited": job is not None,
                "parent": os.getpid(),
                "path": _import_path(),
            }
        )
        yield child
    finally:
        clock.stop()
        _end(process)
        jobobject.close(job)


class Child:
    """The parent's end of one child process."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        clock: _Clock,
        limits: Limits,
        told: Told | None,
    ) -> None:
        self._process = process
        self._clock = clock
        self._limits = limits
        self._told = told

    def tell(self, message: Mapping[str, Any]) -> None:
        """Write one line to the child, in full or (where it has died) not at all."""
        assert self._process.stdin is not None
        with suppress(OSError, ValueError):  # it may have died already; its answer will tell
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()

    def send(self, argument: Mapping[str, Any]) -> None:
        """Give the child its task. Returns at once: a child that still loads does not hold us up."""
        threading.Thread(target=self.tell, args=(argument,), daemon=True).start()

    def result(self) -> dict[str, Any]:
        """What the function returned, a JSON object. To be asked once, after :meth:`send`.

        Raises SubmissionRefused (``file.too_large``, ``file.too_slow``, ``file.unreadable``, or
        what the child refused with), any other CfgovernError of the child, or InternalFault.
        """
        said = _listen(self._process, self._limits.answer_bytes, self._told)
        if said is not None:
            _await_end(self._process)
        self._clock.stop()
        _end(self._process)
        return answers.judge(said, self._process.returncode, late=self._clock.late)


def _spawn() -> subprocess.Popen[bytes]:
    options: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        options = {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
    package = Path(errors.__file__).with_name("__init__.py")
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _BOOT, str(package)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        **options,
    )


def _environment() -> dict[str, str]:
    """No PYTHON* variable, no user setting.

    One arena, and large pieces given back to the system at once, keep the allocator of glibc within the
    address space: ten million rows take what it may be at most otherwise, most of it holes.
    """
    kept = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
    memory = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": str(1 << 17), "OMP_NUM_THREADS": "1"}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC", **memory}


def _import_path() -> list[str]:
    """Folders where this process finds installed packages that an isolated child may not see.

    Never the working folder: it may be the one the submission lies in.
    """
    here = os.path.realpath(os.getcwd())
    own = [site.getusersitepackages()] if site.ENABLE_USER_SITE else []
    known = [path for path in [*sys.path, *own] if os.path.isabs(path) and os.path.isdir(path)]
    return [path for path in dict.fromkeys(known) if os.path.realpath(path) != here]


class _Clock:
    """Ends the child when its time is up; ``late`` says that it did."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.late = False
        self._process = process
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._timer.start()

    def _expire(self) -> None:
        self.late = True
        _kill(self._process)

    def stop(self) -> None:
        """No kill comes after this, so the process may be waited for and its number forgotten."""
        self._timer.cancel()
        self._timer.join()


def _listen(process: subprocess.Popen[bytes], most: int, told: Told | None) -> bytes | None:
    """All that the child says, or None when it says more than ``most`` bytes.

    A stage or count comes in one piece, as it is written; one that does not is not handed to ``told``.
    """
    parts = []
    length = 0
    assert process.stdout is not None
    while part := os.read(process.stdout.fileno(), _PIECE):
        length += len(part)
        if length > most:
            return None
        parts.append(part)
        if told is not None:
            for found in _STAGE.finditer(part):
                told(_progress(found))
    return b"".join(parts)


def _progress(found: re.Match[bytes]) -> Progress:
    """A count that is over the mark is no more than done."""
    name, done, of, unit = found.groups()
    if unit is None:
        return Progress(name.decode())
    return Progress(name.decode(), min(int(done), int(of)), int(of), unit.decode())


def _await_end(process: subprocess.Popen[bytes]) -> None:
    """Wait, but where possible leave the number of the process taken until its group is ended."""
    if hasattr(os, "waitid"):
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    else:
        process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it started. Its number is our own until it has been waited for."""
    if process.returncode is None:
        _kill(process)
        process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            if pipe is not None:
                pipe.close()
