"""A copy of a workbook keeps how it looks, holds nothing that acts, and says in each cell what to do."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from cfgovern.intake.limits import Limits
from cfgovern.intake.preflight import inspect
from cfgovern.workbooks import annotate
from cfgovern.workbooks.annotate import Annotated, Mark, annotated_bytes
from tests.rawbooks import book as raw_book
from tests.rawbooks import number, row, sheet, text_row

TOLD = Annotated("OFFICIAL-SENSITIVE", ["About it."], "{n} more.", "Left behind: ")
FORMULA_LIKE = ["=1+1", "+1", "-1", "@SUM(A1)", "=WEBSERVICE(A1)"]


def mark(cell: str | None, kind: str = "error", sheet: str | None = "members", words: str = "Wrong.") -> Mark:
    return Mark(sheet, sheet or "", cell, kind, kind.title(), words, f"Mend {cell}.")


def annotated(path: Path, *marks: Mark) -> bytes:
    filled = {sheet.name: sheet.cells for sheet in inspect(path, Limits())}
    return annotated_bytes(path, filled, marks, TOLD)


def copied(path: Path, *marks: Mark) -> Any:
    return openpyxl.load_workbook(BytesIO(annotated(path, *marks)))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(book: Any) -> list[tuple[Any, ...]]:
    return [tuple(cells) for cells in book.worksheets[0].iter_rows(values_only=True)]


@pytest.fixture
def dressed(tmp_path: Path) -> Path:
    """A workbook as people dress it."""
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "members"
    page.append(["Return of members"])
    page.append(["member_id", "joined", "share", "note"])
    page.append(["M-001", date(2026, 1, 31), 0.25, "=not a formula"])
    page["D3"].data_type = "s"
    page["B3"].number_format, page["C3"].number_format = "dd/mm/yyyy", "0%"
    page["A2"].font, page["A3"].fill = Font(bold=True, name="Arial"), PatternFill("solid", fgColor="FF00FF00")
    page["A3"].border = Border(bottom=Side("thick"))
    page.merge_cells("A1:D1")
    page.column_dimensions["A"].width, page.column_dimensions["C"].hidden = 33, True
    page.column_dimensions["E"].number_format = "@"
    page.row_dimensions[2].height = 40
    page.freeze_panes = "B3"
    page.sheet_properties.tabColor = "FF123456"
    book.create_sheet("Working").sheet_state = "hidden"
    book.properties.creator = "Ann Example"
    path = tmp_path / "members.xlsx"
    book.save(path)
    return path


def test_it_looks_as_it_did(dressed: Path) -> None:
    book = copied(dressed, mark("A3"))
    assert book.sheetnames == ["Findings", "members", "Working"]
    page = book["members"]
    assert [page[at].number_format for at in ("B3", "C3")] == ["dd/mm/yyyy", "0%"]
    assert page["B3"].value.date() == date(2026, 1, 31) and page["C3"].value == 0.25
    assert page["A2"].font.b and page["A2"].font.name == "Arial"
    assert page["A3"].border.bottom.style == "thick"
    assert [str(merged) for merged in page.merged_cells.ranges] == ["A1:D1"]
    assert page.column_dimensions["A"].width == 33 and page.column_dimensions["C"].hidden
    assert page.column_dimensions["E"].number_format == "@"
    assert page.row_dimensions[2].height == 40 and page.freeze_panes == "B3"
    assert page.sheet_properties.tabColor.rgb == "FF123456"
    assert book["Working"].sheet_state == "hidden"
    assert (book.properties.creator, book.properties.title) == ("cfgovern", TOLD.marking)


def test_the_cells_are_coloured_and_say_what_to_do(dressed: Path) -> None:
    marks = [mark("A3", "block", words="Gone\x07."), mark("A3", "warning"), mark("C9", "info"), mark(None)]
    page = copied(dressed, *marks)["members"]
    assert page["A3"].comment.text == "Block: Gone.\nMend A3.\n\nWarning: Wrong.\nMend A3."
    assert page["A3"].fill.fgColor.rgb == annotate._FILLS["block"]
    assert page["C9"].comment.text == "Info: Wrong.\nMend C9."
    assert [cell.coordinate for cells in page for cell in cells if cell.comment] == ["A3", "C9"]
    assert page["B3"].fill.fill_type is None


def test_a_cell_beneath_a_merged_one_is_told_where_it_can_be_seen(dressed: Path) -> None:
    page = copied(dressed, mark("C1"), mark("A1"))["members"]
    assert page["A1"].comment.text == "Error: Wrong.\nMend C1.\n\nError: Wrong.\nMend A1."


def test_the_first_sheet_leads_to_each_cell(dressed: Path) -> None:
    book = copied(dressed, mark("A3"), mark(None), mark(None, sheet=None))
    told = lines(book)
    assert told[0][0] == "OFFICIAL-SENSITIVE" and told[1][0] == "About it."
    assert told[-3:] == [
        ("Error", "members", "A3", "Wrong.", "Mend A3."),
        ("Error", "members", None, "Wrong.", "Mend None."),
        ("Error", None, None, "Wrong.", "Mend None."),
    ]
    page = book.worksheets[0]
    links = [cell.hyperlink.location for cells in page for cell in cells if cell.hyperlink]
    assert links == ["'members'!A3", "'members'!A1"]
    assert book.active is page


def test_every_page_is_marked_also_of_hidden_sheets(dressed: Path) -> None:
    for page in copied(dressed):
        assert page.oddHeader.center.text == page.oddFooter.center.text == "OFFICIAL-SENSITIVE"


def test_a_list_of_findings_does_not_take_a_name_that_is_there(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "FINDINGS"  # type: ignore[union-attr]
    book.save(tmp_path / "b.xlsx")
    assert copied(tmp_path / "b.xlsx").sheetnames == ["Findings 2", "FINDINGS"]


def test_too_many_are_counted(dressed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotate, "COMMENTS", 1)
    monkeypatch.setattr(annotate, "LINES", 2)
    monkeypatch.setattr(annotate, "_IN_A_CELL", 1)
    book = copied(dressed, mark("A3", "block"), mark("A3"), mark("B3"), mark("D3"))
    page = book["members"]
    assert page["A3"].comment.text == "Block: Wrong.\nMend A3.\n\nAnd 1 more: see the first sheet."
    assert page["B3"].comment is None and page["B3"].fill.fill_type == "solid"
    said = [words[0] for words in lines(book)]
    assert "2 more cells are coloured, and have no comment: a workbook bears 1." in said
    assert "2 more." in said and len([words for words in lines(book) if words[4] == "Mend A3."]) == 2


def test_nothing_in_the_copy_acts_and_what_was_left_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "members"
    page.append(["a", "b"])
    page.append(["=1+1", "x"])
    page["A2"].data_type = "s"
    page["B2"].hyperlink = "https://example.org/"
    page["B2"].comment = Comment("Ann said so", "Ann")
    page.conditional_formatting.add("A1", FormulaRule(formula=["WEBSERVICE(A1)"]))
    rule: Any = DataValidation("custom", formula1="WEBSERVICE(A1)")
    page.add_data_validation(rule)
    rule.add("A2")
    page.add_table(Table(displayName="T", ref="A1:B2"))
    page.auto_filter.ref = "A1:B2"
    page.protection.sheet = True
    page.oddHeader.center.text = "Ann"
    book.defined_names["N"] = DefinedName("N", attr_text="WEBSERVICE(members!$A$1)")
    book.save(tmp_path / "b.xlsx")
    data = annotated(tmp_path / "b.xlsx", mark("A2"))
    found = parts(data)
    assert not [name for name in found if re.search("table|external|drawing[0-9]*.xml", name)]
    for name, part in found.items():
        assert b"WEBSERVICE" not in part and b"example.org" not in part and b"Ann" not in part, name
        assert not re.search(rb"<(\w+:)?(f|formula|dataValidation|definedName|autoFilter)[ >/]", part), name
    (left,) = [words[0] for words in lines(openpyxl.load_workbook(BytesIO(data))) if "Left" in str(words[0])]
    assert left == (
        "Left behind: formulas (their results are here), comments, conditional formatting, drop-down lists "
        "and rules for cells, filters, headers and footers of pages, links, names for cells, protection, "
        "tables with filters and totals."
    )


def test_a_text_stays_a_text_and_a_cell_that_lies_of_its_kind_becomes_one(tmp_path: Path) -> None:
    cells = [number("=1+1", "A3", kind="str"), number("1", "B3", kind="b"), number("#N/A", "C3", kind="e")]
    lie = '<c r="D3" t="f"><f>1+1</f><v>=WEBSERVICE(A1)</v></c>'
    path = tmp_path / "b.xlsx"
    path.write_bytes(raw_book(sheet(text_row(1, *FORMULA_LIKE), row(3, *cells, lie))))
    data = annotated(path, mark("A1"))
    for name, part in parts(data).items():
        assert not re.search(rb"<(\w+:)?f[ >/]|t=\"f\"", part), name
    page = openpyxl.load_workbook(BytesIO(data))["members"]
    assert [cell.value for cell in page[1]][:5] == FORMULA_LIKE
    assert {cell.data_type for cell in page[1]} == {"s"}
    assert [cell.value for cell in page[3]][:4] == ["=1+1", True, "#N/A", "=WEBSERVICE(A1)"]


@pytest.mark.parametrize("from_1904", [False, True])
def test_numbers_stay_as_they_were_written_days_among_them(from_1904: bool, tmp_path: Path) -> None:
    written = ["0.30000000000000004", "1e-07", "999999999999999", "46053", "-5", "2958466.5"]
    cells = [number(value, f"{letter}1", style=1) for value, letter in zip(written, "ABCDEF", strict=True)]
    path = tmp_path / "b.xlsx"
    properties = '<workbookPr date1904="1"/>' if from_1904 else ""
    path.write_bytes(raw_book(sheet(row(1, *cells)), properties=properties))  # type: ignore[arg-type]
    found = parts(annotated(path))
    told = re.findall(rb'<c r="[A-F]1" s="[0-9]+" t="n"><v>(.*?)</v>', found["xl/worksheets/sheet2.xml"])
    assert [float(value) for value in told] == [float(value) for value in written]
    assert (b'date1904="1"' in found["xl/workbook.xml"]) is from_1904


def test_a_copy_with_other_cells_than_were_checked_is_none(dressed: Path) -> None:
    filled = {sheet.name: sheet.cells for sheet in inspect(dressed, Limits())}
    for other in ({**filled, "members": 8}, {"members": filled["members"]}, {**filled, "more": 0}):
        with pytest.raises(ValueError, match="two ways"):
            annotated_bytes(dressed, other, [], TOLD)
