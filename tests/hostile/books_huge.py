"""Workbooks that are small on disk and huge when unpacked."""

from __future__ import annotations

from tests.hostile.books import MIB, SHEET1, STRINGS, huge_part, with_part
from tests.hostile.honest import Cases
from tests.rawbooks import XML, shared, sheet

BOOKS_HUGE: Cases = {
    "a cell of 1 GiB": (
        huge_part(
            SHEET1,
            sheet().partition("</sheetData>")[0] + '<row r="1"><c r="A1" t="inlineStr"><is><t>',
            "x" * MIB,
            1024,
            "</t></is></c></row></sheetData></worksheet>",
        ),
        ("file.cell_too_long",),
    ),
    "2 GiB of white space": (
        huge_part(SHEET1, sheet().partition("</sheetData>")[0], " " * MIB, 2048, "</sheetData></worksheet>"),
        ("file.too_large",),
    ),
    "a tag of 1 GiB": (
        huge_part(
            SHEET1, sheet().partition("</sheetData>")[0] + '<row r="1" spans="', "x" * MIB, 1024, '"/>'
        ),
        ("file.too_large",),
    ),
    "a shared string of 300 MB": (
        huge_part(STRINGS, shared().replace("</sst>", "<si><t>"), "x" * MIB, 300, "</t></si></sst>"),
        ("file.too_large",),
    ),
    "20 million shared strings": (
        huge_part(STRINGS, shared().replace("</sst>", ""), "<si><t>x</t></si>" * 20_000, 1000, "</sst>"),
        ("file.too_large",),
    ),
    "half a million levels": (
        with_part(SHEET1, sheet("<a>" * 500_000 + "</a>" * 500_000)),
        ("file.too_large",),
    ),
    "half a million levels in a part nobody reads": (
        with_part("xl/comments1.xml", XML + "<a>" * 500_000 + "CANARY" + "</a>" * 500_000),
        ("file.too_large",),
    ),
}
