"""Reference of a benefit: Universal Credit, Personal Independence Payment, Housing Benefit and the like.

No format of these is published. They count where a word says what they are, or where they begin with the
short name of a benefit and go on with many figures: the names of forms (UC50, PIP2) have few.
"""

from __future__ import annotations

from cfgovern.identifiers.written import AFTER, BEFORE, BLANK, WORD, WORD_END

__all__ = ["CUED", "WRITTEN"]

_BENEFIT = "(?:UC|PIP|HB|ESA|DLA|JSA|CTR|CTB|DHP|uc|pip|hb|esa|dla|jsa|ctr|ctb|dhp)"
_SIGN = f"(?:[-/]|{BLANK})"
_PART = "[0-9A-Za-z]{1,12}"
WRITTEN: tuple[str, ...] = (
    f"{BEFORE}{_BENEFIT}[-/]?(?=(?:[-/]?[0-9A-Za-z]{{0,8}}[0-9]){{4}})(?=[0-9]{{4}}|[0-9]{{2,3}}[-/])"
    f"{_PART}(?:[-/]{_PART}){{0,3}}{AFTER}",
)
CUED: tuple[str, ...] = (
    f"{WORD}(?:[A-Z]{{1,4}}[-/]?|[a-z]{{2,3}}[-/])?[0-9]{{4}}(?:{_SIGN}[0-9]{{4}}){{1,3}}(?:{_SIGN}[A-Za-z]{{1,2}})?{WORD_END}",
    f"{WORD}(?=[A-Za-z/-]{{0,8}}[0-9]{{2}})(?=(?:[A-Za-z/-]{{0,8}}[0-9]){{4}}){_PART}(?:[-/]{_PART}){{0,4}}{WORD_END}",
)
