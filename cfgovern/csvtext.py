"""Lines of cells as a CSV file: one form for all small files that are written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

__all__ = ["csv_bytes"]


def csv_bytes(head: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """``head`` and ``rows`` as UTF-8, lines ended by LF, quoted where RFC 4180 asks for it; None is empty."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return stream.getvalue().encode()
