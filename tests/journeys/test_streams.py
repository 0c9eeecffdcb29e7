"""``-`` on the command line: standard input and standard output, and never a file of that name."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import PLAIN_CONTRACT, cfgovern, csv_folder, plain_contract
from tests.conftest import Canaries
from tests.rawbooks import book, sheet, text_row

MEMBERS = "member_id,full_name,joined,age\nM-001,Ann,2020-02-30,40\nM-002,,2020-01-01,12\n"
LOANS = "loan_id,member_id,lent,returned\n1,M-001,2026-01-05,\n"
WRONG = [("members.joined.type", 1, "C2"), ("members.full_name.required", 2, "B3"),
         ("members.age.minimum", 2, "D3")]  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A working folder with a contract and a file to check."""
    plain_contract(tmp_path)
    (tmp_path / "members.csv").write_text(MEMBERS, encoding="utf-8")
    return tmp_path


def no_dash(place: Path) -> bool:
    return not (place / "-").exists()


# --- standard output ------------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", ["text", "json", "html"])
def test_a_report_goes_to_standard_output(place: Path, fmt: str) -> None:
    asked = ("validate", "members.csv", "--contract", "library.odcs.yaml", "--format", fmt)
    done = cfgovern(*asked, "--output", "-", "--quiet", cwd=place)
    assert (done.code, done.err) == (1, "") and "members" in done.out
    assert no_dash(place)


def test_a_dictionary_goes_to_standard_output(place: Path) -> None:
    asked = ("contract", "show", "library.odcs.yaml", "--format", "markdown")
    done = cfgovern(*asked, "--output", "-", cwd=place)
    assert (done.code, done.out) == (0, cfgovern(*asked, cwd=place).out)
    assert no_dash(place)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (
            ("validate", "members.csv", "--format", "json", "--format", "html", "--output", "-"),
            "output.needed",
        ),
        (("validate", "-", "--contract", "-"), "input.twice"),
        (("validate", "members.csv", "--evidence", "-"), "output.not_a_folder"),
        (("demo", "--out", "-"), "output.not_a_folder"),
    ],
)
def test_what_makes_no_sense_is_exit_code_2(place: Path, arguments: tuple[str, ...], code: str) -> None:
    done = cfgovern(*arguments, cwd=place)
    assert (done.code, done.out) == (2, "")
    assert f"[{code}]" in done.err
    assert no_dash(place)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_reader_who_goes_away_is_no_fault(tmp_path: Path) -> None:
    gone, end = os.pipe()
    os.close(gone)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "cfgovern", "contract", "show"],
            stdout=end,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    finally:
        os.close(end)
    assert (done.returncode, done.stderr) == (0, b"")


# --- a contract on standard input -----------------------------------------------------------------


def test_a_contract_is_linted_and_its_faults_have_a_place(place: Path) -> None:
    good = cfgovern("contract", "lint", "-", cwd=place, sent=PLAIN_CONTRACT.encode())
    assert (good.code, good.out, good.err) == (0, "", "No faults.\n")
    spoilt = PLAIN_CONTRACT.replace("WHERE returned", "WHERE returnd").encode()
    done = cfgovern("contract", "lint", "-", cwd=place, sent=spoilt)
    assert done.code == 2
    assert done.out.startswith("standard input:23:49: ") and "[contract.query_property]" in done.out
    done = cfgovern("contract", "lint", "-", cwd=place, sent=b"schema: [a\nkind: x\n")
    assert done.code == 2 and done.out.startswith("standard input:")


def test_a_contract_is_shown_as_its_file_is(place: Path) -> None:
    content = (place / "library.odcs.yaml").read_bytes()
    done = cfgovern("contract", "show", "-", cwd=place, sent=content)
    assert (done.code, done.out) == (0, cfgovern("contract", "show", "library.odcs.yaml", cwd=place).out)


def test_a_submission_is_checked_against_a_contract_on_standard_input(place: Path) -> None:
    content = (place / "library.odcs.yaml").read_bytes()
    done = cfgovern("validate", "members.csv", "--contract", "-", "--format", "json", cwd=place, sent=content)
    assert (done.code, done.findings()) == (1, WRONG)
    assert done.report()["contract"]["digest"] == "sha256:" + hashlib.sha256(content).hexdigest()


