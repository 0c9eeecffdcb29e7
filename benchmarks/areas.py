"""The last hour before the deadline: eighteen areas are checked at once, beside one after another.

    python -m benchmarks.areas                      # 18 workbooks of 300 people each
    python -m benchmarks.areas --participants 900 --form csv

Every report of the crowd must be the one that the area gets alone, the temporary folder empty at the end and
the evidence folder whole; otherwise the benchmark ends with what is wrong. Seconds are by the clock, from the
command to its report, with as many processors as the machine has.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.process import Cost, measure

ROOT = Path(__file__).parents[1]
AREAS = 18


def main() -> None:
    """Make the areas, check them alone and at once, and print both."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--participants", type=int, default=300 * AREAS, help="in all areas together")
    parser.add_argument("--form", choices=("xlsx", "csv"), default="xlsx")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        temp = folder / "temp"
        temp.mkdir()
        sent = made(folder, given.participants, given.form)
        alone = [check(folder, temp, path, "alone") for path in sent]
        with ThreadPoolExecutor(AREAS) as everybody:
            crowd = list(everybody.map(lambda path: check(folder, temp, path, "crowd"), sent))
        for path in sent:
            if report(folder, path, "alone") != report(folder, path, "crowd"):
                raise SystemExit(f"{path.name} got another report in the crowd")
        left, records = list(temp.iterdir()), list((folder / "evidence-crowd").iterdir())
        if left or len(records) != AREAS:
            raise SystemExit(f"{len(left)} left in the temporary folder, {len(records)} run records")
        people = f"{given.participants // AREAS} people each, as {given.form}, {os.cpu_count()} processors"
        print(f"{AREAS} areas, {people}: every report the same, one run record each, nothing left")
        told("one after another", alone)
        told("all at once", crowd)


def made(folder: Path, people: int, form: str) -> list[Path]:
    """A made-up cohort, one submission an area."""
    out = folder / "cohort"
    command = [*COMMAND, "synth", "--mode", "cohort", "--areas", str(AREAS), "--participants", str(people)]
    command += ["--format", form, "--out", str(out)]
    subprocess.run(command, check=True, env={**os.environ, **PATH}, stdout=subprocess.DEVNULL)
    submissions = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["submissions"]
    return [out / name if (out / name).exists() else out / f"{name}.{form}" for name in submissions]


COMMAND = [sys.executable, "-m", "cfgovern"]
PATH = {"PYTHONPATH": str(ROOT)}


def check(folder: Path, temp: Path, path: Path, how: str) -> Cost:
    """Check one area; what it cost."""
    command = [*COMMAND, "validate", str(path), "--as-of", "2026-10-01", "--format", "json"]
    command += ["--output", str(_report(folder, path, how)), "--evidence", str(folder / f"evidence-{how}")]
    return measure(command, folder, 0, {**PATH, "TMPDIR": str(temp)})


def report(folder: Path, path: Path, how: str) -> dict[str, Any]:
    """A report without what differs from run to run."""
    found: dict[str, Any] = json.loads(_report(folder, path, how).read_text(encoding="utf-8"))
    del found["run_id"]
    return found


def _report(folder: Path, path: Path, how: str) -> Path:
    return folder / f"{path.stem}-{how}.json"


def told(how: str, costs: list[Cost]) -> None:
    """The middle and the slow end of the verdicts, and the largest process."""
    seconds = quantiles([cost.wall for cost in costs], n=20, method="inclusive")
    cpu = sum(cost.cpu for cost in costs) / len(costs)
    largest = max(cost.largest for cost in costs)
    print(
        f"{how}: verdict after {seconds[9]:.1f} s (middle), {seconds[18]:.1f} s (95 of 100); "
        f"{cpu:.2f} s CPU each; largest process {largest:.0f} MB"
    )


if __name__ == "__main__":
    main()
