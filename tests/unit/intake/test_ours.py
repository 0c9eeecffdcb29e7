"""A sheet or comment of a template is known by every word of it, and by nothing less."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cfgovern import frontsheet
from cfgovern.intake.ours import NOTHING, Ours

OURS = Ours.from_json(
    {
        "about": ["Loans: template", f"Codes (of {frontsheet.DAY})."],
        "lists": {"areas": [["A1", "First"], ["A2", "Second one"]], "yes": [["true", ""]]},
        "guidance": ["The day\nof it."],
    }
)
ABOUT = ["Loans: template"], [], ["Codes (of 2026-10-01)."]
LISTS = (
    ["areas", frontsheet.MEANING, "yes", frontsheet.MEANING],
    ["A1", "First", "true"],
    ["A2", "Second one"],
)
Cells = Sequence[Sequence[str]]


def is_ours(name: str, cells: Cells, ours: Ours = OURS) -> bool:
    return ours.is_sheet(name, [(row, told) for row, told in enumerate(cells, start=1) if told])


def test_what_a_template_holds_is_known() -> None:
    assert is_ours(frontsheet.ABOUT, ABOUT) and is_ours(frontsheet.LISTS, LISTS)
    assert is_ours(frontsheet.ABOUT, [["Loans:  template\n"], ["Codes (of 2027-01-31)."]])
    assert OURS.is_comment("The day of\nit.")


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Sheet1", ABOUT),
        (frontsheet.LISTS, ABOUT),
        (frontsheet.ABOUT, ()),
        (frontsheet.ABOUT, ABOUT[:1]),
        (frontsheet.ABOUT, [*ABOUT, ["Ann Example"]]),
        (frontsheet.ABOUT, [["Loans: template", "Ann"], *ABOUT[1:]]),
        (frontsheet.ABOUT, [ABOUT[0], ["Codes (of tomorrow)."]]),
        (frontsheet.ABOUT, [ABOUT[0], ["Codes .of 2026-10-01.."]]),
        (frontsheet.LISTS, ()),
        (frontsheet.LISTS, [*LISTS, ["Ann"]]),
        (frontsheet.LISTS, [*LISTS, ["A1", "Second one"]]),
        (frontsheet.LISTS, [*LISTS, ["", "First"]]),
        (frontsheet.LISTS, [*LISTS, ["true", ""]]),
        (frontsheet.LISTS, [*LISTS, ["A1", "First", "true", "", "Ann"]]),
        (frontsheet.LISTS, [["areas", frontsheet.MEANING, "Ann", frontsheet.MEANING], *LISTS[1:]]),
        (frontsheet.LISTS, [["areas", "Ann"], ["A1", "First"]]),
        (frontsheet.LISTS, [["areas"], ["A1"]]),
    ],
)
def test_one_word_more_or_less_makes_it_a_sheet_like_any_other(name: str, cells: Cells) -> None:
    assert not is_ours(name, cells)


@pytest.mark.parametrize("words", ["", "The day", "The day of it. Ann", "the day of it."])
def test_a_comment_with_other_words_is_not_ours(words: str) -> None:
    assert not OURS.is_comment(words)


def test_where_no_contract_says_more_nothing_is_ours() -> None:
    assert not is_ours(frontsheet.ABOUT, ABOUT, NOTHING) and not is_ours(frontsheet.ABOUT, (), NOTHING)
    assert not is_ours(frontsheet.LISTS, LISTS, NOTHING) and not NOTHING.is_comment("")
