"""The sample as a file: text for any program, a workbook for a spreadsheet."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cfgovern.errors import UsageError
from cfgovern.journeys.linksample import must_be_a_table, sample_bytes
from tests.unit.reporting.test_linksample import DRAWN


def test_both_forms_hold_the_same_rows() -> None:
    lines = sample_bytes(DRAWN, Path("judge.csv")).decode().splitlines()
    book = load_workbook(BytesIO(sample_bytes(DRAWN, Path("judge.XLSX"))))
    cells = [[str(cell or "") for cell in row] for row in book["pairs"].values]
    at = next(number for number, row in enumerate(cells) if row[0] == "left")
    assert [",".join(row) for row in cells[at:]] == lines
    assert any("OFFICIAL-SENSITIVE" in row[0] for row in cells[:at])


def test_any_other_name_is_refused() -> None:
    for name in ("judge.csv", "judge.xlsx"):
        must_be_a_table(Path(name))
    with pytest.raises(UsageError) as refused:
        must_be_a_table(Path("judge.txt"))
    assert refused.value.code == "link.sample_name"
