"""The texts that the cells of a workbook share: each within its budget, and how far it may be told."""

from __future__ import annotations

import re

from cfgovern.intake import plainsheet
from cfgovern.intake.cellvalues import is_blank, is_certain
from cfgovern.intake.limits import Limits
from cfgovern.intake.xmlparts import Handler, Nesting, damaged, is_count, local, too_large

__all__ = ["Strings"]

_WITHIN = {"sst": ("",), "si": ("sst",), "t": ("si", "r", "rPh"), "r": ("si",), "rPh": ("si",)}
# A quick look at texts in plain form: without any of these, none is blank and all are certain. White space at
# an end, also of several bytes; nothing at all; a character that is written by its number, or never shows.
_MAY_MATTER = re.compile(rb">[\s\xc2\xe1-\xe3]|[\s\x80-\xbf]</t>|></t>|_x|\x7f")


class Strings(Handler):
    """The ``texts``; the places of ``blanks``, and of those that the reader has to tell, ``unsure``.

    Readers make room for as many as the part says it holds, so that may not be a lie either.
    """

    opening = b"<si>"

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.texts: list[str] = []
        self.blanks: set[int] = set()
        self.unsure: set[int] = set()
        self.total = 0
        self._inside = self._phonetic = False
        self._parts: list[str] = []
        self._length = 0
        self._kept: list[bool] = []
        self._nesting = Nesting(_WITHIN, leaves=("t",))
        self._in_order = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind = local(name)
        in_order = self._nesting.begin(name)
        self._in_order = in_order and (self._in_order or kind == "si")
        if kind == "si":
            self.between = False
            self._length = 0
            self._parts.clear()
            self._kept.clear()
        elif kind == "rPh":
            self._phonetic = True
        elif kind == "sst":
            told = [attributes.get(count, "0") for count in ("count", "uniqueCount")]
            if not all(is_count(count) and int(count) <= self.limits.cells for count in told):
                raise damaged("the shared texts")
            self.between = True
        self._inside = kind == "t" and not self._phonetic
        if self._inside:
            self._kept.append(attributes.get("xml:space") == "preserve")

    def text(self, data: str) -> None:
        """A piece of text."""
        if self._inside:
            self._parts.append(data)
            self._length += len(data)
            self.total += len(data)
            if self._length > self.limits.cell_chars or self.total > self.limits.text_chars:
                raise too_large("text")

    def end(self, name: str) -> None:
        """An element ends."""
        kind = local(name)
        self._nesting.end()
        self._inside = False
        if kind == "rPh":
            self._phonetic = False
        elif kind == "si":
            text = "".join(self._parts)
            in_one = len(self._kept) <= 1 or all(self._kept)
            self._keep(text, kept=all(self._kept), one_way=in_one and self._in_order)
            if len(self.texts) > self.limits.strings:
                raise too_large("texts")
            self.between = True
        elif kind == "sst":
            self.between = False

    def plain(self, data: bytes, at: int) -> int:
        """Take a stretch in plain form into account, or leave it to the parser."""
        run = plainsheet.STRINGS.match(data, at)
        found = plainsheet.texts(run[0]) if run else None
        if not run or not found or len(self.texts) + len(found) > self.limits.strings:
            return at
        lengths = [len(text) for _, text in found]
        total = self.total + sum(lengths)
        if max(lengths) > self.limits.cell_chars or total > self.limits.text_chars:
            return at
        self.total = total
        if _MAY_MATTER.search(run[0]):
            for how, text in found:
                self._keep(text, kept=bool(how))
        else:
            self.texts += [text for _, text in found]
        return run.end()

    def _keep(self, text: str, *, kept: bool, one_way: bool = True) -> None:
        if not text or is_blank(text):
            self.blanks.add(len(self.texts))
        if not (one_way and is_certain(text, kept=kept)):
            self.unsure.add(len(self.texts))
        self.texts.append(text)
