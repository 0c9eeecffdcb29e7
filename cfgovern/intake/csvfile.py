"""A CSV file as records of text: decoded by a fixed ladder, its structure checked on every record.

Nothing is sniffed. The columns are separated by commas and quoted with ``"``; a file written
otherwise is refused with what to do. Encodings are tried in this order: a byte order mark, UTF-8,
UTF-16 without its mark, Windows text (cp1252, which is told).
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.celltext import CONTROL
from cfgovern.intake.child import counted
from cfgovern.intake.headings import OTHER_SEPARATORS, Record, blank
from cfgovern.intake.limits import Limits

__all__ = ["CONTROLS", "SEPARATOR_LINE", "encoding_of", "records", "same_width"]

_PIECE, _AT_ONCE = 1 << 20, 1 << 16
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# The same bytes in UTF-8 and cp1252.
CONTROLS = bytes(byte for byte in range(128) if CONTROL.match(chr(byte)))
# A Latin letter with an accent, or a quotation mark or dash, in UTF-8: no word of Windows text has these.
_UTF8_LETTER = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x80[\x93-\x9d]")
SEPARATOR_LINE = ["sep=", ""]  # "sep=," tells a spreadsheet program how to read, and is no row of it
_LISTED = 20
_SAVE_AGAIN = "Open it in the program that made it and save it as CSV UTF-8 (comma delimited)."


def encoding_of(path: Path, label: str) -> str:
    """The Python name of the encoding of a text file.

    Raises SubmissionRefused ``file.encoding`` or ``file.control_character``.
    """
    with path.open("rb") as stream:
        start = stream.read(4096)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    wide = [name for name, at in (("utf-16-le", 1), ("utf-16-be", 0)) if _every_other_is_nul(start, at)]
    for encoding in [marked] if marked else [*wide, "utf-8", "cp1252"]:
        if _decodes(path, encoding, label):
            if encoding == "cp1252":
                _not_mixed(path, label)
            return encoding
    raise SubmissionRefused(
        "file.encoding", "The characters of this file cannot be read.", where=label, fix=_SAVE_AGAIN
    )


def _not_mixed(path: Path, label: str) -> None:
    """Refuse a file that is not UTF-8 as a whole and holds letters of UTF-8: no one reading is right."""
    first = 0
    mixed = False
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if line.isascii():
                continue
            mixed = mixed or _UTF8_LETTER.search(line) is not None
            if not first and not _is_utf8(line):
                first = number
    if mixed:
        raise SubmissionRefused(
            "file.encoding",
            "Some letters of this file are written in UTF-8 and others as Windows text.",
            where=f"{label}, line {first:,}",
            fix=f"Two files may have been put together. {_SAVE_AGAIN}",
        )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _every_other_is_nul(start: bytes, at: int) -> bool:
    """UTF-16 text of ours is mostly ASCII, so nearly every second byte is zero."""
    return (
        len(start) > 3
        and start[at::2].count(0) > 0.8 * len(start[at::2])
        and start[1 - at :: 2].count(0) == 0
    )


def _decodes(path: Path, encoding: str, label: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as stream:
        try:
            while piece := stream.read(_PIECE):
                text = decoder.decode(piece)
                plain = text.encode("utf-8", "surrogatepass") if encoding.startswith("utf-16") else piece
                if len(plain.translate(None, CONTROLS)) != len(plain):
                    raise _control_character(label, line + plain[: _first_control(plain)].count(b"\n"))
                line += plain.count(b"\n")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _first_control(plain: bytes) -> int:
    return next(at for at, byte in enumerate(plain) if byte in CONTROLS)


def _control_character(label: str, line: int) -> SubmissionRefused:
    return SubmissionRefused(
        "file.control_character",
        "There is a character in this file that no text holds, and that does not show.",
        where=f"{label}, line {line:,}",
        fix="Delete what stands there and type it again. If there are many, the file is no text: "
        "save the data as CSV UTF-8 in the program that made it.",
    )


def records(path: Path, encoding: str, label: str, limits: Limits) -> Iterator[Record]:
    """Every record but empty lines, with the row (from 1) that a spreadsheet shows and its first line.

    Raises SubmissionRefused ``file.csv_quotes``, ``file.cell_too_long``, ``file.line_too_long`` or
    ``file.too_many_columns``.
    """
    csv.field_size_limit(limits.cell_chars)
    with io.BufferedReader(_Followed(path), _AT_ONCE) as raw:
        text = io.TextIOWrapper(raw, encoding=encoding, newline="")
        # In UTF-16 the byte of a line end is also half of other characters.
        long = encoding.startswith("utf-16") or _may_hold_long_lines(path, limits.line_chars)
        reader = csv.reader(_lines(text, label, limits.line_chars) if long else text, strict=True)
        number, line = 0, 1
        try:
            for cells in reader:
                if line == 1 and cells == SEPARATOR_LINE:
                    line = reader.line_num + 1
                    continue
                number += 1
                if len(cells) > limits.columns:
                    raise _refused(
                        "file.too_many_columns", f"has more than {limits.columns} columns", label, line
                    )
                if cells:
                    yield number, line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise _broken(str(error), label, line, limits) from None


class _Followed(io.FileIO):
    """A file that tells the parent how much of it has been read."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._size, self._read = path.stat().st_size, 0

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]
        """As every file does."""
        count = super().readinto(buffer)
        self._read += count or 0
        counted(self._read, self._size, "bytes")
        return count


