"""Cryptographic Longterm Keys: the bits of a record, each equal to what clkhash 0.18.3 makes of it.

Which bits a part of a feature sets is told by a keyed hash of it: 16 bits of BLAKE2b for each, or HMAC-SHA1
and HMAC-MD5 combined. The bits of all features lie over one another. What it protects from, and what not, is
in ``docs/reference/clk.md``: it is weaker than tokens.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import lru_cache, reduce
from hashlib import blake2b
from itertools import repeat
from operator import or_
from struct import Struct

from cfgovern.errors import UsageError
from cfgovern.tokens.clkschema import Feature, Schema
from cfgovern.tokens.keyed import TokenKey

__all__ = ["Encoder"]

_AT_ONCE = 32  # numbers of 16 bits in a hash of BLAKE2b
_NUMBERS = Struct("<32H")
_PARTS, _VALUES = 1 << 18, 1 << 16  # kept: names come again and again, and pairs of letters yet more often
Pair = tuple[bytes, bytes]
Said = tuple[Pair, int, str, int]
"""Keys of a feature, its place, one part of its text, and how many bits that sets."""


class Encoder:
    """Makes the codes of records by one schema, under one key. It shows neither."""

    def __init__(self, schema: Schema, key: TokenKey) -> None:
        self.schema = schema
        self._key = key
        self._keys = lru_cache(maxsize=256)(self._derived)
        self._value = lru_cache(maxsize=_VALUES)(self._of_value)
        self._parts = _Kept(self._of_part)

    def bits(self, record: Sequence[str], salt: str = "") -> int:
        """The bits of a record, the first of them the highest.

        ``record``: a text a feature of the schema, empty for none. ``salt``: what its keys are derived
        with in place of the schema's own salt. Raises UsageError ``clk.value`` for a text that does not
        fit its feature, with the name of that and not the text.
        """
        found = reduce(or_, map(self._value, self._keys(salt), range(len(record)), record), 0)
        for fold in range(self.schema.folds):
            half = self.schema.wide >> fold + 1
            found = (found >> half) ^ (found & (1 << half) - 1)
        return found

    def text(self, record: Sequence[str], salt: str = "") -> str:
        """The same in base 64, as clkhash writes it; empty where nothing is set, for nothing has no code."""
        found = self.bits(record, salt)
        return b64encode(found.to_bytes(self.schema.bits // 8)).decode() if found else ""

    def _derived(self, salt: str) -> tuple[Pair, ...]:
        schema, size = self.schema, self.schema.key_size
        own = salt.encode() if salt else schema.salt
        some = self._key.stretched(schema.key_bytes, schema.hash, own, schema.info)
        each = [some[at : at + size] for at in range(0, len(some), size)]
        return tuple(zip(each[::2], each[1::2], strict=True))

    def _of_value(self, keys: Pair, at: int, text: str) -> int:
        feature = self.schema.features[at]
        if feature is None:
            return 0
        try:
            parts = feature.parts(feature.written(text))
        except ValueError:
            raise UsageError(
                "clk.value",
                "A value does not fit the linkage schema.",
                where=feature.name,
                fix="Give values in the form that the schema says.",
            ) from None
        counts = feature.per_part(len(parts)) if parts else ()
        return reduce(or_, map(self._parts.__getitem__, zip(repeat(keys), repeat(at), parts, counts)), 0)

    def _of_part(self, said: Said) -> int:
        keys, at, part, count = said
        feature, wide = self.schema.features[at], self.schema.wide
        assert feature is not None
        text = part.encode(feature.encoding)
        places = _doubled(feature, keys, text, count, wide) if feature.double else _blake(keys, text, count)
        found = 0
        for place in places:
            found |= 1 << wide - 1 - place % wide
        return found


class _Kept(dict[Said, int]):
    """What was made once, and is not made again as long as there is room."""

    def __init__(self, made: Callable[[Said], int]) -> None:
        self._made = made

    def __missing__(self, said: Said) -> int:
        if len(self) >= _PARTS:
            self.clear()
        found = self[said] = self._made(said)
        return found


def _blake(keys: Pair, part: bytes, count: int) -> Sequence[int]:
    found: tuple[int, ...] = ()
    for block in range((count + _AT_ONCE - 1) // _AT_ONCE):
        found += _NUMBERS.unpack(blake2b(part, key=keys[0], salt=str(block).encode()).digest())
    return found[:count]


def _doubled(feature: Feature, keys: Pair, part: bytes, count: int, wide: int) -> Sequence[int]:
    first = int.from_bytes(hmac.digest(keys[0], part, "sha1")) % wide
    second, tried = int.from_bytes(hmac.digest(keys[1], part, "md5")) % wide, 0
    while feature.nowhere_singular and not second:
        second = int.from_bytes(hmac.digest(keys[1], part + chr(tried).encode(), "md5")) % wide
        tried += 1
    return [first + number * second for number in range(count)]
