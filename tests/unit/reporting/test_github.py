"""The report as workflow commands: what GitHub shows, the gravest first, and nothing that it would obey."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.findings import Report
from cfgovern.reporting.github import SHOWN, render_github
from cfgovern.reporting.plain import plain
from cfgovern.reporting.words import SYNTHETIC
from tests.unit.reporting.samples import PASSED, REFUSED, REPORT, all_of, finding, words


class Command(NamedTuple):
    """A line as the runner of GitHub reads it."""

    level: str
    properties: dict[str, str]
    message: str


def unescaped(text: str, *signs: str) -> str:
    for sign in ("\r", "\n", *signs, "%"):
        text = text.replace(f"%{ord(sign):02X}", sign)
    return text


def commands(report: Report) -> list[Command]:
    text = render_github(report)
    assert text.endswith("\n") and "\r" not in text
    found = []
    for line in text.removesuffix("\n").split("\n"):
        parts = re.fullmatch("::(error|warning|notice)(?: ([^:]*))?::(.*)", line)
        assert parts, line
        given = dict(pair.split("=", 1) for pair in (parts[2] or "").split(",") if pair)
        properties = {name: unescaped(value, ":", ",") for name, value in given.items()}
        found.append(Command(parts[1], properties, unescaped(parts[3])))
    return found


def test_a_rule_is_one_annotation_on_its_first_line() -> None:
    errors = [command for command in commands(REPORT) if command.level == "error"]
    assert [command.properties for command in errors] == [
        {"file": "loans", "title": "Stops the submission – file.table_extra"},
        {"file": "members.csv", "line": "4", "title": "Must be fixed – members.age.minimum"},
        {"file": "loans.csv", "line": "2", "title": "Must be fixed – loans.lent.type"},
    ]
    assert errors[2].message.split("\n") == [
        "All of loans.lent.type.",
        "Cells: C2-C3, C10 and 9 more",
        "Lines of the file: 2-3, 10 and 9 more",
        "What to do: Mend it.",
        "For example: 2026-04-30",
        "Why it matters: Waiting times are counted.",
    ]


def test_a_file_is_named_from_the_top_of_the_repository_where_its_folder_is_known() -> None:
    told = commands(replace(REPORT, folder="tests/fixtures/"))
    assert {command.properties["file"] for command in told if "file" in command.properties} == {
        "tests/fixtures/loans", "tests/fixtures/loans/loans.csv", "tests/fixtures/loans/members.csv",
    }  # fmt: skip
    assert [command.message for command in told] == [command.message for command in commands(REPORT)]


def test_the_gravest_come_first() -> None:
    assert [command.level for command in commands(REPORT)] == [
        "error", "error", "error", "warning", "notice", "notice", "notice",
    ]  # fmt: skip


def test_the_outcome_and_what_was_not_run_are_told_in_any_case() -> None:
    assert [(command.properties.get("title"), command.message) for command in commands(PASSED)] == [
        ("Ready to go on", "Every check that was run has been passed.")
    ]
    last = [command.message for command in commands(REPORT) if command.level == "notice"]
    assert "2 checks were not run, or not for every row. A report as JSON or HTML says why." in last


def many(count: int, severity: str) -> Report:
    rules = [f"loans.c{number}.type" for number in range(count)]
    return replace(
        PASSED,
        findings=tuple(finding(rule, 1, severity=severity) for rule in rules),
        rules=tuple(words(rule, 3, severity=severity) for rule in rules),
    )


@pytest.mark.parametrize(
    ("severity", "level", "said"), [("error", "error", 0), ("warning", "warning", 0), ("info", "notice", 1)]
)
@pytest.mark.parametrize("count", [1, SHOWN - 1, SHOWN, SHOWN + 1, 40])
def test_no_level_has_more_than_github_shows_and_the_rest_is_counted(
    severity: str, level: str, said: int, count: int
) -> None:
    found = [command for command in commands(many(count, severity)) if command.level == level]
    room = SHOWN - said
    assert len(found) == min(count, room) + said
    if count > room:
        rest = count - (room - 1)
        assert found[-1] == Command(
            level,
            {"title": f"And {rest} more rules"},
            f"{rest} more rules found something, in {3 * rest} places. "
            "A report as JSON or HTML lists them all.",
        )


def test_a_block_is_shown_before_any_error() -> None:
    report = many(30, "error")
    last = replace(report.findings[-1], severity="block")
    text = replace(report.rules[-1], severity="block")
    report = replace(report, findings=(*report.findings[:-1], last), rules=(*report.rules[:-1], text))
    assert commands(report)[0].properties["title"] == "Stops the submission – loans.c29.type"


def test_a_refused_file_is_an_error() -> None:
    first = commands(REFUSED)[0]
    assert (first.level, first.message.split("\n")[0]) == ("error", "The workbook has a password.")


def test_a_sheet_of_a_workbook_is_named() -> None:
    one = finding("loans.lent.type", 1, cell="C2", line=None, sheet="Loans 2026")
    report = replace(PASSED, findings=(one,), rules=(words("loans.lent.type"),))
    command = commands(report)[0]
    assert "line" not in command.properties
    assert command.message.endswith("\nWhere: sheet Loans 2026")


def test_made_up_data_is_marked() -> None:
    first = next(c for c in commands(replace(REPORT, record_origin="synthetic")) if c.level == "notice")
    assert first == Command("notice", {"title": "SYNTHETIC"}, SYNTHETIC)


def test_no_record_key_is_shown_to_a_build() -> None:
    assert "L-1" in str(REPORT.findings) and "L-1" not in render_github(REPORT)


@pytest.mark.parametrize(
    "text",
    [
        "100%",
        "a,b=c::d:e",
        "%0A::error::x",
        "one\ntwo\r\nthree",
        "::stop-commands::x",
        "##[error]x",
        "\u2028",
    ],
)
def test_no_text_becomes_a_command_of_its_own(text: str) -> None:
    told, plain_ones = commands(all_of(text)), commands(all_of("words"))
    assert [(one.level, list(one.properties)) for one in told] == [
        (one.level, list(one.properties)) for one in plain_ones
    ]
    assert told[0].message.split("\n")[0] == plain(text)
    assert told[0].properties["file"] == plain(text)


@given(st.text(st.one_of(st.characters(), st.sampled_from("%:,=\r\n#[]")), min_size=1, max_size=25))
def test_any_text_in_any_field_is_read_back_as_it_was(text: str) -> None:
    assert render_github(all_of(text)).encode("utf-8")
    command = commands(all_of(text))[0]
    assert command.message.split("\n")[0] == plain(text)
    assert plain(text) in command.properties["title"]
