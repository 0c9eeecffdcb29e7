"""How the files of Parquet are read: intake knows no database, so the ways are given to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cfgovern.intake.celltext import must_be_text
from cfgovern.intake.headings import Record
from cfgovern.intake.limits import Limits
from cfgovern.tables import Seen

__all__ = ["ParquetWays", "judged"]


@dataclass(frozen=True, slots=True)
class ParquetWays:
    """``records`` is given a file in a folder with nothing else, and what it may be called, and gives the
    headings, then the rows, as text. ``look`` is given a file and a folder to work in, and gives what was
    seen of a plain file. ``properties`` is given the same, and gives in words what the file tells beside its
    cells that may be about somebody; ``words`` gives those themselves, for who must look at all of it.
    """

    records: Callable[[Path, str], Iterator[list[str]]]
    look: Callable[[Path, Path], Seen | None] = lambda _path, _folder: None
    properties: Callable[[Path, Path], Sequence[str]] = lambda _path, _folder: ()
    words: Callable[[Path, Path], Sequence[str]] = lambda _path, _folder: ()


def judged(rows: Iterator[list[str]], shown: str, limits: Limits) -> tuple[list[str], Iterator[Record]]:
    """The headings, and the records below them, each of which is text."""
    names = next(rows)
    must_be_text(names, limits.cell_chars, f"{shown}, the names of its columns")
    return names, _judged(rows, shown, limits)


def _judged(rows: Iterator[list[str]], shown: str, limits: Limits) -> Iterator[Record]:
    for number, cells in enumerate(rows, start=1):
        must_be_text(cells, limits.cell_chars, f"{shown}, row {number:,}")
        yield number, None, cells
