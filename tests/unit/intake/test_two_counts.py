"""Two counts that do not come from one hand agree, or the file is refused: nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cfgovern.engine.parquet import records
from cfgovern.errors import SubmissionRefused
from cfgovern.intake import archive, preflight, workbook
from cfgovern.intake.cellparts import Sheet
from cfgovern.intake.limits import Limits
from tests.hostile.parquets import HONEST, claiming
from tests.hostile.zips import ALONE, listed
from tests.rawbooks import book, sheet, text_row


def code(call: Callable[[], Any]) -> str:
    with pytest.raises(SubmissionRefused) as refused:
        list(call())
    return refused.value.code


@pytest.fixture
def two_rows(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(book(sheet(text_row(1, "a", "b"), text_row(2, "c", "d"))))
    return path


@pytest.mark.parametrize("change", [{"cells": 5}, {"cells": 3}, {"last_row": 3}, {"last_row": 1}])
def test_a_workbook_of_which_the_reader_gives_other_cells(
    two_rows: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, int]
) -> None:
    inspect = preflight.inspect
    monkeypatch.setattr(
        preflight, "inspect", lambda *told: [replace(one, **change) for one in inspect(*told)]
    )
    assert code(lambda: workbook.read_sheets(two_rows, Limits())) == "file.damaged"


def test_a_workbook_whose_reader_loses_a_row(two_rows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inspect, rows = preflight.inspect, workbook._rows
    monkeypatch.setattr(
        preflight, "inspect", lambda *told: [replace(one, rows=None) for one in inspect(*told)]
    )
    assert len(list(workbook.read_sheets(two_rows, Limits()))) == 1
    monkeypatch.setattr(workbook, "_rows", lambda *told: rows(*told)[:-1])
    assert code(lambda: workbook.read_sheets(two_rows, Limits())) == "file.damaged"


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_a_workbook_of_which_the_look_itself_loses_a_row_or_a_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: int
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(book(sheet(*(text_row(n, "a", "b") for n in range(1, 4)))))
    tell = Sheet._tell

    def lossy(self: Sheet, number: int, cells: list[str | None]) -> int:
        return tell(self, number, cells[:-1]) if number == lost else tell(self, number, cells)

    assert len(list(workbook.read_sheets(path, Limits()))) == 1
    monkeypatch.setattr(Sheet, "_tell", lossy)
    assert code(lambda: workbook.read_sheets(path, Limits())) == "file.damaged"
    monkeypatch.setattr(
        Sheet, "_tell", lambda self, number, cells: number == lost or tell(self, number, cells)
    )
    assert code(lambda: workbook.read_sheets(path, Limits())) == "file.damaged"


@pytest.mark.parametrize("claimed", [0, 1, 3])
def test_a_parquet_file_that_says_it_has_other_rows_than_are_read(tmp_path: Path, claimed: int) -> None:
    path = tmp_path / "t.parquet"
    path.write_bytes(claiming(claimed, 0)(HONEST("x")))
    assert code(lambda: records(path, "t.parquet", memory="128MB", columns=20)) == "file.damaged"


@pytest.mark.parametrize("change", [{"size": 10}, {"size": 10_000}, {"crc": 1}])
def test_a_zip_that_says_its_file_is_another(tmp_path: Path, change: dict[str, int]) -> None:
    path = tmp_path / "t.zip"
    path.write_bytes(listed(**change)(ALONE("x")))
    assert code(lambda: archive.unpacked(path, tmp_path / "into", Limits())) == "file.damaged"
