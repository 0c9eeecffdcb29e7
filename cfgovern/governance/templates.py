"""Whether a Word template still holds all that a draft needs, told by paragraph before anything is rendered.

docxtpl drops whole headings without a word where a brace is missing. So no brace may stand alone, every tag
is one that is known, every loop is closed, and nothing that a document must have may be gone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zipfile import BadZipFile, ZipFile

from cfgovern.errors import Fault
from cfgovern.governance.outline import Outline, TableSpec
from cfgovern.governance.shape import TEXT, at, shape_of
from cfgovern.yamlfile import did_you_mean, shown

__all__ = ["kind_of", "template_faults"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"\{\{([^{}]*)\}\}|\{%([^{}%]*)%\}")
_CHAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*", re.ASCII)
_DONE = re.compile(
    r"(?P<scope>p|tr) (?:for (?P<each>[a-z][a-z0-9_]*) in (?P<over>[A-Za-z0-9_.]+)"
    r"|(?P<word>if|elif) (?P<what>[A-Za-z0-9_.]+)(?: == '[a-z_]+')?"
    r"|(?P<bare>else|endif|endfor))",
    re.ASCII,
)
_PARTS = re.compile(r"word/(document|header[0-9]*|footer[0-9]*)\.xml")
_HEADINGS = {"Heading1", "Heading2"}
_MAX_BYTES = 20_000_000
_ALLOWED = "Use for, if, elif, else, endfor or endif, after {%p for paragraphs or {%tr for rows."
_UNREADABLE = (
    BadZipFile,
    KeyError,
    ValueError,
    OSError,
    SyntaxError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
_SAVE = "Save it in Word as .docx, and check again."


def template_faults(
    template: bytes, name: str, outline: Outline, tables: Mapping[str, TableSpec]
) -> list[Fault]:
    """Every fault of a template for ``outline``, in the order of the file; ``name`` is that of the file.

    The ``line`` of a fault is the number of the paragraph, from 1.
    """
    try:
        parts = [list(_paragraphs(xml)) for xml in _parts(template)]
    except _UNREADABLE:
        message = "This is no Word document that can be read."
        return [Fault("templates.unreadable", message, name, fix=_SAVE)]
    check = _Check(name, shape_of(outline, tables))
    for part in parts:
        check.part(part)
    return [*check.faults, *_missing(name, outline, parts, check.used)]


def kind_of(template: bytes, outlines: Iterable[Outline]) -> str:
    """Which document it is a template of: the one of ``outlines`` that has most of its headings there."""
    try:
        there = {_told(one) for xml in _parts(template) for one in _paragraphs(xml) if one.style in _HEADINGS}
    except _UNREADABLE:
        there = set()
    found = {outline.kind: sum(one.heading in there for one in outline.sections) for outline in outlines}
    return max(found, key=lambda kind: found[kind])


def _told(one: _Paragraph) -> str:
    return one.text.strip()


def _parts(template: bytes) -> Iterator[bytes]:
    """The XML of the text, headers and footers."""
    with ZipFile(io.BytesIO(template)) as packed:
        names = [one for one in packed.infolist() if _PARTS.fullmatch(one.filename)]
        if "word/document.xml" not in {one.filename for one in names}:
            raise KeyError("word/document.xml")
        for one in sorted(names, key=lambda one: one.filename):
            if one.file_size > _MAX_BYTES:
                raise ValueError(one.filename)
            yield packed.read(one)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Text of one paragraph, the id of its style, and what its tags in attributes say."""

    text: str
    style: str
    hidden: tuple[str, ...]


def _paragraphs(xml: bytes) -> Iterator[_Paragraph]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    for element in etree.fromstring(xml, parser).iter(f"{_W}p", f"{_W}sdtPr", f"{_W}tcPr"):
        if element.tag == f"{_W}p":
            style = element.find(f"{_W}pPr/{_W}pStyle")
            text = "".join(one.text or "" for one in element.iter(f"{_W}t", f"{_W}instrText"))
            yield _Paragraph(text, style.get(f"{_W}val") if style is not None else "", ())
        else:
            values = (value for one in element.iter() for value in one.attrib.values())
            if hidden := tuple(value for value in values if "{" in value or "}" in value):
                yield _Paragraph("", "", hidden)


@dataclass(slots=True)
class _Open:
    """A loop or condition that is not closed yet: ``scope`` p or tr, ``ends`` the word that closes it."""

    scope: str
    ends: str
    line: int
    names: dict[str, Any] = field(default_factory=dict)


