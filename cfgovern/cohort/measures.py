"""What was drawn, beside what was asked: margins, needs that come together, areas, characteristics.

Every figure is counted on the rows as they are written. None describes a real person or a real area.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from cfgovern.cohort.overtime import (
    correlations,
    follow_up,
    mean_of,
    months_between,
    trajectories,
    wilson,
)
from cfgovern.cohort.story.people import EVER
from cfgovern.cohort.view import PEOPLE, View
from cfgovern.evidence.measures import (
    Achieved,
    AreaBalance,
    Characteristic,
    Codes,
    Combination,
    Measures,
    Needs,
    Target,
)

__all__ = ["achieved", "areas", "characteristics", "measure", "needs"]

YES, FEMALE = "yes", "female"
_PROTECTED = (
    "sex",
    "gender_identity_same",
    "ethnic_group",
    "religion",
    "sexual_orientation",
    "long_term_condition",
    "marital_status",
    "pregnancy_maternity",
)
_AGES = ((18, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, 120))


def measure(
    view: View,
    targets: Sequence[Target] = (),
    *,
    as_of: date,
    need_columns: Sequence[str] = EVER,
    asked_correlation: float | None = None,
) -> Measures:
    """Everything that can be measured on ``view``; what its tables do not have is left out.

    ``asked_correlation``: what the profile asks of totals from one wave to the next.
    """
    people = len(view.places)
    return Measures(
        people=people,
        rows={name: len(next(iter(columns.values()), ())) for name, columns in view.tables.items()},
        targets=tuple(achieved(view, target) for target in targets),
        needs=needs(view, need_columns),
        trajectories=trajectories(view),
        correlations=correlations(view),
        asked_correlation=asked_correlation,
        follow_up=follow_up(view, as_of),
        areas=areas(view, need_columns),
        characteristics=characteristics(view, as_of),
    )


def achieved(view: View, target: Target) -> Achieved:
    """What ``view`` has for ``target``. Raises ValueError for a target that asks for no figure."""
    if target.asked < 0:
        raise ValueError(f"the target {target.id} asks for less than nothing")
    named = (*target.where, *target.given, *target.among, *target.mean_of)
    if not view.has(target.of, *named):
        return Achieved(target, 0, because="The contract has no such table or column.")
    base = _matching(view, target.of, target.given, range(_length(view, target.of)))
    if not base:
        return Achieved(target, 0, because="No row belongs to the base.")
    return _share(view, target, base) if target.kind == "share" else _mean(view, target, base)


def _length(view: View, table: str) -> int:
    return len(next(iter(view.tables[table].values()), ()))


def _matching(view: View, table: str, wanted: Codes, rows: Iterable[int]) -> list[int]:
    """Those of ``rows`` that have, in each column wanted, one of its codes."""
    columns = [(view.cells(table, name), frozenset(codes)) for name, codes in wanted.items()]
    return [row for row in rows if all(cells[row] in codes for cells, codes in columns)]


def _share(view: View, target: Target, base: Sequence[int]) -> Achieved:
    found = _matching(view, target.of, target.where, base)
    if target.at_least is not None:
        among = [view.cells(target.of, name) for name in target.among]
        found = [
            row for row in found if sum(column[row] in target.codes for column in among) >= target.at_least
        ]
    low, high = wilson(len(found), len(base))
    return Achieved(target, len(base), len(found), 100 * len(found) / len(base), low, high)


def _mean(view: View, target: Target, base: Sequence[int]) -> Achieved:
    values = _values(view, target)
    known = [value for value in (values[row] for row in base) if value is not None]
    if not known:
        return Achieved(target, 0, because="No row of the base has a value.")
    mean, low, high = mean_of(known)
    return Achieved(target, len(known), None, mean, low, high)


def _values(view: View, target: Target) -> Sequence[float | None]:
    if len(target.mean_of) == 1:
        return view.numbers(target.of, target.mean_of[0])
    first, second = (view.days(target.of, name) for name in target.mean_of)
    return [months_between(start, end) for start, end in zip(first, second, strict=True)]


def needs(view: View, columns: Sequence[str] = EVER) -> Needs | None:
    """Which of the needs ``columns`` come together; None if the people's table does not have them all."""
    if not columns or not view.has(PEOPLE, *columns):
        return None
    cells = [view.cells(PEOPLE, column) for column in columns]
    members = [tuple(cell == YES for cell in row) for row in zip(*cells, strict=True)]
    counted = sorted(Counter(members).items(), key=lambda one: (-one[1], [not has for has in one[0]]))
    numbers = Counter(sum(row) for row in members)
    labels = [view.label(PEOPLE, column) for column in columns]
    ends = {label.partition(": ")[2] for label in labels}
    kind = ends.pop() if len(ends) == 1 else ""
    return Needs(
        names=tuple(label.removesuffix(f": {kind}") for label in labels),
        people=len(members),
        combinations=tuple(Combination(has, count) for has, count in counted),
        numbers=tuple(numbers[number] for number in range(len(columns) + 1)),
        kind=kind,
    )


