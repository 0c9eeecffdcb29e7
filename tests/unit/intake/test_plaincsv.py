"""The look at the bytes of a CSV file: what is plain, what is in doubt, and what is seen on the way."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.intake import plaincsv
from cfgovern.intake.limits import Limits
from cfgovern.tables import Lines, Seen

NAMES = ["code", "note"]


def looked(folder: Path, content: bytes | str, limits: Limits | None = None) -> Seen | None:
    path = folder / "t.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return plaincsv.look(path, NAMES, limits or Limits())


def seen(folder: Path, content: str) -> Seen:
    plain = looked(folder, content)
    assert plain is not None
    return plain


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_a_plain_file(tmp_path: Path, mark: str, end: str, last: bool) -> None:
    lines = ["code,note", 'a,"x, y"', '"b",', 'c,"say ""so"""', '"","x"']
    plain = seen(tmp_path, mark + end.join(lines) + (end if last else ""))
    assert (plain.columns, plain.rows) == (("code", "note"), 4)
    assert (plain.spaced, plain.odd, plain.broken) == (False, False, False)
    told = (tmp_path / "t.csv").stat()
    assert plain.stamp == (told.st_size, told.st_mtime_ns)


@pytest.mark.parametrize(
    "content",
    {
        "empty": "",
        "a byte order mark alone": "\ufeff",
        "titles above the headings": "a,b\ncode,note\n1,2\n",
        "a line for spreadsheet programs": "sep=,\ncode,note\n1,2\n",
        "no comma": "code;note\n1;2\n",
        "a heading without a name": "code,\n1,2\n",
        "a record too short": "code,note\n1\n1,2\n",
        "a cell that is a quotation mark in an empty row": 'code,note\n"",""""\n',
        "a record too long by an empty cell": "code,note\n1,2,\n",
        "a blank line": "code,note\n1,2\n\n3,4\n",
        "a blank line of the other kind": "code,note\r\n1,2\r\n\r\n3,4\r\n",
        "a blank line at the end": "code,note\n1,2\n\n",
        "a row of empty cells": "code,note\n1,2\n,\n3,4\n",
        "a row of empty cells at the end": "code,note\n1,2\n,",
        "a row of quoted empty cells": 'code,note\n1,2\n"",""\n',
        "a row of white space": 'code,note\n1,2\n ,"\n"\n',
        "a row of white space that does not show": "code,note\n1,2\n\u200b,\u00a0\n",
        "line ends of two kinds": "code,note\r\n1,2\n3,4\r\n",
        "the other kind first": "code,note\n1,2\r\n3,4\n",
        "a carriage return alone": "code,note\n1,2\r3,4\n",
        "carriage returns": "code,note\r1,2\r3,4\r",
        "a carriage return alone in a cell": 'code,note\n1,"2\r3"\n',
        "a quotation mark in a cell": 'code,note\n1,a"b\n',
        "two quotation marks in a cell": 'code,note\n1,a"b"\n',
        "a quotation mark that does not close": 'code,note\n1,"b\n2,c\n',
        "something after a quoted cell": 'code,note\n1,"b"c\n',
        "a space before a quoted cell": 'code,note\n1, "b"\n',
        "a NUL": "code,note\n1,\0\n",
        "the separator of what is written": "code,note\n1,\x1f\n",
        "a control character": "code,note\n1,\x7f\n",
        "a control character beside an accent": "code,note\n1,\u00e9\x01\n",
        "Windows text": "code,note\n1,Zo\u00eb\n".encode("cp1252"),
        "UTF-16": "code,note\n1,2\n".encode("utf-16"),
        "half a letter": b"code,note\n1,\xc3a\xa9\n",
    }.items(),
    ids=lambda item: item[0],
)
def test_what_is_in_doubt(tmp_path: Path, content: tuple[str, str | bytes]) -> None:
    assert looked(tmp_path, content[1]) is None


