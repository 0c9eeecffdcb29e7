"""Many people in one folder: the rows of mode cohort, whatever the pieces and the form of the files."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import duckdb
import pytest

from cfgovern import api
from cfgovern.cohort import volume
from cfgovern.cohort.area import Cohort, plan
from cfgovern.cohort.files import as_csv
from cfgovern.cohort.unreal import NHS_NUMBERS
from cfgovern.cohort.volume import write_volume
from cfgovern.contract.model import Column, Contract, Table
from cfgovern.errors import UsageError
from tests.conftest import some_of

AS_OF = date(2026, 10, 1)


@pytest.fixture(scope="module")
def programme() -> Contract:
    return api.load_contract()


@pytest.fixture(scope="module")
def cohort(programme: Contract) -> Cohort:
    return plan(programme, people=2100, areas=2, as_of=AS_OF, seed=8)


@pytest.fixture(scope="module")
def told(programme: Contract, cohort: Cohort) -> dict[str, dict[str, Any]]:
    """Rows and digest of each table, from the rows of one area after another."""
    areas = [cohort.rows(area) for area in range(2)]
    found = {}
    for table in programme.tables:
        rows = [row for area in areas for row in area[table.name]]
        found[table.name] = {"rows": len(rows), "sha256": hashlib.sha256(as_csv(table, rows)).hexdigest()}
    return found


@pytest.mark.parametrize(
    ("form", "size"),
    some_of([("csv", 1000), ("parquet", 32_768), ("parquet", 1000)], 2),
)
def test_rows_and_digests_are_those_of_the_areas(
    cohort: Cohort, told: dict[str, Any], form: Literal["csv", "parquet"], size: int, tmp_path: Path
) -> None:
    made = write_volume(cohort, tmp_path, form, size=size)
    assert {name: digested.told() for name, digested in made.tables.items()} == told
    assert sorted(tmp_path.iterdir()) == sorted(made.files)
    assert made.empty_nhs_numbers == 0


def test_a_csv_file_is_what_its_digest_says(cohort: Cohort, tmp_path: Path) -> None:
    made = write_volume(cohort, tmp_path, "csv")
    for path in made.files:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert made.tables[path.stem].told()["sha256"] == digest


def test_a_parquet_file_holds_the_rows_of_the_csv(
    programme: Contract, cohort: Cohort, tmp_path: Path
) -> None:
    write_volume(cohort, tmp_path, "parquet", size=1000)
    (tmp_path / "csv").mkdir()
    write_volume(cohort, tmp_path / "csv", "csv")
    for table in programme.tables:
        names = [column.name for column in table.collected]
        rows = duckdb.read_parquet(str(tmp_path / f"{table.name}.parquet"))
        assert rows.columns == names
        parquet = [["" if cell is None else str(cell) for cell in row] for row in rows.fetchall()]
        with (tmp_path / "csv" / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
            assert [names, *parquet] == list(csv.reader(stream)), table.name


def test_a_contract_without_a_story_is_written_too(programme: Contract, tmp_path: Path) -> None:
    tables = tuple(table for table in programme.tables if table.concept != "outcomes")
    contract = replace(programme, id="urn:example:no-story", tables=tables)
    cohort = plan(contract, people=8, as_of=AS_OF)
    assert cohort.world is None
    rows = cohort.rows()
    for form in ("csv", "parquet"):
        made = write_volume(cohort, tmp_path, form)  # type: ignore[arg-type]
        assert {name: digested.rows for name, digested in made.tables.items()} == {
            name: len(told) for name, told in rows.items()
        }
    for table in contract.tables:
        assert (tmp_path / f"{table.name}.csv").read_bytes() == as_csv(table, rows[table.name])


def test_a_table_of_no_rows_has_its_columns(programme: Contract, tmp_path: Path) -> None:
    cohort = plan(programme, people=0, areas=1, as_of=AS_OF)
    made = write_volume(cohort, tmp_path, "parquet")
    assert made.tables["outcomes"].rows == 0
    table = programme.table("outcomes")
    assert table is not None
    read = duckdb.read_parquet(str(tmp_path / "outcomes.parquet"))
    assert read.columns == [column.name for column in table.collected]


def collecting_nhs_numbers(programme: Contract) -> Contract:
    """The contract with one more column, whose decision to collect it is still to come."""
    more = Column("nhs_number", (), identifier="nhs_number", concept="nhs_number")
    tables = [
        replace(table, columns=(*(c for c in table.columns if c.identifier != "nhs_number"), more))
        if table.concept == "identifiers"
        else table
        for table in programme.tables
    ]
    return replace(programme, tables=tuple(tables))


def test_who_is_beyond_the_last_nhs_number_has_none_and_is_counted(
    programme: Contract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort = plan(collecting_nhs_numbers(programme), people=NHS_NUMBERS + 500, as_of=AS_OF)
    some = range(NHS_NUMBERS - 499, NHS_NUMBERS + 501)
    pieces = Cohort.pieces
    monkeypatch.setattr(Cohort, "pieces", lambda self, _, size: pieces(self, some, size=size))
    made = write_volume(cohort, tmp_path, "csv")
    with (tmp_path / "identifiers.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    beyond = [row["nhs_number"] for row in rows if int(row["participant_id"][2:]) > NHS_NUMBERS]
    assert made.empty_nhs_numbers == len(beyond) > 100
    assert not any(beyond) and sum(bool(row["nhs_number"]) for row in rows) == len(rows) - len(beyond)


def test_a_full_disk_is_told_in_plain_words(
    cohort: Cohort, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(table: Table, columns: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(volume, "csv_lines", full)
    with pytest.raises(UsageError, match=r"output\.full"):
        write_volume(cohort, tmp_path, "csv")
