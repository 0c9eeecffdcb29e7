"""JSON Lines, and what is nearly that."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.hostile.honest import HEADINGS, Cases

DAMAGED = ("file.json",)
READ = ("members.age.type row 2",)
THIRD = (*READ, "members.age.type row 3")
LETTERS = (*READ, "members.full_name.characters row 3")
MORE = ("members.column_e.column_extra", *READ)


def objects(canary: str) -> list[str]:
    """One record in order and one whose age is no number."""
    cells = (("M-001", canary, "2020-01-01", 40), ("M-002", canary, "2020-01-01", canary))
    return [json.dumps(dict(zip(HEADINGS, row, strict=True))) for row in cells]


def json_lines(*more: str, end: str = "\n") -> Callable[[str], bytes]:
    """The honest lines and more; CANARY in them stands for the canary."""

    def make(canary: str) -> bytes:
        lines = [*objects(canary), *(line.replace("CANARY", canary) for line in more)]
        return "".join(line + end for line in lines).encode("utf-8", "surrogatepass")

    return make


def value(told: str) -> Callable[[str], bytes]:
    """The honest lines and one with ``told`` for an age."""
    return json_lines(f'{{"member_id": "M-003", "full_name": "CANARY", "age": {told}}}')


def recoded(change: Callable[[bytes], bytes]) -> Callable[[str], bytes]:
    """The honest lines as other bytes."""
    return lambda canary: change(json_lines()(canary))


def whole(canary: str) -> bytes:
    return ("[" + ",\n".join(objects(canary)) + "]").encode()


JSON_LINES: Cases = {
    # Read right.
    "honest JSON lines": (json_lines(), READ),
    "JSON lines with a mark": (recoded(lambda made: b"\xef\xbb\xbf" + made), READ),
    "JSON lines without the last end": (recoded(lambda made: made[:-1]), READ),
    "JSON lines that end as on Windows": (json_lines(end="\r\n"), READ),
    "blank JSON lines": (json_lines("", "  ", '{"member_id": "M-003"}'), READ),
    "null in JSON": (value("null"), READ),
    "true in JSON": (value("true"), THIRD),
    "a whole number with a point": (value("40.0"), READ),
    "minus nought": (value("-0"), (*READ, "members.age.minimum row 3")),
    "a key of no column": (json_lines('{"member_id": "M-003", "CANARY": 1}'), MORE),
    "an empty key": (json_lines('{"member_id": "M-003", "": 1}'), MORE),
    "a key by its numbers": (json_lines('{"\\u006dember_id": "M-003"}'), READ),
    "an empty object": (json_lines("{}"), READ),
    "a line separator of Unicode in a text": (
        json_lines('{"member_id": "M-003", "full_name": "CAN\u2028ARY"}'),
        LETTERS,
    ),
    "a text that turns round": (json_lines('{"member_id": "M-003", "full_name": "\u202eCANARY"}'), LETTERS),
    "markup in a text": (json_lines('{"member_id": "M-003", "full_name": "</script><b>CANARY"}'), READ),
    # Refused.
    "100,000 levels": (value("[" * 100_000 + "]" * 100_000), DAMAGED),
    "100,000 levels left open": (value("[" * 100_000), DAMAGED),
    "100,000 objects in one another": (value('{"a":' * 100_000 + "1" + "}" * 100_000), DAMAGED),
    "two levels": (value('{"a": 1}'), ("file.nested_value",)),
    "a list of values": (value("[1]"), ("file.nested_value",)),
    "a key twice": (json_lines('{"member_id": "M-003", "age": 40, "age": 50}'), ("file.doubled_key",)),
    "a key twice, once by its numbers": (json_lines('{"age": 40, "\\u0061ge": 50}'), ("file.doubled_key",)),
    "not a number in JSON": (value("NaN"), DAMAGED),
    "no end to a number": (value("-Infinity"), DAMAGED),
    "a number too large for any": (value("1e999"), THIRD),
    "an exponent beyond all measure": (value("1e999999999999999999999"), THIRD),
    "5,000 figures": (value("9" * 5_000), THIRD),
    "40,000 figures": (value("9" * 40_000), ("file.cell_too_long",)),
    "a nought before a number": (value("01"), DAMAGED),
    "half a surrogate pair": (value('"\\ud800"'), ("file.encoding",)),
    "half a surrogate pair in a key": (json_lines('{"\\udfff": 1}'), ("file.encoding",)),
    "half a surrogate pair as bytes": (value('"\ud800"'), ("file.encoding",)),
    "a nought in a text": (value('"\\u0000"'), ("file.control_character",)),
    "a text of 40,000 letters": (value(f'"{"x" * 40_000}"'), ("file.cell_too_long",)),
    "a text with a real line break": (value('"CAN\nARY"'), DAMAGED),
    "a text in single marks": (value("'x'"), DAMAGED),
    "a remark in JSON": (json_lines("// CANARY"), DAMAGED),
    "a comma too many": (json_lines('{"member_id": "M-003",}'), DAMAGED),
    "two objects on a line": (json_lines('{"member_id": "M-003"} {"member_id": "M-004"}'), DAMAGED),
    "half an object": (json_lines('{"member_id": "M-003", "full_name": "CANARY'), DAMAGED),
    "one array of all": (whole, ("file.json_array",)),
    "an array on each line": (json_lines('["M-003", "CANARY", null, 40]'), DAMAGED),
    "a text on a line": (json_lines('"CANARY"'), DAMAGED),
    "JSON in UTF-16": (recoded(lambda made: made.decode().encode("utf-16")), ("file.encoding",)),
    "JSON in Windows text": (
        json_lines('{"member_id": "M-003", "full_name": "CANARY \udce9"}'),
        ("file.encoding",),
    ),
    "JSON lines with noughts behind them": (recoded(lambda made: made + bytes(3_000)), DAMAGED),
    "a JSON line of 5 MB": (value('"' + "x" * 5_000_000 + '"'), ("file.line_too_long",)),
    "5,000 keys": (json_lines(json.dumps({f"k{n}": n for n in range(5_000)})), ("file.too_many_columns",)),
    "another key on each line": (
        json_lines(*(f'{{"k{n}": 1}}' for n in range(5_000))),
        ("file.too_many_columns",),
    ),
    "no JSON in a JSON file": (
        lambda canary: f"member_id,full_name\nM-001,{canary}\n".encode(),
        ("members.joined.column_missing", "members.age.column_missing"),
    ),
    "JSON lines that are empty": (lambda _: b"\n\n", ("members.header_missing",)),
}
