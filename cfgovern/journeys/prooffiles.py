"""The files of a release as they lie in its folder, row by row. In the limited child alone."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfgovern.errors import SubmissionRefused

__all__ = ["Laid", "laid_out"]

_LONGEST = 1 << 30  # characters of a cell


@dataclass(frozen=True, slots=True, repr=False)
class Laid:
    """One file of a part. ``told``: what the manifest says of it."""

    path: Path
    told: Mapping[str, Any]
    headings: list[str]

    @property
    def file(self) -> str:
        """Its path in the folder."""
        return str(self.told["file"])

    @property
    def part(self) -> str:
        """``payload`` or ``identifiers``."""
        return str(self.told["part"])

    @property
    def table(self) -> str:
        """Its table in the released contract."""
        return str(self.told["table"])

    def rows(self) -> Iterator[list[str]]:
        """Every row. Raises SubmissionRefused ``release.unreadable``."""
        with _lines(self.path, self.file) as lines:
            next(lines, None)
            for row in lines:
                cells = row or [""]  # one empty cell is an empty line
                if len(cells) != len(self.headings):
                    raise _unreadable(self.file)
                yield cells

    def column(self, name: str) -> Iterator[str]:
        """The text of every cell of a column."""
        at = self.headings.index(name)
        return (row[at] for row in self.rows())


def laid_out(folder: Path, told: Mapping[str, Any]) -> Laid:
    """The file that the manifest tells of, in the ``folder`` of a release.

    Raises SubmissionRefused ``release.unreadable`` where it is no CSV.
    """
    path = folder / told["file"]
    with _lines(path, told["file"]) as lines:
        return Laid(path, told, next(lines, []))


@contextmanager
def _lines(path: Path, shown: str) -> Iterator[Iterator[list[str]]]:
    csv.field_size_limit(_LONGEST)
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            yield csv.reader(stream, strict=True)
    except (OSError, ValueError, csv.Error):
        raise _unreadable(shown) from None


def _unreadable(shown: str) -> SubmissionRefused:
    return SubmissionRefused(
        "release.unreadable",
        "A file of the release cannot be read as a table.",
        where=shown,
        fix="Make the release again, and change nothing in its folder.",
    )
