"""Plants faults in clean rows: those that can stand together in one submission, each other one by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.faults import amounts, cells, files, layout, rows
from cfgovern.cohort.faults.catalogue import Finders, Kind, Way
from cfgovern.cohort.faults.page import Book, Mark, Page, book_of
from cfgovern.cohort.faults.rows import Taken
from cfgovern.cohort.faults.spots import Ground, Spot, columns, fits, rotated
from cfgovern.contract.model import Contract
from cfgovern.errors import UsageError
from cfgovern.evidence.truth import PlantedFault
from cfgovern.tables import cell_address

__all__ = ["FORMS", "JOINED", "Planted", "Planting", "by_reason", "plant"]

FORMS = ("workbook", "csv")
JOINED = "SYNTHETIC-faulty"
_ROWS = {**rows.OPERATORS, **amounts.OPERATORS}
_Marked = tuple[Kind, Way, Mark]


@dataclass(frozen=True, slots=True)
class Planted:
    """One spoilt submission. ``files``: path -> bytes, one workbook or a folder of CSV files.

    ``truth``: every place at fault, in the order of the catalogue; ``decoys``: cells that look wrong and
    are right. ``places``: of each place of the truth the cell and the line (None in a workbook or for a
    whole table), as a person finds it.
    """

    name: str
    files: Mapping[str, bytes]
    truth: tuple[PlantedFault, ...]
    decoys: tuple[PlantedFault, ...] = ()
    places: tuple[tuple[str | None, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Planting:
    """Every submission; ``left_out``: id of each kind that could not be planted -> why, in words."""

    submissions: tuple[Planted, ...]
    left_out: Mapping[str, str]


def plant(
    contract: Contract,
    made: Mapping[str, Sequence[Mapping[str, str]]],
    kinds: Sequence[Kind],
    *,
    form: str,
    as_of: date,
    decoys: Sequence[Kind] = (),
    seed: int = 1,
    times: int = 1,
    name: str = JOINED,
) -> Planting:
    """``made`` (rows of text by table), spoilt in every way of ``kinds``; ``made`` itself stays as it is.

    ``form``: workbook or csv. What can stand together is in the submission ``name``, where nobody has two
    faults and each way is planted ``times`` over if so many are fit; a fault that stops the reading or
    changes every row has a submission of its own, such as ``SYNTHETIC-F36-2`` for the second way of F36.
    The same arguments give the same bytes. Raises UsageError ``faults.nothing`` where none can be planted.
    """
    work = _Work(contract, made, Draw(seed), as_of, form)
    together = work.joined(kinds, decoys, times, name)
    apart = list(work.apart(kinds))
    submissions = [*([together] if together else []), *apart]
    planted = {one.fault for submission in submissions for one in submission.truth}
    left_out = {kind.id: _why_not(kind, form) for kind in kinds if kind.id not in planted}
    if not planted:
        raise UsageError(
            "faults.nothing",
            f"None of the faults can be planted: {by_reason(left_out)}.",
            fix="Ask for others: the page docs/reference/faults.md lists them.",
        )
    return Planting(tuple(submissions), left_out)


def by_reason(left_out: Mapping[str, str]) -> str:
    """Why kinds could not be planted, those with one reason together: ``F31, F33 (needs a workbook)``."""
    together: dict[str, list[str]] = {}
    for id, why in left_out.items():
        together.setdefault(why, []).append(id)
    return "; ".join(f"{', '.join(ids)} ({why})" for why, ids in together.items())


def _why_not(kind: Kind, form: str) -> str:
    if kind.awaits:
        return f"awaits the {kind.awaits}"
    forms = {way.form for way in kind.ways}
    if not forms & {"", form}:
        return "needs a workbook: --format xlsx" if form == "csv" else "needs CSV files: --format csv"
    return f"needs {kind.needs}" if kind.needs else "no row here is fit for it"


class _Work:
    """One planting: the clean rows, and what could not stand with the rest."""

    def __init__(
        self,
        contract: Contract,
        made: Mapping[str, Sequence[Mapping[str, str]]],
        draw: Draw,
        as_of: date,
        form: str,
    ) -> None:
        self.contract, self.made, self.draw, self.as_of, self.form = contract, made, draw, as_of, form
        self.homeless: set[tuple[str, int]] = set()

    def ground(self, book: Book, purpose: str) -> Ground:
        return Ground(self.contract, book, self.as_of, self.draw, purpose)

    def ways(self, kinds: Sequence[Kind]) -> Iterator[tuple[Kind, int, Way]]:
        """Each way that this form can have, with its number from 1."""
        for kind in kinds:
            for number, way in enumerate(kind.ways, start=1):
                if way.form in ("", self.form) and not kind.awaits:
                    yield kind, number, way

    def joined(self, kinds: Sequence[Kind], decoys: Sequence[Kind], times: int, name: str) -> Planted | None:
        """What can stand together. Rows before cells, so that nothing is planted in what is taken out.

        A way that asks for most comes first, while those few who are fit for it have no other fault.
        """
        book, taken = book_of(self.contract, self.made), Taken()
        ways = [(kind, number, way) for kind, number, way in self.ways(kinds) if not way.alone]
        ways.sort(key=lambda one: -_narrowness(one[2]))
        marked: list[_Marked] = []
        for operators in (_ROWS, cells.OPERATORS):
            for kind, number, way in ways:
                for time in range(times if way.do in operators else 0):
                    marks = _in_records(self.ground(book, f"{kind.id}-{number}-{time}"), way, taken)
                    marked += self._noted(kind, number, way, marks, again=time > 0)
        silent = [
            (kind, way, mark)
            for kind in decoys
            for way in kind.ways
            for mark in _in_records(self.ground(book, kind.id), way, taken) or ()
        ]
        spoilt = {mark.table for _, _, mark in marked}
        for kind, number, way in ways:
            if not _is_of_records(way):
                marks = _in_a_page(self.ground(book, f"{kind.id}-{number}"), way, spoilt)
                marked += self._noted(kind, number, way, marks)
        return self._finished(name, book, marked, silent) if marked or silent else None

    def _noted(
        self, kind: Kind, number: int, way: Way, marks: Sequence[Mark] | None, *, again: bool = False
    ) -> list[_Marked]:
        """``marks`` with what they are of; a way without room here is to have a submission of its own."""
        if not marks and not again:
            self.homeless.add((kind.id, number))
        return [(kind, way, mark) for mark in marks or ()]

    def apart(self, kinds: Sequence[Kind]) -> Iterator[Planted]:
        """One submission for each fault that cannot stand with others."""
        for kind, number, way in self.ways(kinds):
            if way.alone or (kind.id, number) in self.homeless:
                book = book_of(self.contract, self.made)
                ground = self.ground(book, f"{kind.id}-{number}")
                marks = (
                    _in_records(ground, way, Taken())
                    if _is_of_records(way)
                    else _in_a_page(ground, way, None)
                )
                if marks:
                    name = f"SYNTHETIC-{kind.id}" + (f"-{number}" if len(kind.ways) > 1 else "")
                    yield self._finished(name, book, [(kind, way, mark) for mark in marks], [])

    def _finished(
        self, name: str, book: Book, marked: Sequence[_Marked], silent: Sequence[_Marked]
    ) -> Planted:
        named = {mark.table for _, _, mark in (*marked, *silent)}
        pages = [page for page in book.pages.values() if page.name in named]
        numbers = {page.name: page.numbers() for page in pages}
        lines = {page.name: files.lines_of(page) for page in pages}
        order = {name: place for place, name in enumerate(book.pages)}

        def told(one: _Marked) -> PlantedFault:
            kind, way, mark = one
            row = numbers[mark.table][id(mark.row)] if mark.row is not None else None
            part = f"{name}/{mark.table}.csv" if mark.table else name
            file = f"{name}.xlsx" if self.form == "workbook" else part
            find = _finders(way, mark)
            return PlantedFault(
                file, mark.table, mark.table, row, mark.column, kind.id, mark.clean, mark.dirty,
                find.rules, find.severity,
            )  # fmt: skip

        def place(one: PlantedFault) -> tuple[str | None, int | None]:
            page = book.pages.get(one.table)
            if page is None or one.row is None or not one.column:
                return None, None
            line = lines[one.table][one.row - 1] if self.form == "csv" else None
            return cell_address(page.columns.index(one.column), len(page.above) + 1 + one.row), line

        def by_kind(one: PlantedFault) -> tuple[str, int, int]:
            return one.fault, order.get(one.table, -1), one.row or 0

        truth = sorted(map(told, marked), key=by_kind)
        return Planted(
            name,
            files.written(book, self.form, name),
            tuple(truth),
            tuple(map(told, silent)),
            tuple(map(place, truth)),
        )


def _narrowness(way: Way) -> int:
    """How many things the way asks of a place; to name its column asks for more than any other."""
    return 100 * ("column" in way.where) + sum(
        len(said) if isinstance(said, Mapping | list) else 1 for said in way.where.values()
    )


def _is_of_records(way: Way) -> bool:
    return way.do in _ROWS or way.do in cells.OPERATORS


def _finders(way: Way, mark: Mark) -> Finders:
    """The rules that find the place, and their severity."""
    given = way.also[mark.part] if mark.part else Finders(way.rules, way.severity)
    words = {"table": mark.table, "column": mark.column, "letters": "", **mark.words}
    return Finders(tuple(template.format(**words) for template in given.rules), given.severity)


def _in_records(ground: Ground, way: Way, taken: Taken) -> list[Mark] | None:
    """Plant a fault of a cell or of rows in the records of somebody who has none yet."""
    if way.do in _ROWS:
        return _ROWS[way.do](ground, way.where, taken, **way.given)
    found = list(columns(ground, way.where))
    for place in rotated(len(found), ground.below(max(1, len(found)), "column")):
        page, column = found[place]
        named = page.table.by_concept(way.seen_at) if way.seen_at else column
        for number in rotated(len(page.rows), ground.below(len(page.rows), page.name, "row")):
            spot = Spot(ground, page, column, page.rows[number])
            if named and taken.free(page, spot.row) and fits(spot, way.where):
                text = cells.OPERATORS[way.do](spot, **way.given)
                if text is not None and text != spot.text:
                    mark = _put(spot, way, taken, named.name, text)
                    return [mark, *(replace(mark, part=part) for part in way.also)]
    return None


def _put(spot: Spot, way: Way, taken: Taken, named: str, text: str) -> Mark:
    """``text`` into the cell; the place is that of the column ``named`` in its row."""
    page, row, name = spot.page, spot.row, spot.column.name
    clean = row[named]
    taken.take(page, row)
    row[name] = text
    taken.take(page, row)  # once more, as the cell may be the one that tells whose row it is
    if way.held_as:
        page.kinds[id(row), name] = way.held_as
    return Mark(page.name, row, named, clean=clean, dirty=row[named])


def _in_a_page(ground: Ground, way: Way, spoilt: set[str] | None) -> list[Mark] | None:
    """Plant a fault of a whole table or file; ``spoilt``: tables with other faults, None to take any."""
    pages = [page for page in ground.book.pages.values() if page.rows and _is_fit(page, way, spoilt)]
    operators = {**layout.OPERATORS, **files.OPERATORS}
    order = [pages[place] for place in rotated(len(pages), ground.below(max(1, len(pages)), "page"))]
    for page in sorted(order, key=lambda page: page.table.route == "organisation"):
        marks: list[Mark] | None = operators[way.do](ground, page, **way.given)
        if marks:
            if spoilt is not None:
                spoilt.add(page.name)
            return marks
    return None


def _is_fit(page: Page, way: Way, spoilt: set[str] | None) -> bool:
    """Whether ``page`` may be spoilt: with other faults about, only an organisation's with none."""
    table, where = page.table, way.where
    if table.concept != where.get("table", table.concept) or table.route != where.get("route", table.route):
        return False
    if table.concept in where.get("except_tables", ()):
        return False
    if spoilt is None or way.do in (*files.OPERATORS, *layout.HARMLESS):
        return True
    return table.route == "organisation" and page.name not in spoilt
