"""What the demo says it found is compared place by place with what was planted."""

from __future__ import annotations

from cfgovern.cohort.faults import Planted
from cfgovern.evidence.score import score
from cfgovern.evidence.truth import PlantedFault
from cfgovern.findings import Finding, Report
from cfgovern.journeys.demo import compared


def truth(row: int, column: str, *rules: str) -> PlantedFault:
    return PlantedFault("a/t.csv", "t", "t", row, column, "F01", "", "", rules, "error")


PLANTED = Planted(
    "a", {}, (truth(1, "sex", "t.sex.required"), truth(3, "", "t.a", "t.b")), (), (("B2", 2), (None, 5))
)


def report(*findings: Finding) -> Report:
    """A report that lists ``findings``, scored against what was planted."""
    return Report(
        report="validate",
        run_id="r",
        as_of="2026-10-01",
        outcome="fail",
        cfgovern_version="0",
        contract=None,
        submission_name="submission",
        submission_digest=None,
        counts={"block": 0, "error": len(findings), "warning": 0, "info": 0},
        findings=findings,
        score=score(findings, PLANTED.truth),
    )


def at(rule: str, row: int, cell: str | None, line: int | None = None, column: str | None = "sex") -> Finding:
    return Finding(rule, "error", "message", "fix", "t", column, row, line, cell)


RIGHT = (at("t.sex.required", 1, "B2", 2), at("t.b", 3, None, 5, column=None))


def test_each_planted_fault_at_its_place_is_found_and_nothing_is_left_over() -> None:
    checked = compared("CSV files", report(*RIGHT), PLANTED)
    assert (checked.found, checked.unexplained) == ((True, True), 0)


def test_a_finding_one_row_line_or_cell_away_does_not_count() -> None:
    for wrong, unexplained in (
        (at("t.sex.required", 2, "B2", 2), 1),
        (at("t.sex.required", 1, "B3", 2), 0),
        (at("t.sex.required", 1, "B2", 3), 0),
        (at("t.sex.enum", 1, "B2", 2), 1),
        (at("t.sex.required", 1, "B2", 2, column="age"), 1),
    ):
        checked = compared("CSV files", report(wrong, RIGHT[1]), PLANTED)
        assert (checked.found, checked.unexplained) == ((False, True), unexplained), wrong


def test_findings_that_nothing_planted_explains_are_counted() -> None:
    assert compared("workbook", report(*RIGHT, at("t.other", 9, "B10", 12)), PLANTED).unexplained == 1