def test_code_lists_of_a_contract_on_standard_input_are_in_the_working_folder(place: Path) -> None:
    coded = PLAIN_CONTRACT.replace(
        "{name: joined, logicalType: date}",
        "{name: joined, logicalType: string, customProperties: [{property: cfgovernCodeList, value: years}]}",
    ).encode()
    asked = ("validate", "members.csv", "--contract", "-", "--format", "json")
    done = cfgovern(*asked, cwd=place, sent=coded)
    assert done.code == 2 and "[contract.unknown_code_list]" in done.err
    (place / "code-lists").mkdir()
    codes = "code,label,valid_from,valid_to,successor\n2020-01-01,A day,2000-01-01,,\n"
    (place / "code-lists" / "years.csv").write_text(codes, encoding="utf-8")
    done = cfgovern(*asked, cwd=place, sent=coded)
    assert done.code == 1 and ("members.joined.code_list", 1, "C2") in done.findings()


# --- a submission on standard input ---------------------------------------------------------------


def test_one_table_is_read_from_standard_input(place: Path, private_temp: Path) -> None:
    asked = ("--contract", "library.odcs.yaml", "--table", "members", "--format", "json")
    done = cfgovern("validate", "-", *asked, "--evidence", "proof", cwd=place, sent=MEMBERS.encode())
    assert (done.code, done.err) == (1, "")
    assert done.findings() == WRONG
    submission = done.report()["submission"]
    assert submission["name"] == submission["tables"]["members"]["source"] == "standard input"
    assert submission["digest"] == "sha256:" + hashlib.sha256(MEMBERS.encode()).hexdigest()
    assert list(private_temp.iterdir()) == [] and no_dash(place)


def test_a_workbook_is_read_from_standard_input(place: Path, private_temp: Path) -> None:
    rows = [line.split(",") for line in MEMBERS.splitlines()]
    loans = [line.split(",") for line in LOANS.splitlines()]
    sheets = [sheet(*(text_row(at, *row) for at, row in enumerate(table, 1))) for table in (rows, loans)]
    sent = book(*sheets, names=["members", "loans"])
    asked = ("--contract", "library.odcs.yaml", "--format", "json")
    done = cfgovern("validate", "-", *asked, cwd=place, sent=sent)
    assert (done.code, done.findings()) == (1, WRONG)
    assert done.report()["submission"]["name"] == "standard input"
    assert list(private_temp.iterdir()) == []


@pytest.mark.parametrize(
    ("sent", "code"), [(b"", "file.empty"), (b'member_id\nM-001,"Qvx000Zjk\n', "file.csv_quotes")]
)
def test_what_is_refused_leaves_nothing_behind(
    place: Path, private_temp: Path, canaries: Canaries, sent: bytes, code: str
) -> None:
    canaries.plant()
    asked = ("--contract", "library.odcs.yaml", "--table", "members", "--format", "json")
    done = cfgovern("validate", "-", *asked, cwd=place, sent=sent)
    assert (done.code, done.findings()) == (3, [(code, None, None)])
    assert done.report()["submission"]["name"] == "standard input"
    assert canaries.found_in(done.out + done.err) == []
    assert list(private_temp.iterdir()) == []


def test_a_single_table_needs_its_name(place: Path, private_temp: Path) -> None:
    done = cfgovern("validate", "-", "--contract", "library.odcs.yaml", cwd=place, sent=MEMBERS.encode())
    assert done.code == 2 and "[table.needed]" in done.err
    assert list(private_temp.iterdir()) == []


def test_a_file_is_still_read_when_something_stands_on_standard_input(place: Path) -> None:
    folder = csv_folder(place / "return", {"members": MEMBERS.splitlines(), "loans": LOANS.splitlines()})
    asked = ("--contract", "library.odcs.yaml", "--format", "json")
    assert cfgovern("validate", folder, *asked, cwd=place, sent=b"x").findings() == WRONG
