"""What one command costs: its processor time and memory, with those of every process that it starts."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

__all__ = ["Cost", "measure", "middle"]

_MEMORY = re.compile(r"^Vm(HWM|RSS):\s+(\d+) kB$", re.MULTILINE)
_EVERY = 0.05


@dataclass(frozen=True, slots=True)
class Cost:
    """``cpu``: user and system seconds. ``largest``: peak MB of the largest process.

    ``together``: peak MB of all at once; what processes share counts for each. Both are looked at 20 times a
    second, because the peak that the system tells at the end begins with that of the process that starts it.
    """

    cpu: float
    wall: float
    largest: float
    together: float


def measure(
    command: Sequence[str], cwd: Path, expected: int | Sequence[int], environment: Mapping[str, str]
) -> Cost:
    """Run a command and say what it cost. It ends the benchmark if the command does not end as expected.

    ``expected``: its exit code, or those that are fine.
    """
    fine = (expected,) if isinstance(expected, int) else expected
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        child = subprocess.Popen(
            command, cwd=cwd, stdout=output, stderr=output, env={**os.environ, **environment}
        )
        largest = together = 0.0
        while True:
            ended, status, used = os.wait4(child.pid, os.WNOHANG)
            if ended:
                break
            peaks, sizes = zip(*map(_memory, _family(child.pid)), strict=True)
            largest, together = max(largest, *peaks), max(together, sum(sizes))
            time.sleep(_EVERY)
        wall = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in fine:
            output.seek(0)
            told = output.read().decode(errors="replace")[-4000:]
            raise SystemExit(f"{' '.join(command[:6])} ended with {child.returncode}\n{told}")
    return Cost(used.ru_utime + used.ru_stime, wall, largest, max(together, largest))


def middle(costs: Sequence[Cost]) -> Cost:
    """The middle of several runs, figure by figure."""
    return Cost(*(median(getattr(cost, name) for cost in costs) for name in Cost.__slots__))


def _family(process: int) -> Iterator[int]:
    """A process and all that came of it."""
    yield process
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _read(listed).split():
            yield from _family(int(child))


def _memory(process: int) -> tuple[float, float]:
    """(the most so far, now) in MB."""
    told = dict(_MEMORY.findall(_read(Path(f"/proc/{process}/status"))))
    return int(told.get("HWM", 0)) / 1024, int(told.get("RSS", 0)) / 1024


def _read(path: Path) -> str:
    """Empty when the process has ended meanwhile."""
    try:
        return path.read_text()
    except (OSError, ProcessLookupError):
        return ""
