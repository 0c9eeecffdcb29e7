"""CSV files: one fixed ladder of encodings, one dialect, every record counted, nothing guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.errors import SubmissionRefused
from cfgovern.intake import csvfile, headings
from cfgovern.intake.limits import Limits

TEXT = 'id,note\n1,"a, ""b""\nc"\n2,é\n'


def write(folder: Path, content: bytes | str) -> Path:
    path = folder / "t.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path, limits: Limits | None = None) -> list[headings.Record]:
    encoding = csvfile.encoding_of(path, "t.csv")
    return list(csvfile.records(path, encoding, "t.csv", limits or Limits()))


def refused(path: Path, limits: Limits | None = None) -> SubmissionRefused:
    with pytest.raises(SubmissionRefused) as caught:
        records = iter(read(path, limits))
        heading, _, below = headings.split(records, ["id", "note"])
        assert heading is not None
        list(csvfile.same_width(heading, below, "t.csv"))
    return caught.value


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_the_ladder_of_encodings(tmp_path: Path, encoding: str, found: str) -> None:
    path = write(tmp_path, TEXT.encode(encoding))
    assert csvfile.encoding_of(path, "t.csv") == found
    assert read(path)[2][2] == ["2", "é"]


def test_windows_text_with_a_byte_that_stands_for_nothing_is_refused(tmp_path: Path) -> None:
    assert refused(write(tmp_path, b"id,note\n1,\x81\xe9\n")).code == "file.encoding"


@pytest.mark.parametrize("letter", ["é", "ń", "’", "–"])
def test_utf8_and_windows_text_in_one_file_are_refused(tmp_path: Path, letter: str) -> None:
    content = f"id,note\n1,{letter}\n2,a\n3,".encode() + b"\xe9\n4,\xe8\n"
    refusal = refused(write(tmp_path, content))
    assert (refusal.code, refusal.where) == ("file.encoding", "t.csv, line 4")


def test_windows_text_of_many_letters_is_not_mixed(tmp_path: Path) -> None:
    words = "é É’s “Ä” João – Ångström à l’œuvre £5 ½".replace("Ä”", "Ä.”")
    assert read(write(tmp_path, f"id,note\n1,{words}\n".encode("cp1252")))[1][2] == ["1", words]


@pytest.mark.parametrize("byte", [b"\0", b"\x07", b"\x1b", b"\x7f"])
def test_control_characters_are_refused(tmp_path: Path, byte: bytes) -> None:
    refusal = refused(write(tmp_path, b"id,note\n1,secret" + byte + b"\n"))
    assert (refusal.code, refusal.where) == ("file.control_character", "t.csv, line 2")
    assert "secret" not in str(refusal)


def test_the_line_of_a_control_character_is_counted_over_the_whole_file(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-16"):
        content = "x" * 60 + "\n"
        path = write(tmp_path, (content * 40_000 + "\x07\n" + content).encode(encoding))
        assert refused(path).where == "t.csv, line 40,001"


def test_the_line_that_tells_a_spreadsheet_program_the_separator_is_a_line_and_no_row(tmp_path: Path) -> None:
    path = write(tmp_path, "sep=,\nid,note\n1,a\n")
    assert read(path) == [(1, 2, ["id", "note"]), (2, 3, ["1", "a"])]
    assert read(write(tmp_path, "id,note\nsep=,\n")) == [(1, 1, ["id", "note"]), (2, 2, ["sep=", ""])]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_of_every_system(tmp_path: Path, ending: str) -> None:
    path = write(tmp_path, ending.join(["id,note", "1,a", "", "2,b", ""]))
    assert read(path) == [(1, 1, ["id", "note"]), (2, 2, ["1", "a"]), (4, 4, ["2", "b"])]


def test_mixed_line_endings_do_not_move_a_row(tmp_path: Path) -> None:
    assert [row[2] for row in read(write(tmp_path, "id\r\n1\n2\r3\n"))] == [["id"], ["1"], ["2"], ["3"]]


def test_a_record_is_found_by_its_first_line_and_its_number(tmp_path: Path) -> None:
    assert read(write(tmp_path, TEXT)) == [
        (1, 1, ["id", "note"]),
        (2, 2, ["1", 'a, "b"\nc']),
        (3, 4, ["2", "é"]),
    ]


def test_what_spreadsheets_mangle_arrives_as_it_is(tmp_path: Path) -> None:
    row = ["007", "12345678901234567890", "9.99E+09", "#N/A", "1e3", " x ", "#1", "=1+1", "NULL"]
    assert read(write(tmp_path, ",".join(row) + "\n"))[0][2] == row


@pytest.mark.parametrize("content", ['id,note\n1,"open\n2,b\n', 'id,note\n1,"Sm"ith\n', 'id,note\n1,"a"b"\n'])
def test_quotation_marks_that_do_not_match_are_refused_with_the_line(tmp_path: Path, content: str) -> None:
    refusal = refused(write(tmp_path, content))
    assert refusal.code == "file.csv_quotes"
    assert "line 2" in refusal.where
    assert "Sm" not in str(refusal)


@pytest.mark.parametrize("row", ["1", "1,a,b", "1,a,,b"])
def test_records_of_another_width_are_refused_with_their_lines(tmp_path: Path, row: str) -> None:
    refusal = refused(write(tmp_path, f"id,note\n1,a\n{row}\n2,b\n{row}\n"))
    assert refusal.code == "file.ragged"
    assert "lines 3, 5" in refusal.where
    assert "2 records have" in refusal.what


def test_empty_cells_beyond_the_headings_do_no_harm(tmp_path: Path) -> None:
    records = iter(read(write(tmp_path, "id,note\n1,a,,\n,,,\n2,,,\n")))
    heading = next(records)
    assert list(csvfile.same_width(heading, records, "t.csv")) == [(2, 2, ["1", "a"]), (4, 4, ["2", ""])]


@pytest.mark.parametrize(
    ("below", "lines"),
    [
        ("1,a\n2,b,\n3,c\n", "line 3"),
        ("2,b,\n", "line 2"),
        ("1,a,\n2,b,,\n", "lines 2, 3"),
        ("1,a,\n2\n3,c\n", "lines 2, 3"),
    ],
)
def test_a_record_with_an_empty_cell_too_many_may_have_moved_its_cells(
    tmp_path: Path, below: str, lines: str
) -> None:
    records = iter(read(write(tmp_path, "id,note\n" + below)))
    with pytest.raises(SubmissionRefused) as caught:
        list(csvfile.same_width(next(records), records, "t.csv"))
    assert caught.value.code == "file.ragged"
    assert caught.value.where == f"t.csv, {lines}"


@pytest.mark.parametrize("above", ["", "sep={}\n", "Return, of our area\n\n"])
@pytest.mark.parametrize("names", [["id", "note"], ["id", "note", "x"]])
@pytest.mark.parametrize(("separator", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")])
def test_another_separator_is_named_not_guessed(
    tmp_path: Path, separator: str, word: str, names: list[str], above: str
) -> None:
    refusal = refused(write(tmp_path, above.format(separator) + separator.join(names) + "\n1\n"))
    assert refusal.code == "file.separator"
    assert word in refusal.what


def test_a_cell_longer_than_a_spreadsheet_holds_is_refused(tmp_path: Path) -> None:
    refusal = refused(write(tmp_path, f"id,note\n1,{'x' * 40_000}\n"))
    assert refusal.code == "file.cell_too_long"
    assert "line 2" in refusal.where


def test_a_line_without_an_end_is_refused(tmp_path: Path) -> None:
    # In UTF-16 the byte of a line end is half of this letter.
    for content in (b"id,note\n1," + b"," * 500, ("id,note\n1," + "\u010a" * 500).encode("utf-16")):
        refusal = refused(write(tmp_path, content), Limits(line_chars=100))
        assert (refusal.code, refusal.where) == (
            "file.line_too_long",
            "t.csv, the record that starts on line 2",
        )


def test_more_columns_than_allowed_are_refused(tmp_path: Path) -> None:
    refusal = refused(write(tmp_path, "id,note\n1,2\n" + "," * 10 + "\n"), Limits(columns=5))
    assert refusal.code == "file.too_many_columns"


def test_how_much_has_been_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[int, int, str]] = []
    monkeypatch.setattr(csvfile, "counted", lambda *told: heard.append(told))
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "one,two\n" * 50_000, encoding="utf-8")
    assert sum(1 for _ in csvfile.records(path, "utf-8", "the file", Limits())) == 50_001
    size = path.stat().st_size
    assert len(heard) > 3 and heard == sorted(heard) and heard[-1] == (size, size, "bytes")
