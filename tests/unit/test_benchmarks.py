"""The scorer of the benchmarks: what a validator found, beside what was spoiled."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import link_within, linked, made, odcs_round_trip, process, scan_scale
from benchmarks.score import Score, from_lines, score
from benchmarks.validators import checks
from benchmarks.validators.checks import Found
from tests.command import PLAIN_CONTRACT

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


def test_each_example_is_said_to_load_or_why_it_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = "    quality:\n      - {type: custom, engine: soda, implementation: rows > 1}\n"
    nested = PLAIN_CONTRACT.replace("{name: joined, logicalType: date}", "{name: joined, logicalType: array}")
    (tmp_path / "sub").mkdir()
    for name, text in {
        "a": PLAIN_CONTRACT,
        "b": PLAIN_CONTRACT.replace("    quality:\n", rule),
        "sub/c": nested,
    }.items():
        (tmp_path / f"{name}.odcs.yaml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "cfgovern"]
    assert odcs_round_trip.examples(tmp_path, command)
    assert capsys.readouterr().out.splitlines() == [
        "a.odcs.yaml: loads",
        "b.odcs.yaml: loads (contract.other_engine 1)",
        "sub/c.odcs.yaml: loads (contract.inside 1)",
        "examples: 3 of 3 loaded",
    ]
    (tmp_path / "d.odcs.yaml").write_text(PLAIN_CONTRACT.replace("v3.1.0", "v2.0.0"), encoding="utf-8")
    assert not odcs_round_trip.examples(tmp_path, command)
    told = capsys.readouterr().out.splitlines()
    assert told[2:] == [
        "d.odcs.yaml: refused, exit code 2 (odcs.enum 1)",
        "sub/c.odcs.yaml: loads (contract.inside 1)",
        "examples: 3 of 4 loaded",
    ]


def test_each_promise_of_scale_is_held_to_its_bar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def measure(command: list[str], *_: object) -> process.Cost:
        asked.append(Path(command[4]))
        return process.Cost(1.0, 5.0, 100.0 * len(asked), 1.0)

    def synth(folder: Path, *, mode: str, **_: object) -> None:
        folder.mkdir(parents=True)
        name = "notes" if mode == "notes" else "participants"
        (folder / f"{name}.csv").write_text("note\na\nb\n", encoding="utf-8")

    monkeypatch.setattr(process, "measure", measure)
    monkeypatch.setattr(scan_scale.api, "synth", synth)
    monkeypatch.setattr(scan_scale, "_FEW", 1)
    monkeypatch.setattr(scan_scale, "_MANY", 2)
    promises = list(scan_scale.scale(tmp_path))
    assert [one.kept for one in promises] == [False, True, True]  # 5 s of 4, 5 s of 60, 400 MB beside 300
    assert "5.00 s (bar 4), NOT KEPT" in str(promises[0]) and "300 MB for 20 cells" in str(promises[2])
    assert {path.name for path in asked[0].glob("*.csv")} >= {"participants.csv", "notes.csv"}


def test_one_file_is_linked_within_itself_beside_its_clusters(tmp_path: Path) -> None:
    file = tmp_path / "made_up.csv"
    head = "unique_id,first_name,surname,dob,city,email,cluster"
    lines = [
        f"{n},Ann{chr(97 + n // 2)},Lee{chr(97 + n // 2)},19{50 + n // 2}-02-11,Hull,,{n // 2}"
        for n in range(40)
    ]
    file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    people, truth = link_within.read(file)
    assert len(people) == 40 and truth == {(n, n + 1) for n in range(0, 40, 2)}
    assert people[0]["postcode"] == "hull" and "email" not in people[0]
    said = list(link_within.lines(file))
    rows = [one for one in said if isinstance(one, linked.Found)]
    assert [(one.way, one.precision, one.recall) for one in rows] == [("clear", 1, 1), ("tokens", 1, 1)]
    assert "40 records, 20 true pairs" in rows[0].row() and "1.0000 | 1.0000 | 1.0000" in rows[0].row()
    assert str(said[-1]).endswith("yes")
