"""What is written into a workbook comes back from our own intake, and nothing in it can run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.errors import UsageError
from cfgovern.intake.limits import Limits
from cfgovern.intake.workbook import read_sheets
from cfgovern.workbooks import Sheet, Special, Value, workbook_bytes, write_workbook

FORMULA_LIKE = ["=1+1", "=HYPERLINK(A1)", "+1", "-1+2", "@SUM(A1)", "\t=1", "{=A1}", "#N/A", "TRUE", "1e5"]


def there_and_back(folder: Path, *rows: list[Value], banner: tuple[str, ...] = ()) -> list[Any]:
    """The filled rows that intake reads, headings and banner included."""
    path = folder / "book.xlsx"
    headings = [f"column {place}" for place in range(max(map(len, rows), default=1))]
    write_workbook(path, [Sheet("participants", headings, rows, banner)])
    (sheet,) = read_sheets(path, Limits())
    assert sheet.name == "participants"
    return sheet.rows


def parts(data: bytes, folder: Path) -> dict[str, bytes]:
    path = folder / "parts.xlsx"
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("text", FORMULA_LIKE)
def test_a_text_stays_a_text_whatever_it_starts_with(tmp_path: Path, text: str) -> None:
    assert there_and_back(tmp_path, [text, "end"])[1] == (2, [text, "end"])


def test_no_cell_is_a_formula_wherever_the_text_stands(tmp_path: Path) -> None:
    sheet = Sheet("participants", FORMULA_LIKE, [FORMULA_LIKE, FORMULA_LIKE], banner=FORMULA_LIKE)
    for name, part in parts(workbook_bytes([sheet], title="=1+1"), tmp_path).items():
        assert re.search(rb"<(\w+:)?f[ >/]", part) is None, name


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("Zoë “Ace” O'Nowhere, <b>&amp;", "Zoë “Ace” O'Nowhere, <b>&amp;"),
        ("two\nlines", "two\nlines"),
        ("two\r\nlines\rmore", "two\nlines\nmore"),
        (" outer space ", " outer space "),
        ("a\x00\x07\x0b\x1f\x7fb\ud800\ufffe", "ab"),
        ("_x0041_ and _x005F_x0041_", "_x0041_ and _x005F_x0041_"),
        ("007", "007"),
        ("12345678901234567890", "12345678901234567890"),
        (7, "7"),
        (2.5, "2.5"),
        (10**16, "10000000000000000"),
        (date(2026, 2, 28), "2026-02-28"),
        (date(1900, 2, 28), "1900-02-28"),
        (date(1850, 1, 1), "1850-01-01"),
    ],
)
def test_a_value_is_read_back_by_our_own_intake(tmp_path: Path, value: Value, read: str) -> None:
    assert there_and_back(tmp_path, [value, "end"])[1] == (2, [read, "end"])


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_read_back_without_control_characters(one: str, two: str) -> None:
    def kept(text: str) -> str:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\x7f\ufffe\uffff"))

    with tempfile.TemporaryDirectory() as folder:
        rows = there_and_back(Path(folder), [one, two, "end"])
    assert rows[1] == (2, [kept(one), kept(two), "end"])


def test_none_and_short_rows_leave_cells_empty(tmp_path: Path) -> None:
    rows = there_and_back(tmp_path, ["a", None, "c"], [None, "", None], ["d"])
    assert rows[1:] == [(2, ["a", "", "c"]), (4, ["d"])]


def test_titles_stand_above_the_headings(tmp_path: Path) -> None:
    rows = there_and_back(tmp_path, ["a"], banner=("Return of an area", "", "Quarter 3"))
    assert rows == [(1, ["Return of an area"]), (3, ["Quarter 3"]), (4, ["column 0"]), (5, ["a"])]


def test_headings_are_bold_and_stay_in_view(tmp_path: Path) -> None:
    import openpyxl

    sheet = Sheet("participants", ["id", "a long heading, wider than most"], [["P-1", "x" * 500]], ("Title",))
    write_workbook(tmp_path / "book.xlsx", [sheet, Sheet("roles", ["role"], [])], title="SYNTHETIC")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    page = book["participants"]
    assert book.sheetnames == ["participants", "roles"]
    assert book.properties.title == "SYNTHETIC"
    assert (page.freeze_panes, book["roles"].freeze_panes) == ("A3", "A2")
    assert [page.cell(row, 1).font.b for row in (1, 2, 3)] == [False, True, False]
    assert 8 < page.column_dimensions["A"].width < page.column_dimensions["B"].width < 60


def test_no_time_of_day_is_in_the_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = [Sheet("participants", ["id", "day"], [["P-1", date(2026, 1, 2)]])]
    first = workbook_bytes(sheets, title="SYNTHETIC")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert workbook_bytes(sheets, title="SYNTHETIC") == first
    (tmp_path / "book.xlsx").write_bytes(first)
    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-01-01T00:00:00Z"}


def test_no_cell_goes_through_a_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("a temporary file")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", refuse)
    assert workbook_bytes([Sheet("participants", ["id"], [["P-1"]])]).startswith(b"PK")


def test_a_text_too_long_for_a_cell_is_refused_not_cut(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with pytest.raises(ValueError, match="32767"):
        write_workbook(path, [Sheet("participants", ["id"], [["x" * 32_768]])])
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        write_workbook(tmp_path, [Sheet("participants", ["id"], [])])
    assert refused.value.code == "output.not_a_file"


# -- what goes wrong on purpose ------------------------------------------------------------------


def test_hidden_parts_merged_cells_and_comments_stand_in_the_file_and_change_no_cell(tmp_path: Path) -> None:
    plain = Sheet("participants", ["a", "b"], [[1, "x"], [2, "y"]])
    spoilt = replace(
        plain,
        state="veryHidden",
        hidden_columns=[1],
        hidden_rows=[2],
        merged=["C1:D1"],
        comments=[(1, 0, "See")],
    )
    other = Sheet("other", ["a"], [])
    read, same = (next(iter(_read(tmp_path, [sheet, other]))) for sheet in (spoilt, plain))
    assert (read.hidden, same.hidden, read.rows) == (True, False, same.rows)
    found = parts(workbook_bytes([spoilt, other]), tmp_path)
    sheet = found["xl/worksheets/sheet1.xml"]
    assert b'state="veryHidden"' in found["xl/workbook.xml"]
    assert b'<mergeCell ref="C1:D1"' in sheet and re.search(rb'<row r="3"[^>]*hidden="1"', sheet)
    assert re.search(rb'<col [^>]*hidden="1"[^>]*min="2"|<col [^>]*min="2"[^>]*hidden="1"', sheet)
    assert any(b"See" in part for name, part in found.items() if "comments" in name)


def test_an_error_is_an_error_and_a_formula_has_no_result(tmp_path: Path) -> None:
    sheet = Sheet("participants", ["a", "b"], [[Special("#REF!"), Special("=A1")]])
    part = parts(workbook_bytes([sheet]), tmp_path)["xl/worksheets/sheet1.xml"]
    assert b'<c r="A2" t="e"><v>#REF!</v></c>' in part
    assert re.search(rb'<c r="B2"[^>]*><f>A1</f><v ?/?>', part)


def test_a_workbook_that_says_1904_keeps_the_numbers_of_1900(tmp_path: Path) -> None:
    sheet = Sheet("participants", ["day"], [[date(2026, 3, 31)]])
    (tmp_path / "late.xlsx").write_bytes(workbook_bytes([sheet], says_1904=True))
    [read] = read_sheets(tmp_path / "late.xlsx", Limits())
    assert read.rows[1] == (2, ["2030-04-01"])


def test_author_and_properties_are_written_and_are_the_same_bytes_again(tmp_path: Path) -> None:
    made = [
        workbook_bytes([Sheet("t", ["a"], [])], author="A. Nobody", properties={"Checked by": "B. Nobody"})
        for _ in range(2)
    ]
    found = parts(made[0], tmp_path)
    assert made[0] == made[1]
    assert b"A. Nobody" in found["docProps/core.xml"] and b"B. Nobody" in found["docProps/custom.xml"]


def _read(folder: Path, sheets: list[Sheet]) -> Any:
    path = folder / "read.xlsx"
    path.write_bytes(workbook_bytes(sheets))
    return read_sheets(path, Limits())


def test_openpyxl_does_without_lxml_whether_it_is_there_or_not() -> None:
    """With it, the same workbook would be other bytes."""
    program = "import cfgovern.workbooks, openpyxl.xml; print(openpyxl.xml.LXML)"
    env = {name: value for name, value in os.environ.items() if name != "OPENPYXL_LXML"}
    asked = [sys.executable, "-c", program]
    done = subprocess.run(asked, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
