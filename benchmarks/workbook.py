"""A workbook of 300 made-up participants in the programme's own contract, with nothing wrong in it.

python -m benchmarks.workbook return.xlsx                       # with every other table: 5,200 rows
python -m benchmarks.workbook return.xlsx --table participants  # 300 rows
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from cfgovern import api, cohort, workbooks

__all__ = ["write"]


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


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--table")
    given = parser.parse_args()
    write(given.path, given.table)
