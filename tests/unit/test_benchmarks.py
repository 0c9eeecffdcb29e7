"""The scorer of the benchmarks: what a validator found, beside what was spoiled."""

from __future__ import annotations

from pathlib import Path

from benchmarks import made
from benchmarks.score import Score, from_lines, score
from benchmarks.validators import checks
from benchmarks.validators.checks import Found

TRUTH = [Found(58, "score", "range"), Found(158, "end_date", "order"), Found(258, "participant_id", "key")]


def test_a_finding_counts_at_its_row_and_column_only() -> None:
    found = [Found(58, "score", "range"), Found(58, "score", "whole"), Found(59, "visits", "range")]
    assert score(found, TRUTH) == Score(spoiled=3, located=1, counted=0, missed=2, false=1)


def test_days_out_of_order_may_be_told_of_either_and_a_key_of_both_rows() -> None:
    found = [Found(158, "start_date", "order"), Found(257, "participant_id", "key")]
    assert score(found, TRUTH) == Score(spoiled=3, located=1, counted=0, missed=2, false=0)
    found.append(Found(258, "participant_id", "key"))
    assert score(found, TRUTH) == Score(spoiled=3, located=2, counted=0, missed=1, false=0)


def test_a_number_without_rows_counts_for_as_many_as_there_are() -> None:
    found = [Found(None, "score", "range", count=5), Found(None, "visits", "range", count=1)]
    assert score(found, TRUTH) == Score(spoiled=3, located=0, counted=1, missed=2, false=0)


def test_what_was_spoiled_is_where_the_truth_says(tmp_path: Path) -> None:
    made.participants(tmp_path / "p.csv", 2000)
    rows = dict(checks.records(tmp_path / "p.csv"))
    truth = made.truth(2000)
    assert len(rows) == 2000 and len(truth) == 20
    wrong = {one.kind: rows[one.row].get(one.column) for one in truth if one.row}
    assert wrong["date"] == "2026-02-30" and wrong["required"] is None and wrong["link"] == "A999"
    assert {one.kind for one in truth} == {
        "date", "range", "list", "pattern", "required", "order", "digit", "link", "key",
    }  # fmt: skip


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    checks.write(tmp_path / "f.jsonl", TRUTH)
    assert [*from_lines(tmp_path / "f.jsonl")] == TRUTH
