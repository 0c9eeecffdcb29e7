"""Findings by table and by rule, as people read them."""

from __future__ import annotations

from dataclasses import replace

from cfgovern.findings import TableCounts
from cfgovern.reporting.groups import Group, Section, sections
from tests.unit.reporting.samples import FINDINGS, PASSED, REPORT, finding, words

BY_NAME = {part.table: part for part in sections(REPORT)}


def test_the_whole_file_comes_first_then_the_tables_of_the_report_in_its_order() -> None:
    assert [part.table for part in sections(REPORT)] == [None, "members", "loans"]
    assert sections(PASSED) == ()


def test_graver_groups_come_first_others_keep_their_order() -> None:
    assert [group.text.rule for group in BY_NAME["loans"].groups] == [
        "loans.lent.type",
        "loans.back_after_out",
    ]
    assert [group.text.severity for group in BY_NAME["members"].groups] == ["error", "info"]
    late = replace(REPORT, findings=(FINDINGS[4], *FINDINGS[1:4]))
    assert [group.text.severity for group in sections(late)[0].groups] == ["error", "warning"]


def test_a_group_tells_where_to_look() -> None:
    lent, back = BY_NAME["loans"].groups
    assert (lent.cells, lent.lines, lent.rows) == ("C2-C3, C10 and 9 more", "2-3, 10 and 9 more", "")
    assert (back.cells, back.lines, back.rows) == ("", "5", "5")


def test_a_finding_about_a_whole_table_has_no_place() -> None:
    group = BY_NAME[None].groups[0]
    assert (group.cells, group.lines, group.rows) == ("", "", "")


def test_counts_include_what_is_not_listed() -> None:
    assert BY_NAME["loans"].count == 13
    assert BY_NAME["loans"].groups[0].count == 12
    assert len(BY_NAME["loans"].groups[0].findings) == 3


def test_without_words_a_rule_speaks_by_its_first_finding() -> None:
    group = sections(replace(REPORT, rules=(), truncated={}))[1].groups[0]
    assert (group.text.summary, group.text.fix, group.count) == ("Wrong: members.age.minimum.", "Mend it.", 1)


def test_a_rule_that_speaks_in_two_ways_has_a_group_for_each() -> None:
    ended, unknown = "The code has ended.", "The code is unknown."
    found = [
        finding("loans.kind.code_list", row, cell=f"D{row}", message=m)
        for row, m in ((2, ended), (3, unknown), (4, ended))
    ]
    texts = (
        words("loans.kind.code_list", 2, message=ended),
        words("loans.kind.code_list", 9, message=unknown),
    )
    (part,) = sections(
        replace(REPORT, findings=tuple(found), rules=texts, truncated={"loans.kind.code_list": 11})
    )
    assert [(group.cells, group.count) for group in part.groups] == [("D2, D4", 2), ("D3 and 8 more", 9)]


def test_the_longest_count_of_a_rule_holds() -> None:
    report = replace(REPORT, rules=(words("loans.lent.type", 2),), truncated={})
    assert sections(report)[2].groups[0].count == 3


def test_where_says_only_what_the_names_do_not() -> None:
    counts = TableCounts("area.xlsx", 1, 1, 0, 0)
    groups: tuple[Group, ...] = ()
    assert Section("loans", "loans", counts, groups).where("area.xlsx") == ""
    assert Section("loans", "Sheet2", counts, groups).where("area.xlsx") == "sheet Sheet2"
    assert Section("loans", None, replace(counts, source="loans.csv"), groups).where("area") == "loans.csv"
    assert Section("loans", "Two", counts, groups).where("other") == "area.xlsx, sheet Two"
    assert Section(None, None, None, groups).where("area.xlsx") == ""


def test_the_sheet_of_a_section_is_that_of_its_findings() -> None:
    report = replace(REPORT, findings=(finding("loans.x", 1), finding("loans.y", 1, sheet="Lent")), rules=())
    assert [part.sheet for part in sections(report)] == ["Lent"]
