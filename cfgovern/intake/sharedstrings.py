"""The texts that the cells of a workbook share: each within its budget, and how far it may be told."""

from __future__ import annotations

from collections.abc import Sequence
from operator import eq

from cfgovern.intake import plainsheet
from cfgovern.intake.cellvalues import is_blank, is_certain
from cfgovern.intake.limits import Limits
from cfgovern.intake.xmlparts import Handler, Nesting, damaged, is_count, local, too_large

__all__ = ["Strings"]

_WITHIN = {"sst": ("",), "si": ("sst",), "t": ("si", "r", "rPh"), "r": ("si",), "rPh": ("si",)}


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
        if not run or not found:
            return at
        texts, kept = found
        if len(self.texts) + len(texts) > self.limits.strings:
            return at
        total = self.total + sum(map(len, texts))
        if max(map(len, texts)) > self.limits.cell_chars or total > self.limits.text_chars:
            return at
        self.total = total
        if _are_certain(run[0], texts):
            self.texts += texts
        else:
            for text, whole in zip(texts, kept, strict=True):
                self._keep(text, kept=whole)
        return run.end()

    def _keep(self, text: str, *, kept: bool, one_way: bool = True) -> None:
        if not text or is_blank(text):
            self.blanks.add(len(self.texts))
        if not (one_way and is_certain(text, kept=kept)):
            self.unsure.add(len(self.texts))
        self.texts.append(text)


def _are_certain(run: bytes, texts: Sequence[str]) -> bool:
    """A quick look at the ``texts`` in ``run``, plain as it is: whether none is blank and all are certain."""
    odd = b"_x" in run or b"\x7f" in run
    return not odd and all(texts) and all(map(eq, texts, map(str.strip, texts)))
