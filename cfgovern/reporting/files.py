"""Reports on disk: one file for one format, a folder for several."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from cfgovern.atomic import made_folder, write_all

__all__ = ["EXTENSIONS", "places", "write_rendered"]

EXTENSIONS = {
    "text": "txt",
    "json": "json",
    "html": "html",
    "junit": "junit.xml",  # GitLab takes .xml only
    "sarif": "sarif",  # what GitHub looks for in a folder
    "github": "github.txt",
    "xlsx": "xlsx",
}


def places(formats: Sequence[str], output: Path) -> tuple[Path, ...]:
    """The files that a report in ``formats`` is written to, in that order.

    One format goes to the file ``output``; several make ``output`` a folder that holds
    ``report.json``, ``report.html``, ``report.txt``, ``report.junit.xml`` ...
    """
    if len(formats) == 1:
        return (output,)
    return tuple(output / f"report.{EXTENSIONS[fmt]}" for fmt in formats)


def write_rendered(rendered: Sequence[tuple[str, str | bytes | None]], output: Path) -> tuple[Path, ...]:
    """Write ``(format, text or bytes)`` pairs to their :func:`places` and return the files written.

    There is no file for None. All of them are written, completely, or none is. Files of two runs never stand
    side by side: where the process is killed between two of them, the others are absent. Raises UsageError as
    :func:`cfgovern.atomic.write_atomic` does.
    """
    files = places([fmt for fmt, _ in rendered], output)
    told = [(file, text) for file, (_, text) in zip(files, rendered, strict=True) if text is not None]
    if told:
        with made_folder(output) if len(files) > 1 else nullcontext():
            write_all([(file, text.encode() if isinstance(text, str) else text) for file, text in told])
    return tuple(file for file, _ in told)
