"""Workbooks that are refused, each for what is wrong with it."""

from __future__ import annotations

from itertools import starmap

from cfgovern.tables import cell_address
from tests.hostile.books import (
    CORE,
    LAUGHS,
    OUTSIDE,
    PARAMETER,
    SHEET1,
    flipped,
    lying_size,
    two_parts_one_sheet,
    unlisted,
    with_cell,
    with_entry,
    with_part,
    with_sheet,
    without_part,
)
from tests.hostile.honest import Cases, honest, rows
from tests.rawbooks import XML, Entry, book, number, packed, parts, shared, sheet, text

BOOKS_REFUSED: Cases = {
    "one cell at the far corner": (
        with_cell(text("CANARY", "XFD1048576"), at=1_048_576),
        ("file.too_many_columns",),
    ),
    "a cell beyond the grid": (with_cell(text("CANARY", "ZZZZZ99999999")), ("file.outside_grid",)),
    "a cell beyond the last row": (
        with_cell(text("CANARY", "A1048577"), at=1_048_577),
        ("file.outside_grid",),
    ),
    "a cell beyond the last column": (with_cell(text("CANARY", "XFE4")), ("file.outside_grid",)),
    "a row number that is no number": (
        with_sheet(lambda made: sheet(*made, '<row r="-1"/>')),
        ("file.damaged",),
    ),
    "rows out of order": (with_sheet(lambda made: sheet(made[0], made[2], made[1])), ("file.damaged",)),
    "a row twice": (with_sheet(lambda made: sheet(*made, made[2])), ("file.damaged",)),
    "a cell twice": (with_cell(text("CANARY", "A4") + text("x", "A4")), ("file.damaged",)),
    "a cell in another row's place": (with_cell(text("CANARY", "A2")), ("file.damaged",)),
    "cells outside any row": (
        with_sheet(lambda made: sheet(*made).replace("</sheetData>", text("x", "A4") + "</sheetData>")),
        ("file.damaged",),
    ),
    "shared strings count 4294967295": (
        with_cell(number("0", "B4", 0, "s"), shared("<t>CANARY</t>", count="4294967295")),
        ("file.damaged",),
    ),
    "shared strings count 1.8e18": (
        with_cell(number("0", "B4", 0, "s"), shared("<t>CANARY</t>", count="1800000000000000000")),
        ("file.damaged",),
    ),
    "shared strings count -1": (
        with_cell(number("0", "B4", 0, "s"), shared("<t>CANARY</t>", count="-1")),
        ("file.damaged",),
    ),
    "string index -1": (
        with_cell(number("-1", "B4", 0, "s"), shared("<t>CANARY</t>")),
        ("file.string_index",),
    ),
    "string index past the end": (
        with_cell(number("1", "B4", 0, "s"), shared("<t>CANARY</t>")),
        ("file.string_index",),
    ),
    "string index without strings": (with_cell(number("0", "B4", 0, "s")), ("file.string_index",)),
    "billion laughs in a sheet": (
        with_part(SHEET1, sheet("<row><c t='str'><v>&d;</v></c></row>", top=XML + LAUGHS)),
        ("file.doctype",),
    ),
    "outside entity in a sheet": (
        with_part(SHEET1, sheet("<row><c t='str'><v>&a;</v></c></row>", top=XML + OUTSIDE)),
        ("file.doctype",),
    ),
    "outside entity in the shared strings": (
        with_cell(number("0", "B4", 0, "s"), shared("<t>&a;</t>", top=XML + OUTSIDE)),
        ("file.doctype",),
    ),
    "outside entity in the properties": (
        with_part("docProps/core.xml", f'{XML}{OUTSIDE}<c xmlns="{CORE}">&a;CANARY</c>'),
        ("file.doctype",),
    ),
    "a parameter entity in the relations": (
        with_part("xl/worksheets/_rels/sheet1.xml.rels", f"{XML}{PARAMETER}<Relationships/>"),
        ("file.doctype",),
    ),
    "an entity nobody declared": (
        with_part(SHEET1, sheet("<row><c t='str'><v>&nbsp;CANARY</v></c></row>")),
        ("file.damaged",),
    ),
    "a part in UTF-16": (
        lambda canary: packed(
            {k: v for k, v in parts(sheet()).items() if k != SHEET1},
            Entry(SHEET1, sheet(*rows(canary), top="").encode("utf-16")),
        ),
        ("file.encoding",),
    ),
    "a sheet twice in the zip": (
        lambda canary: packed(parts(sheet(*rows(canary))), Entry(SHEET1, sheet().encode())),
        ("file.doubled_part",),
    ),
    "a sheet twice but for its case": (
        lambda canary: packed(
            parts(sheet(*rows(canary))), Entry("XL/worksheets\\Sheet1.xml", sheet().encode())
        ),
        ("file.doubled_part",),
    ),
    "a lie about the size": (lying_size, ("file.damaged",)),
    "a name that differs inside": (
        with_entry(Entry("xl/media/a.xml", b"<a/>", local_name="xl/media/b.xml")),
        ("file.damaged",),
    ),
    "an unknown packing": (with_entry(Entry("xl/media/a.xml", b"<a/>", method=97)), ("file.damaged",)),
    "a part under a password": (
        with_entry(Entry("xl/media/a.xml", b"<a/>", flags=0x801)),
        ("file.password",),
    ),
    "a name that climbs out": (with_entry(Entry("../../evil.txt", b"x")), ("file.unsafe_name",)),
    "a name that climbs out the Windows way": (
        with_entry(Entry("xl\\..\\..\\evil.txt", b"x")),
        ("file.unsafe_name",),
    ),
    "a name from the root": (with_entry(Entry("/etc/evil.txt", b"x")), ("file.unsafe_name",)),
    "a name on a drive": (with_entry(Entry("C:/evil.txt", b"x")), ("file.unsafe_name",)),
    "too many parts": (
        with_entry(*starmap(Entry, ((f"xl/media/{n}.bin", b"") for n in range(5_001)))),
        ("file.too_large",),
    ),
    "truncated": (lambda canary: honest(canary)[:-200], ("file.damaged",)),
    "a bit flipped": (flipped, ("file.damaged",)),
    "a sheet without its part": (without_part, ("file.damaged",)),
    "a relation to nothing": (unlisted, ("file.damaged",)),
    "one part for two sheets": (two_parts_one_sheet, ("file.damaged",)),
    "no sheets": (lambda _: book(), ("file.no_sheets",)),
    "two sheets of one name": (
        lambda canary: book(sheet(*rows(canary)), sheet(*rows(canary)), names=("members", "Members")),
        ("file.doubled_sheet",),
    ),
    "half a sheet": (with_part(SHEET1, sheet(*rows("CANARY"))[:-40]), ("file.damaged",)),
    "a formula without its result": (with_cell('<c r="D4"><f>1+1</f></c>'), ("file.formula",)),
    "a number of sixteen figures": (with_cell(number("1234567890123456", "B4")), ("file.long_number",)),
    "a control character": (with_cell(text("CANARY_x0000_", "B4")), ("file.control_character",)),
    "a row of 2,000 long texts": (
        with_cell(
            "".join(number("0", cell_address(at, 4), 0, "s") for at in range(2000)),
            shared(f"<t>CANARY{'é' * 32_000}</t>"),
        ),
        ("file.record_too_long",),
    ),
    "a date that cannot be": (with_cell(number("1e300", "C4", 1)), ("file.long_number",)),
    "a number that is none": (with_cell(number("CANARY", "D4")), ("file.damaged",)),
    "macros": (with_entry(Entry("xl/vbaProject.bin", b"x")), ("file.macros",)),
}
