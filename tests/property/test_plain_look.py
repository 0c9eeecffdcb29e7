"""The quick look at a workbook in plain form tells what the parser tells, whatever becomes of its bytes."""

from __future__ import annotations

import os
import random
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern.errors import SubmissionRefused
from cfgovern.intake import preflight, workbook
from cfgovern.intake.limits import Limits
from cfgovern.intake.preflight import SheetCount
from cfgovern.intake.xmlparts import Archive
from cfgovern.tables import cell_address
from tests.conftest import examples
from tests.hostile.books_huge import BOOKS_HUGE
from tests.hostile.books_read import BOOKS_READ
from tests.hostile.books_refused import BOOKS_REFUSED
from tests.rawbooks import MAIN, XML, Entry, parts, styles, zipped

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
WORDS = ("a", "x y", "Zoë", "007", "_x0020_", "é", "a]b", "12", "two\nlines", "-", "Ω", 'I\'m "x"')
# Pieces of markup that mean something, to put in the place of others.
BITS = (
    b"<row ", b"</row>", b"<c ", b"</c>", b"<v>", b"</v>", b' t="s"', b' t="e"', b' t="str"', b"<is>",
    b' t="inlineStr"', b"<t>", b"</t>", b"<f>1</f>", b' r="A1"', b' r="9"', b"/>", b">", b"<", b"&", b"&amp;",
    b"]]>", b"<!--", b"-->", b"<![CDATA[", b"<?x ?>", b" ", b"\n", b"\r", b"\0", b"\x0b", b"\xff",
    b"\xc2\xa0", b"\xef\xbf\xbe", b'"', b' hidden="1"', b' hidden="0"', b"9999999", b"-1", b"_x0020_",
    b"</sheetData>", b"<sheetData>", b"</si>", b"<si>", b"</sst>", b"<r>", b"</r>",
    b'<?xml version="1.0" encoding="ascii"?>', b' s="12"', b' s="3"', b"60", b"0.5", b"-",
)  # fmt: skip
SEEN: Counter[str] = Counter()
KINDS = ("shared", "inline", "text", "number", "typed", "early", "truth", "nothing")


def looked(content: bytes, *, plain: bool, limits: Limits | None = None) -> object:
    """What the look tells: the counts and rows of every sheet, or the refusal."""
    given = limits or Limits()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        path.write_bytes(content)
        try:
            if plain:
                counts = preflight.inspect(path, given)
                as_the_reader_tells(path, counts)
                return counts
            return preflight.look_through(Archive(path, given, plain=False), given)
        except SubmissionRefused as refusal:
            return refusal.code, refusal.where


def as_the_reader_tells(path: Path, counts: list[SheetCount]) -> None:
    """What the look says of the cells is what the reader of workbooks says of them."""
    told = [count for count in counts if count.rows is not None]
    SEEN["sheets told"] += len(told)
    SEEN["sheets left to the reader"] += len(counts) - len(told)
    book = workbook._open(path) if told else None
    for count in told:
        assert count.rows == workbook._rows(book, count, "the sheet")


def cell(place: str, words: list[str], index: int, style: str, how: str) -> str:
    """A cell as one of the writers writes it."""
    word = words[index % len(words)].replace("&", "&amp;")
    return {
        "shared": f'<c r="{place}"{style} t="s"><v>{index % len(words)}</v></c>',
        "inline": f'<c r="{place}"{style} t="inlineStr"><is><t>{word}</t></is></c>',
        "text": f'<c r="{place}"{style} t="str"><v>{word}</v></c>',
        "number": f'<c r="{place}"{style}><v>{index / 4}</v></c>',
        "typed": f'<c r="{place}"{style} t="n"><v>{index}E-2</v></c>',
        "early": f'<c r="{place}"{style}><v>{(0, 59, 60, 60.25, 61, -1, 0.5, 43831)[index % 8]}</v></c>',
        "truth": f'<c r="{place}"{style} t="b"><v>{index % 2}</v></c>',
        "nothing": f'<c r="{place}"{style} />',
    }[how]


@st.composite
def books(draw: st.DrawFn) -> dict[str, bytes]:
    """The parts of a workbook in the plain form, with a few cells and rows left out."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4))
    style = draw(st.sampled_from(("", ' s="0"', ' s="3"', ' s="12"')))
    more = draw(st.sampled_from(("", ' spans="1:4"', ' ht="15" hidden="false"', ' x:dy="0.25"')))
    chance = random.Random(draw(st.integers(0, 2**32)))
    rows, number = [], 0
    for _ in range(draw(st.integers(1, 12))):
        number += chance.choice((1, 1, 1, 3))
        cells = "".join(
            cell(cell_address(at, number), words, chance.randrange(50), style, chance.choice(kinds))
            for at in range(4)
            if chance.random() < 0.8
        )
        rows.append(f'<row r="{number}"{more}>{cells}</row>')
    between = draw(st.sampled_from(("", "\n")))
    sheet = f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{between.join(rows)}</sheetData></worksheet>'
    items = between.join(f"<si><t>{word}</t></si>" for word in words)
    strings = f'{XML}<sst xmlns="{MAIN}" count="9" uniqueCount="{len(words)}">{items}</sst>'
    formats = styles(*["General"] * 3, "hh:mm", *["0"] * 8, "dd/mm/yyyy")
    made = parts(sheet, strings=strings) | {"xl/styles.xml": draw(st.sampled_from((formats, styles("0"))))}
    return {name: part.encode() for name, part in made.items()}


def made(found: dict[str, bytes]) -> bytes:
    return zipped(Entry(name, body) for name, body in found.items())


@settings(max_examples=max(examples(500), settings.default.max_examples))
@given(books(), st.sampled_from((SHEET, STRINGS)), st.integers(0, 2**32), st.integers(0, 3))
def test_changed_bytes_are_told_as_the_parser_tells_them(
    book: dict[str, bytes], part: str, seed: int, changes: int
) -> None:
    chance = random.Random(seed)
    body = bytearray(book[part])
    for _ in range(changes):
        at = chance.randrange(len(body))
        upto = at + chance.choice((0, 0, 1, 1, 4, 20))
        body[at:upto] = chance.choice((*BITS, bytes([chance.randrange(256)])))
    content = made(book | {part: bytes(body)})
    assert looked(content, plain=True) == looked(content, plain=False)


BOOKS = {**BOOKS_READ, **BOOKS_REFUSED}
if os.environ.get("CFGOVERN_HYPOTHESIS") == "deep":
    BOOKS |= BOOKS_HUGE  # a minute of computing


@pytest.mark.parametrize("name", BOOKS)
def test_hostile_workbooks_are_told_as_the_parser_tells_them(name: str) -> None:
    content = BOOKS[name][0]("Canary")
    assert looked(content, plain=True) == looked(content, plain=False)


def test_many_sheets_were_told_and_some_were_not() -> None:
    if SEEN.total() < 100:
        pytest.skip("only some of the tests above were asked for")
    assert SEEN["sheets told"] > SEEN.total() / 4
    assert SEEN["sheets left to the reader"] > SEEN.total() / 20
