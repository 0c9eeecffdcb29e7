"""Shared strings: where they are blank, and where only the reader of workbooks can tell what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.intake.limits import Limits
from cfgovern.intake.sharedstrings import Strings
from cfgovern.intake.workbook import read_sheets
from cfgovern.intake.xmlparts import Archive
from tests.rawbooks import book, row, shared, sheet

CERTAIN = (
    "<t>a b</t>", "<t>a\nb</t>", "<t>a\tb</t>", '<t xml:space="preserve"> a </t>', "<t>&amp;&lt;x&gt;</t>",
    "<t>Zo\u00eb</t>", "<t>\u00e9t\u00e9</t>", "<t>a<!--c-->b</t>", "<t>client_x1</t>",
    '<t>a</t><rPh sb="0" eb="1"><t>b</t></rPh>',
    '<r><t xml:space="preserve">a </t></r><r><t xml:space="preserve"> b</t></r>',
)  # fmt: skip
UNSURE = (
    "<t> a</t>", "<t>a </t>", "<t>a&#13;b</t>", "<t>_x0041_b</t>", "<t>a\u00a0</t>", "<t>\u00a0a</t>",
    "<t>\u3000a</t>", "<t>a\u2003</t>", "<t>a\x7fb</t>",
    "<r><t>a</t></r><r><t xml:space='preserve'> b</t></r>",
    '<t xml:space="preserve">a_x000D_b</t>', "<t><![CDATA[ a]]></t>",
)  # fmt: skip
BLANK = (
    "<t></t>",
    "<t/>",
    "<t> </t>",
    '<t xml:space="preserve"> \u00a0</t>',
    "<t>_x0020_</t>",
    "<t>&#10;</t>",
)


def looked(tmp_path: Path, *items: str, plain: bool = True) -> Strings:
    strings = Strings(Limits())
    path = tmp_path / "book.xlsx"
    path.write_bytes(book(sheet(), strings=shared(*items)))
    Archive(path, Limits(), plain=plain).parse("xl/sharedStrings.xml", strings)
    return strings


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("item", CERTAIN)
def test_certain_texts_are_what_the_reader_tells(tmp_path: Path, item: str, plain: bool) -> None:
    found = looked(tmp_path, "<t>before</t>", item, plain=plain)
    assert (found.unsure, found.blanks) == (set(), set())
    path = tmp_path / "read.xlsx"
    # The second sheet, with a time of day, is the reader's to tell; the first is not.
    cell = '<c r="A1" t="s"><v>1</v></c>'
    path.write_bytes(
        book(
            sheet(row(1, cell)),
            sheet(row(1, cell, '<c r="B1" t="d"><v>x</v></c>')),
            strings=shared("<t>before</t>", item),
        )
    )
    first, second = (read.rows[0][1][0] for read in read_sheets(path, Limits()))
    assert first == second == found.texts[1]


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("item", UNSURE)
def test_texts_that_programs_take_in_different_ways(tmp_path: Path, item: str, plain: bool) -> None:
    assert looked(tmp_path, "<t>before</t>", item, "<t>after</t>", plain=plain).unsure == {1}


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("item", BLANK)
def test_blank_texts(tmp_path: Path, item: str, plain: bool) -> None:
    assert looked(tmp_path, "<t>before</t>", item, "<t>after</t>", plain=plain).blanks == {1}
