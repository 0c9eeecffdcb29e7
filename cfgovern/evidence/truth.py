"""Truth files: what was planted in made-up data, and where, so that a check can be scored against it.

``faults.csv`` has one line for each faulty cell, row or file: file, table, sheet, row, column, fault,
clean, dirty, rules, severity. ``file`` is a path from the folder of faults.csv, with ``/``. ``row`` is the
record in the dirty file, the first being 1; empty for a whole table. ``column`` is the contract's name;
empty for a whole row or table. ``rules`` are parted by ``|``, and any one of them finds the fault.
``decoys.csv`` beside it has the same columns and no rules: cells that look wrong, are right, and must
not be found. Where identifiers stand in texts is another file: :mod:`cfgovern.evidence.spans`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfgovern.errors import UsageError
from cfgovern.evidence.truthfile import Reading, is_path, is_place, written
from cfgovern.findings import SEVERITIES
from cfgovern.yamlfile import one_of

__all__ = ["DECOYS", "FAULTS", "PlantedFault", "about", "faults_csv", "read_decoys", "read_faults"]

FAULTS, DECOYS = "faults.csv", "decoys.csv"
_RULE = re.compile(r"[^\s|]+\.[^\s|]+")
_NAME = re.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True, slots=True)
class PlantedFault:
    """One line of ``faults.csv``. A fault of the whole submission has an empty ``table``."""

    file: str
    table: str
    sheet: str
    row: int | None
    column: str
    fault: str
    clean: str
    dirty: str
    rules: tuple[str, ...]
    severity: str


def faults_csv(planted: Iterable[PlantedFault]) -> bytes:
    """The lines as ``faults.csv`` or ``decoys.csv``: UTF-8, line feeds, RFC 4180."""
    return written(PlantedFault, planted)


def read_faults(path: Path) -> tuple[PlantedFault, ...]:
    """The lines of a ``faults.csv``.

    Raises OperatorFileError with every fault and its line (``truth.missing``, ``truth.unreadable``,
    ``truth.csv``, ``truth.headings``, ``truth.cells``, ``truth.value``, ``truth.nothing``).
    """
    reading = Reading(path)
    lines = [_fault(reading, line, cells) for line, cells in reading.lines(PlantedFault)]
    reading.at_an_end(count=len(lines))
    return tuple(line for line in lines if line is not None)


def read_decoys(path: Path) -> tuple[PlantedFault, ...]:
    """The lines of the ``decoys.csv`` beside the faults.csv at ``path``; none where there is no such file.

    Raises OperatorFileError as :func:`read_faults`.
    """
    beside = path.with_name(DECOYS)
    if not beside.is_file():
        return ()
    reading = Reading(beside)
    lines = [_fault(reading, line, cells, decoy=True) for line, cells in reading.lines(PlantedFault)]
    reading.at_an_end()
    return tuple(line for line in lines if line is not None)


def about(
    lines: Sequence[PlantedFault], truth: Path, submission: Path, *, needed: bool = True
) -> tuple[PlantedFault, ...]:
    """Those of ``lines`` whose file is ``submission`` or stands in it; ``truth`` is the file they are from.

    A truth file may tell of several submissions. Raises UsageError ``truth.other`` where it tells
    nothing of this one, unless that is not ``needed``.
    """
    wanted, folder = submission.resolve(), truth.resolve().parent
    ours = {file for file in {line.file for line in lines} if _is_in((folder / file).resolve(), wanted)}
    found = tuple(line for line in lines if line.file in ours)
    if needed and not found:
        raise UsageError(
            "truth.other",
            "The truth file says nothing about this submission.",
            fix="Its column file names each submission by its path from the folder of the truth file. "
            "Keep the two where they were made, or name the truth file that was made with this submission.",
        )
    return found


def _is_in(place: Path, wanted: Path) -> bool:
    return place == wanted or wanted in place.parents


def _fault(reading: Reading, line: int, cells: dict[str, str], *, decoy: bool = False) -> PlantedFault | None:
    rules = tuple(cells["rules"].split("|")) if cells["rules"] else ()
    judged = (
        ("file", "must say which file, by its path from here", is_path(cells["file"])),
        ("row", "must be a whole number from 1, or empty", not cells["row"] or is_place(cells["row"])),
        ("fault", "must be an id of letters, figures and ._-", _NAME.fullmatch(cells["fault"]) is not None),
        ("rules", "must be empty for a decoy", not rules or not decoy),
        ("rules", "must be rule ids parted by |", decoy or _are_rules(rules)),
        ("severity", one_of(SEVERITIES), cells["severity"] in SEVERITIES),
    )
    if not reading.right(line, judged):
        return None
    row = int(cells["row"]) if cells["row"] else None
    given: dict[str, Any] = {**cells, "row": row, "rules": rules}
    return PlantedFault(**given)


def _are_rules(rules: Sequence[str]) -> bool:
    return bool(rules) and all(_RULE.fullmatch(rule) for rule in rules)
