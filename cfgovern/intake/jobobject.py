"""Windows has no resource limits of its own for a process; a job object gives it some.

Every function does nothing elsewhere, and gives up quietly where the system refuses: the child is
then told that it has no limit, and works with a small fixed budget.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from ctypes import c_int64, c_size_t, c_uint32, c_uint64, c_void_p
from typing import Any

from cfgovern.intake.limits import Limits

__all__ = ["close", "confine"]

_EXTENDED_LIMITS = 9
_PROCESS_TIME = 0x2
_PROCESS_MEMORY = 0x100
_DIE_ON_UNHANDLED_EXCEPTION = 0x400
_KILL_ON_CLOSE = 0x2000
_TICKS = 10_000_000  # a second in units of 100 nanoseconds


class _Basic(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", c_int64),
        ("PerJobUserTimeLimit", c_int64),
        ("LimitFlags", c_uint32),
        ("MinimumWorkingSetSize", c_size_t),
        ("MaximumWorkingSetSize", c_size_t),
        ("ActiveProcessLimit", c_uint32),
        ("Affinity", c_size_t),
        ("PriorityClass", c_uint32),
        ("SchedulingClass", c_uint32),
    )


class _Extended(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _Basic),
        ("IoInfo", c_uint64 * 6),
        ("ProcessMemoryLimit", c_size_t),
        ("JobMemoryLimit", c_size_t),
        ("PeakProcessMemoryUsed", c_size_t),
        ("PeakJobMemoryUsed", c_size_t),
    )


def confine(process: Any, limits: Limits) -> int | None:
    """Put ``process`` into a job with these limits: the job's handle, or None where there is none."""
    kernel = _kernel()
    if kernel is None or not limits.memory_bytes:
        return None
    job = kernel.CreateJobObjectW(None, None)
    if not job:
        return None
    wanted = _Extended()
    basic = wanted.BasicLimitInformation
    basic.LimitFlags = _PROCESS_TIME | _PROCESS_MEMORY | _DIE_ON_UNHANDLED_EXCEPTION | _KILL_ON_CLOSE
    basic.PerProcessUserTimeLimit = limits.cpu_seconds * _TICKS
    wanted.ProcessMemoryLimit = limits.memory_bytes
    pointer = ctypes.byref(wanted)
    # Popen keeps the handle of the process; its number alone could be another's by now.
    if kernel.SetInformationJobObject(
        job, _EXTENDED_LIMITS, pointer, ctypes.sizeof(wanted)
    ) and kernel.AssignProcessToJobObject(job, int(process._handle)):
        return int(job)
    kernel.CloseHandle(job)
    return None


def close(job: int | None) -> None:
    """Close the job, which ends every process still in it."""
    kernel = _kernel()
    if kernel is not None and job is not None:
        with suppress(OSError):
            kernel.CloseHandle(job)


def _kernel() -> Any:
    library = getattr(ctypes, "WinDLL", None)  # only Windows has it
    if library is None:
        return None
    kernel = library("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = c_void_p
    kernel.CreateJobObjectW.argtypes = (c_void_p, c_void_p)
    kernel.SetInformationJobObject.argtypes = (c_void_p, c_uint32, c_void_p, c_uint32)
    kernel.AssignProcessToJobObject.argtypes = (c_void_p, c_void_p)
    kernel.CloseHandle.argtypes = (c_void_p,)
    return kernel
