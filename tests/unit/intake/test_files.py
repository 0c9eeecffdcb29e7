"""A file that a program has open, or that is not on this computer, is told as such."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cfgovern import windows
from cfgovern.errors import SubmissionRefused
from cfgovern.intake.files import entries_of, is_open_elsewhere, must_open


def told(path: Path) -> SubmissionRefused:
    with pytest.raises(SubmissionRefused) as caught:
        must_open(path, "the file")
    assert caught.value.code == "file.cannot_open" and caught.value.fix
    return caught.value


@pytest.mark.parametrize("number", [5, 32, 33])
def test_a_file_that_excel_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"x")

    def held(*_: object, **__: object) -> None:
        fault = PermissionError(13, "own words")
        fault.winerror = number  # type: ignore[attr-defined]
        raise fault

    monkeypatch.setattr(Path, "open", held)
    assert "Close it in Excel" in told(tmp_path / "a.xlsx").fix


@pytest.mark.parametrize("name", ["~$members.xlsx", ".~lock.members.xlsx#"])
def test_the_mark_of_an_open_file_is_no_submission(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert "marks another file as open" in told(tmp_path / name).what


def test_a_file_that_is_not_here_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".members.xlsx.icloud").write_bytes(b"x")
    assert "Always keep on this device" in told(tmp_path / ".members.xlsx.icloud").fix
    (tmp_path / "members.xlsx").write_bytes(b"x")
    must_open(tmp_path / "members.xlsx", "the file")
    monkeypatch.setattr(windows, "is_elsewhere", lambda found: isinstance(found, os.stat_result))
    assert "not on this computer" in told(tmp_path / "members.xlsx").what


@pytest.mark.parametrize(
    ("beside", "is_open"),
    [
        ("~$members.xlsx", True),
        ("~$mbers.xlsx", True),
        (".~lock.members.xlsx#", True),
        ("~$other.xlsx", False),
    ],
)
def test_what_programs_put_beside_a_file_they_have_open(tmp_path: Path, beside: str, is_open: bool) -> None:
    (tmp_path / beside).write_bytes(b"x")
    assert is_open_elsewhere(tmp_path / "members.xlsx") is is_open


def test_what_a_mac_put_beside_files_is_left_out_and_what_a_person_put_there_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    made = tmp_path / "__MACOSX" / "sent"
    made.mkdir(parents=True)
    (made / "._a.csv").touch()
    assert [entry.name for entry in entries_of(tmp_path)] == ["a.csv"]
    (made / "a.csv").touch()
    assert [entry.name for entry in entries_of(tmp_path)] == ["__MACOSX", "a.csv"]
