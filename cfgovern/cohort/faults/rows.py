"""Rows that are there twice, are not there, or are about somebody who is there already.

Each operator takes the ground, what the catalogue says under ``where``, who is taken, and its parameters.
It gives the places at fault; None where no row is fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from cfgovern.cohort.faults.page import Mark, Page, Row, day_in, record_id, rows_about, whose
from cfgovern.cohort.faults.spots import Ground, Spot, fits, rotated
from cfgovern.quarters import days_of, numbered, ordinal

__all__ = ["OPERATORS", "Taken", "candidates"]


@dataclass(slots=True)
class Taken:
    """Whose rows hold a fault already: nobody has two, so that each is known by itself."""

    who: set[object] = field(default_factory=set)

    def _of(self, page: Page, row: Row) -> object:
        return whose(page, row) if record_id(page.table) else id(row)

    def free(self, page: Page, row: Row) -> bool:
        """Whether nothing is planted about the person of ``row`` yet."""
        return self._of(page, row) not in self.who

    def take(self, page: Page, row: Row) -> None:
        """Note that something is."""
        self.who.add(self._of(page, row))


def candidates(ground: Ground, where: Mapping[str, Any], taken: Taken) -> Iterator[tuple[Page, Row]]:
    """The rows that are fit, from a drawn one on."""
    concept = where.get("table")
    pages = [
        page
        for page in ground.book.pages.values()
        if (page.table.concept == concept if concept else page.table.route != "organisation")
        and page.table.concept not in where.get("except_tables", ())
    ]
    for turn in rotated(len(pages), ground.below(max(1, len(pages)), "table")):
        page = pages[turn]
        if page.rows:
            first = ground.below(len(page.rows), page.name)
            for place in rotated(len(page.rows), first):
                row = page.rows[place]
                spot = Spot(ground, page, page.table.collected[0], row)
                if taken.free(page, row) and fits(spot, where):
                    yield page, row


def repeated(
    ground: Ground, where: Mapping[str, Any], taken: Taken, *, changed: Sequence[str] = ()
) -> list[Mark] | None:
    """A row once more at the end under the same key; ``changed`` (concepts) are as in another row."""
    for page, row in candidates(ground, where, taken):
        key = page.table.primary_key
        again = dict(row)
        for concept in changed:
            column = page.table.by_concept(concept)
            others = [other[column.name] for other in page.rows] if column else []
            other = next((text for text in others if column and text and text != row[column.name]), None)
            if column is not None and other is not None:
                again[column.name] = other
        if key and (not changed or again != row):
            taken.take(page, row)
            page.rows.append(again)
            return [
                Mark(page.name, one, key[0], clean=row[key[0]], dirty=row[key[0]]) for one in (row, again)
            ]
    return None


def first_dropped(
    ground: Ground, where: Mapping[str, Any], taken: Taken, *, number: str
) -> list[Mark] | None:
    """The row of a person whose ``number`` (a concept) is the lowest left out, while a later one stays."""
    for page, row in candidates(ground, where, taken):
        counted, theirs = page.table.by_concept(number), record_id(page.table)
        if counted is None or theirs is None:
            continue
        same = [one for one in rows_about(page, row[theirs]) if one[counted.name].isdigit()]
        order = sorted(same, key=lambda one: int(one[counted.name]))
        if len(order) < 2 or order[0] is not row:
            continue
        taken.take(page, row)
        page.rows = [one for one in page.rows if one is not row]
        now = order[1]
        return [Mark(page.name, now, counted.name, clean=now[counted.name], dirty=now[counted.name])]
    return None


def twin(
    ground: Ground,
    where: Mapping[str, Any],
    taken: Taken,
    *,
    misspelt: str,
    copied: Sequence[str],
    left_out: Sequence[str],
) -> list[Mark] | None:
    """A person who is there already under another key, the last letter of the name ``misspelt`` left out.

    The person gets rows in this table, where ``left_out`` (concepts) is empty, and in those that are
    ``copied`` (concepts of tables).
    """
    for page, row in candidates(ground, where, taken):
        name, key_column = page.table.by_concept(misspelt), record_id(page.table)
        if name is None or key_column is None or len(row[name.name]) < 4 or not row[name.name].isalpha():
            continue
        others = [one for one in ground.book.pages.values() if one.table.concept in copied]
        key = _next_key([one[key_column] for one in page.rows])
        if key is None:
            continue
        short = row[name.name][:-1]
        again = {**row, key_column: key, name.name: short}
        again |= {column.name: "" for column in page.table.collected if column.concept in left_out}
        for other in others:
            theirs = record_id(other.table) or ""
            other.rows += [{**one, theirs: key} for one in rows_about(other, row[key_column])]
        page.rows.append(again)
        taken.take(page, row)
        taken.take(page, again)
        return [Mark(page.name, one, key_column, clean=row[name.name], dirty=short) for one in (row, again)]
    return None


def _next_key(keys: Sequence[str]) -> str | None:
    """A key of the form of the others that none of them is: figures at the end, all nines but the last."""
    for key in keys:
        stem = key.rstrip("0123456789")
        width = len(key) - len(stem)
        if width > 1:
            made = (f"{stem}{'9' * (width - 1)}{last}" for last in range(9))
            return next((one for one in made if one not in keys), None)
    return None


def earlier_quarter(
    ground: Ground, where: Mapping[str, Any], taken: Taken, *, column: str
) -> list[Mark] | None:
    """Only the rows of quarters before the last whole one, by the column of that concept (as 2026-Q2)."""
    newest = numbered(ordinal(ground.as_of) - 1)[0]
    for page, _ in candidates(ground, where, taken):
        found = page.table.by_concept(column)
        if found is None:
            continue
        kept = [row for row in page.rows if row[found.name] < newest]
        if not kept:
            return None
        page.rows = kept
        first = max(kept, key=lambda row: row[found.name])
        return [Mark(page.name, first, found.name, clean=newest, dirty=first[found.name])]
    return None


def quarter_back(ground: Ground, where: Mapping[str, Any], taken: Taken, *, column: str) -> list[Mark] | None:
    """Every row of the table, and of those of its route, as of the quarter before (``column``: a concept)."""
    for page, _ in candidates(ground, where, taken):
        named = page.table.by_concept(column)
        if named is None:
            return None
        for one in ground.book.pages.values():
            if one.table.route == page.table.route:
                _move_back(one, column)
        first = max(page.rows, key=lambda row: row[named.name])
        return [Mark(page.name, first, named.name, dirty=first[named.name])]
    return None


def _move_back(page: Page, concept: str) -> None:
    column = page.table.by_concept(concept)
    if column is None:
        return
    for row in page.rows:
        with suppress(ValueError):  # what is no quarter stays as it is
            row[column.name] = numbered(ordinal(days_of(row[column.name])[0]) - 1)[0]


def shared(ground: Ground, where: Mapping[str, Any], taken: Taken, *, column: str) -> list[Mark] | None:
    """What is one person's, in the row of another too: a cell of the concept ``column``."""
    for page, row in candidates(ground, where, taken):
        found, mine = page.table.by_concept(column), whose(page, row)
        if found is None:
            continue
        for other in page.rows:
            clean = other[found.name]
            if clean not in ("", row[found.name]) and whose(page, other) != mine and taken.free(page, other):
                taken.take(page, row)
                taken.take(page, other)
                other[found.name] = row[found.name]
                return [
                    Mark(page.name, one, found.name, clean=was, dirty=row[found.name])
                    for one, was in ((row, row[found.name]), (other, clean))
                ]
    return None


