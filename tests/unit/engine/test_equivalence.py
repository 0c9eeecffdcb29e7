"""Groups of people who look alike: against a count by hand, and against plain Python for any rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern.engine.equivalence import Answers, Areas, Classes, Coded
from cfgovern.engine.looking import opened
from tests.conftest import examples
from tests.unit.engine.tiny import bind, column, table
from tests.unit.protection.alike import Alike

ROWS = [
    ["N", "1990", "yes"],
    ["N", "1990", "yes"],
    ["N", "1991", "no"],
    ["S", "1990", ""],
    ["S", " 1990 ", "refused"],
    ["?", "", "yes"],
]
COLUMNS = (Coded(0), Coded(1), Coded(2, missing=("refused",)))
AREAS = Areas(0, ("N", "S"))


@contextmanager
def classes(
    folder: Path,
    rows: Sequence[Sequence[str]],
    columns: Sequence[Coded] = COLUMNS,
    areas: Areas | None = AREAS,
) -> Iterator[Classes]:
    names = [f"c{n}" for n in range(len(rows[0]))] if rows else ["c0", "c1", "c2"]
    sent = bind(folder, table("t", *map(column, names)), rows, names)
    with opened([sent], folder, memory="256MB", threads=1) as look:
        yield look(sent, None).classes(columns, areas)


def test_people_are_alike_who_agree_in_every_column_trimmed(tmp_path: Path) -> None:
    with classes(tmp_path, ROWS) as held:
        assert held.sizes([0, 1]) == {2: 2, 1: 2}
        assert held.sizes([1]) == {4: 1, 1: 2}
        assert held.sizes([]) == {6: 1}


def test_each_area_is_counted_by_itself_and_an_unknown_one_has_no_name(tmp_path: Path) -> None:
    with classes(tmp_path, ROWS) as held:
        assert held.sizes_by_area([1]) == {"N": {2: 1, 1: 1}, "S": {2: 1}, "": {1: 1}}
    with classes(tmp_path, ROWS, areas=None) as held:
        assert held.sizes_by_area([1]) == held.answers_by_area([1], [2]) == {}


def test_a_group_gives_an_answer_away_where_all_have_it_and_it_is_one(tmp_path: Path) -> None:
    with classes(tmp_path, ROWS) as held:
        # N 1990: two times yes. N 1991: no. S: nothing and refused, two that are no answers. The last: yes.
        assert held.answers([0, 1], [2]) == (Answers(1, 4),)
        assert held.answers_by_area([1], [2, 2]) == {
            "N": (Answers(1, 3), Answers(1, 3)),
            "S": (Answers(2, 0), Answers(2, 0)),
            "": (Answers(1, 1), Answers(1, 1)),
        }
        assert held.answers([0], [2]) == (Answers(1, 1),)


def test_a_table_without_rows_has_no_groups(tmp_path: Path) -> None:
    with classes(tmp_path, []) as held:
        assert held.sizes([]) == held.sizes([0]) == held.sizes_by_area([0]) == {}
        assert held.answers([0], [2]) == ()


_CELLS = st.sampled_from(["", "a", "b", "B", " a", "not_known", "'", "é"])


@settings(max_examples=max(examples(20), settings.default.max_examples // 5))
@given(rows=st.lists(st.lists(_CELLS, min_size=3, max_size=3), min_size=1, max_size=30))
def test_the_engine_counts_as_plain_python_does(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    columns = (Coded(0), Coded(1), Coded(2, missing=("not_known",)))
    areas = Areas(0, ("a", "b"))
    slow = Alike([[row[0], row[1], row[2]] for row in rows], {2: ("not_known",)}, 0, areas.names)
    folder = tmp_path_factory.mktemp("rows")
    with classes(folder, rows, columns, areas) as fast:
        for some in ([], [0], [1, 2], [0, 1, 2]):
            assert fast.sizes(some) == slow.sizes(some)
            assert fast.sizes_by_area(some) == slow.sizes_by_area(some)
            assert list(fast.answers(some, [1, 2])) == list(slow.answers(some, [1, 2]))
            assert fast.answers_by_area(some, [2]) == slow.answers_by_area(some, [2])
