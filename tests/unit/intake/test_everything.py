"""Nothing that was sent is left out: tables of any name, and every text beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.everything import Aside, Everything, everything
from cfgovern.intake.limits import Limits
from cfgovern.intake.onetable import Asked
from tests.rawbooks import Entry, zipped

WORDS = {"people": ("id", "name"), "visits": ("id", "day")}


def taken(tmp_path: Path, *paths: Path, table: str | None = None) -> Everything:
    job = tmp_path / "job"
    job.mkdir()
    keys = {"people": ("id",)}
    return everything(Asked(WORDS, keys, {}, job, Limits(), None, True, {}), paths, table)


def told(found: Everything) -> list[Aside]:
    asides: list[Aside] = []
    found.tell(asides.append)
    return asides


def rows_of(found: Everything, number: int) -> list[list[str]]:
    text = Path(found.tables[number].table.path).read_text(encoding="utf-8")
    return [line.split("\x1f") for line in text.splitlines()]


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    people = book.active
    people.title = "people"
    for row in (["Made for a test"], ["id", "name"], ["P-1", "a"], ["Total", "1"]):
        people.append(row)
    people["B3"].comment = Comment("a remark", "an author")
    people.oddHeader.center.text = "at the top"
    hidden = book.create_sheet("old caseload")
    hidden.append(["who", "where"])
    hidden.append(["x", "y"])
    hidden.sheet_state = "veryHidden"
    book.defined_names["a_name"] = openpyxl.workbook.defined_name.DefinedName(
        "a_name", attr_text='"in a name"'
    )
    book.properties.creator = "who made it"
    book.save(path)
    return path


def test_a_sheet_of_any_name_is_a_table(tmp_path: Path) -> None:
    found = taken(tmp_path, workbook(tmp_path / "b.xlsx"))
    assert [(one.declared, one.name, one.number) for one in found.tables] == [
        ("people", "people", 1),
        (None, "old caseload", 2),
    ]
    assert rows_of(found, 1) == [["1", "x", "y"]]


def test_what_stands_above_below_and_beside_a_table_is_told(tmp_path: Path) -> None:
    asides = told(taken(tmp_path, workbook(tmp_path / "b.xlsx")))
    kinds = {(one.kind, one.text, one.cell) for one in asides if one.cell}
    assert {("above_table", "Made for a test", "A1"), ("heading", "name", "B2")} <= kinds
    assert ("below_table", "Total", "A4") in kinds
    assert ("comment", "a remark", "B3") in kinds
    texts = {(one.kind, one.text) for one in asides}
    assert ("name", "old caseload") not in texts  # told as the name of a sheet
    assert ("comment", "a remark") in texts and ("comment", "an author") in texts
    assert ("sheet_name", "old caseload") in texts and ("file_name", "b.xlsx") in texts
    assert ("property", "who made it") in texts
    assert any(kind == "name" and "in a name" in text for kind, text in texts)
    assert any(kind == "printed" and "at the top" in text for kind, text in texts)


def test_files_that_are_no_tables_are_texts_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("one\ntwo\n", encoding="utf-8")
    (tmp_path / "list.json").write_text('[{"a": "b"}]', encoding="utf-8")
    found = taken(tmp_path, tmp_path / "notes.txt", tmp_path / "list.json")
    texts = [(one.source, one.text, one.line) for one in told(found) if one.kind == "text"]
    assert texts == [(0, "one\ntwo\n", 1), (1, '[{"a": "b"}]', 1)]
    assert found.tables == [] and found.unread == []


def test_a_long_text_comes_in_pieces_that_end_with_a_line(tmp_path: Path) -> None:
    lines = [f"line {n}\n" for n in range(60_000)]
    (tmp_path / "long.txt").write_text("".join(lines), encoding="utf-8")
    pieces = [one for one in told(taken(tmp_path, tmp_path / "long.txt")) if one.kind == "text"]
    assert "".join(one.text for one in pieces) == "".join(lines) and len(pieces) > 1
    for one in pieces:
        assert one.text.startswith(lines[(one.line or 0) - 1])


def test_a_csv_file_of_any_name_is_a_table_and_one_that_is_none_is_a_text(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "odd.csv").write_text("a,b\n1,2,3\nfree words\n", encoding="utf-8")
    found = taken(tmp_path, tmp_path / "other.csv", tmp_path / "odd.csv")
    assert [(one.declared, one.name) for one in found.tables] == [(None, "other")]
    assert [one.text for one in told(found) if one.kind == "text"] == ["a,b\n1,2,3\nfree words\n"]


@pytest.mark.parametrize("name", ["odd", "people"])
def test_several_files_that_turn_out_half_way_to_be_no_tables_do_not_meet(tmp_path: Path, name: str) -> None:
    for number in range(3):
        folder = tmp_path / "sent" / str(number)
        folder.mkdir(parents=True)
        (folder / f"{name}.csv").write_text("id,name\nP-1,a\nP-2,b,c\n", encoding="utf-8")
    found = taken(tmp_path, tmp_path / "sent")
    texts = [one for one in told(found) if one.kind == "text"]
    assert len(texts) + len(found.unread) == 3 and found.tables == []


def test_text_in_zips_and_documents_has_one_budget_and_other_text_has_none(tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    words = b"word " * 10
    body = b"<a><p><t>" + words + b"</t></p></a>"
    (sent / "a.docx").write_bytes(zipped([Entry("word/document.xml", body)]))
    (sent / "b.zip").write_bytes(
        zipped([Entry("c.txt", words), Entry("d.txt", words), Entry("e.txt", words)])
    )
    (sent / "f.txt").write_bytes(words * 10)
    (tmp_path / "job").mkdir()
    limits = replace(Limits(), packed_chars=100)
    found = everything(Asked(WORDS, {}, {}, tmp_path / "job", limits, None, True, {}), [sent])
    texts = [found.files[one.source] for one in told(found) if one.kind == "text"]
    assert texts == ["a.docx", "c.txt", "f.txt"]
    refused = [(found.files[source], fault.code) for source, fault in found.unread]
    assert refused == [("d.txt", "file.too_large"), ("e.txt", "file.too_large")]


def test_zips_have_one_budget_together(tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    for name in ("a", "b", "c"):
        (sent / f"{name}.zip").write_bytes(zipped([Entry("t.txt", b"word " * 10)]))
    (tmp_path / "job").mkdir()
    limits = replace(Limits(), unpacked_bytes=60)
    found = everything(Asked(WORDS, {}, {}, tmp_path / "job", limits, None, True, {}), [sent])
    assert [(found.files[source], fault.code) for source, fault in found.unread] == [
        ("b.zip", "file.too_large"), ("c.zip", "file.too_large")
    ]  # fmt: skip
    assert all("together" in fault.what for _, fault in found.unread)


def test_a_folder_is_walked_to_its_end_and_a_zip_like_a_folder(tmp_path: Path) -> None:
    deep = tmp_path / "sent" / "in" / "side"
    deep.mkdir(parents=True)
    (deep / "people.csv").write_text("id,name\nP-1,a\n", encoding="utf-8")
    packed = tmp_path / "sent" / "more.zip"
    packed.write_bytes(zipped([Entry("visits.csv", b"id,day\nP-1,2026-01-01\n")]))
    found = taken(tmp_path, tmp_path / "sent")
    assert sorted(one.declared or "" for one in found.tables) == ["people", "visits"]


def test_names_of_folders_are_told_once_beside_a_file_in_them(tmp_path: Path) -> None:
    deep = tmp_path / "sent" / "in" / "side"
    deep.mkdir(parents=True)
    for name in ("a.txt", "b.txt"):
        (deep / name).write_text("x", encoding="utf-8")
    (deep / "c.zip").write_bytes(zipped([Entry("top/d.txt", b"y")]))
    asides = told(taken(tmp_path, tmp_path / "sent"))
    names = [(one.source, one.text) for one in asides if one.kind == "folder_name"]
    assert sorted(names) == [(0, "in"), (0, "sent"), (0, "side"), (3, "top")]


def _in_a_folder(folder: Path, *files: tuple[str, bytes]) -> Path:
    (folder / "sent").mkdir()
    for name, content in files:
        (folder / "sent" / name).write_bytes(content)
    return folder / "sent"


PDF = b"%PDF-1.7\n\x00"
NOTHING: dict[str, tuple[list[tuple[str, bytes]], str]] = {
    "no file": ([], "file.empty"),
    "litter": ([("Thumbs.db", b"x")], "file.empty"),
    "an empty file": ([("a.csv", b"")], "file.empty"),
    "a zip of nothing": ([("a.zip", zipped([]))], "file.empty"),
    "a zip of empty files": ([("a.zip", zipped([Entry("a.csv"), Entry("b.txt")]))], "file.empty"),
    "a zip of a zip of nothing": ([("a.zip", zipped([Entry("b.zip", zipped([]))]))], "file.empty"),
    "a zip of a picture": ([("a.zip", zipped([Entry("a.png", b"\x89PNG")]))], "file.wrong_kind"),
    "a zip of folders": ([("a.zip", zipped([Entry("a/b/c.txt", b"x")]))], "file.too_deep"),
    "a document of a picture": (
        [
            ("a.docx", zipped([Entry("word/document.xml", b"<a/>"), Entry("word/a.png", b"x")])),
            ("b.txt", b""),
        ],
        "file.not_looked_at",
    ),
}


@pytest.mark.parametrize("name", NOTHING)
def test_where_nothing_could_be_looked_at_it_is_refused(tmp_path: Path, name: str) -> None:
    files, code = NOTHING[name]
    found = taken(tmp_path, _in_a_folder(tmp_path, *files))
    told(found)
    with pytest.raises(SubmissionRefused) as caught:
        found.must_hold_something()
    assert caught.value.code == code and caught.value.fix


def test_several_files_that_cannot_be_read_are_told_one_by_one(tmp_path: Path) -> None:
    found = taken(tmp_path, _in_a_folder(tmp_path, ("a.pdf", PDF), ("b.pdf", PDF)))
    found.must_hold_something()
    assert [fault.code for _, fault in found.unread] == ["file.wrong_kind"] * 2


def test_a_file_that_cannot_be_read_is_listed_among_others_and_raised_alone(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7\n\x00\x01\x02")
    (tmp_path / "ok.txt").write_text("fine", encoding="utf-8")
    both = taken(tmp_path, tmp_path / "scan.pdf", tmp_path / "ok.txt")
    told(both)
    both.must_hold_something()
    assert [(source, fault.code) for source, fault in both.unread] == [(0, "file.wrong_kind")]
    (tmp_path / "again").mkdir()
    alone = taken(tmp_path / "again", tmp_path / "scan.pdf")
    told(alone)
    with pytest.raises(SubmissionRefused):
        alone.must_hold_something()
