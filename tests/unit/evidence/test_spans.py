"""``spans.csv``: written and read back the same, and a file at fault is told by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.errors import OperatorFileError
from cfgovern.evidence.spans import ENTITIES, Span, is_spans, read_spans, spans_csv

HEADINGS = "file,table,row,column,start,end,entity\n"


def test_spans_are_read_as_they_were_written(tmp_path: Path) -> None:
    spans = tuple(
        Span("notes, 1.csv", "notes", 1 + number, "note", number, number + 5, entity)
        for number, entity in enumerate(ENTITIES)
    )
    path = tmp_path / "spans.csv"
    path.write_bytes(spans_csv(spans))
    assert read_spans(path) == spans
    assert spans_csv(()).decode() == HEADINGS


def test_a_byte_order_mark_and_other_line_ends_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "spans.csv"
    path.write_bytes(
        b"\xef\xbb\xbf" + (HEADINGS + "a.csv,notes,1,note,0,4,URL\n").replace("\n", "\r\n").encode()
    )
    assert read_spans(path) == (Span("a.csv", "notes", 1, "note", 0, 4, "URL"),)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a.csv,notes,1,note,0,4,PERSN", 'Did you mean "PERSON"?'),
        ("a.csv,notes,1,note,0,4,", "entity must be one that is known"),
        ("a.csv,notes,0,note,0,4,PERSON", "row must be a whole number from 1"),
        ("a.csv,notes,,note,0,4,PERSON", "row must be a whole number from 1"),
        ("a.csv,notes,1,note,4,4,PERSON", "end must be after start"),
        ("a.csv,notes,1,note,-1,4,PERSON", "start must be a whole number from 0"),
        ("a.csv,notes,1,note,0,four,PERSON", "end must be a whole number from 0"),
        ("../a.csv,notes,1,note,0,4,PERSON", "file must say which file"),
        ("a.csv,,1,note,0,4,PERSON", "table must not be empty"),
        ("a.csv,notes,1,,0,4,PERSON", "column must not be empty"),
        ("a.csv,notes,1,note,0,PERSON", "6 cells, not 7"),
    ],
)
def test_a_row_at_fault_is_told_with_its_line(tmp_path: Path, row: str, words: str) -> None:
    path = tmp_path / "spans.csv"
    path.write_text(f"{HEADINGS}a.csv,notes,1,note,0,4,PERSON\n{row}\n", encoding="utf-8")
    with pytest.raises(OperatorFileError) as caught:
        read_spans(path)
    [fault] = caught.value.faults
    assert fault.line == 3
    assert words in fault.message


@pytest.mark.parametrize("content", [b"", b"file,table\n", b"\xff\xfe", HEADINGS.encode()])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "spans.csv"
    path.write_bytes(content)
    with pytest.raises(OperatorFileError, match=r"truth\.refused"):
        read_spans(path)
    with pytest.raises(OperatorFileError, match=r"truth\.refused"):
        read_spans(tmp_path / "absent.csv")


def test_a_file_of_spans_is_known_by_its_headings(tmp_path: Path) -> None:
    spans, other = tmp_path / "spans.csv", tmp_path / "faults.csv"
    spans.write_bytes(b"\xef\xbb\xbf" + spans_csv(()))
    other.write_text("file,table\n", encoding="utf-8")
    assert (is_spans(spans), is_spans(other), is_spans(tmp_path / "none.csv")) == (True, False, False)
