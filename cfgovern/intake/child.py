"""One limited child process a submission: the child's side.

Nothing heavy is imported before the limits are set, and nothing a library says leaves: a refusal
of ours travels as its own words, any other exception as its kind and the place in our code.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import sys
import threading
import time
from dataclasses import asdict
from importlib import import_module
from types import TracebackType
from typing import Any, TextIO

from cfgovern.atomic import is_full
from cfgovern.errors import CfgovernError, OperatorFileError
from cfgovern.intake.answers import MEMORY_STATUS
from cfgovern.intake.limits import Limits

__all__ = ["allowed", "counted", "main", "stage"]

_PR_SET_PDEATHSIG = 1
_SIGKILL = 9
_TOLD_EVERY = 0.25  # seconds at least between two counts
# New objects until Python looks for rings of dead ones. To look after every 700, as usual, is a tenth of what
# it costs to make rows of text, and there are hardly any rings.
_GARBAGE = 1_000_000
_channel: TextIO | None = None
_allowed = Limits()
_saying = threading.Lock()
_stage, _told = "", 0.0


def stage(name: str) -> None:
    """Tell the parent what is being done from here on; says nothing outside a child."""
    global _stage, _told
    _stage, _told = name, time.monotonic()
    _say(json.dumps({"stage": name}))


def counted(done: int, of: int, unit: str) -> None:
    """Tell the parent how far the stage has come, a few times a second however often it is called.

    ``unit`` is one of :data:`cfgovern.progress.UNITS`.
    """
    global _told
    now = time.monotonic()
    if _channel is not None and now >= _told + _TOLD_EVERY:
        _told = now
        _say(json.dumps({"stage": _stage, "done": done, "of": of, "unit": unit}))


def _say(line: str) -> None:
    """One line to the parent, in one piece: several threads may have something to say."""
    if _channel is not None:
        with _saying:
            _channel.write(line + "\n")
            _channel.flush()


def allowed() -> Limits:
    """The limits that this process reads under: smaller ones where the system could set none."""
    return _allowed


def main() -> None:
    """Take two lines from standard input, boot and task; answer on standard output; end at once."""
    global _channel, _allowed
    status = 0
    gc.set_threshold(_GARBAGE)
    try:
        boot = json.loads(sys.stdin.readline())
        _channel = _private_channel()
        os.umask(0o077)
        _die_with(boot["parent"])
        limits = Limits.from_json(boot["limits"])
        limited = _limit(limits) or boot["limited"]
        _allowed = limits if limited else limits.small()
        sys.path += [path for path in boot["path"] if path not in sys.path]
        _say(_answer(boot["entry"]))
    except MemoryError:
        status = MEMORY_STATUS
    except BaseException:
        status = 1
    os._exit(status)  # no teardown: it costs time, and may need memory that is not there


def _private_channel() -> TextIO:
    """Keep standard output for ourselves: what a library prints must not stand in the answer."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="backslashreplace", newline="\n")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return channel


def _answer(entry: str) -> str:
    try:
        name, _, function = entry.partition(":")
        module = import_module(name)
        getattr(module, "prepare", lambda: None)()
        argument = json.loads(sys.stdin.readline())
        return json.dumps({"result": getattr(module, function)(argument)}, allow_nan=False)
    except CfgovernError as refusal:
        return json.dumps({"refused": _refusal(refusal)})
    except BaseException as fault:  # a Rust panic derives from BaseException
        return json.dumps({"fault": _fault(fault)})


def _refusal(refusal: CfgovernError) -> dict[str, Any]:
    told = {
        "class": type(refusal).__name__,
        "code": refusal.code,
        "what": refusal.what,
        "where": refusal.where,
        "fix": refusal.fix,
    }
    if isinstance(refusal, OperatorFileError):
        told["faults"] = [asdict(fault) for fault in refusal.faults]  # type: ignore[assignment]
    return told


def _fault(fault: BaseException) -> dict[str, Any]:
    kind = type(fault).__name__
    number = fault.errno if isinstance(fault, OSError) else None
    return {
        "kind": kind,
        "place": _place(fault.__traceback__),
        "memory": isinstance(fault, MemoryError) or number == errno.ENOMEM or kind.startswith("OutOfMemory"),
        "full": isinstance(fault, OSError) and is_full(fault),
    }


def _place(trace: TracebackType | None) -> str:
    """The innermost line of our own code, as ``intake/read.py:12``."""
    ours = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
    place = ""
    while trace is not None:
        file = os.path.abspath(trace.tb_frame.f_code.co_filename)
        if file.startswith(ours):
            place = f"{file.removeprefix(ours).replace(os.sep, '/')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _limit(limits: Limits) -> bool:
    """Set what the system can set; whether that includes the memory."""
    try:
        import resource
    except ImportError:  # Windows: the parent may have put this process into a job object
        return False

    def bound(kind: int, soft: int, hard: int) -> bool:
        try:
            _, most = resource.getrlimit(kind)
            if most != resource.RLIM_INFINITY:
                soft, hard = min(soft, most), min(hard, most)
            resource.setrlimit(kind, (soft, hard))
        except (OSError, ValueError):
            return False
        return True

    bound(resource.RLIMIT_CORE, 0, 0)
    bound(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 5)
    bound(resource.RLIMIT_NOFILE, limits.open_files, limits.open_files)
    bound(resource.RLIMIT_FSIZE, limits.written_bytes, limits.written_bytes)
    if not limits.memory_bytes:
        return False
    return bound(resource.RLIMIT_AS, limits.memory_bytes, limits.memory_bytes)


def _die_with(parent: int) -> None:
    """Linux: be killed when the parent dies, however that happens. Best effort."""
    if not sys.platform.startswith("linux"):
        return
    try:
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL)
    except (ImportError, OSError, AttributeError):
        return
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)