@pytest.mark.parametrize(
    "cell", [" x", "x ", '" x"', '"x\t"', '"\nx"', '"x\r\n"', "x\u00a0", '"\u3000x"', '" ""x"']
)
@pytest.mark.parametrize("row", ["{},y", "y,{}"])
def test_white_space_around_a_cell_is_noticed(tmp_path: Path, cell: str, row: str) -> None:
    for last in ("", "\n"):
        assert seen(tmp_path, f"code,note\n{row.format(cell)}{last}").spaced


@pytest.mark.parametrize(
    "cell", ["x y", '"x, y"', '"x ,y"', '"say ""so"" now"', '"a\nb"', "Zo\u00eb", '"a "", b"']
)
def test_white_space_inside_a_cell_is_not_around_it(tmp_path: Path, cell: str) -> None:
    assert not seen(tmp_path, f"code,note\n{cell},y\ny,{cell}\n").spaced


def test_odd_characters_and_line_breaks_are_noticed(tmp_path: Path) -> None:
    plain = seen(tmp_path, 'code,note\n1,Ren\u00c3\u00a9e\n2,"x\ny"\n')
    assert (plain.odd, plain.broken) == (True, True)
    # \u00c5 and \u2019 stand together only where nothing else is looked at.
    assert not seen(tmp_path, "code,note\n\u00c5,\u2019\n").odd


def test_the_line_of_each_row(tmp_path: Path) -> None:
    plain = seen(tmp_path, '"code","note\nmore"\n1,a\n2,"b\nc\nd"\n"3\n",x\n4,y\n')
    assert plain.lines == Lines((1, 3, 4), (2, 4, 5))
    assert [plain.lines.of(row) for row in (1, 2, 3, 4)] == [3, 4, 7, 9]


@pytest.mark.parametrize("change", [{"columns": 1}, {"cell_chars": 10}, {"line_chars": 1000}])
def test_what_may_be_over_a_limit_is_in_doubt(tmp_path: Path, change: dict[str, int]) -> None:
    content = "code,note\n1,a text of more than ten characters\n"
    assert looked(tmp_path, content) is not None
    assert looked(tmp_path, content, Limits(**change)) is None


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_longer_than_allowed_is_in_doubt(tmp_path: Path, quote: str) -> None:
    content = f"code,note\n1,{quote}{'x, ' if quote else 'x y'}{{}}{quote}\n"
    assert looked(tmp_path, content.format("x" * 14_000)) is not None
    assert looked(tmp_path, content.format("x" * 32_768)) is None


def test_quotation_marks_count_towards_the_length_of_a_cell(tmp_path: Path) -> None:
    content = 'code,note\n1,"{}"\n'
    assert looked(tmp_path, content.format('""' * 4_000)) is not None
    assert looked(tmp_path, content.format('""' * 32_768)) is None
    assert looked(tmp_path, content.format('""' * 5_000 + "x" * 27_800)) is None


@pytest.mark.parametrize("name", ["a*b", "a[b]", "a?"])
def test_a_name_that_the_engine_takes_for_a_pattern_is_in_doubt(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    assert looked(folder, "code,note\n1,2\n") is None


CELL = st.text(st.sampled_from('ab,"\n \u00e9\u2019'), max_size=6)


@given(rows=st.lists(st.tuples(st.just("x"), CELL), min_size=1, max_size=30), size=st.integers(90, 400))
def test_pieces_make_no_difference(tmp_path_factory, rows: list[tuple[str, str]], size: int) -> None:  # type: ignore[no-untyped-def]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([NAMES, *([("y", "z")] * 60), *rows])
    folder = tmp_path_factory.mktemp("pieces")
    whole = looked(folder, text.getvalue())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plaincsv, "_PIECE", size)
        patch.setattr(plaincsv, "_START", size)
        patch.setattr(plaincsv.headings, "SEARCHED", 5)
        pieces = looked(folder, text.getvalue())
    assert whole is not None and pieces is not None
    assert (pieces.rows, pieces.lines, pieces.spaced) == (whole.rows, whole.lines, whole.spaced)
    assert (pieces.odd, pieces.broken) == (whole.odd, whole.broken)
