"""A hit is the same table, row, column and rule; what nothing planted explains is counted by rule."""

from __future__ import annotations

from cfgovern.evidence.score import score
from cfgovern.evidence.truth import PlantedFault
from cfgovern.findings import FaultScore, Finding, NotRun


def planted(fault: str, row: int | None, column: str, *rules: str, table: str = "t") -> PlantedFault:
    return PlantedFault("a.xlsx", table, table, row, column, fault, "", "", rules, "error")


def at(rule: str, row: int | None, column: str | None, table: str | None = "t") -> Finding:
    return Finding(rule, "error", "message", "fix", table, column, row)


TRUTH = [
    planted("F01", 1, "a", "t.a.type"),
    planted("F01", 2, "a", "t.a.type"),
    planted("F02", 3, "", "t.one", "t.two"),
    planted("F36", None, "", "file.ragged", table=""),
]
RIGHT = [
    at("t.a.type", 1, "a"),
    at("t.a.type", 2, "a"),
    at("t.two", 3, None),
    at("file.ragged", None, None, None),
]


def test_each_planted_fault_at_its_place_is_found_and_nothing_is_left_over() -> None:
    told = score(RIGHT, TRUTH)
    assert (told.recall, told.precision, told.unexplained, told.rules) == (1, 1, (), {})
    assert told.faults == (
        FaultScore("F01", 2, 2, 2, 2),
        FaultScore("F02", 1, 1, 1, 1),
        FaultScore("F36", 1, 1, 1, 1),
    )


def test_a_finding_one_row_column_table_or_rule_away_is_no_hit() -> None:
    for wrong in (
        at("t.a.type", 3, "a"),
        at("t.a.type", 2, "b"),
        at("t.a.type", 2, None),
        at("t.a.type", 2, "a", "u"),
        at("t.a.enum", 2, "a"),
    ):
        told = score([RIGHT[0], wrong, *RIGHT[2:]], TRUTH)
        assert (told.planted, told.found, told.recall) == (4, 3, 0.75), wrong
        assert told.unexplained == ((wrong.rule, wrong.table, wrong.row, wrong.column or ""),)
        assert (told.rules, told.precision) == ({wrong.rule: 1}, 0.75)


def test_precision_of_a_fault_is_about_the_findings_of_its_rules() -> None:
    [first, *_] = score([*RIGHT, at("t.a.type", 9, "a"), at("t.other", 9, "b")], TRUTH).faults
    assert (first.reported, first.explained, first.precision) == (3, 2, 2 / 3)
    [nothing] = score([], TRUTH[:1]).faults
    assert (nothing.recall, nothing.precision) == (0, None)
    assert score([], TRUTH).precision is None


def test_findings_that_are_not_listed_count_as_unexplained() -> None:
    told = score(RIGHT, TRUTH, truncated={"t.a.type": 12_000})
    assert (told.findings, told.rules) == (12_002, {"t.a.type": 11_998})
    assert told.unexplained == ()


def test_a_place_none_of_whose_rules_was_run_is_not_judged_and_not_missed() -> None:
    why = "No period was given."
    none, one, some = ([NotRun(rule, why, rows) for rule, rows in said] for said in (
        [("t.one", None), ("t.two", None)], [("t.one", None)], [("t.one", None), ("t.two", 3)],
    ))  # fmt: skip
    told = score([*RIGHT[:2], RIGHT[3]], TRUTH, not_run=none)
    assert (told.planted, told.found, told.not_run, told.recall, told.because) == (4, 3, 1, 1, (why,))
    assert [fault.recall for fault in told.faults] == [1, None, 1]
    for less in (one, some):
        told = score([*RIGHT[:2], RIGHT[3]], TRUTH, not_run=less)
        assert (told.found, told.not_run, told.recall, told.because) == (3, 0, 0.75, ())
    assert score(RIGHT, TRUTH, not_run=none).found == 4


def test_what_was_not_run_may_be_a_whole_column_or_table() -> None:
    for skipped, count in (("t", 3), ("t.a", 2), ("t.b", 0)):
        assert score([], TRUTH, not_run=[NotRun(skipped, "So.")]).not_run == count


def test_a_decoy_is_silent_while_no_finding_names_its_cell() -> None:
    decoys = [planted("D01", 5, "a"), planted("D02", 1, "a")]
    told = score([*RIGHT, at("t.a.enum", 5, "a"), at("t.row", 5, None)], TRUTH, decoys)
    assert (told.decoys, told.silent) == (2, 0)
    assert score(RIGHT, TRUTH, decoys[:1]).silent == 1
