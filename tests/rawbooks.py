"""Zip files and workbooks from bytes: a library would not write most of what a test wants to send."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from cfgovern.tables import cell_address


@dataclass(frozen=True)
class Entry:
    """One entry of a zip file. ``packed`` and ``crc`` are worked out from ``data`` unless given."""

    name: str
    data: bytes = b""
    packed: bytes | None = None
    size: int | None = None
    flags: int = 0x800  # the name is UTF-8
    method: int = zlib.DEFLATED
    local_name: str | None = None


def zipped(entries: Iterable[Entry]) -> bytes:
    """A zip file with exactly these entries, whatever they claim."""
    body, directory = bytearray(), bytearray()
    count = 0
    for entry in entries:
        count += 1
        packed = _deflate(entry.data) if entry.packed is None else entry.packed
        size = len(entry.data) if entry.size is None else entry.size
        common = struct.pack(
            "<HHHHLLL", entry.flags, entry.method, 0, 33, zlib.crc32(entry.data), len(packed), size
        )
        name, shown = (entry.local_name or entry.name).encode(), entry.name.encode()
        offset = len(body)
        body += struct.pack("<LH", 0x04034B50, 20) + common + struct.pack("<HH", len(name), 0) + name + packed
        directory += struct.pack("<LHH", 0x02014B50, 20, 20) + common
        directory += struct.pack("<HHHHHLL", len(shown), 0, 0, 0, 0, 0, offset) + shown
    told = min(count, 0xFFFF)  # more than two bytes can tell
    end = struct.pack("<LHHHHLLH", 0x06054B50, 0, 0, told, told, len(directory), len(body), 0)
    return bytes(body + directory + end)


def _deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def repeated(before: bytes, block: bytes, times: int, after: bytes) -> dict[str, object]:
    """``before``, ``block`` many times, ``after``, packed without ever making the whole.

    After a full flush the packed bytes of a block stand for themselves, so they can be repeated. The
    checksum is not that of the whole: a reader that comes so far has let too much through.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.compress(after) + packer.flush()
    size = min(len(before) + len(block) * times + len(after), 0xFFFFFFFE)
    return {"packed": start + middle * times + end, "size": size}


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    LINKS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
XML = '<?xml version="1.0" encoding="UTF-8"?>'
TYPES = (
    f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
    'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def styles(*formats: str) -> str:
    """The part of styles: the number formats that the styles 0, 1 ... of cells have."""
    numbered = list(enumerate(formats, start=164))
    codes = "".join(f"<numFmt numFmtId='{n}' formatCode={quoteattr(code)}/>" for n, code in numbered)
    uses = "".join(f"<xf numFmtId='{n}' applyNumberFormat='1'/>" for n, _ in numbered)
    return (
        f"{XML}<styleSheet xmlns='{MAIN}'><numFmts>{codes}</numFmts><fonts><font/></fonts>"
        f"<fills><fill><patternFill/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>{uses}</cellXfs></styleSheet>"
    )


def text(value: str, reference: str | None = None) -> str:
    """A cell that holds its own text."""
    place = f' r="{reference}"' if reference else ""
    safe = escape(value, {"\r": "&#13;"})
    return f'<c{place} t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'


def number(value: str, reference: str, style: int = 0, kind: str = "n") -> str:
    """A cell that holds a typed value."""
    return f'<c r="{reference}" s="{style}" t="{kind}"><v>{value}</v></c>'


def row(place: int, *cells: str) -> str:
    """A row of cells."""
    return f'<row r="{place}">{"".join(cells)}</row>'


def text_row(place: int, *values: str) -> str:
    """A row of text from column A."""
    return row(place, *(text(value, cell_address(at, place)) for at, value in enumerate(values)))


def sheet(*rows: str, before: str = "", after: str = "", top: str = XML) -> str:
    """A worksheet part."""
    return f'{top}<worksheet xmlns="{MAIN}">{before}<sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def shared(*items: str, count: str | None = None, top: str = XML) -> str:
    """The part of shared strings; ``items`` is what stands in each ``si``."""
    told = str(len(items)) if count is None else count
    inner = "".join(f"<si>{item}</si>" for item in items)
    return f'{top}<sst xmlns="{MAIN}" count="{told}" uniqueCount="{told}">{inner}</sst>'


def parts(
    *sheets: str,
    strings: str | None = None,
    names: Sequence[str] = ("members", "more", "third"),
    states: Sequence[str] = ("visible",) * 3,
    properties: str = "",
) -> dict[str, str]:
    """The parts of an ordinary workbook with these worksheets."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="{escape(names[n - 1])}" sheetId="{n}" state="{states[n - 1]}" r:id="rId{n}"/>'
        for n in numbers
    )
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    links += [("rIdStyles", "styles", "styles.xml")]
    links += [("rIdStrings", "sharedStrings", "sharedStrings.xml")] if strings is not None else []
    made = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(*links),
        "xl/styles.xml": styles("General", "dd/mm/yyyy", "0%"),
    }
    if strings is not None:
        made["xl/sharedStrings.xml"] = strings
    return made | {f"xl/worksheets/sheet{n}.xml": body for n, body in zip(numbers, sheets, strict=True)}


def relations(*links: tuple[str, str, str]) -> str:
    """A part of relations: (id, kind, target)."""
    inner = "".join(f'<Relationship Id="{i}" Type="{LINKS}/{kind}" Target="{t}"/>' for i, kind, t in links)
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def packed(made: dict[str, str], *more: Entry) -> bytes:
    """The parts, and more entries, as a zip file."""
    return zipped([*(Entry(name, body.encode()) for name, body in made.items()), *more])


def book(*sheets: str, strings: str | None = None, **options: Sequence[str]) -> bytes:
    """An ordinary workbook with these worksheets."""
    return packed(parts(*sheets, strings=strings, **options))  # type: ignore[arg-type]
