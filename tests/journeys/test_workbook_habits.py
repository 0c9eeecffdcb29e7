"""What people do in a workbook: freeze, filter, group, merge, total, and count days from 1904.

Each is read right, or the report says what to do and where.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tests.command import Done, cfgovern

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:members
name: Members
version: 1.0.0
status: active
schema:
  - name: members
    properties:
      - {name: member_id, logicalType: string, required: true}
      - {name: joined, logicalType: date, logicalTypeOptions: {minimum: '2026-02-01', maximum: '2026-02-03'}}
      - {name: visits, logicalType: integer}
"""
HEADINGS = ("member_id", "joined", "visits")
ROWS = [("M-1", date(2026, 2, 1), 3), ("M-2", date(2026, 2, 2), 4), ("M-3", date(2026, 2, 3), 5)]


def fill(page: Worksheet, _form: object = None, top: int = 0) -> None:
    page.write_row(top, 0, HEADINGS)
    for at, row in enumerate(ROWS, start=top + 1):
        page.write_row(at, 0, row)


def checked(folder: Path, make: Callable[[Worksheet, Format], None], **options: object) -> Done:
    (folder / "members.odcs.yaml").write_text(CONTRACT, encoding="utf-8")
    options |= {"default_date_format": "dd/mm/yyyy"}
    with xlsxwriter.Workbook(folder / "members.xlsx", options) as book:
        make(book.add_worksheet("members"), book.add_format({"align": "center"}))
    return cfgovern(
        "validate", "members.xlsx", "--contract", "members.odcs.yaml", "--format", "json", cwd=folder
    )


def told(done: Done) -> list[tuple[str, str, str | None]]:
    assert done.code in (0, 1), done.err
    return [(f["rule"], f["severity"], f["cell"]) for f in done.report()["findings"]]


def message(done: Done, rule: str) -> str:
    return next(str(f["message"]) for f in done.report()["findings"] if f["rule"] == rule)


@pytest.mark.parametrize("from_1904", [False, True])
def test_dates_are_as_the_spreadsheet_shows_them(from_1904: bool, tmp_path: Path) -> None:
    """The limits of the contract leave room for no other days."""
    done = checked(tmp_path, fill, date_1904=from_1904)
    assert (done.code, told(done)) == (0, [])


@pytest.mark.parametrize("number", [60, 0.5, -3])
def test_a_day_that_never_was_is_no_date_and_told_with_its_place(number: float, tmp_path: Path) -> None:
    """Excel shows 29/02/1900, 00/01/1900 and hash signs; none may be read as another day."""

    def make(page: Worksheet, form: Format) -> None:
        fill(page)
        form.set_num_format("dd/mm/yyyy")
        page.write_number(2, 1, number, form)

    assert told(checked(tmp_path, make)) == [("members.joined.type", "error", "B3")]


def test_frozen_grouped_and_filtered_rows_are_read_and_hidden_ones_are_told(tmp_path: Path) -> None:
    def make(page: Worksheet, form: Format) -> None:
        fill(page)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, 3, 2)
        page.filter_column(0, "x == M-1")
        page.set_row(2, None, None, {"hidden": True})
        page.set_row(3, None, None, {"level": 1})

    done = checked(tmp_path, make)
    assert told(done) == [("members.rows_hidden", "info", None)]
    assert done.report()["submission"]["tables"]["members"]["rows_accepted"] == 3


def test_a_heading_over_two_columns_is_told_with_its_range(tmp_path: Path) -> None:
    def make(page: Worksheet, form: Format) -> None:
        fill(page)
        page.merge_range(0, 1, 0, 2, "joined", form)

    done = checked(tmp_path, make)
    assert ("members.merged_cells", "warning", "B1") in told(done)
    assert "B1:C1" in message(done, "members.merged_cells")
    lost = {"members.visits.column_missing", "members.column_c.column_extra"}
    assert {rule for rule, _, _ in told(done)} >= lost


def test_a_title_over_groups_of_columns_is_a_title(tmp_path: Path) -> None:
    def make(page: Worksheet, form: Format) -> None:
        fill(page, top=1)
        page.merge_range(0, 1, 0, 2, "Details", form)

    assert told(checked(tmp_path, make)) == [("members.titles_above", "info", None)]


def test_headings_in_two_rows_are_told_with_their_range(tmp_path: Path) -> None:
    def make(page: Worksheet, form: Format) -> None:
        fill(page, top=1)
        page.merge_range(0, 0, 1, 0, "member_id", form)
        page.merge_range(0, 1, 0, 2, "Details", form)

    done = checked(tmp_path, make)
    assert done.code == 1
    assert "A1:A2" in message(done, "members.merged_cells")


def test_merged_records_are_told_with_their_range(tmp_path: Path) -> None:
    def make(page: Worksheet, form: Format) -> None:
        fill(page)
        page.merge_range(1, 0, 2, 0, "M-1", form)

    done = checked(tmp_path, make)
    assert told(done) == [
        ("members.merged_cells", "warning", "A2"),
        ("members.member_id.required", "error", "A3"),
    ]
    assert "A2:A3" in message(done, "members.merged_cells")


@pytest.mark.parametrize(
    ("word", "finding"),
    [
        ("Total", ("members.not_a_record", "error", None)),
        ("All in all", ("members.totals_row", "error", "A5")),
    ],
)
def test_the_total_row_of_a_table_does_not_pass_as_a_person(
    word: str, finding: tuple[str, str, str | None], tmp_path: Path
) -> None:
    """Known by its words, or else because the workbook declares it; told once."""

    def make(page: Worksheet, form: Format) -> None:
        columns = [{"header": name} for name in HEADINGS]
        columns[0]["total_string"] = word
        columns[2] |= {"total_function": "sum", "total_value": 12}  # type: ignore[dict-item]
        page.add_table(0, 0, 4, 2, {"columns": columns, "total_row": True, "data": ROWS})

    assert told(checked(tmp_path, make)) == [finding]


def test_a_table_without_totals_is_as_good_as_none(tmp_path: Path) -> None:
    def make(page: Worksheet, form: Format) -> None:
        page.add_table(0, 0, 3, 2, {"columns": [{"header": name} for name in HEADINGS], "data": ROWS})

    assert told(checked(tmp_path, make)) == []


def test_a_value_that_a_merged_cell_covers_is_checked_and_told(tmp_path: Path) -> None:
    """A program may leave it there, and no spreadsheet shows it."""

    def make(page: Worksheet, form: Format) -> None:
        fill(page)
        page.merge_range(1, 2, 2, 2, 3, form)
        page.write(2, 2, "four")

    assert told(checked(tmp_path, make)) == [
        ("members.merged_cells", "warning", "C2"),
        ("members.visits.type", "error", "C3"),
    ]
