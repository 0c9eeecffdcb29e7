"""Breaks zip archives and parts of workbooks. The archive stays whole, so that what is in it is read."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from random import Random

from tests.rawbooks import Entry, zipped

__all__ = ["ARCHIVE", "WORKBOOK"]

_NUMBERS = (
    "-1", "0", "1", "2", "7", "1048576", "1048577", "16384", "16385", "2147483647", "2147483648",
    "4294967295", "9223372036854775808", "99999999999999999999", "1e308", "1e999", "-1e-320", "0.1", "NaN",
    "", " 1", "1 ", "+1", "0x10", "١", "1234567890123456", "2958466", "-693594", "45000.999999999",
)  # fmt: skip
_TEXTS = (
    "", " ", "\n", "x", "&#13;", "&#0;", "&amp;lt;", "_x0041_", "_x0000_", "_x005F_x0041_", "&nope;",
    "<![CDATA[x]]>", "<!-- x -->", "<?x y?>", "\u202ex", "\u200b", "\ufeff", "=1+1", "#REF!", "TRUE",
    "2020-01-01", "x" * 40_000, "]]>",
)  # fmt: skip
_TYPES = ("s", "n", "str", "b", "e", "d", "inlineStr", "x", "")
_NAMES = (
    "../../x.xml", "/x.xml", "C:\\x.xml", "xl\\..\\..\\x.xml", "CON", "XL/WORKSHEETS/SHEET1.XML",
    "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/vbaProject.bin", "xl/workbook.bin",
    "members.csv", "MEMBERS.CSV", "x\0.csv", "a/", "xl/comments1.xml", "xl/styles.xml", "", "é.csv",
    "members.csv.exe", "sub/members.csv", "loans.csv",
)  # fmt: skip
_ELEMENT = re.compile(r"<([A-Za-z:]+)(?: [^<>]*)?(?:/>|>[^<>]*</\1>|>(?:(?!<\1[ >]).)*?</\1>)", re.DOTALL)
_ATTRIBUTE = re.compile(r' ([A-Za-z:]+)="([^"]*)"')
_NUMBER = re.compile(r"(?<![A-Za-z0-9.])[0-9]+(?![A-Za-z0-9])")
_HELD = re.compile(r">([^<>]+)<")
_LIKELY = ("sheet1.xml", "sharedStrings.xml", "workbook.xml", "styles.xml", ".rels")


def _opened(content: bytes) -> list[Entry]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [Entry(one.filename, archive.read(one)) for one in archive.infolist()]


def _one_part(content: bytes, chance: Random) -> tuple[list[Entry], int]:
    """The entries and the place of an XML part, more often of one that a reader trusts."""
    entries = _opened(content)
    places = [at for at, one in enumerate(entries) if one.name.endswith((".xml", ".rels"))]
    likely = [at for at in places if entries[at].name.endswith(chance.choices(_LIKELY, (6, 3, 2, 1, 2))[0])]
    return entries, chance.choice(likely or places)


def _changed(
    content: bytes, chance: Random, pattern: re.Pattern[str], group: int, told: tuple[str, ...]
) -> bytes:
    """Another text in one to three places of a part that ``pattern`` finds."""
    entries, at = _one_part(content, chance)
    text = entries[at].data.decode("utf-8", "replace")
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        found = list(pattern.finditer(text))
        if found:
            start, end = chance.choice(found).span(group)
            text = text[:start] + chance.choice(told) + text[end:]
    entries[at] = replace(entries[at], data=text.encode())
    return zipped(entries)


def number_blown_up(content: bytes, chance: Random) -> bytes:
    return _changed(content, chance, _NUMBER, 0, _NUMBERS)


def attribute_changed(content: bytes, chance: Random) -> bytes:
    return _changed(
        content, chance, _ATTRIBUTE, 2, (*_NUMBERS, *_TYPES, "A1", "B2", "XFD1048576", "a:b", "rId1")
    )


def attribute_taken_out(content: bytes, chance: Random) -> bytes:
    return _changed(
        content, chance, _ATTRIBUTE, 0, ("", "", ' x="1"', ' r="A1" r="A2"', ' t="e"', ' hidden="1"')
    )


def type_changed(content: bytes, chance: Random) -> bytes:
    return _changed(content, chance, re.compile(r' t="([^"]*)"'), 1, _TYPES)


def text_changed(content: bytes, chance: Random) -> bytes:
    return _changed(content, chance, _HELD, 1, (*_TEXTS, *_NUMBERS))


def element_moved(content: bytes, chance: Random) -> bytes:
    """An element taken out, doubled, put elsewhere or put into itself."""
    entries, at = _one_part(content, chance)
    text = entries[at].data.decode("utf-8", "replace")
    found = [one for one in _ELEMENT.finditer(text) if len(one[0]) < 2_000]
    if not found:
        return content
    one, other = chance.choice(found), chance.choice(found)
    change = chance.choice(("out", "double", "elsewhere", "many", "inside"))
    if change == "out":
        text = text[: one.start()] + text[one.end() :]
    elif change == "double":
        text = text[: one.end()] + one[0] + text[one.end() :]
    elif change == "elsewhere":
        text = text[: other.start()] + one[0] + text[other.start() :]
    elif change == "many":
        text = text[: one.end()] + one[0] * 2_000 + text[one.end() :]
    else:
        text = text[: one.start()] + f"<{one[1]}>" * 70 + one[0] + f"</{one[1]}>" * 70 + text[one.end() :]
    entries[at] = replace(entries[at], data=text.encode())
    return zipped(entries)


def parts_swapped(content: bytes, chance: Random) -> bytes:
    entries = _opened(content)
    one, other = chance.randrange(len(entries)), chance.randrange(len(entries))
    first, second = entries[one], entries[other]
    entries[one], entries[other] = replace(first, data=second.data), replace(second, data=first.data)
    return zipped(entries)


def part_taken_out_or_doubled(content: bytes, chance: Random) -> bytes:
    entries = _opened(content)
    at = chance.randrange(len(entries))
    if chance.random() < 0.4 and len(entries) > 1:
        del entries[at]
    else:
        entries.insert(
            chance.randrange(len(entries) + 1), replace(entries[at], name=_name(entries[at].name, chance))
        )
    return zipped(entries)


def part_renamed(content: bytes, chance: Random) -> bytes:
    entries = _opened(content)
    at = chance.randrange(len(entries))
    entries[at] = replace(entries[at], name=_name(entries[at].name, chance))
    return zipped(entries)


def _name(name: str, chance: Random) -> str:
    return chance.choice((name, name.upper(), name.replace("/", "\\"), name + " ", *_NAMES))


def part_lies(content: bytes, chance: Random) -> bytes:
    """An entry whose size, packing, flags or inner name is a lie."""
    entries = _opened(content)
    at = chance.randrange(len(entries))
    one = entries[at]
    lies: tuple[Entry, ...] = (
        replace(
            one, size=chance.choice((0, 1, len(one.data) // 2, len(one.data) + 1, 0xFFFFFFFE, 0xFFFFFFFF))
        ),
        replace(one, method=chance.choice((0, 1, 9, 12, 14, 93, 97, 99))),
        replace(one, flags=chance.choice((0x801, 0x808, 0x820, 0x840, 0x2801, 0))),
        replace(one, local_name=chance.choice((*_NAMES[:4], "x"))),
        replace(one, packed=one.data),
        replace(one, packed=b"\x03\x00" * 3),
    )
    entries[at] = chance.choice(lies)
    return zipped(entries)


def inner_broken(content: bytes, chance: Random) -> bytes:
    """A part whose bytes are broken before it is packed, so that its checksum is right."""
    from tests.mutants.binary import BINARY

    entries = _opened(content)
    at = chance.randrange(len(entries))
    entries[at] = replace(entries[at], data=chance.choice(BINARY)(entries[at].data, chance))
    return zipped(entries)


def inner_text_broken(content: bytes, chance: Random) -> bytes:
    """A CSV file broken as such, in its archive."""
    from tests.mutants.texts import CSV

    entries = _opened(content)
    at = chance.randrange(len(entries))
    entries[at] = replace(entries[at], data=chance.choice(CSV)(entries[at].data, chance))
    return zipped(entries)


ARCHIVE = (
    inner_text_broken, inner_text_broken, inner_text_broken, inner_broken, part_taken_out_or_doubled,
    part_renamed, part_lies, parts_swapped,
)  # fmt: skip
WORKBOOK = (
    number_blown_up, number_blown_up, attribute_changed, attribute_changed, attribute_taken_out,
    type_changed, text_changed, text_changed, element_moved, element_moved, parts_swapped,
    part_taken_out_or_doubled, part_renamed, part_lies, inner_broken,
)  # fmt: skip