def without(
    ground: Ground,
    where: Mapping[str, Any],
    taken: Taken,
    *,
    table: str,
    at_least: int = 1,
    seen_at: str = "",
) -> list[Mark] | None:
    """A row of somebody whose rows in ``table`` (a concept), ``at_least`` so many, are left out.

    The place is their ID, or the cell of the concept ``seen_at``.
    """
    for page, row in candidates(ground, where, taken):
        seen = page.table.by_concept(seen_at)
        name = seen.name if seen else record_id(page.table) or ""
        for other in ground.book.pages.values():
            gone = rows_about(other, whose(page, row)) if other.table.concept == table else []
            if len(gone) >= at_least:
                taken.take(page, row)
                other.rows = [one for one in other.rows if not any(one is left for left in gone)]
                return [Mark(page.name, row, name, clean=row[name], dirty=row[name])]
    return None


def left_out(ground: Ground, where: Mapping[str, Any], taken: Taken, *, seen_at: str) -> list[Mark] | None:
    """Every row that is fit left out. The place is ``seen_at`` (table.concept) in the first row there."""
    table, _, concept = seen_at.partition(".")
    seen = next((page for page in ground.book.pages.values() if page.table.concept == table), None)
    column = seen.table.by_concept(concept) if seen else None
    fit = list(candidates(ground, where, taken))
    gone = {id(row) for _, row in fit}
    first = next((row for row in seen.rows if id(row) not in gone), None) if seen else None
    if seen is None or column is None or first is None or not gone:
        return None
    for page, _ in fit:
        page.rows = [row for row in page.rows if id(row) not in gone]
    taken.take(seen, first)
    return [Mark(seen.name, first, column.name, clean=first[column.name], dirty=first[column.name])]


