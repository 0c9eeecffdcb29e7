"""Headings are found under banners; every row below them is accounted for."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.errors import SubmissionRefused
from cfgovern.intake import headings
from cfgovern.tables import ODD, SEPARATOR, SPACES

NAMES = ["participant_id", "start_date", "Start date", "sex"]


def records(*rows: list[str]) -> Iterator[headings.Record]:
    return iter([(number, None, row) for number, row in enumerate(rows, start=1)])


def test_the_first_row_is_the_headings_when_it_has_their_names() -> None:
    heading, above, below = headings.split(records(["participant_id", "sex"], ["P-1", "female"]), NAMES)
    assert heading == (1, None, ["participant_id", "sex"])
    assert above == headings.Above()
    assert [row for _, _, row in below] == [["P-1", "female"]]


def test_titles_notes_and_blank_rows_above_are_passed_over() -> None:
    rows = [
        ["Return of our area"],
        [""],
        ["Please fill in", "sex"],
        ["Participant ID", "START_DATE", "Sex"],
        ["P-1"],
    ]
    heading, above, below = headings.split(records(*rows), NAMES)
    assert heading is not None and heading[0] == 4
    assert above == headings.Above(titles=2)
    assert [number for number, _, _ in below] == [5]


@pytest.mark.parametrize(
    ("above", "width", "is_record"),
    [
        (["a", "b"], 2, True), (["a", ""], 2, False), (["a"], 1, False), (["a", "b", ""], 3, False),
        (["a", "b", "c"], 3, True), (["a", "b", "c"], 5, True), (["a", "b", "c"], 6, False),
        (["a", " ", "b", "c", "d"], 6, True),
    ],
)  # fmt: skip
def test_a_row_above_the_headings_as_wide_as_a_record_is_no_title(
    above: list[str], width: int, is_record: bool
) -> None:
    names = [f"column {n}" for n in range(width)]
    _, found, _ = headings.split(records(above, names), names)
    assert found == (headings.Above(rows=1) if is_record else headings.Above(titles=1))


@pytest.mark.parametrize(
    ("first", "rows"),
    [
        (["participant_id", "sex"], 2),  # headings of fewer columns
        (["participant_id", "sex", "town", "age"], 0),  # no more than half are names
        (["sex"], 0),  # one name may be the label of a title
    ],
)
def test_rows_below_other_headings_are_no_titles_however_narrow(first: list[str], rows: int) -> None:
    names = [*(f"column {n}" for n in range(9)), "participant_id", "sex"]
    _, above, below = headings.split(records(first, ["P-1", "f"], ["P-2"], names, ["x"]), names)
    assert above == headings.Above(titles=3 - rows, rows=rows)
    assert [row for _, _, row in below] == [["x"]]


def test_without_any_known_name_the_first_filled_row_stands_for_the_headings() -> None:
    heading, above, _ = headings.split(records([""], ["a", "b"], ["1", "2"]), NAMES)
    assert heading == (2, None, ["a", "b"])
    assert above == headings.Above()


def test_a_table_without_a_filled_row_has_no_headings() -> None:
    assert headings.split(records([""], ["", " \t"]), NAMES)[0] is None


def test_headings_are_looked_for_in_the_first_rows_only() -> None:
    rows = [["note"]] * headings.SEARCHED + [["participant_id", "sex"]]
    heading, above, _ = headings.split(records(*rows), NAMES)
    assert heading is not None and heading[0] == 1
    assert above == headings.Above()


def test_columns_without_heading_and_content_are_told_apart_from_those_with_content(tmp_path: Path) -> None:
    below = records(["P-1", "", "", "x"], ["P-2", "", " ", ""])
    written = headings.write_rows((0, None, ["participant_id", "", "", ""]), below, 5, tmp_path / "t.csv")
    assert written.columns == ("participant_id", None, None, "", None)


def test_a_record_longer_than_the_engine_takes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(headings, "RECORD_CHARS", 10)
    with pytest.raises(SubmissionRefused) as caught:
        headings.write_rows(
            (3, None, ["a", "b"]), records(*[["x", "y"]] * 3, ["secret", "secret"]), 2, tmp_path / "t"
        )
    assert caught.value.code == "file.record_too_long"
    assert "secret" not in str(caught.value)


cell = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@given(rows=st.lists(st.lists(cell, min_size=1, max_size=4), max_size=12))
def test_every_row_is_written_or_counted_as_blank(tmp_path_factory, rows: list[list[str]]) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("rows") / "t.csv"
    written = headings.write_rows((0, None, ["a"]), records(*rows), 4, path)
    with path.open(encoding="utf-8", newline="") as stream:
        kept = list(csv.reader(stream, delimiter=SEPARATOR, strict=True))
    filled = [(number, row) for number, row in enumerate(rows, start=1) if "".join(row).strip(SPACES)]
    assert [(int(row[0]), row[1:]) for row in kept] == [(n, row + [""] * (4 - len(row))) for n, row in filled]
    assert written.rows_read == (filled[-1][0] if filled else 0)
    assert written.rows_read == len(kept) + written.rows_ignored


@pytest.mark.parametrize("space", list(SPACES))
def test_white_space_around_any_cell_is_noticed(tmp_path: Path, space: str) -> None:
    for number, cell in enumerate((space + "x", "x" + space, f"{space}a, b", f'"{space}')):
        for row in ([cell, "b", "c"], ["a", cell, "c"], ["a", "b", cell]):
            path = tmp_path / f"{number}-{row.index(cell)}.csv"
            assert headings.write_rows((0, None, ["a", "b", "c"]), records(row), 3, path).spaced


@pytest.mark.parametrize("cell", ["a\u00a0b", "a\u200bb", "RenÃ©e", "Ren\ufffde", "Oâ€™N", "ï¿½"])
def test_odd_characters_in_any_cell_are_noticed(tmp_path: Path, cell: str) -> None:
    for at in range(3):
        row = ["a", "b", "c"]
        row[at] = cell
        path = tmp_path / f"{at}.csv"
        written = headings.write_rows((0, None, ["a", "b", "c"]), records(["x", "Zoë", ""], row), 3, path)
        assert (written.odd, written.broken) == (True, False)


@pytest.mark.parametrize("cell", ["a\nb", "a\rb", "a\r\n"])
def test_a_line_break_in_any_cell_is_noticed(tmp_path: Path, cell: str) -> None:
    written = headings.write_rows((0, None, ["a", "b"]), records(["x", "y"], ["", cell]), 2, tmp_path / "t")
    assert (written.odd, written.broken) == (False, True)


def test_ordinary_characters_are_not_odd(tmp_path: Path) -> None:
    rows = [["a b", "Zoë’s", 'say "so"'], ["Łukasz", "SÃO", "O’Neil – x"]]
    assert not headings.write_rows((0, None, ["a", "b", "c"]), records(*rows), 3, tmp_path / "t.csv").odd


def test_the_quick_look_misses_no_odd_character() -> None:
    made = [before + chr(place) for place in range(0x80, 0x10000) for before in ("", "\u00c2", "\u00c5")]
    odd = [text for text in made if re.search(ODD, text)]
    assert len(odd) > 100
    assert [text for text in odd if not headings._may_be_odd([text], text)] == []


def test_white_space_inside_cells_is_not_around_them(tmp_path: Path) -> None:
    rows = [["a b", "c, d", ""], ["Zoë’s", 'say "so" now', "x\ny"], ["", "", "1 ,2"]]
    assert not headings.write_rows((0, None, ["a", "b", "c"]), records(*rows), 3, tmp_path / "t.csv").spaced
