"""Finds the row of headings under titles and banners, and writes what stands below it for the engine.

The reader of a workbook and the reader of a CSV file both hand in records: (number, line, cells),
where the number is the row that a person sees when the file is open in a spreadsheet.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from cfgovern.errors import SubmissionRefused
from cfgovern.likewords import folded
from cfgovern.tables import ODD, RECORD_CHARS, SEPARATOR, SPACES, Lines

__all__ = ["OTHER_SEPARATORS", "Above", "Record", "Written", "split", "write_rows"]

SEARCHED = 50  # filled rows among which the headings are looked for
_NOTHING = SPACES + SEPARATOR
_BEFORE, _AFTER = f"{SEPARATOR} ", f" {SEPARATOR}"
OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
"""What parts the cells of files that are no CSV of ours, in words."""
_OTHERWISE = re.compile(f"[{''.join(OTHER_SEPARATORS)}]")
_ODD = re.compile(ODD)
Record = tuple[int, int | None, list[str]]


@dataclass(frozen=True, slots=True)
class Written:
    """What stands below the headings: ``rows_read`` counts blank rows between filled ones too.

    ``spaced``: white space stands around some cell. ``odd``: what
    :data:`cfgovern.tables.ODD` finds stands in some row; ``broken``: a line break does. No row has more than
    ``longest`` characters.
    """

    columns: tuple[str | None, ...]
    rows_read: int
    rows_ignored: int
    spaced: bool
    odd: bool
    broken: bool
    longest: int
    lines: Lines | None


@dataclass(frozen=True, slots=True)
class Above:
    """The filled rows above the headings: ``titles``, and ``rows`` that look like records."""

    titles: int = 0
    rows: int = 0


def split(records: Iterator[Record], names: Iterable[str]) -> tuple[Record | None, Above, Iterator[Record]]:
    """The row of headings, what stands above it, and the records below it.

    The headings are the row, among the first filled ones, with the most cells that are one of
    ``names`` (case, spaces, hyphens and underscores out of account); the first filled row where no
    row has any. None for a table without a filled row. A row that would have names if something else
    than commas parted its cells comes before one that has none, so that it can be told.
    """
    first = list(islice((record for record in records if not blank(record[2])), SEARCHED))
    if not first:
        return None, Above(), iter(())
    known = {folded(name) for name in names}
    place = max(range(len(first)), key=lambda n: (*_likeness(first[n][2], known), -n))
    above = [cells for _, _, cells in first[:place]]
    names_end = next((n for n, cells in enumerate(above, start=1) if _are_headings(cells, known)), place)
    rows = sum(n >= names_end or _as_wide(cells, first[place][2]) for n, cells in enumerate(above))
    return first[place], Above(place - rows, rows), chain(first[place + 1 :], records)


def _as_wide(cells: Sequence[str], heading: Sequence[str]) -> bool:
    """Whether a row has as many cells as a record: several, and more than half as many as the headings."""
    filled, named = (sum(1 for cell in row if cell.strip(SPACES)) for row in (cells, heading))
    return 2 * filled > named and filled >= max(2, min(3, named))


def _are_headings(cells: Sequence[str], known: Set[str]) -> bool:
    """Whether most of what stands in a row are names: below it stand records, of however few cells."""
    found = _known(cells, known)
    return found > 1 and 2 * found > sum(1 for cell in cells if cell.strip(SPACES))


def _likeness(cells: Sequence[str], known: Set[str]) -> tuple[int, int]:
    """How many cells are a known name; then, how many would be if the row were parted otherwise."""
    otherwise = _OTHERWISE.split(cells[0]) if len(cells[0]) <= 10_000 else ()
    return _known(cells, known), _known(otherwise, known)


def _known(cells: Sequence[str], known: Set[str]) -> int:
    return len({folded(cell) for cell in cells if len(cell) <= 200} & known)


def blank(cells: Sequence[str]) -> bool:
    """Whether a row holds nothing but white space."""
    if cells and cells[0][:1].isalnum():  # which settles nearly every row
        return False
    return not any(cells) or (not cells[0].strip(SPACES) and not "".join(cells).strip(SPACES))


def write_rows(heading: Record, below: Iterable[Record], width: int, path: Path) -> Written:
    """Write the records below the headings to ``path``, as :class:`cfgovern.tables.SourceTable` says.

    ``width`` is the number of fields of every row; no record is wider. Raises SubmissionRefused
    ``file.record_too_long``.
    """
    top, _, cells = heading
    headings = [*cells, *[""] * (width - len(cells))]
    unnamed = [place for place, name in enumerate(headings) if not name.strip(SPACES)]
    filled: set[int] = set()
    starts: list[int] = []
    shifts: list[int] = []
    last, kept, longest = 0, 0, 0
    spaced = odd = broken = False
    with path.open("x", encoding="utf-8", newline="") as stream:
        write = stream.write
        quote = csv.writer(stream, delimiter=SEPARATOR, lineterminator="\r\n").writerow
        between = f'"{SEPARATOR}"'
        for number, line, row in below:
            if len(row) < width:
                row = [*row, *[""] * (width - len(row))]
            text = SEPARATOR.join(row)
            if not text.strip(_NOTHING):
                continue
            if len(text) > longest:
                longest = len(text)
                if longest > RECORD_CHARS:
                    raise _too_long(number)
            if unnamed:
                filled.update(place for place in unnamed if row[place].strip(SPACES))
            last, kept = number - top, kept + 1
            if line is not None and (not shifts or line - last != shifts[-1]):
                starts.append(last)
                shifts.append(line - last)
            spaced = spaced or (_may_be_spaced(row, text) and _is_spaced(row))
            odd = odd or (not text.isascii() and _may_be_odd(row, text) and bool(_ODD.search(text)))
            if text.count(SEPARATOR) >= width:  # in a cell, where neither reader lets it through
                quote((last, *row))
                continue
            if '"' in text or "\n" in text or "\r" in text:
                broken = broken or "\n" in text or "\r" in text
                text = '"' + text.replace('"', '""').replace(SEPARATOR, between) + '"'
            write(f"{last}{SEPARATOR}{text}\r\n")
    columns = tuple(
        None if place in unnamed and place not in filled else name for place, name in enumerate(headings)
    )
    lines = Lines(starts, shifts) if starts else None
    return Written(columns, last, last - kept, spaced, odd, broken, longest, lines)


def _may_be_spaced(row: list[str], text: str) -> bool:
    """A quick look at ``row``, joined in ``text``: False settles nearly every row."""
    if text.isascii():
        odd = "\t" in text or "\n" in text or "\r" in text or "\v" in text or "\f" in text
    else:  # the space is the one white space that is printable
        odd = not "".join(row).isprintable()
    return odd or _BEFORE in text or _AFTER in text or text[0] == " " or text[-1] == " "


def _may_be_odd(row: list[str], text: str) -> bool:
    """A quick look at ``row``, joined in ``text``: False settles nearly every row with an accent."""
    signs = (
        ("\u00c2" in text or "\u00c3" in text or "\u00c4" in text or "\u00c5" in text)  # of two bytes
        or ("\u20ac" in text or "\u00bf" in text)  # the second of three
        or "\ufffd" in text
    )
    return signs or not "".join(row).isprintable()


def _is_spaced(row: list[str]) -> bool:
    """Whether white space stands around a cell of ``row``."""
    return any(cell != cell.strip(SPACES) for cell in row)


def _too_long(number: int) -> SubmissionRefused:
    return SubmissionRefused(
        "file.record_too_long",
        f"A row holds more than {RECORD_CHARS:,} characters.",
        where=f"row {number} below the headings",
        fix="Leave out what is not asked for in that row.",
    )
