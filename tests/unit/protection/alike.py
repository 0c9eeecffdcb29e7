"""Groups of people who look alike, counted in plain Python and nothing else: what the engine is held to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from cfgovern.engine.equivalence import Answers
from cfgovern.tables import SPACES


class Alike:
    """Rows of texts. ``missing``: of a column, the texts that are no answer; ``area``: its column."""

    def __init__(
        self,
        rows: Sequence[Sequence[str]],
        missing: Mapping[int, Sequence[str]] | None = None,
        area: int | None = None,
        areas: Sequence[str] = (),
    ) -> None:
        self.rows = [[cell.strip(SPACES) for cell in row] for row in rows]
        self.missing = missing or {}
        self.area = area
        self.areas = areas

    def sizes(self, columns: Sequence[int]) -> Mapping[int, int]:
        return _sizes(self.rows, columns)

    def sizes_by_area(self, columns: Sequence[int]) -> Mapping[str, Mapping[int, int]]:
        return {name: _sizes(rows, columns) for name, rows in self._by_area().items()}

    def answers(self, columns: Sequence[int], asked: Sequence[int]) -> Sequence[Answers]:
        return self._answers(self.rows, columns, asked)

    def answers_by_area(
        self, columns: Sequence[int], asked: Sequence[int]
    ) -> Mapping[str, Sequence[Answers]]:
        return {name: self._answers(rows, columns, asked) for name, rows in self._by_area().items()}

    def _by_area(self) -> dict[str, list[list[str]]]:
        found: dict[str, list[list[str]]] = defaultdict(list)
        if self.area is not None:
            for row in self.rows:
                found[row[self.area] if row[self.area] in self.areas else ""].append(row)
        return found

    def _answers(
        self, rows: Sequence[Sequence[str]], columns: Sequence[int], asked: Sequence[int]
    ) -> tuple[Answers, ...]:
        told = []
        for one in asked if rows else ():
            groups = [[row[one] for row in group] for group in _groups(rows, columns)]
            no_answer = {"", *self.missing.get(one, ())}
            same = (len(group) for group in groups if len(set(group)) == 1 and group[0] not in no_answer)
            told.append(Answers(min(len(set(group)) for group in groups), sum(same)))
        return tuple(told)


def _sizes(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> dict[int, int]:
    return dict(Counter(len(group) for group in _groups(rows, columns)))


def _groups(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> list[list[Sequence[str]]]:
    found: dict[tuple[str, ...], list[Sequence[str]]] = defaultdict(list)
    for row in rows:
        found[tuple(row[column] for column in columns)].append(row)
    return list(found.values())
