"""A line of an address, as people write it: a number, the name of a street, and what kind of street it is.

No list of streets is kept: the last word tells. Some of these words say much else too (way, court, close), so
they need a capital, or a number and a name that is no ordinary word.
"""

from __future__ import annotations

import re

from cfgovern.identifiers.written import BLANK

__all__ = ["HOMES", "KINDS", "NUMBERED", "STREET", "WITHIN", "is_loose"]

_STRICT = (
    "street", "road", "avenue", "lane", "crescent", "terrace", "grove", "gardens", "mews", "rd", "ave",
    "gdns", "cres", "boulevard", "esplanade",
)  # fmt: skip
_LOOSE = (
    "close", "court", "drive", "way", "row", "place", "square", "hill", "park", "walk", "view", "rise",
    "green", "parade", "wharf", "quay", "yard", "mansions", "estate", "croft", "vale", "fold", "drove",
    "meadow", "meadows", "path", "gate", "buildings", "house", "heights", "lodge", "cottages", "st",
    "dr", "ln", "cl", "ct", "pl", "sq", "tce", "terr", "broadway", "approach", "end", "common", "bank",
    "brow", "orchard", "mount", "chase", "dene", "mead", "ridge", "garth", "villas", "cottage",
    "tower", "towers", "circus", "hollow", "paddock", "fields", "copse", "glade", "leas", "wynd",
)  # fmt: skip
KINDS = frozenset((*_STRICT, *_LOOSE))
"""The words, in small letters, without one of which no street is found."""
HOMES = frozenset({"flat", "apartment", "apt"})
"""The words before the number of a home within a house."""

_NAME = "(?:[Ss]t[.]|[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'\u2019-]{1,24})"
_GAP = f"{BLANK}{{1,2}}"
_COMMA = f"(?:{BLANK}?,{BLANK}?|{_GAP})"
_WITHIN = (
    "(?:[Ff]lat|FLAT|[Aa]partment|[Aa]pt[.]?|[Uu]nit|[Rr]oom|ROOM|[Rr]m|[Bb]ed(?:sit|room)?|[Ss]tudio"
    "|[Bb]asement(?: [Ff]lat)?|[Ff]loor)"
)
_NUMBER = f"[0-9]{{1,4}}(?:{BLANK}?[A-Ea-e](?![A-Za-z]))?(?:{BLANK}?[-/&]{BLANK}?[0-9]{{1,4}}[A-Ea-e]?)?"
_NAMES = f"(?P<name>(?:{_NAME}{_GAP}){{1,4}})"
NUMBERED = re.compile(
    f"(?<![0-9A-Za-z\u00a3.:/-])(?:{_WITHIN}{_GAP}[0-9A-Za-z]{{1,4}}{_COMMA}(?:{_NUMBER}{_COMMA})?|{_NUMBER}{_COMMA})"
    f"{_NAMES}$"
)
"""What stands before the kind of street, from a flat or a number on. ``name`` is its only group."""
WITHIN = re.compile(
    "(?<![A-Za-z])(?:[Ff]lat|FLAT|[Aa]partment|[Aa]pt[.]?)"
    f'{_GAP}[0-9]{{1,4}}[A-Ea-e]?,?{BLANK}?["\u201c\u2018]?(?:[A-Z][A-Za-z\'\u2019-]{{1,24}}{BLANK}?){{1,3}}["\u201d\u2019]?(?=,)'
)
"""A flat in a house that has a name."""
STREET = re.compile(f"(?<![A-Za-z\u00c0-\u024f'\u2019-]){_NAMES}$")
"""The same without a number."""


def is_loose(kind: str) -> bool:
    """Whether the word says much else beside a street."""
    return kind.lower() not in _STRICT
