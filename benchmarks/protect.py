"""What keyed tokens cost: HMAC by the engine beside Python's own, and out of core, in one run.

    python -m benchmarks.protect                   # 1,000,000 values, each compared
    python -m benchmarks.protect --rows 20000000   # and so many rows with three tokens each, file to file

Promised: every token is the one of Python's ``hmac``; at least twice as many a CPU second as Python makes
on one thread. The loop of Python is timed from the texts in a list, and from the table; its tokens stay in a
list, while those of the engine end in a table. Nobody is real: the values are numbers in words of ours.
"""

from __future__ import annotations

import argparse
import hmac
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import process
from benchmarks.compare import ENVIRONMENT
from cfgovern.engine import sql
from cfgovern.engine.connection import connect
from cfgovern.engine.keyed import held, keyed
from cfgovern.tokens.keyed import TokenKey

KEY = bytes(range(32))
_GIB = 1024.0
_TOKENS = ("surname_full", "dob", "nino")
OUT_OF_CORE = """
import sys
from benchmarks.protect import out_of_core
out_of_core(*sys.argv[1:])
"""


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.process_time()
    made = work()
    return time.process_time() - began, made


def beside_python(values: int, runs: int) -> list[str]:
    """Lines on ``values`` texts, each token compared with that of Python."""
    with tempfile.TemporaryDirectory() as folder:
        connection = connect(Path(folder), memory="2GB", threads=1)
        make = "CREATE TABLE texts AS SELECT 'name' || hash(range) AS value FROM range"
        connection.execute(f"{make}({values})")
        query = sql.select([sql.named(keyed(sql.column("value"), "token"), "token")], "texts")
        made = f"CREATE OR REPLACE TABLE made AS {sql.render(query)}"

        def fetched() -> list[str]:
            return [row[0] for row in connection.execute("SELECT value FROM texts").fetchall()]

        texts = fetched()
        ways: dict[str, Callable[[], Any]] = {
            "engine": lambda: connection.execute(made).fetchall(),
            "hmac.digest": lambda: [hmac.digest(KEY, one.encode(), "sha256")[:16] for one in texts],
            "hmac.new": lambda: [hmac.new(KEY, one.encode(), "sha256").digest()[:16] for one in texts],
            "hmac.digest, from the table": lambda: [
                hmac.digest(KEY, one.encode(), "sha256")[:16] for one in fetched()
            ],
        }
        with held(connection, {"token": TokenKey(KEY).pads()}):
            costs = {name: median(_timed(way)[0] for _ in range(runs)) for name, way in ways.items()}
        found = [row[0] for row in connection.execute("SELECT token FROM made").fetchall()]
        connection.close()
    equal = sum(one == other for one, other in zip(found, ways["hmac.digest"](), strict=True))
    ours = costs.pop("engine")
    return [
        f"{equal:,} of {values:,} tokens of the engine are those of Python's hmac: {_word(equal == values)}",
        f"engine: {ours:.2f} s of CPU",
        *(
            f"{name}: {cost:.2f} s, so the engine makes {cost / ours:.2f} times as many a CPU second"
            f" (at least 2: {_word(cost >= 2 * ours)})"
            for name, cost in costs.items()
        ),
    ]


def _word(kept: bool) -> str:
    return "yes" if kept else "NO"


def out_of_core(source: str, made: str, memory: str) -> None:
    """Three tokens of each row of the Parquet file ``source`` into ``made``; in a process of its own."""
    keys = {name: TokenKey(bytes([place]) * 32) for place, name in enumerate(_TOKENS, start=1)}
    connection = connect(Path(made).parent, memory=memory, threads=2, files=[source])
    tokens = [sql.named(keyed(sql.column(name), name), name) for name in _TOKENS]
    query = sql.render(sql.select([sql.column("link_id"), *tokens], "people"))
    connection.execute(f"CREATE VIEW people AS SELECT * FROM read_parquet('{source}')")
    with held(connection, {name: key.pads() for name, key in keys.items()}):
        connection.execute(f"COPY ({query}) TO '{made}' (FORMAT PARQUET)")
    connection.close()


def large(rows: int, memory: str) -> list[str]:
    """Lines on ``rows`` rows with three tokens each, from Parquet to Parquet."""
    with tempfile.TemporaryDirectory() as place:
        source, made = Path(place, "people.parquet"), Path(place, "made.parquet")
        connection = connect(Path(place), memory="512MB", threads=2)
        connection.execute(
            "COPY (SELECT 'L' || range AS link_id, 'name' || (hash(range) % 500000) AS surname_full,"
            " (DATE '1940-01-01' + (range % 25000)::INTEGER)::VARCHAR AS dob,"
            " 'QQ' || lpad((range % 1000000)::VARCHAR, 6, '0') AS nino"
            f" FROM range({rows})) TO '{source}' (FORMAT PARQUET)"
        )
        connection.close()
        cost = process.measure(
            [sys.executable, "-c", OUT_OF_CORE, str(source), str(made), memory], Path(place), 0, ENVIRONMENT
        )
        told = _last_right(made, rows)
    return [
        f"{rows:,} rows with three tokens: {cost.cpu:.0f} s of CPU, {cost.wall:.0f} s on the clock,"
        f" {3 * rows / cost.cpu / 1e6:.2f} million tokens a CPU second",
        f"peak {cost.largest:,.0f} MB (at most 1,024: {_word(cost.largest <= _GIB)}); {told}",
    ]


def _last_right(made: Path, rows: int) -> str:
    """That there are as many rows as before, and the last one's token is that of Python."""
    connection = connect(made.parent, memory="512MB", threads=1)
    found = connection.execute(
        f"SELECT count(*), count(nino), max(nino) FILTER (link_id = 'L{rows - 1}')"
        f" FROM read_parquet('{made}')"
    ).fetchall()
    connection.close()
    expected = TokenKey(bytes([3]) * 32).token(f"QQ{(rows - 1) % 1_000_000:06}")
    right = found == [(rows, rows, expected)]
    return "all rows are there and the last token is right" if right else "ROWS OR TOKENS ARE WRONG"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.protect")
    parser.add_argument("--values", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=0, help="rows of the part out of core; 0 leaves it out")
    parser.add_argument("--memory", default="384MB", help="what the engine may take there")
    parser.add_argument("--runs", type=int, default=1)
    given = parser.parse_args(arguments)
    lines = beside_python(given.values, given.runs)
    if given.rows:
        lines += large(given.rows, given.memory)
    print("\n".join(lines))
    return 1 if any(mark in line for line in lines for mark in ("NO", "WRONG")) else 0


if __name__ == "__main__":
    sys.exit(main())
