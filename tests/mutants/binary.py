"""Breaks bytes of any sort, and the end of a Parquet file where it says what it holds."""

from __future__ import annotations

import struct
from random import Random

__all__ = ["BINARY", "PARQUET"]

_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)


def truncated(content: bytes, chance: Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def flipped(content: bytes, chance: Random) -> bytes:
    made = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 8, 32))):
        if made:
            made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def cut(content: bytes, chance: Random) -> bytes:
    at, length = _run(content, chance)
    return content[:at] + content[at + length :]


def doubled(content: bytes, chance: Random) -> bytes:
    at, length = _run(content, chance)
    return content[: at + length] + content[at:]


def noughts(content: bytes, chance: Random) -> bytes:
    at, length = _run(content, chance)
    return content[:at] + bytes(min(length, len(content) - at)) + content[at + length :]


def swapped(content: bytes, chance: Random) -> bytes:
    first, second = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    middle = chance.randint(first, second)
    return content[:first] + content[middle:second] + content[first:middle] + content[second:]


def number_put_in(content: bytes, chance: Random) -> bytes:
    width = chance.choice("BHLQ")
    value = chance.choice(_NUMBERS) & ((1 << 8 * struct.calcsize(f"<{width}")) - 1)
    told = struct.pack("<" + width, value)
    at = chance.randrange(max(1, len(content) - len(told)))
    return content[:at] + told + content[at + len(told) :]


def before_and_after(content: bytes, chance: Random) -> bytes:
    more = chance.choice((b"\0" * 64, b"PK\x05\x06", b"PAR1", b"\xef\xbb\xbf", b"\n\n", b"x" * 1000, content))
    return content + more if chance.random() < 0.6 else more + content


def _run(content: bytes, chance: Random) -> tuple[int, int]:
    return chance.randrange(len(content) + 1), chance.choice((1, 1, 2, 4, 16, 64, 512))


def footer_length(content: bytes, chance: Random) -> bytes:
    """A Parquet file whose last bytes lie about how long its list of contents is."""
    value = chance.choice((*_NUMBERS, chance.randrange(len(content) + 1))) & 0xFFFFFFFF
    return content[:-8] + struct.pack("<L", value) + content[-4:]


def footer_broken(content: bytes, chance: Random) -> bytes:
    """A Parquet file with another list of contents of the same length."""
    start = _footer(content)
    made = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(start, max(start + 1, len(made) - 8))
        made[at] = chance.choice(
            (0, 0x7F, 0x80, 0xFF, made[at] ^ (1 << chance.randrange(8)), made[at] + 1 & 255)
        )
    return bytes(made)


def footer_count(content: bytes, chance: Random) -> bytes:
    """A Parquet file in whose list of contents a number has become a huge one, and its length is right."""
    start = _footer(content)
    at = chance.randrange(start, len(content) - 8)
    huge = chance.choice(
        (b"\xff\xff\xff\xff\x0f", b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01", b"\x80\x80\x40")
    )
    footer = content[start:at] + huge + content[at + 1 : -8]
    return content[:start] + footer + struct.pack("<L", len(footer)) + content[-4:]


def another_magic(content: bytes, chance: Random) -> bytes:
    word = chance.choice((b"PARE", b"PAR2", b"PK\x03\x04", b"\0\0\0\0"))
    return chance.choice((word + content[4:], content[:-4] + word, word + content[4:-4] + word))


def _footer(content: bytes) -> int:
    length = struct.unpack("<L", content[-8:-4])[0] if len(content) > 12 else 0
    return max(0, len(content) - 8 - length)


BINARY = (truncated, flipped, cut, doubled, noughts, swapped, number_put_in, before_and_after)
PARQUET = (footer_length, footer_broken, footer_broken, footer_count, footer_count, another_magic)
