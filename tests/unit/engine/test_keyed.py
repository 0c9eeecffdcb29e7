"""Tokens in SQL are those of Python, of every text, and their keys are to be read nowhere."""

from __future__ import annotations

import hashlib
import hmac
import re
import traceback
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern.engine import sql
from cfgovern.engine.keyed import held, keyed, keyed_hex
from cfgovern.errors import InternalFault
from cfgovern.tokens.keyed import TokenKey
from tests.conftest import examples

KEY = bytes(range(0x61, 0x81))
PADS = TokenKey(KEY).pads()


def statement(hexadecimal: bool = False) -> str:
    made = (keyed_hex if hexadecimal else keyed)(sql.column("value"), "surname_full")
    return sql.render(sql.select([made], "texts"))


def tokens(texts: list[str | None], *, hexadecimal: bool = False) -> list[bytes | str | None]:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE texts AS SELECT unnest($1::VARCHAR[]) AS value", [texts])
        with held(connection, {"surname_full": PADS}):
            found = connection.execute(statement(hexadecimal)).fetchall()
    return [row[0] for row in found]


# RFC 4231, cases 1 to 4 (keys of less than a block), 6 and 7 (longer: hashed first, as RFC 2104 says).
RFC_4231 = [
    ("0b" * 20, "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b"),
    (
        "4a656665",
        "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
        "5bdcc146bf60754e6a042426089575c7",
    ),
    ("aa" * 20, "dd" * 50, "773ea91e36800e46854db8ebd09181a7"),
    ("0102030405060708090a0b0c0d0e0f10111213141516171819", "cd" * 50, "82558a389a443c0ea4cc819899f2083a"),
    (
        "aa" * 131,
        b"Test Using Larger Than Block-Size Key - Hash Key First".hex(),
        "60e431591ee0b67f0d8a26aacbf5b77f",
    ),
    (
        "aa" * 131,
        b"This is a test using a larger than block-size key and a larger than block-size data. The key needs "
        b"to be hashed before being used by the HMAC algorithm.".hex(),
        "9b09ffa71b942fcb27635fbcd5b0e944",
    ),
]


@pytest.mark.parametrize(("key", "data", "expected"), RFC_4231)
def test_rfc_4231(key: str, data: str, expected: str) -> None:
    """The data of two cases are no text, so that the engine is handed the bytes behind its encoding."""
    secret, value = bytes.fromhex(key), bytes.fromhex(data)
    assert hmac.digest(secret, value, "sha256")[:16].hex() == expected
    padded = (hashlib.sha256(secret).digest() if len(secret) > 64 else secret).ljust(64, b"\0")
    pads = bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)
    query = statement().replace("ENCODE(NULLIF(\"value\", ''))", '"value"')
    assert query.count('"value"') == 1
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE texts AS SELECT $1::BLOB AS value", [value])
        with held(connection, {"surname_full": pads}):
            assert connection.execute(query).fetchall() == [(bytes.fromhex(expected),)]


@settings(deadline=None, max_examples=examples(60))
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=40))
def test_every_text_has_the_token_of_hmac(texts: list[str]) -> None:
    expected = [hmac.digest(KEY, text.encode(), "sha256")[:16] if text else None for text in texts]
    assert tokens([*texts]) == expected
    assert tokens([*texts], hexadecimal=True) == [token and token.hex() for token in expected]


def test_thousands_of_texts_of_every_length_have_the_token_of_python() -> None:
    texts = ["ß\\x41" * (number % 97) + str(number) for number in range(5000)]
    key = TokenKey(KEY)
    assert tokens([*texts]) == [key.token(text) for text in texts]


def test_nothing_has_no_token() -> None:
    assert tokens([None, "", " "])[:2] == [None, None]
    assert tokens([" "]) != [None]


def test_each_token_has_the_key_of_its_name() -> None:
    other = TokenKey(bytes(32))
    query = sql.select([keyed(sql.text("a"), "one"), keyed(sql.text("a"), "two")], "texts")
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE texts AS SELECT 1")
        with held(connection, {"one": PADS, "two": other.pads()}):
            found = connection.execute(sql.render(query)).fetchall()
    assert found == [(TokenKey(KEY).token("a"), other.token("a"))]


def test_without_its_key_nothing_is_made() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE texts AS SELECT 'a' AS value")
        with held(connection, {"given_full": PADS}), pytest.raises(duckdb.BinderException):
            connection.execute(statement())
        with pytest.raises(duckdb.CatalogException):
            connection.execute(statement())


# --- where a key must not be read ---------------------------------------------------------------------
@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        made.execute("CREATE TABLE texts AS SELECT 'smith' || range AS value FROM range(3000)")
        with held(made, {"surname_full": PADS}):
            yield made


