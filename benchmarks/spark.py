"""Tokens of very many rows in DuckDB, on Spark and in Python: all the same? And what does each take?

    python -m benchmarks.spark                    # a million rows; needs Java 17 and the extra spark
    python -m benchmarks.spark --rows 100000

Each row is a made-up name with its number, so no two are alike. DuckDB and Spark write Parquet; DuckDB reads
both files, and Python makes every token again beside them. It ends with 1 where one differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from sqlglot import exp

from cfgovern.engine import keyed, parquet, sql
from cfgovern.engine.connection import connect
from cfgovern.engine.spark.dialect import render
from cfgovern.engine.spark.keyed import held
from cfgovern.engine.spark.session import started
from cfgovern.tokens.keyed import TokenKey

KEY = TokenKey(bytes(range(32)))
NAME, AT_ONCE = "family_name", 10_000


def query() -> exp.Select:
    """The token of each text, as hexadecimal figures."""
    return sql.select(
        [sql.column("n"), sql.named(keyed.keyed_hex(sql.column("t"), NAME), "token")], sql.table("people")
    )


def main() -> int:
    """Make the rows and the tokens, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--master", default="local[2]")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people, one, other = (folder / f"{part}.parquet" for part in ("people", "duckdb", "spark"))
        with connect(folder) as connection:
            numbers = sql.named(sql.call("unnest", sql.call("range", sql.number(asked.rows))), "n")
            text = sql.named(sql.joined(sql.text("o'brien é "), sql.as_text(sql.column("n"))), "t")
            made = sql.select([sql.column("n"), text], sql.nested(exp.Select(expressions=[numbers]), "r"))
            connection.execute(sql.render(sql.copied(made, str(people), FORMAT="PARQUET")))
            view = sql.select([exp.Star()], parquet.reading(people))
            connection.execute(sql.render(exp.Create(this=sql.table("people"), kind="VIEW", expression=view)))
            began = time.perf_counter()
            with keyed.held(connection, {NAME: KEY.pads()}):
                connection.execute(sql.render(sql.copied(query(), str(one), FORMAT="PARQUET")))
            duckdb_took = time.perf_counter() - began
        began = time.perf_counter()
        with started(asked.master, folder / "job", rows=asked.rows) as session:
            start_took = time.perf_counter() - began
            session.read.parquet(people.as_uri()).createOrReplaceTempView("people")
            began = time.perf_counter()
            with held(session, {NAME: KEY.pads()}):
                session.sql(render(query())).write.parquet(other.as_uri())
            spark_took = time.perf_counter() - began
        began = time.perf_counter()
        wrong = differing(folder, one, other)
        python_took = time.perf_counter() - began
    print(f"{asked.rows:,} tokens: DuckDB {duckdb_took:.1f} s, Spark {spark_took:.1f} s", end=" ")
    print(f"(and {start_took:.0f} s to start), Python and the comparison {python_took:.1f} s.", end=" ")
    print(f"Rows that differ: {wrong}")
    return int(wrong > 0)


def differing(folder: Path, one: Path, other: Path) -> int:
    """How many rows of the two files differ from each other or from what Python makes."""
    left = _files(str(one), "d")
    there = _files(f"{other}/*.parquet", "s")
    both = sql.select([sql.column("n", "d"), sql.column("token", "d"), sql.column("token", "s")], left)
    same = sql.equals(sql.column("n", "d"), sql.column("n", "s"))
    both.append("joins", exp.Join(this=there, on=same, side="FULL"))
    wrong = 0
    with connect(folder) as connection:
        found = connection.execute(sql.render(both))
        while rows := found.fetchmany(AT_ONCE):
            wrong += sum(not mine == theirs == KEY.token(f"o'brien é {n}").hex() for n, mine, theirs in rows)
    return wrong


def _files(path: str, alias: str) -> exp.Table:
    named = exp.TableAlias(this=exp.Identifier(this=alias, quoted=True))
    return exp.Table(this=sql.call("read_parquet", sql.text(path)), alias=named)


if __name__ == "__main__":
    sys.exit(main())
