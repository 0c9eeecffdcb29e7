"""A draft as a Word document: a template filled by docxtpl, then what docxtpl leaves undone.

The template is held to its check before, the result to its headings after: docxtpl drops what stands between
two tags without a word where a brace is missing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache, partial
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

    document = _template()(io.BytesIO(template))
    shown = {
        name: InlineImage(document, io.BytesIO(png), width=Mm(_WIDE)) for name, (png, _) in pictures.items()
    }
    try:
        document.render({**context, "picture": shown}, _environment(), autoescape=True)
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


@cache
def _template() -> Any:
    """docxtpl's template, which does once what depends on the template alone, and nothing in vain.

    It mends tables only where a row has more or fewer cells than its table has columns, and looks through
    paragraphs only where their text has tabs or breaks.
    """
    from docxtpl import DocxTemplate
    from lxml import etree

    patched = lru_cache(maxsize=16)(partial(DocxTemplate.patch_xml, None))  # it asks nothing of itself

    class Template(DocxTemplate):  # type: ignore[misc]
        def patch_xml(self, source: str) -> str:
            return str(patched(source))

        def fix_tables(self, xml: str) -> Any:
            tree = etree.fromstring(xml, etree.XMLParser(recover=True))
            return super().fix_tables(xml) if tree.xpath(_UNEVEN, namespaces={"w": tree.nsmap["w"]}) else tree

        def resolve_listing(self, xml: str) -> str:
            return _PARAGRAPH.sub(self._listed, xml) if _SPACES.search(xml) else xml

        def _listed(self, found: re.Match[str]) -> str:
            return str(super().resolve_listing(found[0])) if _SPACES.search(found[0]) else found[0]

    return Template


@cache
def _environment() -> Any:
    """Jinja that refuses what it does not know, runs nothing of a template's own, compiles a text once."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Environment(ImmutableSandboxedEnvironment):
        def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Any:
            return compiled(source)

    @lru_cache(maxsize=32)
    def compiled(source: str) -> Any:
        return ImmutableSandboxedEnvironment.from_string(environment, source)

    environment = Environment(undefined=StrictUndefined, autoescape=True, finalize=_shown)
    return environment


def _shown(value: object) -> object:
    """Text as it stands: no character that XML forbids, and nothing that docxtpl would take for a brace."""
    from markupsafe import Markup, escape

    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    if not _SPECIAL.search(value):
        return Markup(value)
    safe = str(escape(_FORBIDDEN.sub("\ufffd", value)))
    return Markup(_BRACES.sub(lambda found: found[0].replace("_", "&#95;"), safe))


_NEVER = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{_NEVER}]")
_SPECIAL = re.compile(f"[&<>'\"{{}}%{_NEVER}]")
_UNEVEN = "boolean(//w:tbl//w:tbl | //w:tr[count(w:tc) != count(../w:tblGrid/w:gridCol)])"
_PARAGRAPH = re.compile("<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)  # as docxtpl takes it
_SPACES = re.compile(r"<w:t(?: [^>]*)?>[^<]*[\t\n\f\a]")  # what Word has elements for
_BRACES = re.compile("[{%]_|_[%}]")


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


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
