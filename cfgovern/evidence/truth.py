"""Truth files: what was planted in made-up data, and where, so that a check can be scored against it.

``faults.csv`` has one line for each faulty cell, row or file: file, table, sheet, row, column, fault,
clean, dirty, rules, severity. ``file`` is a path from the folder of faults.csv, with ``/``. ``row`` is the
record in the dirty file, the first being 1; empty for a whole table. ``column`` is the contract's name;
empty for a whole row or table. ``rules`` are parted by ``|``, and any one of them finds the fault.
``decoys.csv`` beside it has the same columns and no rules: cells that look wrong, are right, and must
not be found. ``spans.csv`` (file, table, row, column, start, end, entity) says where in a text something
stands: characters from 0, the end not included.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from cfgovern.errors import Fault, OperatorFileError, UsageError
from cfgovern.findings import SEVERITIES
from cfgovern.yamlfile import one_of

__all__ = [
    "DECOYS",
    "FAULTS",
    "PlantedFault",
    "PlantedSpan",
    "about",
    "faults_csv",
    "is_spans",
    "read_decoys",
    "read_faults",
    "read_spans",
    "spans_csv",
]

FAULTS, DECOYS = "faults.csv", "decoys.csv"
MAX_BYTES = 100_000_000
_PLACE = re.compile("[1-9][0-9]{0,8}")
_OFFSET = re.compile("0|[1-9][0-9]{0,8}")
_RULE = re.compile(r"[^\s|]+\.[^\s|]+")
_NAME = re.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
T = TypeVar("T", "PlantedFault", "PlantedSpan")


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


@dataclass(frozen=True, slots=True)
class PlantedSpan:
    """One line of ``spans.csv``."""

    file: str
    table: str
    row: int
    column: str
    start: int
    end: int
    entity: str


def faults_csv(planted: Iterable[PlantedFault]) -> bytes:
    """The lines as ``faults.csv`` or ``decoys.csv``: UTF-8, line feeds, RFC 4180."""
    return _written(PlantedFault, planted)


def spans_csv(spans: Iterable[PlantedSpan]) -> bytes:
    """The lines as ``spans.csv``: UTF-8, line feeds, RFC 4180."""
    return _written(PlantedSpan, spans)


def _written(kind: type[T], lines: Iterable[T]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_heads(kind))
    for line in lines:
        writer.writerow("|".join(cell) if isinstance(cell, tuple) else cell for cell in astuple(line))
    return stream.getvalue().encode()


def _heads(kind: type[T]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def read_faults(path: Path) -> tuple[PlantedFault, ...]:
    """The lines of a ``faults.csv``.

    Raises OperatorFileError with every fault and its line (``truth.missing``, ``truth.unreadable``,
    ``truth.csv``, ``truth.headings``, ``truth.cells``, ``truth.value``, ``truth.nothing``).
    """
    reading = _Reading(path)
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
    reading = _Reading(beside)
    lines = [_fault(reading, line, cells, decoy=True) for line, cells in reading.lines(PlantedFault)]
    reading.at_an_end()
    return tuple(line for line in lines if line is not None)


def read_spans(path: Path) -> tuple[PlantedSpan, ...]:
    """The lines of a ``spans.csv``. Raises OperatorFileError as :func:`read_faults`."""
    reading = _Reading(path)
    lines = [_span(reading, line, cells) for line, cells in reading.lines(PlantedSpan)]
    reading.at_an_end(count=len(lines))
    return tuple(line for line in lines if line is not None)


def is_spans(path: Path) -> bool:
    """Whether the headings of the file at ``path`` are those of ``spans.csv``."""
    try:
        with path.open("rb") as stream:
            start = stream.readline(1000)
    except OSError:
        return False
    return start.decode("utf-8-sig", "replace").strip() == ",".join(_heads(PlantedSpan))


def about(lines: Sequence[T], truth: Path, submission: Path, *, needed: bool = True) -> tuple[T, ...]:
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


class _Reading:
    """The lines of a truth file as cells, and what is wrong with them; no fault shows what a cell holds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []

    def fault(self, code: str, message: str, line: int = 1, fix: str = "") -> None:
        self.faults.append(Fault(f"truth.{code}", message, str(self.path), line, fix=fix))

    def refuse(self, code: str, message: str, line: int = 1, fix: str = "") -> OperatorFileError:
        self.fault(code, message, line, fix)
        return OperatorFileError("truth.refused", "The truth file cannot be used as it is.", self.faults)

    def at_an_end(self, *, count: int = 1) -> None:
        """Refuse the file if anything in it was at fault, or if it has no lines."""
        if self.faults:
            raise OperatorFileError("truth.refused", "The truth file cannot be used as it is.", self.faults)
        if not count:
            raise self.refuse("nothing", "There is no line below the headings, so there is nothing to score.")

    def lines(self, kind: type[T]) -> Iterator[tuple[int, dict[str, str]]]:
        """(line, cells by heading) of each record of the right width."""
        heads = _heads(kind)
        reader = csv.reader(io.StringIO(self._text(), newline=""), strict=True)
        line = 1
        try:
            for cells in reader:
                if line == 1:
                    self._must_be(heads, cells)
                elif len(cells) == len(heads):
                    yield line, dict(zip(heads, cells, strict=True))
                elif cells:
                    self.fault("cells", f"This line has {len(cells)} cells, not {len(heads)}.", line)
                line = reader.line_num + 1
        except csv.Error:
            raise self.refuse("csv", "The quotation marks of this line do not match.", line) from None
        if line == 1:
            raise self.refuse("headings", f"The file is empty. Its headings are {','.join(heads)}.")

    def _must_be(self, heads: Sequence[str], cells: Sequence[str]) -> None:
        if tuple(cells) == tuple(heads):
            return
        absent = next((name for name in heads if name not in cells), None)
        words = "in another order than they are to stand in" if absent is None else f"without {absent}"
        raise self.refuse("headings", f"The headings are {words}.", fix=f"They are: {','.join(heads)}.")

    def _text(self) -> str:
        try:
            if not self.path.is_file():
                raise self.refuse("missing", "There is no such file.", fix="Check its name and folder.")
            with self.path.open("rb") as stream:
                content = stream.read(MAX_BYTES + 1)
        except OSError:
            raise self.refuse("unreadable", "The file cannot be opened.") from None
        if len(content) > MAX_BYTES:
            raise self.refuse("unreadable", f"The file is larger than {MAX_BYTES:,} bytes.")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise self.refuse("unreadable", "This line is not UTF-8.", line) from None


