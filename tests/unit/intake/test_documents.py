"""Every word of a Word document is handed on, wherever it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.documents import paragraphs, shown_text
from cfgovern.intake.kinds import is_document
from cfgovern.intake.limits import Limits
from tests.rawbooks import Entry, zipped

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(folder: Path, body: str, **others: str) -> Path:
    path = folder / "a.docx"
    parts = {"word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>", **others}
    path.write_bytes(zipped(Entry(name, text.encode()) for name, text in parts.items()))
    return path


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_a_paragraph_is_one_text_however_it_is_cut_into_runs(tmp_path: Path) -> None:
    path = document(tmp_path, f"<w:p>{run('rang Ke')}{run('v at ')}<w:r><w:tab/></w:r>{run('home')}</w:p>")
    assert list(paragraphs(path, Limits())) == [(1, "rang Kev at \thome")]


def test_paragraphs_are_counted_as_they_stand(tmp_path: Path) -> None:
    path = document(tmp_path, f"<w:p>{run('one')}</w:p><w:p/><w:p>{run('three')}</w:p>")
    assert list(paragraphs(path, Limits())) == [(1, "one"), (3, "three")]


def test_what_was_deleted_and_what_stands_at_the_edges_is_told_as_well(tmp_path: Path) -> None:
    path = document(
        tmp_path,
        f"<w:p>{run('kept')}<w:del w:author='Somebody'><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>",
        **{
            "word/comments.xml": f"<w:comments {_W}><w:comment w:author='A. Nother'><w:p>{run('why')}</w:p>"
            "</w:comment></w:comments>",
            "docProps/core.xml": "<a xmlns:dc='dc'><dc:creator>An Author</dc:creator></a>",
        },
    )
    told = list(paragraphs(path, Limits()))
    assert told[0] == (1, "keptgone")
    assert {text for _, text in told} >= {"why", "A. Nother", "Somebody", "An Author"}


DEEP = "<w:p>" * 9_000 + "</w:p>" * 9_000


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([Entry("word/a.xml", b"<a", flags=0x801)], "file.password"),
        ([Entry("word/../a.xml")], "file.unsafe_name"),
        ([Entry("word/a.xml"), Entry("WORD/a.xml")], "file.doubled_part"),
        ([Entry("word/a.xml", b"<a>")], "file.damaged"),
        ([Entry("word/a.xml", DEEP.encode())], "file.too_large"),
        ([Entry("word/a.xml", b"<!DOCTYPE a><a/>")], "file.doctype"),
        ([Entry("word/a.xml", b"<?xml version='1.0' encoding='latin-1'?><a/>")], "file.encoding"),
        ([Entry("word/a.png", b"\x89PNG")], "file.not_looked_at"),
    ],
)
def test_a_refusal_speaks_of_a_document(tmp_path: Path, entries: list[Entry], code: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(zipped([Entry("word/document.xml", b"<a/>"), *entries]))
    with pytest.raises(SubmissionRefused) as caught:
        list(paragraphs(path, Limits()))
    refusal = caught.value
    assert refusal.code == code and "document" in refusal.what
    assert not {"workbook", "spreadsheet", "Excel", "xlsx"} & set(re.findall(r"\w+", str(refusal)))


def test_only_a_word_document_is_one(tmp_path: Path) -> None:
    assert is_document(document(tmp_path, ""))
    other = tmp_path / "b.docx"
    other.write_bytes(zipped([Entry("xl/workbook.xml", b"<a/>")]))
    assert not is_document(other)
    other.write_bytes(b"PK\x03\x04 torn")
    assert not is_document(other)
    other.write_text("word/document.xml")
    assert not is_document(other)


def test_what_is_shown_is_what_a_reader_sees(tmp_path: Path) -> None:
    path = document(
        tmp_path,
        f"<w:p>{run('How are')}<w:r><w:tab/></w:r>{run('you?')}</w:p><w:p/>"
        f"<w:p>{run('Well.')}<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('moved')}</w:moveFrom><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('in a cell')}</w:p></w:tc></w:tr></w:tbl>",
        **{"word/comments.xml": f"<w:comments {_W}><w:p>{run('why')}</w:p></w:comments>"},
    )
    assert shown_text(path, Limits()) == "How are\tyou?\n\nWell.\nin a cell\n"
