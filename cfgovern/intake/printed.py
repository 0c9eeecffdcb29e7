"""What stands at the edges of a printed page: text, beside the fields that a program fills in."""

from __future__ import annotations

import re

__all__ = ["EDGES", "FIELDS", "Edges"]

EDGES = ("Header", "Footer")
"""How the names of such elements end."""
# Places, fonts, colours, page numbers and names of the sheet.
FIELDS = re.compile('&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K[0-9]{2}[+-][0-9]{3}|P[+-][0-9]+|[0-9]{1,3}|[A-Za-z&])')
_USUAL = {"page", "of", "official", "sensitive"}  # what offices put on every page


class Edges:
    """Whether the headers and footers of a part hold ``words`` of their own."""

    def __init__(self) -> None:
        self.words = False
        self.open = False
        self._parts: list[str] = []

    def begin(self) -> None:
        """A header or footer begins."""
        self.open = True
        self._parts.clear()

    def text(self, data: str) -> None:
        """A piece of its text."""
        self._parts.append(data)

    def end(self) -> None:
        """It ends."""
        self.open = False
        said = FIELDS.sub(" ", "".join(self._parts))
        self.words = self.words or not _USUAL.issuperset(re.findall(r"\w+", said.casefold()))
