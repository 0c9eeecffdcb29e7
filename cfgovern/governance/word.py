"""A draft as a Word document: a template filled by docxtpl, then what docxtpl leaves undone.

The template is held to its check before, the result to its headings after: docxtpl drops what stands between
two tags without a word where a brace is missing.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from cfgovern.errors import UsageError
from cfgovern.governance.wordparts import bookmark, paragraph, parsed, run
from cfgovern.governance.wordzip import steady

__all__ = ["must_be_there", "rendered"]

_WIDE = 165  # millimetres: the width of the text
_HEADINGS = {"Heading1": 1, "Heading2": 2}


def must_be_there() -> None:
    """Raise UsageError ``draft.no_docxtpl`` where what makes Word documents is not installed."""
    from importlib.util import find_spec

    if any(find_spec(name) is None for name in ("docxtpl", "PIL")):
        raise UsageError(
            "draft.no_docxtpl",
            "Word documents need what the extra documents installs.",
            fix='Install it with: pip install "cfgovern[documents]". Or draft html and json alone.',
        )


def rendered(
    template: bytes,
    context: Mapping[str, Any],
    pictures: Mapping[str, tuple[bytes, str]],
    kept: tuple[str, str] = ("", ""),
) -> bytes:
    """The document: of the same input the same bytes.

    ``context``: what the tags name. ``pictures``: name -> PNG and the words for whoever cannot see it.
    ``kept``: keywords and comments of its properties, of at most 255 letters each.
    Raises UsageError ``templates.unfit`` where the template asks for what there is not.
    """
    from docx.shared import Mm
    from docxtpl import InlineImage
    from jinja2 import TemplateError

    from cfgovern.governance.wordfill import Template, environment

    document = Template(io.BytesIO(template))
    shown = {
        name: InlineImage(document, io.BytesIO(png), width=Mm(_WIDE)) for name, (png, _) in pictures.items()
    }
    try:
        document.render({**context, "picture": shown}, environment(), autoescape=True)
    except TemplateError:
        raise UsageError(
            "templates.unfit",
            "The Word template asks for something that this document does not have.",
            fix="Run cfgovern templates check on it: it says what and where.",
        ) from None
    body = document.element.body
    _describe(body, [words for _, words in pictures.values()])
    headings = list(_headings(body))
    _fill_contents(body, headings)
    properties = document.docx.core_properties
    properties.keywords, properties.comments = kept
    made = io.BytesIO()
    document.save(made)
    return steady(made.getvalue())


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _w(name: str) -> str:
    return f"{{{_WORD}}}{name}"


def _describe(body: Any, words: list[str]) -> None:
    """Give each picture its text alternative, which docxtpl 0.20 cannot."""
    place = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    found = list(body.iter(place))
    for number, one in enumerate(found):
        if number < len(words):
            one.set("descr", words[number])
            one.set("name", f"Picture {number + 1}")


def _headings(body: Any) -> Iterator[tuple[Any, int, str]]:
    """Each heading: its element, level and text."""
    style_of, text = _w("val"), _w("t")
    for style in body.iter(_w("pStyle")):
        if level := _HEADINGS.get(style.get(style_of)):
            element = style.getparent().getparent()
            yield element, level, "".join(one.text or "" for one in element.iter(text))


def _fill_contents(body: Any, headings: list[tuple[Any, int, str]]) -> None:
    """Write the table of contents: Word would fill it only when somebody asks it to."""
    place = next(
        (one for one in body.iter(_w("instrText")) if (one.text or "").strip().startswith("TOC ")), None
    )
    if place is None:
        return
    line = place
    while line.tag != _w("p"):
        line = line.getparent()
    lines = []
    for number, (element, level, text) in enumerate(headings):
        name = f"_Toc{number:04}"
        begins, ends = (parsed(one)[0] for one in bookmark(1000 + number, name))
        element.insert(1 if element.find(_w("pPr")) is not None else 0, begins)
        element.append(ends)
        shown = f'<w:hyperlink w:anchor="{name}" w:history="1">{run(text)}</w:hyperlink>'
        lines.append((f"TOC{level}", shown))
    for number, (style, shown) in enumerate(lines):
        before = _field_begins(place.text) if number == 0 else ""
        after = _FIELD_ENDS if number == len(lines) - 1 else ""
        [made] = parsed(paragraph("", style, runs=before + shown + after))
        line.addprevious(made)
    line.getparent().remove(line)


def _field_begins(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


_FIELD_ENDS = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
