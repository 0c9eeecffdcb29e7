"""How long tokens of very many made-up people take, and how much memory, on this machine.

    python -m benchmarks.scale                              # 60 million rows
    python -m benchmarks.scale --rows 6000000 --memory 1GB

Names and birth dates come from ``cfgovern synth --mode volume`` and are written again and again, each time
with another number in the family name, so that no two are alike; given names and days repeat, as they do.
Each row gets three tokens, by the expressions that a release uses: of the given name, of the family name with
its number, of the date of birth. Nothing is sorted, so memory does not grow with rows. What is printed goes
into ``docs/reference/scale.md``.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from sqlglot import exp

from cfgovern.engine import parquet, sql
from cfgovern.engine.connection import connect
from cfgovern.engine.keyed import held, keyed
from cfgovern.tokens.keyed import TokenKey

BASE = 100_000  # people who are made
FIELDS = {"given_name": "given", "family_name": "family", "date_of_birth": "born"}


def made_people(folder: Path) -> Path:
    """A file of people: ``given``, ``family`` and ``born`` as text, and the number of the ``row``."""
    from cfgovern.api import synth

    synth(folder / "volume", mode="volume", people=BASE)
    [sent] = (folder / "volume").rglob("identifiers.parquet")
    outputs = [sql.named(sql.as_text(sql.column(name)), short) for name, short in FIELDS.items()]
    outputs.append(sql.named(exp.Window(this=exp.RowNumber()), "row"))
    people = folder / "people.parquet"
    with connect(folder) as connection:
        query = sql.select(outputs, parquet.reading(sent))
        connection.execute(sql.render(sql.copied(query, str(people), FORMAT="PARQUET")))
    return people


def many(people: Path, rows: int) -> exp.Select:
    """These people so many times, each time with a number ``n``."""
    numbers = sql.call("unnest", sql.call("range", sql.number(rows)))
    times = sql.nested(exp.Select(expressions=[sql.named(numbers, "n")]), "t")
    query = sql.select([exp.Star()], parquet.reading(people))
    query.append("joins", exp.Join(this=times, kind="CROSS"))
    return query


def tokens(folder: Path, people: Path, rows: int, memory: str, threads: int) -> tuple[int, float, int]:
    """Write the tokens of at least so many rows: how many, the seconds it took, and the bytes it wrote."""
    keys = {short: TokenKey(bytes([number] * 32)) for number, short in enumerate(FIELDS.values(), start=1)}
    made = folder / "tokens.parquet"
    with connect(folder, memory=memory, threads=threads) as connection:
        counted = connection.execute(
            sql.render(sql.select([exp.Count(this=exp.Star())], parquet.reading(people)))
        )
        [[base]] = counted.fetchall()
        repeats = -(-rows // base)
        number = exp.Add(
            this=exp.Mul(this=sql.column("n"), expression=sql.number(base)), expression=sql.column("row")
        )
        values = {short: sql.column(short) for short in FIELDS.values()}
        values["family"] = sql.joined(sql.column("family"), sql.text(" "), sql.as_text(number))
        pads = {short: key.pads() for short, key in keys.items()}
        with held(connection, pads):
            outputs = [sql.named(keyed(value, short), short) for short, value in values.items()]
            query = sql.select(outputs, sql.nested(many(people, repeats), "many"))
            began = time.perf_counter()
            connection.execute(sql.render(sql.copied(query, str(made), FORMAT="PARQUET")))
            took = time.perf_counter() - began
    return repeats * base, took, made.stat().st_size


def main() -> None:
    """Make the people, then their tokens, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=60_000_000)
    parser.add_argument("--memory", default="1GB")
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people = made_people(folder)
        before = resource.getrusage(resource.RUSAGE_SELF)
        rows, took, size = tokens(folder, people, asked.rows, asked.memory, asked.threads)
        after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{rows:,} rows, 3 tokens each: {took:.0f} s ({cpu:.0f} s of processors), "
        f"{rows / took:,.0f} rows a second, {size / 1e6:,.0f} MB written, "
        f"at most {after.ru_maxrss / 1e6:.2f} GB of memory (DuckDB may use {asked.memory})"
    )


if __name__ == "__main__":
    main()
