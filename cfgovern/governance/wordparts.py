"""Small parts of a Word document that python-docx does not make: content controls, fields, header rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

__all__ = [
    "LANGUAGE",
    "bookmark",
    "cell",
    "control",
    "field",
    "paragraph",
    "parsed",
    "run",
    "table",
]

LANGUAGE = "en-GB"
_TWIPS = 9638
"""The width of the text of an A4 page with margins of 2 cm, in twentieths of a point."""


def parsed(xml: str) -> list[Any]:
    """``xml`` (elements of the prefix ``w``, side by side) as elements that python-docx can hold."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return list(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"))


def run(text: str, properties: str = "") -> str:
    """A run of text; ``properties`` is XML."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str, style: str = "", *, runs: str = "", properties: str = "") -> str:
    """A paragraph of one text, or of ``runs``. ``style`` is the id of a style."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{inner}{runs or run(text)}</w:p>"


def field(instruction: str, shown: str) -> str:
    """A field, such as ``PAGE``, with what it shows until Word computes it."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{run(shown)}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(number: int, name: str) -> tuple[str, str]:
    """Beginning and end of a bookmark."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>', f'<w:bookmarkEnd w:id="{number}"/>'


def control(tag: str, title: str, inside: str) -> str:
    """A content control around paragraphs: Word keeps its ``tag``, by which an answer is read back."""
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(title)}/><w:tag w:val={quoteattr(tag)}/></w:sdtPr>"
        f"<w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    )


def cell(inside: str, width: int, *, fill: str = "") -> str:
    """A cell ``width`` hundredths of a table wide."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{_TWIPS * width // 100}" w:type="dxa"/>{shade}</w:tcPr>{inside}</w:tc>'


def table(widths: Iterable[int], rows: Iterable[tuple[str, bool]], *, description: str) -> str:
    """A table of fixed widths in hundredths. ``rows``: cells, and whether the row is a repeated heading."""
    columns = [_TWIPS * width // 100 for width in widths]
    made = "".join(
        "<w:tr><w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if head else "") + f"</w:trPr>{cells}</w:tr>"
        for cells, head in rows
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/>'
        '<w:tblInd w:w="108" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/><w:tblDescription w:val={quoteattr(description)}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"
    )
