"""Values planted in every field, heading, sheet and file name come out nowhere: in no report, on no
stream, in no run record and in no temporary file, whatever the outcome."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from cfgovern.api import load_contract
from tests.command import cfgovern
from tests.conftest import Canaries

FORMATS = [part for fmt in ("text", "json", "html") for part in ("--format", fmt)]


def planted_rows(columns: list[str], canaries: Canaries, rows: int = 3) -> Iterator[list[str]]:
    for _ in range(rows):
        yield [canaries.plant() for _ in columns]


def folder_of_canaries(folder: Path, canaries: Canaries) -> Path:
    """Every table of the programme contract, a canary in each cell, and one in each kind of name."""
    folder.mkdir()
    for table in load_contract().tables:
        columns = [column.name for column in table.columns]
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([canaries.plant("Title ")] + [""] * len(columns))
            writer.writerow([*columns, canaries.plant("Heading ")])
            for row in planted_rows(columns, canaries):
                writer.writerow([*row, canaries.plant()])
    (folder / f"{canaries.plant('File ')}.csv").write_text(canaries.plant() + "\n", encoding="utf-8")
    (folder / canaries.plant("Folder ")).mkdir()
    return folder


def assert_nothing_leaked(canaries: Canaries, folder: Path, temp: Path, *streams: str) -> None:
    assert canaries.planted
    assert canaries.found_in("".join(streams)) == []
    assert canaries.found_under(folder) == []
    assert list(temp.iterdir()) == []


def test_a_folder_full_of_canaries(tmp_path: Path, private_temp: Path, canaries: Canaries) -> None:
    submission = folder_of_canaries(tmp_path / canaries.plant("Area "), canaries)
    out = tmp_path / "out"
    done = cfgovern(
        "validate", submission, *FORMATS, "--output", out, "--evidence", out / "proof", cwd=tmp_path
    )
    assert done.code == 1
    # The path of the report is what was typed, and holds no canary.
    assert_nothing_leaked(canaries, out, private_temp, done.out, done.err)


@pytest.mark.parametrize("table", ["participants", "identifiers", "agreements"])
def test_a_single_file_with_a_canary_for_a_name(
    tmp_path: Path, private_temp: Path, canaries: Canaries, table: str
) -> None:
    name = canaries.plant("Return of ") + ".csv"
    header = ",".join(column.name for column in load_contract().table(table).columns)  # type: ignore[union-attr]
    (tmp_path / name).write_text(f"{header}\n{canaries.plant()}\n", encoding="utf-8")
    out = tmp_path / "out"
    done = cfgovern("validate", name, "--table", table, *FORMATS, "--output", out, cwd=tmp_path)
    assert done.code == 3  # its rows are shorter than its headings
    assert_nothing_leaked(canaries, out, private_temp, done.out, done.err)


def test_wrong_use_does_not_repeat_what_was_typed(tmp_path: Path, canaries: Canaries) -> None:
    for arguments in (
        ["validate", canaries.plant("Ann ") + ".xlsx"],
        ["validate", ".", "--table", canaries.plant()],
        ["validate", ".", "--as-of", canaries.plant()],
        ["validate", ".", canaries.plant()],
        ["validate", ".", "--" + canaries.plant()],
        [canaries.plant()],
    ):
        done = cfgovern(*arguments, cwd=tmp_path)
        assert done.code == 2
        assert canaries.found_in(done.out + done.err) == [], arguments
