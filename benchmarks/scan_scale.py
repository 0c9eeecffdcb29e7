"""Whether a scan keeps its promises of size, through the command line: ``python -m benchmarks.scan --scale``.

* 300 people and 2,000 notes have a verdict within 4 seconds from a cold start;
* a national cohort (18 areas, 6,000 people) within 60 seconds;
* memory is flat: a million cells take hardly more than 50,000 do.

Seconds are those of a clock, so nothing else should be running; processor seconds are printed beside them.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import process
from benchmarks.compare import ENVIRONMENT
from cfgovern import api

__all__ = ["Measured", "scale"]

_SECONDS_SMALL, _SECONDS_NATIONAL = 4.0, 60.0
_PEOPLE, _NOTES = 300, 2_000
_AREAS, _NATIONAL = 18, 6_000
_COLUMNS, _FEW, _MANY = 20, 2_500, 50_000  # rows of as many columns: 50,000 cells, and a million
_FLAT = 1.5  # times the memory of the smaller table


@dataclass(frozen=True, slots=True)
class Measured:
    """A promise, its figure and its bar; ``told`` says more in words."""

    promise: str
    figure: float
    bar: float
    unit: str
    told: str

    @property
    def kept(self) -> bool:
        """Whether the promise holds."""
        return self.figure <= self.bar

    def __str__(self) -> str:
        said = "kept" if self.kept else "NOT KEPT"
        return f"{self.promise}: {self.figure:.2f} {self.unit} (bar {self.bar:g}), {said}; {self.told}"


def scale(folder: Path) -> Iterator[Measured]:
    """The three promises, each measured in turn with made-up data in ``folder``."""
    yield _small(folder / "small")
    yield _national(folder / "national")
    yield _flat(folder)


def _small(folder: Path) -> Measured:
    api.synth(folder / "area", mode="cohort", areas=1, people=_PEOPLE, seed=21, form="csv")
    api.synth(folder / "made", mode="notes", people=_NOTES // 2, seed=22)
    rows = _read(folder / "made" / "notes.csv")
    (place,) = {path.parent for path in (folder / "area").rglob("participants.csv")}
    _write(place / "notes.csv", rows[0], rows[1 : _NOTES + 1])
    return _timed(f"{_PEOPLE} people and {_NOTES:,} notes", place, _SECONDS_SMALL)


def _national(folder: Path) -> Measured:
    api.synth(folder, mode="cohort", areas=_AREAS, people=_NATIONAL, seed=23, form="csv")
    return _timed(f"a national cohort of {_NATIONAL:,} people", folder, _SECONDS_NATIONAL)


def _timed(promise: str, sent: Path, bar: float) -> Measured:
    cost = _scan(sent)
    told = f"{cost.cpu:.2f} s of the processor, {cost.largest:.0f} MB in the largest process"
    return Measured(promise, cost.wall, bar, "s", told)


def _flat(folder: Path) -> Measured:
    """Cells that all differ: what is the same is looked at once."""
    few, many = (_scan(_table(folder / f"{rows}.csv", rows)) for rows in (_FEW, _MANY))
    cells = (f"{rows * _COLUMNS:,}" for rows in (_FEW, _MANY))
    told = " and ".join(
        f"{cost.largest:.0f} MB for {count} cells" for cost, count in zip((few, many), cells, strict=True)
    )
    ratio = many.largest / few.largest
    return Measured("memory over a million cells", ratio, _FLAT, "times that of 50,000", told)


def _table(path: Path, rows: int) -> Path:
    head = [f"c{column}" for column in range(_COLUMNS)]
    _write(path, head, ([f"w{row}x{column}" for column in range(_COLUMNS)] for row in range(rows)))
    return path


def _scan(sent: Path) -> process.Cost:
    """What a scan of ``sent`` costs, whatever it finds."""
    command = [sys.executable, "-m", "cfgovern", "scan", str(sent), "--format", "json", "--quiet"]
    told = [*command, "--output", str(sent.parent / "report.json")]
    return process.measure(told, sent.parent, (0, 1), ENVIRONMENT)


def _read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def _write(path: Path, head: list[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        writer.writerows(rows)
