"""What a workbook holds beside its cells that may be about somebody. It is told, and never shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from posixpath import join, normpath

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.limits import Limits
from cfgovern.intake.printed import EDGES, Edges
from cfgovern.intake.xmlparts import Archive, Handler, local

__all__ = ["Carried", "carried", "on_pages"]

# Parts that hold words or records beside the cells: by how their names begin, and by what leads to them.
_COMMENTS = "comments"
_COMMENT_PARTS = ("xl/comments", "xl/threadedcomments/")
_PARTS = {
    **dict.fromkeys(_COMMENT_PARTS, _COMMENTS),
    "xl/pivotcache/": "the data behind a pivot table",
    "xl/model/": "the data behind a pivot table",
    "xl/externallinks/": "data of another workbook",
    "xl/embeddings/": "a file of another program",
    "xl/revisions/": "earlier values of cells",
    "xl/media/": "pictures",
}
_LEADS = {
    "comments": "comments",
    "threadedComment": "comments",
    "pivotCacheDefinition": "the data behind a pivot table",
    "pivotCacheRecords": "the data behind a pivot table",
    "powerPivotData": "the data behind a pivot table",
    "externalLink": "data of another workbook",
    "oleObject": "a file of another program",
    "package": "a file of another program",
    "revisionHeaders": "earlier values of cells",
    "image": "pictures",
}
# Parts that may hold text that is drawn, or a page with a chart alone: in the same two ways.
_DRAWN = ("xl/drawings/", "xl/charts/", "xl/diagrams/", "xl/chartsheets/")
_LEADS_TO_DRAWN = {
    "drawing", "vmlDrawing", "chart", "chartEx", "chartUserShapes", "diagramData", "diagramDrawing",
    "chartsheet",
}  # fmt: skip
_PROPERTIES = ("core-properties", "extended-properties", "custom-properties")  # kinds of relations
_WHO = {"creator": "its author", "lastModifiedBy": "who saved it last", "Manager": "a manager"}
_PROGRAMS = ("cfgovern", "openpyxl")  # what writes its own name where an author would stand
_LABELS = "MSIP_Label_"  # the marks of a protection scheme, which an office puts into every file


@dataclass(frozen=True, slots=True)
class Carried:
    """In words: ``parts`` beside the cells, and what the ``properties`` of the document tell."""

    parts: list[str]
    properties: list[str]


def carried(path: Path, limits: Limits, is_ours: Callable[[str], bool] = lambda _: False) -> Carried:
    """What the workbook holds beside its cells. Raises SubmissionRefused as the look through it does.

    ``is_ours``: whether a comment is cfgovern's own; where all are, they are not told.
    """
    archive = Archive(path, limits)
    names, kinds = archive.names, _Kinds()
    for name in names:
        if name.endswith(".rels"):
            kinds.folder = name.rpartition("_rels/")[0]
            archive.parse(name, kinds)
    found = {words for start, words in _PARTS.items() for name in names if name.startswith(start)}
    told = _Properties()
    for part in sorted(part for kind, part in kinds.found if kind in _PROPERTIES):
        archive.parse(part, told)
    found |= _in_drawings(archive, kinds.found) | _in_names(archive)
    leads = {_LEADS[kind] for kind, _ in kinds.found if kind in _LEADS}
    told_of = found | leads
    if _COMMENTS in told_of and _all_ours(archive, kinds.found, is_ours):
        told_of.discard(_COMMENTS)
    return Carried(sorted(told_of), sorted(told.found))


def _all_ours(archive: Archive, relations: set[tuple[str, str]], is_ours: Callable[[str], bool]) -> bool:
    """Whether each comment is cfgovern's own; a part that does not say so is none."""
    led_to = {(kind, part) for kind, part in relations if _LEADS.get(kind) == _COMMENTS}
    parts = {part for _, part in led_to}
    parts |= {name for name in archive.names for start in _COMMENT_PARTS if name.startswith(start)}
    notes = _Comments()
    try:
        read = all(part.endswith(".xml") and archive.parse(part, notes) for part in parts)
    except SubmissionRefused:
        return False
    ours = bool(notes.comments) and all(is_ours(words) for words in notes.comments)
    return read and not notes.others and ours


