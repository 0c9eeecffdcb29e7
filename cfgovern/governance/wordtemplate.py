"""A Word template to start from: everything of an outline, with tags where facts and answers go.

An officer edits it in Word: styles, order, wording around the tags. ``templates.py`` says whether it still
holds all that a draft needs.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cfgovern.governance.outline import Block, Outline, Section, TableSpec
from cfgovern.governance.wordparts import LANGUAGE, cell, control, field, paragraph, parsed, run, table
from cfgovern.governance.wordzip import steady

__all__ = ["CAPTIONS", "LIGHTS", "LIGHTS_SAY", "made_template"]

_DARK, _GREY, _PALE, _AMBER = "1D3557", "595959", "E7ECF3", "FFF2CC"
CAPTIONS: Mapping[str, str] = {
    "flows": "Who sends what to whom",
    "matrix": "Risks before and after measures",
}
LIGHTS = (
    ("title", "What Article 35(7) asks", 46),
    ("label", "How it stands", 30),
    ("open", "Open", 12),
    ("confirm", "To confirm", 12),
)
"""Key, heading and width of the columns of the four lights."""
LIGHTS_SAY = "How far the four parts of Article 35(7) are complete"
# Name of a style -> what it is based on, its size in points, colour, whether bold, and its shade.
_STYLES: Mapping[str, tuple[str, float, str, bool, str]] = {
    "Question": ("Normal", 11, _DARK, True, ""),
    "Asks": ("Normal", 10, _GREY, False, ""),
    "State": ("Normal", 9, _GREY, True, ""),
    "Answer": ("Normal", 11, "000000", False, ""),
    "Draft to confirm": ("Answer", 11, "000000", False, _PALE),
    "Open answer": ("Answer", 11, "7A3E00", True, _AMBER),
    "Clause title": ("Question", 11, _DARK, True, ""),
    "Notice": ("Normal", 11, _DARK, True, _PALE),
    "Table text": ("Normal", 9, "000000", False, ""),
    "Table heading": ("Table text", 9, "FFFFFF", True, ""),
}
_LARGE = {"Title": 26, "Subtitle": 13, "Heading 1": 16, "Heading 2": 13, "Caption": 9}
_PLAIN = (
    "Heading 3", "Header", "Footer", "Table Grid", "List Paragraph", "List Bullet", "List Bullet 2",
    "List Bullet 3", "List Number", "List Number 2", "List Number 3",
)  # fmt: skip
_NEEDED = ("basedOn", "link", "next")
"""By which a style names another."""
_TOC = (("TOC 1", 0.0), ("TOC 2", 0.6))


def made_template(outline: Outline, tables: Mapping[str, TableSpec]) -> bytes:
    """The template of ``outline`` as the bytes of a .docx: of the same input the same bytes."""
    from docx import Document

    document = Document()
    _page(document)
    _styles(document)
    _without_extras(document)
    body = document.element.body
    end = body.sectPr
    first, *rest = map(_Sections(tables).made, outline.sections)
    for xml in (_front(), first, _contents(), *rest):
        for element in parsed(xml):
            end.addprevious(element)
    _footer(document)
    _properties(document, outline)
    made = io.BytesIO()
    document.save(made)
    return steady(made.getvalue())


def _page(document: Any) -> None:
    from docx.shared import Mm

    [section] = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)


def _styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    styles = document.styles
    normal = styles["Normal"]
    _faced(normal, 11)
    normal.paragraph_format.space_after = Pt(6)
    for name, large in _LARGE.items():
        _faced(styles[name], large)
        styles[name].font.color.rgb, styles[name].font.italic = RGBColor.from_string(_DARK), False
    for name, (base, size, colour, bold, shade) in _STYLES.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[base]
        _faced(style, size)
        style.font.bold, style.font.color.rgb = bold, RGBColor.from_string(colour)
        style.paragraph_format.space_before = Pt(12 if name == "Question" else 2)
        style.paragraph_format.space_after = Pt(2 if name.startswith("Table") else 4)
        style.paragraph_format.keep_with_next = name in ("Question", "Clause title", "Asks", "State")
        if shade:
            [shading] = parsed(f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>')
            style.element.get_or_add_pPr().append(shading)
    for name, indent in _TOC:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.paragraph_format.space_after, style.paragraph_format.left_indent = Pt(2), Cm(indent)
    for language in styles.element.iter(_w("lang")):
        language.set(_w("val"), LANGUAGE)
    _leave(styles, [*_STYLES, *_LARGE, *_PLAIN, *(name for name, _ in _TOC)])


def _leave(styles: Any, names: Sequence[str]) -> None:
    """Take out all styles but these, the defaults, and what those name: ten times as many come with
    python-docx, and each draft would carry them."""
    every = {element.get(_w("styleId")): element for element in styles.element.iter(_w("style"))}
    wanted = [styles[name].style_id for name in names]
    wanted += [name for name, element in every.items() if element.get(_w("default")) == "1"]
    left: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in left:
            left.add(name)
            named = (every[name].find(_w(way)) for way in _NEEDED)
            wanted += [one.get(_w("val")) for one in named if one is not None]
    for name, element in every.items():
        if name not in left:
            element.getparent().remove(element)


def _without_extras(document: Any) -> None:
    """Take out a second copy of all styles, for a Word of 2010, and a picture of an empty page."""
    for owner in (document.part, document.part.package):
        for name, relation in list(owner.rels.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                del owner.rels[name]


def _faced(style: Any, size: float) -> None:
    from docx.shared import Pt

    style.font.name, style.font.size = "Arial", Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(_w(kind), "Arial")


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    found: str = qn(f"w:{name}")
    return found


def _properties(document: Any, outline: Outline) -> None:
    from datetime import UTC, datetime

    core = document.core_properties
    core.title, core.author, core.language, core.comments = outline.title, "cfgovern", LANGUAGE, ""
    core.created = core.modified = datetime(2026, 1, 1, tzinfo=UTC)


def _footer(document: Any) -> None:
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    [first] = footer.paragraphs
    runs = run("{{ draft.footer }}    Page ") + field("PAGE", "1") + run(" of ") + field("NUMPAGES", "1")
    [made] = parsed(paragraph("", "Footer", runs=runs))
    first._p.addprevious(made)
    first._p.getparent().remove(first._p)


def _front() -> str:
    return "".join(
        (
            paragraph("{{ draft.title }}", "Title"),
            paragraph("{{ draft.area }}, {{ draft.version }}", "Subtitle"),
            *_loop("notice in draft.notices", paragraph("{{ notice }}", "Notice")),
        )
    )


def _contents() -> str:
    shown = paragraph("", "TOC1", runs=field('TOC \\o "1-2" \\h', "Contents"))
    return paragraph("Contents", "Notice") + shown


def _loop(what: str, *inside: str) -> Iterator[str]:
    yield paragraph(f"{{%p for {what} %}}")
    yield from inside
    yield paragraph("{%p endfor %}")


class _Sections:
    """Makes sections; tables are numbered as they come."""

    def __init__(self, tables: Mapping[str, TableSpec]) -> None:
        self._tables = tables
        self._numbers = {"Table": 0, "Figure": 0}

    def made(self, section: Section) -> str:
        """A section as XML."""
        heading = paragraph(section.heading, f"Heading{section.level}")
        inside = heading + "".join(map(self._block, section.blocks))
        if not section.module:
            return inside
        return paragraph(f"{{%p if modules.{section.module} %}}") + inside + paragraph("{%p endif %}")

    def _block(self, block: Block) -> str:
        if block.kind == "question":
            return question(f"q.{block.name}")
        if block.kind == "clause":
            inside = _loop("text in one.paragraphs", paragraph("{{ text }}"))
            title = paragraph("{{ one.title }}", "Clausetitle")
            return "".join(_loop(f"one in clause.{block.name}", title, *inside))
        if block.kind == "table":
            return self._table(block.name, f"rows.{block.name}")
        if block.kind == "picture":
            shown = paragraph(f"{{{{ picture.{block.name} }}}}")
            return shown + self._caption("Figure", CAPTIONS[block.name])
        if block.kind == "lights":
            return _lights()
        return self._schedules()

    def _caption(self, label: str, words: str) -> str:
        self._numbers[label] += 1
        number = str(self._numbers[label])
        runs = run(f"{label} ") + field(f"SEQ {label} \\* ARABIC", number) + run(f": {words}")
        return paragraph("", "Caption", runs=runs, properties="<w:keepNext/>" if label == "Table" else "")

    def _table(self, name: str, rows: str) -> str:
        spec = self._tables[name]
        widths = [column.width for column in spec.columns]
        head = "".join(
            cell(paragraph(column.head, "Tableheading"), column.width, fill=_DARK) for column in spec.columns
        )
        tag = "".join(
            cell(paragraph(f"{{{{ row.{column.key} }}}}", "Tabletext"), column.width)
            for column in spec.columns
        )
        made = table(
            widths,
            [
                (head, True),
                (_across(f"{{%tr for row in {rows} %}}", len(widths)), False),
                (tag, False),
                (_across("{%tr endfor %}", len(widths)), False),
            ],
            description=spec.caption,
        )
        return (
            paragraph(f"{{%p if {rows} %}}")
            + self._caption("Table", spec.caption)
            + made
            + paragraph("")
            + paragraph("{%p else %}")
            + paragraph(spec.empty)
            + paragraph("{%p endif %}")
        )

    def _schedules(self) -> str:
        inside = (
            paragraph("{{ one.name }}", "Heading2")
            + self._table("bases", "one.bases")
            + "".join(_loop("ask in one.questions", question("ask")))
        )
        return "".join(_loop("one in schedules", inside))


def question(at: str) -> str:
    """A question and its answers; each answer is a content control of its own. ``at``: where it stands."""
    inside = "".join(
        (
            paragraph("{{ one.label }}", "State"),
            *_loop(
                "text in one.paragraphs",
                paragraph("{%p if one.state == 'open' %}"),
                paragraph("{{ text }}", "Openanswer"),
                paragraph("{%p elif one.state == 'confirm' %}"),
                paragraph("{{ text }}", "Drafttoconfirm"),
                paragraph("{%p else %}"),
                paragraph("{{ text }}", "Answer"),
                paragraph("{%p endif %}"),
            ),
        )
    )
    return "".join(
        (
            paragraph(f"{{{{ {at}.id }}}}  {{{{ {at}.title }}}}", "Question"),
            paragraph(f"{{{{ {at}.asks }}}}", "Asks"),
            *_loop(f"one in {at}.answers", control("{{ one.tag }}", "{{ one.tag }}", inside)),
        )
    )


def _across(words: str, columns: int) -> str:
    """A row that docxtpl takes out again: its tag in the first cell, the others empty."""
    return cell(paragraph(words), 100 // columns) + cell(paragraph(""), 100 // columns) * (columns - 1)


def _lights() -> str:
    widths = [width for _, _, width in LIGHTS]
    head = "".join(cell(paragraph(words, "Tableheading"), width, fill=_DARK) for _, words, width in LIGHTS)
    tag = "".join(
        cell(paragraph(f"{{{{ row.{key} }}}}", "Tabletext"), width, fill="{{ row.fill }}" if shown else "")
        for key, width, shown in ((key, width, key == "label") for key, _, width in LIGHTS)
    )
    rows = [
        (head, True),
        (_across("{%tr for row in limbs %}", len(widths)), False),
        (tag, False),
        (_across("{%tr endfor %}", len(widths)), False),
    ]
    return table(
        widths, rows, description="How far the four parts of Article 35(7) are complete"
    ) + paragraph("")
