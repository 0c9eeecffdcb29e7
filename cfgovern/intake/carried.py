"""What a workbook holds beside its cells that may be about somebody. It is told, and never shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cfgovern.intake.limits import Limits
from cfgovern.intake.xmlparts import Archive, Handler, local

__all__ = ["Carried", "carried"]

# Parts that hold words or records beside the cells: by how their names begin, and by what leads to them.
_PARTS = {
    "xl/comments": "comments",
    "xl/threadedcomments/": "comments",
    "xl/pivotcache/": "the data behind a pivot table",
    "xl/model/": "the data behind a pivot table",
    "xl/externallinks/": "data of another workbook",
    "xl/embeddings/": "a file of another program",
    "xl/revisions/": "earlier values of cells",
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
}
_PROPERTIES = ("core-properties", "extended-properties", "custom-properties")  # kinds of relations
_WHO = {"creator": "its author", "lastModifiedBy": "who saved it last", "Manager": "a manager"}
_PROGRAMS = ("cfgovern", "openpyxl")  # what writes its own name where an author would stand
_LABELS = "MSIP_Label_"  # the marks of a protection scheme, which an office puts into every file


@dataclass(frozen=True, slots=True)
class Carried:
    """In words: ``parts`` beside the cells, and what the ``properties`` of the document tell."""

    parts: list[str]
    properties: list[str]


def carried(path: Path, limits: Limits) -> Carried:
    """What the workbook holds beside its cells. Raises SubmissionRefused as the look through it does."""
    archive = Archive(path, limits)
    names, kinds = archive.names, _Kinds()
    for name in names:
        if name.endswith(".rels"):
            archive.parse(name, kinds)
    found = {words for start, words in _PARTS.items() for name in names if name.startswith(start)}
    told = _Properties()
    for part in sorted(part for kind, part in kinds.found if kind in _PROPERTIES):
        archive.parse(part, told)
    leads = {_LEADS[kind] for kind, _ in kinds.found if kind in _LEADS}
    return Carried(sorted(found | leads), sorted(told.found))


class _Kinds(Handler):
    """All relations: (kind, what it leads to from the top of the workbook)."""

    def __init__(self) -> None:
        self.found: set[tuple[str, str]] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found.add((kind, attributes.get("Target", "").lstrip("/")))


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
