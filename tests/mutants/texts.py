"""Breaks text: CSV by its bytes, JSON Lines by its tokens."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

__all__ = ["CSV", "JSON"]

_CSV_BITS = (
    b'"', b'""', b'"""', b",", b",,,,", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\n\n", b"\0", b"\x1a",
    b"\x1f", b"\xef\xbb\xbf", b"\xff\xfe", b"\xc3", b"\x80", b"\xf0\x9f", b"\xed\xa0\x80", "é".encode(),
    "é".encode("cp1252"), "\u202e".encode(), "\u200b".encode(), "\u2028".encode(), "\x85".encode(),
    "\xa0".encode(), "＝".encode(), b"#", b"=1+1", b"'", b"\\", b" ", b" " * 500, b"9.43E+09", b"NULL",
    b"x" * 40_000,
)  # fmt: skip
_JSON_BITS = (
    b"NaN", b"-Infinity", b"1e999", b"-0", b"01", b"9" * 5_000, b'"\\ud800"', b'"\\u0000"', b'""', b"true",
    b"null", b"[]", b"{}", b"[" * 100_000, b'{"a":' * 2_000, b"[1,2]", b'{"a":1}', b"1.0", b"43831", b"'x'",
    b"/*x*/", b'"\xff"', b'"' + b"x" * 40_000 + b'"',
)  # fmt: skip
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
_ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp037", "utf-7")


def bits_put_in(content: bytes, chance: Random) -> bytes:
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        at = chance.randrange(len(content) + 1)
        content = content[:at] + chance.choice(_CSV_BITS) + content[at + chance.choice((0, 0, 1)) :]
    return content


def bit_at_a_cell(content: bytes, chance: Random) -> bytes:
    """Something at the edge of a cell, where quotation marks and separators count."""
    edges = [at for at, byte in enumerate(content) if byte in b',\n"']
    at = chance.choice(edges or [0]) + chance.choice((0, 1))
    return content[:at] + chance.choice(_CSV_BITS) + content[at:]


def other_ends(content: bytes, chance: Random) -> bytes:
    end = chance.choice((b"\r", b"\r\n", b"\n\r", b"\r\r\n", b"\x0b", b"\xc2\x85", b"\n\n"))
    if chance.random() < 0.5:
        return content.replace(b"\n", end)
    lines = content.split(b"\n")
    at = chance.randrange(len(lines))
    return b"\n".join(lines[:at]) + end + b"\n".join(lines[at:])


def other_separator(content: bytes, chance: Random) -> bytes:
    return content.replace(b",", chance.choice((b";", b"\t", b"|", b", ", b",\t", b",,", b":")))


def other_encoding(content: bytes, chance: Random) -> bytes:
    told = content.decode("latin-1" if chance.random() < 0.2 else "utf-8", "replace")
    return told.encode(chance.choice(_ENCODINGS), "replace")


def lines_changed(content: bytes, chance: Random) -> bytes:
    lines = content.splitlines(keepends=True)
    if not lines:
        return content
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    change = chance.choice(("swap", "drop", "double", "many", "join", "titles"))
    if change == "swap":
        lines[first], lines[second] = lines[second], lines[first]
    elif change == "drop":
        del lines[first]
    elif change == "double":
        lines.insert(second, lines[first])
    elif change == "many":
        lines[first:first] = [lines[first]] * 3_000
    elif change == "join":
        lines[first] = lines[first].rstrip(b"\r\n")
    else:
        told = chance.choice(
            (b"sep=;\n", b"sep=,\n", b"A title\n", b",,,\n", b"\n\n\n", b"a,b\n", lines[second])
        )
        lines.insert(0, told)
    return b"".join(lines)


def columns_changed(content: bytes, chance: Random) -> bytes:
    rows = [line.split(b",") for line in content.split(b"\n")]
    at, other = chance.randrange(4), chance.randrange(4)
    change = chance.choice(("swap", "drop", "double", "empty", "name"))
    for cells in rows[: 1 if change == "name" else None]:
        if len(cells) <= max(at, other):
            continue
        if change == "swap":
            cells[at], cells[other] = cells[other], cells[at]
        elif change == "drop":
            del cells[at]
        elif change == "double":
            cells.insert(other, cells[at])
        elif change == "empty":
            cells[at] = b""
        else:
            cells[at] = chance.choice(
                (cells[other], b"", cells[at].upper(), b"\xe2\x80\x8b" + cells[at], b"=x")
            )
    return b"\n".join(map(b",".join, rows))


def token_changed(content: bytes, chance: Random) -> bytes:
    found = list(_TOKEN.finditer(content))
    if not found:
        return content
    at = chance.choice(found)
    other = chance.choice(
        (chance.choice(found)[0], chance.choice(_JSON_BITS), chance.choice(_JSON_BITS), b"")
    )
    return content[: at.start()] + other + content[at.end() :]


def token_put_in(content: bytes, chance: Random) -> bytes:
    found = [at.start() for at in _TOKEN.finditer(content)] or [0]
    at = chance.choice(found)
    bit = chance.choice(
        (*_JSON_BITS, b"{", b"}", b"]", b",", b":", b"\n", b"\r", b"\\", b"\0", b"\xef\xbb\xbf")
    )
    return content[:at] + bit + content[at:]


def key_doubled(content: bytes, chance: Random) -> bytes:
    lines = content.split(b"\n")
    at = chance.randrange(len(lines))
    pairs = re.findall(rb'"[a-z_]+": "[^"]*"', lines[at])
    if pairs:
        lines[at] = lines[at][:-1] + b", " + chance.choice(pairs) + b"}"
    return b"\n".join(lines)


def as_one_array(content: bytes, chance: Random) -> bytes:
    lines = [line for line in content.split(b"\n") if line]
    whole = b"[" + b",".join(lines) + b"]"
    return chance.choice(
        (whole, whole.replace(b"},", b"},\n"), b"\n".join(b"[" + line + b"]" for line in lines))
    )


Breaker = Callable[[bytes, Random], bytes]
CSV: tuple[Breaker, ...] = (
    bits_put_in, bits_put_in, bit_at_a_cell, bit_at_a_cell, other_ends, other_separator, other_encoding,
    lines_changed, lines_changed, columns_changed,
)  # fmt: skip
JSON: tuple[Breaker, ...] = (
    token_changed, token_changed, token_changed, token_put_in, token_put_in, key_doubled, as_one_array,
    other_ends, other_encoding, lines_changed, bits_put_in,
)  # fmt: skip
