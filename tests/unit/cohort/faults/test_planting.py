"""What is planted is one fault a person, the truth says exactly what, and the same seed plants the same."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cfgovern import api, cohort
from cfgovern.cohort import faults
from cfgovern.cohort.faults import JOINED, Planted, Planting, cells
from cfgovern.errors import UsageError
from tests.unit.cohort.faults import contracts

CATALOGUE = faults.load_catalogue()
CONTRACT = api.load_contract()
DAY = date(2026, 10, 1)
# Those that change one cell of a record and nothing else, in the place that is told.
CELLS = [
    replace(kind, ways=tuple(way for way in kind.ways if not way.seen_at and way.do in cells.OPERATORS))
    for kind in CATALOGUE.kinds
    if kind.level == "cell" and not any(way.form for way in kind.ways)
]


@pytest.fixture(scope="module")
def clean() -> cohort.Rows:
    return cohort.make_area(CONTRACT, people=120, as_of=DAY)


@pytest.fixture(scope="module")
def planted(clean: cohort.Rows) -> Planting:
    return faults.plant(CONTRACT, clean, CATALOGUE.kinds, form="csv", as_of=DAY, decoys=CATALOGUE.decoys)


@pytest.fixture(scope="module")
def joined(planted: Planting) -> Planted:
    [one] = [one for one in planted.submissions if one.name == JOINED]
    return one


def rows_of(submission: Planted, table: str) -> list[dict[str, str]]:
    content = submission.files[f"{submission.name}/{table}.csv"].decode()
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_every_kind_is_planted_but_for_what_the_contract_or_the_form_lacks(planted: Planting) -> None:
    workbook = "needs a workbook: --format xlsx"
    assert planted.left_out == {
        "F05": workbook,
        "F17": "needs a column of NHS numbers, which the candidate contract does not collect",
        "F29": "awaits the scanner",
        "F31": workbook,
        "F33": workbook,
    }
    names = Counter(submission.name for submission in planted.submissions)
    assert max(names.values()) == 1 and all(name.startswith("SYNTHETIC-") for name in names)


def test_the_truth_of_cells_is_every_change_and_no_other(clean: cohort.Rows) -> None:
    one = faults.plant(CONTRACT, clean, CELLS, form="csv", as_of=DAY, decoys=CATALOGUE.decoys).submissions[0]
    changed = {
        (table, number, column, row[column], dirty[column])
        for table, rows in clean.items()
        for number, (row, dirty) in enumerate(zip(rows, rows_of(one, table), strict=True), start=1)
        for column in row
        if row[column] != dirty[column]
    }
    said = {(told.table, told.row, told.column, told.clean, told.dirty) for told in (*one.truth, *one.decoys)}
    assert len(said) > 80 and sorted(said, key=str) == sorted(changed, key=str)


def test_nobody_has_two_faults(clean: cohort.Rows) -> None:
    decoys = CATALOGUE.decoys
    one = faults.plant(CONTRACT, clean, CELLS, form="csv", as_of=DAY, decoys=decoys, times=2).submissions[0]
    places = {
        (told.fault, told.table, told.row, clean[told.table][told.row - 1].get("participant_id"))
        for told in (*one.truth, *one.decoys)
        if told.row is not None
    }
    named = [person for *_, person in places if person]
    assert len(named) > 60 and len(set(named)) == len(named)


def test_a_row_twice_is_at_the_end_and_both_rows_are_told(clean: cohort.Rows) -> None:
    [kind] = CATALOGUE.chosen(["row_twice"])
    kinds = [replace(kind, ways=kind.ways[:1])]
    [one] = faults.plant(CONTRACT, clean, kinds, form="csv", as_of=DAY).submissions
    first, second = one.truth
    rows = rows_of(one, "participants")
    assert first.row is not None and second.row == len(rows) == len(clean["participants"]) + 1
    assert rows[first.row - 1] == rows[-1] == clean["participants"][first.row - 1]


def test_a_place_is_where_the_record_stands_in_the_dirty_file(clean: cohort.Rows) -> None:
    """Also below titles and blank rows, and after another row was taken out."""
    kinds = CATALOGUE.chosen(["F09", "F11", "F25", "F38"])
    for times in (1, 8):
        submissions = faults.plant(CONTRACT, clean, kinds, form="csv", as_of=DAY, times=times).submissions
        for told in submissions[0].truth:
            if told.fault == "F38":
                content = submissions[0].files[told.file].decode().splitlines(keepends=True)
                heads = next(n for n, line in enumerate(content) if line.startswith("record_origin"))
                rows = list(csv.DictReader(io.StringIO("".join(content[heads:]), newline="")))
                assert told.row is not None and rows[told.row - 1][told.column] == ""


@pytest.mark.parametrize("form", faults.FORMS)
def test_the_clean_rows_stay_as_they_are_and_a_seed_gives_the_same_bytes(form: str) -> None:
    clean = cohort.make_area(CONTRACT, people=10, as_of=DAY)
    before = {table: [dict(row) for row in rows] for table, rows in clean.items()}
    kinds = CATALOGUE.chosen(["F01", "F07", "F10", "F21", "F30"])
    one, same = (faults.plant(CONTRACT, clean, kinds, form=form, as_of=DAY) for _ in range(2))
    other = faults.plant(CONTRACT, clean, kinds, form=form, as_of=DAY, seed=2)
    assert one == same != other
    assert clean == before


def test_the_truth_names_the_file_of_each_form(clean: cohort.Rows) -> None:
    kinds = CATALOGUE.chosen(["F01", "F36"])
    csv_files = faults.plant(CONTRACT, clean, kinds, form="csv", as_of=DAY)
    book = faults.plant(CONTRACT, clean, kinds, form="workbook", as_of=DAY)
    assert {told.file for one in csv_files.submissions for told in one.truth} <= {
        file for one in csv_files.submissions for file in (*one.files, one.name)
    }
    assert {told.file for one in book.submissions for told in one.truth} == {f"{JOINED}.xlsx"}
    assert book.left_out == {"F36": "needs CSV files: --format csv"}


def test_where_nothing_asked_for_can_be_planted_the_reasons_are_told(clean: cohort.Rows) -> None:
    kinds = CATALOGUE.chosen(["F05", "F29", "F31"])
    with pytest.raises(UsageError, match=r"faults\.nothing") as refused:
        faults.plant(CONTRACT, clean, kinds, form="csv", as_of=DAY)
    assert ": F05, F31 (needs a workbook: --format xlsx); F29 (awaits the scanner)." in str(refused.value)


def test_a_word_for_a_code_stands_only_where_words_may_stand() -> None:
    """In a column of numbers it would be found as no number."""
    for people in (2, 30):
        made = cohort.make_area(CONTRACT, people=people, as_of=DAY)
        kinds = CATALOGUE.chosen(["F12", "F13", "F39"])
        for seed in range(12):
            planting = faults.plant(CONTRACT, made, kinds, form="csv", as_of=DAY, seed=seed)
            for told in planting.submissions[0].truth:
                table = CONTRACT.table(told.table)
                assert table is not None and table.column(told.column).type == "string", told


def test_identifiers_that_are_added_belong_to_nobody(planted: Planting) -> None:
    [(one, table)] = [
        (one, told.table) for one in planted.submissions for told in one.truth if told.dirty == "NHS number"
    ]
    numbers = {row["NHS number"] for row in rows_of(one, table)} - {""}
    assert numbers and all(number.startswith("999") for number in numbers)


def test_faults_go_by_concept_not_by_name(tmp_path: Path) -> None:
    other = api.load_contract(contracts.renamed(tmp_path))
    made = cohort.make_area(other, people=120, as_of=DAY)
    planting = faults.plant(other, made, CATALOGUE.kinds, form="csv", as_of=DAY)
    assert set(planting.left_out) == {"F05", "F17", "F29", "F31", "F33"}


def test_a_contract_without_a_word_of_ours_has_what_its_types_allow(tmp_path: Path) -> None:
    other = api.load_contract(contracts.plain(tmp_path))
    made = cohort.make_area(other, people=60, as_of=DAY)
    planting = faults.plant(other, made, CATALOGUE.kinds, form="csv", as_of=DAY)
    ids = {told.fault for one in planting.submissions for told in one.truth}
    assert {"F01", "F02", "F07", "F11", "F18", "F21", "F26", "F27", "F30", "F36", "F37", "F38", "F47"} <= ids
