"""One table is read alike, cell by cell, whoever wrote it: openpyxl, XlsxWriter or LibreOffice.

So is the same workbook in the strict form of Open XML, which Excel offers beside its own.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import astuple
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from cfgovern.intake.limits import Limits
from cfgovern.intake.workbook import SheetRows, read_sheets
from tests.command import cfgovern
from tests.journeys.test_libreoffice import CONTRACT, HEADINGS, LONG, saved
from tests.rawbooks import STRICT

NOON = time(12, 0)
NOW = datetime(2026, 2, 3, 10, 30)  # noqa: DTZ001 - a spreadsheet knows no zone
RICH = ("half ", "bold")  # one text in two pieces
STYLED = None  # a cell with a style and nothing else
ROWS: list[tuple[object, ...]] = [
    HEADINGS,
    ("00001", LONG, date(2026, 2, 1), NOON, NOW, 0.25, 12.5, 3, True, 'Zoë, "Jo"\nand <A&B>'),
    ("00002", LONG, date(2025, 12, 31), time(0, 0), NOW, 1.5, 99.99, -1, False, RICH),
    ("00003", " 9.99E+09 ", "31/02/2026", "noon", "a_x", "25%", 100, 2.5, "yes", "  "),
    (),
    ("00001", LONG, date(1900, 3, 1), NOON, NOW, 0.1, 0.1, 999_999_999_999_999, STYLED, "=1+1"),
    (7, 12345, date(2026, 1, 1), NOON, NOW, 0, 1e-7, 0, True, "\ttab"),
]
READ = [
    list(HEADINGS),
    ["00001", LONG, "2026-02-01", "12:00:00", "2026-02-03T10:30:00", "0.25", "12.5", "3", "true",
     'Zoë, "Jo"\nand <A&B>'],
    ["00002", LONG, "2025-12-31", "00:00:00", "2026-02-03T10:30:00", "1.5", "99.99", "-1", "false",
     "half bold"],
    ["00003", " 9.99E+09 ", "31/02/2026", "noon", "a_x", "25%", "100", "2.5", "yes"],
    ["00001", LONG, "1900-03-01", "12:00:00", "2026-02-03T10:30:00", "0.1", "0.1", "999999999999999", "",
     "=1+1"],
    ["7", "12345", "2026-01-01", "12:00:00", "2026-02-03T10:30:00", "0", "0.0000001", "0", "true", "\ttab"],
]  # fmt: skip
PLACES = [1, 2, 3, 4, 6, 7]
FORMS = {datetime: "yyyy\\-mm\\-dd hh:mm", date: "dd/mm/yyyy", time: "hh:mm"}


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    page, more = book.active, book.create_sheet("Working")
    assert page is not None
    page.title = "Visits"
    for at, row in enumerate(ROWS, start=1):
        for column, value in enumerate(row, start=1):
            cell = page.cell(at, column)
            if value is STYLED:
                cell.font = Font(bold=True)
                continue
            if value is RICH:
                cell.value = CellRichText(RICH[0], TextBlock(InlineFont(b=True), RICH[1]))
            else:
                cell.value = value  # type: ignore[assignment]
            if isinstance(value, str):
                cell.data_type = "s"  # no formula
            if type(value) in FORMS:
                cell.number_format = FORMS[type(value)]
    more.sheet_state = "hidden"
    more["A1"] = "Ann"
    book.save(path)


def by_openpyxl_in_one_pass(path: Path) -> None:
    """As a stream, with texts in the cells themselves; without pieces of text, which it does not write."""
    book = openpyxl.Workbook(write_only=True)
    page, more = book.create_sheet("Visits"), book.create_sheet("Working")
    for row in ROWS:
        cells = []
        for value in row:
            cell = openpyxl.cell.WriteOnlyCell(page, "".join(RICH) if value is RICH else value)
            if isinstance(value, str):
                cell.data_type = "s"
            if type(value) in FORMS:
                cell.number_format = FORMS[type(value)]
            cells.append(cell)
        page.append(cells)
    more.sheet_state = "hidden"
    more.append(["Ann"])
    book.save(path)


def by_xlsxwriter(path: Path, *, constant_memory: bool = False) -> None:
    options = {"strings_to_formulas": False, "constant_memory": constant_memory}
    with xlsxwriter.Workbook(path, options) as book:
        page, more = book.add_worksheet("Visits"), book.add_worksheet("Working")
        bold = book.add_format({"bold": True})
        forms = {kind: book.add_format({"num_format": form}) for kind, form in FORMS.items()}
        for at, row in enumerate(ROWS):
            for column, value in enumerate(row):
                if value is STYLED:
                    page.write_blank(at, column, None, bold)
                elif value is RICH:
                    page.write_rich_string(at, column, RICH[0], bold, RICH[1])
                elif type(value) in FORMS:
                    page.write_datetime(at, column, value, forms[type(value)])
                else:
                    page.write(at, column, value)
        more.hide()
        more.write(0, 0, "Ann")


def by_xlsxwriter_in_one_pass(path: Path) -> None:
    by_xlsxwriter(path, constant_memory=True)


def strict(source: Path, path: Path) -> Path:
    """The workbook with the names of the strict form in place of the usual ones."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            body = old.read(name).decode()
            for usual, other in STRICT.items():
                body = body.replace(usual, other)
            new.writestr(name, body)
    return path


WRITERS = (by_openpyxl, by_openpyxl_in_one_pass, by_xlsxwriter, by_xlsxwriter_in_one_pass)


def read(path: Path) -> list[SheetRows]:
    return list(read_sheets(path, Limits()))


def findings(folder: Path, path: Path) -> list[object]:
    (folder / "visits.odcs.yaml").write_text(CONTRACT, encoding="utf-8")
    done = cfgovern(
        "validate", path, "--contract", folder / "visits.odcs.yaml", "--format", "json", cwd=folder
    )
    assert done.code == 1, done.err
    return done.report()["findings"]  # type: ignore[no-any-return]


def is_alike(path: Path) -> None:
    visits, working = read(path)
    assert (visits.name, visits.hidden, working.name, working.hidden) == ("Visits", False, "Working", True)
    assert visits.rows == list(zip(PLACES, READ, strict=True))
    assert working.rows == [(1, ["Ann"])]


@pytest.mark.parametrize("write", WRITERS)
def test_a_workbook_is_read_alike_and_so_is_its_strict_form(
    write: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "return.xlsx"
    write(path)
    is_alike(path)
    is_alike(strict(path, tmp_path / "strict.xlsx"))


def test_the_findings_are_the_same(tmp_path: Path) -> None:
    told = []
    for number, write in enumerate((by_openpyxl, by_xlsxwriter)):
        path = tmp_path / f"return-{number}.xlsx"
        write(path)
        told.append(findings(tmp_path, path))
    assert told[0] == told[1]
    assert len(told[0]) > 15


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_libreoffice_changes_nothing(
    write: Callable[[Path], None], tmp_path: Path, tool: Callable[[str], str]
) -> None:
    source = tmp_path / "return.xlsx"
    write(source)
    before = [astuple(sheet) for sheet in read(source)]
    told = findings(tmp_path, source)
    again = saved(tool("soffice"), source, tmp_path / "saved")
    is_alike(again)
    assert [astuple(sheet) for sheet in read(again)] == before
    assert findings(tmp_path, again) == told
