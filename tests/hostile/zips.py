"""Zip archives of CSV files, and of what should not be in one."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable

from tests.hostile.honest import READ, Cases, csv_bytes, honest
from tests.rawbooks import Entry, repeated, zipped

NAME = "members.csv"
MIB = 1 << 20
REFUSED = ("file.damaged",)
UNSAFE = ("file.unsafe_name",)
DOUBLED = ("file.doubled_part",)
ALL_EXTRA = ("file.table_extra", "members.table_missing")
_LISTED, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"
# Where a field stands in the list of entries, and how it is packed.
_FIELDS = {
    "made_by": (4, "<H"), "flags": (8, "<H"), "method": (10, "<H"), "crc": (16, "<L"), "packed": (20, "<L"),
    "size": (24, "<L"), "disk": (34, "<H"), "kind": (38, "<L"), "offset": (42, "<L"),
}  # fmt: skip


def holding(*more: Entry) -> Callable[[str], bytes]:
    """The honest CSV file in an archive, and more entries; CANARY in their data stands for the canary."""
    return lambda canary: zipped([Entry(NAME, csv_bytes(canary)), *(_planted(one, canary) for one in more)])


def named(name: str) -> Callable[[str], bytes]:
    """The honest CSV file under another name."""
    return lambda canary: zipped([Entry(name.replace("CANARY", canary), csv_bytes(canary))])


def _planted(entry: Entry, canary: str) -> Entry:
    return Entry(
        entry.name,
        entry.data.replace(b"CANARY", canary.encode()),
        entry.packed,
        entry.size,
        entry.flags,
        entry.method,
    )


def listed(entry: int = 0, **fields: int) -> Callable[[bytes], bytes]:
    """An archive whose list says something else about one of its entries."""

    def change(content: bytes) -> bytes:
        made = bytearray(content)
        at = -1
        for _ in range(entry + 1):
            at = content.index(_LISTED, at + 1)
        for name, value in fields.items():
            place, form = _FIELDS[name]
            struct.pack_into(form, made, at + place, value)
        return bytes(made)

    return change


def ended(**fields: int) -> Callable[[bytes], bytes]:
    """An archive whose end says something else: ``entries``, ``length`` or ``start`` of the list."""
    places = {"disk": (4, "<H"), "entries": (10, "<H"), "length": (12, "<L"), "start": (16, "<L")}

    def change(content: bytes) -> bytes:
        made = bytearray(content)
        at = content.rindex(b"PK\x05\x06")
        for name, value in fields.items():
            struct.pack_into(places[name][1], made, at + places[name][0], value)
        return bytes(made)

    return change


def then(make: Callable[[str], bytes], *changes: Callable[[bytes], bytes]) -> Callable[[str], bytes]:
    """What ``make`` makes, changed."""

    def changed(canary: str) -> bytes:
        content = make(canary)
        for change in changes:
            content = change(content)
        return content

    return changed


def commented(content: bytes) -> bytes:
    comment = b"Qvx comment"
    return content[:-2] + struct.pack("<H", len(comment)) + comment


def stored_behind(canary: str) -> bytes:
    """Sizes that follow the entry, as programs write that do not know them before."""
    data = csv_bytes(canary)
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    sizes = struct.pack("<LLL", zlib.crc32(data), len(packed), len(data))
    name = NAME.encode()
    local = (
        _LOCAL
        + struct.pack("<HHHHHLLLHH", 20, 8, 8, 0, 33, 0, 0, 0, len(name), 0)
        + name
        + packed
        + b"PK\x07\x08"
        + sizes
    )
    told = _LISTED + struct.pack("<HHHHHH", 20, 20, 8, 8, 0, 33) + sizes
    told += struct.pack("<HHHHHLL", len(name), 0, 0, 0, 0, 0, 0) + name
    return local + told + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(told), len(local), 0)


def overlapping(canary: str) -> bytes:
    """A hundred names for one packed file: small on disk, and each is unpacked."""
    one = zipped([Entry(NAME, b"x" * MIB)])
    start = one.index(_LISTED)
    told = one[start : one.rindex(b"PK\x05\x06")]
    names = (f"a{n:06d}.csv".encode() for n in range(100))
    many = b"".join(told[:46] + name for name in names)
    many = many.replace(NAME.encode(), b"a000000.csv")
    return one[:start] + many + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 100, 100, len(many), start, 0)


def quoting(canary: str) -> bytes:
    """An entry that holds, stored, the next one whole: the bytes of one belong to two."""
    inner = zipped([Entry(NAME, csv_bytes(canary))])
    local = inner[: inner.index(_LISTED)]
    outer = zipped([Entry("a.csv", local, local, method=0)])
    offset = outer.index(local)
    told = outer[outer.index(_LISTED) : outer.rindex(b"PK\x05\x06")]
    second = bytearray(inner[inner.index(_LISTED) : inner.rindex(b"PK\x05\x06")])
    struct.pack_into("<L", second, 42, offset)
    whole = told + second
    start = outer.index(_LISTED)
    return outer[:start] + whole + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 2, 2, len(whole), start, 0)


def nested(levels: int) -> Callable[[str], bytes]:
    """An archive in an archive, and so on."""

    def make(canary: str) -> bytes:
        content = zipped([Entry(NAME, csv_bytes(canary))])
        for level in range(levels):
            content = zipped([Entry(f"{level}.zip", content)])
        return content

    return make


def bomb(name: str = NAME) -> Callable[[str], bytes]:
    """2 GiB of one letter."""
    filling = repeated(b"member_id\n", b"x" * MIB, 2048, b"\n")
    return lambda canary: zipped([Entry(name, **filling)])  # type: ignore[arg-type]


def many(names: Iterable[str]) -> Callable[[str], bytes]:
    """Empty entries."""
    return lambda canary: zipped(Entry(name, b"", b"\x03\0") for name in names)


ALONE = holding()
ZIPS: Cases = {
    # Read right.
    "an archive of one CSV file": (ALONE, READ),
    "a CSV file that is not packed": (
        lambda canary: zipped([Entry(NAME, csv_bytes(canary), csv_bytes(canary), method=0)]),
        READ,
    ),
    "a CSV file in one folder": (named(f"CANARY/{NAME}"), READ),
    "what a Mac puts beside it": (
        holding(Entry(f"__MACOSX/._{NAME}", b"CANARY"), Entry(".DS_Store", b"x")),
        READ,
    ),
    "an archive with a comment": (then(ALONE, commented), READ),
    "sizes behind the file": (stored_behind, READ),
    "a name in another case": (named("MEMBERS.CSV"), READ),
    "a file of no table": (holding(Entry("notes.txt", b"CANARY")), ("file.table_extra", *READ)),
    "a file of no table with a canary for a name": (
        lambda canary: zipped([Entry(NAME, csv_bytes(canary)), Entry(f"{canary}.csv", b"x\n")]),
        ("file.table_extra", *READ),
    ),
    # Names.
    "an archived name that climbs out": (named("../members.csv"), UNSAFE),
    "an archived name that climbs out further on": (named("a/../../members.csv"), UNSAFE),
    "an archived name from the root": (named("/members.csv"), UNSAFE),
    "an archived name on a drive": (named("C:/members.csv"), UNSAFE),
    "an archived name of another machine": (named("\\\\host\\share\\members.csv"), UNSAFE),
    "an archived name with backslashes": (named("a\\..\\..\\members.csv"), UNSAFE),
    "an archived name of a device": (named("CON"), UNSAFE),
    "an archived name of a device with an ending": (named("con.csv"), UNSAFE),
    "an archived name of a numbered device": (named("COM1.csv"), UNSAFE),
    "an archived name with a second stream": (named("members.csv:hidden"), UNSAFE),
    "an archived name with a nought": (named("members.csv\0.exe"), UNSAFE),
    "an archived name with a line break": (named("members\n.csv"), UNSAFE),
    "an archived name that ends in a full stop": (named("members.csv."), UNSAFE),
    "an archived name that ends in a space": (named("members.csv "), UNSAFE),
    "an archived name with an asterisk": (named("*.csv"), UNSAFE),
    "no archived name": (named(""), UNSAFE),
    "an archived name of 10,000 letters": (named("x" * 10_000 + ".csv"), ALL_EXTRA),
    "an archived name that turns round": (named("members\u202evsc.exe"), ALL_EXTRA),
    "one archived name twice": (holding(Entry(NAME, b"CANARY")), DOUBLED),
    "one archived name twice but for its case": (holding(Entry("Members.CSV", b"CANARY")), DOUBLED),
    "one archived name twice but for its width": (holding(Entry("\uff4dembers.csv", b"CANARY")), DOUBLED),
    "a folder and a file of one name": (holding(Entry(f"{NAME}/x.csv", b"CANARY")), DOUBLED),
    "two files of one table": (holding(Entry("members.txt", b"CANARY")), ("file.table_twice",)),
    "a name that differs inside the archive": (
        lambda canary: zipped([Entry(NAME, csv_bytes(canary), local_name="loans__.csv")]),
        REFUSED,
    ),
    # Links, locks and packings.
    "a link to another file": (
        then(holding(Entry("a.csv", b"/etc/passwd")), listed(1, made_by=0x031E, kind=0o120777 << 16)),
        ("file.link",),
    ),
    "a link in place of the table": (
        then(lambda _: zipped([Entry(NAME, b"/etc/passwd")]), listed(made_by=0x031E, kind=0o120777 << 16)),
        ("file.link",),
    ),
    "a device in an archive": (then(ALONE, listed(made_by=0x031E, kind=0o060666 << 16)), ("file.link",)),
    "an archive under a password": (
        lambda canary: zipped([Entry(NAME, csv_bytes(canary), flags=0x801)]),
        ("file.password",),
    ),
    "an archive under a strong password": (
        lambda canary: zipped([Entry(NAME, csv_bytes(canary), flags=0x841, method=99)]),
        ("file.password",),
    ),
    "a packing that nobody knows": (
        lambda canary: zipped([Entry(NAME, csv_bytes(canary), method=97)]),
        ("file.zip_method",),
    ),
    "a packing of long ago": (
        lambda canary: zipped([Entry(NAME, csv_bytes(canary), method=6)]),
        ("file.zip_method",),
    ),
    # Lies.
    "a size that is too small": (lambda canary: zipped([Entry(NAME, csv_bytes(canary), size=10)]), REFUSED),
    "a size that is too large": (
        lambda canary: zipped([Entry(NAME, csv_bytes(canary), size=10_000)]),
        REFUSED,
    ),
    "a size of 4 GiB": (
        lambda canary: zipped([Entry(NAME, csv_bytes(canary), size=0xFFFFFFFE)]),
        ("file.too_large",),
    ),
    "a size that stands elsewhere": (
        lambda canary: zipped([Entry(NAME, csv_bytes(canary), size=0xFFFFFFFF)]),
        ("file.too_large",),
    ),
    "a wrong checksum": (then(ALONE, listed(crc=1)), REFUSED),
    "a packed size of nothing": (then(ALONE, listed(packed=0)), REFUSED),
    "an offset beyond the end": (then(ALONE, listed(offset=0x7FFFFFFF)), REFUSED),
    "a file on another disk": (then(ALONE, listed(disk=7)), READ),
    "an archive on another disk": (then(ALONE, ended(disk=7)), READ),
    "a list that begins elsewhere": (then(ALONE, ended(start=3)), REFUSED),
    "a list that is longer": (then(ALONE, ended(length=9_999)), REFUSED),
    "more entries than there are": (then(ALONE, ended(entries=7)), READ),
    "fewer entries than there are": (
        then(holding(Entry("loans.csv", b"CANARY")), ended(entries=1)),
        ("file.table_extra", *READ),
    ),
    "something before an archive": (
        lambda canary: b"PK\x03\x04" + b"#!/bin/sh\n" * 9 + ALONE(canary),
        REFUSED,
    ),
    "something behind an archive": (lambda canary: ALONE(canary) + b"CANARY" * 9, REFUSED),
    "two archives in one file": (
        lambda canary: ALONE(canary) + zipped([Entry(NAME, b"member_id\n")]),
        REFUSED,
    ),
    "an archive cut off": (lambda canary: ALONE(canary)[:-60], REFUSED),
    "packed bytes that are none": (
        lambda canary: zipped([Entry(NAME, csv_bytes(canary), b"\xff" * 50)]),
        REFUSED,
    ),
    # Bombs.
    "2 GiB in an archive": (bomb(), ("file.too_large",)),
    "2 GiB in a file of no table": (bomb("notes.csv"), ("file.too_large",)),
    "one file under a hundred names": (overlapping, REFUSED),
    "an entry in an entry": (quoting, REFUSED),
    "an archive in an archive": (nested(1), ("file.zip_inside",)),
    "twenty archives in one another": (nested(20), ("file.zip_inside",)),
    "100,000 entries": (many(f"{n}.csv" for n in range(100_000)), ("file.too_many_files",)),
    "6,000 entries": (many(f"{n}.csv" for n in range(6_000)), ("file.too_many_files",)),
    "6,000 folders in one another": (named("a/" * 6_000 + NAME), ("file.too_deep",)),
    # What is in it.
    "a workbook in an archive": (
        lambda canary: zipped([Entry("members.xlsx", honest(canary))]),
        ("file.not_csv",),
    ),
    "a picture under the name of a CSV file": (
        lambda canary: zipped([Entry(NAME, b"\x89PNG\r\n\x1a\n" + canary.encode())]),
        ("file.wrong_kind",),
    ),
    "an empty file in an archive": (lambda _: zipped([Entry(NAME, b"")]), ("file.empty",)),
    "an archive of folders": (many(("a/", "b/")), ("file.too_deep",)),
}