class _Check:
    """Reads paragraphs one after the other and keeps what is open."""

    def __init__(self, name: str, shape: Mapping[str, Any]) -> None:
        self.faults: list[Fault] = []
        self.used: set[str] = set()
        self._name = name
        self._shape = shape
        self._open: list[_Open] = []
        self._line = 0

    def part(self, paragraphs: list[_Paragraph]) -> None:
        """One part of the file: what opens in it closes in it."""
        self._open = []
        for number, one in enumerate(paragraphs, 1):
            self._line = number
            for text in (one.text, *one.hidden):
                self._text(text)
        for left in self._open:
            self._line = left.line
            self._fault(
                "open", "What begins here is never ended.", f"Put {{%{left.scope} {left.ends} %}} after it."
            )

    def _fault(self, code: str, message: str, fix: str = "") -> None:
        self.faults.append(Fault(f"templates.{code}", message, self._name, self._line, fix=fix))

    def _text(self, text: str) -> None:
        rest = _TAG.sub("", text)
        if "{" in rest or "}" in rest:
            message = "A brace stands alone here, or a tag lacks one."
            self._fault("brace", message, "A tag is {{ name }} or {%p ... %}, with both braces on each side.")
            return
        tags = _TAG.findall(text)
        for shown_, done in tags:
            if done:
                self._do(done.strip(), alone=len(tags) == 1 and not rest.strip())
            else:
                self._show(shown_.strip())

    def _show(self, chain: str) -> None:
        if not _CHAIN.fullmatch(chain):
            self._fault("tag", "A tag may only name something.", "Write {{ name }}, without anything else.")
        else:
            found = self._named(chain)
            if found is not None and found is not TEXT:
                self._fault(
                    "tag", f"{shown(chain)} holds several things.", "Name one of them, or loop over it."
                )

    def _named(self, chain: str) -> Any:
        """The shape of what is named, or None after a fault."""
        scope = {**self._shape, **{name: one for left in self._open for name, one in left.names.items()}}
        found, unknown, known = at(scope, chain)
        if found is None:
            self._fault("unknown", f"Nothing is called {shown(unknown)} here.{did_you_mean(unknown, known)}")
        self.used.add(chain)
        return found

    def _do(self, words: str, *, alone: bool) -> None:
        found = _DONE.fullmatch(words)
        if not found:
            self._fault("tag", "This tag is not one that may stand in a template.", _ALLOWED)
        elif not alone:
            self._fault(
                "alone", "This tag takes its whole paragraph away.", "Give it a paragraph of its own."
            )
        elif found["over"]:
            self._loop(found["scope"], found["each"], found["over"])
        elif found["word"] == "if":
            self._named(found["what"])
            self._open.append(_Open(found["scope"], "endif", self._line))
        elif found["word"] == "elif":
            self._named(found["what"])
            self._inside(found["scope"], "endif")
        elif found["bare"] == "else":
            self._inside(found["scope"], "endif")
        elif self._inside(found["scope"], found["bare"]):
            self._open.pop()

    def _loop(self, scope: str, each: str, over: str) -> None:
        shape = self._named(over)
        if shape is not None and not isinstance(shape, list):
            self._fault("loop", f"{shown(over)} is one thing, and cannot be gone through.")
        inner = shape[0] if isinstance(shape, list) else {}
        self._open.append(_Open(scope, "endfor", self._line, {each: inner}))

    def _inside(self, scope: str, ends: str) -> bool:
        """Whether the innermost that is open is of this kind; a fault where it is not."""
        if self._open and (self._open[-1].scope, self._open[-1].ends) == (scope, ends):
            return True
        self._fault("ends", "This ends or divides something that did not begin before it.")
        return False


def _missing(name: str, outline: Outline, parts: list[list[_Paragraph]], used: set[str]) -> Iterator[Fault]:
    """What a document must have and the template has no more."""
    headings = {_told(one) for part in parts for one in part if one.style in _HEADINGS}
    for section in outline.sections:
        if section.heading not in headings:
            message = f"The heading {shown(section.heading)} is gone."
            yield Fault("templates.heading", message, name, fix="Put it back, with the style of a heading.")
    wanted = {
        **{f"q.{one}.answers": f"the answers to question {one}" for one in outline.named("question")},
        **{f"rows.{one}": f"the table {shown(one)}" for one in outline.named("table")},
        **{f"clause.{one}": f"the clause {shown(one)}" for one in outline.named("clause")},
        **{f"picture.{one}": f"the picture {shown(one)}" for one in outline.named("picture")},
        "draft.notices": "what kind of draft this is",
        "draft.footer": "the digests of what it rests on, in the footer",
    }
    if outline.named("lights"):
        wanted["limbs"] = "the four lights"
    for chain, words in wanted.items():
        if chain not in used:
            fix = "Copy it from a new template: cfgovern templates new makes one."
            yield Fault("templates.missing", f"The template does not show {words}.", name, fix=fix)
