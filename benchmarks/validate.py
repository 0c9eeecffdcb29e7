"""How much a whole check costs, beside what a bare read costs, in one run.

    python -m benchmarks.validate                # 100,000 rows as CSV, workbooks, --help
    python -m benchmarks.validate --rows 20000 --runs 3

Machines are noisy, so each pair runs in turn and the middle of several runs is taken. CPU seconds are
user and system time of the process and of every process it started. The promises: the check costs at
most 5 times a process that imports DuckDB and reads the same file as text on one thread; a workbook of
300 rows takes at most 1.5 seconds from command to report; ``--help`` costs at most twice importing click.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks import made

ROOT = Path(__file__).parents[1]
BARE = """
import duckdb
c = duckdb.connect(config={{"threads": 1}})
c.execute("CREATE TABLE t AS SELECT * FROM read_csv('{file}', all_varchar=true)")
"""


def cost(command: list[str], cwd: Path, expected: int) -> tuple[float, float]:
    """(CPU seconds, wall seconds) of one run, children included."""
    before, began = os.times(), time.perf_counter()
    done = subprocess.run(command, cwd=cwd, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    wall, after = time.perf_counter() - began, os.times()
    if done.returncode != expected:
        raise SystemExit(f"{command[1:4]} ended with {done.returncode}\n{done.stderr.decode()}")
    return (
        after.children_user + after.children_system - before.children_user - before.children_system,
        wall,
    )


def pair(
    name: str, ours: list[str], theirs: list[str], cwd: Path, runs: int, expected: int, most: float
) -> None:
    """Run both in turn and print the middle ratio of CPU seconds."""
    pairs = [(cost(ours, cwd, expected), cost(theirs, cwd, 0)) for _ in range(runs)]
    ratio = median(mine[0] / other[0] for mine, other in pairs)
    mine, other = median(p[0][0] for p in pairs), median(p[1][0] for p in pairs)
    print(f"{name}: {mine:.2f} s CPU beside {other:.2f} s: {ratio:.2f} times (promised: at most {most:g})")


def main() -> None:
    """Make the data and run every comparison."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "data"
        data.mkdir()
        made.contract(folder / "contract.yaml")
        made.areas(data / "areas.csv")
        made.participants(data / "participants.csv", given.rows)
        ours = [sys.executable, "-m", "cfgovern", "validate", "data", "--contract", "contract.yaml"]
        ours += ["--format", "json", "--output", "report.json"]
        bare = [sys.executable, "-c", BARE.format(file=data / "participants.csv")]
        pair(f"{given.rows:,} rows as CSV", ours, bare, folder, given.runs, 1, 5)
        workbook(folder, given.runs, "workbook of 300 rows", "--table", "participants")
        workbook(folder, given.runs, "workbook of 300 participants, 18 tables, 5,200 rows")
        help_ = [sys.executable, "-m", "cfgovern", "--help"]
        pair("--help", help_, [sys.executable, "-c", "import click"], folder, given.runs, 0, 2)


def workbook(folder: Path, runs: int, name: str, *options: str) -> None:
    """A workbook in the programme's own contract, cold."""
    make = [sys.executable, "-m", "benchmarks.workbook", "return.xlsx", *options]
    subprocess.run(make, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    command = [sys.executable, "-m", "cfgovern", "validate", "return.xlsx", *options]
    command += ["--format", "html", "--output", "r.html"]
    found = [cost(command, folder, 0) for _ in range(runs)]
    cpu, wall = median(f[0] for f in found), median(f[1] for f in found)
    print(f"{name}: {wall:.2f} s from command to report (promised: at most 1.5), {cpu:.2f} s CPU")


if __name__ == "__main__":
    main()
