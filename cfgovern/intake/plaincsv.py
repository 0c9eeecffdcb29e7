"""A CSV file that a look at its bytes shows to be plain, so that the engine may read it as it was sent.

Plain is what every reader of CSV reads alike: UTF-8, one kind of line end, headings in the first record,
quotation marks around whole cells only, no blank row, none that may be one of totals, and as many commas
outside quotation marks as records of that width have. The look uses nothing but what Python does to bytes
at the speed of C. It says nothing about what is wrong with another file: on any doubt there is none, and
``csvfile`` reads the file and names the fault.
"""

from __future__ import annotations

import csv
import io
import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from cfgovern.intake import headings
from cfgovern.intake.child import counted
from cfgovern.intake.csvfile import CONTROLS, SEPARATOR_LINE
from cfgovern.intake.limits import Limits
from cfgovern.intake.totals import MAY_BE_NO_RECORD
from cfgovern.tables import ODD, SPACES, Lines, Seen, means_itself

__all__ = ["look"]

# The first piece is large enough to search for headings. What is made of each of the others, up to two bytes
# a character, stays below 128 KiB: from there on the C library asks the system anew for each piece of memory.
_START = 1 << 20
_PIECE = 60 << 10
_COMMON = bytes([9, 10, 13, *range(32, 127)])
# Commas and line breaks that stand inside quotation marks, out of the way.
_HIDDEN = bytes.maketrans(b",\n\r", b"\x01\x02\x03")
_MISPLACED = re.compile(rb'"(?:(?<![,\n"]")|(?=[^,"\r\n]))')
# Each begins with the one character to look for, which is what makes the search quick.
_EDGES = tuple(
    (space, re.compile(rb"%b(?:[,\r\n]|(?<=[,\n]%b)|\Z)" % (space, space)))
    for space in (b" ", b"\t", b"\x02", b"\x03")
)
_ODD = re.compile(ODD)
_RARE_SPACES = "".join(space for space in SPACES if not space.isascii())
_UNSEEN = b"|".join(space.encode() for space in _RARE_SPACES)
_NO_RECORD = re.compile(  # blank, or perhaps one of totals
    rb"\n[, \t\r\x02\x03]*+(?:(?:%b)[, \t\r\x02\x03]*+)*+(?:\n|\Z|%b)" % (_UNSEEN, MAY_BE_NO_RECORD)
)
_ODD_EDGE = re.compile(rf"(?<=[,\n])[{_RARE_SPACES}]|[{_RARE_SPACES}](?:[,\r\n]|\Z)")
_LONGEST = _START // 2  # characters of four bytes, twice as many as the longest record has


class _Doubt(Exception):
    """Something that one reader may read otherwise than another."""


