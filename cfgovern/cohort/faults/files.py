"""What is wrong with a whole file or workbook, and the writing of a spoilt submission.

Each operator takes the ground, the page it is done to and its parameters. It gives the places at fault;
None where the page is not fit.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from cfgovern import frontsheet, workbooks
from cfgovern.cohort.faults.page import Book, Mark, Page, Row, day_in, record_id
from cfgovern.cohort.faults.spots import Ground
from cfgovern.cohort.files import as_typed
from cfgovern.contract.model import Column
from cfgovern.csvtext import csv_bytes

__all__ = ["OPERATORS", "lines_of", "written"]

_EVERYWHERE = [Mark("")]
_FOUR_YEARS = timedelta(days=1462)  # from 1 January 1900, and the 29 February that never was, to 1904


# -- text files ----------------------------------------------------------------------------------


def other_separator(ground: Ground, page: Page, *, separator: str) -> list[Mark] | None:
    """Columns parted by something else than commas."""

    def parted(content: bytes) -> bytes:
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=separator, lineterminator="\n")
        writer.writerows(csv.reader(io.StringIO(content.decode(), newline="")))
        return stream.getvalue().encode()

    ground.book.rewrites[page.name] = parted
    return _EVERYWHERE


def unquoted_comma(ground: Ground, page: Page) -> list[Mark] | None:
    """A comma in a text that is not quoted: one cell too many in its record."""
    ground.book.rewrites[page.name] = lambda content: _last_line(content, lambda line: line + b", and more")
    return _EVERYWHERE


def short_record(ground: Ground, page: Page) -> list[Mark] | None:
    """A record that ends too early."""
    ground.book.rewrites[page.name] = lambda content: _last_line(content, lambda line: line.split(b",")[0])
    return _EVERYWHERE


def open_quote(ground: Ground, page: Page) -> list[Mark] | None:
    """A quotation mark that is never closed."""
    ground.book.rewrites[page.name] = lambda content: _last_line(content, lambda line: b'"' + line)
    return _EVERYWHERE


def _last_line(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """``content`` with its last line changed."""
    before, _, last = content.removesuffix(b"\n").rpartition(b"\n")
    return before + b"\n" + change(last) + b"\n"


def windows_text(ground: Ground, page: Page) -> list[Mark] | None:
    """A file as Windows writes text, with a letter that shows it in a free text."""
    free = next((column for column in page.table.collected if "free_text" in column.roles), None)
    if free is None or not _is_ascii(page):
        return None
    page.rows[0][free.name] = "Café"
    ground.book.rewrites[page.name] = lambda content: content.decode().encode("cp1252")
    return [Mark(page.name, dirty="Café")]


def _is_ascii(page: Page) -> bool:
    return all(text.isascii() for row in page.rows for text in row.values())


def two_encodings(ground: Ground, page: Page) -> list[Mark] | None:
    """Rows of two programs put together: one letter in UTF-8, another as Windows wrote it."""
    if len(page.rows) < 2:
        return None
    for row, text in zip(page.rows, ("Ł", "é"), strict=False):
        row[page.columns[-1]] = text
    ground.book.rewrites[page.name] = lambda content: content.replace("é".encode(), b"\xe9")
    return _EVERYWHERE


# -- workbooks -----------------------------------------------------------------------------------


def says_1904(ground: Ground, page: Page, *, been: Sequence[str] = ()) -> list[Mark] | None:
    """A workbook that says its days are counted from 1904, so that each date is read four years late.

    The places are the dates about people that are then still to come, or in no quarter of their row, and
    those of birth that are not in the year that stands elsewhere; and of organisations the dates ``been``
    (table.concept) that are still to come, as others may be.
    """
    ground.book.says_1904 = True
    return [
        mark
        for one in ground.book.pages.values()
        for row in one.rows
        for column in one.table.collected
        if one.table.route != "organisation" or f"{one.table.concept}.{column.concept}" in been
        for day in [day_in(row[column.name]) if column.type == "date" else None]
        if day is not None
        for mark in _late(ground, one, row, column, day + _FOUR_YEARS)
    ]


def _late(ground: Ground, page: Page, row: Row, column: Column, day: date) -> list[Mark]:
    clean = row[column.name]
    mark = Mark(page.name, row, column.name, clean=clean, dirty=day.isoformat())
    if column.identifier == "date_of_birth":
        return [replace(mark, part="born")] if _year_elsewhere(ground, page, row) == clean[:4] else []
    if page.table.by_concept("period") and page.table.route != "organisation":
        return [replace(mark, part="of_a_quarter")]
    return [mark] if day > ground.as_of else []


def _year_elsewhere(ground: Ground, page: Page, row: Row) -> str:
    """The year of birth of the person of ``row`` as another table has it."""
    for other in ground.book.pages.values():
        year, theirs, ours = (
            other.table.by_concept("year_of_birth"),
            record_id(other.table),
            record_id(page.table),
        )
        if year and theirs and ours:
            return next((one[year.name] for one in other.rows if one[theirs] == row[ours]), "")
    return ""


def formula(ground: Ground, page: Page, *, text: str) -> list[Mark] | None:
    """A formula without its result."""
    row, name = page.rows[0], page.columns[-1]
    row[name] = text
    page.kinds[id(row), name] = "formula"
    return _EVERYWHERE


def comment(ground: Ground, page: Page, *, text: str, author: str) -> list[Mark] | None:
    """A comment on a cell."""
    page.comments.append((1, page.columns[0], f"{author}: {text}"))
    return _EVERYWHERE


def author(ground: Ground, page: Page, *, name: str) -> list[Mark] | None:
    """The name of somebody among the properties of the document."""
    ground.book.author = name
    return _EVERYWHERE


def document_property(ground: Ground, page: Page, *, name: str, text: str) -> list[Mark] | None:
    """A property of the document that somebody added."""
    ground.book.properties[name] = text
    return _EVERYWHERE


OPERATORS: dict[str, Callable[..., list[Mark] | None]] = {
    operator.__name__: operator
    for operator in (
        other_separator, unquoted_comma, short_record, open_quote, windows_text, two_encodings,
        says_1904, formula, comment, author, document_property,
    )
}  # fmt: skip


# -- writing -------------------------------------------------------------------------------------


def written(book: Book, form: str, name: str) -> dict[str, bytes]:
    """The submission as files, by path: ``name``.xlsx, or a folder ``name`` of CSV files."""
    if form == "workbook":
        return {f"{name}.xlsx": _workbook(book)}
    files = {f"{name}/{page.name}.csv": _csv(book, page) for page in book.pages.values()}
    extras = {f"{name}/{extra.name}.csv": csv_bytes(extra.rows[0], extra.rows[1:]) for extra in book.extras}
    return files | extras


def lines_of(page: Page) -> list[int]:
    """The line of the CSV file on which each record starts."""
    lines, line = [], len(page.above) + 2
    for row in page.rows:
        lines.append(line)
        line += 1 + sum(row.get(name, "").count("\n") for name in page.columns)
    return lines


def _csv(book: Book, page: Page) -> bytes:
    width = len(page.columns)
    above = [[*cells, *[""] * (width - len(cells))] for cells in page.above]
    headings = [page.headings.get(name, name) for name in page.columns]
    rows = ([row.get(name, "") for name in page.columns] for row in page.rows)
    lines = [*above, headings, *rows]
    content = csv_bytes(lines[0], lines[1:])
    rewrite = book.rewrites.get(page.name)
    return rewrite(content) if rewrite else content


def _workbook(book: Book) -> bytes:
    says_so = [[line] for line in frontsheet.LINES[1:]]
    sheets = [workbooks.Sheet(frontsheet.NAME, frontsheet.LINES[:1], says_so)]
    sheets += [_sheet(page) for page in book.pages.values()]
    sheets += [
        workbooks.Sheet(extra.name, extra.rows[0], extra.rows[1:], state=extra.state) for extra in book.extras
    ]
    return workbooks.workbook_bytes(
        sheets,
        title="SYNTHETIC",
        subject="Made up: nobody in it exists",
        author=book.author,
        properties=book.properties,
        says_1904=book.says_1904,
    )


def _sheet(page: Page) -> workbooks.Sheet:
    numbers = page.numbers()
    return workbooks.Sheet(
        page.name,
        [page.headings.get(name, name) for name in page.columns],
        [_cells(page, row) for row in page.rows],
        banner=[cells[0] for cells in page.above],
        state=page.state,
        hidden_columns=[page.columns.index(name) for name in page.hidden_columns],
        hidden_rows=[numbers[id(row)] for row in page.hidden_rows],
        merged=page.merged,
        comments=[(row, page.columns.index(name), text) for row, name, text in page.comments],
    )


def _cells(page: Page, row: Row) -> list[workbooks.Value]:
    whole = {column.name: row.get(column.name, "") for column in page.table.collected}
    [typed] = as_typed(page.table, [whole])
    values: dict[str, workbooks.Value] = dict(zip(whole, typed, strict=True))
    for name in page.columns:
        text = row.get(name, "")
        kind = page.kinds.get((id(row), name))
        if kind == "number":
            values[name] = float(text)
        elif kind in ("error", "formula"):
            values[name] = workbooks.Special(text)
        elif name not in values:
            values[name] = text
    return [values[name] for name in page.columns]
