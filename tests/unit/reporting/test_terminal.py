"""The report as text: fits its width, is styled only where a terminal asks, obeys nobody's words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.findings import TableCounts
from cfgovern.reporting.plain import plain
from cfgovern.reporting.terminal import render_text
from cfgovern.reporting.words import NO_VALUES, SYNTHETIC
from tests.unit.reporting.samples import PASSED, REFUSED, REPORT, all_of, finding, words

STYLE = re.compile("\x1b\\[[0-9;]*m")
HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31m",
    "[bold red]markup[/]",
    "[link=https://example.org]x[/link]",
    ":warning:",
    "a\rb\nc\td\x08",
    "\u202egnp.exe",
    "\u2066x\u2069",
]


def columns(line: str) -> int:
    """How many columns of a terminal ``line`` takes."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in line)
    return len(line) + wide - sum(unicodedata.combining(sign) > 0 for sign in line)


@pytest.mark.parametrize("width", [40, 57, 80, 110])
@pytest.mark.parametrize("report", [REPORT, PASSED, REFUSED, all_of("word " * 30), all_of("w" * 130)])
def test_no_line_is_wider_than_asked_for_and_no_word_is_lost(width: int, report: object) -> None:
    told = render_text(report, width=width)  # type: ignore[arg-type]
    assert max(map(columns, told.split("\n"))) <= width
    assert "…" not in told
    assert "".join(NO_VALUES.split()) in "".join(told.split())


@pytest.mark.parametrize(("asked", "given"), [(0, 40), (20, 40), (400, 110)])
def test_a_width_that_cannot_be_read_is_not_kept(asked: int, given: int) -> None:
    assert max(map(columns, render_text(REPORT, width=asked).split("\n"))) == given


def test_the_summary_comes_first_and_the_outcome_again_last() -> None:
    told = render_text(REPORT)
    places = [
        "Data check: loans",
        "THIS DATA NEEDS TO BE FIXED",
        "What to do next",
        "Checked with Library loans, version 1.0.0, as of 1 October 2026.",
        "Table ",
        "The whole submission\n",
        "members (members.csv)\n",
        "loans (loans.csv)\n",
        "Checks that were not run\n",
        "Please note\n",
        "This data needs to be fixed. 5 problems",
    ]
    assert [told.index(place) for place in places] == sorted(told.index(place) for place in places)
    assert told.endswith("put right before it can be\nsent.\n")


def test_a_group_says_what_where_and_what_to_do() -> None:
    assert """\
Must be fixed: All of loans.lent.type.
  Cells  C2-C3, C10 and 9 more
  Lines  2-3, 10 and 9 more
  To do  Mend it. For example: 2026-04-30
  Why    Waiting times are counted.
  Rule   loans.lent.type

Fix or confirm: All of loans.back_after_out.
  Lines  5
  Rows   5
  To do  Mend it.
  Rule   loans.back_after_out
""" in render_text(REPORT)


def test_rows_are_counted_in_a_table() -> None:
    assert """\
Table     Read  Accepted  Rejected  Ignored
members  1,234     1,230         3        1
loans        9         6         3        0
fines        2         2         0        0
""" in render_text(REPORT)


def test_rows_are_listed_where_a_table_would_be_too_wide() -> None:
    told = render_text(REPORT, width=50)
    assert "\nmembers\n  1,234 read, 1,230 accepted, 3 rejected, 1\nignored\nloans\n" in told


def test_what_was_not_run_is_told_with_its_reason() -> None:
    assert """\
  -  A cell must be put right first.
     loans.total (2 rows)
  -  Later.
     fines
""" in render_text(REPORT)


def test_a_refused_file_says_what_to_do_and_shows_no_table() -> None:
    told = render_text(REFUSED)
    assert "THIS FILE COULD NOT BE CHECKED" in told
    assert "Stops the submission: The workbook has a password.\n  To do  Remove the password." in told
    assert "Accepted" not in told and "For information" not in told


def test_made_up_data_is_marked_at_the_top() -> None:
    assert SYNTHETIC in render_text(replace(REPORT, record_origin="synthetic")).split("\n")[2]
    assert SYNTHETIC not in render_text(REPORT)


def test_a_workbooks_name_is_not_said_again_for_each_sheet() -> None:
    counts = TableCounts("area.xlsx", 1, 0, 1, 0)
    report = replace(
        REPORT,
        submission_name="area.xlsx",
        tables={"loans": counts, "members": counts},
        findings=(finding("loans.x", 1, sheet="loans"), finding("members.y", 1, sheet="Sheet 2")),
        rules=(words("loans.x"), words("members.y")),
    )
    told = render_text(report)
    assert told.count("area.xlsx") == 1
    assert "\nloans\n" in told
    assert "\nmembers (sheet Sheet 2)\n" in told


# -- colour ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("variable", ["FORCE_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE", "COLORTERM", "TERM"])
def test_without_colour_there_is_no_code_whatever_the_environment_says(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "xterm-256color" if variable == "TERM" else "1")
    assert "\x1b" not in render_text(REPORT)


@pytest.mark.parametrize("variable", ["NO_COLOR", "TERM", "JPY_PARENT_PID"])
def test_with_colour_the_words_are_the_same(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "dumb" if variable == "TERM" else "1")
    styled = render_text(REPORT, colour=True)
    assert STYLE.search(styled)
    bare = "\n".join(line.rstrip() for line in STYLE.sub("", styled).split("\n"))
    assert bare == render_text(REPORT)


# -- hostile text ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("colour", [False, True])
def test_no_text_styles_or_steers_the_terminal(text: str, colour: bool) -> None:
    told = render_text(all_of(text), colour=colour)
    bare = STYLE.sub("", told) if colour else told
    assert not any(unicodedata.category(sign) in ("Cc", "Cf") for sign in bare.replace("\n", ""))
    assert "".join(plain(text).split()) in "".join(bare.split())
    ours = set(STYLE.findall(render_text(all_of("text"), colour=True)))
    assert set(STYLE.findall(told)) <= ours


@given(st.text(st.characters(), max_size=30))
def test_any_text_is_shown_plainly(text: str) -> None:
    told = render_text(all_of(text))
    assert not set(told) & {"\x1b", "\r", "\x07", "\x08", "\u202e"}
    assert told.encode("utf-8")
