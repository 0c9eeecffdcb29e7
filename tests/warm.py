"""A process that has loaded cfgovern, and forks for each command that a test runs.

It saves what starting Python and loading takes, which is most of a short command. All else is as in a process
of its own: arguments, folder, environment, standard streams and exit code. The limited child that reads a
submission is forked as well, with a session, environment, path and limits like those of one that is started
afresh; tests about that child start it afresh (fixture ``own_child``). ``make test-all`` starts everything
afresh, and so does every test that is about how a process starts.
"""

from __future__ import annotations

import atexit
import functools
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

__all__ = ["run", "warm"]

ROOT = Path(__file__).parents[1]
CONTRACT = ROOT / "schemas" / "changing-futures" / "changing-futures.odcs.yaml"
_LOADED = ("cli", "contracts", "evidence", "findings", "intake", "journeys", "profile", "reporting")
_STREAMS = 3
# Of mallopt in malloc.h, as the sandbox sets them by the environment: one arena, large pieces given back.
_ALLOCATOR = ((-8, 1), (-3, 1 << 17))
child_of_its_own = False
"""Whether the limited child is started afresh too."""
_OF_THE_START = ("PYTHON", "LC_", "LANG")
_lock = threading.Lock()
_server: tuple[socket.socket, subprocess.Popen[bytes]] | None = None


def warm(env: Mapping[str, str] | None, below: Sequence[str]) -> bool:
    """Whether a command of a test may be run here: nothing of how its process starts is at stake."""
    if os.environ.get("CFGOVERN_SOAK") or below or not sys.platform.startswith("linux"):
        return False
    return not any(name.startswith(_OF_THE_START) for name in env or ())


def run(
    arguments: Sequence[str], cwd: Path, env: Mapping[str, str], sent: bytes, timeout: float
) -> subprocess.CompletedProcess[bytes] | None:
    """``cfgovern ARGUMENTS``; None while another thread of the test runs one. Raises TimeoutExpired."""
    if not _lock.acquire(blocking=False):
        return None
    try:
        return _run(arguments, cwd, env, sent, timeout)
    finally:
        _lock.release()


def _run(
    arguments: Sequence[str], cwd: Path, env: Mapping[str, str], sent: bytes, timeout: float
) -> subprocess.CompletedProcess[bytes]:
    channel = _started()
    pipes = [os.pipe() for _ in range(3)]
    (theirs_in, ours_in), (ours_out, theirs_out), (ours_err, theirs_err) = pipes
    asked = {"arguments": list(arguments), "cwd": str(cwd), "env": dict(env), "afresh": child_of_its_own}
    told = json.dumps(asked).encode()
    socket.send_fds(channel, [len(told).to_bytes(8, "big")], [theirs_in, theirs_out, theirs_err])
    channel.sendall(told)
    for end in (theirs_in, theirs_out, theirs_err):
        os.close(end)
    said: list[list[bytes]] = [[], []]
    threads = [
        threading.Thread(target=lambda to=to, end=end: to.append(_read(end)))  # type: ignore[misc]
        for to, end in zip(said, (ours_out, ours_err), strict=True)
    ]
    threads.append(threading.Thread(target=_write, args=(ours_in, sent)))
    for thread in threads:
        thread.start()
    number = int.from_bytes(_exactly(channel, 8), "big")
    killer = threading.Timer(timeout, os.kill, (number, signal.SIGKILL))
    began = time.monotonic()
    killer.start()
    code = int.from_bytes(_exactly(channel, 8), "big", signed=True)
    killer.cancel()
    for thread in threads:
        thread.join()
    if code == -signal.SIGKILL and time.monotonic() - began >= timeout:
        raise subprocess.TimeoutExpired(list(arguments), timeout)
    return subprocess.CompletedProcess(list(arguments), code, said[0][0], said[1][0])


def _read(end: int) -> bytes:
    with os.fdopen(end, "rb") as stream:
        return stream.read()


def _write(end: int, sent: bytes) -> None:
    try:
        with os.fdopen(end, "wb") as stream:
            stream.write(sent)
    except BrokenPipeError:
        pass


def _exactly(channel: socket.socket, many: int) -> bytes:
    found = b""
    while len(found) < many:
        piece = channel.recv(many - len(found))
        if not piece:
            raise ConnectionError("the warm process ended")
        found += piece
    return found


