"""The page on the ASVS goes through the whole chapter, and the tests that it names are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "asvs-v5.md"
# Every requirement of chapter V5 of version 5.0.0, and its level.
LEVELS = {
    "5.1.1": "2",
    "5.2.1": "1",
    "5.2.2": "1",
    "5.2.3": "2",
    "5.2.4": "3",
    "5.2.5": "3",
    "5.2.6": "3",
    "5.3.1": "1",
    "5.3.2": "1",
    "5.3.3": "3",
    "5.4.1": "2",
    "5.4.2": "2",
    "5.4.3": "2",
}
_TEST = re.compile(r"`(tests/[a-z_/]+\.py)::(\w+)`")


def requirements() -> dict[str, list[str]]:
    """The cells of each row that begins with the number of a requirement."""
    rows = ([cell.strip() for cell in line.split("|")[1:-1]] for line in PAGE.read_text().splitlines())
    return {cells[0]: cells for cells in rows if cells and re.fullmatch(r"5\.\d\.\d", cells[0])}


def test_the_whole_chapter_is_there_with_its_levels() -> None:
    assert {number: cells[1] for number, cells in requirements().items()} == LEVELS


@pytest.mark.parametrize("number", LEVELS)
def test_each_requirement_has_tests(number: str) -> None:
    assert _TEST.findall(requirements()[number][-1])


def test_every_test_that_is_named_exists() -> None:
    named = set(_TEST.findall(PAGE.read_text(encoding="utf-8")))
    there = {
        (file, one.name)
        for file in {file for file, _ in named}
        if (ROOT / file).is_file()
        for one in ast.parse((ROOT / file).read_text(encoding="utf-8")).body
        if isinstance(one, ast.FunctionDef)
    }
    assert sorted(named - there) == []
