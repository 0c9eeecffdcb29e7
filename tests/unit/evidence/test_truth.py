"""Truth files are read as they were written, and a faulty one is refused with its line and no value."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.errors import OperatorFileError, UsageError
from cfgovern.evidence.truth import PlantedFault, about, faults_csv, read_decoys, read_faults

HEADS = "file,table,sheet,row,column,fault,clean,dirty,rules,severity"
CELL = PlantedFault(
    "area/t.csv", "t", "t", 3, "a", "F01", 'the "old",\none', "new", ("t.a.type", "t.a"), "error"
)
WHOLE = PlantedFault("area.xlsx", "", "", None, "", "F36", "", "", ("file.ragged",), "block")


def written(folder: Path, content: bytes | str, name: str = "faults.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = written(tmp_path, faults_csv([CELL, WHOLE]))
    assert path.read_text(encoding="utf-8").splitlines()[0] == HEADS
    assert read_faults(path) == (CELL, WHOLE)


def test_a_truth_file_saved_by_a_spreadsheet_program_is_read_too(tmp_path: Path) -> None:
    content = faults_csv([CELL]).replace(b"\none", b" one").replace(b"\n", b"\r\n")
    [read] = read_faults(written(tmp_path, b"\xef\xbb\xbf" + content))
    assert (read.row, read.rules) == (3, ("t.a.type", "t.a"))


def test_decoys_stand_beside_the_faults_and_name_no_rule(tmp_path: Path) -> None:
    path = written(tmp_path, faults_csv([CELL]))
    assert read_decoys(path) == ()
    decoy = PlantedFault("area/t.csv", "t", "t", 4, "a", "D01", "old", "Null", (), "info")
    written(tmp_path, faults_csv([decoy]), "decoys.csv")
    assert read_decoys(path) == (decoy,)
    written(tmp_path, faults_csv([CELL]), "decoys.csv")
    with pytest.raises(OperatorFileError) as refused:
        read_decoys(path)
    assert refused.value.faults[0].code == "truth.value"


LINE = "area.xlsx,t,t,3,a,F01,SECRET,SECRET,t.a.type,error"


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("", "truth.headings", 1),
        (HEADS.replace("rules", "rule") + f"\n{LINE}\n", "truth.headings", 1),
        (HEADS.replace("clean,dirty", "dirty,clean") + f"\n{LINE}\n", "truth.headings", 1),
        (HEADS + "\n", "truth.nothing", 1),
        (f"{HEADS}\n{LINE}\n{LINE},SECRET\n", "truth.cells", 3),
        (f"{HEADS}\n{LINE}\n{LINE.replace('SECRET', chr(34) + 'SECRET', 1)}\n", "truth.csv", 3),
        (f"{HEADS}\n{LINE.replace(',3,', ',0,')}\n", "truth.value", 2),
        (f"{HEADS}\n{LINE.replace(',3,', ',SECRET,')}\n", "truth.value", 2),
        (f"{HEADS}\n{LINE.replace('error', 'SECRET')}\n", "truth.value", 2),
        (f"{HEADS}\n{LINE.replace('t.a.type', '')}\n", "truth.value", 2),
        (f"{HEADS}\n{LINE.replace('t.a.type', 'SECRET')}\n", "truth.value", 2),
        (f"{HEADS}\n{LINE.replace('F01', '')}\n", "truth.value", 2),
        (f"{HEADS}\n{LINE.replace('area.xlsx', '../SECRET')}\n", "truth.value", 2),
        (f"{HEADS}\n{LINE.replace('area.xlsx', '/SECRET')}\n", "truth.value", 2),
        (f"{HEADS}\n{LINE}\n\xe9".encode("latin-1"), "truth.unreadable", 3),
    ],
)
def test_a_malformed_truth_file_is_refused_at_its_line(
    tmp_path: Path, content: str | bytes, code: str, line: int
) -> None:
    path = written(tmp_path, content)
    with pytest.raises(OperatorFileError) as refused:
        read_faults(path)
    assert refused.value.exit_code == 2
    assert (refused.value.faults[0].code, refused.value.faults[0].line) == (code, line)
    assert "SECRET" not in str(refused.value)


def test_a_missing_truth_file_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(OperatorFileError) as refused:
        read_faults(tmp_path / "none.csv")
    assert refused.value.faults[0].code == "truth.missing"


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    bad = f"{LINE.replace(',3,', ',0,')}\n{LINE.replace('error', 'grave')}"
    with pytest.raises(OperatorFileError) as refused:
        read_faults(written(tmp_path, f"{HEADS}\n{bad}\n"))
    assert [fault.line for fault in refused.value.faults] == [2, 3]


def test_only_what_is_about_the_submission_is_kept(tmp_path: Path) -> None:
    truth = tmp_path / "faults.csv"
    assert about([CELL, WHOLE], truth, tmp_path / "area") == (CELL,)
    assert about([CELL, WHOLE], truth, tmp_path / "area" / "t.csv") == (CELL,)
    assert about([CELL, WHOLE], truth, tmp_path / "other" / ".." / "area.xlsx") == (WHOLE,)
    assert about([CELL], truth, tmp_path / "are", needed=False) == ()
    with pytest.raises(UsageError) as refused:
        about([CELL, WHOLE], truth, tmp_path / "elsewhere")
    assert refused.value.code == "truth.other"
