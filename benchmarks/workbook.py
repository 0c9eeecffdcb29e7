"""Workbooks to measure with, and what a check of one costs beside merely reading it.

    python -m benchmarks.workbook return.xlsx                       # 300 participants, 18 tables, 5,200 rows
    python -m benchmarks.workbook return.xlsx --table participants  # 300 rows
    python -m benchmarks.workbook --against-calamine                # 50,000 rows of 20 columns, three writers

The last one prints CPU seconds, the middle of several runs in turn: the whole command beside a process that
reads the same workbook to lists with python-calamine; and the reading in the limited child (both looks,
text, the file for the engine) beside python-calamine's, both without the start of Python.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks import compare, made, process
from cfgovern import api, cohort, workbooks

__all__ = ["against_calamine", "write"]

CALAMINE = """
import sys, time
from pathlib import Path
from python_calamine import CalamineWorkbook
began = time.process_time()
rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
Path(sys.argv[2]).write_text(str(time.process_time() - began))
"""
_PATIENCE = 120  # seconds for LibreOffice to save the workbook


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


def against_calamine(folder: Path, rows: int, runs: int) -> Iterator[str]:
    """What the command and its reading cost, in times of what python-calamine costs: a line a writer."""
    compare.data(folder, rows)
    with (folder / "data/participants.csv").open(encoding="utf-8", newline="") as stream:
        table = list(csv.reader(stream))
    for name, path in _by_three_writers(folder, table):
        yield _ratios(name, path, rows, runs) if path else f"{name}: not measured, there is no soffice"


def _by_three_writers(folder: Path, table: list[list[str]]) -> Iterator[tuple[str, Path | None]]:
    """The table as text cells, as each writer writes it; None where it is not installed."""
    import xlsxwriter

    path = folder / "openpyxl.xlsx"
    made.workbook(path, folder / "data/participants.csv")
    yield "openpyxl", path

    path = folder / "xlsxwriter.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("participants")
        for at, row in enumerate(table):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(at, column, cell)
    yield "XlsxWriter", path

    soffice = shutil.which("soffice")
    if soffice is not None:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
        command += ["--outdir", str(folder / "saved"), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
        path = (folder / "saved" / "xlsxwriter.xlsx").rename(folder / "libreoffice.xlsx")
    yield "LibreOffice", path if soffice is not None else None


def _ratios(name: str, path: Path, rows: int, runs: int) -> str:
    """Each run goes through all in turn, because the machine changes meanwhile."""
    bare = [sys.executable, "-c", CALAMINE, path.name, "seconds"]
    ours = [sys.executable, "-m", "benchmarks.reading", path.name, "seconds"]
    whole = compare.ours(path.name, "--table", "participants")
    found = []
    for _ in range(runs):
        theirs = _cpu(bare, path.parent, 0), _told(path.parent)
        _cpu(ours, path.parent, 0)
        found.append((*theirs, _told(path.parent), _cpu(whole, path.parent, 1)))
    process_, bare_, read, all_ = (median(seconds) for seconds in zip(*found, strict=True))
    reading = median(run[2] / run[1] for run in found)
    command = median(run[3] / run[0] for run in found)
    return (
        f"{rows:,} x 20 workbook by {name}: {all_:.2f} s CPU beside {process_:.2f} s of python-calamine: "
        f"{command:.2f} times (promised: at most 1.7); reading alone {read:.2f} s beside {bare_:.2f} s: "
        f"{reading:.2f} times"
    )


def _cpu(command: list[str], folder: Path, expected: int) -> float:
    return process.measure(command, folder, expected, compare.ENVIRONMENT).cpu


def _told(folder: Path) -> float:
    """The seconds that the last process wrote down."""
    return float((folder / "seconds").read_text())


def main() -> None:
    """Write a workbook, or measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("path", type=Path, nargs="?")
    parser.add_argument("--table")
    parser.add_argument("--against-calamine", action="store_true")
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    if given.against_calamine:
        with tempfile.TemporaryDirectory() as name:
            for line in against_calamine(Path(name), given.rows, given.runs):
                print(line, flush=True)
    elif given.path is None:
        parser.error("give the workbook to write, or --against-calamine")
    else:
        write(given.path, given.table)


if __name__ == "__main__":
    main()
