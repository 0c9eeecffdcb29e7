"""The job object that limits a child on Windows, asked of a stand-in for the system."""

from __future__ import annotations

import ctypes
from types import SimpleNamespace
from typing import Any

import pytest

from cfgovern.intake import jobobject
from cfgovern.intake.limits import Limits

PROCESS = SimpleNamespace(_handle=77)


class Call:
    """A function of the system: it notes what it was given, and answers."""

    def __init__(self, answer: int, heard: list[Any]) -> None:
        self.answer, self.heard = answer, heard

    def __call__(self, *given: Any) -> int:
        self.heard.append(given)
        return self.answer


class Kernel:
    def __init__(self, **answers: int) -> None:
        self.heard: dict[str, list[Any]] = {}
        for name in (
            "CreateJobObjectW",
            "SetInformationJobObject",
            "AssignProcessToJobObject",
            "CloseHandle",
        ):
            setattr(self, name, Call(answers.get(name, 5), self.heard.setdefault(name, [])))


def windows(monkeypatch: pytest.MonkeyPatch, **answers: int) -> Kernel:
    kernel = Kernel(**answers)
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: kernel, raising=False)
    return kernel


def test_elsewhere_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(ctypes, "WinDLL", raising=False)
    assert jobobject.confine(PROCESS, Limits()) is None
    jobobject.close(None)
    jobobject.close(5)


def test_memory_and_time_are_limited_and_the_job_ends_its_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = windows(monkeypatch)
    assert jobobject.confine(PROCESS, Limits(cpu_seconds=3, memory_bytes=1000)) == 5
    ((job, kind, pointer, size),) = kernel.heard["SetInformationJobObject"]
    wanted = pointer._obj
    assert (job, kind, size) == (5, 9, ctypes.sizeof(wanted))
    assert wanted.ProcessMemoryLimit == 1000
    assert wanted.BasicLimitInformation.PerProcessUserTimeLimit == 30_000_000
    assert wanted.BasicLimitInformation.LimitFlags == 0x2 | 0x100 | 0x400 | 0x2000
    assert kernel.heard["AssignProcessToJobObject"] == [(5, 77)]
    jobobject.close(5)
    assert kernel.heard["CloseHandle"] == [(5,)]


@pytest.mark.parametrize("name", ["CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject"])
def test_where_the_system_refuses_there_is_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    kernel = windows(monkeypatch, **{name: 0})
    assert jobobject.confine(PROCESS, Limits()) is None
    assert len(kernel.heard["CloseHandle"]) == (0 if name == "CreateJobObjectW" else 1)


def test_without_a_memory_limit_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    windows(monkeypatch)
    assert jobobject.confine(PROCESS, Limits(memory_bytes=0)) is None
