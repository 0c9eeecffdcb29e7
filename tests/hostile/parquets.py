"""Parquet files: whole ones of every type, and broken ones."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb

from tests.hostile.honest import HEADINGS, Cases

DAMAGED = ("file.damaged",)
READ = ("members.age.type row 2",)
BOTH = ("members.age.type row 1", "members.age.type row 2")
DATES = ("members.joined.type row 1", "members.joined.type row 2", *READ)
MORE = ("members.column_e.column_extra", *READ)


@cache
def _written(query: str, options: str = "") -> bytes:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute("SET threads = 1; SET force_mbedtls_unsafe = 'true'")
        connection.execute("PRAGMA add_parquet_key('k', '0123456789112345')")
        path = Path(folder) / "members.parquet"
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet{options})")
        return path.read_bytes()


def written(query: str, options: str = "") -> Callable[[str], bytes]:
    """What DuckDB writes for a query; CANARY in it stands for the canary."""
    return lambda canary: _written(query.replace("CANARY", canary), options.replace("CANARY", canary))


ROWS = (
    "SELECT * FROM (VALUES ('M-001', 'CANARY', '2020-01-01', '40'),"
    f" ('M-002', 'CANARY', '2020-01-01', 'CANARY')) t({', '.join(HEADINGS)})"
)
HONEST = written(ROWS)


def then(change: Callable[[bytes], bytes]) -> Callable[[str], bytes]:
    """The honest file, changed."""
    return lambda canary: change(HONEST(canary))


def footer(content: bytes) -> int:
    """Where the list of contents begins."""
    return len(content) - 8 - int(struct.unpack("<L", content[-8:-4])[0])


def claiming(rows: int, *places: int) -> Callable[[bytes], bytes]:
    """The list of contents says that there are so many rows: everywhere, or where its counts are told.

    The first (0) is that of the file, then one for each column, the last (5) that of the group of rows.
    """

    def change(content: bytes) -> bytes:
        told, number = bytearray(), rows << 1
        while number > 127:
            told.append(number & 127 | 128)
            number >>= 7
        told.append(number)
        start = footer(content)
        pieces = content[start:-8].split(b"\x16\x04")
        assert len(pieces) == 7
        contents = pieces[0]
        for place, piece in enumerate(pieces[1:]):
            contents += b"\x16" + (bytes(told) if place in (places or range(6)) else b"\x04") + piece
        return content[:start] + contents + struct.pack("<L", len(contents)) + content[-4:]

    return change


def flipped(at: int) -> Callable[[bytes], bytes]:
    """One bit of another value, counted from the start, or from the end where it is below 0."""

    def change(content: bytes) -> bytes:
        made = bytearray(content)
        made[at] ^= 0x10
        return bytes(made)

    return change


def one(expression: str, column: str = "full_name") -> Callable[[str], bytes]:
    """The honest rows with a column of another type."""
    others = ", ".join(f"{name}" for name in HEADINGS if name != column)
    return written(f"SELECT {others}, {expression} AS {column} FROM ({ROWS})")


PARQUETS: Cases = {
    # Read right.
    "an honest Parquet file": (HONEST, READ),
    "a Parquet file packed another way": (written(ROWS, ", COMPRESSION zstd"), READ),
    "a Parquet file without rows": (written(f"{ROWS} LIMIT 0"), ()),
    "a Parquet file with words beside it": (
        written(ROWS, ", KV_METADATA {author: 'CANARY'}"),
        ("file.properties", *READ),
    ),
    "dates, numbers and truth": (
        written("SELECT 'M-001' AS member_id, true AS full_name, DATE '2020-01-01' AS joined, 40 AS age"),
        (),
    ),
    "a moment in a zone": (one("TIMESTAMPTZ '2020-01-01 12:00:00+05'", "joined"), DATES),
    "a decimal": (one("CAST(40 AS DECIMAL(9, 2))", "age"), ()),
    "not a number in Parquet": (one("'nan'::DOUBLE", "age"), BOTH),
    "no end to a float": (one("'inf'::DOUBLE", "age"), BOTH),
    "a float of seventeen figures": (one("12345678901234567::DOUBLE", "age"), ("file.long_number",)),
    "a number of 38 figures": (
        one("99999999999999999999999999999999999999::HUGEINT", "age"),
        ("file.long_number",),
    ),
    "a date far away": (one("DATE '290000-01-01'", "joined"), DATES),
    "a column that is a canary": (written(f'SELECT *, 1 AS "CANARY" FROM ({ROWS})'), MORE),
    "two columns but for their case": (written(f'SELECT *, 1 AS "AGE" FROM ({ROWS})'), MORE),
    "a column without a name": (written(f'SELECT *, 1 AS " " FROM ({ROWS})'), MORE),
    # Refused.
    "a list in a column": (one("['CANARY']"), ("file.column_type",)),
    "a structure in a column": (one("{'a': 'CANARY'}"), ("file.column_type",)),
    "a map in a column": (one("MAP {'a': 'CANARY'}"), ("file.column_type",)),
    "bytes in a column": (one("'CANARY'::BLOB"), ("file.column_type",)),
    "a length of time": (one("INTERVAL 1 DAY"), ("file.column_type",)),
    "lists in lists": (one("[[[['CANARY']]]]"), ("file.column_type",)),
    "2,001 columns of Parquet": (
        written("SELECT " + ", ".join(f"1 AS c{n}" for n in range(2_001))),
        ("file.too_many_columns",),
    ),
    "a text of 40,000 letters in Parquet": (one("repeat('x', 40000)"), ("file.cell_too_long",)),
    "a text of 300 MB": (one("repeat('x', 300000000)"), ("file.too_large",)),
    "a nought in a text of Parquet": (one("'CAN' || chr(0) || 'ARY'"), ("file.control_character",)),
    "an encrypted Parquet file": (written(ROWS, ", ENCRYPTION_CONFIG {footer_key: 'k'}"), ("file.password",)),
    "the marks of an encrypted Parquet file": (
        then(lambda made: b"PARE" + made[4:-4] + b"PARE"),
        ("file.password",),
    ),
    "the end of an encrypted Parquet file": (then(lambda made: made[:-4] + b"PARE"), DAMAGED),
    "Parquet cut off": (then(lambda made: made[:-20]), DAMAGED),
    "half of a Parquet file": (then(lambda made: made[: len(made) // 2]), DAMAGED),
    "the mark of Parquet alone": (lambda _: b"PAR1", DAMAGED),
    "the mark of Parquet twice": (lambda _: b"PAR1PAR1", DAMAGED),
    "the marks of Parquet round something else": (
        lambda canary: b"PAR1" + canary.encode() * 50 + b"PAR1",
        DAMAGED,
    ),
    "the mark of Parquet before CSV": (lambda canary: b"PAR1,full_name\n" + canary.encode() + b"\n", DAMAGED),
    "a list of contents of no length": (then(lambda made: made[:-8] + bytes(4) + made[-4:]), DAMAGED),
    "a list of contents of 2 GiB": (then(lambda made: made[:-8] + b"\xff\xff\xff\x7f" + made[-4:]), DAMAGED),
    "a list of contents of 4 GiB": (then(lambda made: made[:-8] + b"\xff\xff\xff\xff" + made[-4:]), DAMAGED),
    "a list of contents of noughts": (
        then(lambda made: made[: footer(made)] + bytes(len(made) - 8 - footer(made)) + made[-8:]),
        DAMAGED,
    ),
    "a list of contents of ones": (
        then(lambda made: made[: footer(made)] + b"\xff" * (len(made) - 8 - footer(made)) + made[-8:]),
        DAMAGED,
    ),
    "the name of a column that is no text": (
        then(lambda made: made.replace(b"full_name", b"full\xff\xfe\xc3me")),
        ("file.encoding",),
    ),
    "a thousand rows claimed": (then(claiming(1_000)), DAMAGED),
    "a billion billion rows claimed": (then(claiming(10**18)), ("file.too_large",)),
    "less than no rows claimed": (then(claiming(-1 & (1 << 62) - 1)), ("file.too_large",)),
    "no rows claimed": (then(claiming(0)), ()),
    "one row claimed of two": (then(claiming(1)), ()),
    "a row more than its groups have": (then(claiming(3, 0)), DAMAGED),
    "a row less than its groups have": (then(claiming(1, 0)), DAMAGED),
    "no rows, and groups of them": (then(claiming(0, 0)), DAMAGED),
    "a group with a row less than its columns": (then(claiming(1, 5)), DAMAGED),
    "a column with a value less": (then(claiming(1, 4)), DAMAGED),
    "a bit of a value flipped": (then(flipped(40)), DAMAGED),
    "a bit of the list of contents flipped": (then(flipped(-100)), READ),
    "noughts in the middle": (then(lambda made: made[:30] + bytes(40) + made[70:]), DAMAGED),
    "Parquet with something behind it": (then(lambda made: made + b"CANARY"), DAMAGED),
    "two Parquet files in one": (then(lambda made: made + made), READ),
}
