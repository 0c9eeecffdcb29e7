"""Typed cells of a workbook as text, exactly; what the two looks at a workbook disagree on is refused."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.limits import Limits
from cfgovern.intake.workbook import read_sheets
from tests.rawbooks import (
    MAIN,
    XML,
    book,
    number,
    packed,
    parts,
    relations,
    row,
    shared,
    sheet,
    styles,
    text,
    text_row,
)

DAY, TIME, MOMENT, SPAN = "dd/mm/yyyy", "hh:mm", "d mmm yyyy hh:mm", "[h]:mm:ss"


def read(folder: Path, content: bytes) -> list[tuple[int, list[str]]]:
    path = folder / "book.xlsx"
    path.write_bytes(content)
    return [found for each in read_sheets(path, Limits()) for found in each.rows]


def cell(folder: Path, made: str, form: str = "General", strings: str | None = None, **more: str) -> str:
    """What the one cell A1 is read as; empty where nothing stands there."""
    made_parts = parts(sheet(row(1, made)), strings=strings, **more)  # type: ignore[arg-type]
    rows = read(folder, packed(made_parts | {"xl/styles.xml": styles(form)}))
    return rows[0][1][0] if rows else ""


def refused(folder: Path, content: bytes) -> SubmissionRefused:
    with pytest.raises(SubmissionRefused) as caught:
        read(folder, content)
    return caught.value


@pytest.mark.parametrize(
    ("value", "form", "read_as"),
    [
        ("40", "General", "40"),
        ("40.0", "General", "40"),
        ("12.50", "0.00", "12.5"),
        ("-3", "General", "-3"),
        ("-0", "General", "0"),
        ("1E2", "General", "100"),
        ("9.99E+09", "General", "9990000000"),
        ("9990000018", "000 000 0000", "9990000018"),
        ("999999999999999", "General", "999999999999999"),
        ("0.1", "General", "0.1"),
        ("1E-7", "General", "0.0000001"),
        ("0.30000000000000004", "General", "0.30000000000000004"),
        ("0.5", "0%", "0.5"),
        ("1.5", "[Red]0.00;[Blue]-0.00", "1.5"),
        ("43831", DAY, "2020-01-01"),
        ("43831", "[$-809]dd mmmm yyyy;@", "2020-01-01"),
        ("43831", '"on" d mmmm yyyy', "2020-01-01"),
        ("1", DAY, "1900-01-01"),
        ("59", DAY, "1900-02-28"),
        ("61", DAY, "1900-03-01"),
        ("2958465", DAY, "9999-12-31"),
        ("43831.5", DAY, "2020-01-01T12:00:00"),
        ("2958465.99999999", MOMENT, "9999-12-31T23:59:59"),
        ("43831.25", MOMENT, "2020-01-01T06:00:00"),
        ("43831", MOMENT, "2020-01-01"),
        ("46142.99999996528", DAY, "2026-04-30T23:59:59"),  # 3 ms before the end of the day, and of that day
        ("46142.42013888773", MOMENT, "2026-04-30T10:05:00"),  # what is left of 10:05 as a fraction
        ("60", DAY, "1900-02-29"),  # which never was, so it is no date
        ("60.5", MOMENT, "1900-02-29T12:00:00"),
        ("0", DAY, "1900-01-00"),
        ("-1", DAY, "########"),
        ("-0.5", TIME, "########"),
        ("0.5", TIME, "12:00:00"),
        ("1.25", SPAN, "30:00:00"),
        ("100.5", SPAN, "2412:00:00"),
        ("-0.0625", SPAN, "-01:30:00"),
    ],
)
def test_numbers_dates_and_times(tmp_path: Path, value: str, form: str, read_as: str) -> None:
    assert cell(tmp_path, number(value, "A1"), form) == read_as


@pytest.mark.parametrize(
    "value",
    [
        "007",
        "9.99E+09",
        "0123456789012345678901234567890",
        "true",
        "2020-1-1",
        "1,5",
        "=1+1",
        "#1",
        " x ",
        "é😀",
    ],
)
def test_text_arrives_as_it_is(tmp_path: Path, value: str) -> None:
    assert cell(tmp_path, text(value, "A1")) == value
    kept = f'<t xml:space="preserve">{value}</t>'
    assert cell(tmp_path, number("0", "A1", 0, "s"), strings=shared(kept)) == value
    assert cell(tmp_path, number(value, "A1", 0, "str")) == value


@pytest.mark.parametrize(
    ("made", "read_as"),
    [
        (number("1", "A1", 0, "b"), "true"),
        (number("0", "A1", 0, "b"), "false"),
        (number("2020-02-03", "A1", 0, "d"), "2020-02-03"),
        (number("2020-02-30", "A1", 0, "d"), "2020-02-30"),  # no such day: the type check says so
        (number("#N/A", "A1", 0, "e"), "#N/A"),
        (number("#DIV/0!", "A1", 0, "e"), "#DIV/0!"),
        ('<c r="A1" t="e"/>', "#VALUE!"),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="A1" t="str"><f>x</f><v>abc</v></c>', "abc"),
        ('<c r="A1" t="str"><f>x</f><v></v></c>', ""),
        ('<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>p</t></rPh></is></c>', "ab"),
        ('<c r="A1" t="str"><v>a_x000D_b</v></c>', "a\rb"),
        ('<c r="A1" t="str"><v>a&#10;b</v></c>', "a\nb"),
        ("<c><v>5</v></c>", "5"),
    ],
)
def test_other_kinds_of_cells(tmp_path: Path, made: str, read_as: str) -> None:
    assert cell(tmp_path, made) == read_as


@pytest.mark.parametrize("flag", ["1", "true"])
def test_days_counted_from_1904(tmp_path: Path, flag: str) -> None:
    properties = f'<workbookPr date1904="{flag}"/>'
    for value, read_as in (
        ("43831", "2024-01-02"),
        ("60", "1904-03-01"),
        ("0", "1904-01-01"),
        ("-1", "########"),
    ):
        assert cell(tmp_path, number(value, "A1"), DAY, properties=properties) == read_as


@pytest.mark.parametrize("value", ["1E15", "-1234567890123456", "9434765919943476", "NaN", "INF", "1e400"])
def test_a_number_that_no_spreadsheet_keeps_is_refused_with_its_place(tmp_path: Path, value: str) -> None:
    refusal = refused(
        tmp_path,
        book(sheet(text_row(1, "a"), row(3, text("x", "A3"), number(value, "C3")))),
    )
    assert (refusal.code, refusal.where) == ("file.long_number", "sheet 1, cell C3")
    assert value not in str(refusal)


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA", "Ann Example"])
def test_an_error_that_the_reader_does_not_know_is_refused_with_its_place(tmp_path: Path, error: str) -> None:
    refusal = refused(tmp_path, book(sheet(text_row(1, "a"), row(3, number(error, "C3", 0, "e")))))
    assert (refusal.code, refusal.where) == ("file.error_value", "sheet 1, cell C3")
    assert error not in str(refusal)


@pytest.mark.parametrize("escaped", ["_x0000_", "_x0007_", "_x000B_", "_x001B_", "_x007F_"])
def test_a_control_character_in_its_escaped_form_is_refused_with_its_place(
    tmp_path: Path, escaped: str
) -> None:
    made = sheet(text_row(1, "a"), text_row(4, "x", f"secret{escaped}"))
    refusal = refused(tmp_path, book(made))
    assert (refusal.code, refusal.where) == ("file.control_character", "sheet 1, cell B4")
    assert "secret" not in str(refusal)


@pytest.mark.parametrize("space", [" ", "\t", "&#10;", "&#13;", "&#160;", "&#12288;", "_x000D_", "_x0020_"])
@pytest.mark.parametrize("keep", ["", ' xml:space="preserve"'])
def test_white_space_alone_is_nothing_however_it_is_kept(tmp_path: Path, space: str, keep: str) -> None:
    blank = f"<t{keep}>{space}</t>"
    cells = (text("a", "A1"), f'<c r="B1" t="inlineStr"><is>{blank}</is></c>', number("0", "C1", 0, "s"))
    far = row(9, f'<c r="A9" t="str"><v>{space}</v></c>')
    assert read(tmp_path, book(sheet(row(1, *cells), far), strings=shared(blank))) == [(1, ["a"])]


def test_blank_rows_and_cells_keep_the_places_of_the_others(tmp_path: Path) -> None:
    rows = (row(2, text("a", "C2")), row(3, '<c r="B3" s="1"/>'), row(7, text("b", "A7"), text("c", "D7")))
    assert read(tmp_path, book(sheet(*rows))) == [(2, ["", "", "a"]), (7, ["b", "", "", "c"])]


def test_names_and_states_of_sheets(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    made = sheet(text_row(1, "a"))
    names = ("a & b <c>", "two", "three")
    path.write_bytes(book(made, made, made, names=names, states=("visible", "hidden", "veryHidden")))
    found = [(each.name, each.hidden) for each in read_sheets(path, Limits())]
    assert found == list(zip(names, (False, True, True), strict=True))


@pytest.mark.parametrize(
    ("columns", "second", "hidden"),
    [
        ('<col min="2" max="3" hidden="1"/>', "b", (True, False)),
        ('<col min="2" max="3" hidden="1"/>', " ", (False, False)),
        ('<col min="1" max="2" hidden="0"/><col min="3" max="16384" hidden="true"/>', "b", (False, False)),
    ],
)
def test_what_stands_in_hidden_columns_is_known(
    tmp_path: Path, columns: str, second: str, hidden: tuple[bool, bool]
) -> None:
    path = tmp_path / "book.xlsx"
    made = sheet(text_row(1, "a", second)).replace("<sheetData>", f"<cols>{columns}</cols><sheetData>")
    path.write_bytes(book(made))
    (found,) = read_sheets(path, Limits())
    assert (found.hidden_columns, found.hidden_rows) == hidden


@pytest.mark.parametrize(("cell", "hidden"), [("b", True), (" ", False)])
def test_what_stands_in_hidden_rows_is_known(tmp_path: Path, cell: str, hidden: bool) -> None:
    path = tmp_path / "book.xlsx"
    made = sheet(text_row(1, "a"), text_row(2, cell).replace("<row ", '<row hidden="1" '), text_row(3, "c"))
    path.write_bytes(book(made))
    (found,) = read_sheets(path, Limits())
    assert (found.hidden_columns, found.hidden_rows) == (False, hidden)


def test_a_hidden_column_that_is_nowhere_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    made = sheet(text_row(1, "a")).replace("<sheetData>", '<cols><col min="x" hidden="1"/></cols><sheetData>')
    path.write_bytes(book(made))
    with pytest.raises(SubmissionRefused) as caught:
        list(read_sheets(path, Limits()))
    assert caught.value.code == "file.damaged"


def with_table(reference: str, more: str) -> dict[str, str]:
    """A workbook of two columns and three rows, with a table of the given range on its sheet."""
    made = parts(sheet(text_row(1, "id", "age"), text_row(2, "x", "40"), text_row(3, "Total", "40")))
    made["xl/worksheets/_rels/sheet1.xml.rels"] = relations(("t", "table", "../tables/table1.xml"))
    made["xl/tables/table1.xml"] = f'{XML}<table xmlns="{MAIN}" ref="{reference}" {more}/>'
    return made


@pytest.mark.parametrize(
    ("merged", "ranges"),
    [
        ("A1:B1", ()),  # a title
        ("A2:B2", (("merged_cells", "A2:B2"),)),
        ("A1:A2", (("merged_cells", "A1:A2"),)),
        ("A3:A4", (("merged_cells", "A3:A4"),)),
        ("B4:B5", ()),  # nothing in it
    ],
)
def test_merged_cells_are_known_where_something_stands_in_them(
    tmp_path: Path, merged: str, ranges: tuple[tuple[str, str], ...]
) -> None:
    path = tmp_path / "book.xlsx"
    rows = [text_row(1, "Title", "more"), text_row(2, "id", "age"), text_row(3, "x"), text_row(4, "y")]
    path.write_bytes(book(sheet(*rows, after=f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>')))
    (found,) = read_sheets(path, Limits())
    assert found.ranges_from(2) == ranges


@pytest.mark.parametrize(
    ("more", "ranges"),
    [
        ('totalsRowCount="1"', (("totals_row", "A3:B3"),)),
        ('totalsRowShown="0"', ()),
        ('totalsRowCount="0"', ()),
        ("", ()),
    ],
)
def test_the_row_of_totals_of_a_table_is_known(
    tmp_path: Path, more: str, ranges: tuple[tuple[str, str], ...]
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(packed(with_table("A1:B3", more)))
    (found,) = read_sheets(path, Limits())
    assert found.ranges_from(1) == ranges
    assert [row for row, _ in found.rows] == [1, 2, 3]


@pytest.mark.parametrize("reference", ["", "x", "A1:B3:C4", "B1:A3", "A3:B1", "A1:XFE3", "A1:A9999999"])
def test_a_range_that_is_nowhere_is_damage(tmp_path: Path, reference: str) -> None:
    merged = f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'
    table = packed(with_table(reference, 'totalsRowCount="1"'))
    for content in (table, book(sheet(text_row(1, "a"), after=merged))):
        assert refused(tmp_path, content).code == "file.damaged"


@pytest.mark.parametrize("rows", ["3", "-1", "x", "1.5", ""])
def test_more_rows_of_totals_than_a_table_has_are_damage(tmp_path: Path, rows: str) -> None:
    made = with_table("A1:B3", f'totalsRowCount="{rows}"')
    assert refused(tmp_path, packed(made)).code == "file.damaged"


def test_a_sheet_of_a_chart_is_passed_over(tmp_path: Path) -> None:
    made = parts(sheet(text_row(1, "a")), "<chartsheet/>")
    links = "xl/_rels/workbook.xml.rels"
    old = 'worksheet" Target="worksheets/sheet2.xml"'
    made[links] = made[links].replace(old, 'chartsheet" Target="worksheets/sheet2.xml"')
    assert read(tmp_path, packed(made)) == [(1, ["a"])]


def test_a_changed_byte_never_changes_a_value(tmp_path: Path) -> None:
    """Whatever one byte of the file becomes, it is refused or says the same."""
    content = book(sheet(text_row(1, "id", "age"), row(2, text("x", "A2"), number("40", "B2"))))
    truth = read(tmp_path, content)
    chance = random.Random(20261124)
    for place in chance.sample(range(len(content)), 400):
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        try:
            assert read(tmp_path, bytes(changed)) == truth, place
        except SubmissionRefused:
            continue
