"""Tokens on Spark: the same as in DuckDB and in Python, and no key in any plan."""

from __future__ import annotations

from typing import Any

import pytest

from cfgovern.engine import keyed, sql
from cfgovern.engine.spark.dialect import render
from cfgovern.engine.spark.keyed import held
from cfgovern.engine.spark.session import answering
from cfgovern.tokens.keyed import TokenKey

pytestmark = pytest.mark.needs("java", "pyspark")

KEYS = {"nhs_number": TokenKey(bytes(range(32))), "family_name": TokenKey(b"\xff" * 32)}
TEXTS = [
    None,
    "",
    "9990000115",
    "o'brien",
    "é",
    "😀",
    "a\\b",
    "x" * 200,
    *(f"person {n}" for n in range(2_000)),
]


def test_tokens_are_the_same_three_times(spark: Any) -> None:
    import duckdb

    session, connection = answering(spark.newSession()), duckdb.connect()
    numbered = list(enumerate(TEXTS))
    session.createDataFrame(numbered, "n INT, t STRING").createOrReplaceTempView("sent")
    connection.execute("CREATE TABLE sent (n INTEGER, t VARCHAR)")
    connection.executemany("INSERT INTO sent VALUES (?, ?)", numbered)
    pads = {name: key.pads() for name, key in KEYS.items()}
    asked = [keyed.keyed_hex(sql.column("t"), name) for name in KEYS]
    query = sql.select([sql.column("n"), *asked, keyed.keyed(sql.column("t"), "family_name")], "sent")
    with keyed.held(connection, pads):
        one = sorted(connection.execute(sql.render(query.copy())).fetchall())
    with held(session, pads):
        found = session.sql(render(query)).collect()
    other = sorted((n, first, second, None if raw is None else bytes(raw)) for n, first, second, raw in found)
    assert other == one
    for n, text in numbered:
        for place, key in enumerate(KEYS.values(), start=1):
            assert one[n][place] == (key.token(text).hex() if text else None)


def test_no_plan_shows_a_key(spark: Any) -> None:
    session = answering(spark.newSession())
    session.createDataFrame([(1, "a")], "n INT, t STRING").createOrReplaceTempView("sent")
    pads = {name: key.pads() for name, key in KEYS.items()}
    query = render(sql.select([keyed.keyed_hex(sql.column("t"), "nhs_number")], "sent"))
    with held(session, pads):
        told = [
            session.sql(f"EXPLAIN {how} {query}").collect()[0][0]
            for how in ("", "EXTENDED", "COST", "FORMATTED")
        ]
        frame = session.sql(query)
        told += [
            frame._jdf.queryExecution().toString(),
            frame._jdf.queryExecution().logical().toJSON(),
            query,
        ]
    assert all("sha2" in one.casefold() for one in told)
    for one in told:
        plain = one.casefold().replace(" ", "").replace(",", "")
        for key in KEYS.values():
            for pad in key.pads():
                assert pad.hex()[:16] not in plain
                assert "".join(str(byte) for byte in pad)[:24] not in plain
    assert not session.catalog.tableExists("_keys")