def look(path: Path, names: Sequence[str], limits: Limits) -> Seen | None:
    """What a plain file holds; None for any that may not be plain.

    ``names`` are the words by which the headings may be known, as :func:`headings.split` takes them.
    """
    try:
        if not means_itself(path) or limits.line_chars < 2 * _START:
            return None
        with path.open("rb") as stream:
            told = os.fstat(stream.fileno())
            looked = _Look(limits)
            for piece in _pieces(stream):
                if not looked.width:
                    looked.headings(piece, names, whole=told.st_size < _START)
                looked.add(piece)
                counted(stream.tell(), told.st_size, "bytes")
        return looked.seen((told.st_size, told.st_mtime_ns))
    except (_Doubt, UnicodeError, csv.Error):
        return None


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The file in pieces of whole records, none of which is longer than the first piece."""
    rest = stream.read(len(BOM_UTF8)).removeprefix(BOM_UTF8)
    size = _START
    while len(block := stream.read(size)) == size:
        text = rest + block
        end = _end_of_records(text)
        if not end or len(text) - end > _PIECE:
            raise _Doubt
        yield text[:end]
        rest = text[end:]
        size = _PIECE
    if rest + block:
        yield rest + block


def _end_of_records(text: bytes) -> int:
    """The place after the last line feed before which every quotation mark has its other."""
    end = text.rfind(b"\n") + 1
    inside = text.count(b'"', 0, end) & 1
    while inside and end:
        start = text.rfind(b"\n", 0, end - 1) + 1
        inside ^= text.count(b'"', start, end) & 1
        end = start
    return end


class _Look:
    """What was seen so far, piece by piece."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.columns: tuple[str, ...] = ()
        self.width = 0
        self.records = 0
        self.returns: bool | None = None
        self.spaced = self.odd = self.broken = False
        self.starts, self.shifts = [1], [1]  # the headings stand on line 1

    def headings(self, piece: bytes, names: Sequence[str], *, whole: bool) -> None:
        """Take the first record as headings, if nothing below it looks more like some."""
        text = io.StringIO(piece.decode(), newline="")
        first = list(islice(csv.reader(text, strict=True), headings.SEARCHED))
        if not first or first[0] == SEPARATOR_LINE or not (whole or len(first) == headings.SEARCHED):
            raise _Doubt
        heading, _, _ = headings.split(((n, n, row) for n, row in enumerate(first, start=1)), names)
        if heading is None or heading[0] != 1 or len(heading[2]) > self.limits.columns:
            raise _Doubt
        if not all(name.strip(SPACES) for name in heading[2]):
            raise _Doubt
        if len(heading[2]) == 1 and any(sign in heading[2][0] for sign in headings.OTHER_SEPARATORS):
            raise _Doubt
        self.columns = tuple(heading[2])
        self.width = len(self.columns)

    def add(self, piece: bytes) -> None:
        """Look at some more records."""
        masked, broken = _masked(piece, self.limits.cell_chars // 3)
        ended = masked.endswith(b"\n")
        records = masked.count(b"\n") - ended
        if masked.count(b",") != (self.width - 1) * records:
            raise _Doubt
        self._line_ends(masked, records if ended else records - 1)
        below = 0 if self.records else masked.find(b"\n", 1)
        if below >= 0 and _NO_RECORD.search(masked, below, len(masked) - ended):
            raise _Doubt
        if not self.spaced:
            self.spaced = any(space in masked and edge.search(masked) for space, edge in _EDGES)
        if rare := piece.translate(None, _COMMON):
            self._rare(piece, masked, rare)
        if broken:
            self.broken = True
            self._longer_records(masked)
        self.records += records

    def _line_ends(self, masked: bytes, ended: int) -> None:
        """Each of the ``ended`` records ends as the first one did."""
        returns = masked.count(b"\r") if b"\r" in masked else 0
        if self.returns is None:
            self.returns = returns > 0
        if returns != (ended if self.returns else 0) or (returns and returns != masked.count(b"\r\n")):
            raise _Doubt

    def _rare(self, piece: bytes, masked: bytes, rare: bytes) -> None:
        """What is not plain ASCII: no control character, all of it UTF-8; is there anything odd in it?"""
        if len(rare.translate(None, CONTROLS)) != len(rare):
            raise _Doubt
        text = piece.decode()
        if not _ODD.search(rare.decode()) or not _ODD.search(text):
            return
        self.odd = True
        self.spaced = self.spaced or bool(_ODD_EDGE.search(masked.decode()))

    def _longer_records(self, masked: bytes) -> None:
        """Note after which records the lines run ahead of the rows."""
        record, at = self.records, 1
        for found in re.finditer(b"\x02", masked):
            record += masked.count(b"\n", at, found.start())
            at = found.start()
            if self.starts[-1] != record + 1:
                self.starts.append(record + 1)
                self.shifts.append(self.shifts[-1])
            self.shifts[-1] += 1

    def seen(self, stamp: tuple[int, int]) -> Seen:
        """All that was seen of the file of that size and time of change."""
        if not self.records:
            raise _Doubt
        return Seen(
            columns=self.columns,
            rows=self.records - 1,
            size=stamp[0],
            stamp=stamp,
            spaced=self.spaced,
            odd=self.odd,
            broken=self.broken,
            header_row=1,
            lines=Lines(tuple(self.starts), tuple(self.shifts)),
            longest=_LONGEST,
        )


def _masked(piece: bytes, third: int) -> tuple[bytes, bool]:
    """The piece after a line feed, without quotation marks, and what was quoted without commas and line
    breaks; whether there were such breaks.

    ``third``: of the characters that a cell may have.
    """
    parts = piece.split(b'"')
    parts[0] = b"\n" + parts[0]
    if len(parts) == 1:
        _cells_fit(parts[0], third)
        return parts[0], False
    if len(parts) % 2 == 0 or _MISPLACED.search(b'"'.join(parts[::2])):
        raise _Doubt
    inside = b'"'.join(parts[1::2])
    broken = b"\n" in inside
    if b"\r" in inside and inside.count(b"\r") != inside.count(b"\r\n"):
        raise _Doubt
    parts[1::2] = inside.translate(_HIDDEN).split(b'"')
    masked = b"".join(parts)
    _cells_fit(masked if len(parts) <= third else b'"'.join(parts), third)
    return masked, broken


def _cells_fit(masked: bytes, third: int) -> None:
    """No cell is longer than two thirds of what it may be, if a cell ends in each stretch of one third.

    Quotation marks that were left out may be the rest of it, where there are no more than one third.
    """
    for start in range(0, len(masked) - third, third):
        if masked.find(b",", start, start + third) < 0 and masked.find(b"\n", start, start + third) < 0:
            raise _Doubt
