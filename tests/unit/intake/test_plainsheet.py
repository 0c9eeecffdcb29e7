"""Rows in the plain form are known by their bytes; whatever differs is left to the parser."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.errors import SubmissionRefused
from cfgovern.intake import plainsheet, preflight
from cfgovern.intake.cellparts import Budget, Sheet
from cfgovern.intake.cellvalues import Values
from cfgovern.intake.clockstyles import Clocks
from cfgovern.intake.limits import Limits
from cfgovern.intake.plainsheet import MOST_COLUMNS, row_form, texts
from cfgovern.intake.sharedstrings import Strings
from tests.rawbooks import book, shared, sheet, text_row

PLAIN = (
    '<c r="{}" t="s"><v>4</v></c>',
    '<c r="{}" s="0" t="s"><v>0</v></c>',
    '<c r="{}" t="inlineStr"><is><t>x</t></is></c>',
    '<c r="{}" s="3" t="inlineStr"><is><t xml:space="preserve">Zoë, \'Jo\' &gt; </t></is></c>',
    '<c r="{}" t="str"><v>é</v></c>',
    '<c r="{}"><v>40</v></c>',
    '<c r="{}" s="12" t="n"><v>-1.5E-07</v></c>',
    '<c r="{}" t="b"><v>1</v></c>',
)
NOT_PLAIN = (
    '<c r="{}" t="s"><v>5</v></c>',  # there are five
    '<c r="{}" t="s"><v></v></c>',
    '<c r="{}" t="e"><v>#N/A</v></c>',
    '<c r="{}"><f>1+1</f><v>2</v></c>',
    '<c r="{}" t="inlineStr"><is><t>_x0020_</t></is></c>',
    '<c r="{}" t="inlineStr"><is><t></t></is></c>',
    '<c r="{}" t="inlineStr"><is><r><t>x</t></r></is></c>',
    '<c r="{}" t="inlineStr"><is><t>x\x0b</t></is></c>',
    '<c r="{}" t="str"><v>a]]></v></c>',
    '<c r="{}" t="inlineStr"><is><t>123456789012345678901</t></is></c>',  # of more bytes than asked for
    '<c r="{}"><v>1e400</v></c>',
    '<c r="{}"><v>0x10</v></c>',
    '<c r="{}" t="b"><v>2</v></c>',
    '<c r="{}" t="d"><v>2026-01-01</v></c>',
    '<c t="s"><v>0</v></c>',
    '<x:c r="{}" t="s"><v>0</v></x:c>',
)


def row(number: int, *cells: str, more: str = "") -> bytes:
    made = "".join(cell.format(f"{letter}{number}") for letter, cell in zip("ABCD", cells, strict=False))
    return f'<row r="{number}"{more}>{made}</row>'.encode()


STRINGS = [f"text {n}" for n in range(5)]


def taken(body: bytes, width: int = 4, clocks: Clocks = Clocks()) -> Sheet | None:  # noqa: B008
    """A sheet that has taken the rows in ``body``; None where it took only some of them, or none."""
    looked = Sheet(Values(STRINGS, frozenset(), frozenset(), clocks, 20), Budget(Limits()), "sheet 1")
    looked._width = width
    return looked if looked.plain(body, 0) == len(body) else None


@pytest.mark.parametrize("cell", [cell for cell in PLAIN if "&" not in cell])
def test_plain_cells(cell: str) -> None:
    found = taken(row(3, cell, '<c r="{}" s="1"/>', cell) + row(4, cell))
    assert found is not None and found.rows is not None
    assert (found.filled, found.last_row, found.budget.cells) == (3, 4, 4)
    ((third, cells), (fourth, more)) = found.rows
    assert (third, fourth) == (3, 4)
    assert cells == [more[0], "", more[0]] and more[0]


@pytest.mark.parametrize("cell", [*NOT_PLAIN, PLAIN[3]])
def test_other_cells_are_left_to_the_parser(cell: str) -> None:
    first = row(3, PLAIN[0])
    assert taken(first) is not None
    assert taken(row(4, PLAIN[0], cell)) is None
    assert taken(first + row(4, PLAIN[0], cell)) is None


@pytest.mark.parametrize(
    "body",
    [
        b'<row r="3"><c r="A4"><v>1</v></c></row>',
        b'<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>1</v></c></row>',
        b'<row r="3"><c r="A3"><v>1</v></c><c r="A3"><v>1</v></c></row>',
        b'<row r="3"><c r="E3"><v>1</v></c></row>',
        b'<row><c r="A3"><v>1</v></c></row>',
        b'<row r="03"></row>',
        b'<row r="3"><c r="A3"><v>1</v></c>x</row>',
        b'<row r="3"><c r="A3"><v>1</v></c>',
        b'<row r="3"><c r="A3"><v>1</t></is></c></row>',
        b'<row r="3"><c r="A3" t="inlineStr"><is><t>1</v></c></row>',
        b'<row r="3"><c r="A3"/><v>1</v></c></row>',
        b'<row r="3"/><c r="A3"><v>1</v></c></row>',
        row(3, PLAIN[0], more=' hidden="1"'),
        row(3, PLAIN[0], more=' ht="1" ht="2"'),
        row(3, PLAIN[0], more=' r="4"'),
        row(3, PLAIN[0], more=" bare"),
        row(3, PLAIN[0]) + row(3, PLAIN[0]),
        row(4, PLAIN[0]) + row(3, PLAIN[0]),
        row(1_048_577, PLAIN[0]),
        row(3, '<c r="{}" t="str"><v>a</v></c>').replace(b"a<", b"a\xff<"),
        row(3, '<c r="{}" t="str"><v>a\ufffe</v></c>'),
    ],
)
def test_other_rows_are_left_to_the_parser(body: bytes) -> None:
    assert taken(body) is None


def test_the_last_row_with_a_value() -> None:
    found = taken(row(3, PLAIN[0]) + row(7, '<c r="{}" s="1"/>') + row(9))
    assert found is not None
    assert (found.filled, found.last_row, found.rows) == (1, 3, [(3, ["text 4"])])


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ('<c r="{}" s="4"><v>43831.5</v></c>', True),
        ('<c r="{}" s="4"><v>1</v></c>', True),
        ('<c r="{}" s="4"><v>61.5</v></c>', True),
        ('<c r="{}" s="4"><v>600</v></c>', True),
        ('<c r="{}" s="4" t="str"><v>60</v></c>', True),
        ('<c r="{}" s="4"/>', True),
        ('<c r="{}" s="4"><v>60</v></c>', False),
        ('<c r="{}" s="4" t="n"><v>60.25</v></c>', False),
        ('<c r="{}" s="4"><v>0.5</v></c>', False),
        ('<c r="{}" s="4"><v>6E1</v></c>', False),
        ('<c r="{}" s="4"><v>-5</v></c>', False),
        ('<c r="{}" s="5"><v>-5</v></c>', False),
        ('<c r="{}" s="5"><v>60</v></c>', True),
        ('<c r="{}" s="40"><v>0</v></c>', True),
        ('<c r="{}"><v>0.5</v></c>', True),
    ],
)
def test_days_that_the_reader_may_take_for_others_are_left_to_the_parser(cell: str, plain: bool) -> None:
    clocks = Clocks(days=frozenset((4, 14)), times=frozenset((5,)))
    assert (taken(row(3, cell), clocks=clocks) is not None) == plain


def test_a_time_of_day_is_the_reader_s_to_tell() -> None:
    found = taken(row(3, '<c r="{}" s="5"><v>0.5</v></c>'), clocks=Clocks(times=frozenset((5,))))
    assert found is not None
    assert (found.rows, found.filled, found.last_row) == (None, 1, 3)


def test_a_table_too_wide_is_left_to_the_parser() -> None:
    assert row_form(0) is None
    assert row_form(MOST_COLUMNS) is not None
    assert row_form(MOST_COLUMNS + 1) is None


@pytest.mark.parametrize(("index", "plain"), [(0, True), (4, True), (5, False), (50, False), (10**8, False)])
def test_indexes_of_shared_strings_end_where_the_strings_end(index: int, plain: bool) -> None:
    assert (taken(row(1, f'<c r="{{}}" t="s"><v>{index}</v></c>')) is not None) == plain


def test_shared_strings() -> None:
    body = '<si><t>a</t></si><si><t></t></si>\n<si><t xml:space="preserve"> é\n</t></si>'.encode()
    found = plainsheet.STRINGS.match(body + b"<si><r><t>b</t></r></si>")
    assert found is not None and found[0] == body
    assert texts(body) == (("a", "", " é\n"), [False, False, True])
    assert texts(b"<si><t>\xff</t></si>") is None
    assert texts("<si><t>\uffff</t></si>".encode()) is None
    assert plainsheet.STRINGS.match(b"<si><t>]]></t></si>") is None


@pytest.mark.parametrize("between", ["", "\n", "\r\n"])
@pytest.mark.parametrize("kept", [(), (0,), (1,), (2,), (0, 1, 2)])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_shared_strings_however_they_stand_together(count: int, kept: tuple[int, ...], between: str) -> None:
    written = ["<si><t>{}</t></si>", '<si><t xml:space="preserve">{}</t></si>']
    items = [written[n in kept].format(f"text {n}") for n in range(count)]
    found = texts("".join(item + between for item in items).encode())
    assert found is not None
    assert list(found[0]) == [f"text {n}" for n in range(count)]
    assert list(found[1]) == [n in kept for n in range(count)]


def test_the_parser_sees_no_plain_row_but_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    for handler in (Sheet, Strings):
        begin = handler.start
        monkeypatch.setattr(
            handler,
            "start",
            lambda self, name, given, begin=begin: (seen.append(name), begin(self, name, given)),
        )
    rows = [row(n, PLAIN[0], PLAIN[5]).decode() for n in range(1, 5000)]
    path = tmp_path / "book.xlsx"
    path.write_bytes(book(sheet(*rows), strings=shared(*["<t>text</t>"] * 5)))
    (count,) = preflight.inspect(path, Limits())
    assert (count.cells, count.last_row) == (2 * 4999, 4999)
    assert (seen.count("row"), seen.count("si")) == (1, 0)


def test_a_comment_hides_what_is_in_it(tmp_path: Path) -> None:
    first, second, third = (row(n, PLAIN[0]).decode() for n in (1, 2, 3))
    for made in (
        sheet(first, f"<!--{second}-->", third),
        sheet(first, f"<!-- {second}", second, "-->", third),
        sheet(first, f"<![CDATA[{second}]]>", third),
    ):
        path = tmp_path / "book.xlsx"
        path.write_bytes(book(made, strings=shared(*["<t>text</t>"] * 5)))
        (count,) = preflight.inspect(path, Limits())
        assert (count.cells, count.last_row) == (2, 3)


def test_texts_that_may_be_too_long_together_are_counted_exactly(tmp_path: Path) -> None:
    long = "x" * 1000
    rows = [text_row(1, "a", "b"), *(text_row(n, "y" * 10, long) for n in range(2, 100))]
    path = tmp_path / "book.xlsx"
    path.write_bytes(book(sheet(*rows)))
    for budget in (98 * 1010 + 2, 98 * 1010 + 2 + 5000, 10**6):
        (count,) = preflight.inspect(path, Limits(text_chars=budget))
        assert count.cells == 2 * 99
    with pytest.raises(SubmissionRefused) as caught:
        preflight.inspect(path, Limits(text_chars=98 * 1010 + 1))
    assert caught.value.code == "file.too_large"
