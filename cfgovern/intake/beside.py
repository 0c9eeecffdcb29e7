"""Whatever text a workbook holds beside the values of its cells, for who must look at all of it.

Comments, names of sheets and ranges, headers and footers, links, drop-down lists, the properties of the
document, the data behind pivot tables, texts that no cell shows any more: all text and all values of
attributes in every XML part, but for what says nothing and looks like something: addresses of cells,
colours, sizes and numbers of shapes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.limits import Limits
from cfgovern.intake.printed import EDGES, FIELDS
from cfgovern.intake.xmlparts import Archive, Handler, local

__all__ = ["beside"]

_XML = (".xml", ".rels", ".vml")
_SAYS_NOTHING = re.compile(r"xl/printersettings/[^/]+\.bin")
_DRAWN = re.compile("xl/(?:charts|chartsheets|diagrams|drawings|theme)/")
# Attributes that hold addresses of cells, colours, fonts and digests of a password.
_LAYOUT = {
    "r", "ref", "sqref", "spans", "activeCell", "topLeftCell", "rgb", "lastClr", "panose", "fillcolor",
    "strokecolor", "color2", "hashValue", "saltValue",
}  # fmt: skip
_NUMBERED = {"id", "val"}  # attributes that hold numbers of shapes and axes where something is drawn
_DECIMAL = re.compile("[-+]?[0-9]*[.][0-9]+(?:[eE][-+]?[0-9]+)?")  # sizes
# Elements around pieces of one text that is written in several ways.
_PIECES = {
    "t", "r", "rPr", "b", "i", "u", "strike", "sz", "color", "rFont", "family", "charset", "scheme",
    "vertAlign", "latin", "ea", "cs", "solidFill", "srgbClr", "schemeClr", "font", "span", "phoneticPr",
}  # fmt: skip
_FORMULAS = {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula"}
_ADDRESS = re.compile(r'("[^"]*"?)|\$?\b[A-Z]{1,3}\$?[1-9][0-9]{0,6}\b')
_COMMENTS = {"comment", "threadedComment"}
_CELL = re.compile("[A-Z]{1,3}[1-9][0-9]{0,6}")
_LONGEST = 1 << 16  # characters handed on in one piece


Told = Callable[[str, str, bool, str | None], None]


def beside(path: Path, limits: Limits, told: Told) -> None:
    """Call ``told`` with part, text, whether cells may show it too, and the cell that it is a comment on (or
    None), for all in the workbook ``path``.

    Raises SubmissionRefused as reading it does, and ``file.not_looked_at`` in the end where a part is no XML.
    """
    archive = Archive(path, limits)
    other = False
    for name in sorted(archive.names):
        if name.endswith(_XML):
            archive.parse(name, _Texts(name, told))
        elif not name.endswith("/") and not _SAYS_NOTHING.fullmatch(name):
            other = True
    if other:
        raise SubmissionRefused(
            "file.not_looked_at",
            "The workbook holds a picture or a file of another program, which cannot be looked at.",
            fix="Take it out, or look at it yourself.",
        )


class _Texts(Handler):
    """Hands on the texts of one part."""

    def __init__(self, part: str, told: Told) -> None:
        self._part, self._told = part, told
        self._drawn = _DRAWN.match(part) is not None
        self._cells = self._formula = self._shared = False
        self._pieces: list[str] = []
        self._length = 0
        self._cell: str | None = None  # that a comment is on

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name) if ":" in name else name
        self._formula = kind in _FORMULAS
        if kind in _COMMENTS and _CELL.fullmatch(attributes.get("ref", "")):
            self._cell = attributes["ref"]
        if kind == "sheetData":
            self._cells = True
        elif kind == "sst":
            self._shared = True
        elif not self._cells:
            for value in self._worth(attributes):
                self._told(self._part, value, False, self._cell)

    def _worth(self, attributes: dict[str, str]) -> Iterator[str]:
        for name, value in attributes.items():
            short = local(name)
            if name.startswith("xmlns") or short in _LAYOUT:
                continue
            if not _DECIMAL.fullmatch(value) and not (self._drawn and short in _NUMBERED):
                yield _without_addresses(value) if short in ("location", "formula") else value

    def text(self, data: str) -> None:
        if self._cells and not self._formula:  # the values of cells are read as such
            return
        if data.isspace() and "\n" in data:  # between elements
            return
        self._pieces.append(data)
        self._length += len(data)
        if self._length > _LONGEST:
            self._hand_on()

    def end(self, name: str) -> None:
        kind = local(name) if ":" in name else name
        if kind == "sheetData":
            self._cells = False
        if self._pieces and kind not in _PIECES:
            self._hand_on(printed=kind.endswith(EDGES))
        if kind in _COMMENTS:
            self._cell = None
        self._formula = False

    def _hand_on(self, *, printed: bool = False) -> None:
        said = "".join(self._pieces)
        self._pieces.clear()
        self._length = 0
        if self._formula:
            said = _without_addresses(said)
        elif printed:
            said = FIELDS.sub(" ", said)
        self._told(self._part, said, self._shared, self._cell)


def _without_addresses(formula: str) -> str:
    """``formula`` with its texts, and no address of a cell: one far down looks like a CRN."""
    return _ADDRESS.sub(lambda found: found[1] or "~", formula)
