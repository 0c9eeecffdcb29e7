"""How many pairs each blocking rule brings together of 4,700 people and a very large register, and how long
that takes to find out, on this machine.

    python -m benchmarks.scale_blocking                                # 1, 6 and 60 million rows
    python -m benchmarks.scale_blocking --rows 1000000

The register is made up: given name, family name and day of birth of each row are drawn apart, as the
synthetic population has them (``cfgovern synth --mode volume``), so names that are frequent stay as frequent.
No row has a number or an address: rules on those bring together what errors bring together, and are left
out. Every pair is counted by a join, none is compared. Which rules there are is read from
``validators/linking/clear.yaml``. What is printed goes into ``docs/reference/scale.md``.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.scale import made_people
from cfgovern.linkage.settings import load_settings
from cfgovern.tokens.published import components

PEOPLE = 4_700
OF = {"given": "given_name", "family": "family_name", "born": "date_of_birth"}
MIXED = {"names_sorted"}  # made of several fields
PER_PAIR = 19 / 13_700_000  # seconds of processor: validators/linking/clear.yaml says what was run


def parts(connection: duckdb.DuckDBPyConnection, people: Path) -> dict[str, list[str]]:
    """A table of each field: its place in the population, and what tokens are made of it alone."""
    made: dict[str, list[str]] = {}
    for short, field in OF.items():
        texts = [text for (text,) in connection.execute(f"SELECT {short} FROM '{people}'").fetchall()]
        known = {text: components({field: text}) for text in set(texts)}
        names = sorted({name for one in known.values() for name in one} - MIXED)
        columns = ", ".join(f'"{name}" VARCHAR' for name in names)
        connection.execute(f"CREATE TABLE {short} (place INTEGER, {columns})")
        given = {name: [known[text].get(name) for text in texts] for name in names}
        listed = ", ".join("unnest(?::VARCHAR[])" for _ in names)
        rows = [list(range(len(texts))), *given.values()]
        connection.execute(f"INSERT INTO {short} SELECT unnest(?::INTEGER[]), {listed}", rows)
        made[short] = names
    return made


def register(connection: duckdb.DuckDBPyConnection, rows: int, base: int, file: Path) -> None:
    """So many rows, each of three places."""
    drawn = ", ".join(f"(hash(n * 4 + {at}) % {base})::INTEGER AS {short}" for at, short in enumerate(OF))
    connection.execute(f"COPY (SELECT {drawn} FROM range({rows}) AS t(n)) TO '{file}' (FORMAT PARQUET)")


def source(file: Path, there: Mapping[str, Sequence[str]], names: Sequence[str]) -> str:
    """The register with the columns of a rule."""
    used = [short for short in OF if set(there[short]) & set(names)]
    picked = [f'{short}."{name}"' for short in used for name in there[short] if name in names]
    joins = " ".join(f"JOIN {short} ON {short}.place = r.{short}" for short in used)
    return f"(SELECT {', '.join(picked)} FROM '{file}' AS r {joins})"


def rules(there: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Those that the register has the columns of."""
    known = {name for names in there.values() for name in names}
    return (rule for rule in load_settings("clear").blocking if set(rule) <= known)


def pairs(
    connection: duckdb.DuckDBPyConnection, file: Path, there: Any, rule: Sequence[str]
) -> tuple[int, float]:
    """How many pairs a rule brings together, and the seconds of processor that it took to count them."""
    same = " AND ".join(f'p."{name}" = q."{name}"' for name in rule)
    query = f"SELECT count(*) FROM {source(file, there, rule)} AS q JOIN left_people AS p ON {same}"
    began = processors()
    [[found]] = connection.execute(query).fetchall()
    return int(found), processors() - began


def processors() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measured(folder: Path, people: Path, rows: int, memory: str) -> None:
    """Print what each rule brings together of a register of so many rows."""
    file = folder / "register.parquet"
    with duckdb.connect(config={"memory_limit": memory, "threads": 2, "temp_directory": str(folder)}) as it:
        # In the order as written: what a planner thinks of two joins by name alone can be far from the mark.
        it.execute("SET disabled_optimizers = 'join_order'")
        there = parts(it, people)
        [[base]] = it.execute("SELECT count(*) FROM given").fetchall()
        register(it, rows, base, file)
        columns = ", ".join(f'{short}."{name}"' for short, names in there.items() for name in names)
        joins = "JOIN family USING (place) JOIN born USING (place)"
        it.execute(f"CREATE TABLE left_people AS SELECT {columns} FROM given {joins} LIMIT {PEOPLE}")
        clock, total = time.perf_counter(), 0
        print(f"{PEOPLE:,} people against {rows:,} rows:")
        for rule in rules(there):
            found, took = pairs(it, file, there, rule)
            total += found
            share = f"1 in {PEOPLE * rows // found:,}" if found else "none"
            likely = f"{found * PER_PAIR:,.0f} s to compare"
            print(f"  {' + '.join(rule):40} {found:>15,} pairs ({share}), {took:.1f} s to count, {likely}")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"  all of them: {total:,} pairs; {time.perf_counter() - clock:.0f} s, at most {most:.2f} GB",
        flush=True,
    )


def main() -> None:
    """Make the population, then measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", default="1000000,6000000,60000000")
    parser.add_argument("--memory", default="1GB")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people = made_people(folder)
        for rows in map(int, asked.rows.split(",")):
            measured(folder, people, rows, asked.memory)


if __name__ == "__main__":
    main()
