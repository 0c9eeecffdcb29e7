"""What the truth files have in common: headings from a dataclass, one line each, read with every fault told.

``faults.csv`` and ``decoys.csv`` are in :mod:`cfgovern.evidence.truth`, ``spans.csv`` in
:mod:`cfgovern.evidence.spans`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import TYPE_CHECKING

from cfgovern.csvtext import csv_bytes
from cfgovern.errors import Fault, OperatorFileError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["MAX_BYTES", "Reading", "headings", "is_path", "is_place", "written"]

MAX_BYTES = 100_000_000
_CODE = re.compile("[a-z][a-z0-9_]{0,59}")
_PLACE = re.compile("[1-9][0-9]{0,8}")


def headings(kind: type[DataclassInstance]) -> tuple[str, ...]:
    """The columns of a truth file whose lines are of ``kind``."""
    return tuple(field.name for field in fields(kind))


def written(kind: type[DataclassInstance], lines: Iterable[DataclassInstance]) -> bytes:
    """``lines`` of ``kind`` as a truth file: UTF-8, line feeds, RFC 4180; ``|`` parts several texts."""
    cells = (
        ["|".join(cell) if isinstance(cell, tuple) else cell for cell in astuple(line)] for line in lines
    )
    return csv_bytes(headings(kind), cells)


class Reading:
    """The lines of a truth file as cells, and what is wrong with them; no fault shows what a cell holds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []

    def fault(self, code: str, message: str, line: int = 1, fix: str = "") -> None:
        """Keep a fault of the file, to be told with all others."""
        self.faults.append(Fault(f"truth.{code}", message, str(self.path), line, fix=fix))

    def right(self, line: int, judged: Iterable[tuple[str, str, bool]]) -> bool:
        """Whether all of ``judged`` (column, what it must be, whether it is) hold; else a fault of each."""
        wrong = [(name, words) for name, words, holds in judged if not holds]
        for name, words in wrong:
            self.fault("value", f"{name} {words}.", line)
        return not wrong

    def refuse(self, code: str, message: str, line: int = 1, fix: str = "") -> OperatorFileError:
        """What to raise where nothing more can be read; every fault so far is told with it."""
        self.fault(code, message, line, fix)
        return self._refusal()

    def at_an_end(self, *, count: int = 1) -> None:
        """Refuse the file if anything in it was at fault, or if it has no lines."""
        if self.faults:
            raise self._refusal()
        if not count:
            raise self.refuse("nothing", "There is no line below the headings, so there is nothing to score.")

    def lines(self, kind: type[DataclassInstance]) -> Iterator[tuple[int, dict[str, str]]]:
        """(line, cells by heading) of each record of the right width."""
        return self.rows(headings(kind))

    def rows(self, first: Sequence[str], *, more: bool = False) -> Iterator[tuple[int, dict[str, str]]]:
        """As :meth:`lines`, of a file with the headings ``first``, and where there may be ``more``, others
        after them."""
        heads = tuple(first)
        reader = csv.reader(io.StringIO(self._text(), newline=""), strict=True)
        line = 1
        try:
            for cells in reader:
                if line == 1:
                    self._must_be(heads, cells[: len(heads)] if more else cells)
                    heads = self._apart(cells) if more else heads
                elif len(cells) == len(heads):
                    yield line, dict(zip(heads, cells, strict=True))
                elif cells:
                    self.fault("cells", f"This line has {len(cells)} cells, not {len(heads)}.", line)
                line = reader.line_num + 1
        except csv.Error:
            raise self.refuse("csv", "The quotation marks of this line do not match.", line) from None
        if line == 1:
            raise self.refuse("headings", f"The file is empty. Its headings are {','.join(heads)}.")

    def _refusal(self) -> OperatorFileError:
        return OperatorFileError("truth.refused", "The truth file cannot be used as it is.", self.faults)

    def _must_be(self, heads: Sequence[str], cells: Sequence[str]) -> None:
        if tuple(cells) == tuple(heads):
            return
        absent = next((name for name in heads if name not in cells), None)
        words = "in another order than they are to stand in" if absent is None else f"without {absent}"
        raise self.refuse("headings", f"The headings are {words}.", fix=f"They are: {','.join(heads)}.")

    def _apart(self, heads: Sequence[str]) -> tuple[str, ...]:
        if len(set(heads)) < len(heads) or not all(map(_CODE.fullmatch, heads)):
            what = "Two columns have one heading, or one is not of small letters, figures and _."
            raise self.refuse("headings", what)
        return tuple(heads)

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


def is_place(text: str) -> bool:
    """Whether ``text`` is a whole number from 1."""
    return _PLACE.fullmatch(text) is not None


def is_path(text: str) -> bool:
    """Whether ``text`` is a path that does not lead out of the folder."""
    parts = re.split(r"[/\\]", text)
    return bool(text) and "" not in parts[:1] and ".." not in parts and ":" not in text and "\0" not in text
