"""docxtpl's template and the Jinja that fills it, which do once what depends on the template alone, and
nothing in vain. What comes out is docxtpl's. Imported only where a Word document is made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache, partial
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import element_class_lookup
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from cfgovern.reporting.plain import UNSAFE

__all__ = ["Template", "environment"]

_MARKS = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}
"""What docxtpl has a template write for a brace that is meant as one."""
_PARAGRAPH_ENDS = "</w:p>"
_TABLE, _GRID, _ROW, _CELL = (qn(f"w:{name}") for name in ("tbl", "tblGrid", "tr", "tc"))
_FORBIDDEN = re.compile(f"(?![\t\n])[{UNSAFE}]")  # Word has elements for tabs and lines
_SPECIAL = re.compile(f"[&<>'\"{{}}%{UNSAFE}]")
_BRACES = re.compile("[{%]_|_[%}]")
_parser = etree.XMLParser(recover=True, resolve_entities=False)
_parser.set_element_class_lookup(element_class_lookup)


class Template(DocxTemplate):  # type: ignore[misc]
    """A template that fills the document whole, so that no tree is moved into another; mends tables only
    where a row has more or fewer cells than its table has columns; looks through paragraphs only where they
    have tabs or breaks; and counts no lines for messages that nobody sees.
    """

    docx: Any

    def get_xml(self) -> str:
        """The document as XML: all of it, where docxtpl takes the body."""
        return str(self.xml_to_string(self.docx.element))

    def patch_xml(self, source: str) -> str:
        """The template with its tags mended, once for each template."""
        return str(_patched(source))

    def render_xml_part(self, source: str, part: Any, context: Mapping[str, Any], jinja: Any = None) -> str:
        """One part filled in."""
        self.current_rendering_part = part
        made = jinja.from_string(source).render(context)
        for mark, brace in _MARKS.items():
            made = made.replace(mark, brace)
        return self.resolve_listing(made)

    def fix_tables(self, xml: str) -> Any:
        """The filled document as a tree of python-docx, its tables mended."""
        tree = etree.fromstring(xml, _parser)
        if not _uneven(tree):
            return tree
        return etree.fromstring(etree.tostring(super().fix_tables(xml)), _parser)

    def fix_docpr_ids(self, tree: Any) -> None:
        """Number the pictures."""
        super().fix_docpr_ids(tree.getroottree())  # an element of python-docx asks for no namespaces

    def map_tree(self, tree: Any) -> None:
        """Make ``tree`` the document."""
        part = self.docx.part
        part._element = tree
        self.docx = part.document

    def resolve_listing(self, xml: str) -> str:
        """Word's own elements for tabs and breaks in text."""
        if not _spaced(xml):
            return xml
        *paragraphs, rest = xml.split(_PARAGRAPH_ENDS)
        return "".join([*map(self._listed, paragraphs), rest])

    def _listed(self, paragraph: str) -> str:
        whole = paragraph + _PARAGRAPH_ENDS
        return str(super().resolve_listing(whole)) if _spaced(paragraph) else whole


_patched = lru_cache(maxsize=16)(partial(DocxTemplate.patch_xml, None))  # it asks nothing of itself


def _spaced(xml: str) -> bool:
    """Whether there is a tab, line, page or paragraph that docxtpl writes an element of Word's own for."""
    return "\t" in xml or "\n" in xml or "\f" in xml or "\a" in xml


def _uneven(body: Any) -> bool:
    """Whether a row has more or fewer cells than its table has columns, or a table stands in another."""
    for table in body.iter(_TABLE):
        columns = len(table.find(_GRID))
        if next(table.iterancestors(_TABLE), None) is not None:
            return True
        if any(sum(1 for _ in row.iterchildren(_CELL)) != columns for row in table.iter(_ROW)):
            return True
    return False


class _Environment(ImmutableSandboxedEnvironment):
    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Any:
        return _compiled(source)


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """Jinja that refuses what it does not know, runs nothing of a template's own, compiles a text once."""
    return _Environment(undefined=StrictUndefined, autoescape=True, finalize=_shown)


@lru_cache(maxsize=32)
def _compiled(source: str) -> Any:
    return ImmutableSandboxedEnvironment.from_string(environment(), source)


def _shown(value: object) -> object:
    """Text as it stands: no character that XML forbids, and nothing that docxtpl would take for a brace."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    if not _SPECIAL.search(value):
        return Markup(value)
    safe = str(escape(_FORBIDDEN.sub("\ufffd", value)))
    return Markup(_BRACES.sub(lambda found: found[0].replace("_", "&#95;"), safe))
