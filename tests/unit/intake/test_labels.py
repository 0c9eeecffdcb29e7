"""A name is shown only where it is the contract's own; any other could name a person."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cfgovern.intake import labels

TABLES = ["participants", "service_use"]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("participants", "participants"),
        ("Participants", "participants"),
        (" Service Use ", "service_use"),
        ("service-use", "service_use"),
        ("participant", None),
        ("participants Jo", None),
        ("", None),
    ],
)
def test_a_sheet_belongs_to_a_table_by_its_name_alone(name: str, table: str | None) -> None:
    assert labels.table_named(name, TABLES) == table


@pytest.mark.parametrize("name", ["participants", "Participant", "Service Use"])
def test_a_name_close_to_the_contract_is_shown(name: str) -> None:
    assert labels.label(name, "sheet", 3, TABLES) == name


@pytest.mark.parametrize("name", ["Ann Example", "participants of Ann", "participants\n", "", "Sheet1"])
def test_any_other_name_is_a_number(name: str) -> None:
    assert labels.label(name, "sheet", 3, TABLES) == "sheet 3"


@pytest.mark.parametrize(
    "name",
    [
        "submission.xlsx",
        "participants.csv",
        "area_return_2026_Q1.xlsx",
        "synthetic-data-v2.xlsx",
        "service use.csv",
    ],
)
def test_harmless_file_names_are_shown(name: str) -> None:
    assert labels.submission_name(name, TABLES, otherwise="workbook.xlsx") == name


@pytest.mark.parametrize(
    "name",
    ["Ann Example.xlsx", "return for Ann.xlsx", "caf\u00e9.xlsx", "990000001.xlsx", "return.ann", ".ann", ""],
)
def test_other_file_names_are_not(name: str) -> None:
    assert labels.submission_name(name, TABLES, otherwise="workbook.xlsx") == "workbook.xlsx"


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("tests/fixtures/return", "tests/fixtures/"),
        ("./tests/return", "tests/"),
        ("return", ""),
        ("fixtures/2026-Q1/return", "fixtures/2026-Q1/"),
        ("tests/ann/return", None),
        ("tests/for.ann/return", None),
        ("../tests/return", None),
        ("tests/../return", None),
        ("/tests/return", None),
        ("tests/return for Ann", None),
        (".", None),
    ],
)
def test_the_folder_is_shown_where_it_is_on_the_way_and_names_nobody(path: str, folder: str | None) -> None:
    assert labels.folder_of(Path(path), "return", TABLES) == folder


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("participants (1)", "participants"),
        ("Service use(12)", "service_use"),
        ("participants - Copy", "participants"),
        ("participants - Copy (2)", "participants"),
        ("participants copy 2", "participants"),
        ("participants-LAPTOP7", "participants"),
        ("participants (Ann's conflicted copy 2026-10-01)", "participants"),
        ("participants", None),
        ("participants notes", None),
        ("participants-notes", None),
        ("visits (1)", None),
    ],
)
def test_a_second_copy_is_known_by_how_systems_name_one(name: str, table: str | None) -> None:
    assert labels.copy_of(name, TABLES) == table


def test_the_reference_has_the_words_that_a_folder_may_be_named_by() -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "reports-for-builds.md"
    told = (
        page.read_text(encoding="utf-8")
        .partition("only where each word of it is")[2]
        .partition(", one that")[0]
    )
    assert set(re.findall("`([a-z]+)`", told)) == labels._FOLDER_WORDS


def test_a_name_that_passes_is_shown_though_the_contract_does_not_know_it() -> None:
    assert labels.label("Ward list", "sheet", 3, ["participants"]) == "sheet 3"
    assert labels.label("Ward list", "sheet", 3, ["participants"], lambda _: True) == "Ward list"
