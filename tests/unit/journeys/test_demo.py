"""What the demo says it found is compared place by place with what was planted."""

from __future__ import annotations

from cfgovern.findings import Finding, Report
from cfgovern.journeys.demo import Place, compared


def report(*findings: Finding, errors: int | None = None) -> Report:
    """A report that lists ``findings`` and counts ``errors`` of them."""
    return Report(
        report="validate",
        run_id="r",
        as_of="2026-10-01",
        outcome="fail",
        cfgovern_version="0",
        contract=None,
        submission_name="submission",
        submission_digest=None,
        counts={"block": 0, "error": len(findings) if errors is None else errors, "warning": 0, "info": 0},
        findings=findings,
    )


def at(rule: str, row: int, cell: str | None, line: int | None = None, column: str | None = "sex") -> Finding:
    return Finding(rule, "error", "message", "fix", "t", column, row, line, cell)


TRUTH: list[list[Place]] = [
    [("t.sex.required", "sex", 1, "B2", 2)],
    [("t.a", None, 3, None, 5), ("t.b", None, 3, None, 5)],
]
RIGHT = (at("t.sex.required", 1, "B2", 2), at("t.b", 3, None, 5, column=None))


def test_each_planted_fault_at_its_place_is_found_and_nothing_is_left_over() -> None:
    checked = compared("CSV files", report(*RIGHT), TRUTH)
    assert (checked.found, checked.unexplained) == ((True, True), 0)


def test_a_finding_one_row_line_or_cell_away_does_not_count() -> None:
    for wrong in (
        at("t.sex.required", 2, "B2", 2),
        at("t.sex.required", 1, "B3", 2),
        at("t.sex.required", 1, "B2", 3),
        at("t.sex.enum", 1, "B2", 2),
        at("t.sex.required", 1, "B2", 2, column="age"),
    ):
        checked = compared("CSV files", report(wrong, RIGHT[1]), TRUTH)
        assert (checked.found, checked.unexplained) == ((False, True), 1), wrong


def test_findings_that_nothing_planted_explains_are_counted_also_when_not_listed() -> None:
    assert compared("workbook", report(*RIGHT, at("t.other", 9, "B10", 12)), TRUTH).unexplained == 1
    assert compared("workbook", report(*RIGHT, errors=12_000), TRUTH).unexplained == 11_998
