"""The finding model: outcomes, severities, and values that nobody can change afterwards."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, is_dataclass
from itertools import product

import pytest

from cfgovern import findings
from cfgovern.findings import OUTCOMES, SEVERITIES, Finding, Report, Severity, outcome_of, worst


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        ({}, "pass"),
        ({"info": 9}, "pass"),
        ({"warning": 1}, "confirm"),
        ({"warning": 1, "info": 1}, "confirm"),
        ({"error": 1}, "fail"),
        ({"block": 1}, "fail"),
        ({"error": 1, "warning": 5}, "fail"),
        ({"block": 0, "error": 0, "warning": 0, "info": 0}, "pass"),
    ],
)
def test_the_outcome_follows_from_the_counts(counts: dict[str, int], outcome: str) -> None:
    assert outcome_of(counts) == outcome


def test_every_set_of_counts_has_one_outcome_and_the_gravest_decides() -> None:
    for numbers in product((0, 1), repeat=len(SEVERITIES)):
        counts = dict(zip(SEVERITIES, numbers, strict=True))
        gravest = worst(name for name in SEVERITIES if counts[name])
        expected = {"block": "fail", "error": "fail", "warning": "confirm"}.get(gravest or "", "pass")
        assert outcome_of(counts) == expected
        assert expected in OUTCOMES


@pytest.mark.parametrize(
    ("severities", "gravest"),
    [
        ([], None),
        (["info"], "info"),
        (["info", "warning", "info"], "warning"),
        (["warning", "error"], "error"),
        (["error", "block", "info"], "block"),
    ],
)
def test_the_gravest_severity(severities: list[Severity], gravest: str | None) -> None:
    assert worst(severities) == gravest
    assert worst(reversed(severities)) == gravest


def test_everything_of_the_model_is_frozen_and_has_no_place_for_a_value() -> None:
    for name in findings.__all__:
        kind = getattr(findings, name)
        if is_dataclass(kind):
            assert kind.__dataclass_params__.frozen  # type: ignore[union-attr]
            assert not {field.name for field in fields(kind)} & {"value", "text", "cell_value", "content"}


def test_a_report_cannot_be_added_to() -> None:
    report = Report("validate", "0" * 32, "2026-10-01", "pass", "0.1.0", None, "x.csv", None)
    with pytest.raises(FrozenInstanceError):
        report.outcome = "fail"  # type: ignore[misc]
    for empty in (report.tables, report.counts, report.truncated):
        with pytest.raises(TypeError):
            empty["x"] = 1  # type: ignore[index]
    assert (report.report_version, report.findings, report.not_run) == (1, (), ())
    assert Finding("a.b", "error", "It is odd.", "Mend it.").key is None