def areas(view: View, columns: Sequence[str] = EVER) -> tuple[AreaBalance, ...]:
    """People, per cent female and mean number of needs of each area, in the order of their ids."""
    if not view.has(PEOPLE, "area_id"):
        return ()
    places: dict[str, list[int]] = {}
    for place, area in enumerate(view.cells(PEOPLE, "area_id")):
        places.setdefault(area, []).append(place)
    sex = view.known(PEOPLE, "sex") if view.has(PEOPLE, "sex") else None
    has = [view.cells(PEOPLE, name) for name in columns] if view.has(PEOPLE, *columns) else None
    return tuple(_area(area, places[area], sex, has) for area in sorted(places))


def _area(
    area: str, people: Sequence[int], sex: Sequence[str] | None, has: Sequence[Sequence[str]] | None
) -> AreaBalance:
    known = [sex[place] for place in people if sex[place]] if sex else []
    female = 100 * known.count(FEMALE) / len(known) if known else None
    number = sum(cells[place] == YES for cells in has for place in people) / len(people) if has else None
    return AreaBalance(area, len(people), female, number)


def characteristics(view: View, as_of: date) -> tuple[Characteristic, ...]:
    """The smallest group of each protected characteristic that the people's table has, and of age."""
    found = []
    for column in _PROTECTED:
        if view.has(PEOPLE, column):
            words = view.codes(PEOPLE, column)
            cells = [words.get(cell, cell) for cell in view.known(PEOPLE, column)]
            found.append(_characteristic(view.label(PEOPLE, column), cells, tuple(words.values())))
    if view.has(PEOPLE, "year_of_birth"):
        ages = [_age_band(as_of.year, born) for born in view.numbers(PEOPLE, "year_of_birth")]
        found.append(_characteristic("Age band", ages, tuple(_band(*ends) for ends in _AGES)))
    return tuple(one for one in found if one is not None)


def _characteristic(label: str, cells: Sequence[str], groups: Sequence[str]) -> Characteristic | None:
    counted = Counter(cell for cell in cells if cell)
    known = counted.total()
    if not known:
        return None
    smallest, count = min(counted.items(), key=lambda one: (one[1], one[0]))
    effective = 4 * count * (known - count) / known
    absent = sum(group not in counted for group in groups)
    return Characteristic(label, known, len(counted), smallest, count, effective, absent)


def _age_band(year: int, born: int | None) -> str:
    """The band of the age that is reached in ``year``."""
    if born is None:
        return ""
    return next((_band(low, high) for low, high in _AGES if low <= year - born <= high), "Other")


def _band(low: int, high: int) -> str:
    return f"{low} to {high}" if high < 120 else f"{low} and over"
