"""Reports on disk: one file for one format, a folder for several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cfgovern.atomic import make_folder, write_atomic

__all__ = ["EXTENSIONS", "write_rendered"]

EXTENSIONS = {"text": "txt", "json": "json", "html": "html"}


def write_rendered(rendered: Sequence[tuple[str, str]], output: Path) -> tuple[Path, ...]:
    """Write ``(format, text)`` pairs and return the files written, in that order.

    One format goes to the file ``output``; several make ``output`` a folder that holds
    ``report.json``, ``report.html``, ``report.txt``. Each file is written completely or not at all.
    Raises UsageError as :func:`cfgovern.atomic.write_atomic` does.
    """
    if len(rendered) == 1:
        write_atomic(output, rendered[0][1].encode())
        return (output,)
    make_folder(output)
    written = []
    for fmt, text in rendered:
        path = output / f"report.{EXTENSIONS[fmt]}"
        write_atomic(path, text.encode())
        written.append(path)
    return tuple(written)
