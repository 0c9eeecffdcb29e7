"""``cfgovern validate --format xlsx``: the submitter's own workbook, with the cells marked."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cfgovern.cli.copies import BUILDS, of_a_build
from cfgovern.journeys.annotated import MARKING
from tests.command import Done, cfgovern, plain_contract

MEMBERS = [
    ("M-001", "Quillon Brackenthwaite", date(2026, 1, 31), 40),
    ("M-2", "Ysolde Featherstonehaugh", "the first of May", 7),
    ("M-003", None, date(2026, 2, 1), 50),
]
VALUES = ("Quillon", "Ysolde", "first of May", "M-2")
AT_HOME = dict.fromkeys(BUILDS, "") | {"GITLAB_CI": "false"}


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A workbook of two tables, one under a title, and a sheet of nobody knows what."""
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "members"
    page.append(["Return of members"])
    page.append(["member_id", "full_name", "joined", "age"])
    for row in MEMBERS:
        page.append(row)
    book.create_sheet("loans").append(["loan_id", "member_id", "lent", "returned"])
    book.create_sheet("Quillon's notes").append(["Ysolde rang"])
    plain_contract(tmp_path)
    path = tmp_path / "return.xlsx"
    book.save(path)
    return path


def checked(sent: Path, *options: str | Path, env: dict[str, str] = AT_HOME) -> Done:
    contract = ("--contract", sent.parent / "library.odcs.yaml")
    return cfgovern("validate", sent, *contract, *options, cwd=sent.parent, env=env)


def test_the_workbook_comes_back_with_its_cells_marked(sent: Path) -> None:
    done = checked(sent, "--format", "xlsx", "--output", "marked.xlsx")
    assert (done.code, done.out) == (1, ""), done.err
    assert "Report: marked.xlsx" in done.err and not any(value in done.err for value in VALUES)
    book = openpyxl.load_workbook(sent.parent / "marked.xlsx")
    assert book.sheetnames == ["Findings", "members", "loans", "Quillon's notes"]
    page = book["members"]
    told = {cell.coordinate: cell.comment.text for cells in page for cell in cells if cell.comment}
    assert sorted(told) == ["A4", "B5", "C4", "D4"]
    assert all(words.startswith("Must be fixed: ") for words in told.values())
    assert (page["B3"].value, page["C3"].value.date()) == (MEMBERS[0][1], date(2026, 1, 31))
    said = "\n".join([*told.values(), *(str(cell.value) for cells in book["Findings"] for cell in cells)])
    assert not any(value in said for value in VALUES)
    assert book["Findings"]["A1"].value == MARKING == book["loans"].oddHeader.center.text
    assert "sheet 3" in said  # the name of a sheet nobody knows is shown by no report


def test_beside_other_formats_it_stands_in_their_folder(sent: Path) -> None:
    done = checked(sent, "--format", "json", "--format", "xlsx", "--output", "out", "--quiet")
    assert (done.code, done.out, done.err) == (1, "", "")
    assert sorted(path.name for path in (sent.parent / "out").iterdir()) == ["report.json", "report.xlsx"]


def test_the_check_stops_at_a_copy_that_is_sent_by_mistake(sent: Path) -> None:
    checked(sent, "--format", "xlsx", "--output", "marked.xlsx")
    done = checked(sent.parent / "marked.xlsx", "--format", "json")
    rules = [rule for rule, _, _ in done.findings()]
    assert done.code == 1 and rules.count("file.table_extra") == 2 and "file.part_extra" in rules


@pytest.mark.parametrize(
    ("options", "env", "code"),
    [
        ((), {}, "output.is_workbook"),
        (("--output", "-"), {}, "output.is_workbook"),
        (("--output", "m.xlsx"), {"CI": "true"}, "copy.in_a_build"),
        (("--output", "out", "--format", "json"), {"GITHUB_ACTIONS": "true"}, "copy.in_a_build"),
    ],
)
def test_it_goes_neither_to_standard_output_nor_where_builds_run(
    options: tuple[str, ...], env: dict[str, str], code: str, sent: Path
) -> None:
    before = sorted(sent.parent.iterdir())
    done = checked(sent, "--format", "xlsx", *options, env=AT_HOME | env)
    assert (done.code, done.out) == (2, "") and f"[{code}]" in done.err
    assert sorted(sent.parent.iterdir()) == before


@pytest.mark.parametrize("name", ["CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "JENKINS_URL", "CIRCLECI"])
def test_a_build_is_known_by_what_its_service_sets(name: str) -> None:
    assert of_a_build({name: "true"}) and of_a_build({name: "https://example.org"})
    assert not of_a_build({name: "false"}) and not of_a_build({name: " "}) and not of_a_build({"HOME": "1"})


def test_what_is_no_workbook_has_no_copy_and_the_other_reports_are_written(tmp_path: Path) -> None:
    plain_contract(tmp_path)
    (tmp_path / "members.csv").write_text("member_id,full_name,joined,age\nM-001,Ann Example,2026-01-31,4\n")
    done = checked(tmp_path / "members.csv", "--format", "xlsx", "--format", "html", "--output", "out")
    assert done.code == 2 and "[copy.not_a_workbook]" in done.err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.html"]


def test_of_what_is_refused_there_is_no_copy_and_an_earlier_one_stays(tmp_path: Path) -> None:
    plain_contract(tmp_path)
    (tmp_path / "return.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (tmp_path / "marked.xlsx").write_bytes(b"earlier")
    done = checked(tmp_path / "return.xlsx", "--format", "xlsx", "--output", "marked.xlsx")
    assert done.code == 3 and "[copy.refused]" in done.err
    assert (tmp_path / "marked.xlsx").read_bytes() == b"earlier"


def test_no_formula_of_the_workbook_is_alive_in_the_copy(sent: Path) -> None:
    book = openpyxl.load_workbook(sent)
    book["members"]["B3"].value, book["members"]["B3"].data_type = "=HYPERLINK(A1)", "s"
    book.save(sent)
    assert checked(sent, "--format", "xlsx", "--output", "marked.xlsx").code == 1
    with zipfile.ZipFile(sent.parent / "marked.xlsx") as archive:
        for name in archive.namelist():
            assert not re.search(rb"<(\w+:)?f[ >/]", archive.read(name)), name
    copy = openpyxl.load_workbook(sent.parent / "marked.xlsx")
    assert copy["members"]["B3"].data_type == "s" and copy["members"]["B3"].value == "=HYPERLINK(A1)"
