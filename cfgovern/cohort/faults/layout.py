"""What is wrong with a whole table as it is laid out: headings, rows that are no records, hidden parts.

Each operator takes the ground, the page to be spoilt and its parameters. It gives the places at fault;
None where the page is not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cfgovern.cohort import unreal
from cfgovern.cohort.faults.page import Extra, Mark, Page, Row, keys_of
from cfgovern.cohort.faults.spots import Ground
from cfgovern.contract.model import Column
from cfgovern.tables import column_letters
from cfgovern.workbooks import State

__all__ = ["HARMLESS", "OPERATORS"]


def _plain(ground: Ground, page: Page) -> list[Column]:
    """The columns that hold nothing together."""
    keys = keys_of(ground.contract, page.table)
    return [column for column in page.table.collected if column.name not in keys]


def _one(ground: Ground, page: Page) -> Column | None:
    """One of them, drawn."""
    plain = _plain(ground, page)
    return plain[ground.below(len(plain), page.name, "column")] if plain else None


# -- headings ------------------------------------------------------------------------------------


def retyped_heading(ground: Ground, page: Page) -> list[Mark] | None:
    """A heading as somebody types it: with spaces and capitals."""
    column = _one(ground, page)
    typed = column.name.replace("_", " ").title() if column else ""
    if column is None or typed == column.name:
        return None
    page.headings[column.name] = typed
    return [Mark(page.name, None, column.name, clean=column.name, dirty=typed)]


def heading_twice(ground: Ground, page: Page) -> list[Mark] | None:
    """One column twice, side by side."""
    column = _one(ground, page)
    if column is None:
        return None
    again = f"{column.name} again"
    page.columns.insert(page.columns.index(column.name) + 1, again)
    page.headings[again] = column.name
    for row in page.rows:
        row[again] = row.get(column.name, "")
    return [Mark(page.name, None, column.name, dirty=column.name)]


def column_left_out(ground: Ground, page: Page) -> list[Mark] | None:
    """A column that is not there."""
    column = _one(ground, page)
    if column is None:
        return None
    page.columns.remove(column.name)
    return [Mark(page.name, None, column.name, clean=column.name)]


def swapped_columns(ground: Ground, page: Page) -> list[Mark] | None:
    """Two columns with code lists of their own under each other's headings."""
    lists = [column.code_list for column in page.table.collected]
    own = [
        column
        for column in _plain(ground, page)
        if column.type == "string"
        and column.code_list
        and column.required
        and lists.count(column.code_list) == 1
    ]
    if len(own) < 2:
        return None
    first = ground.below(len(own) - 1, page.name, "column")
    one, other = own[first], own[first + 1]
    marks = []
    for row in page.rows:
        row[one.name], row[other.name] = row[other.name], row[one.name]
        for column, clean in ((one, row[other.name]), (other, row[one.name])):
            codes = ground.codes(column)
            known = {*column.missing.values(), *(code.code for code in (codes.codes if codes else ()))}
            if row[column.name] not in known:
                marks.append(Mark(page.name, row, column.name, clean=clean, dirty=row[column.name]))
    return marks


def headings_in_two_rows(
    ground: Ground, page: Page, *, title: str, merged: bool = False
) -> list[Mark] | None:
    """A title over the last three columns, ``merged`` where cells can be, and headings in the row below."""
    last = page.columns[-3:]
    plain = {column.name for column in _plain(ground, page)}
    if len(page.columns) < 6 or not plain.issuperset(last):
        return None
    first = len(page.columns) - 3
    page.headings |= {last[0]: title, last[1]: "", last[2]: ""}
    if merged:
        page.merged.append(f"{column_letters(first)}1:{column_letters(first + 2)}1")
    below: Row = {**_origin(page), **dict(zip(last, last, strict=True))}
    page.rows.insert(0, below)
    marks = [Mark(page.name, None, name, clean=name) for name in last]
    extra = [
        Mark(page.name, part="extra", dirty=page.headings[name], words={"letters": letters})
        for place, name in enumerate(last)
        for letters in [column_letters(first + place).lower()]
    ]
    needed = [
        Mark(page.name, below, column.name, "empty")
        for column in page.table.collected
        if column.required and column.name not in below
    ]
    return [*marks, *extra, *needed, *([Mark(page.name, part="merged")] if merged else [])]


def extra_column(ground: Ground, page: Page, *, heading: str, identifier: str) -> list[Mark] | None:
    """A column that the contract does not know, with identifiers that belong to nobody."""
    page.columns.append(heading)
    for number, row in enumerate(page.rows, start=1):
        if row:
            row[heading] = unreal.unreal(identifier, number) or ""
    letters = column_letters(len(page.columns) - 1).lower()
    return [Mark(page.name, dirty=heading, words={"letters": letters})]


