"""Standard output and standard error that nothing can break: a report never stops for a stream.

A reader may go away, a disk may be full, an encoding may lack a letter, a stream may not be there at
all. A command does its work in each case and ends with its own exit code.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO, cast

from cfgovern.atomic import plain_error
from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["printable", "steady_streams"]

# How a system says that nobody reads any more.
_GONE = {errno.EPIPE, errno.EINVAL} if sys.platform == "win32" else {errno.EPIPE}

_ERRORS = "backslashreplace"


class _Sink(io.RawIOBase):
    """Hands bytes on to ``below`` until that takes no more; what comes after is dropped.

    ``fault`` says why, unless the reader has gone: whoever goes away has what they wanted.
    """

    def __init__(self, below: Any) -> None:
        self._below = below
        self._taken = True
        self.fault: OSError | None = None

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return bool(self._below.isatty())

    def fileno(self) -> int:
        return int(self._below.fileno())

    def write(self, data: ReadableBuffer) -> int | None:
        if self._taken:
            try:
                return cast("int | None", self._below.write(data))
            except OSError as error:
                self._taken = False
                self.fault = None if error.errno in _GONE else error
        return memoryview(data).nbytes


def steady_streams() -> Callable[[], UsageError | None]:
    """Make standard output and standard error such that writing to them never fails.

    They keep their encoding; a letter that it lacks is written as ``\\u0174``. Returns what to call at
    the end: the fault (``output.full``, ``output.unwritable``) that kept something from standard output.
    """
    _take_free_numbers()
    sink, sys.stdout = _steady(sys.stdout)
    _, sys.stderr = _steady(sys.stderr)

    def lost() -> UsageError | None:
        sys.stdout.flush()
        if sink is None or sink.fault is None:
            return None
        return plain_error(sink.fault, "standard output", fix="Send it elsewhere and run the command again.")

    return lost


def _take_free_numbers() -> None:
    """Where a standard stream is closed, no file of ours may get its number."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _steady(stream: TextIO | None) -> tuple[_Sink | None, TextIO]:
    if stream is None:  # closed: nobody wants what is written
        return None, open(os.devnull, "w", encoding="utf-8", errors=_ERRORS)
    buffer = getattr(stream, "buffer", None)
    below = getattr(buffer, "raw", buffer)
    if not isinstance(stream, io.TextIOWrapper) or not isinstance(below, io.RawIOBase):
        return None, stream  # not of the system: a program that calls us reads it
    sink = _Sink(below)
    return sink, io.TextIOWrapper(
        io.BufferedWriter(sink),
        encoding=stream.encoding,
        errors=_ERRORS,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def printable(text: str, fmt: str) -> str | bytes:
    """``text`` as standard output is given it.

    What programs read (every format but ``text``) is UTF-8 wherever it goes; people see the letters that
    their terminal has.
    """
    return text if fmt == "text" else text.encode()
