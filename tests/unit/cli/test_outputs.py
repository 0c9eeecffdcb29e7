"""Writing to a standard stream never fails; what could not be written is told once, at the end."""

from __future__ import annotations

import errno
import io
import sys
from collections.abc import Callable
from typing import Any, TextIO

import pytest

from cfgovern.cli import outputs
from cfgovern.cli.outputs import printable, steady_streams


class Raw(io.RawIOBase):
    """A stream of the system that takes ``room`` bytes and then fails with ``number``."""

    def __init__(self, room: int, number: int) -> None:
        self.taken = b""
        self._room = room
        self._number = number

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        part = bytes(data)[: self._room - len(self.taken)]
        if not part:
            raise OSError(self._number, "the system's own words")
        self.taken += part
        return len(part)


def stream(
    room: int = 1000, number: int = errno.EPIPE, encoding: str = "utf-8"
) -> tuple[Raw, io.TextIOWrapper]:
    raw = Raw(room, number)
    return raw, io.TextIOWrapper(io.BufferedWriter(raw), encoding=encoding)  # type: ignore[type-var]


Use = Callable[..., None]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """``use(stdout=..., stderr=...)``: the streams of this test, in memory where none is given."""

    def put(**streams: TextIO | None) -> None:
        for name in ("stdout", "stderr"):
            monkeypatch.setattr(sys, name, streams.get(name, io.StringIO()))

    return put


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1", "ascii"])
def test_a_letter_that_is_not_there_is_spelt(use: Use, encoding: str) -> None:
    raw, written = stream(encoding=encoding)
    use(stdout=written)
    lost = steady_streams()
    print("Ŵlad 名前 \udcff")
    assert lost() is None
    assert sys.stdout.encoding == encoding and sys.stdout.isatty()
    start = "Ŵlad 名前" if encoding == "utf-8" else r"\u0174lad \u540d\u524d"
    assert raw.taken == f"{start} \\udcff\n".encode()


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.EPIPE, None), (errno.ENOSPC, "output.full"), (errno.EIO, "output.unwritable")],
)
def test_a_stream_that_takes_no_more_stops_nothing(use: Use, number: int, code: str | None) -> None:
    raw, written = stream(5, number)
    use(stdout=written)
    lost = steady_streams()
    for _ in range(3):
        print("123456789", flush=True)
    fault = lost()
    assert raw.taken == b"12345"
    assert (fault.code if fault else None) == code
    assert fault is None or (fault.exit_code == 2 and "own words" not in str(fault))


def test_standard_error_that_takes_no_more_is_no_fault(use: Use) -> None:
    _, written = stream(0, errno.ENOSPC)
    use(stderr=written)
    lost = steady_streams()
    print("x", file=sys.stderr, flush=True)
    assert lost() is None


def test_streams_that_are_not_there(use: Use) -> None:
    use(stdout=None, stderr=None)
    lost = steady_streams()
    print("x", flush=True)
    print("x", file=sys.stderr, flush=True)
    assert lost() is None and not sys.stdout.isatty()


def test_a_stream_of_a_program_that_calls_us_is_left_alone(use: Use) -> None:
    use()
    mine = sys.stdout
    steady_streams()
    assert sys.stdout is mine


def test_a_free_number_of_a_standard_stream_is_taken(monkeypatch: pytest.MonkeyPatch, use: Use) -> None:
    opened = []

    def fstat(number: int) -> None:
        if number == 1:
            raise OSError(errno.EBADF, "closed")

    use()
    with monkeypatch.context() as closed:
        closed.setattr(outputs.os, "fstat", fstat)
        closed.setattr(outputs.os, "open", lambda *given: opened.append(given))
        steady_streams()
    assert len(opened) == 1


def test_what_programs_read_is_utf_8() -> None:
    assert printable("é", "text") == "é"
    assert {printable("é", fmt) for fmt in ("json", "html", "markdown")} == {"é".encode()}