def refused_column(ground: Ground, page: Page, *, identifier: str) -> list[Mark] | None:
    """A column of identifiers that the contract names and does not collect, filled in for one person."""
    refused = [column for column in page.table.columns if not column.collected]
    column = next((one for one in refused if one.identifier == identifier), None)
    people = [row for row in page.rows if row]
    text = unreal.unreal(identifier, 1)
    if column is None or not people or text is None:
        return None
    page.columns.append(column.name)
    row = people[ground.below(len(people), page.name, "row")]
    row[column.name] = text
    return [Mark(page.name, row, column.name, dirty=text)]


def _origin(page: Page) -> Row:
    """That a row is made up, so that it does not pass for one about somebody."""
    column = page.table.by_concept("record_origin")
    return {column.name: page.rows[0][column.name]} if column else {}


# -- rows that are no records --------------------------------------------------------------------


def banner(ground: Ground, page: Page, *, rows: Sequence[str]) -> list[Mark] | None:
    """Titles above the headings."""
    page.above += [[text] for text in rows]
    return [Mark(page.name, dirty=rows[0])]


def blank_row(ground: Ground, page: Page) -> list[Mark] | None:
    """A row with nothing in it among the others."""
    if len(page.rows) < 2:
        return None
    page.rows.insert(len(page.rows) // 2, {})
    return [Mark(page.name)]


def totals(ground: Ground, page: Page, *, label: str) -> list[Mark] | None:
    """A last row with the sums of the numbers, and a label in the first column of a key."""
    table = page.table
    named = next((table.column(name) for name in table.primary_key), None)
    sums = {
        column.name: sum(int(row[column.name]) for row in page.rows if row.get(column.name, "").isdigit())
        for column in table.collected
        if column.type == "integer" and column.name not in table.primary_key
    }
    if named is None or named.type != "string" or not sums:
        return None
    row = {name: str(number) for name, number in sums.items()} | {named.name: label} | _origin(page)
    page.rows.append(row)
    marks = [Mark(page.name, row, named.name, dirty=label)]
    for column in table.collected:
        text = row.get(column.name, "")
        if not text and column.required:
            marks.append(Mark(page.name, row, column.name, "empty"))
        elif column.name in sums and column.maximum and int(text) > float(column.maximum.value):
            marks.append(Mark(page.name, row, column.name, "above", dirty=text))
        elif column.name in sums and column.minimum and int(text) < float(column.minimum.value):
            marks.append(Mark(page.name, row, column.name, "below", dirty=text))
    return marks


# -- what does not show --------------------------------------------------------------------------


def hidden_sheet(ground: Ground, page: Page, *, state: State) -> list[Mark] | None:
    """The sheet of a table ``hidden`` or ``veryHidden``; one has to stay visible."""
    if sum(one.state == "visible" for one in ground.book.pages.values()) < 2:
        return None
    page.state = state
    return [Mark(page.name)]


def hidden_column(ground: Ground, page: Page) -> list[Mark] | None:
    """A hidden column of the contract, with something in it."""
    column = _one(ground, page)
    if column is None or not any(row.get(column.name) for row in page.rows):
        return None
    page.hidden_columns.append(column.name)
    return [Mark(page.name, dirty=column.name)]


def hidden_row(ground: Ground, page: Page) -> list[Mark] | None:
    """A record in a row that is hidden, as a filter leaves it."""
    records = [row for row in page.rows if row]
    page.hidden_rows.append(records[ground.below(len(records), page.name, "row")])
    return [Mark(page.name)]


def extra_sheet(ground: Ground, page: Page, *, name: str, state: State = "visible") -> list[Mark] | None:
    """A sheet or file that the contract does not know, with some rows in it."""
    rows = tuple(tuple(row.get(column, "") for column in page.columns[:3]) for row in page.rows[:3])
    ground.book.extras.append(Extra(name, (tuple(page.columns[:3]), *rows), state))
    return [Mark("", dirty=name)]


def table_left_out(ground: Ground, page: Page) -> list[Mark] | None:
    """A table that is not there."""
    links = {key.table for table in ground.contract.tables for key in table.foreign_keys}
    if not page.table.expected or page.name in links:
        return None
    del ground.book.pages[page.name]
    return [Mark(page.name)]


def emptied(ground: Ground, page: Page) -> list[Mark] | None:
    """Nobody in the return: the headings of every table about people stand over no row."""
    for one in ground.book.pages.values():
        if one.table.route != "organisation":
            one.rows = []
    return [Mark(page.name)]


OPERATORS: dict[str, Callable[..., list[Mark] | None]] = {
    operator.__name__: operator
    for operator in (
        retyped_heading, heading_twice, column_left_out, swapped_columns, headings_in_two_rows,
        extra_column, refused_column, banner, blank_row, totals, hidden_sheet, hidden_column, hidden_row,
        extra_sheet, table_left_out, emptied,
    )
}  # fmt: skip
HARMLESS = (
    "extra_column", "refused_column", "hidden_sheet", "hidden_column", "hidden_row", "extra_sheet",
    "banner", "blank_row", "totals",
)  # fmt: skip
"""Those that leave every other record as it is, so that other faults may stand in the same table."""
