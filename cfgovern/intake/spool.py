"""A submission that comes as a stream, put on disk: it is read more than once."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from cfgovern.atomic import is_full
from cfgovern.intake.answers import disk_full
from cfgovern.intake.files import cannot_open
from cfgovern.intake.limits import Limits

__all__ = ["spool"]

_NAME = "standard input"  # the name of the file, so that reports show it
_PIECE = 1 << 20


def spool(stream: BinaryIO, job: Path, limits: Limits) -> Path:
    """What ``stream`` holds, as a file of the private folder ``job``, with which it goes away.

    Of a stream that is over the limit of a file just enough is kept for whoever reads the file to
    refuse it. Raises SubmissionRefused ``file.cannot_open`` or InternalFault ``internal.disk_full``.
    """
    path = job / _NAME
    left = limits.file_bytes + 1
    try:
        with path.open("xb") as kept:
            while left > 0 and (piece := stream.read(min(_PIECE, left))):
                kept.write(piece)
                left -= len(piece)
    except OSError as error:
        raise (disk_full() if is_full(error) else cannot_open(_NAME)) from None
    return path