_ESCAPED = re.compile(r"\\x([0-9a-f]{2})")


def readable(text: str) -> str:
    """``text`` with escapes undone, and without what draws a plan and breaks its lines."""
    small = re.sub(r"[\s\u2500-\u257f\u256d-\u2570]|\\n", "", text.replace("\\\\", "\\")).lower()
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), small)


def told_in(*told: object) -> list[str]:
    """Which parts of the key and its pads can be read in what was ``told``, as bytes, escapes or figures."""
    text = "\n".join(readable(str(one)) for one in told)
    assert text
    secrets = [secret[start : start + 12] for secret in (KEY, *PADS) for start in (0, 16)]
    return [
        secret.hex()
        for secret in secrets
        if secret.hex() in text or "".join(secret.decode("latin-1").lower().split()) in text
    ]


def test_a_bound_key_would_be_read_in_the_plan(connection: duckdb.DuckDBPyConnection) -> None:
    """Why keys are held in a table; and the search for them finds what there is."""
    plan = connection.execute("EXPLAIN SELECT sha256($1 || encode(value)) FROM texts", [PADS[1]]).fetchall()
    assert len(told_in(plan)) == 2
    assert told_in(KEY.hex(), repr(PADS)) != []


@pytest.mark.parametrize("kind", ["EXPLAIN", "EXPLAIN ANALYZE"])
def test_no_plan_has_the_key(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    plan = connection.execute(f"{kind} {statement()}").fetchall()
    assert "sha256" in str(plan) and told_in(plan) == []


def test_no_log_has_the_key() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE texts AS SELECT 'smith' AS value")
        connection.execute("CALL enable_logging(level = 'trace')")
        with held(connection, {"surname_full": PADS}):
            connection.execute(statement()).fetchall()
        logged = connection.execute("SELECT type, log_level, message FROM duckdb_logs()").fetchall()
        variables = connection.execute("FROM duckdb_variables()").fetchall()
    assert any("INSERT INTO" in str(line) for line in logged) and any(
        "SHA256" in str(line) for line in logged
    )
    assert told_in(logged, variables) == []


def test_no_profile_has_the_key(tmp_path: Path) -> None:
    """Neither of the statement that uses it nor of the one that puts it there."""
    profiles = []
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE texts AS SELECT 'smith' AS value")
        connection.execute("SET enable_profiling = 'json'")
        connection.execute("SET profiling_mode = 'detailed'")
        connection.execute("SET profiling_coverage = 'ALL'")
        connection.execute(f"SET profiling_output = '{tmp_path / 'profile.json'}'")

        def profile() -> None:
            profiles.append((tmp_path / "profile.json").read_text(encoding="utf-8"))

        with held(connection, {"surname_full": PADS}):
            connection.fetchall()
            profile()
            connection.execute(statement()).fetchall()
            profile()
    assert "INSERT" in profiles[0] and "sha256" in profiles[1]
    assert told_in(*profiles) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "SELECT CAST(({}) AS INTEGER) FROM texts",
        "SELECT error(({})::VARCHAR) FROM texts",
        "SELECT ({}) + 1 FROM texts",
        "SELECT ({}) FROM nowhere",
        "SELECT ({}) FROM",
    ],
)
def test_no_message_has_the_key(connection: duckdb.DuckDBPyConnection, wrong: str) -> None:
    made = sql.render(keyed(sql.column("value"), "surname_full"))
    with pytest.raises(duckdb.Error) as error:
        connection.execute(wrong.format(made)).fetchall()
    assert told_in(error.value) == []


def test_no_file_has_the_key(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Parquet keeps statistics and metadata beside the values."""
    file = tmp_path / "tokens.parquet"
    connection.execute(f"COPY ({statement()}) TO '{file}' (FORMAT PARQUET)")
    assert file.read_bytes()[:4] == b"PAR1"
    assert told_in(file.read_bytes().decode("latin-1")) == []


def test_keys_go_when_the_work_is_done_or_fails() -> None:
    with duckdb.connect() as connection:
        with pytest.raises(RuntimeError), held(connection, {"surname_full": PADS}):
            raise RuntimeError
        assert connection.execute("SHOW ALL TABLES").fetchall() == []


def test_a_fault_in_holding_them_tells_nothing() -> None:
    with duckdb.connect() as connection, held(connection, {"surname_full": PADS}):
        with pytest.raises(InternalFault) as fault, held(connection, {"surname_full": PADS}):
            pass
        assert told_in(fault.value, *traceback.format_exception(fault.value)) == []
        assert fault.value.__suppress_context__