def _fault(
    reading: _Reading, line: int, cells: dict[str, str], *, decoy: bool = False
) -> PlantedFault | None:
    rules = tuple(cells["rules"].split("|")) if cells["rules"] else ()
    wrong = [
        (name, words)
        for name, words, right in (
            ("file", "must say which file, by its path from here", _is_path(cells["file"])),
            ("row", "must be a whole number from 1, or empty", not cells["row"] or _is(_PLACE, cells["row"])),
            ("fault", "must be an id of letters, figures and ._-", _is(_NAME, cells["fault"])),
            ("rules", "must be empty for a decoy", not rules or not decoy),
            ("rules", "must be rule ids parted by |", decoy or _are_rules(rules)),
            ("severity", one_of(SEVERITIES), cells["severity"] in SEVERITIES),
        )
        if not right
    ]
    for name, words in wrong:
        reading.fault("value", f"{name} {words}.", line)
    if wrong:
        return None
    row = int(cells["row"]) if cells["row"] else None
    given: dict[str, Any] = {**cells, "row": row, "rules": rules}
    return PlantedFault(**given)


def _span(reading: _Reading, line: int, cells: dict[str, str]) -> PlantedSpan | None:
    whole = [name for name in ("start", "end") if _is(_OFFSET, cells[name])]
    wrong = [
        (name, words)
        for name, words, right in (
            ("file", "must say which file, by its path from here", _is_path(cells["file"])),
            ("table", "must not be empty", bool(cells["table"])),
            ("row", "must be a whole number from 1", _is(_PLACE, cells["row"])),
            ("column", "must not be empty", bool(cells["column"])),
            ("start", "must be a whole number from 0", "start" in whole),
            ("end", "must be a whole number from 0", "end" in whole),
            ("end", "must be after start", len(whole) < 2 or int(cells["start"]) < int(cells["end"])),
            ("entity", "must be a name of letters, figures and ._-", _is(_NAME, cells["entity"])),
        )
        if not right
    ]
    for name, words in wrong:
        reading.fault("value", f"{name} {words}.", line)
    if wrong:
        return None
    numbers = {name: int(cells[name]) for name in ("row", "start", "end")}
    given: dict[str, Any] = {**cells, **numbers}
    return PlantedSpan(**given)


def _is(form: re.Pattern[str], text: str) -> bool:
    return form.fullmatch(text) is not None


def _are_rules(rules: Sequence[str]) -> bool:
    return bool(rules) and all(_is(_RULE, rule) for rule in rules)


def _is_path(text: str) -> bool:
    """Whether ``text`` is a path that does not lead out of the folder."""
    parts = re.split(r"[/\\]", text)
    return bool(text) and "" not in parts[:1] and ".." not in parts and ":" not in text and "\0" not in text
