"""One line on standard error that says what is being done and how long it will take, while somebody looks."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from cfgovern.progress import Progress, Told
from cfgovern.reporting.plain import count_of

__all__ = ["progress"]

# What the process that reads a submission says counts only if it is one of these words.
_WORDS = {
    "making": "Making up people",
    "reading": "Reading the submission",
    "checking": "Checking the submission",
    "looking": "Looking for personal identifiers",
}
_EVERY, _PLAIN_EVERY = 0.2, 30.0  # seconds between two counts: on one line, and line by line
_SETTLED = 2.0  # seconds until a rate says anything
_STEADY = ("bytes", "rows", "people")  # one costs about what another does, so the rest can be foretold
_MILLION = 1_000_000
_WIDTH = 80


@contextmanager
def progress(*, quiet: bool) -> Iterator[Told | None]:
    """What to call with each :class:`~cfgovern.progress.Progress`; None where standard error is no terminal,
    or with ``quiet``.

    The line is never longer than the terminal is wide, and is gone on the way out. A terminal that cannot go
    back in a line (``TERM=dumb``, as people set it who have the screen read to them) gets a few whole lines.
    """
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    line = _Line(plain=os.environ.get("TERM") == "dumb")
    try:
        yield line.tell
    finally:
        line.clear()


class _Line:
    """What stands on the terminal now, and since when the present stage lasts."""

    def __init__(self, *, plain: bool) -> None:
        self._plain = plain
        self._every = _PLAIN_EVERY if plain else _EVERY
        self._shown = 0  # characters
        self._last = 0.0
        self._of: tuple[str, str, int] = ("", "", 0)
        self._began, self._before = 0.0, 0

    def tell(self, now: Progress) -> None:
        """Show a stage when it begins, and a count if the last one has been seen long enough."""
        if now.stage not in _WORDS:
            return
        clock = time.monotonic()
        if (now.stage, now.unit, now.of) != self._of:  # another stage, or another file of it
            new = now.stage != self._of[0] or not now.of
            self._of = now.stage, now.unit, now.of
            self._began, self._before = clock, now.done
            if new:
                self._show(f"{_WORDS[now.stage]} ...", clock)
                return
        if now.of and clock >= self._last + self._every:
            took = clock - self._began
            rate = (now.done - self._before) / took if took >= _SETTLED else 0.0
            self._show(_counted(now, rate), clock)

    def clear(self) -> None:
        """Leave nothing behind."""
        if not self._plain:
            self._write("")
            sys.stderr.write("\r")
            sys.stderr.flush()

    def _show(self, words: str, clock: float) -> None:
        self._last = clock
        if self._plain:
            sys.stderr.write(f"{words}\n")
        else:
            self._write(words[: _width() - 1])
        sys.stderr.flush()

    def _write(self, words: str) -> None:
        sys.stderr.write(f"\r{words.ljust(self._shown)}")
        self._shown = len(words)


def _width() -> int:
    """Of the terminal on standard error; standard output may be elsewhere."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _WIDTH
    except (OSError, ValueError):
        return _WIDTH


def _counted(now: Progress, rate: float) -> str:
    """``Reading: 480 of 1,502 MB, 41 MB a second, about 25 seconds left``."""
    stage = now.stage.capitalize()
    if now.unit == "bytes":
        words = f"{stage}: {now.done / 1e6:,.0f} of {now.of / 1e6:,.0f} MB"
        speed = f"{rate / 1e6:,.1f} MB"
    else:
        words = f"{stage}: {_of(now.done, now.of)} {now.unit}"
        speed = f"{rate:,.0f}"
    if rate <= 0 or now.unit not in _STEADY:
        return words
    return f"{words}, {speed} a second, about {_time((now.of - now.done) / rate)} left"


def _of(done: int, of: int) -> str:
    if of < _MILLION:
        return f"{done:,} of {of:,}"
    return f"{done / _MILLION:,.1f} of {of / _MILLION:,.1f} million"


def _time(seconds: float) -> str:
    """Rounded up: nobody minds if it is done sooner."""
    if seconds <= 90:
        return count_of(math.ceil(seconds), "second", "seconds")
    return count_of(math.ceil(seconds / 60), "minute", "minutes")
