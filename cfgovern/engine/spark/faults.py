"""Errors of Spark as ours: its words may quote cells, so none are kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cfgovern.engine.connection import no_room, stopped
from cfgovern.errors import SubmissionRefused

__all__ = ["guarded", "kinds", "must_have_room"]


@contextmanager
def guarded(stage: str) -> Iterator[None]:
    """Errors of a ``stage`` without their words.

    Raises SubmissionRefused ``file.too_large`` when memory ran out, OSError (ENOSPC) when the disk is full,
    else InternalFault.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        must_have_room(error)
        raise stopped(kinds(error)[0], stage) from None


def must_have_room(error: BaseException) -> None:
    """Raise SubmissionRefused or OSError (ENOSPC) where memory or the disk ran out."""
    text = str(error)
    if "OutOfMemoryError" in text:
        raise SubmissionRefused(
            "file.too_large",
            "The submission needs more memory than Spark has here.",
            fix="Give Spark more memory, or send fewer rows in one file.",
        ) from None
    if "No space left on device" in text:
        raise no_room() from None


def kinds(error: BaseException) -> list[str]:
    """The names of the error's class and of those behind it: names alone."""
    found = [type(error).__name__]
    java: Any = getattr(error, "java_exception", None) or getattr(error, "_origin", None)
    for _ in range(10):
        if java is None:
            break
        found.append(str(java.getClass().getSimpleName()))
        java = java.getCause()
    return found
