"""What comes out of the quicker template is what docxtpl makes."""

from __future__ import annotations

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from cfgovern.governance.wordfill import Template

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns="urn:default"'


def table(columns: int, *rows: int) -> str:
    grid = '<w:gridCol w:w="900"/>' * columns
    there = "".join(f"<w:tr>{'<w:tc><w:p/></w:tc>' * cells}</w:tr>" for cells in rows)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{there}</w:tbl>"


@pytest.mark.parametrize(
    "inside",
    [
        table(3, 3, 3),
        table(2, 4, 4),
        table(5, 2, 2),
        table(3, 3, 1),
        table(2, 2).replace("<w:p/>", table(3, 3), 1),
    ],
)
def test_tables_are_mended_as_docxtpl_mends_them(inside: str) -> None:
    body = f"<w:body {W}>{inside}</w:body>"
    ours, theirs = (
        etree.tostring(kind.fix_tables(kind.__new__(kind), body)) for kind in (Template, DocxTemplate)
    )
    assert ours == theirs


@pytest.mark.parametrize("text", ["plain", "two\nlines", "a\ttab", "a\x0cpage", "a\aparagraph"])
def test_breaks_and_tabs_become_what_docxtpl_makes_of_them(text: str) -> None:
    run = f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    xml = f"<w:p><w:r><w:t>first</w:t></w:r></w:p>\n<w:p><w:pPr><w:keepNext/></w:pPr>{run}{run}</w:p>"
    ours, theirs = (kind.resolve_listing(kind.__new__(kind), xml) for kind in (Template, DocxTemplate))
    assert ours == theirs
