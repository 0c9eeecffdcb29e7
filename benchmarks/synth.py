"""What making a cohort costs, beside Faker and mimesis row by row and beside writing its own Parquet.

    python -m pip install --no-deps --require-hashes -r requirements/benchmarks.txt   # mimesis
    python -m benchmarks.synth                         # 100,000 people
    python -m benchmarks.synth --people 1000000
    python -m benchmarks.synth --rows 10000000         # whole cohorts as CSV and Parquet: the most memory

Three tables about each person: identifiers, assessments and service use. Machines are noisy, so each run
is a process of its own, all take turns, and the middle of several is told. CPU seconds are those of the work
alone: loading libraries and name lists counts for nobody. The others make a sample, counted up by person.

Made: what the rows hold, ours as numbers with their lists of words, theirs as Python values; nothing is
written. Parquet: the write of rows that wait in a store; handed over: the way into that store. The promises:
making costs at most a 40th of Faker, a 10th of mimesis and 3 times its own Parquet; 10 million rows take less
than 1 GiB.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks import peers
from cfgovern import api
from cfgovern.cohort.area import Cohort, plan
from cfgovern.cohort.files import Columns, csv_lines, typed_cells
from cfgovern.cohort.frame import EMPTY
from cfgovern.cohort.volume import write_volume
from cfgovern.contract.model import Table
from cfgovern.engine.export import Field, Store, store

ROOT = Path(__file__).parents[1]
TABLES = ("identifiers", "assessments", "service_use")
STEPS = ("made", "handed over", "Parquet", "CSV text")
AREAS = 18
LEAST: Mapping[str, float] = {"Faker": 40, "mimesis": 10}
Took = dict[str, float]


def cohort(people: int) -> Cohort:
    """Of the programme, for the day of the other figures."""
    return plan(api.load_contract(), people=people, areas=AREAS, as_of=date(2026, 10, 1))


def ours(people: int) -> Took:
    """CPU seconds by step, and how many rows."""
    made, took = cohort(people), dict.fromkeys((*STEPS, "rows"), 0.0)
    list(made.pieces(range(1, 100), TABLES))  # the lists of names are read
    with tempfile.TemporaryDirectory() as name, store(Path(name)) as kept:
        clock = time.process_time()
        for piece in made.pieces(range(1, people + 1), TABLES):
            clock = _lap(took, "made", clock)
            for table, columns in piece.items():
                _hand_over(kept, made, table, columns)
                took["rows"] += len(next(iter(columns.values())).values)
            clock = _lap(took, "handed over", clock)
            for table, columns in piece.items():
                csv_lines(_table(made, table), columns)
            clock = _lap(took, "CSV text", clock)
        for table in TABLES:
            kept.write(table, Path(name) / f"{table}.parquet")
        _lap(took, "Parquet", clock)
    return took


def _lap(took: Took, step: str, since: float) -> float:
    now = time.process_time()
    took[step] += now - since
    return now


def _hand_over(kept: Store, made: Cohort, table: str, columns: Columns) -> None:
    typed = [(each.name, *typed_cells(each, columns[each.name])) for each in _table(made, table).collected]
    fields = [Field(name, kind) for name, kind, _ in typed]
    kept.add(table, fields, [cells for _, _, cells in typed])


def _table(made: Cohort, name: str) -> Table:
    return next(table for table in made.contract.tables if table.name == name)


def theirs(name: str, sample: int, plain: bool) -> Took:
    """CPU seconds of a sample of people, and how many rows."""
    made = cohort(4000)
    columns = {table: [column.name for column in _table(made, table).collected] for table in TABLES}
    calls = peers.PEERS[name]()
    calls = calls.plain() if plain else calls
    filled = _filled(next(made.pieces(range(1, 4001), TABLES))["identifiers"])
    peers.make(calls, 20, made.areas, columns, filled)
    clock = time.process_time()
    rows = peers.make(calls, sample, made.areas, columns, filled)
    return {"made": time.process_time() - clock, "rows": sum(map(len, rows.values()))}


def _filled(columns: Columns) -> dict[str, float]:
    """How often a column of ours has a value, so that the others are not asked for more."""
    rows = len(next(iter(columns.values())).values)
    shares = {name: float((cells.values != EMPTY).mean()) for name, cells in columns.items()}
    return shares | {"identifiers": rows / 4000}


def volume(rows: int, form: str) -> Took:
    """Every table of a cohort of at least so many rows, written piece by piece: rows, CPU seconds, memory."""
    sample = cohort(4000)
    some = next(sample.pieces(range(1, 4001)))
    each = sum(len(next(iter(columns.values())).values) for columns in some.values()) / 4000
    clock = time.process_time()
    with tempfile.TemporaryDirectory() as name:
        told = write_volume(
            cohort(round(rows / each * 1.01)), Path(name), "csv" if form == "csv" else "parquet"
        )
    return {
        "rows": sum(table.rows for table in told.tables.values()),
        "seconds": time.process_time() - clock,
        "MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def child(*arguments: str | int) -> Took:
    """What this module says when it is run with ``--one``."""
    command = [sys.executable, "-m", "benchmarks.synth", "--one", *map(str, arguments)]
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONPATH": path})
    if done.returncode:
        raise SystemExit(f"{arguments[0]} ended with {done.returncode}\n{done.stderr.decode()}")
    told: Took = json.loads(done.stdout)
    return told


def one(name: str, number: int, how: str = "") -> Took:
    """One run of one of them, in this process."""
    if name == "ours":
        return ours(number)
    return volume(number, how) if name == "volume" else theirs(name, number, how == "plain")


def promise(name: str, value: float, limit: float, *, at_least: bool = False) -> None:
    """Print a figure beside what was promised of it."""
    held = value >= limit if at_least else value <= limit
    words = f"promised: at {'least' if at_least else 'most'} {limit:g}"
    print(f"{name}: {value:.1f} times ({words}: {'held' if held else 'NOT HELD'})")


def compare(people: int, sample: int, runs: int) -> None:
    """Run all in turn, print what each cost, then the promises."""
    asked = [(name, how) for name in peers.PEERS for how in ("own", "plain")]
    found = [(child("ours", people), [child(name, sample, how) for name, how in asked]) for _ in range(runs)]
    mine = [run[0] for run in found]
    print(f"{people:,} people, {mine[0]['rows']:,.0f} rows in three tables, CPU seconds, middle of {runs}:")
    for step in STEPS:
        print(f"  ours, {step:12} {median(run[step] for run in mine):8.2f}")
    for place, (name, how) in enumerate(asked):
        _told(name, how, [(run[0], run[1][place]) for run in found], people / sample)
    ratio = median(run["made"] / run["Parquet"] for run in mine)
    promise("making beside writing its Parquet", ratio, 3)
    ratio = median(run["made"] / (run["handed over"] + run["Parquet"]) for run in mine)
    print(f"making beside handing over and writing: {ratio:.1f} times")


def _told(name: str, how: str, pairs: Sequence[tuple[Took, Took]], times: float) -> None:
    cost = median(other["made"] for _, other in pairs) * times
    rows = round(median(other["rows"] for _, other in pairs) * times)
    ratio = median(other["made"] * times / mine["made"] for mine, other in pairs)
    what = "numbers from bare random" if how == "plain" else "its own calls"
    print(f"  {name}, {what}: {cost:.2f} for {rows:,} rows")
    if how == "own":
        promise(f"  {name} beside ours", ratio, LEAST[name], at_least=True)
    else:
        print(f"  {name} beside ours, {what}: {ratio:.1f} times")


def memory(rows: int) -> None:
    """Print what whole cohorts of ``rows`` rows cost."""
    for form in ("csv", "parquet"):
        told = child("volume", rows, form)
        held = "held" if told["MiB"] < 1024 else "NOT HELD"
        cost = f"{told['seconds']:.1f} s CPU, at most {told['MiB']:,.0f} MiB of memory"
        print(f"{told['rows']:,} rows as {form}: {cost} (promised: less than 1,024: {held})")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=5_000, help="people that Faker and mimesis make")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rows", type=int, help="only measure the memory that so many rows take")
    parser.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        name, number, *how = given.one
        print(json.dumps(one(name, int(number), *how)))
    elif given.rows:
        memory(given.rows)
    else:
        compare(given.people, given.sample, given.runs)


if __name__ == "__main__":
    main()
