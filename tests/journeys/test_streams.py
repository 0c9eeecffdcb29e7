"""``-`` on the command line: standard input and standard output, and never a file of that name."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.canaries import Canaries
from tests.command import PLAIN_CONTRACT, ROOT, cfgovern, csv_folder, plain_contract
from tests.conftest import some_of
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


@pytest.mark.parametrize("fmt", ["text", "json", "html", "junit", "sarif", "github"])
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


# --- streams that fail ----------------------------------------------------------------------------

CONTRACT = ("--contract", "library.odcs.yaml", "--table", "members")
# What is asked, and the code that it ends with when all is well.
COMMANDS = [
    (("validate", "members.csv", *CONTRACT), 1),
    (("validate", "good.csv", *CONTRACT, "--format", "html"), 0),
    (("validate", "empty.csv", *CONTRACT), 3),
    (("contract", "lint", "faulty.odcs.yaml", "--quiet"), 2),
    (("contract", "show"), 0),
    (("validate", "--help"), 0),
    (("--version",), 0),
]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes and shells of POSIX")


@pytest.fixture
def files(place: Path) -> Path:
    """Beside it, a file that passes, one that is refused, and a contract with faults."""
    (place / "good.csv").write_text("member_id,full_name,joined,age\nM-001,Ann,,\n", encoding="utf-8")
    (place / "empty.csv").write_bytes(b"")
    faulty = PLAIN_CONTRACT.replace("logicalType: date", "logicalType: dat")
    (place / "faulty.odcs.yaml").write_text(faulty, encoding="utf-8")
    return place


def shell(line: str, arguments: tuple[str, ...], cwd: Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    """The command with ``line`` of a shell after it, such as a redirection."""
    return subprocess.run(
        ["sh", "-c", f'"$0" -m cfgovern "$@" {line}', sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )


@POSIX
@pytest.mark.parametrize(("arguments", "code"), COMMANDS)
def test_a_reader_who_goes_away_is_no_fault(files: Path, arguments: tuple[str, ...], code: int) -> None:
    gone, end = os.pipe()
    os.close(gone)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "cfgovern", *arguments],
            cwd=files,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=end,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    finally:
        os.close(end)
    assert (done.returncode, done.stderr) == (code, b"")


@POSIX
@pytest.mark.parametrize("line", some_of([">&-", "2>&-", "<&- >&- 2>&-"], 3))
@pytest.mark.parametrize(("arguments", "code"), COMMANDS)
def test_a_stream_that_is_closed_stops_nothing(
    files: Path, arguments: tuple[str, ...], code: int, line: str
) -> None:
    done = shell(line, arguments, files)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert bool(done.stdout) == (line == "2>&-")


@POSIX
def test_reports_and_records_are_written_whatever_is_closed(files: Path) -> None:
    asked = ("validate", "members.csv", *CONTRACT, "--format", "json")
    done = shell("<&- >&- 2>&-", (*asked, "--output", "out", "--evidence", "proof"), files)
    assert done.returncode == 1
    assert json.loads((files / "out").read_bytes())["outcome"] == "fail"
    assert len(list((files / "proof").iterdir())) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize(("arguments", "code"), COMMANDS)
def test_a_disk_that_is_full_is_told_in_plain_words(
    files: Path, arguments: tuple[str, ...], code: int
) -> None:
    done = shell("> /dev/full", arguments, files)
    assert done.returncode == max(code, 2)
    assert done.stderr.decode().rstrip().endswith("[output.full]")
    assert b"standard output" in done.stderr and b"report this" not in done.stderr
    # Nor does it matter that this cannot be said.
    assert shell("> /dev/full 2>&1", arguments, files).returncode == max(code, 2)


@POSIX
def test_an_output_that_may_not_be_written_to_is_exit_code_2(files: Path) -> None:
    done = shell("1< members.csv", ("validate", "good.csv", *CONTRACT), files)
    assert done.returncode == 2 and b"[output.unwritable]" in done.stderr


@POSIX
@pytest.mark.parametrize("encoding", some_of(["cp1252", "latin-1", "ascii", "utf-8"], 2))
def test_a_letter_that_the_output_lacks_costs_no_report(files: Path, encoding: str) -> None:
    named = PLAIN_CONTRACT.replace("name: full_name,", 'name: full_name, businessName: "Ŵlad 名前",')
    (files / "library.odcs.yaml").write_text(named, encoding="utf-8")
    asked, env = ("validate", "members.csv", *CONTRACT, "--format"), {"PYTHONIOENCODING": encoding}
    text = shell("", (*asked, "text"), files, **env)
    assert (text.returncode, text.stderr) == (1, b"")
    assert "Ŵlad".encode() in text.stdout or b"\\u0174lad \\u540d\\u524d" in text.stdout
    assert b"THIS DATA NEEDS TO BE FIXED" in text.stdout and b"members.age.minimum" in text.stdout
    # Documents for programs say that they are UTF-8, and are.
    page = shell("", (*asked, "html"), files, **env)
    assert page.returncode == 1 and "Ŵlad 名前" in page.stdout.decode()
    report = shell("", (*asked, "json"), files, **env)
    assert report.returncode == 1 and "Ŵlad 名前" in report.stdout.decode()
    shown = shell("", ("contract", "show", "library.odcs.yaml"), files, **env)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert b"loan_id" in shown.stdout and b"lad " in shown.stdout


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


def test_a_file_whose_name_is_a_dash_is_reached_through_its_folder(place: Path) -> None:
    (place / "members.csv").rename(place / "-")
    (place / "library.odcs.yaml").rename(place / "c")
    asked = ("--contract", "c", "--table", "members", "--format", "json")
    done = cfgovern("validate", "./-", *asked, "--output", "out", cwd=place)
    assert (done.code, json.loads((place / "out").read_text(encoding="utf-8"))["outcome"]) == (1, "fail")
    (place / "-").unlink()
    assert cfgovern("contract", "show", "c", "--output", "./-", cwd=place).out == ""
    assert (place / "-").read_text(encoding="utf-8").startswith("Library loans")


def test_standard_output_under_another_name_keeps_what_was_there(place: Path) -> None:
    log = place / "log.txt"
    log.write_text("before\n", encoding="utf-8")
    command = [sys.executable, "-m", "cfgovern", "validate", "members.csv", "--contract", "c.yaml"]
    with log.open("ab") as end:
        done = subprocess.run(
            [*command, "--output", "/dev/stdout"], cwd=place, stdout=end, stderr=subprocess.PIPE
        )
    assert (done.returncode, log.read_text(encoding="utf-8")) == (2, "before\n")
    assert b"output.is_stream" in done.stderr


def test_an_empty_place_is_no_place(place: Path) -> None:
    done = cfgovern("validate", "", "--contract", "c.yaml", cwd=place)
    assert (done.code, done.out) == (2, "")
