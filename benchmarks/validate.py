"""How much a whole check costs, beside what a bare read costs, in one run.

    python -m benchmarks.validate                # 100,000 rows as CSV, workbooks, --help
    python -m benchmarks.validate --rows 20000 --runs 3
    python -m benchmarks.validate --peers DIR --rows 20000,100000,1000000   # and writes RESULTS.md

Machines are noisy, so each pair runs in turn and the middle of several runs is taken. CPU seconds are
user and system time of the process and of every process it started. The promises: the check costs at
most 5 times a process that imports DuckDB and reads the same file as text on one thread, 4.5 times at a
million rows; a workbook of 300 rows takes at most 1.5 seconds from command to report, one of 50,000 rows at
most 1.7 times what python-calamine needs to read it; ``--help`` costs at most twice importing click.

``--peers``: the folder that ``python -m benchmarks.peers_env DIR`` filled. The same files also go to pandera,
datacontract-cli, frictionless, great_expectations, jsonschema and Cerberus, each in its own environment and
its own best form (``validators/``). Started again with the same options after it was stopped, it goes on
where it was. Analytics are turned off, and what asks the network is sent to a port where nobody listens.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks import compare, process, results
from benchmarks import workbook as books
from benchmarks.compare import BARE, ENVIRONMENT
from benchmarks.process import Cost


def pair(
    name: str, ours: list[str], theirs: list[str], cwd: Path, runs: int, expected: int, most: float
) -> str:
    """Run both in turn and print the middle ratio of CPU seconds."""
    pairs = [(cost(ours, cwd, expected), cost(theirs, cwd, 0)) for _ in range(runs)]
    ratio = median(mine.cpu / other.cpu for mine, other in pairs)
    mine, other = median(p[0].cpu for p in pairs), median(p[1].cpu for p in pairs)
    return told(
        f"{name}: {mine:.2f} s CPU beside {other:.2f} s: {ratio:.2f} times (promised: at most {most:g})"
    )


def told(line: str) -> str:
    """Print a line at once."""
    print(line, flush=True)
    return line


def cost(command: list[str], cwd: Path, expected: int) -> Cost:
    return process.measure(command, cwd, expected, ENVIRONMENT)


def main() -> None:
    """Make the data and run every comparison."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=sizes, default=[100_000], help="such as 20000,100000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", type=Path, help="the folder of the peers' environments")
    given = parser.parse_args()
    compared = given.peers and compare.compare(given.peers, given.rows, given.runs)
    with tempfile.TemporaryDirectory() as name:
        lines = [*common(Path(name), [] if compared else given.rows, given.runs)]
    if compared:
        command = "python -m benchmarks.validate --peers DIR"
        command += f" --rows {','.join(map(str, given.rows))} --runs {given.runs}"
        results.write(compared, given.rows, given.peers, command, lines)
        compare.forget(given.peers)


def sizes(text: str) -> list[int]:
    """20000,100000 as numbers in order."""
    return sorted(int(part) for part in text.split(","))


def common(folder: Path, rows: list[int], runs: int) -> Iterator[str]:
    """What needs no peer: CSV beside a bare read, workbooks, ``--help``."""
    for size in rows:
        yield csv(folder / str(size), size, runs)
    yield from map(told, books.against_calamine(folder / "large", 50_000, runs))
    yield workbook(folder, runs, "workbook of 300 rows", "--table", "participants")
    yield workbook(folder, runs, "workbook of 300 participants, 18 tables, 5,200 rows")
    help_ = [sys.executable, "-m", "cfgovern", "--help"]
    yield pair("--help", help_, [sys.executable, "-c", "import click"], folder, runs, 0, 2)


def csv(folder: Path, rows: int, runs: int) -> str:
    compare.data(folder, rows)
    bare = [sys.executable, "-c", BARE.format(file="data/participants.csv")]
    return pair(
        f"{rows:,} rows as CSV", compare.ours(), bare, folder, runs, 1, 4.5 if rows >= 1_000_000 else 5
    )


def workbook(folder: Path, runs: int, name: str, *options: str) -> str:
    """A workbook in the programme's own contract, cold."""
    make = [sys.executable, "-m", "benchmarks.workbook", "return.xlsx", *options]
    cost(make, folder, 0)
    command = [sys.executable, "-m", "cfgovern", "validate", "return.xlsx", *options]
    command += ["--format", "html", "--output", "r.html"]
    found = process.middle([cost(command, folder, 0) for _ in range(runs)])
    return told(
        f"{name}: {found.wall:.2f} s from command to report (promised: at most 1.5), {found.cpu:.2f} s CPU"
    )


if __name__ == "__main__":
    main()