def on_pages(printed: bool) -> set[str]:
    """What is told of a workbook with, or without, words of its own at the edges of its pages."""
    return {"text in page headers or footers"} if printed else set()


def _in_drawings(archive: Archive, relations: set[tuple[str, str]]) -> set[str]:
    """What is told of text in shapes and charts, and on pages that are charts."""
    led_to = {part for kind, part in relations if kind in _LEADS_TO_DRAWN}
    drawn = _Drawn()
    for part in archive.names:
        if part in led_to or (part.startswith(_DRAWN) and part.endswith((".xml", ".vml"))):
            archive.parse(part, drawn)
    return ({"text boxes, or text in charts"} if drawn.words else set()) | on_pages(drawn.edges.words)


def _in_names(archive: Archive) -> set[str]:
    """What is told of names that stand for a text and not for cells."""
    names = _Names()
    archive.parse("xl/workbook.xml", names)
    return {"text under a defined name"} if names.words else set()


class _Drawn(Handler):
    """Whether a part has text that is drawn (``words``), and what stands at the ``edges`` of its page."""

    _TEXT = ("t", "textbox")

    def __init__(self) -> None:
        self.words = False
        self.edges = Edges()
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name)
        if kind in self._TEXT:
            self._depth += 1
        elif kind.endswith(EDGES):
            self.edges.begin()

    def text(self, data: str) -> None:
        if self.edges.open:
            self.edges.text(data)
        elif self._depth and not data.isspace():
            self.words = True

    def end(self, name: str) -> None:
        if local(name) in self._TEXT:
            self._depth -= 1
        elif self.edges.open:
            self.edges.end()


class _Comments(Handler):
    """The words of each comment. ``others``: an author that is no program, or text elsewhere."""

    _ALOUD = "rPh"  # how a word is said, which a spreadsheet does not show

    def __init__(self) -> None:
        self.comments: list[str] = []
        self.others = False
        self._open: list[str] = []
        self._parts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name)
        self._open.append(kind)
        self.others = self.others or kind == self._ALOUD
        if kind in ("comment", "author"):
            self._parts.clear()

    def text(self, data: str) -> None:
        if "author" in self._open or ("comment" in self._open and self._open[-1] == "t"):
            self._parts.append(data)
        elif not data.isspace():
            self.others = True

    def end(self, name: str) -> None:
        kind = self._open.pop()
        said = "".join(self._parts)
        if kind == "comment":
            self.comments.append(said)
        elif kind == "author":
            self.others = self.others or said.strip() not in ("", *_PROGRAMS)


class _Names(Handler):
    """Whether a name of the workbook stands for a text, or a list of such."""

    def __init__(self) -> None:
        self.words = False
        self._open = False
        self._parts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._open = local(name) == "definedName"
        self._parts.clear()

    def text(self, data: str) -> None:
        if self._open:
            self._parts.append(data)

    def end(self, name: str) -> None:
        said = "".join(self._parts).strip().lstrip("={ ")
        self._open = False
        self._parts.clear()
        self.words = self.words or (said.startswith('"') and bool(said.strip('" {}')))


class _Kinds(Handler):
    """All relations: (kind, the part that it leads to). ``folder``: where the part that has them lies."""

    def __init__(self) -> None:
        self.folder = ""
        self.found: set[tuple[str, str]] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = normpath(join("/", self.folder, attributes.get("Target", ""))).lstrip("/")
            self.found.add((kind, target.casefold()))


class _Properties(Handler):
    """What the properties of a document tell, in words: who, and whether it has properties of its own."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._parts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._parts.clear()
        if local(name) == "property" and not attributes.get("name", "").startswith(_LABELS):
            self.found.add("properties of its own")

    def text(self, data: str) -> None:
        self._parts.append(data)

    def end(self, name: str) -> None:
        said = "".join(self._parts).strip()
        self._parts.clear()
        if said and said not in _PROGRAMS and local(name) in _WHO:
            self.found.add(_WHO[local(name)])
