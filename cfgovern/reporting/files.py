"""Reports on disk: one file for one format, a folder for several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cfgovern.atomic import make_folder, write_atomic

__all__ = ["EXTENSIONS", "places", "write_rendered"]

EXTENSIONS = {"text": "txt", "json": "json", "html": "html"}


def places(formats: Sequence[str], output: Path) -> tuple[Path, ...]:
    """The files that a report in ``formats`` is written to, in that order.

    One format goes to the file ``output``; several make ``output`` a folder that holds
    ``report.json``, ``report.html``, ``report.txt``.
    """
    if len(formats) == 1:
        return (output,)
    return tuple(output / f"report.{EXTENSIONS[fmt]}" for fmt in formats)


def write_rendered(rendered: Sequence[tuple[str, str]], output: Path) -> tuple[Path, ...]:
    """Write ``(format, text)`` pairs to their :func:`places` and return the files written.

    Each file is written completely or not at all. Raises UsageError as
    :func:`cfgovern.atomic.write_atomic` does.
    """
    files = places([fmt for fmt, _ in rendered], output)
    if len(files) > 1:
        make_folder(output)
    for file, (_, text) in zip(files, rendered, strict=True):
        write_atomic(file, text.encode())
    return files