def _may_hold_long_lines(path: Path, most: int) -> bool:
    """Whether a line might have ``most`` characters: a look that is far quicker than reading them."""
    run = 0
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            if run + len(piece) >= most:
                return True
            end = max(piece.rfind(b"\n"), piece.rfind(b"\r"))
            run = run + len(piece) if end < 0 else len(piece) - end - 1
    return False


def _lines(text: io.TextIOWrapper, label: str, most: int) -> Iterator[str]:
    """The physical lines, each with its end; never more than ``most`` characters in memory at once."""
    number = 1
    while line := text.readline(most):
        if len(line) == most:
            raise _refused("file.line_too_long", f"is longer than {most:,} characters", label, number)
        yield line
        number += 1


def _broken(words: str, label: str, line: int, limits: Limits) -> SubmissionRefused:
    if "field larger" in words:
        what = f"holds a cell of more than {limits.cell_chars:,} characters"
        return _refused("file.cell_too_long", what, label, line)
    return _refused("file.csv_quotes", "has quotation marks that do not match", label, line)


def _refused(code: str, what: str, label: str, line: int) -> SubmissionRefused:
    return SubmissionRefused(
        code,
        f"A record of this file {what}.",
        where=f"{label}, the record that starts on line {line}",
        fix=_SAVE_AGAIN,
    )


def same_width(heading: Record, below: Iterator[Record], label: str) -> Iterator[Record]:
    """The records, each as wide as the headings.

    Empty cells beyond the headings are left out where every record has as many of them: one record that
    has them alone may hold a comma too many, which moves its cells along. Raises SubmissionRefused
    ``file.separator`` or, after the last record, ``file.ragged``.
    """
    width = len(heading[2])
    _look_for_separator(heading, label)
    wrong, longer = _Places(), _Places()
    widths: set[int] = set()
    for number, line, cells in below:
        if len(cells) != width:
            if blank(cells):
                continue
            if len(cells) < width or any(cells[width:]):
                wrong.add(line)
                continue
            longer.add(line)
        widths.add(len(cells))
        yield number, line, cells[:width]
    if longer.count == 1 or len(widths) > 1:
        wrong.join(longer)
    if wrong.count:
        raise _ragged(wrong, label)


class _Places:
    """How many records there are of one sort, and the lines of the first of them."""

    def __init__(self) -> None:
        self.count = 0
        self.lines: list[int] = []

    def add(self, line: int | None) -> None:
        self.count += 1
        if line is not None and len(self.lines) < _LISTED:
            self.lines.append(line)

    def join(self, others: _Places) -> None:
        self.count += others.count
        self.lines = sorted(self.lines + others.lines)[:_LISTED]


def _ragged(places: _Places, label: str) -> SubmissionRefused:
    count, lines = places.count, places.lines
    listed = ", ".join(map(str, lines))
    more = f" and {count - len(lines)} more" if count > len(lines) else ""
    one = count == 1
    return SubmissionRefused(
        "file.ragged",
        f"{'One record has' if one else f'{count} records have'} more or fewer cells than the headings.",
        where=f"{label}, {'line' if one else 'lines'} {listed}{more}",
        fix="Look there for a comma too many or too few. A text that holds a comma needs quotation marks. "
        + _SAVE_AGAIN,
    )


def _look_for_separator(heading: Record, label: str) -> None:
    if len(heading[2]) > 1:
        return
    for separator, words in OTHER_SEPARATORS.items():
        if separator in heading[2][0]:
            raise SubmissionRefused(
                "file.separator",
                f"The columns are separated by {words}, not commas.",
                where=label,
                fix=_SAVE_AGAIN,
            )
