"""What a cell says by its bytes is what the reader of workbooks says of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cfgovern.intake.cellvalues import Doubtful, Values
from cfgovern.intake.clockstyles import Clocks, Styles
from cfgovern.intake.limits import Limits
from cfgovern.intake.workbook import read_sheets
from tests.rawbooks import Entry, parts, row, sheet, styles, zipped

FORMATS = ("General", "dd/mm/yyyy", "hh:mm", "0.00", "dd/mm/yyyy hh:mm", "yyyy-mm-dd")
CODES = [
    "General", "GENERAL", "0", "0.00", "#,##0", "#,##0.00;(#,##0.00)", "0%", "0.00E+00", "@", "# ?/?",
    "$#,##0", "\u00a3#,##0.00", '"\u00a3"#,##0', "[Red]0.00;[Blue]-0.00", '0 "days"', "0\\d", "0_d", "*d0",
    "Standard", "_-* #,##0_-", "dd/mm/yyyy", "d mmm yy", "dd\\ mmmm\\ yyyy", "yyyy-mm-dd", "mm/yy", "mmmmm",
    "[$-809]dd mmmm yyyy;@", "dd.mm.yyyy hh:mm", "yyyy-mm-ddThh:mm:ss", '"on" d mmmm yyyy', "d/m/yyyy h:mm",
    "dddd, d mmmm yyyy", "dd/mm/yyyy;;", "e", "gge", "hh:mm", "h:mm AM/PM", "mm:ss", "[h]:mm:ss", "[mm]",
    "ss.0", "b", "yy", "", ";;;", "dd/mm/yyyy h:mm AM/PM", "0;;", "(0)",
]  # fmt: skip
DAYS, TIMES = frozenset((1, 4, 5)), frozenset((2,))


def values(*, from_1904: bool = False) -> Values:
    return Values(["a", " ", "b"], {1}, {2}, Clocks(DAYS, TIMES, from_1904), 20)


def numbers() -> list[str]:
    """Numbers as spreadsheets write them: short ones, and every figure of a float."""
    chance = random.Random(1)
    made = [
        "0",
        "-0",
        "1",
        "0.1",
        "1E-7",
        "00012",
        "1.50",
        "-12.75",
        "1E+2",
        "123456789012345",
        "0.30000000000000004",
    ]
    made += [repr(chance.uniform(-1e6, 1e6)) for _ in range(100)]
    made += [str(chance.randrange(10 ** chance.randrange(1, 15))) for _ in range(100)]
    return made


def moments() -> list[str]:
    """Days, and days with a time to the second or to whatever a float takes."""
    chance = random.Random(2)
    made = [
        "1",
        "2",
        "58",
        "59",
        "61",
        "62",
        "43831",
        "43831.5",
        "43831.999999",
        "43831.000011574074",
        "1462",
        "2957003.999",
    ]
    made += [repr(chance.uniform(61, 2_957_003)) for _ in range(200)]
    made += [repr(chance.randrange(40_000, 50_000) + chance.randrange(86_400) / 86_400) for _ in range(400)]
    made += [repr(round(chance.uniform(1, 60), 6)) for _ in range(20)]
    return [text for text in made if "e" not in text]


def read_by_the_reader(path: Path, cells: list[str], part: str, *, from_1904: bool = False) -> list[str]:
    """What the reader says of ``cells``, one a row: beside each is one of a type that only the reader knows.

    ``part``: the styles.
    """
    other = '<c r="B{}" t="d"><v>x</v></c>'
    rows = [row(n, f'<c r="A{n}"{cell}</c>', other.format(n)) for n, cell in enumerate(cells, start=1)]
    given = parts(sheet(*rows)) | {"xl/styles.xml": part}
    if from_1904:
        book = given["xl/workbook.xml"]
        given["xl/workbook.xml"] = book.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
        assert given["xl/workbook.xml"] != book
    path.write_bytes(zipped(Entry(name, body.encode()) for name, body in given.items()))
    (read,) = read_sheets(path, Limits())
    return [said for _, (said, _) in read.rows]


@pytest.mark.parametrize(
    ("style", "texts", "from_1904"),
    [
        ("0", numbers(), False), ("3", numbers(), False),
        ("1", moments(), False), ("4", moments(), False), ("5", moments(), True),
    ],
)  # fmt: skip
def test_numbers_and_days_are_what_the_reader_tells(
    tmp_path: Path, style: str, texts: list[str], from_1904: bool
) -> None:
    cells = [f' s="{style}"><v>{text}</v>' for text in texts]
    told = values(from_1904=from_1904)
    said = [told.told(cell.encode()) for cell in cells]
    assert said == read_by_the_reader(tmp_path / "book.xlsx", cells, styles(*FORMATS), from_1904=from_1904)


def test_numbers_in_every_format_are_what_the_reader_tells_or_its_to_tell(tmp_path: Path) -> None:
    parser = Styles()
    parser.start("cellXfs", {})
    for number, code in enumerate(CODES, start=164):
        parser.start("numFmt", {"numFmtId": str(number), "formatCode": code})
        parser.start("xf", {"numFmtId": str(number)})
    told = Values([], set(), set(), parser.clocks(from_1904=False), 20)
    cells = [f' s="{style}"><v>43831.5</v>' for style in range(len(CODES))]
    said = [told.told(cell.encode()) for cell in cells]
    by_reader = read_by_the_reader(tmp_path / "book.xlsx", cells, styles(*CODES))
    assert [None if mine is None else other for mine, other in zip(said, by_reader, strict=True)] == said
    assert said.count(None) < len(CODES) / 2
    assert said[CODES.index("[h]:mm:ss")] is None


@pytest.mark.parametrize("number", range(60))
def test_numbers_in_formats_known_by_number(tmp_path: Path, number: int) -> None:
    parser = Styles()
    parser.start("cellXfs", {})
    parser.start("xf", {"numFmtId": str(number)})
    told = Values([], set(), set(), parser.clocks(from_1904=False), 20).told(b' s="0"><v>43831.5</v>')
    part = styles("General").replace("<xf numFmtId='164'", f"<xf numFmtId='{number}'")
    assert f"'{number}'" in part
    (by_reader,) = read_by_the_reader(tmp_path / "book.xlsx", [' s="0"><v>43831.5</v>'], part)
    assert told in (None, by_reader)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (' t="s"><v>0</v>', "a"),
        (' s="3" t="s"><v>0</v>', "a"),
        (' t="s"><v>2</v>', None),
        (' t="inlineStr"><is><t>x y</t></is>', "x y"),
        (' t="inlineStr"><is><t xml:space="preserve"> x</t></is>', " x"),
        (' t="inlineStr"><is><t>x </t></is>', None),
        (' t="str"><v> x</v>', " x"),
        (' t="b"><v>1</v>', "true"),
        (' t="b"><v>0</v>', "false"),
        (' t="n"><v>5</v>', "5"),
        ("><v>1E300</v>", None),
        ("><v>1234567890123456</v>", None),
        (' s="2"><v>0.5</v>', None),
        (' s="1"><v>2958466</v>', None),
        (' s="1"><v>2958465</v>', "9999-12-31"),
        (' s="99"><v>2958465</v>', "2958465"),
    ],
)
def test_what_cells_say(written: str, said: str | None) -> None:
    assert values().told(written.encode()) == said


@pytest.mark.parametrize(
    "written",
    [
        ' t="s"><v>1</v>',
        ' t="s"><v>3</v>',
        ' t="s"><v></v>',
        ' t="inlineStr"><is><t></t></is>',
        ' t="inlineStr"><is><t> </t></is>',
        ' t="inlineStr"><is><t>123456789012345678901</t></is>',
        ' t="str"><v>\ufffe</v>',
        ' t="e"><v>#N/A</v>',
        ' s="1"><v>60</v>',
        ' s="2"><v>-1</v>',
        ' t="n" s="1"><v>1</v>',
        "/><v>1</v>",
    ],
)
def test_what_only_the_parser_can_tell(written: str) -> None:
    with pytest.raises(Doubtful):
        values().told(written.encode())


def test_more_ways_to_write_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cfgovern.intake.cellvalues._MOST", 3)
    told = values()
    assert [told.told(f"><v>{n % 7}</v>".encode()) for n in range(50)] == [str(n % 7) for n in range(50)]
    assert told.told(b"") == ""
    assert len(told) <= 5
