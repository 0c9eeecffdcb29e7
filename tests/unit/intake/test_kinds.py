"""A file is what its bytes say, whatever its name says; the refusal names it and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.kinds import kind_of, may_hold_json
from tests.hostile import ole
from tests.rawbooks import Entry, book, sheet, zipped


def write(folder: Path, content: bytes) -> Path:
    path = folder / "return.xlsx"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (book(sheet()), "xlsx"),
        (b"id,note\n1,a\n", "csv"),
        (b"\xef\xbb\xbfid\n", "csv"),
        ("id\n1\n".encode("utf-16"), "csv"),
        (b"PK,note\n1,a\n", "csv"),
        (b"PARENT,note\n1,a\n", "csv"),
        (b"Rar!,GIF8\n1,a\n", "csv"),
        (b"GIF8,note\n1,a\n", "csv"),
        (b"<id>,note\n", "csv"),
        (b"[participant_id],[wave]\n", "csv"),
        (b"PAR1", "parquet"),
        (b'{"id": 1}\n', "jsonl"),
        (b'\xef\xbb\xbf\r\n {"id": 1}\n', "jsonl"),
        ('{"id": 1}\n'.encode("utf-16"), "jsonl"),
        (zipped([Entry("a.csv")]), "zip"),
        (zipped([]), "zip"),
    ],
)
def test_what_can_be_read(tmp_path: Path, content: bytes, kind: str) -> None:
    assert kind_of(write(tmp_path, content)) == kind


@pytest.mark.parametrize(
    ("content", "code", "word"),
    [
        (b"", "file.empty", "empty"),
        (ole("Workbook"), "file.old_workbook", ".xls"),
        (ole("Book"), "file.old_workbook", ".xls"),
        (ole("EncryptionInfo", "EncryptedPackage"), "file.password", "password"),
        (ole("WordDocument"), "file.wrong_kind", "old Office document"),
        (zipped([Entry("xl/workbook.bin", b"x")]), "file.wrong_kind", ".xlsb"),
        (zipped([Entry("xl/workbook.xml", b"x"), Entry("xl/vbaProject.bin")]), "file.macros", "macros"),
        (zipped([Entry("mimetype"), Entry("content.xml")]), "file.wrong_kind", ".ods"),
        (zipped([Entry("word/document.xml")]), "file.wrong_kind", "document or presentation"),
        (book(sheet())[:300], "file.damaged", "damaged"),
        (b"PARE\x15\x00PARE", "file.password", "encrypted"),
        (b"%PDF-1.7", "file.wrong_kind", "PDF"),
        (b"{\\rtf1 a}", "file.wrong_kind", "RTF"),
        (b"\xff\xd8\xff\xe0", "file.wrong_kind", "picture"),
        (b"\x1f\x8b\x08", "file.wrong_kind", "gzip"),
        (b'[{"id": 1}]', "file.json_array", "list"),
        (b" [\n  [1]]", "file.json_array", "list"),
        (b"[]", "file.json_array", "list"),
        (b"SQLite format 3\0", "file.wrong_kind", "database"),
        (b" \r\n<!DOCTYPE html><p>", "file.wrong_kind", "web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "file.wrong_kind", "XML"),
        (b"MIME-Version: 1.0\n", "file.wrong_kind", "web page"),
    ],
)
def test_everything_else_is_named(tmp_path: Path, content: bytes, code: str, word: str) -> None:
    with pytest.raises(SubmissionRefused) as caught:
        kind_of(write(tmp_path, content))
    assert caught.value.code == code
    assert word in caught.value.what
    assert caught.value.fix


@pytest.mark.parametrize("before", [b"", b"\n", b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n \n"])
def test_whatever_is_read_as_json_lines_may_hold_json(tmp_path: Path, before: bytes) -> None:
    path = write(tmp_path, before + b'{"a": 1}')
    assert kind_of(path) == "jsonl"
    assert may_hold_json(path)
    assert may_hold_json(tmp_path)
