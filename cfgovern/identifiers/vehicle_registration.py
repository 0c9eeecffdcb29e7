"""Vehicle registration mark of the United Kingdom.

Source: DVLA (INF104). Since September 2001 two letters, a year mark (02 to 29, or 51 to 79), three letters;
no I, Q or Z in the first two, no I or Q in the last three. From 1983 a year letter in front, from 1963 one
behind: shorter, and written like much else. Older marks, and Northern Ireland's, are letters and a number.

What can never have been issued so far: year mark 49, used in March 2049 (this project's own mark).
"""

from __future__ import annotations

from cfgovern.identifiers import form
from cfgovern.identifiers.written import AFTER, BEFORE, BLANK, WORD, WORD_END

__all__ = ["CUED", "FORM", "WRITTEN", "classify"]

_AREA = "[A-HJ-PR-Y]{2}"
_LAST = "[A-HJ-PR-Z]{3}"
_CURRENT = f"{_AREA}(?:0[2-9]|[12][0-9]|5[1-9]|[67][0-9]){_LAST}"
_PREFIX = "[A-HJ-NPR-TV-Y][1-9][0-9]{0,2}[A-HJ-PR-Z]{3}"
_SUFFIX = "[A-HJ-PR-Z]{3}[1-9][0-9]{0,2}[A-HJ-NPR-TV-Y]"

FORM = form.Form(
    strip=form.BLANKS + form.DASHES,
    shapes=(_CURRENT, _PREFIX, _SUFFIX),
    unreal=("[A-Z]{2}49[A-Z]{3}",),
)

_GAP = f"(?:{BLANK}|-)?"
WRITTEN: tuple[str, ...] = (
    f"{BEFORE}[A-Za-z]{{2}}[0-9]{{2}}{_GAP}[A-Za-z]{{3}}{AFTER}",
    f"{BEFORE}(?:[A-Z][0-9]{{1,3}}{BLANK}?[A-Z]{{3}}|[A-Z]{{3}}{BLANK}?[0-9]{{1,3}}[A-Z]){AFTER}",
)
"""The current style; the two before it in capitals."""
CUED: tuple[str, ...] = (
    f"{WORD}(?:[A-Za-z][0-9]{{1,3}}{_GAP}[A-Za-z]{{3}}|[A-Za-z]{{3}}{_GAP}[0-9]{{1,3}}[A-Za-z]){WORD_END}",
    f"{WORD}(?:[A-Z]{{1,3}}{_GAP}[1-9][0-9]{{1,3}}|[1-9][0-9]{{1,3}}{_GAP}[A-Z]{{1,3}}){WORD_END}",
)
"""The older styles however written, and those without a year in capitals."""


def classify(text: str) -> form.Status:
    """Judge ``text`` as a registration mark with a year."""
    return form.classify(FORM, text)