def _started() -> socket.socket:
    """The way to this test process's own server."""
    global _server
    if _server is None or _server[1].poll() is not None:
        ours, theirs = socket.socketpair()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.warm", str(theirs.fileno())],
            cwd="/",
            env={**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        _server = ours, process
        atexit.register(ours.close)
    return _server[0]


# -- the other side ------------------------------------------------------------------------------


def _load() -> None:
    """Load what most commands load, and read what most of them read: a fork has what was read before it."""
    for name in _LOADED:
        module = importlib.import_module(f"cfgovern.{name}")
        for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
            importlib.import_module(f"{module.__name__}.{found.name}")
    importlib.import_module("cfgovern.engine.connection").warm_up()
    _keep_what_is_read()
    importlib.import_module("cfgovern.validation.messages").load_messages()
    importlib.import_module("cfgovern.contract.load").load_contract(CONTRACT)
    gc.collect()
    gc.freeze()


def _keep_what_is_read() -> None:
    """Let the same text be parsed once; nothing that a fork does with it comes back here."""
    from cfgovern import yamlfile
    from cfgovern.yamlevents import Reading, read

    @functools.cache
    def kept(text: str | bytes) -> Reading:
        return read(text, "")

    def parsed(text: str | bytes, name: str) -> Reading:
        found = kept(text)
        return read(text, name) if found.faults else found

    yamlfile.read = parsed


def _serve(channel: socket.socket) -> None:
    while True:
        head, ends, _, _ = socket.recv_fds(channel, 8, 3)
        if not head:
            return
        told = json.loads(_exactly(channel, int.from_bytes(head, "big")))
        number = os.fork()
        if not number:
            channel.close()
            _command(told, ends)
        for end in ends:
            os.close(end)
        channel.sendall(number.to_bytes(8, "big"))
        _, status = os.waitpid(number, 0)
        channel.sendall(os.waitstatus_to_exitcode(status).to_bytes(8, "big", signed=True))


def _command(told: Mapping[str, object], ends: Sequence[int]) -> None:
    """Become the process of a command, and end with it."""
    code = 70
    try:
        for to, end in enumerate(ends):
            os.dup2(end, to)
            os.close(end)
        os.chdir(str(told["cwd"]))
        os.environ.clear()
        os.environ.update(dict(told["env"]))  # type: ignore[call-overload]
        time.tzset()
        sys.path[0] = str(told["cwd"])
        sys.argv = ["cfgovern", *map(str, told["arguments"])]  # type: ignore[call-overload]
        sys.stdin = sys.__stdin__ = _stream(0, "r")
        sys.stdout = sys.__stdout__ = _stream(1, "w")
        sys.stderr = sys.__stderr__ = _stream(2, "w", errors="backslashreplace", line_buffering=True)
        from cfgovern.cli import main
        from cfgovern.intake import sandbox

        if not told["afresh"]:
            assert callable(sandbox._spawn)
            sandbox._spawn = _forked_child
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            if not stream.closed:
                stream.flush()
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    finally:
        os._exit(code)


def _forked_child() -> subprocess.Popen[bytes]:
    """A limited child as ``sandbox._spawn`` starts it, but that nothing is loaded anew: no program is run."""
    from cfgovern.intake import sandbox

    become = functools.partial(_child, sandbox._environment())
    return subprocess.Popen(
        [sys.executable], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        start_new_session=True, preexec_fn=become,
    )  # fmt: skip


def _child(environment: Mapping[str, str]) -> None:
    """Become the limited child, and end with it."""
    import ctypes

    from cfgovern import content
    from cfgovern.intake import child

    try:
        # The others too: Popen waits for one of them, by which it would hear that no program can be run.
        os.closerange(_STREAMS, os.sysconf("SC_OPEN_MAX"))
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        for option, value in _ALLOCATOR:
            ctypes.CDLL(None).mallopt(option, value)
        library, packed = os.path.dirname(os.__file__), "python{}{}.zip".format(*sys.version_info)
        standard = [path for path in sys.path if path.startswith(library) or path.endswith(packed)]
        sys.path[:] = [path for path in standard if "-packages" not in path]
        sys.dont_write_bytecode = True
        content.use_pack(None)  # all that a process of cfgovern keeps to itself
        sys.stdin, sys.stdout, sys.stderr = _stream(0, "r"), _stream(1, "w"), _stream(2, "w")
        child.main()
    finally:
        os._exit(70)


def _stream(number: int, mode: str, errors: str = "surrogateescape", line_buffering: bool = False) -> TextIO:
    made = open(number, mode, encoding="utf-8", errors=errors, closefd=False)  # noqa: SIM115
    if line_buffering:
        made.reconfigure(line_buffering=True)
    return made


if __name__ == "__main__":
    _load()
    _serve(socket.socket(fileno=int(sys.argv[1])))
