"""What a workbook carries beside its cells is known by its kind, and never handed on."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.intake.carried import Carried, carried, on_pages
from cfgovern.intake.limits import Limits
from cfgovern.intake.workbook import read_sheets
from tests.rawbooks import Entry, packed, parts, relations, sheet, text_row

CORE = '<c:coreProperties xmlns:c="c" xmlns:dc="d">{}</c:coreProperties>'
OWN = '<Properties><property pid="2" name="{}"><lpwstr>Ann Example</lpwstr></property></Properties>'


def told(folder: Path, kind: str, body: str, part: str = "docProps/some.xml") -> Carried:
    """What a workbook carries with ``body`` as its properties of that kind."""
    path = folder / "book.xlsx"
    made = parts(sheet(text_row(1, "member_id"), text_row(2, "M-1")))
    made["_rels/.rels"] = relations(("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", kind, part))
    path.write_bytes(packed(made, Entry(part.lstrip("/"), body.encode())))
    return carried(path, Limits())


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("core-properties", CORE.format("<dc:creator>Ann Example</dc:creator>"), "its author"),
        ("core-properties", CORE.format("<c:lastModifiedBy>Ann</c:lastModifiedBy>"), "who saved it last"),
        ("extended-properties", "<Properties><Manager>Ann</Manager></Properties>", "a manager"),
        ("custom-properties", OWN.format("Checked by"), "properties of its own"),
    ],
)
def test_who_a_workbook_names_is_told_by_its_kind(tmp_path: Path, kind: str, body: str, words: str) -> None:
    assert told(tmp_path, kind, body) == Carried([], [words])


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("core-properties", CORE.format("<dc:creator></dc:creator><dc:title>A return</dc:title>")),
        ("core-properties", CORE.format("<dc:creator> cfgovern </dc:creator>")),
        ("core-properties", CORE.format("<dc:creator>openpyxl</dc:creator>")),
        ("extended-properties", "<Properties><Application>Some program</Application></Properties>"),
        ("custom-properties", OWN.format("MSIP_Label_0f-1_Enabled")),
    ],
)
def test_a_program_or_an_empty_property_names_nobody(tmp_path: Path, kind: str, body: str) -> None:
    assert told(tmp_path, kind, body) == Carried([], [])


def test_properties_are_found_wherever_they_stand(tmp_path: Path) -> None:
    body = CORE.format("<dc:creator>Ann</dc:creator>")
    assert told(tmp_path, "core-properties", body, "/else/where.xml").properties == ["its author"]


BOX = "<x:wsDr xmlns:x='x' xmlns:a='a'><a:t>{}</a:t></x:wsDr>"
VML = "<xml xmlns:v='v'><v:textbox><div><b>{}</b></div></v:textbox></xml>"
PAGE = "<chartsheet><headerFooter>\n<oddFooter>{}</oddFooter></headerFooter></chartsheet>"
DRAWN, ON_PAGES = "text boxes, or text in charts", "text in page headers or footers"


@pytest.mark.parametrize(
    ("kind", "part", "body", "words"),
    [
        ("drawing", "xl/drawings/drawing1.xml", BOX, DRAWN),
        ("drawing", "/else/shapes.bin", BOX, DRAWN),
        ("any", "xl/diagrams/data1.xml", BOX, DRAWN),
        ("chart", "xl/charts/chart1.xml", BOX, DRAWN),
        ("vmlDrawing", "xl/drawings/vmlDrawing1.vml", VML, DRAWN),
        ("chartsheet", "xl/chartsheets/sheet1.xml", PAGE, ON_PAGES),
        ("any", "xl/media/image1.png", "{}", "pictures"),
        ("image", "else/image1.png", "{}", "pictures"),
    ],
)
def test_text_that_is_drawn_is_told_and_so_are_pictures(
    tmp_path: Path, kind: str, part: str, body: str, words: str
) -> None:
    assert told(tmp_path, kind, body.format("Ann Example"), part).parts == [words]
    blank = told(tmp_path, kind, body.format(" \n"), part).parts
    assert blank == (["pictures"] if words == "pictures" else [])


def test_a_chart_that_shows_cells_only_is_not_told(tmp_path: Path) -> None:
    pages = "<c:headerFooter><c:oddHeader>&amp;A</c:oddHeader></c:headerFooter>"
    body = f"<c:chart xmlns:c='c'><c:v>3</c:v>{pages}</c:chart>"
    assert told(tmp_path, "chart", body, "xl/charts/chart1.xml").parts == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("&quot;Ann Example&quot;", ["text under a defined name"]),
        ("{&quot;Ann&quot;,&quot;Bob&quot;}", ["text under a defined name"]),
        ("&quot;&quot;", []),
        ("members!$A$1:$A$9", []),
        ("OFFSET(members!$A$1,0,0,COUNTIF(members!$A:$A,&quot;&lt;&gt;&quot;))", []),
    ],
)
def test_a_name_that_stands_for_a_text_is_told(tmp_path: Path, value: str, words: list[str]) -> None:
    path = tmp_path / "book.xlsx"
    made = parts(sheet(text_row(1, "member_id")))
    names = f"<definedNames><definedName name='who'>{value}</definedName></definedNames></workbook>"
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace("</workbook>", names)
    path.write_bytes(packed(made))
    assert carried(path, Limits()).parts == words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("&amp;LAnn Example", True),
        ("&amp;CPage &amp;P, 07700 900123", True),
        ("OFFICIAL-SENSITIVE: Ann", True),
        ("&amp;&amp;Ann", True),
        ('&amp;C&amp;"Times New Roman,Regular"&amp;12&amp;A', False),  # what LibreOffice writes by itself
        ('&amp;C&amp;"Times New Roman,Regular"&amp;12Page &amp;P', False),
        ("&amp;LPage &amp;P of &amp;N&amp;R&amp;D &amp;T &amp;F &amp;Z &amp;P+1", False),
        ("&amp;C&amp;K01+000&amp;K00FF00OFFICIAL-SENSITIVE", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("edge", ["oddHeader", "evenFooter", "firstHeader"])
def test_words_at_the_edges_of_a_page_are_told_and_fields_are_not(
    tmp_path: Path, said: str, words: bool, edge: str
) -> None:
    path = tmp_path / "book.xlsx"
    pages = f"<headerFooter>\n<{edge}>{said}</{edge}></headerFooter>"
    path.write_bytes(packed(parts(sheet(text_row(1, "member_id"), after=pages))))
    (found,) = read_sheets(path, Limits())
    assert found.printed is words
    assert on_pages(found.printed) == ({ON_PAGES} if words else set())


COMMENTS = "<comments><authors><author>{}</author></authors><commentList>{}</commentList></comments>"
GUIDANCE = "<comment ref='A1' authorId='0'><text><r><t>The </t></r><r><t>day.</t></r></text></comment>"


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (COMMENTS.format("cfgovern", GUIDANCE), []),
        (COMMENTS.format(" ", GUIDANCE * 2), []),
        (COMMENTS.format("Ann Example", GUIDANCE), ["comments"]),
        (COMMENTS.format("", GUIDANCE.replace("day", "Ann")), ["comments"]),
        (COMMENTS.format("", GUIDANCE + GUIDANCE.replace("day", "Ann")), ["comments"]),
        (COMMENTS.format("", "Ann" + GUIDANCE), ["comments"]),
        (COMMENTS.format("", GUIDANCE.replace("<r>", "<rPh><t/></rPh><r>")), ["comments"]),
    ],
)
@pytest.mark.parametrize("part", ["xl/comments1.xml", "/else/where.xml"])
def test_comments_are_told_unless_every_one_is_our_own(
    part: str, body: str, parts: list[str], tmp_path: Path
) -> None:
    assert told(tmp_path, "comments", body, part).parts == ["comments"]
    assert carried(tmp_path / "book.xlsx", Limits(), "The day.".__eq__).parts == parts


def test_comments_in_a_part_that_is_no_xml_are_not_taken_for_ours(tmp_path: Path) -> None:
    told(tmp_path, "comments", COMMENTS.format("", GUIDANCE), "xl/comments1.bin")
    assert carried(tmp_path / "book.xlsx", Limits(), "The day.".__eq__).parts == ["comments"]
