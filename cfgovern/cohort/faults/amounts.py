"""More rows than there should be, or fewer: each row is right, and what is wrong shows in how many there are.

Operators are as those of :mod:`cfgovern.cohort.faults.rows`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from cfgovern.cohort.faults.page import Mark, Page, Row, day_in, record_id, rows_about, whose
from cfgovern.cohort.faults.rows import Taken, candidates
from cfgovern.cohort.faults.spots import Ground, rotated
from cfgovern.contract.model import Table
from cfgovern.quarters import numbered, ordinal, quarter

__all__ = ["OPERATORS"]


def _names(table: Table, concepts: Mapping[str, str]) -> dict[str, str] | None:
    """The texts by the name of their column; None where the table lacks one."""
    found = {
        column.name: concepts[column.concept] for column in table.collected if column.concept in concepts
    }
    return found if len(found) == len(concepts) else None


def copied(
    ground: Ground,
    where: Mapping[str, Any],
    taken: Taken,
    *,
    columns: Mapping[str, str],
    times: int = 1,
    seen_at: str = "",
    at_first: str = "",
) -> list[Mark] | None:
    """So many rows more at the end: those that are fit, in turn, with other texts in ``columns`` (concepts).

    Where rows are about people, each is about somebody new. ``as_of`` is the day of the check,
    ``quarter_before`` the quarter before the last whole one. The place is the cell of the concept ``seen_at``
    in the first copy; ``at_first`` is one in the first row of all.
    """
    fit = list(candidates(ground, where, taken))
    page = fit[0][0] if fit else None
    meant = {
        "as_of": ground.as_of.isoformat(),
        "quarter_before": numbered(ordinal(ground.as_of) - 2)[0],
    }
    texts = _names(page.table, columns) if page else None
    if page is None or texts is None:
        return None
    texts = {name: meant.get(text, text) for name, text in texts.items()}
    keys = _new_keys(page, fit[0][1], times)
    again = [{**row, **texts, **key} for (_, row), key in zip(cycle(fit), keys)]
    page.rows += again
    places = [(again[0], seen_at, ""), (page.rows[0], at_first, "first" if seen_at else "")]
    named = [(row, page.table.by_concept(concept), part) for row, concept, part in places if concept]
    return [Mark(page.name, row, at.name, part, dirty=row[at.name]) for row, at, part in named if at]


def _new_keys(page: Page, row: Row, times: int) -> Iterator[dict[str, str]]:
    """An ID that nobody has for each copy, from the last of the form down; nothing where rows have no ID."""
    name = record_id(page.table)
    if not name:
        yield from ({} for _ in range(times))
        return
    held = {one[name] for one in page.rows}
    stem = row[name].rstrip("0123456789")
    width = len(row[name]) - len(stem)
    free = (f"{stem}{number}" for number in range(10**width - 1, 10 ** (width - 1), -1))
    yield from ({name: key} for key in islice((key for key in free if key not in held), times))


def gone_back(
    ground: Ground, where: Mapping[str, Any], taken: Taken, *, column: str, text: str, day: str, days: int
) -> list[Mark] | None:
    """Two rows of the same person after a row, so many ``days`` apart: one with ``text``, then one like it.

    ``column`` is the concept that holds the text, ``day`` that of the date.
    """
    for page, row in candidates(ground, where, taken):
        held, dated = page.table.by_concept(column), page.table.by_concept(day)
        on = day_in(row[dated.name]) if dated else None
        if held is None or dated is None or on is None or on + timedelta(days=2 * days) > ground.as_of:
            continue
        taken.take(page, row)
        later = [{**row, dated.name: (on + timedelta(days=days * turn)).isoformat()} for turn in (1, 2)]
        later[0][held.name] = text
        page.rows += later
        return [Mark(page.name, later[1], held.name, clean=text, dirty=row[held.name])]
    return None


def window_missed(
    ground: Ground, where: Mapping[str, Any], taken: Taken, *, day: str, first: int, last: int, since: int
) -> list[Mark] | None:
    """A row more than ``since`` days old whose person has none from ``first`` to ``last`` days after it.

    ``day``: the concept of the date.
    """
    for page, row in candidates(ground, where, taken):
        dated = page.table.by_concept(day)
        on = day_in(row[dated.name]) if dated else None
        if dated is None or on is None or (ground.as_of - on).days <= since:
            continue
        window = (on + timedelta(days=first)).isoformat(), (on + timedelta(days=last)).isoformat()
        theirs = rows_about(page, whose(page, row))
        gone = [one for one in theirs if window[0] <= one[dated.name] <= window[1]]
        taken.take(page, row)
        page.rows = [one for one in page.rows if not any(one is left for left in gone)]
        return [Mark(page.name, row, dated.name, clean=row[dated.name], dirty=row[dated.name])]
    return None


def thinned(
    ground: Ground, where: Mapping[str, Any], taken: Taken, *, column: str, percent: int, before: int = 0
) -> list[Mark] | None:
    """So many per cent of the rows of the last whole quarter left out, if the one before has ``before`` rows.

    ``column``: the concept of their quarter or day. The place is the first row left of that quarter or, where
    none is, the row with the newest day.
    """
    for page, _ in candidates(ground, where, taken):
        found, theirs = page.table.by_concept(column), _of_quarter(ground, page, column, 1)
        if found is None or not theirs or len(_of_quarter(ground, page, column, 2)) < before:
            return None
        places = rotated(len(theirs), ground.below(len(theirs), page.name, "row"))
        gone = {id(theirs[place]) for place in islice(places, len(theirs) * percent // 100)}
        page.rows = [row for row in page.rows if id(row) not in gone]
        left = [row for row in theirs if id(row) not in gone]
        seen = left[0] if left else max(page.rows, key=lambda row: row[found.name])
        return [Mark(page.name, seen, found.name, dirty=seen[found.name])]
    return None


def noughts(
    ground: Ground,
    where: Mapping[str, Any],
    taken: Taken,
    *,
    columns: Sequence[str],
    quarter_in: str,
    started: int = 0,
) -> list[Mark] | None:
    """Nought in ``columns`` (concepts) in every row of the last whole quarter, if so many ``started`` in it.

    ``quarter_in``: the concept that holds the quarter. The place is the first column in the first such row.
    """
    for page, _ in candidates(ground, where, taken):
        found = [page.table.by_concept(concept) for concept in columns]
        names = [column.name for column in found if column]
        theirs = _of_quarter(ground, page, quarter_in, 1)
        people = [one for one in ground.book.pages.values() if one.table.concept == "participants"]
        new = sum(len(_of_quarter(ground, one, "start_date", 1)) for one in people)
        if len(names) < len(found) or not theirs or new < started:
            return None
        for row in theirs:
            row |= dict.fromkeys(names, "0")
        return [Mark(page.name, theirs[0], names[0], dirty="0")]
    return None


def _of_quarter(ground: Ground, page: Page, concept: str, ago: int) -> list[Row]:
    """The rows of ``page`` of the quarter so many ``ago``, by the quarter or day under ``concept``."""
    found, wanted = page.table.by_concept(concept), numbered(ordinal(ground.as_of) - ago)[0]
    if found is None:
        return []
    days = {text: day_in(text) for text in {row[found.name] for row in page.rows}}
    of = {text: quarter(day)[0] if day else text for text, day in days.items()}
    return [row for row in page.rows if of[row[found.name]] == wanted]


OPERATORS: dict[str, Callable[..., list[Mark] | None]] = {
    operator.__name__: operator for operator in (copied, gone_back, window_missed, thinned, noughts)
}
