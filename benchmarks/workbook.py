"""Workbooks to measure with, and what a check of one costs beside merely reading it.

    python -m benchmarks.workbook return.xlsx                       # 300 participants, 18 tables, 5,200 rows
    python -m benchmarks.workbook return.xlsx --table participants  # 300 rows
    python -m benchmarks.workbook --against-calamine                # 50,000 rows of 20 columns, three writers

The last one measures CPU seconds, in turn and several times: the whole command beside a process that
reads the same workbook to lists with python-calamine, and beside that the part of the command that
makes checked tables of text out of the workbook (intake).
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks import made
from cfgovern import api, cohort, workbooks

__all__ = ["against_calamine", "write"]

ROOT = Path(__file__).parents[1]
BARE = "import python_calamine as c; c.CalamineWorkbook.from_path({!r}).get_sheet_by_index(0).to_python()"
INTAKE = """
import sys, tempfile
from pathlib import Path
from cfgovern.intake.limits import Limits
from cfgovern.intake.read import read
with tempfile.TemporaryDirectory() as job:
    read(Path({!r}), {{"participants": {!r}}}, Path(job), table="participants", limits=Limits())
"""


def write(path: Path, table_name: str | None = None, people: int = 300) -> None:
    """Write the workbook to ``path``: all tables, or one."""
    contract = api.load_contract()
    rows = cohort.make_area(contract, people=people, as_of=date(2026, 10, 1))
    sheets = [
        workbooks.Sheet(
            table.name,
            [column.name for column in table.collected],
            cohort.as_typed(table, rows[table.name]),
        )
        for table in contract.tables
        if table_name in (None, table.name)
    ]
    workbooks.write_workbook(path, sheets, title="SYNTHETIC")


def against_calamine(rows: int, runs: int) -> None:
    """Print what the command and its intake cost, in times of what python-calamine costs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made.contract(folder / "contract.yaml")
        made.participants(folder / "participants.csv", rows)
        with (folder / "participants.csv").open(encoding="utf-8", newline="") as stream:
            table = list(csv.reader(stream))
        for path in _by_three_writers(folder, table):
            _print_ratios(path, runs)


def _by_three_writers(folder: Path, table: list[list[str]]) -> Iterator[Path]:
    """The table as text cells, written by each writer that is there."""
    import openpyxl
    import xlsxwriter

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("participants")
    for row in table:
        page.append([cell or None for cell in row])
    book.save(folder / "openpyxl.xlsx")
    yield folder / "openpyxl.xlsx"

    with xlsxwriter.Workbook(folder / "xlsxwriter.xlsx") as other:
        sheet = other.add_worksheet("participants")
        for at, row in enumerate(table):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(at, column, cell)
    yield folder / "xlsxwriter.xlsx"

    soffice = shutil.which("soffice")
    if soffice is None:
        print("libreoffice.xlsx: not measured, there is no soffice")
        return
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(
        [*command, "--outdir", folder / "saved", folder / "xlsxwriter.xlsx"], check=True, capture_output=True
    )
    yield (folder / "saved" / "xlsxwriter.xlsx").rename(folder / "libreoffice.xlsx")


def _print_ratios(path: Path, runs: int) -> None:
    command = ["-m", "cfgovern", "validate", path.name, "--contract", "contract.yaml", "--format", "json"]
    command += ["--table", "participants", "--output", "report.json"]
    costs = [
        (
            _cpu(["-c", BARE.format(path.name)], path.parent, 0),
            _cpu(["-c", INTAKE.format(path.name, made.COLUMNS)], path.parent, 0),
            _cpu(command, path.parent, 1),
        )
        for _ in range(runs)
    ]
    bare, intake, whole = (median(found) for found in zip(*costs, strict=True))
    shares = [median(cost[n] / cost[0] for cost in costs) for n in (1, 2)]
    print(
        f"{path.name}: python-calamine {bare:.2f} s CPU; intake {intake:.2f} s, {shares[0]:.2f} times; "
        f"whole command {whole:.2f} s, {shares[1]:.2f} times (promised: at most 1.7)"
    )


def _cpu(command: list[str], folder: Path, expected: int) -> float:
    """CPU seconds of a process of Python and of all that it starts."""
    before = os.times()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, env=environment)
    if done.returncode != expected:
        raise SystemExit(f"{command[:4]} ended with {done.returncode}\n{done.stderr.decode()}")
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Write a workbook, or measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("path", type=Path, nargs="?")
    parser.add_argument("--table")
    parser.add_argument("--against-calamine", action="store_true")
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    if given.against_calamine:
        against_calamine(given.rows, given.runs)
    elif given.path is None:
        parser.error("give the workbook to write, or --against-calamine")
    else:
        write(given.path, given.table)


if __name__ == "__main__":
    main()