def overwritten(
    ground: Ground,
    where: Mapping[str, Any],
    taken: Taken,
    *,
    columns: Mapping[str, str],
    years_before: Mapping[str, Mapping[str, int]] | None = None,
    seen_at: str = "",
) -> list[Mark] | None:
    """A row in which all of ``columns`` (concept -> text) are so; ``as_of`` is the day of the check.

    ``years_before``: concept -> date of the same row and years, for what becomes the year so long before.
    The place is the cell of the concept ``seen_at``, or the first of them.
    """
    for page, row in candidates(ground, where, taken):
        texts = {
            concept: ground.as_of.isoformat() if text == "as_of" else text
            for concept, text in columns.items()
        }
        for concept, said in (years_before or {}).items():
            [(since, years)] = said.items()
            day = day_in(Spot(ground, page, page.table.collected[0], row).value(since))
            texts[concept] = str(day.year - years) if day else ""
        found = {
            column.name: texts[column.concept] for column in page.table.collected if column.concept in texts
        }
        seen = page.table.by_concept(seen_at)
        if len(found) == len(texts) and any(row[name] != text for name, text in found.items()):
            name = seen.name if seen else next(iter(found))
            taken.take(page, row)
            clean = row[name]
            row |= found
            return [Mark(page.name, row, name, clean=clean, dirty=row[name])]
    return None


def often(
    ground: Ground,
    where: Mapping[str, Any],
    taken: Taken,
    *,
    columns: Sequence[str],
    percent: int,
    text: str = "",
    at_first: bool = False,
    each: bool = False,
) -> list[Mark] | None:
    """``text`` in so many per cent of ``columns`` (concepts), in each row in all of them or in none.

    ``{year}`` in it is that of the date which stood there; cells without one stay. The place is the first
    column as a whole, or with ``at_first`` its cell in the first row; with ``each`` every cell is one too.
    """
    for page, _ in candidates(ground, where, taken):
        found = [page.table.by_concept(concept) for concept in columns]
        count = len(page.rows) * percent // 100
        names = [column.name for column in found if column is not None]
        if len(names) < len(columns) or not count:
            return None
        marks = [Mark(page.name, page.rows[0] if at_first else None, names[0], dirty=text)]
        first = ground.below(len(page.rows), page.name, "row")
        for place in list(rotated(len(page.rows), first))[:count]:
            row = page.rows[place]
            for name in names:
                clean = row[name]
                if "{year}" not in text or day_in(clean):
                    row[name] = text.replace("{year}", clean[:4])
                    marks += [Mark(page.name, row, name, "each", clean=clean)] if each else []
        return marks
    return None


def rounded(
    ground: Ground,
    where: Mapping[str, Any],
    taken: Taken,
    *,
    columns: Sequence[str],
    percent: int,
    least: int,
    by: int,
) -> list[Mark] | None:
    """Whole numbers from ``least`` on become the multiple of ``by`` below, in so many per cent of the rows.

    The place is the cell of the first of ``columns`` (concepts) in the first row.
    """
    for page, _ in candidates(ground, where, taken):
        names = [column.name for concept in columns if (column := page.table.by_concept(concept))]
        count = len(page.rows) * percent // 100
        if len(names) < len(columns) or not count:
            return None
        first = page.rows[0][names[0]]
        for place in list(rotated(len(page.rows), ground.below(len(page.rows), page.name, "row")))[:count]:
            row = page.rows[place]
            numbers = {name: int(row[name]) for name in names if row[name].isdecimal()}
            row |= {name: str(number - number % by) for name, number in numbers.items() if number >= least}
        return [Mark(page.name, page.rows[0], names[0], clean=first, dirty=page.rows[0][names[0]])]
    return None


OPERATORS: dict[str, Callable[..., list[Mark] | None]] = {
    operator.__name__: operator for operator in (
        repeated, first_dropped, twin, earlier_quarter, quarter_back, shared, without, left_out,
        overwritten, often, rounded,
    )
}  # fmt: skip
