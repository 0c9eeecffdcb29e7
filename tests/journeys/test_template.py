"""``cfgovern contract template``: what it writes can be filled in, and passes the check as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from cfgovern import frontsheet
from tests.command import Done, cfgovern, plain_contract

MEMBERS = [("M-001", "Ann Example", "2026-01-31", 40), ("M-002", "Bo Example", "2026-02-01", None)]


def made(folder: Path, contract: Path) -> Path:
    done = cfgovern("contract", "template", contract, "--output", "template.xlsx", cwd=folder)
    assert (done.code, done.out, done.err) == (0, "", "Template: template.xlsx\n")
    return folder / "template.xlsx"


def filled(folder: Path, spoil: Callable[[Any], None] = lambda _: None) -> Done:
    """The answer to a template of two tables, one filled in by a program that keeps the rest."""
    contract = plain_contract(folder)
    path = made(folder, contract)
    book = openpyxl.load_workbook(path)
    for row, cells in enumerate(MEMBERS, start=2):
        for place, value in enumerate(cells, start=1):
            book["members"].cell(row, place, value)
    spoil(book)
    book.save(path)
    return cfgovern("validate", path, "--contract", contract, "--format", "json", cwd=folder)


def test_a_template_filled_in_passes(tmp_path: Path) -> None:
    done = filled(tmp_path)
    assert done.code == 0, done.out + done.err
    assert done.report()["outcome"] == "pass"
    assert done.report()["submission"]["tables"]["members"]["rows_accepted"] == 2


def test_the_programmes_template_says_nothing_that_the_check_stops_for(tmp_path: Path) -> None:
    done = cfgovern("contract", "template", "--output", "t.xlsx", "--quiet", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, "", "")
    empty = cfgovern("validate", "t.xlsx", "--format", "json", cwd=tmp_path)
    assert empty.findings() == [("participants.some_participants", None, None)]


def test_its_own_sheets_may_be_hidden_or_taken_out(tmp_path: Path) -> None:
    contract = tmp_path / "c.odcs.yaml"
    text = plain_contract(tmp_path).read_text(encoding="utf-8")
    contract.write_text(
        text.replace("{name: joined, logicalType: date}", "{name: joined, logicalType: boolean}")
    )
    path = made(tmp_path, contract)
    book = openpyxl.load_workbook(path)
    book["members"].append(("M-001", "Ann Example", True))
    book[frontsheet.LISTS].sheet_state = "hidden"
    book.remove(book[frontsheet.ABOUT])
    book.save(path)
    done = cfgovern("validate", path, "--contract", contract, "--format", "json", cwd=tmp_path)
    assert done.code == 0, done.out + done.err


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda book: book[frontsheet.ABOUT].append(["Ann Example"]), "file.table_extra"),
        (lambda book: book.create_sheet(frontsheet.LISTS).append(["Ann Example"]), "file.table_extra"),
        (lambda book: setattr(book["members"]["A2"], "comment", Comment("Moved", "")), "file.part_extra"),
        (lambda book: book["members"]["A1"].comment.__setattr__("author", "Ann"), "file.part_extra"),
    ],
)
def test_words_that_the_contract_does_not_say_stop_it(
    spoil: Callable[[Any], None], rule: str, tmp_path: Path
) -> None:
    done = filled(tmp_path, spoil)
    assert done.code == 1
    assert [found for found, _, _ in done.findings()] == [rule]
    assert "Ann" not in done.out and "Moved" not in done.out
    named = [name for name in (frontsheet.ABOUT, frontsheet.LISTS) if name in done.out]
    assert len(named) == (rule == "file.table_extra")


def test_a_workbook_does_not_go_to_standard_output_nor_over_the_contract(tmp_path: Path) -> None:
    contract = plain_contract(tmp_path)
    for output, code in (("-", "output.is_workbook"), (contract, "output.is_contract")):
        done = cfgovern("contract", "template", contract, "--output", output, cwd=tmp_path)
        assert done.code == 2 and f"[{code}]" in done.err and not done.out
    assert cfgovern("contract", "template", contract, cwd=tmp_path).code == 2
    assert contract.read_bytes().startswith(b"apiVersion")
