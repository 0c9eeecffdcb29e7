"""How people fall into groups that look alike: counted in the engine, on numbers that stand for values.

People who agree in every one of some columns are an equivalence class. Each different value of a column
is a number here, so what is asked for and what is answered are numbers alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.connection import guarded
from cfgovern.engine.generalise import AS_SENT, Way, bare, generalised

if TYPE_CHECKING:
    import duckdb

__all__ = ["Answers", "Areas", "Classes", "Coded"]

_CODED, _AREA, _SIZE = "coded", "area", "n"


@dataclass(frozen=True, slots=True)
class Coded:
    """One column to count by: its ``place`` from 0, how it is made coarser, and which texts are no answer."""

    place: int
    way: Way = AS_SENT
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Areas:
    """The column that says the area, and the areas there may be. A text that is none of them is ``""``."""

    place: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """Of one column: the fewest different answers in a group (l of distinct l-diversity), and how many people
    are in groups that all give the same answer. Only ``fewest`` takes an empty cell for an answer."""

    fewest: int
    given_away: int


class Classes:
    """The people of one table, one a row. A column is named by its number among ``columns``."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        held: str,
        columns: Sequence[Coded],
        areas: Areas | None = None,
    ) -> None:
        self._sql = connection
        self._areas = areas
        with guarded("counting"):
            connection.execute(sql.render(_coded(held, columns, areas)))

    def sizes(self, columns: Sequence[int]) -> Mapping[int, int]:
        """How many classes there are of each size, where people are alike who agree in ``columns``."""
        return self._sizes(columns, by_area=False).get("", {})

    def sizes_by_area(self, columns: Sequence[int]) -> Mapping[str, Mapping[int, int]]:
        """The same of each area by itself. Nothing where nobody said which column has the area."""
        return self._sizes(columns, by_area=True) if self._areas else {}

    def answers(self, columns: Sequence[int], asked: Sequence[int]) -> Sequence[Answers]:
        """What each of the columns ``asked`` gives away in the classes of ``columns``."""
        return self._answers(columns, asked, by_area=False).get("", ())

    def answers_by_area(
        self, columns: Sequence[int], asked: Sequence[int]
    ) -> Mapping[str, Sequence[Answers]]:
        """The same of each area by itself."""
        return self._answers(columns, asked, by_area=True) if self._areas else {}

    def _sizes(self, columns: Sequence[int], *, by_area: bool) -> dict[str, dict[int, int]]:
        classes = _classes(columns, [], by_area=by_area)
        kept = [sql.column(_AREA)] if by_area else [sql.named(sql.number(0), _AREA)]
        query = sql.select([*kept, sql.column(_SIZE), _count()], sql.nested(classes, "classes"))
        query = query.group_by(*([sql.column(_AREA)] if by_area else []), sql.column(_SIZE))
        found: dict[str, dict[int, int]] = {}
        for area, size, count in self._rows(query):
            found.setdefault(self._area(area), {})[size] = count
        return found

    def _answers(
        self, columns: Sequence[int], asked: Sequence[int], *, by_area: bool
    ) -> dict[str, tuple[Answers, ...]]:
        classes = _classes(columns, asked, by_area=by_area)
        kept = [sql.column(_AREA)] if by_area else [sql.named(sql.number(0), _AREA)]
        figures = [figure for number in asked for figure in _given_away(number)]
        query = sql.select([*kept, *figures], sql.nested(classes, "classes"))
        if by_area:
            query = query.group_by(sql.column(_AREA))
        found: dict[str, tuple[Answers, ...]] = {}
        for area, *told in self._rows(query):
            if told and told[0] is not None:
                pairs = zip(told[::2], told[1::2], strict=True)
                found[self._area(area)] = tuple(Answers(fewest, int(given)) for fewest, given in pairs)
        return found

    def _area(self, number: int) -> str:
        return self._areas.names[number - 1] if self._areas and number else ""

    def _rows(self, query: exp.Select) -> list[tuple[int, ...]]:
        with guarded("counting"):
            return self._sql.execute(sql.render(query)).fetchall()


def _coded(held: str, columns: Sequence[Coded], areas: Areas | None) -> exp.Create:
    """The table in which every value is a number: of what is no answer one below nought."""
    values = [
        sql.named(generalised(bare(sql.column(f"c{one.place}")), one.way), f"v{n}")
        for n, one in enumerate(columns)
    ]
    numbers = [sql.named(_number(n, one.missing), f"k{n}") for n, one in enumerate(columns)]
    area: exp.Expression = sql.number(0)
    if areas is not None and areas.names:
        names = exp.Array(expressions=[sql.text(name) for name in areas.names])
        area = exp.Coalesce(
            this=sql.call("list_position", names, bare(sql.column(f"c{areas.place}"))),
            expressions=[sql.number(0)],
        )
    inner = sql.nested(sql.select([sql.named(area, _AREA), *values], held), "raw")
    query = sql.select([sql.column(_AREA), *numbers], inner)
    return exp.Create(this=sql.table(_CODED), kind="TABLE", replace=True, expression=query)


def _number(place: int, missing: Sequence[str]) -> exp.Expression:
    value = sql.column(f"v{place}")
    rank = exp.Window(
        this=sql.call("dense_rank"), order=exp.Order(expressions=[exp.Ordered(this=value.copy())])
    )
    none = sql.is_null(value)
    if missing:
        none = sql.either(none, sql.one_of(value.copy(), missing))
    return sql.case(none, exp.Neg(this=exp.Paren(this=rank)), rank.copy())


def _classes(columns: Sequence[int], asked: Sequence[int], *, by_area: bool) -> exp.Select:
    """One row a class: its size and, of each column ``asked``, how many answers, and the lowest number."""
    keys: list[exp.Expression] = [sql.column(f"k{number}") for number in columns]
    if by_area:
        keys.append(sql.column(_AREA))
    shown: list[exp.Expression] = [sql.named(_count(), _SIZE)]
    if by_area:
        shown.append(sql.column(_AREA))
    for number in asked:
        code = sql.column(f"k{number}")
        different = exp.Count(this=exp.Distinct(expressions=[code]))
        shown.append(sql.named(different, f"d{number}"))
        shown.append(sql.named(exp.Min(this=code.copy()), f"m{number}"))
    query = sql.select(shown, _CODED)
    if keys:
        return query.group_by(*keys)
    return query.having(exp.GT(this=_count(), expression=sql.number(0)))


def _given_away(number: int) -> tuple[exp.Expression, exp.Expression]:
    different = sql.column(f"d{number}")
    known = sql.both(
        sql.equals(different.copy(), sql.number(1)),
        exp.GT(this=sql.column(f"m{number}"), expression=sql.number(0)),
    )
    people = exp.Sum(this=sql.case(known, sql.column(_SIZE), sql.number(0)))
    return exp.Min(this=different), people


def _count() -> exp.Expression:
    return exp.Count(this=exp.Star())
