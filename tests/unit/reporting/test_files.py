"""Reports on disk: one file, or a folder; whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfgovern.errors import UsageError
from cfgovern.reporting import FORMATS, render, write
from cfgovern.reporting.files import EXTENSIONS, write_rendered
from tests.unit.reporting.samples import REPORT, all_of


def test_one_format_is_written_to_the_file_that_was_named(tmp_path: Path) -> None:
    target = tmp_path / "out.whatever"
    assert write(REPORT, ["json"], target) == (target,)
    assert json.loads(target.read_text(encoding="utf-8"))["outcome"] == "fail"


def test_several_formats_are_written_into_a_folder_that_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "reports"
    written = write(REPORT, ["html", "text", "json"], folder)
    assert [path.name for path in written] == ["report.html", "report.txt", "report.json"]
    assert sorted(path.name for path in folder.iterdir()) == ["report.html", "report.json", "report.txt"]


def test_a_format_that_is_asked_for_twice_is_written_once(tmp_path: Path) -> None:
    assert write(REPORT, ["text", "text"], tmp_path / "one.txt") == (tmp_path / "one.txt",)


def test_every_format_has_an_extension_and_ends_with_one_newline() -> None:
    assert set(EXTENSIONS) == {*FORMATS, "xlsx"}  # a copy of the workbook is no rendering of the report
    for fmt in FORMATS:
        text = render(REPORT, fmt)
        assert text.endswith("\n") and not text.endswith("\n\n")


def test_a_report_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    target.write_text("x" * 100_000, encoding="utf-8")
    write_rendered([("text", "new\n")], target)
    assert target.read_text(encoding="utf-8") == "new\n"
    assert list(tmp_path.iterdir()) == [target]


def test_line_ends_are_the_same_everywhere(tmp_path: Path) -> None:
    write(REPORT, ["text"], tmp_path / "r.txt")
    assert b"\r" not in (tmp_path / "r.txt").read_bytes()


def test_where_nothing_can_be_written_is_said_without_a_librarys_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    for formats, target in ((["text"], tmp_path / "file" / "r.txt"), (["text", "json"], tmp_path / "file")):
        with pytest.raises(UsageError):
            write(REPORT, formats, target)  # type: ignore[arg-type]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"


@pytest.mark.parametrize("fmt", FORMATS)
def test_any_text_can_be_written_as_utf_8(fmt: str, tmp_path: Path) -> None:
    write(all_of("\ud800 \x00 \uffff 😀"), [fmt], tmp_path / "r")  # type: ignore[list-item]
    assert (tmp_path / "r").read_bytes().decode("utf-8")
