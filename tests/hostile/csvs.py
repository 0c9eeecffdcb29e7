"""CSV files."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.books import MIB
from tests.hostile.honest import READ, Cases, csv_bytes


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


CSVS: Cases = {
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
