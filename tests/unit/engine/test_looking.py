"""Every different text of a column is looked at once, and each row that holds it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.engine import looking
from cfgovern.engine.looking import Columns, opened
from cfgovern.engine.source import Doubt
from tests.unit.engine.tiny import bind, column, table


@pytest.fixture(params=["few", "many"], autouse=True)
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test is of a table that is held in Python, and of one that is not."""
    monkeypatch.setattr(looking, "FEW", 10**6 if request.param == "few" else -1)


ROWS = [["n", "one"], ["s", "two"], ["n", "two"], ["", "two"], ["s", ""], ["n", "10"]]


@contextmanager
def columns(folder: Path, group: int | None = None) -> Iterator[Columns]:
    sent = bind(folder, table("t", column("area"), column("said")), ROWS, ["area", "said"])
    with opened([sent], folder, memory="256MB", threads=1) as look:
        yield look(sent, group)


def texts(
    held: Columns, at: int, worth: str | None = None, *, grouped: bool = False
) -> dict[int, tuple[str, str]]:
    return {n: (area, text) for some in held.texts(at, worth, grouped=grouped) for n, area, text in some}


def test_a_text_comes_once_and_an_empty_cell_never(tmp_path: Path) -> None:
    with columns(tmp_path) as held:
        assert sorted(texts(held, 1).values()) == [("", "10"), ("", "one"), ("", "two")]


def test_each_row_that_holds_a_text_is_told_in_order(tmp_path: Path) -> None:
    with columns(tmp_path) as held:
        number = next(n for n, (_, text) in texts(held, 1).items() if text == "two")
        assert list(held.rows([number])) == [(2, number), (3, number), (4, number)]


def test_a_text_counts_once_a_group_where_it_is_grouped(tmp_path: Path) -> None:
    with columns(tmp_path, 0) as held:
        found = texts(held, 1, grouped=True)
        assert sorted(found.values()) == [("", "two"), ("n", "10"), ("n", "one"), ("n", "two"), ("s", "two")]
        of = {place: n for n, place in found.items()}
        assert list(held.rows([of["n", "two"]])) == [(3, of["n", "two"])]
        assert list(held.rows([of["", "two"]])) == [(4, of["", "two"])]


def test_a_text_in_which_a_pattern_finds_nothing_is_left_out(tmp_path: Path) -> None:
    with columns(tmp_path) as held:
        assert list(texts(held, 1, "[0-9]").values()) == [("", "10")]


def test_records_come_in_order_with_empty_texts_for_empty_cells(tmp_path: Path) -> None:
    with columns(tmp_path) as held:
        assert list(held.records([1, 0])) == [
            (n, [said, area]) for n, (area, said) in enumerate(ROWS, start=1)
        ]


def test_the_next_table_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    first = bind(tmp_path, table("a", column("x")), [["1"]], ["x"])
    second = bind(tmp_path, table("b", column("x")), [["2"], ["3"]], ["x"])
    with opened([first, second], tmp_path, memory="256MB", threads=1) as look:
        look(first, None)
        assert [cells for _, cells in look(second, None).records([0])] == [["2"], ["3"]]


def test_records_are_told_in_order_all_or_only_some(tmp_path: Path) -> None:
    with columns(tmp_path) as held:
        assert [row for row, _ in held.records([1])] == [1, 2, 3, 4, 5, 6]
        assert list(held.records([1, 0], [6, 2, 5])) == [(2, ["two", "s"]), (5, ["", "s"]), (6, ["10", "n"])]
        assert list(held.records([1], [])) == []


def test_a_file_that_duckdb_cannot_read_as_it_was_sent_is_for_the_strict_reader(tmp_path: Path) -> None:
    """As a mutant of a zip was: one record too narrow. The scan ended with a fault of ours."""
    file = tmp_path / "sent.csv"
    file.write_text("area,said\nn,one\ns\nn,two\n", encoding="utf-8")
    told = file.stat()
    kept = bind(tmp_path, table("t", column("area"), column("said")), ROWS, ["area", "said"])
    sent = replace(kept, path=str(file), rows=3, stamp=(told.st_size, told.st_mtime_ns))
    with opened([sent], tmp_path, memory="256MB", threads=1) as look, pytest.raises(Doubt):
        look(sent, None)
