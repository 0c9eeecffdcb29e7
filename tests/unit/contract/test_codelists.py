"""Code lists whose advice would be absurd are refused, each fault at its own line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.contract.codelists import known_lists, read_list

HEAD = "code,label,valid_from,valid_to,successor\n"
PROGRAMME = content.folder("schemas") / "changing-futures" / "changing-futures.odcs.yaml"


def told(folder: Path, rows: str) -> list[tuple[str, int, str]]:
    """(code, line, words) of each fault of a list with these rows."""
    file = folder / "things.csv"
    file.write_text(HEAD + rows, encoding="utf-8")
    _, faults = read_list(file)
    assert {(fault.path, fault.column) for fault in faults} <= {(str(file), 1)}
    return [(fault.code.removeprefix("contract.code_list_"), fault.line, fault.message) for fault in faults]


def also_in(line: int) -> str:
    return f"This code is also in line {line}, for some of the same days."


@pytest.mark.parametrize(
    "rows",
    [
        "m,Male,,,\nm,Male2,,,\n",
        "m,Male,,2021-01-01,\nm,Male2,2021-01-01,,\n",
        "m,Male,2020-01-01,,\nm,Male2,2019-01-01,2020-01-01,\n",
        "m,Male,2020-01-01,2029-12-31,\nm,Male2,2021-01-01,2021-12-31,\n",
        "m,Male,,,\nm,Male2,2021-01-01,2021-12-31,\n",
    ],
)
def test_a_code_stands_once_on_any_day(tmp_path: Path, rows: str) -> None:
    assert told(tmp_path, rows) == [("twice", 3, also_in(2))]


def test_each_line_that_says_a_code_again_is_told_once(tmp_path: Path) -> None:
    rows = "m,Male,,,\nf,Female,,,\nm,Male,,,\nm,Male,,,\n"
    assert told(tmp_path, rows) == [("twice", 4, also_in(2)), ("twice", 5, also_in(2))]


@pytest.mark.parametrize(
    "rows",
    [
        "m,Male,,2020-12-31,\nm,Male,2021-01-01,,\n",
        "m,Male,2025-01-01,,\nm,Male,2020-01-01,2021-01-01,\n",
        "m,Male,,,\nM,Male,,,\n",
    ],
)
def test_a_code_may_come_back(tmp_path: Path, rows: str) -> None:
    assert told(tmp_path, rows) == []


def test_a_period_that_is_none_is_told_once(tmp_path: Path) -> None:
    found = told(tmp_path, "m,Male,1/4/2020,,\nm,Male,2021-01-01,,\n")
    assert [(code, line) for code, line, _ in found] == [("date", 2)]


@pytest.mark.parametrize("label", ["", " "])
def test_a_code_needs_words(tmp_path: Path, label: str) -> None:
    words = "A code needs a label: the words that people read for it."
    assert told(tmp_path, f"m,{label},,,\n") == [("label", 2, words)]


def test_a_code_does_not_follow_itself(tmp_path: Path) -> None:
    rows = "new,New,,,\nold,Old,,2020-12-31,old\n"
    assert told(tmp_path, rows) == [("successor", 3, "A code cannot be its own successor.")]


def test_successors_do_not_go_round(tmp_path: Path) -> None:
    circle = "The successors go round in a circle, from this code back to it."
    rows = "x,X,,2019-12-31,a\na,A,,2020-12-31,b\nb,B,,2021-12-31,c\nc,C,,2022-12-31,a\n"
    assert told(tmp_path, rows) == [("successor", 3, circle)]
    two = "p,P,,2020-12-31,q\nq,Q,,2020-12-31,p\nr,R,,2020-12-31,s\ns,S,,2020-12-31,r\n"
    assert told(tmp_path, two) == [("successor", 2, circle), ("successor", 4, circle)]


@pytest.mark.parametrize(
    "rows",
    [
        "a,A,,2020-12-31,b\nb,B,,2021-12-31,c\nc,C,,,\n",
        "a,A,,2019-12-31,b\nb,B,2020-01-01,2020-12-31,a\na,A,2021-01-01,,\n",  # it came back
    ],
)
def test_successors_may_have_successors(tmp_path: Path, rows: str) -> None:
    assert told(tmp_path, rows) == []


def test_the_shipped_lists_have_no_fault() -> None:
    lists = known_lists(PROGRAMME)
    assert len(lists) > 30
    assert [fault for file in lists.values() for fault in read_list(file)[1]] == []


def test_a_list_without_a_code_leaves_nothing_right(tmp_path: Path) -> None:
    assert told(tmp_path, "") == [("empty", 1, "This code list has no code, so no cell could be right.")]
