"""One short line on standard error that says what is being done, while somebody is looking."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["progress"]

# What the process that reads a submission says counts only if it is one of these words.
_WORDS = {
    "making": "Making up an area ...",
    "reading": "Reading the submission ...",
    "checking": "Checking the submission ...",
}


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[str], None] | None]:
    """What to call with each stage; None when standard error is no terminal, or with ``quiet``.

    The line is gone on the way out.
    """
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    width = max(map(len, _WORDS.values()))

    def show(words: str) -> None:
        sys.stderr.write(f"\r{words.ljust(width)}")
        sys.stderr.flush()

    try:
        yield lambda stage: show(_WORDS[stage]) if stage in _WORDS else None
    finally:
        show("")
        sys.stderr.write("\r")
        sys.stderr.flush()
