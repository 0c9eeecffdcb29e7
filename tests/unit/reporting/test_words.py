"""What a report says of itself: every outcome, in the singular and the plural."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfgovern.findings import OUTCOMES, SEVERITIES, NotRun
from cfgovern.reporting import headline
from cfgovern.reporting.words import SEVERITY, long_date, outcome, title
from tests.unit.reporting.risksample import RISK
from tests.unit.reporting.samples import PASSED, REFUSED, REPORT

SCAN = replace(REPORT, report="scan")


def test_every_severity_has_words_of_its_own() -> None:
    assert tuple(SEVERITY) == SEVERITIES
    assert len(set(SEVERITY.values())) == len(SEVERITIES)


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (PASSED, "Ready to go on. Every check that was run has been passed."),
        (
            replace(PASSED, left=1),
            "Ready to go on, but for 1 rule of the contract that cfgovern does not run. "
            "Every check that was run has been passed.",
        ),
        (
            replace(PASSED, left=2000),
            "Ready to go on, but for 2,000 rules of the contract that cfgovern does not run. "
            "Every check that was run has been passed.",
        ),
        (
            replace(PASSED, unseen=1),
            "Ready to go on, but for 1 column of the contract that cfgovern does not look into. "
            "Every check that was run has been passed.",
        ),
        (
            replace(PASSED, left=1, unseen=2),
            "Ready to go on, but for 1 rule of the contract that cfgovern does not run and 2 columns "
            "that it does not look into. Every check that was run has been passed.",
        ),
        (
            REFUSED,
            "This file could not be checked. It was not read, so nothing is known about the data in it.",
        ),
        (REPORT, "This data needs to be fixed. 5 problems have to be put right before it can be sent."),
        (
            replace(REPORT, counts={"error": 1}),
            "This data needs to be fixed. 1 problem has to be put right before it can be sent.",
        ),
        (
            replace(REPORT, outcome="confirm", counts={"warning": 1}),
            "Some points need your confirmation. Nothing must be fixed, but 1 point looks unusual.",
        ),
        (
            replace(REPORT, outcome="confirm", counts={"warning": 1200}),
            "Some points need your confirmation. Nothing must be fixed, but 1,200 points look unusual.",
        ),
        (
            replace(SCAN, counts={"error": 1}),
            "There may be personal details in this data. 1 place needs a look.",
        ),
        (
            replace(SCAN, counts={}),
            "No personal details were found. The scan found no personal details where they should not be. "
            "No scan finds everything.",
        ),
        (replace(REFUSED, report="scan"), headline(REFUSED)),
    ],
)
def test_the_outcome_is_told_in_one_line(report: object, said: str) -> None:
    assert headline(report) == said  # type: ignore[arg-type]


@pytest.mark.parametrize("name", OUTCOMES)
def test_every_outcome_says_what_to_do_next(name: str) -> None:
    told = outcome(replace(REPORT, outcome=name))
    assert told.steps
    assert all(step.endswith(".") for step in told.steps)
    assert not told.headline.endswith(".")


def test_a_scan_without_a_find_speaks_of_the_risk_only_where_it_was_measured() -> None:
    measured = replace(SCAN, counts={}, risk=RISK)
    assert "says nothing of how easily people could be singled out" in headline(measured)
    assert "singled out" in outcome(measured).steps[0]
    assert "singled out" not in " ".join(outcome(replace(measured, risk=None)).steps)


def test_what_stops_the_submission_is_to_be_looked_at_first() -> None:
    assert outcome(REPORT).steps[0] == "Start with what is marked ‘Stops the submission’."
    assert "Start" not in outcome(replace(REPORT, counts={"error": 1})).steps[0]


def test_a_pass_with_checks_not_run_says_so() -> None:
    told = outcome(replace(PASSED, not_run=(NotRun("loans.total", "Later."),)))
    assert "not run" in told.steps[0]
    assert len(outcome(PASSED).steps) == 1


def test_a_report_of_a_kind_that_is_not_known_here_has_a_title_all_the_same() -> None:
    assert [title(replace(REPORT, report=kind)) for kind in ("validate", "scan", "link")] == [
        "Data check",
        "Scan for personal details",
        "Report",
    ]


def test_a_day_is_said_in_words() -> None:
    assert [long_date(text) for text in ("2026-10-01", "some day")] == ["1 October 2026", "some day"]
