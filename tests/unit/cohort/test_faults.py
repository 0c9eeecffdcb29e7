"""Faults are planted one a person, and the truth says exactly what was changed."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from cfgovern import api
from cfgovern.cohort import PROGRAMME_FAULTS, Fault, Planted, Rows, make_area, plant, truth_csv


@pytest.fixture(scope="module")
def clean() -> Rows:
    return make_area(api.load_contract(), people=40, as_of=date(2026, 10, 1))


@pytest.fixture(scope="module")
def planted(clean: Rows) -> tuple[Rows, list[Planted]]:
    return plant(clean, PROGRAMME_FAULTS)


def test_every_kind_is_planted_in_the_demo_s_area(planted: tuple[Rows, list[Planted]]) -> None:
    assert {one.fault for one in planted[1]} == {fault.name for fault in PROGRAMME_FAULTS}
    assert len({one.table for one in planted[1]}) >= 6


def test_the_truth_is_every_change_and_no_other(clean: Rows, planted: tuple[Rows, list[Planted]]) -> None:
    dirty, truth = planted
    changed = {
        (table, number, column, row[column], dirty[table][number - 1][column])
        for table, rows in clean.items()
        for number, row in enumerate(rows, start=1)
        for column in row
        if row[column] != dirty[table][number - 1][column]
    }
    columns = {fault.name: fault.column for fault in PROGRAMME_FAULTS}
    said = {
        (one.table, one.row, columns[one.fault], one.clean, one.dirty)
        for one in truth
        if one.fault != "duplicate"
    }
    assert changed == said
    added = {table: len(dirty[table]) - len(rows) for table, rows in clean.items()}
    assert {table: more for table, more in added.items() if more} == {"support": 1}
    first, second = (one for one in truth if one.fault == "duplicate")
    assert dirty["support"][first.row - 1] == dirty["support"][second.row - 1]
    assert second.row == len(dirty["support"])


def test_no_person_has_two_faults(clean: Rows, planted: tuple[Rows, list[Planted]]) -> None:
    people = [
        clean[one.table][one.row - 1].get("participant_id")
        for one in planted[1]
        if one.row <= len(clean[one.table])
    ]
    named = [person for person in people if person]
    assert len(set(named)) == len(named)


def test_what_cannot_be_planted_is_left_out_of_rows_and_truth() -> None:
    def change(row: dict[str, str], _: Rows) -> str | None:
        return "x" if row["a"] == "fit" else None

    rows: Rows = {"t": [{"a": "unfit"}, {"a": "fit"}], "empty": []}
    faults = [
        Fault("one", "words", "t", "a", "a.type", change),
        Fault("no row left", "words", "t", "a", "a.type", change),
        Fault("no column", "words", "t", "b", "b.type", change),
        Fault("no table", "words", "u", "a", "a.type", change),
        Fault("no row", "words", "empty", "a", "a.type", change),
    ]
    dirty, truth = plant(rows, faults)
    assert dirty == {"t": [{"a": "unfit"}, {"a": "x"}], "empty": []}
    assert rows["t"][1] == {"a": "fit"}
    assert [(one.fault, one.row, one.rules) for one in truth] == [("one", 2, ("t.a.type",))]


def test_the_truth_file_has_the_columns_that_scoring_reads() -> None:
    one = Planted("f", "words", "t", "a", 3, ("t.a", "t.b"), "error", 'the "old"\none', "new")
    assert list(csv.DictReader(io.StringIO(truth_csv([one]).decode(), newline=""))) == [
        {
            "file": "t.csv", "table": "t", "sheet": "t", "row": "3", "column": "a", "fault": "f",
            "clean": 'the "old"\none', "dirty": "new", "rules": "t.a|t.b", "severity": "error",
        }
    ]  # fmt: skip
