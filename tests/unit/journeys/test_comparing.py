"""Findings then and now: by key, by row, and what cannot be told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.contract.load import load_contract
from cfgovern.evidence.previous import Place, Previous
from cfgovern.findings import Change, Comparison, Confirmed, ContractRef, Finding, NotRun, Report
from cfgovern.journeys.comparing import compared
from tests.journeys.settled import BACK, contract
from tests.unit.reporting.samples import PASSED

AGE = "members.age.minimum"
SAME, OTHER = "sha256:aa", "sha256:bb"


def of_loan(number: int, row: int = 1) -> Finding:
    return Finding(BACK, "warning", "m", "f", table="loans", row=row, key={"loan_id": str(number)})


def of_row(row: int | None, rule: str = AGE) -> Finding:
    return Finding(rule, "error", "m", "f", table="members", column="age", row=row)


def between(
    folder: Path,
    before: list[Finding],
    now: Report,
    *,
    digest: str = SAME,
    truncated: dict[str, int] | None = None,
) -> Comparison:
    places = tuple(Place(f.rule, f.table, f.column, f.row, f.key or {}) for f in before)
    past = Previous(
        "0" * 32, "2026-10-01", "c", "1", digest, "sha256:cd", places, truncated or {}, {}, "sha256:ee"
    )
    report = replace(now, contract=ContractRef("c", "1", SAME))
    return compared(report, past, load_contract(contract(folder)), {BACK})


def report(*findings: Finding, **more: object) -> Report:
    return replace(PASSED, findings=findings, **more)  # type: ignore[arg-type]


def change(told: Comparison) -> Change:
    (found,) = told.changes
    return found


def test_by_key_whatever_the_row(tmp_path: Path) -> None:
    told = between(tmp_path, [of_loan(1, 5), of_loan(2, 6)], report(of_loan(2, 1), of_loan(3, 2)))
    assert change(told) == Change(BACK, 2, 2, fixed=1, new=1, still=1, gone=0)
    assert told.by_number == 0


def test_by_row_where_no_key_may_be_shown(tmp_path: Path) -> None:
    told = between(tmp_path, [of_row(1), of_row(2)], report(of_row(2), of_row(3), of_row(4)))
    assert change(told) == Change(AGE, 2, 3, fixed=1, new=2, still=1, gone=0)
    assert told.by_number == 3


def test_a_key_that_stands_twice_is_counted_twice(tmp_path: Path) -> None:
    told = between(tmp_path, [of_loan(1), of_loan(1)], report(of_loan(1)))
    assert change(told) == Change(BACK, 2, 1, fixed=1, new=0, still=1, gone=0)


@pytest.mark.parametrize(
    "entry", [NotRun(AGE, "x"), NotRun(AGE, "x", 2), NotRun("members.age", "x"), NotRun("members", "x")]
)
def test_what_was_not_run_is_not_put_right(tmp_path: Path, entry: NotRun) -> None:
    told = between(tmp_path, [of_row(1)], report(not_run=(entry,)))
    assert change(told) == Change(AGE, 1, 0, fixed=0, new=0, still=0, gone=1)
    assert (told.total("gone"), told.total("fixed")) == (1, 0)


@pytest.mark.parametrize(("rule", "digest", "fixed"), [(AGE, SAME, 1), (AGE, OTHER, 0), (BACK, OTHER, 1)])
def test_a_rule_that_another_version_had_is_not_put_right(
    tmp_path: Path, rule: str, digest: str, fixed: int
) -> None:
    told = between(tmp_path, [of_row(1, rule)], report(), digest=digest)
    assert (change(told).fixed, change(told).gone) == (fixed, 1 - fixed)


@pytest.mark.parametrize("now", [False, True])
def test_without_every_place_there_are_only_counts(tmp_path: Path, now: bool) -> None:
    confirmed = (Confirmed(BACK, "r", "w", "2026-10-01", True, (of_loan(9),)),)
    here = report(of_loan(1), truncated={BACK: 12} if now else {}, confirmed=confirmed)
    told = between(tmp_path, [of_loan(1)], here, truncated={} if now else {BACK: 20})
    counts = (1, 13) if now else (20, 2)
    assert change(told) == Change(BACK, *counts, fixed=None, new=None, still=None, gone=None)
    assert told.total("still") == 0
